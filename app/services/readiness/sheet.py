"""Make the start-of-day sheet (始業点検票) of a vault."""

from datetime import datetime

from app.models.domain.actor import Actor, Environment
from app.models.domain.acts import Action
from app.models.domain.policies import PolicyName
from app.models.domain.readiness import Sheet
from app.models.views.machine import MachineFacts
from app.services.audit import checkpoint
from app.services.audit.slip import words_of
from app.services.backups.making import overdue
from app.services.desk import Desk
from app.services.documents.fonts import typefaces
from app.services.readiness.checks import Inside, findings_of
from app.services.vault.unit import Unit


class Readiness:
    """Use cases of every officer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, actor: Actor, facts: MachineFacts, *, clock_confirmed: bool = False) -> Sheet:
        """How everything stands now. No person and no case is in it, so a look is not put on record.

        Args:
            actor: The unlocked officer.
            facts: What the machine says.
            clock_confirmed: The officer compared the clock with a watch or the telephone.
        """
        with self._desk.vault.read() as unit:
            return self._sheet(unit, actor, facts, clock_confirmed=clock_confirmed)

    def make(self, actor: Actor, facts: MachineFacts, *, clock_confirmed: bool) -> Sheet:
        """The same, as a sheet that is kept on paper; put on record with the number of checks that are not good."""
        with self._desk.act(actor, Action.MAKE_SHEET) as act:
            sheet = self._sheet(act.unit, actor, facts, clock_confirmed=clock_confirmed)
            act.detail.update({"findings": sheet.open_count, "size": sheet.size})
        return sheet

    def _sheet(self, unit: Unit, actor: Actor, facts: MachineFacts, *, clock_confirmed: bool) -> Sheet:
        station, head, now = unit.people.station(), unit.record.head(), self._desk.clock.now()
        inside = _inside(unit, now, is_in_doubt=self._desk.anchor.doubt is not None)
        return Sheet(
            at=now,
            office_ja=station.office_name_ja,
            office_en=station.office_name_en,
            station=station.station_id,
            is_rehearsal=station.environment is Environment.REHEARSAL,
            officer=unit.people.officer(actor.person).name,
            findings=findings_of(facts, inside, typefaces(), clock_confirmed=clock_confirmed),
            proof=facts.proof,
            epoch=inside.epoch,
            size=head.size,
            root=inside.root,
        )


def _inside(unit: Unit, now: datetime, *, is_in_doubt: bool) -> Inside:
    newest, head, kept = unit.record.newest_first(1), unit.record.head(), unit.backups.kept()
    origin = checkpoint.origin_of(unit.people.station().station_id, unit.record.epoch())
    return Inside(
        now=now,
        latest=newest[0].at if newest else None,
        epoch=unit.record.epoch(),
        size=head.size,
        root=head.root().hex(),
        backup_days=(now - kept[0].made_at).days if kept else None,
        is_backup_overdue=overdue(unit, now) is not None,
        recovery_count=len(unit.keys.recovery_sheets()),
        policy=unit.policies.value(PolicyName.NETWORK),
        words=words_of(checkpoint.Checkpoint(origin, head.size, head.root())),
        is_in_doubt=is_in_doubt,
    )
