"""Find backups on a medium and open one completely into a folder, believing nothing that was not checked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from app.models.domain.actor import Environment
from app.models.domain.errors import InvalidInputError, UntrustedInputError, VaultError
from app.services.backups import envelopes
from app.services.backups.envelopes import Carton, Tick
from app.services.backups.layout import Layout, number_in, station_in
from app.services.backups.manifest import LARGEST, Manifest, Part, opened, require_signed_by
from app.services.crypto.age import Identity, open_reader
from app.services.crypto.dsse import Envelope
from app.services.crypto.signing import VerifyKey
from app.services.ports import BackupPlace
from app.services.vault.copies import Inside, case_ids_with_key, look_inside

_LARGEST_RECOVERY = 64 * 1024
_LARGEST_LIST = 64 * 1024 * 1024
_LINE = re.compile(r"([0-9a-f]{64})  blobs/([A-Za-z0-9]{1,64})")
VAULT, KEYS = "backup-vault.db", "backup-keys.db"
LEDGER_LINE = b"sekisho-destruction-ledger/1"


@dataclass(frozen=True, slots=True)
class ByStation:
    """The current vault still opens and holds the identity of its station."""

    identity: Identity = field(repr=False)


@dataclass(frozen=True, slots=True)
class BySheets:
    """Both recovery officers are there with their sheets."""

    first: Identity = field(repr=False)
    second: Identity = field(repr=False)


Opener = ByStation | BySheets


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose backups are expected; what is None is not known, because no vault opens here."""

    vault_id: str | None = None
    environment: Environment | None = None
    station_key: VerifyKey | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A backup on a medium as its list says; ``problem`` is the code of what is wrong with the list, or empty."""

    number: int
    manifest: Manifest | None
    envelope: Envelope | None = field(repr=False, default=None)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """Both databases of a backup, decrypted into a folder and checked.

    Attributes:
        newest: Number of the newest backup on the medium; its keys of cases are the ones in force.
        blobs: SHA-256 and name of each attachment that belongs to the backup.
        on_medium: Those that the newest backup lists as well and that must therefore be there.
        ledger: Lines of the destruction ledger of the medium.
    """

    manifest: Manifest
    newest: int
    vault: Carton
    keys: Carton
    inside: Inside
    with_key: frozenset[str]
    blobs: dict[str, str]
    on_medium: frozenset[str]
    ledger: tuple[bytes, ...]


def stations_on(place: BackupPlace) -> list[str]:
    """Stations of which backups lie on the medium."""
    return [station for name in place.names() if (station := station_in(name)) is not None]


def found_on(place: BackupPlace, layout: Layout) -> list[Found]:
    """Backups of one station, newest first. A folder without its list is no backup."""
    numbers = sorted((number for name in place.names(layout.folder) if (number := number_in(name))), reverse=True)
    return [
        _found(place, layout, number) for number in numbers if "backup.dsse" in place.names(layout.numbered(number))
    ]


def _found(place: BackupPlace, layout: Layout, number: int) -> Found:
    twins = [layout.twin(number)] if layout.twin(number) in _newest_files(place, layout) else []
    answer = Found(number, None, problem="backup.manifest-refused")
    for name in (layout.manifest(number), *twins):
        try:
            with place.open(name) as source:
                manifest, envelope = opened(source.read(LARGEST + 1))
        except UntrustedInputError:
            continue
        if manifest.number == number and Layout.of(manifest.station_id) == layout:
            return Found(number, manifest, envelope)
    return answer


def _newest_files(place: BackupPlace, layout: Layout) -> set[str]:
    return {f"{layout.folder}/{name}" for name in place.names(layout.folder)}


def chosen(found: Iterable[Found], number: int, belonging: Belonging) -> Manifest:
    """The list of one backup, if it is ours.

    Raises:
        InvalidInputError: ``backup.not-found``.
        UntrustedInputError: ``backup.manifest-refused``, ``backup.signature-refused``, ``backup.other-vault``.
    """
    one = next((each for each in found if each.number == number), None)
    if one is None:
        raise InvalidInputError("backup.not-found", field="number", number=number)
    if one.manifest is None or one.envelope is None:
        raise UntrustedInputError("backup.manifest-refused")
    require_ours(one.manifest, belonging)
    if belonging.station_key is not None:
        require_signed_by(one.envelope, belonging.station_key)
    return one.manifest


def require_ours(manifest: Manifest, belonging: Belonging) -> None:
    """Refuse a backup of another vault or of another circle.

    Raises:
        UntrustedInputError: ``backup.other-vault``.
    """
    is_ours = belonging.vault_id in {None, manifest.vault_id}
    if not is_ours or belonging.environment not in {None, manifest.environment}:
        raise UntrustedInputError("backup.other-vault")


def identity_of(place: BackupPlace, layout: Layout, manifest: Manifest, opener: Opener) -> Identity:
    """What opens the files of one backup.

    Raises:
        UntrustedInputError: ``backup.sheets-refused``, ``backup.file-damaged``.
    """
    if isinstance(opener, ByStation):
        return opener.identity
    with place.open(layout.recovery(manifest.number)) as source:
        data = source.read(_LARGEST_RECOVERY)
    _require_digest(data, manifest.recovery)
    return envelopes.unlock_by_two(data, (opener.first, opener.second))


def read_ledger(place: BackupPlace, layout: Layout, newest: Manifest, identity: Identity) -> tuple[bytes, ...]:
    """Lines of the destruction ledger of a medium, each the JSON of one destruction.

    Raises:
        UntrustedInputError: ``backup.file-damaged``, ``backup.not-for-us``.
    """
    first, *lines = _small(place, layout.ledger(newest.number), newest.ledger, identity).splitlines() or [b""]
    if first != LEDGER_LINE:
        raise UntrustedInputError("backup.file-damaged")
    return tuple(lines)


def read_blob_list(place: BackupPlace, layout: Layout, manifest: Manifest, identity: Identity) -> dict[str, str]:
    """SHA-256 of each attachment of a backup by its name.

    Raises:
        UntrustedInputError: ``backup.file-damaged``, ``backup.not-for-us``.
    """
    try:
        lines = _small(place, layout.blob_list(manifest.number), manifest.blobs, identity).decode("ascii").splitlines()
    except UnicodeDecodeError:
        raise UntrustedInputError("backup.file-damaged") from None
    found = [_LINE.fullmatch(line) for line in lines]
    listed = {one[2]: one[1] for one in found if one is not None}
    if len(listed) != len(lines) or len(listed) != manifest.blob_count:
        raise UntrustedInputError("backup.file-damaged")
    return listed


def _small(place: BackupPlace, name: str, part: Part, identity: Identity) -> bytes:
    with place.open(name) as source:
        data = source.read(_LARGEST_LIST)
    _require_digest(data, part)
    try:
        reader = open_reader(BytesIO(data), [identity])
        content = reader.read(_LARGEST_LIST)
        reader.finish()
    except UntrustedInputError as error:
        code = "backup.not-for-us" if error.code == "bundle.not-for-us" else "backup.file-damaged"
        raise UntrustedInputError(code) from None
    return content


def open_backup(
    place: BackupPlace,
    layout: Layout,
    number: int,
    opener: Opener,
    work: Path,
    belonging: Belonging,
    tick: Tick = lambda: None,
) -> OpenBackup:
    """Decrypt a backup into ``work`` and check everything that it says of itself.

    Args:
        place: The medium.
        layout: Whose backups.
        number: Which backup.
        opener: The station, or both sheets.
        work: An empty folder for the two databases; they lie there under keys that nothing on the disk holds.
        belonging: What is known of this station.
        tick: Called after each piece.

    Raises:
        UntrustedInputError: A code of this room: the list, the signature, a file, the vault inside, another vault.
        EnvironmentProblemError: The medium or the disk.
    """
    found = found_on(place, layout)
    manifest = chosen(found, number, belonging)
    newest = chosen(found, found[0].number, belonging)
    identity = identity_of(place, layout, manifest, opener)
    newest_identity = identity if newest == manifest else identity_of(place, layout, newest, opener)
    with place.open(layout.vault(number)) as source:
        vault = envelopes.unpack(source, manifest.vault, identity, work / VAULT, tick)
    with place.open(layout.keys(newest.number)) as source:
        keys = envelopes.unpack(source, newest.keys, newest_identity, work / KEYS, tick)
    try:
        inside = look_inside(vault.path, vault.key)
        with_key = case_ids_with_key(keys.path, keys.key)
    except VaultError as error:
        if error.code == "vault.newer":
            raise
        raise UntrustedInputError("backup.vault-damaged") from None
    _require_agreement(manifest, inside)
    for one in found:
        if one.envelope is not None and one.number in {number, newest.number}:
            require_signed_by(one.envelope, inside.station_key)
    blobs = read_blob_list(place, layout, manifest, identity)
    if not inside.blob_ids <= set(blobs):
        raise UntrustedInputError("backup.vault-damaged")
    listed_now = blobs if newest == manifest else read_blob_list(place, layout, newest, newest_identity)
    ledger = read_ledger(place, layout, newest, newest_identity)
    on_medium = frozenset(blobs) & frozenset(listed_now)
    return OpenBackup(manifest, newest.number, vault, keys, inside, with_key, blobs, on_medium, ledger)


def check_blobs(place: BackupPlace, layout: Layout, backup: OpenBackup, tick: Tick = lambda: None) -> None:
    """Read every attachment of a backup that must be on the medium.

    Raises:
        UntrustedInputError: ``backup.file-damaged``.
    """
    for name in sorted(backup.on_medium):
        with place.open(layout.blob(name)) as source:
            if envelopes.digest_of(source, tick) != backup.blobs[name]:
                raise UntrustedInputError("backup.file-damaged")


def _require_agreement(manifest: Manifest, inside: Inside) -> None:
    station = inside.station
    said = (manifest.vault_id, manifest.station_id, manifest.office_id, manifest.environment, manifest.schema)
    is_same = said == (station.vault_id, station.station_id, station.office_id, station.environment, inside.schema)
    head = (manifest.epoch, manifest.size, manifest.root)
    if not is_same or head != (inside.epoch, inside.size, inside.root):
        raise UntrustedInputError("backup.vault-damaged")


def _require_digest(data: bytes, part: Part) -> None:
    if len(data) != part.size or envelopes.digest_of_bytes(data) != part.sha256:
        raise UntrustedInputError("backup.file-damaged")
