"""Columns of what falls due, of holds and of the destruction ledger. No name of a subject stands here."""

from collections.abc import Callable

from app.models.domain.civil_day import civil_day
from app.models.views.retention import Expiring
from app.services.exchange.awaited import AwaitedReport
from app.services.retention.certificates import LedgerLine
from app.services.retention.holds import HoldLine
from app.services.texts.catalogue import Language
from app.ui.tables.columns import Column, TableShape
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

SHORT_ID = 8
"""Characters of a random id that tell two lines apart."""


def label_of(thing: Expiring) -> str:
    """What a thing is called in lists."""
    return thing.label or thing.subject[:SHORT_ID]


def due_shape(texts: Texts, class_name: Callable[[str], str]) -> TableShape[Expiring]:
    """What the list shows of something that falls due."""

    def matter(row: Expiring) -> str:
        return texts(f"matter.{row.matter}")

    def state(row: Expiring) -> str:
        return texts(f"state.{row.state}") if row.state is not None else ""

    def held(row: Expiring) -> str:
        if row.held_for is None:
            return ""
        ground = texts(f"hold-ground.{row.held_for}")
        if row.held_until is None:
            return texts("retention.held.open", ground=ground)
        return texts("retention.held.until", ground=ground, day=row.held_until.isoformat())

    def basis(row: Expiring) -> str:
        name = class_name(row.retention_class)
        return name if row.established else texts("retention.class.default", name=name)

    def sentence(row: Expiring) -> str:
        return texts(
            "retention.due.sentence",
            day=row.due_on.isoformat(),
            matter=matter(row),
            label=label_of(row),
            basis=basis(row),
            since=row.counted_from.isoformat(),
            state=state(row) or texts("ui.table.blank"),
            held=held(row) or texts("retention.held.none"),
        )

    return TableShape(
        columns=(
            Column("retention.column.due", lambda row: row.due_on.isoformat(), 12),
            Column("retention.column.matter", matter, 13),
            Column("retention.column.label", label_of, 23),
            Column("retention.column.state", state, 11),
            Column("retention.column.held", held, 28, tone=lambda row: Tone.WARN if row.held_for else None),
            Column("retention.column.class", basis, 22),
            Column("retention.column.since", lambda row: row.counted_from.isoformat(), 12),
        ),
        row_id=lambda row: row.subject,
        sentence=sentence,
    )


def holds_shape(texts: Texts) -> TableShape[HoldLine]:
    """What the list shows of a hold."""

    def state(row: HoldLine) -> str:
        if row.is_in_force:
            return texts("retention.hold.in-force")
        return texts("retention.hold.released" if row.hold.ended_at else "retention.hold.over")

    def until(row: HoldLine) -> str:
        return row.hold.until.isoformat() if row.hold.until else texts("retention.hold.no-end")

    def sentence(row: HoldLine) -> str:
        return texts(
            "retention.hold.sentence",
            number=row.number,
            ground=texts(f"hold-ground.{row.hold.ground}"),
            since=civil_day(row.hold.set_at).isoformat(),
            until=until(row),
            state=state(row),
        )

    return TableShape(
        columns=(
            Column(
                "retention.column.state", state, 18, tone=lambda row: Tone.WARN if row.is_in_force else Tone.NEUTRAL
            ),
            Column("retention.column.label", lambda row: row.number, 26),
            Column("retention.column.ground", lambda row: texts(f"hold-ground.{row.hold.ground}"), 26),
            Column("retention.column.set", lambda row: civil_day(row.hold.set_at).isoformat(), 14),
            Column("retention.column.until", until, 20),
            Column("retention.column.setter", lambda row: row.setter, 24),
        ),
        row_id=lambda row: row.hold.hold_id,
        sentence=sentence,
    )


def ledger_shape(texts: Texts, class_name: Callable[[str], str]) -> TableShape[LedgerLine]:
    """What the list shows of a destruction."""

    def certificate(row: LedgerLine) -> str:
        if row.entry.certificate is not None:
            return texts("retention.certificate.issued")
        if not row.obstacle:
            return texts("retention.certificate.possible")
        key = row.obstacle.rpartition(".")[2]
        return texts(f"retention.certificate.{key}", medium=row.medium)

    def tone(row: LedgerLine) -> Tone:
        if row.entry.certificate is not None:
            return Tone.GOOD
        return Tone.WARN if row.obstacle else Tone.INFO

    def sentence(row: LedgerLine) -> str:
        return texts(
            "retention.ledger.sentence",
            day=civil_day(row.entry.destroyed_at).isoformat(),
            matter=texts(f"matter.{row.entry.matter}"),
            label=row.entry.subject[:SHORT_ID],
            actor=row.actor,
            witness=row.witness,
            certificate=certificate(row),
        )

    return TableShape(
        columns=(
            Column("retention.column.destroyed", lambda row: civil_day(row.entry.destroyed_at).isoformat(), 13),
            Column("retention.column.matter", lambda row: texts(f"matter.{row.entry.matter}"), 13),
            Column("retention.column.id", lambda row: row.entry.subject[:SHORT_ID], 11),
            Column("retention.column.certificate", certificate, 36, tone=tone),
            Column("retention.column.actor", lambda row: row.actor, 18),
            Column("retention.column.witness", lambda row: row.witness, 18),
            Column("retention.column.basis", lambda row: texts(f"disposal-basis.{row.entry.basis}"), 18),
            Column("retention.column.class", lambda row: class_name(row.entry.retention_class), 24),
        ),
        row_id=lambda row: row.entry.subject,
        sentence=sentence,
    )


def awaited_shape(texts: Texts) -> TableShape[AwaitedReport]:
    """What the list shows of a destruction that another office must report."""

    def state(row: AwaitedReport) -> str:
        if row.proof is not None:
            return texts("retention.awaited.reported")
        return texts("retention.awaited.overdue" if row.is_overdue else "retention.awaited.open")

    def tone(row: AwaitedReport) -> Tone:
        if row.proof is not None:
            return Tone.GOOD
        return Tone.BAD if row.is_overdue else Tone.NEUTRAL

    def office(row: AwaitedReport) -> str:
        name = row.office_en if texts.language is Language.ENGLISH and row.office_en else row.office_ja
        return name or texts("ui.import.sender.unknown")

    def destroyed(row: AwaitedReport) -> str:
        return civil_day(row.proof.destroyed_at).isoformat() if row.proof is not None else ""

    def basis(row: AwaitedReport) -> str:
        return texts(f"disposal-basis.{row.proof.basis}") if row.proof is not None else ""

    def sentence(row: AwaitedReport) -> str:
        return texts(
            "retention.awaited.sentence",
            state=state(row),
            office=office(row),
            kind=texts(f"kind.{row.kind}"),
            sent=civil_day(row.written_at).isoformat(),
            due=row.due_on.isoformat(),
            destroyed=destroyed(row) or texts("ui.table.blank"),
        )

    return TableShape(
        columns=(
            Column("retention.column.report", state, 16, tone=tone),
            Column("retention.column.holder", office, 26),
            Column("retention.column.kind", lambda row: texts(f"kind.{row.kind}"), 44),
            Column("retention.column.sent", lambda row: civil_day(row.written_at).isoformat(), 13),
            Column("retention.column.kept-until", lambda row: row.due_on.isoformat(), 15),
            Column("retention.column.destroyed", destroyed, 13),
            Column("retention.column.basis", basis, 18),
        ),
        row_id=lambda row: row.bundle_id,
        sentence=sentence,
    )
