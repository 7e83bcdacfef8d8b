"""Record files: canonical JSON lines in one zstd frame, written and read as streams.

The reader believes nothing: one frame without dictionary and with a small window, exactly the signed length, every
line canonical and of the one permitted type. A refusal names the line, never its content.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

import zstandard

from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services.bundles import canonical
from app.services.bundles.archive import Destination
from app.services.bundles.schemas import FOREIGN_TEXT, Record
from app.services.bundles.text_rules import struct_is_clean

if TYPE_CHECKING:
    import msgspec

LEVEL = 3
WINDOW = 8 * 1024 * 1024
LONGEST_LINE = 4 * 1024 * 1024
LARGEST_RATIO = 200
RATIO_ALLOWANCE = 1024 * 1024
"""Short files may compress better than ``LARGEST_RATIO``: up to this many unpacked bytes are always permitted."""
_MAGIC = b"\x28\xb5\x2f\xfd"
_PIECE = 256
"""Packed bytes given to the decompressor at once: it can return at most about 8 MiB for them."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Limits:
    """Hard limits of one record file, in lines and unpacked bytes."""

    lines: int
    unpacked: int


RECORD_LIMITS = Limits(lines=5_000_000, unpacked=8 * 1024**3)
INDEX_LIMITS = Limits(lines=2_000_000, unpacked=256 * 1024**2)


@dataclass(frozen=True, slots=True)
class Packed:
    """Both forms of a record file: packed ``size`` and ``sha256``, unpacked ``content_*``, ``count`` of lines."""

    size: int
    sha256: str
    content_size: int
    content_sha256: str
    count: int


def write_records(
    records: Iterable[R], decoder: "msgspec.json.Decoder[R]", limits: Limits, destination: Destination
) -> Packed:
    """Write records through zstd.

    Every line is read back as its receiver will read it, so that nothing leaves that would be refused.

    Raises:
        InvalidInputError: ``bundle.record-not-exportable`` with the line; ``bundle.too-large``.
    """
    squeeze = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=False).compressobj()
    packed, content, count = _Meter(destination), _Meter(None), 0
    for record in records:
        count += 1
        line = canonical.encode(record)
        _require_exportable(line, count, decoder)
        content.write(line + b"\n")
        if count > limits.lines or content.size > limits.unpacked:
            raise InvalidInputError("bundle.too-large", field="records")
        packed.write(squeeze.compress(line + b"\n"))
    packed.write(squeeze.flush())
    return Packed(packed.size, packed.sha256, content.size, content.sha256, count)


def read_records(
    chunks: Iterable[bytes], expected: Packed, decoder: "msgspec.json.Decoder[R]", limits: Limits
) -> Iterator[R]:
    """Read records one by one.

    Args:
        chunks: The packed bytes; their hash is the caller's matter.
        expected: What the signed manifest says; sizes beyond the limits are refused before anything is unpacked.
        decoder: Of the one record type that the kind permits.
        limits: Hard limits of this file.

    Raises:
        UntrustedInputError: ``bundle.limit``, ``bundle.record-refused`` with ``line``, ``bundle.content-mismatch``.
    """
    if expected.count > limits.lines or expected.content_size > limits.unpacked:
        raise UntrustedInputError("bundle.limit")
    if expected.content_size > RATIO_ALLOWANCE + LARGEST_RATIO * expected.size:
        raise UntrustedInputError("bundle.limit")
    content, number = _Meter(None), 0
    for line in _lines(_unpack(chunks, expected.content_size, content)):
        number += 1
        if number > expected.count:
            raise UntrustedInputError("bundle.content-mismatch")
        yield _read_line(line, number, decoder)
    if (number, content.size, content.sha256) != (expected.count, expected.content_size, expected.content_sha256):
        raise UntrustedInputError("bundle.content-mismatch")


class _Meter:
    """Counts and hashes what passes."""

    def __init__(self, destination: Destination | None) -> None:
        self._destination = destination
        self._hash = sha256()
        self.size = 0
        self.lines = 0

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self.size += len(data)
        self.lines += data.count(b"\n")
        if self._destination is not None and data:
            self._destination.write(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def _read_line(line: bytes, number: int, decoder: "msgspec.json.Decoder[R]") -> R:
    record = canonical.decode(line, decoder, "bundle.record-refused", line=number)
    if not struct_is_clean(record, FOREIGN_TEXT):
        raise UntrustedInputError("bundle.record-refused", line=number)
    return record


def _require_exportable(line: bytes, number: int, decoder: "msgspec.json.Decoder[R]") -> None:
    try:
        _read_line(line, number, decoder)
    except UntrustedInputError:
        raise InvalidInputError("bundle.record-not-exportable", field="records", line=number) from None
    if len(line) > LONGEST_LINE:
        raise InvalidInputError("bundle.record-not-exportable", field="records", line=number)


def _unpack(chunks: Iterable[bytes], length: int, content: _Meter) -> Iterator[bytes]:
    """Unpack exactly one frame of at most ``length`` bytes.

    ``decompressobj`` is used since the library's iterators overlook a cut frame, a second frame and trailing bytes.
    """
    inflate = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()
    is_first = True
    for piece in _pieces(chunks):
        if is_first:
            _check_frame(piece)
            is_first = False
        if inflate.eof:
            raise _frame_refused(content)
        try:
            plain = inflate.decompress(piece)
        except zstandard.ZstdError:
            raise _frame_refused(content) from None
        content.write(plain)
        if content.size > length:
            raise UntrustedInputError("bundle.limit")
        if inflate.unused_data:
            raise _frame_refused(content)
        yield plain
    if not inflate.eof:
        raise _frame_refused(content)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        yield from (chunk[start : start + _PIECE] for start in range(0, len(chunk), _PIECE))


def _check_frame(piece: bytes) -> None:
    """Refuse skippable frames and large windows by the frame's header; a dictionary that is named is missing later."""
    if not piece.startswith(_MAGIC):
        raise UntrustedInputError("bundle.record-refused", line=1)
    try:
        frame = zstandard.get_frame_parameters(piece)
    except zstandard.ZstdError:
        raise UntrustedInputError("bundle.record-refused", line=1) from None
    if frame.window_size > WINDOW:
        raise UntrustedInputError("bundle.limit")


def _frame_refused(content: _Meter) -> UntrustedInputError:
    return UntrustedInputError("bundle.record-refused", line=content.lines + 1)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut into lines; each must end with a newline, and none may be too long."""
    rest, count = bytearray(), 0
    for piece in pieces:
        ended, newline, begun = piece.rpartition(b"\n")
        whole = bytes(rest + ended).split(b"\n") if newline else []
        # What goes on is added to, never copied: a line of megabytes comes in pieces of bytes.
        rest = bytearray(begun) if newline else rest
        rest += b"" if newline else piece
        if len(rest) > LONGEST_LINE or any(len(line) > LONGEST_LINE for line in whole):
            raise UntrustedInputError("bundle.limit")
        count += len(whole)
        yield from whole
    if rest:
        raise UntrustedInputError("bundle.record-refused", line=count + 1)
