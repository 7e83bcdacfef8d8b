"""Look at backups: those on record, those on a medium, and whether one of them opens."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.models.views.backups import BackupRecord
from app.services.backups.layout import Layout
from app.services.backups.making import DAYS, DEFAULT_DAYS, DEFAULT_KEEP, KEEP, overdue
from app.services.backups.manifest import Manifest
from app.services.backups.opening import Belonging, ByStation, OpenBackup, check_blobs, chosen, found_on, open_backup
from app.services.backups.swapping import forget_old, is_old_kept
from app.services.backups.workroom import workroom
from app.services.desk import Desk
from app.services.exchange.lookout import station_keys
from app.services.jobs import CancelToken
from app.services.ports import BackupPlace

LIMITS = {DAYS: (1, 90), KEEP: (2, 99)}
"""What the office may choose: days, and number of backups on a medium."""


@dataclass(frozen=True, slots=True)
class OnMedium:
    """One backup on a medium, as its list says.

    Attributes:
        problem: Code of what is wrong with the list; empty when it is signed by this station and names this vault.
        is_known: This vault has it on record.
    """

    number: int
    made_at: datetime | None
    entries: int
    size_bytes: int
    problem: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often, how many, and since when nothing was done.

    Attributes:
        overdue_days: Days since the newest backup when a newer one is due, else None.
    """

    days: int
    keep: int
    overdue_days: int | None
    newest: BackupRecord | None
    is_old_kept: bool = False
    """The vault from before a restore still lies aside."""


class BackupShelf:
    """Use cases of administrators, security officers and auditors."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def known(self, actor: Actor) -> list[BackupRecord]:
        """Backups on record, newest first."""
        with self._desk.act(actor, Action.SEE_BACKUPS) as act:
            return act.unit.backups.newest_first()

    def schedule(self, actor: Actor) -> Schedule:
        """How it stands with the schedule."""
        with self._desk.act(actor, Action.SEE_BACKUPS) as act:
            kept = act.unit.backups.kept()
            return Schedule(
                int(act.unit.policies.get(DAYS, DEFAULT_DAYS)),
                int(act.unit.policies.get(KEEP, DEFAULT_KEEP)),
                overdue(act.unit, act.at),
                kept[0] if kept else None,
                is_old_kept(self._desk.vault.folder),
            )

    def confirm_restore(self, actor: Actor) -> None:
        """Say that the restored vault is right; the one from before is removed for good.

        Raises:
            EnvironmentProblemError: The disk fails; what is left of it opens for nobody.
        """
        with self._desk.act(actor, Action.CONFIRM_RESTORE):
            forget_old(self._desk.vault.folder)

    def set_schedule(self, actor: Actor, name: str, value: int) -> None:
        """Choose how often a backup is due, or how many stay on a medium.

        Raises:
            InvalidInputError: ``backup.schedule``: not within the limits.
        """
        lowest, highest = LIMITS[name]
        if not lowest <= value <= highest:
            raise InvalidInputError("backup.schedule", field=name, lowest=lowest, highest=highest)
        with self._desk.act(actor, Action.SET_POLICY) as act:
            act.unit.policies.set(name, str(value), act.at, actor.person)
            act.detail.update({"policy": name, "value": str(value)})

    def on_medium(self, actor: Actor, place: BackupPlace) -> list[OnMedium]:
        """What lies on a medium for this station, newest first."""
        with self._desk.act(actor, Action.SEE_BACKUPS) as act:
            known = {one.backup_id for one in act.unit.backups.newest_first()}
        layout, belonging = self._ours()
        return [
            _line(number.number, number.manifest, self._problem(place, layout, belonging, number.number), known)
            for number in found_on(place, layout)
        ]

    def check(self, actor: Actor, place: BackupPlace, number: int, token: CancelToken | None = None) -> Manifest:
        """Open a backup completely, read every attachment, throw the copy away.

        Raises:
            UntrustedInputError: What is wrong with it; a code of this room.
            InvalidInputError: ``backup.not-found``.
        """
        with self._desk.act(actor, Action.SEE_BACKUPS):
            pass
        return self._opened(place, number, token or CancelToken()).manifest

    def _opened(self, place: BackupPlace, number: int, token: CancelToken) -> OpenBackup:
        layout, belonging = self._ours()
        with self._desk.vault.read() as unit:
            opener = ByStation(station_keys(unit).identity)
        with workroom(self._desk.vault.folder) as work:
            backup = open_backup(place, layout, number, opener, work, belonging, token.raise_if_cancelled)
            check_blobs(place, layout, backup, token.raise_if_cancelled)
        return backup

    def _ours(self) -> tuple[Layout, Belonging]:
        with self._desk.vault.read() as unit:
            station, keys = unit.people.station(), station_keys(unit)
        return (
            Layout.of(station.station_id),
            Belonging(station.vault_id, station.environment, keys.signing.verify_key),
        )

    @staticmethod
    def _problem(place: BackupPlace, layout: Layout, belonging: Belonging, number: int) -> str:
        try:
            chosen(found_on(place, layout), number, belonging)
        except (UntrustedInputError, InvalidInputError) as error:
            return error.code
        return ""


def _line(number: int, manifest: Manifest | None, problem: str, known: set[str]) -> OnMedium:
    if manifest is None:
        return OnMedium(number, None, 0, 0, problem)
    size = manifest.vault.size + manifest.keys.size
    return OnMedium(number, manifest.made_at, manifest.size, size, problem, manifest.backup_id in known)
