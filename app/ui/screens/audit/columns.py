"""Columns of the record, and lines of the small tables of the room."""

from app.models.views.records import Witnessed
from app.services.record.reading import Onlooker, RecordLine
from app.ui.presenters.audit import AuditPresenter
from app.ui.tables.columns import Column, TableShape
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import clock_time, moment

LOOKERS = (
    Heading("audit.column.officer", 30),
    Heading("audit.column.looks", 14),
    Heading("audit.column.others", 18),
    Heading("audit.column.first", 22),
    Heading("audit.column.last", 22),
)
PARTNERS = (
    Heading("audit.column.station", 20),
    Heading("audit.column.growth", 52),
    Heading("audit.column.size", 14),
    Heading("audit.column.epoch", 12),
    Heading("audit.column.seen", 22),
)


def record_shape(texts: Texts, presenter: AuditPresenter) -> TableShape[RecordLine]:
    """What the list shows of an entry."""

    def event(line: RecordLine) -> str:
        key = f"event.{line.code}"
        return texts(key) if key in texts else line.code

    def result(line: RecordLine) -> str:
        return result_text(texts, line.result)

    def officer(line: RecordLine) -> str:
        return officer_name(texts, presenter, line.person)

    def sentence(line: RecordLine) -> str:
        return texts(
            "audit.sentence", at=clock_time(line.at), officer=officer(line), event=event(line), result=result(line)
        )

    return TableShape(
        columns=(
            Column("audit.column.number", lambda line: f"{line.seq:,}", 9, is_right_aligned=True),
            Column("audit.column.at", lambda line: clock_time(line.at), 23),
            Column("audit.column.officer", officer, 19),
            Column("audit.column.event", event, 34),
            Column("audit.column.result", result, 24, tone=lambda line: Tone.WARN if line.is_refused else None),
            Column("audit.column.purpose", lambda line: purpose_text(texts, line.purpose), 14),
            Column("audit.column.subject", lambda line: line.subject, 34),
        ),
        row_id=lambda line: str(line.seq),
        sentence=sentence,
    )


def officer_name(texts: Texts, presenter: AuditPresenter, person: str) -> str:
    """Name of an officer, or what the program is called."""
    key = f"audit.person.{person}"
    return texts(key) if key in texts else presenter.state.name_of(person)


def result_text(texts: Texts, result: str) -> str:
    """The result in words."""
    refused, _, why = result.partition(":")
    if not why:
        return texts("audit.result.done") if refused == "done" else result
    key = f"refusal.{why}"
    return texts("audit.result.refused", why=texts(key) if key in texts else why)


def purpose_text(texts: Texts, purpose: str) -> str:
    """The statutory purpose in words."""
    if purpose.isdecimal():
        return texts("audit.purpose.item", number=purpose)
    key = f"audit.purpose.{purpose}"
    return texts(key) if key in texts else purpose


def looker_line(texts: Texts, presenter: AuditPresenter, one: Onlooker) -> Line:
    """One officer who did something with a case."""
    name = officer_name(texts, presenter, one.person)
    cells = (name, f"{one.looks:,}", f"{one.others:,}", moment(one.first), moment(one.last))
    sentence = texts("audit.looker.sentence", officer=name, looks=one.looks, others=one.others, last=moment(one.last))
    return Line(one.person, cells, sentence)


def partner_line(texts: Texts, seen: Witnessed) -> Line:
    """A partner's head."""
    growth = texts(f"growth.{seen.outcome}")
    cells = (seen.station, growth, f"{seen.size:,}", str(seen.epoch), moment(seen.seen_at))
    sentence = texts("audit.partner.sentence", station=seen.station, growth=growth, size=f"{seen.size:,}")
    return Line(seen.station, cells, sentence, ((1, growth_tone(seen)),))


def growth_tone(seen: Witnessed) -> Tone:
    """How a partner's head looks."""
    if seen.is_alarm:
        return Tone.BAD
    return Tone.WARN if seen.outcome == "new-epoch" else Tone.GOOD
