"""The files of a backup: encrypted, flushed, read back, renamed; and opened again piece by piece.

``vault.age`` and ``keys-<n>.age`` hold one line of text with the key of the database and then the database itself, so
that ``age``, ``head`` and ``tail`` are enough to take them apart. ``recovery.age`` holds the identity of the backup as
text, encrypted to one recovery officer and then, as a whole, to the other.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from app.models.domain.errors import AppError, EnvironmentProblemError, UntrustedInputError
from app.services.backups.manifest import Part
from app.services.crypto.age import AgeReader, Identity, Recipient, open_reader, open_writer
from app.services.ports import BackupPlace, Entropy
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

CHUNK = 1024 * 1024
KEY_LINE = b"sekisho-backup-database/1 "
_KEY_LINE_LENGTH = len(KEY_LINE) + 64 + 1
_LARGEST_RECOVERY = 64 * 1024

Tick = Callable[[], None]
"""Called after each piece; raises to stop."""


@dataclass(frozen=True, slots=True)
class Carton:
    """A database and its key, on their way into or out of a file of a backup."""

    path: Path
    key: bytes = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """The line with the key, then the database."""
        yield KEY_LINE + self.key.hex().encode("ascii") + b"\n"
        with translated(), self.path.open("rb") as source:
            while piece := source.read(CHUNK):
                yield piece


class _Counted:
    """A destination that hashes what it takes."""

    def __init__(self, destination: BinaryIO) -> None:
        self._destination = destination
        self.digest = sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        count = self._destination.write(data)
        self.digest.update(data)
        self.size += len(data)
        return count

    def flush(self) -> None:
        self._destination.flush()


@contextmanager
def whole_or_nothing(place: BackupPlace, name: str) -> Iterator[None]:
    """Take the half file away when its making fails, as far as the medium still answers."""
    try:
        with translated():
            yield
    except BaseException:
        with suppress(AppError, OSError):
            place.discard(name)
        raise


def write_sealed(
    place: BackupPlace,
    name: str,
    pieces: Iterator[bytes],
    recipients: Sequence[Recipient],
    reader: Identity,
    entropy: Entropy,
    tick: Tick,
) -> Part:
    """Encrypt pieces into a file, read it back, decrypt what came back, and give it its name.

    Raises:
        EnvironmentProblemError: ``media.read-back`` when other bytes came back; full, read-only or failing medium.
    """
    content = sha256()
    with whole_or_nothing(place, name):
        with place.create(name) as destination:
            counted = _Counted(destination)
            with open_writer(counted, recipients, entropy) as writer:
                for piece in pieces:
                    tick()
                    content.update(piece)
                    writer.write(piece)
            _flush(destination)
        part = Part(counted.digest.hexdigest(), counted.size, content.hexdigest())
        with place.reopen(name) as source:
            _require_same(source, part, reader, tick)
        place.finish(name)
    return part


def write_plain(place: BackupPlace, name: str, data: bytes) -> None:
    """Write a small file, read it back, give it its name."""
    with whole_or_nothing(place, name):
        with place.create(name) as destination:
            destination.write(data)
            _flush(destination)
        with place.reopen(name) as source:
            if source.read(len(data) + 1) != data:
                raise EnvironmentProblemError("media.read-back")
        place.finish(name)


def copy_plain(place: BackupPlace, name: str, source: Path, tick: Tick) -> tuple[str, int]:
    """Copy a file that is sealed already; gives its SHA-256 and length."""
    with whole_or_nothing(place, name):
        with source.open("rb") as original, place.create(name) as destination:
            counted = _Counted(destination)
            while piece := original.read(CHUNK):
                tick()
                counted.write(piece)
            _flush(destination)
        with place.reopen(name) as back:
            if digest_of(back, tick) != counted.digest.hexdigest():
                raise EnvironmentProblemError("media.read-back")
        place.finish(name)
    return counted.digest.hexdigest(), counted.size


def digest_of(source: BinaryIO, tick: Tick) -> str:
    """SHA-256 of everything that is left of a stream."""
    seen = sha256()
    with translated():
        while piece := source.read(CHUNK):
            tick()
            seen.update(piece)
    return seen.hexdigest()


def bring(source: BinaryIO, target: Path, digest: str, tick: Tick) -> None:
    """Copy a sealed attachment from the medium into the vault, whole or not at all.

    Raises:
        UntrustedInputError: ``backup.file-damaged``.
    """
    partial = target.with_suffix(".partial")
    seen = sha256()
    try:
        with translated():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            partial.unlink(missing_ok=True)
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as destination:
                while piece := source.read(CHUNK):
                    tick()
                    seen.update(piece)
                    destination.write(piece)
                _flush(destination)
            _require_digest(seen.hexdigest(), digest)
            partial.replace(target)
            flush_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _require_digest(found: str, expected: str) -> None:
    if found != expected:
        raise UntrustedInputError("backup.file-damaged")


def digest_of_pieces(pieces: Iterator[bytes], tick: Tick) -> str:
    """SHA-256 of pieces in their order."""
    seen = sha256()
    for piece in pieces:
        tick()
        seen.update(piece)
    return seen.hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """SHA-256 in hex."""
    return sha256(data).hexdigest()


def unpack(source: BinaryIO, part: Part | None, identity: Identity, target: Path, tick: Tick) -> Carton:
    """Decrypt a database of a backup into a file; without ``part`` the file speaks for itself alone.

    Raises:
        UntrustedInputError: ``backup.file-damaged`` when it is not what the list says; ``backup.not-for-us``.
    """
    content = sha256()
    with _damage_named(), translated(), target.open("wb") as destination:
        watched = _Watched(source, tick)
        reader = open_reader(watched, [identity])  # type: ignore[arg-type] # it only reads
        line = _counted_read(reader, _KEY_LINE_LENGTH, content)
        while piece := _counted_read(reader, CHUNK, content):
            destination.write(piece)
        reader.finish()
        destination.flush()
        os.fsync(destination.fileno())
    is_same = part is None or (watched.digest.hexdigest(), content.hexdigest()) == (part.sha256, part.content_sha256)
    if not is_same or not line.startswith(KEY_LINE) or not line.endswith(b"\n"):
        raise UntrustedInputError("backup.file-damaged")
    try:
        return Carton(target, bytes.fromhex(line[len(KEY_LINE) : -1].decode("ascii")))
    except ValueError:
        raise UntrustedInputError("backup.file-damaged") from None


def lock_for_two(identity: Identity, officers: tuple[Recipient, Recipient], entropy: Entropy) -> bytes:
    """The identity of a backup as text under two locks, one inside the other."""
    inner = BytesIO()
    with open_writer(inner, [officers[0]], entropy) as writer:
        writer.write(identity.encode().encode("ascii") + b"\n")
    outer = BytesIO()
    with open_writer(outer, [officers[1]], entropy) as writer:
        writer.write(inner.getvalue())
    return outer.getvalue()


def unlock_by_two(data: bytes, sheets: tuple[Identity, Identity]) -> Identity:
    """Open both locks with the two sheets, in whichever order they were handed over.

    Raises:
        UntrustedInputError: ``backup.sheets-refused``.
    """
    for outer, inner in (sheets, sheets[::-1]):
        try:
            return Identity.parse(_opened(_opened(data, outer), inner).decode("ascii").strip())
        except (UntrustedInputError, UnicodeDecodeError):
            continue
    raise UntrustedInputError("backup.sheets-refused")


def _opened(data: bytes, identity: Identity) -> bytes:
    reader = open_reader(BytesIO(data), [identity])
    content = reader.read(_LARGEST_RECOVERY)
    reader.finish()
    return content


class _Watched:
    """A source that hashes what is read from it."""

    def __init__(self, source: BinaryIO, tick: Tick) -> None:
        self._source, self._tick = source, tick
        self.digest = sha256()

    def read(self, count: int) -> bytes:
        self._tick()
        piece = self._source.read(count)
        self.digest.update(piece)
        return piece


def _counted_read(reader: AgeReader, count: int, digest: Any) -> bytes:
    piece = reader.read(count)
    digest.update(piece)
    return piece


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except UntrustedInputError as error:
        code = "backup.not-for-us" if error.code == "bundle.not-for-us" else "backup.file-damaged"
        raise UntrustedInputError(code) from None


def _require_same(source: BinaryIO, part: Part, identity: Identity, tick: Tick) -> None:
    watched, content = _Watched(source, tick), sha256()
    try:
        reader = open_reader(watched, [identity])  # type: ignore[arg-type] # it only reads
        while _counted_read(reader, CHUNK, content):
            pass
        reader.finish()
    except UntrustedInputError:
        raise EnvironmentProblemError("media.read-back") from None
    if (watched.digest.hexdigest(), content.hexdigest()) != (part.sha256, part.content_sha256):
        raise EnvironmentProblemError("media.read-back")


def _flush(destination: BinaryIO) -> None:
    destination.flush()
    os.fsync(destination.fileno())
