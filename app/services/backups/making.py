"""Make a backup (控えの作成): copied while others work, encrypted onto the medium, opened again before it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import EnvironmentProblemError, GateClosedError, VaultError
from app.models.domain.ids import BlobId, PersonId
from app.models.views.backups import BackupRecord
from app.services.backups import envelopes
from app.services.backups.envelopes import Carton
from app.services.backups.housekeeping import clear_away, retire
from app.services.backups.layout import Layout, newest_number_in, number_in
from app.services.backups.manifest import FORMAT, Manifest, Part, signed
from app.services.backups.opening import (
    LEDGER_LINE,
    Belonging,
    Found,
    found_on,
    read_blob_list,
    read_ledger,
    require_ours,
)
from app.services.backups.workroom import workroom
from app.services.crypto.age import Identity, Recipient
from app.services.desk import Desk
from app.services.exchange.lookout import StationKeys, station_keys
from app.services.jobs import CancelToken, Progress, ProgressSink
from app.services.ports import BackupPlace
from app.services.vault.copies import Inside, case_ids_with_key, look_inside, subject_of
from app.services.vault.unit import Unit

DAYS, KEEP = "backup-days", "backup-keep"
"""Names of the policies: days after which a backup is overdue, and how many backups of a medium are kept."""
DEFAULT_DAYS, DEFAULT_KEEP = "1", "7"
_STEPS = 6
_SLACK = 4 * 1024 * 1024
"""Bytes that must be left on the medium for lists, headers and the folder itself."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that counts: it was read back from the medium and is what was checked."""

    backup_id: str
    number: int
    size_bytes: int
    blob_count: int
    made_at: datetime
    removed: tuple[int, ...]
    """Numbers of older backups that were taken off the medium."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What must be known before anything is copied."""

    layout: Layout
    keys: StationKeys
    officers: tuple[Recipient, Recipient]
    found: list[Found]
    medium: str
    number: int
    keep: int


