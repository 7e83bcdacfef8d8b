"""Restore (控えからの復元): say what will be lost, rebuild beside the present vault, swap whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, NotAuthorisedError, VaultError
from app.models.domain.ids import BlobId, PersonId
from app.services.backups import envelopes
from app.services.backups.candidates import Candidate, candidates_on
from app.services.backups.layout import Layout
from app.services.backups.loss import Forecast, Loss, administrators, anchored_loss, loss_of
from app.services.backups.memory import Memory, carry_officers, continue_numbers, remember
from app.services.backups.newcomer import NewSlot, first_slots
from app.services.backups.opening import (
    Belonging,
    BySheets,
    ByStation,
    OpenBackup,
    Opener,
    found_on,
    open_backup,
)
from app.services.backups.rebuilding import Rebuilt, finish, missing_papers, rebuild
from app.services.backups.swapping import clear_up, put_in_force, put_in_new_place, require_nothing_kept
from app.services.backups.workroom import workroom
from app.services.desk import Desk
from app.services.exchange.custody.restored import settle_custody
from app.services.exchange.lookout import station_keys
from app.services.jobs import CancelToken, Progress, ProgressSink
from app.services.ports import BackupPlace, Clock, Entropy, SecretStore
from app.services.record.epochs import begin_epoch
from app.services.retention.ledger import note_repeated
from app.services.stations.beginning import unfinished
from app.services.stations.renewal import handed_over
from app.services.vault import slots
from app.services.vault.slots import SlotFile, read_slots
from app.services.vault.unit import Unit
from app.services.vault.vault import BLOBS

RECOVERY = PersonId("recovery")
"""Stands in the record for the two recovery officers, who have no seat in the vault."""
_STEPS = 5


class RestoreReason(StrEnum):
    """Why a vault is put back to a backup; stands in the record."""

    DAMAGED = "damaged"
    """保管庫が壊れた."""
    LOST = "lost"
    """端末を失った."""
    MISTAKE = "mistake"
    """誤った処理を取り消す."""
    ATTACK = "attack"
    """第三者による改変."""


@dataclass(frozen=True, slots=True)
class Present:
    """The vault that will be replaced, open, and the two officers who want it."""

    desk: Desk
    actor: Actor
    witness: Actor


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be restored, and by whom.

    Attributes:
        number: Of the backup.
        reason: Why.
        present: The present vault where it opens; then the station itself opens the backup.
        sheets: Both recovery sheets where it does not.
        newcomer: The officer who gets a new slot; needed where no present slots file can be used.
    """

    station: str
    number: int
    reason: RestoreReason
    present: Present | None = None
    sheets: BySheets | None = None
    newcomer: NewSlot | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Restored:
    """A vault that is in force."""

    epoch: int
    entries: int
    lost: int
    lanes: str
    destroyed_again: int


