"""Reports of destruction that this office waits for, and those that came (廃棄の報告)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import BundleId, CaseId, StationId
from app.models.domain.lifecycle import State
from app.models.domain.retention import due_day, result_class
from app.models.views.duties import KeptProof
from app.models.views.records import Export
from app.services.bundles import kinds, manifest
from app.services.bundles.manifest import Kind
from app.services.desk import Desk
from app.services.exchange.lookout import trust_view
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

TIME_TO_REPORT = timedelta(days=30)
"""So long after the last day of the period a report may be on its way (設計上の既定)."""
_SHORTEST = timedelta(days=365)
"""Nothing that was sent falls due sooner."""
_REPORTED = frozenset(kind.value for kind in Kind if kinds.rule(kind).destroy_report)


@dataclass(frozen=True, slots=True)
class AwaitedReport:
    """A bundle whose recipient must report the destruction of what it brought.

    Attributes:
        office_ja: Name of the office that has it, and the same in English.
        retention: Retention class that the bundle prescribes.
        due_on: First day on which nothing of it may be left there; the recipient may have destroyed it before.
        proof: What was reported; None while it is awaited.
        is_overdue: Nothing was reported, though the period and the time for the report have passed.
    """

    bundle_id: BundleId
    kind: str
    recipient: StationId
    office_ja: str
    office_en: str
    written_at: datetime
    retention: str
    due_on: date
    proof: KeptProof | None
    is_overdue: bool


class AwaitedReports:
    """Use case of the officers who watch what becomes of what was sent."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def reports(self, actor: Actor) -> list[AwaitedReport]:
        """Every bundle that asked for a report, oldest first."""
        today = self._desk.clock.today()
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            unit, proofs, found = act.unit, act.unit.duties.proofs(), []
            trust = None if unit.people.trust_envelope() is None else trust_view(unit).document
            for export in unit.exports.in_status(("written", "closed")):
                retention = manifest.decode(export.manifest).retention
                if not retention.destroy_report or export.written_at is None:
                    continue
                office = trust.office_of_station(export.recipient) if trust is not None else None
                due_on, proof = _due_on(unit, self._packs, export), proofs.get(export.bundle_id)
                found.append(
                    AwaitedReport(
                        export.bundle_id,
                        export.kind,
                        export.recipient,
                        office.name_ja if office else "",
                        office.name_en if office else "",
                        export.written_at,
                        retention.rule.value,
                        due_on,
                        proof,
                        proof is None and today > due_on + TIME_TO_REPORT,
                    )
                )
            return found


def overdue_reports(unit: Unit, packs: PackShelf, at: datetime, today: date) -> int:
    """How many reports are overdue; bundles that are too young are not even read."""
    old = [
        one
        for one in unit.exports.in_status(("written", "closed"))
        if one.kind in _REPORTED and one.written_at is not None and one.written_at + _SHORTEST < at
    ]
    if not old:
        return 0
    proofs = unit.duties.proofs()
    waiting = [one for one in old if one.bundle_id not in proofs]
    return sum(today > _due_on(unit, packs, one) + TIME_TO_REPORT for one in waiting)


def _due_on(unit: Unit, packs: PackShelf, export: Export) -> date:
    """The first day after the period that the pack sets for what the bundle brought."""
    start = manifest.decode(export.manifest).retention.start
    return due_day(packs.current.pack.retention(_class_of(unit, export)).period, start)


def _class_of(unit: Unit, export: Export) -> str:
    match Kind(export.kind):
        case Kind.NOT_CARRIED_OUT:
            return result_class("not-carried-out")
        case Kind.RESULT:
            case = unit.cases.find(CaseId(export.owner))
            is_other = case is not None and case.state is State.NOTIFIED_NOT_CLEARED
            return result_class("not-cleared" if is_other else "cleared")
        case _:
            return "investigated"
