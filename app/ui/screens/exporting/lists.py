"""Rows of the two lists of the Export room: what can be sent, and what is under way."""

from app.models.domain.loop import Age
from app.services.exchange.outbox import OpenExport
from app.services.exchange.sendable import Sendable
from app.services.texts.catalogue import Language
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment

READY = (
    Heading("ui.export.column.kind", 29),
    Heading("ui.export.column.number", 25),
    Heading("ui.export.column.name", 17),
    Heading("ui.export.column.section", 18),
    Heading("ui.export.column.state", 17),
    Heading("ui.export.column.since", 19),
    Heading("ui.export.column.earlier", 24),
)
OPEN = (
    Heading("ui.export.column.status", 22),
    Heading("ui.export.column.age", 21),
    Heading("ui.export.column.kind", 22),
    Heading("ui.export.column.recipient", 22),
    Heading("ui.export.column.cases", 20),
    Heading("ui.export.column.prepared", 18),
    Heading("ui.export.column.file", 38),
)
_STATUS = {
    "draft": Tone.WARN,
    "signed": Tone.INFO,
    "written": Tone.INFO,
    "closed": Tone.GOOD,
    "discarded": Tone.NEUTRAL,
    "elsewhere": Tone.INFO,
    "interrupted": Tone.BAD,
    "declined": Tone.BAD,
    "closed-refused": Tone.BAD,
    "closed-duplicate": Tone.GOOD,
    "written-quarantined": Tone.WARN,
}


def ready_id(one: Sendable) -> str:
    """Stable id of a line: the kind, what it is about, and to whom where there is no choice."""
    return f"{one.kind.value} {one.target.matter or one.target.case or one.target.entry or ''} {one.only_to or ''}"


def ready_line(texts: Texts, one: Sendable) -> Line:
    """Something that can be sent."""
    kind, state = texts(f"kind.{one.kind}"), texts(f"state.{one.state}") if one.state else ""
    number = one.number or texts("ui.export.number.none")
    sentence = texts(
        "ui.export.ready.sentence", kind=kind, number=number, name=one.name, section=one.section, state=state
    )
    earlier = texts(f"export-status.{one.earlier}") if one.earlier else ""
    cells = (kind, number, one.name, one.section, state, moment(one.since), earlier)
    return Line(ready_id(one), cells, sentence)


def office_name(texts: Texts, ja: str, en: str, station: str) -> str:
    """Name of an office in the current language, or of its station where the trust document does not know it."""
    return (en if texts.language is Language.ENGLISH and en else ja) or station


def cases_of(texts: Texts, one: OpenExport) -> str:
    """Numbers of the cases in a bundle, or how many people it is about; a blank where it is about none."""
    if not one.numbers:
        return texts("ui.export.cases.people", count=one.subjects) if one.subjects else texts("ui.table.blank")
    if one.subjects == 1:
        return one.numbers[0]
    return texts("ui.export.cases.count", first=one.numbers[0], more=one.subjects - 1)


def open_line(texts: Texts, one: OpenExport) -> Line:
    """A bundle between draft and receipt."""
    status, kind = texts(f"export-status.{one.standing}"), texts(f"kind.{one.kind}")
    recipient, cases = office_name(texts, one.office_ja, one.office_en, one.recipient), cases_of(texts, one)
    age, tone = _age(texts, one)
    sentence = texts("ui.export.open.sentence", status=status, kind=kind, recipient=recipient, cases=cases, age=age)
    cells = (status, age, kind, recipient, cases, moment(one.prepared_at), one.file_name)
    tones = [(0, _STATUS.get(one.standing, Tone.NEUTRAL))]
    if tone is not None:
        tones.append((1, tone))
    return Line(one.bundle_id, cells, sentence, tuple(tones))


def _age(texts: Texts, one: OpenExport) -> tuple[str, Tone | None]:
    """Days without a receipt; for a draft who has not signed yet, or why somebody refused to."""
    if one.status == "draft" and one.declined and one.waits_at is None:
        return texts("ui.export.declined", reason=texts(f"objecting.{one.declined[-1][1]}")), None
    if one.waits_at is not None:
        asked = one.asked[-1].asked_at
        return texts("ui.countersign.waits", station=one.waits_at, since=moment(asked)), Tone.INFO
    if one.status == "draft" and one.missing:
        roles = [texts(f"role.{each.role}") for each in one.missing]
        return texts("ui.export.missing", names=roles[0], count=len(roles)), None
    if one.age is None or one.days_open is None:
        return "", None
    tone = {Age.OVERDUE: Tone.BAD, Age.REMIND: Tone.WARN, Age.OPEN: Tone.NEUTRAL}[one.age]
    key = {Age.OVERDUE: "ui.export.age.overdue", Age.REMIND: "ui.export.age.remind"}.get(one.age, "ui.export.age")
    return texts(key, days=one.days_open), tone
