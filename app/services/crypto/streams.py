"""Binary streams without surprises: reads that are only short at the end, writes that are never short."""

from typing import BinaryIO, Protocol

from app.models.domain.errors import EnvironmentProblemError

_BLOCK = 64 * 1024


class Sink(Protocol):
    """What is needed of a destination."""

    def write(self, data: bytes, /) -> int | None:
        """Take all bytes and say how many were taken."""
        ...

    def flush(self) -> None:
        """Hand on what is held."""
        ...


def write_all(destination: Sink, data: bytes) -> None:
    """Write all bytes at once.

    Raises:
        EnvironmentProblemError: ``crypto.short-write``, the destination took fewer bytes than given.
        OSError: The destination failed.
    """
    if destination.write(data) != len(data):
        raise EnvironmentProblemError("crypto.short-write")


class Feed:
    """A binary source read in blocks: by lines at first, and from just behind them by counts."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._held = bytearray()

    def read(self, count: int) -> bytes:
        """Give ``count`` bytes, fewer only at the end of the source."""
        if not self._held and count >= _BLOCK:
            block = self._source.read(count)
            if len(block) == count:
                return block  # as almost always: nothing is copied
            self._held += block
        while len(self._held) < count and self._fill(max(count - len(self._held), _BLOCK)):
            pass
        return self._take(count)

    def line(self, limit: int) -> bytes:
        """Give one line with its line feed; without one, ``limit`` bytes or what is left of the source."""
        searched = 0
        while (found := self._held.find(b"\n", searched, limit)) < 0:
            searched = len(self._held)
            if searched >= limit or not self._fill(_BLOCK):
                return self._take(limit)
        return self._take(found + 1)

    def _fill(self, count: int) -> bool:
        block = self._source.read(count)
        self._held += block
        return bool(block)

    def _take(self, count: int) -> bytes:
        if len(self._held) <= count:
            taken = bytes(self._held)
            self._held.clear()
            return taken
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken
