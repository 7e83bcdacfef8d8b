"""Appoint two recovery officers (復旧担当者), who together can open the vault when no passphrase does."""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.appointment import name_key
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError
from app.models.views.records import RecoverySheet
from app.services.crypto.age import Identity
from app.services.desk import Desk
from app.services.officers.sheets import Sheet, make_sheet
from app.services.stations.key_file import with_recovery, write_out
from app.services.stations.renewal import Reason, complete_renewal


class Recovery:
    """Use cases of the administrator."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def appoint(self, actor: Actor, first: str, second: str) -> tuple[Sheet, Sheet]:
        """Make both sheets. What they hold is nowhere else, and not given out a second time.

        Earlier sheets open nothing any more: where there were some, the vault key is renewed, at the latest when
        somebody unlocks the next time. They still open the backups of their time.

        Args:
            actor: The administrator.
            first: Name of the one who keeps sheet 1.
            second: Name of the one who keeps sheet 2.

        Raises:
            InvalidInputError: ``recovery.holders``: a name is missing, or both are one.
            RefusedError: A character of a name cannot be drawn exactly.
            NotAuthorisedError: ``access.wrong-role``.
        """
        holders = (first.strip(), second.strip())
        if not all(holders) or name_key(first) == name_key(second):
            raise InvalidInputError("recovery.holders", field="holders")
        with self._desk.act(actor, Action.APPOINT_RECOVERY) as act:
            station, day = act.unit.people.station(), self._desk.clock.today()
            identities = Identity.generate(self._desk.entropy), Identity.generate(self._desk.entropy)
            papers = [make_sheet(one, number, holders, station, day) for number, one in enumerate(identities, start=1)]
            earlier = act.unit.keys.recovery_sheets()
            kept = [
                RecoverySheet(paper.number, paper.holder, one.recipient.raw, act.at)
                for paper, one in zip(papers, identities, strict=True)
            ]
            act.unit.keys.appoint_recovery(kept)
            act.unit.keys.keep(with_recovery(act.unit.keys.file(), kept, self._desk.vault.key, self._desk.entropy))
            if earlier:
                act.unit.keys.set_renewal_due(Reason.SHEETS_REPLACED)
            act.detail.update({f"sheet_{paper.number}": paper.fingerprint for paper in papers})
        self._finish(actor)
        return papers[0], papers[1]

    def _finish(self, actor: Actor) -> None:
        """What is left is made up for at the next unlocking; the sheets must reach the administrator whatever comes."""
        vault = self._desk.vault
        try:
            write_out(vault)
            complete_renewal(vault, self._desk.clock, person=actor.person, session=actor.session)
        except EnvironmentProblemError:
            return
