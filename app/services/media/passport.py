"""The passport of a medium (媒体旅券): a chain of signed lines, each a file of its own on the medium.

A line is never changed. It names the hash of the line before, the device and the file system that it was written for,
and who holds the medium from then on; the station where it was written signs it. Persons stand there by their ids.
"""

import os
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta

from app.models.domain.errors import AppError, EnvironmentProblemError, UntrustedInputError
from app.models.views.custody import LineKind
from app.services.bundles import canonical
from app.services.bundles.fields import ZERO_HASH, Hex64, Identifier, Seconds, Serial, StationName
from app.services.crypto import dsse
from app.services.crypto.signing import SigningKey, VerifyKey
from app.services.ports import Drive

PAYLOAD_TYPE = "application/vnd.sekisho.medium-passport.v1+json"
MOST_LINES = 1000
LARGEST_LINE = 8192
"""Bytes of one file."""
_NAME = re.compile(r"sekisho-passport-([0-9]{3})\.json")

MediumId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Mark = Annotated[str, Meta(pattern=r"\A[\x21-\x7e]{0,64}\Z")]
"""What a device tells of itself, or nothing."""
Tag = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9-]{0,20}\Z")]
"""Number of a seal or of a sealed bag, or nothing."""
Day = Annotated[str, Meta(pattern=r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")]
Holder = Annotated[str, Meta(pattern=r"\A([A-Z0-9]{2,12})?\Z")]

KeyOf = Callable[[str, int], VerifyKey | None]
"""The signing key of a station by its id at a time; None when it is not known here or was revoked by then."""


class PassportLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line. ``prev`` of the first is 64 zeros; ``to``, ``bag`` and ``due`` are empty but for a hand-over."""

    medium: MediumId
    number: Serial
    seq: Annotated[int, Meta(ge=0, lt=MOST_LINES)]
    prev: Hex64
    kind: LineKind
    at: Seconds
    owner: StationName
    station: StationName
    person: Identifier
    serial: Mark
    volume: Mark
    seal: Tag
    to: Holder
    bag: Tag
    due: Day


_DECODER = msgspec.json.Decoder(PassportLine)


class SignedLine(msgspec.Struct, frozen=True):
    """A line that was verified, with the bytes that stand on the medium."""

    line: PassportLine
    envelope: bytes

    @property
    def digest(self) -> str:
        """What the next line names."""
        return sha256(canonical.encode(self.line)).hexdigest()


def sign(line: PassportLine, key: SigningKey) -> SignedLine:
    """Sign a line with the key of the station where it is written."""
    payload = canonical.encode(line)
    signature = dsse.Signature(key.key_id, key.sign(dsse.pae(PAYLOAD_TYPE, payload)))
    return SignedLine(line, dsse.build(PAYLOAD_TYPE, payload, [signature]))


def read(envelope: bytes, key_of: KeyOf) -> SignedLine:
    """Read and verify one line.

    Raises:
        UntrustedInputError: ``media.passport-refused``.
    """
    try:
        parsed = dsse.parse(envelope, PAYLOAD_TYPE)
        line = canonical.decode(parsed.payload, _DECODER, "media.passport-refused")
        key = key_of(line.station, line.at)
        if key is None or len(parsed.signatures) != 1:
            raise UntrustedInputError("media.passport-refused")
        dsse.verify(parsed, {key.key_id: key})
    except AppError:
        raise UntrustedInputError("media.passport-refused") from None
    return SignedLine(line, envelope)


def read_chain(envelopes: Sequence[bytes], key_of: KeyOf) -> list[SignedLine]:
    """Read a whole passport, oldest line first; nothing when there is none.

    Raises:
        UntrustedInputError: ``media.passport-refused``: a line does not verify, or does not follow the one before.
    """
    chain: list[SignedLine] = []
    for seq, envelope in enumerate(envelopes):
        read_line = read(envelope, key_of)
        line, first = read_line.line, chain[0].line if chain else read_line.line
        prev = chain[-1].digest if chain else ZERO_HASH
        same = _fixed(line) == _fixed(first)
        opens = line.kind is LineKind.REGISTERED and line.station == line.owner
        if line.seq != seq or line.prev != prev or not same or opens != (seq == 0):
            raise UntrustedInputError("media.passport-refused")
        chain.append(read_line)
    return chain


def _fixed(line: PassportLine) -> tuple[object, ...]:
    return line.medium, line.number, line.owner, line.seal, line.serial, line.volume


def lines_on(drive: Drive) -> list[bytes]:
    """The lines that lie on a medium, unread.

    Raises:
        UntrustedInputError: ``media.passport-refused``: a line is missing between others, or far too long.
        EnvironmentProblemError: The medium is gone.
    """
    names = [name for name in drive.list_files(".json") if _NAME.fullmatch(name)]
    if names != [name_of(seq) for seq in range(len(names))]:
        raise UntrustedInputError("media.passport-refused")
    found = []
    for name in names:
        with drive.open_bundle(name) as source:
            found.append(_bytes_of(source.read, LARGEST_LINE + 1))
        if len(found[-1]) > LARGEST_LINE:
            raise UntrustedInputError("media.passport-refused")
    return found


def put_line(drive: Drive, seq: int, envelope: bytes) -> None:
    """Write a line and read it back.

    Raises:
        EnvironmentProblemError: ``media.read-back``, or the medium is full, gone or read-only.
    """
    name = name_of(seq)
    try:
        with drive.create(name) as destination:
            if destination.write(envelope) != len(envelope):
                raise EnvironmentProblemError("disk.failed")
            destination.flush()
            os.fsync(destination.fileno())
        with drive.reopen(name) as source:
            if source.read() != envelope:
                raise EnvironmentProblemError("media.read-back")
    except OSError:
        raise EnvironmentProblemError("disk.failed") from None
    drive.finish(name)


def name_of(seq: int) -> str:
    """Name of the file of a line."""
    return f"sekisho-passport-{seq:03d}.json"


def _bytes_of(read_some: Callable[[int], bytes], limit: int) -> bytes:
    try:
        return read_some(limit)
    except OSError:
        raise EnvironmentProblemError("disk.failed") from None
