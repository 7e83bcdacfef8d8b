"""The three ticks of a file on a medium: written, read back, safe to remove."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from app.models.domain.errors import BugError, EnvironmentProblemError
from app.services.crypto.digests import StreamDigest
from app.services.exchange.preview import PreviewLine

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ticks:
    """What became of a file that was written to a medium."""

    file_name: str
    size_bytes: int
    ciphertext_sha256: str
    written_at: datetime
    verified_at: datetime
    released_at: datetime | None
    """None while the medium may not be removed; a plain folder cannot be unmounted at all."""
    read_back: tuple[PreviewLine, ...] = ()
    """What the finished file on the medium says, decoded from its own bytes with our own key."""


def flush_to_medium(destination: BinaryIO) -> None:
    """Push everything written down to the medium.

    Raises:
        EnvironmentProblemError: ``bundle.media-write``.
    """
    try:
        destination.flush()
        os.fsync(destination.fileno())
    except OSError:
        raise EnvironmentProblemError("bundle.media-write") from None


@contextmanager
def reading_back() -> Iterator[None]:
    """Tell a medium that died while it was read back from one that was never written to.

    Raises:
        EnvironmentProblemError: ``media.not-verified``: everything was written, and nobody knows whether it is there.
    """
    try:
        yield
    except OSError:
        raise EnvironmentProblemError("media.not-verified") from None
    except EnvironmentProblemError as error:
        if error.code in {"disk.failed", "media.missing"}:
            raise EnvironmentProblemError("media.not-verified") from None
        raise


def sha256_of(source: BinaryIO) -> str:
    """SHA-256 in hex of what is read from the place of the reader to the end."""
    seen = sha256()
    while chunk := source.read(_CHUNK):
        seen.update(chunk)
    return seen.hexdigest()


class WatchedSource:
    """A file that is read through from its beginning once, and hashed while it is read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._length = source.seek(0, os.SEEK_END)
        self._seen = StreamDigest(self._length)
        source.seek(0)

    def read(self, count: int = -1, /) -> bytes:
        """Read on."""
        piece = self._source.read(count)
        self._seen.update(piece)
        return piece

    def seek(self, offset: int, _whence: int = os.SEEK_SET, /) -> int:
        """Begin again at the first byte.

        Raises:
            BugError: ``bug.bundle-misuse``: any other place would leave bytes out.
        """
        if offset or _whence != os.SEEK_SET:
            raise BugError("bug.bundle-misuse")
        self._seen = StreamDigest(self._length)
        return self._source.seek(0)

    @property
    def sha256(self) -> str:
        """SHA-256 in hex of everything that was read since the beginning."""
        return self._seen.hexdigest()
