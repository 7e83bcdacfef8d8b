"""Anchor a record in doubt anew: two persons, a reason, and an entry with the old and the new head."""

from enum import StrEnum

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, NotAuthorisedError
from app.services.audit.anchor import Head
from app.services.desk import Desk
from app.services.stations.unlocking import Seat

WITNESSES = frozenset({Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles of which the second person holds one."""
_NO_ROOT = bytes(32)


class AnchorReason(StrEnum):
    """Why the record may go on as it is (錨を打ち直す理由)."""

    OLD_COPY = "old-copy"
    """An old copy was put back by mistake; what came after it is lost."""
    KEYRING_CHANGED = "keyring-changed"
    """The keyring was replaced or restored with the workstation."""
    EXAMINED = "examined"
    """The cause was examined and written down elsewhere."""


class Reanchoring:
    """The use case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def reanchor(self, actor: Actor, witness: Seat, reason: AnchorReason) -> Head:
        """Put the decision on record, then anchor the record as it is now. Normal work is open again.

        Args:
            actor: The security officer.
            witness: Another officer, by the own passphrase.
            reason: Why.

        Returns:
            The head that is anchored.

        Raises:
            GateClosedError: ``log.not-in-doubt``.
            NotAuthorisedError: ``access.same-person`` or ``access.wrong-role``: the witness cannot be one.
            EnvironmentProblemError: The keyring did not take the anchor; the record stays in doubt.
        """
        anchor = self._desk.anchor
        if anchor.doubt is None:
            raise GateClosedError("log.not-in-doubt")
        if witness.actor.person == actor.person:
            raise NotAuthorisedError("access.same-person")
        if not witness.actor.roles & WITNESSES:
            raise NotAuthorisedError("access.wrong-role")
        noted = anchor.state.anchored.head if anchor.state.anchored is not None else Head(0, 0, _NO_ROOT)
        with self._desk.act(actor, Action.REANCHOR) as act:
            tree = act.unit.record.head()
            act.detail.update(
                {
                    "epoch": act.unit.record.epoch(),
                    "size": tree.size,
                    "root": tree.root().hex(),
                    "anchored_epoch": noted.epoch,
                    "anchored": noted.size,
                    "anchored_root": noted.root.hex(),
                    "witness": witness.actor.person,
                    "reason": reason.value,
                }
            )
        with self._desk.vault.read() as unit:
            tree = unit.record.head()
            head = Head(unit.record.epoch(), tree.size, tree.root())
        anchor.set_anew(head)
        return head