class BackupMaking:
    """The use case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def days_overdue(self, actor: Actor) -> int | None:
        """Days since the newest backup, if that is longer than the office allows; None while nothing is due.

        A vault without any backup counts from the day of its making.
        """
        with self._desk.act(actor, Action.SEE_BACKUPS) as act:
            return overdue(act.unit, act.at)

    def make(
        self,
        actor: Actor,
        place: BackupPlace,
        *,
        token: CancelToken | None = None,
        progress: ProgressSink = lambda _progress: None,
    ) -> Made:
        """Make a backup on a medium.

        What stops it leaves the medium with all backups that were there before; half files never have a final name.

        Raises:
            GateClosedError: ``backup.no-recovery``: two recovery officers must be appointed before.
            UntrustedInputError: ``backup.other-vault``: the medium holds backups of another vault of the same name.
            EnvironmentProblemError: ``media.full``, ``media.read-back``, or the medium or the disk fails.
            CancelledError: Somebody stopped it.
        """
        self._desk.require(actor, Action.BACK_UP)
        run = _Run(token or CancelToken(), progress)
        with workroom(self._desk.vault.folder) as work:
            scene = self._survey(place)
            run.step("copy")
            vault, keys = self._copies(work)
            run.step("check")
            inside = _checked(vault, keys)
            _require_room(place, scene.layout, vault, keys, self._desk.vault.folder, inside)
            manifest = self._write(place, scene, run, vault, keys, inside)
            return self._enter(actor, place, scene, manifest)

    def _survey(self, place: BackupPlace) -> _Scene:
        with self._desk.vault.read() as unit:
            station, keys, officers = unit.people.station(), station_keys(unit), recovery_officers(unit)
            last, keep = unit.backups.last_number(), int(unit.policies.get(KEEP, DEFAULT_KEEP))
        layout = Layout.of(station.station_id)
        clear_away(place, layout)
        found = found_on(place, layout)
        ours = Belonging(station.vault_id, station.environment, keys.signing.verify_key)
        for one in found:
            if one.manifest is not None:
                require_ours(one.manifest, ours)
        manifests = [one.manifest for one in found if one.manifest is not None]
        medium = manifests[0].medium if manifests else self._desk.new_id()
        names = place.names(layout.folder)
        taken = [number_in(name) or newest_number_in(name) or 0 for name in names]
        return _Scene(layout, keys, officers, found, medium, max([last, *taken]) + 1, keep)

    def _copies(self, work: Path) -> tuple[Carton, Carton]:
        draw = self._desk.entropy
        vault, keys = Carton(work / "vault.db", draw(32)), Carton(work / "keys.db", draw(32))
        # The keys after the database: a case that is opened in between has a key too many, never one too few.
        self._desk.vault.copy_database(vault.path, vault.key)
        self._desk.vault.copy_keys(keys.path, keys.key)
        return vault, keys

    def _write(
        self, place: BackupPlace, scene: _Scene, run: "_Run", vault: Carton, keys: Carton, inside: Inside
    ) -> Manifest:
        layout, number, entropy = scene.layout, scene.number, self._desk.entropy
        own = Identity.generate(entropy)
        both = [scene.keys.identity.recipient, own.recipient]

        def sealed(name: str, pieces: Iterator[bytes]) -> Part:
            return envelopes.write_sealed(place, name, pieces, both, scene.keys.identity, entropy, run.tick)

        try:
            run.step("papers")
            blobs = self._blobs(place, scene, run, inside)
            run.step("vault")
            lines = b"".join(f"{digest}  blobs/{name}\n".encode("ascii") for name, digest in sorted(blobs.items()))
            blob_part = sealed(layout.blob_list(number), iter((lines,)))
            locked = envelopes.lock_for_two(own, scene.officers, entropy)
            envelopes.write_plain(place, layout.recovery(number), locked)
            recovery = Part(envelopes.digest_of_bytes(locked), len(locked), envelopes.digest_of_bytes(locked))
            vault_part = sealed(layout.vault(number), vault.pieces())
            run.step("keys")
            keys_part = sealed(layout.keys(number), keys.pieces())
            ledger_part = sealed(layout.ledger(number), self._ledger(place, scene, inside))
            run.step("finish")
            station = inside.station
            manifest = Manifest(
                format=FORMAT,
                backup_id=self._desk.new_id(),
                medium=scene.medium,
                number=number,
                made_at=self._desk.clock.now(),
                vault_id=station.vault_id,
                office_id=station.office_id,
                station_id=station.station_id,
                environment=station.environment.value,
                schema=inside.schema,
                epoch=inside.epoch,
                size=inside.size,
                root=inside.root,
                vault=vault_part,
                keys=keys_part,
                ledger=ledger_part,
                recovery=recovery,
                blobs=blob_part,
                blob_count=len(blobs),
            )
            listed = signed(manifest, scene.keys.signing)
            envelopes.write_plain(place, layout.twin(number), listed)
            # The names of all else are on the medium before the list is, which makes a backup of them.
            for folder in (layout.folder, layout.numbered(number), *([layout.blobs] if blobs else [])):
                place.flush(folder)
            envelopes.write_plain(place, layout.manifest(number), listed)
            place.flush(layout.numbered(number))
        except BaseException:
            retire(place, layout, number)
            raise
        return manifest

    def _blobs(self, place: BackupPlace, scene: _Scene, run: "_Run", inside: Inside) -> dict[str, str]:
        """Copy what is not there yet; read again what is. Gives the digest of each by its name."""
        layout, vault = scene.layout, self._desk.vault
        known: dict[str, str] = {}
        for one in scene.found:
            if one.manifest is not None and one.manifest.blob_count:
                known |= read_blob_list(place, layout, one.manifest, scene.keys.identity)
        there = set(place.names(layout.blobs))
        digests: dict[str, str] = {}
        for count, name in enumerate(sorted(inside.blob_ids)):
            run.tick(count, len(inside.blob_ids))
            source = vault.blob_file(BlobId(name))
            if name in there and name in known:
                with place.open(layout.blob(name)) as copied:
                    if envelopes.digest_of(copied, run.tick) == known[name]:
                        digests[name] = known[name]
                        continue
            if not source.is_file():
                if self._is_gone(BlobId(name)):
                    continue
                raise VaultError("backup.paper-missing")
            digests[name], _size = envelopes.copy_plain(place, layout.blob(name), source, run.tick)
        return digests

    def _is_gone(self, blob_id: BlobId) -> bool:
        """Whether an attachment was destroyed since the database was copied."""
        with self._desk.vault.read() as unit:
            return blob_id not in unit.papers.file_ids()

    def _ledger(self, place: BackupPlace, scene: _Scene, inside: Inside) -> Iterator[bytes]:
        """Everything that this vault destroyed, and what the medium remembers from before a restore."""
        lines = dict(inside.destroyed)
        newest = next((one.manifest for one in scene.found if one.manifest is not None), None)
        if newest is not None:
            for line in read_ledger(place, scene.layout, newest, scene.keys.identity):
                lines.setdefault(subject_of(line), line)
        yield LEDGER_LINE + b"\n"
        for subject in sorted(lines):
            yield lines[subject] + b"\n"

    def _enter(self, actor: Actor, place: BackupPlace, scene: _Scene, manifest: Manifest) -> Made:
        """Put the backup on record, and take off the medium what is too old."""
        with self._desk.act(actor, Action.BACK_UP) as act:
            removed = clear_away(place, scene.layout, keep=scene.keep, reader=scene.keys.identity)
            act.unit.backups.add(_record(manifest, actor.person, act.at))
            gone = {one.number: one for one in act.unit.backups.kept() if one.medium == manifest.medium}
            left = {one.number for one in found_on(place, scene.layout)}
            lost = [one for number, one in sorted(gone.items()) if number not in left]
            act.unit.backups.set_removed([one.backup_id for one in lost], act.at)
            for one in lost:
                _record_removal(act.unit, actor, act.at, one.backup_id)
            act.detail.update({"backup": manifest.backup_id, "sha256": manifest.vault.sha256, "size": manifest.size})
        size = manifest.vault.size + manifest.keys.size
        return Made(
            manifest.backup_id, manifest.number, size, manifest.blob_count, manifest.made_at, tuple(sorted(removed))
        )


class _Run:
    """Progress and the way out between pieces."""

    def __init__(self, token: CancelToken, progress: ProgressSink) -> None:
        self._token, self._progress, self._done = token, progress, -1

    def step(self, name: str) -> None:
        self._done += 1
        self._progress(Progress(self._done, _STEPS, f"backup.step.{name}"))
        self._token.raise_if_cancelled()

    def tick(self, _done: int = 0, _total: int = 0) -> None:
        self._token.raise_if_cancelled()


def recovery_officers(unit: Unit) -> tuple[Recipient, Recipient]:
    """Whose sheets open the backups, by the vault itself.

    Raises:
        GateClosedError: ``backup.no-recovery``.
    """
    sheets = unit.keys.recovery_sheets()
    if len(sheets) != 2:
        raise GateClosedError("backup.no-recovery")
    return Recipient(sheets[0].recipient), Recipient(sheets[1].recipient)


def overdue(unit: Unit, now: datetime) -> int | None:
    """Whole days since the newest backup when the policy asks for a newer one, else None."""
    days = int(unit.policies.get(DAYS, DEFAULT_DAYS))
    kept = unit.backups.kept()
    since = kept[0].made_at if kept else unit.people.station().created_at
    return (now - since).days if now - since > timedelta(days=days) else None


def _checked(vault: Carton, keys: Carton) -> Inside:
    case_ids_with_key(keys.path, keys.key)
    return look_inside(vault.path, vault.key)


def _require_room(
    place: BackupPlace, layout: Layout, vault: Carton, keys: Carton, folder: Path, inside: Inside
) -> None:
    there = set(place.names(layout.blobs))
    new = [folder / "blobs" / name for name in inside.blob_ids if name not in there]
    files = [vault.path, keys.path, *(path for path in new if path.is_file())]
    if place.free_bytes() < sum(path.stat().st_size for path in files) + _SLACK:
        raise EnvironmentProblemError("media.full")


def _record(manifest: Manifest, person: PersonId, at: datetime) -> BackupRecord:
    return BackupRecord(
        backup_id=manifest.backup_id,
        number=manifest.number,
        medium=manifest.medium,
        made_at=manifest.made_at,
        made_by=person,
        vault_sha256=manifest.vault.sha256,
        vault_bytes=manifest.vault.size,
        keys_sha256=manifest.keys.sha256,
        epoch=manifest.epoch,
        size=manifest.size,
        root=bytes.fromhex(manifest.root),
        checked_at=at,
    )


def _record_removal(unit: Unit, actor: Actor, at: datetime, backup_id: str) -> None:
    unit.record.append(
        at=at,
        code="backup.removed",
        person=actor.person,
        station=actor.station,
        session=actor.session,
        subject="",
        purpose="process",
        result="done",
        detail={"backup": backup_id},
    )
