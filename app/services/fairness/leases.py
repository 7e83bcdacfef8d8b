"""One case, one window that changes it: taking over from another window, and leaving.

Opening a case takes its lease where it is free; that is part of the look at its head.
"""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId
from app.models.domain.lease import Lease
from app.services.desk import Desk, Target
from app.services.findings.drafts import hand_over_drafts


class CaseLeases:
    """Use cases of the lease of a case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take_over(self, actor: Actor, case: CaseId) -> None:
        """Work on the case in this window from now on; what was being written in the other one is handed over."""
        with self._desk.act(actor, Action.TAKE_OVER, Target(case=case)) as act:
            before = act.unit.leases.find(case)
            if before is not None and before.person_id != actor.person:
                hand_over_drafts(act, actor.person, of=before.person_id)
            act.unit.leases.take(Lease(case, actor.person, actor.session, act.at))

    def leave(self, actor: Actor, case: CaseId) -> None:
        """The window is closed: whoever comes next need not wait."""
        with self._desk.vault.write() as unit:
            unit.leases.give_up(case, actor.session)
