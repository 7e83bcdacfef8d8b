"""From a plan to a draft: all contents hashed and sized, the manifest finished to the byte."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO

import msgspec

from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services.bundles import kinds, manifest
from app.services.bundles.archive import BLOB_INDEX, END, LARGEST_ENTRY, RECORDS, entry_length
from app.services.bundles.manifest import Addressee, AppInfo, Entry, Manifest, Retention, Signer
from app.services.bundles.plan import BundlePlan, DraftBundle, Payload
from app.services.bundles.records import INDEX_LIMITS, RECORD_LIMITS, Packed, write_records
from app.services.bundles.schemas import BlobLine, Record
from app.services.bundles.sizes import padded_length
from app.services.crypto.dsse import Signature, build
from app.services.crypto.signing import SIGNATURE_LENGTH

LARGEST_ENVELOPE = 1024 * 1024
LARGEST_LETTER = 64 * 1024 * 1024
BLOB_DECODER = msgspec.json.Decoder(BlobLine)
_DAY = 86_400
_SMALLEST_TOTAL = 1536
Spool = Callable[[], BinaryIO]


def draft(plan: BundlePlan, spool: Spool = BytesIO) -> DraftBundle:
    """Hash and size everything and finish the manifest.

    Args:
        plan: What is to be sealed; ``plan.records`` is read once.
        spool: Makes a private place for packed records; they are personal data, so it must be memory or encrypted.

    Raises:
        InvalidInputError: ``bundle.record-not-exportable``, ``bundle.too-large``, ``bundle.not-exportable``.
    """
    spools = {RECORDS: spool()}
    decoder = kinds.decoder(plan.kind)
    entries = [_packed(RECORDS, write_records(_permitted(plan), decoder, RECORD_LIMITS, spools[RECORDS]))]
    blobs, letters = _ordered(plan.blobs, LARGEST_ENTRY), _ordered(plan.letters, LARGEST_LETTER)
    if blobs:
        spools[BLOB_INDEX] = spool()
        lines = (BlobLine(sha256=each.sha256, size=each.size, media_type=each.media_type) for each in blobs)
        entries.append(_packed(BLOB_INDEX, write_records(lines, BLOB_DECODER, INDEX_LIMITS, spools[BLOB_INDEX])))
    entries += [Entry(path=f"letters/{each.sha256}.pdf", size=each.size, sha256=each.sha256) for each in letters]
    blob_length = sum(entry_length(each.size) for each in blobs)
    finished = _settle(_manifest(plan, tuple(entries), blobs), blob_length)
    lanes = tuple(sorted(plan.lanes, key=lambda lane: lane.station))
    return DraftBundle(finished, _checked_bytes(finished), lanes, spools, letters, blobs)


def _permitted(plan: BundlePlan) -> Iterator[Record]:
    rule, count = kinds.rule(plan.kind), 0
    for count, record in enumerate(plan.records, start=1):
        if count > rule.most_records or not isinstance(record, rule.record) or not rule.accepts(record):
            raise InvalidInputError("bundle.record-not-exportable", field="records", line=count)
        yield record
    if count == 0:
        raise InvalidInputError("bundle.record-not-exportable", field="records", line=1)


def _packed(path: str, packed: Packed) -> Entry:
    return Entry(
        path=path,
        size=packed.size,
        sha256=packed.sha256,
        content_size=packed.content_size,
        content_sha256=packed.content_sha256,
        count=packed.count,
        schema=manifest.SCHEMA,
    )


def _ordered(payloads: tuple[Payload, ...], largest: int) -> tuple[Payload, ...]:
    """Each content once, by its hash."""
    by_hash = {each.sha256: each for each in payloads}
    if any(each.size > largest for each in payloads):
        raise InvalidInputError("bundle.too-large", field="contents")
    return tuple(by_hash[key] for key in sorted(by_hash))


def _manifest(plan: BundlePlan, entries: tuple[Entry, ...], blobs: tuple[Payload, ...]) -> Manifest:
    rule = kinds.rule(plan.kind)
    days = rule.days_valid if plan.days_valid is None else min(plan.days_valid, rule.days_valid)
    recipients = (
        Addressee(station=lane.station, key_fp=lane.key.fingerprint, seq=lane.seq, prev=lane.prev)
        for lane in plan.lanes
    )
    return Manifest(
        format=manifest.FORMAT,
        suite=manifest.SUITE,
        environment=plan.environment,
        kind=plan.kind,
        bundle_id=plan.bundle_id,
        origin=plan.origin,
        created_at=plan.created_at,
        not_after=plan.created_at + days * _DAY,
        trust_version=plan.trust_version,
        trust_sha256=plan.trust_sha256,
        app=AppInfo(version=plan.app_version, schema=manifest.SCHEMA),
        purpose=rule.purpose,
        retention=Retention(rule=rule.retention, start=plan.retention_start, destroy_report=plan.destroy_report),
        recipients=tuple(sorted(recipients, key=lambda each: each.station)),
        signing=rule.signing,
        signers=tuple(sorted(plan.signers, key=lambda each: each.keyid)),
        entries=entries,
        blob_count=len(blobs),
        blob_bytes=sum(each.size for each in blobs),
        total=_SMALLEST_TOTAL,
        origin_checkpoint=plan.origin_checkpoint,
        export_event=plan.export_event,
        network=plan.network,
        supersedes=plan.supersedes,
        in_reply_to=plan.in_reply_to,
        consistency=plan.consistency,
        note=plan.note,
    )


def _settle(unsized: Manifest, blob_length: int) -> Manifest:
    """Find the total: it stands in the manifest whose length it depends on, and can only grow."""
    size_class = kinds.rule(unsized.kind).size_class
    sized = unsized
    while (target := padded_length(size_class, _needed(sized, blob_length))) > sized.total:
        sized = msgspec.structs.replace(sized, total=target)
    return sized


def _needed(sized: Manifest, blob_length: int) -> int:
    envelope = envelope_size(manifest.encode(sized), sized.signers)
    if envelope > LARGEST_ENVELOPE:
        raise InvalidInputError("bundle.too-large", field="contents")
    entries = sum(entry_length(entry.size) for entry in sized.entries)
    return entry_length(envelope) + entries + blob_length + len(END)


def envelope_size(manifest_bytes: bytes, signers: tuple[Signer, ...]) -> int:
    """Bytes of the envelope once all signers have signed: known before, since all signatures are equally long."""
    stand_ins = [Signature(signer.keyid, bytes(SIGNATURE_LENGTH)) for signer in signers]
    return len(build(manifest.PAYLOAD_TYPE, manifest_bytes, stand_ins))


def _checked_bytes(finished: Manifest) -> bytes:
    data = manifest.encode(finished)
    try:
        manifest.decode(data)
    except UntrustedInputError:
        raise InvalidInputError("bundle.not-exportable", field="manifest") from None
    return data
