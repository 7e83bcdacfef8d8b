"""Rows of the room of results."""

from collections.abc import Sequence

from app.models.domain.civil_day import civil_day
from app.services.exchange.told import Answered, ToldResult
from app.services.texts.catalogue import Language
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment

RESULTS = (
    Heading("results.column.outcome", 32),
    Heading("results.column.name", 14),
    Heading("results.column.section", 14),
    Heading("results.column.notified", 14),
    Heading("results.column.answered", 14),
)
FIELDS = (Heading("ui.import.column.field", 18), Heading("ui.import.column.value", 40))
_TONES = {Answered.NOT_YET: Tone.WARN, Answered.BUNDLE: Tone.GOOD, Answered.SMALL: Tone.GOOD}


def result_line(texts: Texts, one: ToldResult) -> Line:
    """One notice; of an older one it is said that a later one came."""
    outcome, answered = texts(f"outcome.{one.outcome}"), texts(f"results.answered.{one.answered}")
    shown = outcome if one.is_newest else texts("results.replaced", outcome=outcome)
    day = one.notified_on.isoformat() if one.notified_on is not None else ""
    sentence = texts(
        "results.sentence",
        outcome=shown,
        name=one.name,
        section=one.section,
        day=day or texts("ui.table.blank"),
        answered=answered,
    )
    tones = ((4, _TONES[one.answered]),) if one.is_newest else ((0, Tone.WARN), (4, _TONES[one.answered]))
    return Line(one.bundle_id, (shown, one.name, one.section, day, answered), sentence, tones)


def opened_lines(texts: Texts, one: ToldResult | None, every: Sequence[ToldResult]) -> list[Line]:
    """What an opened notice says, how it came, and what came after it."""
    if one is None:
        return []
    office = one.office_ja if texts.language is Language.JAPANESE else one.office_en
    roster = texts("results.roster.other" if one.roster_row is None else "results.roster.row", row=one.roster_row or 0)
    later = {other.bundle_id: other for other in every if other.bundle_id in one.later}
    values = [
        ("outcome", texts(f"outcome.{one.outcome}")),
        ("name", one.name),
        ("section", one.section),
        ("notified", one.notified_on.isoformat() if one.notified_on is not None else ""),
        ("validity", texts("results.validity.not-told")),
        ("issue", one.issue_number),
        ("office", office),
        ("received", moment(one.received_at)),
        ("file", one.file_name),
        ("bundle", one.bundle_id),
        ("roster", f"{one.roster_id}\n{roster}"),
        ("answered", texts(f"results.answered.{one.answered}")),
        ("destroy", one.destroy_by.isoformat()),
    ]
    for other in (later[bundle] for bundle in one.later if bundle in later):
        told = texts(f"outcome.{other.outcome}")
        values.append(("later", texts("results.later", day=civil_day(other.received_at).isoformat(), outcome=told)))
    lines = []
    for number, (key, value) in enumerate(values):
        name = texts(f"results.field.{key}")
        tones = ((1, Tone.WARN),) if key == "later" else ()
        lines.append(Line(str(number), (name, value), texts("ui.table.cell", column=name, value=value), tones))
    return lines
