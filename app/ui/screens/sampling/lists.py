"""Rows of the room of second readings."""

from collections.abc import Mapping

from app.models.domain.civil_day import civil_day
from app.models.domain.ids import PersonId
from app.models.domain.sampling import Agreement
from app.models.domain.text import visible
from app.services.sampling.drawing import DrawnCase, DrawnSample, Progress
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

SAMPLES = (
    Heading("sampling.column.day", 14),
    Heading("sampling.column.read", 9),
    Heading("sampling.column.seed", 18),
)
CASES = (
    Heading("sampling.column.number", 34),
    Heading("sampling.column.progress", 20),
    Heading("sampling.column.reader", 20),
)
FIGURES = (
    Heading("sampling.column.item", 34),
    Heading("sampling.column.agreed", 16),
    Heading("sampling.column.differed", 16),
)
NAME = 40
_TONES = {
    Progress.UNASSIGNED: Tone.WARN,
    Progress.READING: Tone.INFO,
    Progress.READ: Tone.GOOD,
    Progress.LEFT: Tone.WARN,
}


def sample_line(texts: Texts, one: DrawnSample) -> Line:
    """One drawing, with how many of its cases were read."""
    day = civil_day(one.sample.drawn_at).isoformat()
    shown = texts("sampling.read-of", read=one.read, count=one.left)
    sentence = texts("sampling.sample-sentence", day=day, read=one.read, count=one.left, seed=one.sample.seed)
    return Line(one.sample.sample_id, (day, shown, one.sample.seed), sentence)


def case_line(texts: Texts, one: DrawnCase, names: Mapping[PersonId, str]) -> Line:
    """One case by its number; whether the two readers agree stands nowhere here."""
    progress = texts(f"sampling.progress.{one.progress}")
    reader = visible(names.get(one.reader, ""), NAME) if one.reader is not None else ""
    said = reader or texts("ui.table.blank")
    sentence = texts("sampling.case-sentence", number=one.number, progress=progress, reader=said)
    return Line(one.case_id, (one.number, progress, reader), sentence, ((1, _TONES[one.progress]),))


def figure_line(texts: Texts, one: Agreement) -> Line:
    """How often two readers saw one item alike, as far as it may be told."""
    item = texts("case.item", number=one.item, name=texts(f"item.{one.item}"))
    agreed, differed = (texts("sampling.hidden") if n is None else str(n) for n in (one.agreed, one.differed))
    sentence = texts("sampling.figure-sentence", item=item, agreed=agreed, differed=differed)
    return Line(str(one.item), (item, agreed, differed), sentence)