class Restoring:
    """Replaces the vault of a folder by one of its backups, or makes it where there is none."""

    def __init__(self, folder: Path, *, secrets: SecretStore, clock: Clock, entropy: Entropy) -> None:
        self._folder, self._secrets, self._clock, self._entropy = folder, secrets, clock, entropy

    @property
    def has_vault(self) -> bool:
        """Whether the folder holds a vault, even a broken one."""
        return (self._folder / slots.FILE).exists()

    def candidates(self, place: BackupPlace) -> list[Candidate]:
        """Backups on a medium, as far as their lists can be read where no vault opens."""
        file = self._slots_on_disk()
        return candidates_on(place, Belonging() if file is None else Belonging(file.vault_id))

    def foretell(self, place: BackupPlace, plan: Plan, *, token: CancelToken | None = None) -> Forecast:
        """Open the backup completely and say what a restore would take away; nothing is changed.

        Raises:
            UntrustedInputError: The backup cannot be trusted or opened; a code of this room.
            NotAuthorisedError: The two officers may not; recorded in the present vault.
        """
        self._require_two(plan)
        tick = (token or CancelToken()).raise_if_cancelled
        with self._rebuilt(place, plan, b"", tick) as (backup, rebuilt):
            with rebuilt.vault.read() as then:
                loss = self._loss(plan, then, backup)
                cases, heads = len(then.cases.every_id()), administrators(then)
            missing = [name for name in missing_papers(rebuilt.vault, backup) if not self._is_here(name)]
            return Forecast(
                number=plan.number,
                backup_id=backup.manifest.backup_id,
                made_at=backup.manifest.made_at,
                entries=backup.manifest.size,
                cases=cases,
                destroyed_again=rebuilt.destroyed_again,
                papers_missing=len(missing),
                loss=loss,
                newer=sum(one.number > plan.number for one in found_on(place, Layout.of(plan.station))),
                next_epoch=backup.manifest.epoch + 1,
                anchored=self._anchored(plan, backup),
                administrators=heads,
            )

    def restore(
        self,
        place: BackupPlace,
        plan: Plan,
        *,
        token: CancelToken | None = None,
        progress: ProgressSink = lambda _progress: None,
    ) -> Restored:
        """Restore. The present vault is closed by it; whoever works goes on by unlocking.

        Raises:
            UntrustedInputError: The backup cannot be trusted or opened; nothing was changed.
            GateClosedError: ``restore.old-kept`` where the present vault opens, ``restore.newcomer``.
            EnvironmentProblemError: ``vault.busy``; disk full or failing; all is as before.
        """
        self._require_two(plan)
        clear_up(self._folder)
        if plan.present is not None:
            # With the sheets, where no vault opens, nobody could say that the last restore was right.
            require_nothing_kept(self._folder)
        token = token or CancelToken()
        vault_key, at = self._entropy(32), self._clock.now()
        _step(progress, token, 0, "open")
        if self.has_vault:
            return self._in_place(place, plan, vault_key, at, token, progress)
        with unfinished(self._folder):
            return self._in_place(place, plan, vault_key, at, token, progress)

    def _in_place(
        self, place: BackupPlace, plan: Plan, vault_key: bytes, at: datetime, token: CancelToken, progress: ProgressSink
    ) -> Restored:
        is_new = not self.has_vault
        memory = self._memory(plan)
        with self._rebuilt(place, plan, vault_key, token.raise_if_cancelled) as (backup, rebuilt):
            _step(progress, token, 1, "papers")
            self._fetch_papers(place, plan, backup, rebuilt, token)
            _step(progress, token, 2, "record")
            file, restored = self._complete(plan, backup, rebuilt, memory, vault_key, at)
            made = rebuilt.vault.folder
            rebuilt.vault.close()
            _step(progress, token, 3, "swap")
            if plan.present is not None:
                plan.present.desk.anchor.stop()
                plan.present.desk.vault.close()
            if is_new:
                put_in_new_place(self._folder, made, file)
            else:
                put_in_force(self._folder, made, vault_key, file)
        return restored

    def _complete(
        self,
        plan: Plan,
        backup: OpenBackup,
        rebuilt: Rebuilt,
        memory: Memory | None,
        vault_key: bytes,
        at: datetime,
    ) -> tuple[SlotFile, Restored]:
        """Everything that the restored vault must say before it is in force, in one transaction."""
        with rebuilt.vault.write() as unit:
            lanes = continue_numbers(unit, memory)
            settle_custody(unit, None if memory is None else memory.custody, at)
            if memory is not None:
                carry_officers(unit, memory)
            base = memory.slots if memory is not None else self._slots_on_disk()
            newcomer: PersonId | None = None
            if plan.newcomer is not None:
                newcomer, base = first_slots(unit, plan.newcomer, base, vault_key, self._secrets, self._clock)
            if base is None:
                raise GateClosedError("restore.newcomer")
            unit.keys.keep(base)
            file = handed_over(unit, vault_key, but=newcomer)
            unit.keys.keep(file)
            unit.keys.set_renewal_due("")
            lost = max(memory.size - backup.manifest.size, 0) if memory else self._anchored(plan, backup) or 0
            epoch = self._record(unit, plan, backup, at, lost, lanes, newcomer)
            station = unit.people.station().station_id
            note_repeated(unit, rebuilt.destroyed_again, at, person=RECOVERY, station=station, session="restore")
            size = unit.record.head().size
        finish(rebuilt.vault, at)
        return file, Restored(epoch, size, lost, lanes, rebuilt.destroyed_again)

    def _record(
        self,
        unit: Unit,
        plan: Plan,
        backup: OpenBackup,
        at: datetime,
        lost: int,
        lanes: str,
        newcomer: PersonId | None,
    ) -> int:
        """Begin the new epoch; gives its number."""
        person, session = RECOVERY, self._entropy(8).hex()
        more: dict[str, str | int] = {"lanes": lanes}
        if plan.present is not None:
            person, session = plan.present.actor.person, plan.present.actor.session
            more["witness"] = plan.present.witness.person
        begun = begin_epoch(unit)
        said = {"backup": backup.manifest.backup_id, "lost": lost, "reason": plan.reason.value, **begun, **more}
        _append(unit, at, Action.RESTORE.value, person, session, said)
        if plan.sheets is not None:
            used: dict[str, str | int] = {
                "sheet_1": plan.sheets.first.recipient.fingerprint,
                "sheet_2": plan.sheets.second.recipient.fingerprint,
            }
            if newcomer is not None:
                used["officer"] = newcomer
            _append(unit, at, "recovery.used", person, session, used)
        return unit.record.epoch()

    def _fetch_papers(
        self, place: BackupPlace, plan: Plan, backup: OpenBackup, rebuilt: Rebuilt, token: CancelToken
    ) -> None:
        """Copy the attachments that are not here or not as they were; others stay for the vault that is kept."""
        layout = Layout.of(plan.station)
        with rebuilt.vault.read() as unit:
            needed = sorted(unit.papers.file_ids())
        for name in needed:
            if name in backup.on_medium and not self._is_here(BlobId(name), backup.blobs[name]):
                with place.open(layout.blob(name)) as source:
                    envelopes.bring(source, self._folder / BLOBS / name, backup.blobs[name], token.raise_if_cancelled)

    def _is_here(self, name: BlobId, digest: str | None = None) -> bool:
        path = self._folder / BLOBS / name
        if not path.is_file() or digest is None:
            return path.is_file()
        with path.open("rb") as source:
            return envelopes.digest_of(source, lambda: None) == digest

    @contextmanager
    def _rebuilt(
        self, place: BackupPlace, plan: Plan, vault_key: bytes, tick: envelopes.Tick
    ) -> Iterator[tuple[OpenBackup, Rebuilt]]:
        with workroom(self._folder if self._folder.is_dir() else self._folder.parent) as work:
            backup = open_backup(
                place, Layout.of(plan.station), plan.number, self._opener(plan), work, self._belonging(plan), tick
            )
            made = work / "made"
            made.mkdir(mode=0o700)
            memory = self._memory(plan)
            lines = memory.ledger if memory is not None else ()
            key = vault_key or self._entropy(32)
            rebuilt = rebuild(backup, made, key, self._entropy, self._clock.now(), lines)
            try:
                yield backup, rebuilt
            finally:
                rebuilt.vault.close()

    def _loss(self, plan: Plan, then: Unit, backup: OpenBackup) -> Loss | None:
        if plan.present is None:
            return None
        with plan.present.desk.vault.read() as now:
            return loss_of(now, then, backup.manifest)

    def _anchored(self, plan: Plan, backup: OpenBackup) -> int | None:
        return None if plan.present else anchored_loss(self._secrets, self._slots_on_disk(), backup.manifest)

    def _memory(self, plan: Plan) -> Memory | None:
        if plan.present is None:
            return None
        with plan.present.desk.vault.read() as unit:
            return remember(unit)

    def _opener(self, plan: Plan) -> Opener:
        if plan.sheets is not None:
            return plan.sheets
        if plan.present is None:
            raise GateClosedError("restore.nobody")
        with plan.present.desk.vault.read() as unit:
            return ByStation(station_keys(unit).identity)

    def _belonging(self, plan: Plan) -> Belonging:
        if plan.present is not None:
            with plan.present.desk.vault.read() as unit:
                station = unit.people.station()
                return Belonging(station.vault_id, station.environment, station_keys(unit).signing.verify_key)
        file = self._slots_on_disk()
        return Belonging() if file is None else Belonging(file.vault_id, None)

    def _slots_on_disk(self) -> SlotFile | None:
        try:
            return read_slots(self._folder)
        except VaultError:
            return None

    def _require_two(self, plan: Plan) -> None:
        """Two officers of the present vault, or two recovery officers with their sheets."""
        if plan.present is None:
            return
        present = plan.present
        present.desk.require(present.actor, Action.RESTORE)
        present.desk.require(present.witness, Action.RESTORE)
        if present.actor.person == present.witness.person:
            raise NotAuthorisedError("access.same-person")


def _append(unit: Unit, at: datetime, event: str, person: PersonId, session: str, detail: dict[str, str | int]) -> None:
    unit.record.append(
        at=at,
        code=event,
        person=person,
        station=unit.people.station().station_id,
        session=session,
        subject="",
        purpose="process",
        result="done",
        detail=detail,
    )


def _step(progress: ProgressSink, token: CancelToken, done: int, name: str) -> None:
    progress(Progress(done, _STEPS, f"restore.step.{name}"))
    token.raise_if_cancelled()
