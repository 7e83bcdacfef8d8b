"""The record as a file for somebody else: entries, proofs, signed head; written here, checked without a vault.

The first line is a DSSE envelope by the station over the header below; every further line is one entry, byte for byte
as it stands in the record. The proofs tie the entries to the signed head, whoever keeps the rest to himself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Annotated, BinaryIO, Literal, Protocol

import msgspec
from msgspec import Meta

from app.models.domain.errors import AppError, UntrustedInputError
from app.services.audit import checkpoint
from app.services.audit.merkle import (
    HASH_LENGTH,
    Frontier,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from app.services.crypto import dsse
from app.services.crypto.signing import SigningKey, VerifyKey

PAYLOAD_TYPE = "application/vnd.sekisho.record.v1+json"
LONGEST_LINE = 64 * 1024
MOST_SELECTED = 1000
_REFUSED = "log.export-refused"

Hash = Annotated[bytes, Meta(min_length=HASH_LENGTH, max_length=HASH_LENGTH)]
Hashes = Annotated[tuple[Hash, ...], Meta(max_length=128)]
Number = Annotated[int, Meta(ge=0, le=2**53)]


class Selected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Place of one entry and the proof that it stands in the record of the checkpoint."""

    index: Number
    proof: Hashes


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the station signs about the lines that follow.

    Attributes:
        station: Whose record.
        key: Public key of the station, 32 bytes.
        checkpoint: The head of the record when the file was made, signed.
        made_at: UTC, ISO 8601.
        count: Number of entries that follow.
        sha256: SHA-256 over all further lines with their line ends, in hex.
        first: Number of the first entry of a range.
        before: Roots of the complete subtrees over all entries before the range, largest first.
        after: Consistency proof from the end of the range to the checkpoint; empty when it ends there.
        selected: For single entries in place of a range: one for each line, in the order of the lines.
    """

    format: Literal["sekisho-record/1"] = "sekisho-record/1"
    station: Annotated[str, Meta(min_length=1, max_length=128)]
    key: Hash
    checkpoint: Annotated[str, Meta(min_length=1, max_length=checkpoint.TEXT_LIMIT)]
    made_at: Annotated[str, Meta(max_length=40)]
    count: Annotated[int, Meta(ge=1, le=2**53)]
    sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    first: Number = 0
    before: Hashes = ()
    after: Hashes = ()
    selected: Annotated[tuple[Selected, ...], Meta(max_length=MOST_SELECTED)] = ()


@dataclass(frozen=True, slots=True)
class ExportedRecord:
    """What a checked file shows.

    Attributes:
        origin: Whose record, with its epoch.
        size: Entries in the record at the checkpoint.
        numbers: First and last number of the entries in the file.
        count: How many entries the file holds.
        fingerprint: Twelve groups of five digits of the key that signed it.
        is_known_key: The key is the one that the reader expected; otherwise two people compare the digits.
        checkpoint: The signed head.
    """

    origin: str
    size: int
    numbers: tuple[int, int]
    count: int
    fingerprint: tuple[str, ...]
    is_known_key: bool
    checkpoint: str
    made_at: str


def digest_of(entries: Iterable[bytes]) -> tuple[int, str]:
    """Number of entries and SHA-256 over their lines."""
    count, whole = 0, sha256()
    for entry in entries:
        whole.update(entry)
        whole.update(b"\n")
        count += 1
    return count, whole.hexdigest()


def write(header: Header, key: SigningKey, entries: Iterable[bytes], target: BinaryIO) -> str:
    """Write the file.

    Returns:
        SHA-256 of the whole file in hex.
    """
    payload = msgspec.json.encode(header, order="sorted")
    signature = dsse.Signature(key.key_id, key.sign(dsse.pae(PAYLOAD_TYPE, payload)))
    whole = sha256()
    for line in chain((dsse.build(PAYLOAD_TYPE, payload, [signature]),), entries):
        target.write(line + b"\n")
        whole.update(line + b"\n")
    return whole.hexdigest()


def check(source: BinaryIO, expected: str = "") -> ExportedRecord:
    """Check a file: signature, hash, every entry against the signed head. Constant memory.

    Args:
        source: The file.
        expected: The station's key as ``checkpoint.verifier_text`` writes it; empty when the reader has none.

    Raises:
        UntrustedInputError: ``log.export-refused``: not such a file, changed, signed by another key, or its entries do
            not stand in the record of its head.
    """
    try:
        return _check(source, expected)
    except AppError as error:
        raise UntrustedInputError(_REFUSED) from error


def _check(source: BinaryIO, expected: str) -> ExportedRecord:
    first_line = source.readline(dsse.ENVELOPE_LIMIT + 1)
    envelope = dsse.parse(first_line.removesuffix(b"\n"), PAYLOAD_TYPE)
    header = _decode(envelope.payload)
    key = VerifyKey(header.key)
    dsse.verify(envelope, {key.key_id: key})
    name = checkpoint.name_of(header.station)
    told = checkpoint.verify(checkpoint.parse(header.checkpoint.encode()), name, key)
    _require(checkpoint.epoch_in(told.origin, header.station) is not None)
    _require(not expected or expected.strip() == checkpoint.verifier_text(name, key))
    whole = sha256()
    entries = _read(source, header.count, whole)
    numbers = _selected(header, told, entries) if header.selected else _range(header, told, entries)
    _require(whole.hexdigest() == header.sha256)
    return ExportedRecord(
        told.origin,
        told.size,
        numbers,
        header.count,
        key.fingerprint,
        bool(expected),
        header.checkpoint,
        header.made_at,
    )


def _range(header: Header, told: checkpoint.Checkpoint, entries: Iterator[bytes]) -> tuple[int, int]:
    tree = Frontier(header.first, header.before)
    for entry in entries:
        _require(_number_in(entry) == tree.size)
        tree.append(leaf_hash(entry))
    _require(verify_consistency(tree.size, tree.root(), told.size, told.root, header.after))
    return header.first, tree.size - 1


def _selected(header: Header, told: checkpoint.Checkpoint, entries: Iterator[bytes]) -> tuple[int, int]:
    indexes = [one.index for one in header.selected]
    _require(len(indexes) == header.count and indexes == sorted(set(indexes)))
    for one, entry in zip(header.selected, entries, strict=True):
        _require(_number_in(entry) == one.index)
        _require(verify_inclusion(leaf_hash(entry), one.index, told.size, one.proof, told.root))
    return indexes[0], indexes[-1]


class _Numbered(msgspec.Struct):
    seq: int


_NUMBER = msgspec.json.Decoder(_Numbered)


def _number_in(entry: bytes) -> int:
    try:
        return _NUMBER.decode(entry).seq
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise UntrustedInputError(_REFUSED) from None


class _Digest(Protocol):
    """What ``hashlib`` gives."""

    def update(self, data: bytes, /) -> None: ...


def _read(source: BinaryIO, count: int, whole: _Digest) -> Iterator[bytes]:
    """Exactly so many lines, and nothing after them."""
    for _ in range(count):
        line = source.readline(LONGEST_LINE + 1)
        _require(line.endswith(b"\n") and len(line) <= LONGEST_LINE)
        whole.update(line)
        yield line[:-1]
    _require(not source.read(1))


def _decode(payload: bytes) -> Header:
    try:
        header = msgspec.json.decode(payload, type=Header)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise UntrustedInputError(_REFUSED) from None
    _require(msgspec.json.encode(header, order="sorted") == payload)
    return header


def _require(is_so: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_so:
        raise UntrustedInputError(_REFUSED)
