"""Reports of destruction that this office waits for, and those that came (廃棄の報告)."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import BundleId, StationId
from app.models.views.duties import KeptProof
from app.services.bundles import manifest
from app.services.desk import Desk
from app.services.exchange.lookout import trust_view


@dataclass(frozen=True, slots=True)
class AwaitedReport:
    """A bundle whose recipient must report the destruction of what it brought.

    Attributes:
        office_ja: Name of the office that has it, and the same in English.
        retention: Retention class that the bundle prescribes.
        proof: What was reported; None while it is awaited.
    """

    bundle_id: BundleId
    kind: str
    recipient: StationId
    office_ja: str
    office_en: str
    written_at: datetime
    retention: str
    proof: KeptProof | None


class AwaitedReports:
    """Use case of the officers who watch what becomes of what was sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def reports(self, actor: Actor) -> list[AwaitedReport]:
        """Every bundle that asked for a report, oldest first."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            unit, proofs, found = act.unit, act.unit.duties.proofs(), []
            trust = None if unit.people.trust_envelope() is None else trust_view(unit).document
            for export in unit.exports.in_status(("written", "closed")):
                retention = manifest.decode(export.manifest).retention
                if not retention.destroy_report or export.written_at is None:
                    continue
                office = trust.office_of_station(export.recipient) if trust is not None else None
                found.append(
                    AwaitedReport(
                        export.bundle_id,
                        export.kind,
                        export.recipient,
                        office.name_ja if office else "",
                        office.name_en if office else "",
                        export.written_at,
                        retention.rule.value,
                        proofs.get(export.bundle_id),
                    )
                )
            return found
