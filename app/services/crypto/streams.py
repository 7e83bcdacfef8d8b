"""Binary streams without surprises: reads that are only short at the end, writes that are never short."""

from typing import BinaryIO, Protocol

from app.models.domain.errors import EnvironmentProblemError

_HEADER_BLOCK = 64 * 1024
_BLOCK = 1024 * 1024
"""Bytes that are read at a time, at least."""


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
        self._held = b""
        self._at = 0

    def read(self, count: int) -> bytes:
        """Give ``count`` bytes, fewer only at the end of the source."""
        if self._at == len(self._held) and count >= _BLOCK:
            block = self._source.read(count)
            if len(block) == count:
                return block  # as almost always: nothing is copied
            self._held, self._at = block, 0
        return bytes(self.view(count))

    def view(self, count: int) -> memoryview:
        """As ``read``, without a copy where the bytes lie in one block."""
        if self._at == len(self._held):
            self._held, self._at = self._source.read(max(count, _BLOCK)), 0
        if 0 < len(self._held) - self._at < count:
            # No more than is missing, so that the next ones lie in one block again.
            self._held, self._at = self._gathered(count), 0
        taken = memoryview(self._held)[self._at : self._at + count]
        self._at += len(taken)
        return taken

    def line(self, limit: int) -> bytes:
        """Give one line with its line feed; without one, ``limit`` bytes or what is left of the source."""
        line = bytearray()
        while len(line) < limit:
            if self._at == len(self._held):
                self._held, self._at = self._source.read(_HEADER_BLOCK), 0
            if not self._held:
                break
            end = self._at + limit - len(line)
            found = self._held.find(b"\n", self._at, end)
            part = self._held[self._at : end if found < 0 else found + 1]
            self._at += len(part)
            line += part
            if found >= 0:
                break
        return bytes(line)

    def _gathered(self, count: int) -> bytes:
        gathered = bytearray(memoryview(self._held)[self._at :])
        while len(gathered) < count and (block := self._source.read(count - len(gathered))):
            gathered += block
        return bytes(gathered)
