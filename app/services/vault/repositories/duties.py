"""Reports of destruction that are owed, and those that came."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from app.models.domain.ids import BundleId
from app.models.schema.duties import disposal_duties, disposal_proofs
from app.models.views.duties import DisposalDuty, KeptProof
from app.services.vault.rows import as_row, every


class Duties:
    """What must be reported to whom, and what was reported to us."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take_on(self, duties: Sequence[DisposalDuty]) -> None:
        """Owe reports."""
        if duties:
            self._connection.execute(insert(disposal_duties), [as_row(duty) for duty in duties])

    def owed(self) -> list[DisposalDuty]:
        """Every report that is or was owed, by bundle."""
        order = (disposal_duties.c.taken_at, disposal_duties.c.bundle_id, disposal_duties.c.subject)
        return every(self._connection, select(disposal_duties).order_by(*order), DisposalDuty)

    def set_reported(self, bundles: Iterable[BundleId], at: datetime) -> None:
        """Note that the reports about these bundles were prepared."""
        self._connection.execute(
            update(disposal_duties)
            .where(disposal_duties.c.bundle_id.in_(list(bundles)))
            .values(reported_at=at.isoformat())
        )

    def keep(self, proof: KeptProof) -> None:
        """Keep a report that came."""
        self._connection.execute(insert(disposal_proofs), as_row(proof))

    def proofs(self) -> dict[BundleId, KeptProof]:
        """Every report that came, by the bundle of ours that it is about."""
        found = every(self._connection, select(disposal_proofs), KeptProof)
        return {one.bundle_id: one for one in found}
