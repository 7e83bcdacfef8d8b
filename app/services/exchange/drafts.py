"""Drafted bundles as they wait in the vault for signatures and for the medium."""

import base64
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

import msgspec

from app.models.domain.ids import BlobId, BundleId, CaseId, RefusalId, StationId
from app.models.domain.lifecycle import State
from app.models.views.records import Export
from app.services.bundles import manifest
from app.services.bundles.admission import TrustView
from app.services.bundles.container import DraftBundle, Lane, Payload
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.manifest import Kind
from app.services.crypto.age import Recipient
from app.services.crypto.dsse import Signature
from app.services.exchange.custody.places import note_discarded
from app.services.papers.filing import read_paper
from app.services.vault.unit import Unit


class StoredPaper(msgspec.Struct, frozen=True):
    """A letter or scan that the bundle will carry, by reference."""

    blob_id: str
    sha256: str
    size: int
    media_type: str


class StoredDraft(msgspec.Struct, frozen=True):
    """Everything of a draft but the manifest, which is a column of its own."""

    spools: dict[str, bytes]
    letters: tuple[StoredPaper, ...]
    blobs: tuple[StoredPaper, ...]


class StoredSignature(msgspec.Struct, frozen=True):
    """One signature over the manifest."""

    person: str
    keyid: str
    sig: str


def stored(unit: Unit, draft: DraftBundle, letters: Iterable[BlobId], blobs: Iterable[BlobId]) -> bytes:
    """The draft as bytes for the vault."""
    spools = {}
    for name, spool in draft.spools.items():
        spool.seek(0)
        spools[name] = spool.read()
    return msgspec.msgpack.encode(StoredDraft(spools, _papers(unit, letters), _papers(unit, blobs)))


def restored(unit: Unit, export: Export, trust: TrustView) -> DraftBundle:
    """The draft as it was, ready to be written.

    Recipient keys come from the trust document; the manifest's fingerprints say that they are the same keys still.
    """
    said = manifest.decode(export.manifest)
    kept = msgspec.msgpack.decode(export.draft or b"", type=StoredDraft)
    lanes = []
    for addressee in said.recipients:
        station = trust.document.station(addressee.station)
        if station is not None:
            lanes.append(Lane(addressee.station, Recipient(station.recipient_key), addressee.seq, addressee.prev))
    return DraftBundle(
        manifest=said,
        manifest_bytes=export.manifest,
        lanes=tuple(lanes),
        spools={name: BytesIO(content) for name, content in kept.spools.items()},
        letters=tuple(payload(unit, paper) for paper in kept.letters),
        blobs=tuple(payload(unit, paper) for paper in kept.blobs),
    )


def payload(unit: Unit, paper: StoredPaper) -> Payload:
    """A filed paper as a part of a bundle; its bytes are read when they are written."""

    def opened() -> Iterator[bytes]:
        return read_paper(unit, unit.papers.blob(BlobId(paper.blob_id)))

    return Payload(paper.sha256, paper.size, opened, paper.media_type)


def papers_of(unit: Unit, ids: Iterable[BlobId]) -> tuple[Payload, ...]:
    """Filed papers as parts of a bundle."""
    return tuple(payload(unit, paper) for paper in _papers(unit, ids))


def signatures_of(export: Export) -> tuple[StoredSignature, ...]:
    """The signatures made so far."""
    return msgspec.json.decode(export.signatures, type=tuple[StoredSignature, ...])


def as_signatures(kept: Iterable[StoredSignature]) -> list[Signature]:
    """Signatures as they stand in the envelope."""
    return [Signature(one.keyid, base64.b64decode(one.sig)) for one in kept]


def discard_from(unit: Unit, recipient: StationId, seq: int, at: datetime) -> list[BundleId]:
    """Discard a draft and every later one on the same lane, whose numbers follow from it.

    What was only prepared was not sent: cases and register entries wait to be sent again.

    Returns:
        The discarded bundles.
    """
    later = [
        one for one in unit.exports.in_status(("draft", "signed")) if one.recipient == recipient and one.seq >= seq
    ]
    for one in later:
        unit.exports.set_discarded(one.bundle_id)
        unit.countersigns.forget(one.bundle_id)
    for one in later:
        _wait_again(unit, one, at)
        note_discarded(unit, one, at)
    if later:
        first = min(later, key=lambda one: one.seq)
        named = manifest.decode(first.manifest).addressee(recipient)
        unit.lanes.advance("out", recipient, first.seq - 1, named.prev if named else ZERO_HASH)
    return [one.bundle_id for one in later]


def discard_drafts_about(unit: Unit, subject: str, at: datetime) -> int:
    """Discard every unsent bundle about a case or register entry, with those that follow it on its lane.

    Returns:
        How many were discarded.
    """
    count = 0
    for one in unit.exports.in_status(("draft", "signed")):
        if subject in one.owner.split():
            count += len(discard_from(unit, one.recipient, one.seq, at))
    return count


_BEFORE = {
    Kind.INVESTIGATION_REQUEST: (State.INVESTIGATION_REQUESTED, State.CONSENTED),
    Kind.OPINION: (State.OPINION_SENT, State.OPINION_SIGNED),
}
"""State that preparing led to, and the one before it."""


def _wait_again(unit: Unit, gone: Export, at: datetime) -> None:
    kind = Kind(gone.kind)
    for subject in gone.owner.split():
        if unit.exports.recipients_of(gone.kind, subject, ("draft", "signed", "written", "closed")):
            continue
        case = unit.cases.find(CaseId(subject)) if kind in _BEFORE else None
        if case is not None and case.state is _BEFORE[kind][0]:
            unit.cases.move(case.case_id, _BEFORE[kind][1], at)
        if kind is Kind.NOT_CARRIED_OUT:
            entry = unit.register.get(RefusalId(subject))
            unit.register.move(entry.entry_id, State.NON_CONSENT if entry.kind == "refusal" else State.WITHDRAWN)


def _papers(unit: Unit, ids: Iterable[BlobId]) -> tuple[StoredPaper, ...]:
    """Each content once, in the order of its hash, as the archive holds it."""
    by_hash = {blob.sha256: blob for blob in (unit.papers.blob(blob_id) for blob_id in ids)}
    blobs = [by_hash[sha256] for sha256 in sorted(by_hash)]
    return tuple(StoredPaper(one.blob_id, one.sha256, one.size_bytes, one.media_type) for one in blobs)
