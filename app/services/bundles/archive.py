"""The archive inside a bundle: a ustar in which every byte follows from names, sizes and contents.

The reader builds the header that the writer would have built and compares; it understands nothing else, and it never
makes a path from a name. Every ``tar`` program can read the result.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.models.domain.errors import BugError, UntrustedInputError

BLOCK = 512
END = bytes(2 * BLOCK)
MANIFEST = "manifest.dsse.json"
RECORDS = "records.ndjson.zst"
BLOB_INDEX = "blobs.ndjson.zst"
PAD = "pad"
LARGEST_ENTRY = 8**11 - 1

_NAMES = re.compile(
    rb"(manifest\.dsse\.json)|(records\.ndjson\.zst)|(blobs\.ndjson\.zst)"
    rb"|(letters/[0-9a-f]{64}\.pdf)|(blobs/[0-9a-f]{64})|(pad)"
)
_SIZE = slice(124, 136)
_OCTAL = re.compile(rb"[0-7]{11}\x00")


class Source(Protocol):
    """Where an archive is read from."""

    def read(self, count: int, /) -> bytes:
        """Give ``count`` bytes, fewer only at the end."""
        ...


class Destination(Protocol):
    """Where an archive is written to."""

    def write(self, data: bytes, /) -> int | None:
        """Take all bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Header:
    """Name and length in bytes of an entry."""

    name: str
    size: int


def header_block(name: str, size: int, names: re.Pattern[bytes] = _NAMES) -> bytes:
    """The only header block for a name and a size.

    Args:
        name: One of those that the archive may hold, at most 100 characters.
        size: Bytes.
        names: Matches every name that may be there; its groups stand for the order, first group first.

    Raises:
        BugError: ``bug.bundle-misuse``: a name or size that no archive may have.
    """
    if names.fullmatch(name.encode()) is None or not 0 <= size <= LARGEST_ENTRY:
        raise BugError("bug.bundle-misuse")
    block = bytearray(BLOCK)
    block[: len(name)] = name.encode("ascii")
    block[100:124] = b"0000600\x000000000\x000000000\x00"
    block[_SIZE] = b"%011o\x00" % size
    block[136:148] = b"00000000000\x00"
    block[148:156] = b" " * 8
    block[156:157] = b"0"
    block[257:265] = b"ustar\x0000"
    block[148:156] = b"%06o\x00 " % sum(block)
    return bytes(block)


def entry_length(size: int) -> int:
    """Bytes that an entry of ``size`` bytes takes in an archive, header and padding included."""
    return BLOCK + size + -size % BLOCK


class ArchiveWriter:
    """Writes entries one after another; ``written`` counts the bytes."""

    def __init__(self, destination: Destination, names: re.Pattern[bytes] = _NAMES) -> None:
        self._destination = destination
        self._names = names
        self.written = 0

    def add(self, name: str, size: int, chunks: Iterable[bytes]) -> None:
        """Write one entry.

        Raises:
            BugError: ``bug.bundle-misuse``: the chunks are not ``size`` bytes long.
        """
        self._put(header_block(name, size, self._names))
        left = size
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                break
            self._put(chunk)
        if left:
            raise BugError("bug.bundle-misuse")
        self._put(bytes(-size % BLOCK))

    def close(self, total: int) -> None:
        """Fill up with a ``pad`` entry to exactly ``total`` bytes and end the archive.

        Raises:
            BugError: ``bug.bundle-misuse``: it is longer already or no multiple of 512.
        """
        room = total - self.written - len(END)
        if room < 0 or room % BLOCK:
            raise BugError("bug.bundle-misuse")
        if room:
            size = room - BLOCK
            self.add(PAD, size, (bytes(min(_CHUNK, size - start)) for start in range(0, size, _CHUNK)))
        self._put(END)

    def _put(self, data: bytes) -> None:
        self._destination.write(data)
        self.written += len(data)


_CHUNK = 64 * 1024


class ArchiveReader:
    """Reads entries in their fixed order: manifest, records, blob index, letters, blobs, pad.

    Every method raises ``UntrustedInputError`` with ``bundle.archive-refused`` where a rule is broken; ``read`` gives
    fewer bytes than asked only at the end of an entry. ``consumed`` counts the bytes read so far.
    """

    def __init__(self, source: Source, names: re.Pattern[bytes] = _NAMES) -> None:
        self._source = source
        self._names = names
        self._left = 0
        self._padding = 0
        self._place: tuple[int, str] = (0, "")
        self.consumed = 0

    def next(self) -> Header | None:
        """The next entry, or ``None`` behind the two zero blocks, which must end the payload.

        Raises:
            BugError: ``bug.bundle-misuse``: the entry before was not read to its end.
        """
        if self._left:
            raise BugError("bug.bundle-misuse")
        self._expect_zeros(self._padding)
        self._padding = 0
        block = self._take(BLOCK)
        if block == bytes(BLOCK):
            self._expect_zeros(BLOCK)
            if self._source.read(1):
                raise _refused()
            return None
        header, place = _parse(block, self._names)
        if place <= self._place:
            raise _refused()
        self._place, self._left, self._padding = place, header.size, -header.size % BLOCK
        return header

    def read(self, count: int) -> bytes:
        """Up to ``count`` bytes of the present entry; empty at its end."""
        wanted = min(count, self._left)
        data = self._take(wanted)
        self._left -= wanted
        return data

    def _take(self, count: int) -> bytes:
        data = self._source.read(count) if count else b""
        self.consumed += len(data)
        if len(data) != count:
            raise _refused()
        return data

    def _expect_zeros(self, count: int) -> None:
        if self._take(count) != bytes(count):
            raise _refused()


def _parse(block: bytes, names: re.Pattern[bytes]) -> tuple[Header, tuple[int, str]]:
    name = block[:100].rstrip(b"\x00")
    kind = names.fullmatch(name)
    if kind is None or kind.lastindex is None or _OCTAL.fullmatch(block[_SIZE]) is None:
        raise _refused()
    header = Header(name.decode("ascii"), int(block[_SIZE][:11], 8))
    if header_block(header.name, header.size, names) != block:
        raise _refused()
    return header, (kind.lastindex, header.name)


def _refused() -> UntrustedInputError:
    return UntrustedInputError("bundle.archive-refused")
