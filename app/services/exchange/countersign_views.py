"""What a signer at another station reads before signing: the very manifest, field by field, and who signed so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.domain.loop import Objecting
from app.services.bundles import manifest
from app.services.bundles.manifest import Manifest
from app.services.bundles.record_types.enrolment import Countersign
from app.services.exchange.preview import PreviewLine
from app.services.trust.document import TrustDocument

_MOMENTS = frozenset({"created_at", "not_after"})
_COUNTED = frozenset({"proof", "hashes"})


class Hand(StrEnum):
    """How a named signer stands."""

    SIGNED = "signed"
    DECLINED = "declined"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class NamedSigner:
    """A signer whom the manifest names. ``reason`` is a word of :class:`Objecting`, or empty."""

    person: PersonId
    name: str
    role: str
    hand: Hand
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ToCountersign:
    """A draft of a station of our office, as its manifest tells it.

    Attributes:
        lines: The whole manifest decoded from the bytes that are signed; the contents of the draft stay where they are.
        is_answer: It is about a draft of this very station and came back.
        office_ja: Name of the office that the draft goes to.
    """

    manifest: Manifest
    manifest_sha256: str
    origin: StationId
    carrier: StationId
    is_answer: bool
    signers: tuple[NamedSigner, ...]
    lines: tuple[PreviewLine, ...]
    recipient: StationId
    office_ja: str = ""
    office_en: str = ""

    @property
    def missing(self) -> tuple[PersonId, ...]:
        """Named signers whose signature is not there yet."""
        return tuple(one.person for one in self.signers if one.hand is not Hand.SIGNED)


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What came back about a draft: who signed, who refused and why, how many signatures are still missing."""

    bundle_id: BundleId
    signed: tuple[str, ...]
    refused: tuple[tuple[str, Objecting], ...]
    missing: int


def as_told(record: Countersign, said: Manifest, trust: TrustDocument, carrier: str, us: str) -> ToCountersign:
    """A verified record as the signer reads it."""
    signed, refused = {one.keyid for one in record.signatures}, {one.person: one.reason for one in record.refusals}
    signers = []
    for one in said.signers:
        hand = Hand.SIGNED if one.keyid in signed else Hand.DECLINED if one.person in refused else Hand.MISSING
        reason = refused[one.person].value if hand is Hand.DECLINED else ""
        signers.append(NamedSigner(PersonId(one.person), name_of(trust, one.person), one.role, hand, reason))
    to = next((one.station for one in said.recipients if one.station != said.origin), said.origin)
    office = trust.office_of_station(to)
    return ToCountersign(
        said,
        manifest.digest(record.manifest),
        StationId(record.origin),
        StationId(carrier),
        said.origin == us,
        tuple(signers),
        manifest_lines(said),
        StationId(to),
        "" if office is None else office.name_ja,
        "" if office is None else office.name_en,
    )


def name_of(trust: TrustDocument, person: str) -> str:
    """Name of an officer in the trust document, or the id of one who does not stand there."""
    found = trust.person(person)
    return person if found is None else found.display_name


def manifest_lines(said: Manifest) -> tuple[PreviewLine, ...]:
    """Every field of a manifest in the order of its schema; proofs are counted, times are in UTC."""
    return tuple(_lines("manifest", msgspec.to_builtins(said, builtin_types=(bytes, date))))


def _lines(path: str, value: Any) -> Iterator[PreviewLine]:
    name = path.rpartition(".")[2]
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _lines(f"{path}.{key}", part)
    elif name in _COUNTED:
        yield PreviewLine(path, str(len(value)))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, start=1):
            yield from _lines(f"{path}[{number}]", part)
    elif name in _MOMENTS:
        yield PreviewLine(path, datetime.fromtimestamp(value, UTC).isoformat())
    elif isinstance(value, bytes):
        yield PreviewLine(path, value.hex())
    elif isinstance(value, bool):
        yield PreviewLine(path, "true" if value else "false")
    else:
        yield PreviewLine(path, value.isoformat() if isinstance(value, date) else str(value))
