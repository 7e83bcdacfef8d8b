"""Take in a receipt (受領書) in any of its three forms, and close the export that it answers, once.

A receipt on paper and one in a bundle are judged alike: signed by the station that the bundle went to, about a bundle
that was written so, with its digests and counts. What it says and cannot be an accident is an incident (事故) from then
on; what is wrong with the bundle that it came in is an alarm (警報), as of any bundle.
"""

from dataclasses import dataclass
from typing import BinaryIO

from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import PROGRAM, BundleId, StationId
from app.models.domain.loop import Cause
from app.models.views.records import Export
from app.services.bundles import manifest
from app.services.bundles.admission import admit
from app.services.bundles.container import open_bundle, pass_over
from app.services.bundles.manifest import Kind
from app.services.bundles.report import ALARMS, VerificationReport
from app.services.bundles.schemas import Receipt, ReceiptOutcome
from app.services.crypto.dsse import verify
from app.services.crypto.signing import VerifyKey
from app.services.desk import Act
from app.services.exchange import receipt_forms
from app.services.exchange.alarms import sound
from app.services.exchange.arrivals import ARRIVALS
from app.services.exchange.custody.places import note_receipt
from app.services.exchange.inspection import arrival_of, require_foreign
from app.services.exchange.lanes import note_lane
from app.services.exchange.lookout import station_keys, trust_view
from app.services.exchange.taken import take_in
from app.services.exchange.ticks import sha256_of
from app.services.exchange.way_back import TAKEN_BACK
from app.services.trust.document import TrustDocument

_TAKEN_IN = frozenset({ReceiptOutcome.IMPORTED, ReceiptOutcome.DUPLICATE})
_CAUSES = {
    "receipt.unknown-bundle": Cause.UNKNOWN_BUNDLE,
    "receipt.other-bundle": Cause.OTHER_CONTENT,
    "receipt.other-counts": Cause.OTHER_COUNTS,
    "receipt.contradicts": Cause.CONTRADICTION,
    "bundle.signature-invalid": Cause.FORGED,
    "bundle.signer-unknown": Cause.FORGED,
    "bundle.signer-revoked": Cause.FORGED,
    "bundle.wrong-recipient": Cause.FORGED,
}
"""Refusals of receipts that cannot be an accident, and what they are."""


@dataclass(frozen=True, slots=True)
class ClosedExport:
    """What a receipt said.

    Attributes:
        code: Error code when the bundle was refused.
        is_new: False when an earlier receipt had said it already; nothing was changed then.
    """

    bundle_id: BundleId
    outcome: str
    code: str
    is_new: bool = True


_NO_BUNDLE = BundleId("")


@dataclass(slots=True)
class Claim:
    """What a receipt claims, for the incident if it is refused; filled while it is read."""

    bundle_id: str = ""
    station: str = ""
    report: VerificationReport | None = None
    """Of a receipt that came as a bundle."""
    carrier: BundleId = _NO_BUNDLE
    """The bundle that the receipt came in."""
    place: tuple[int, str] | None = None
    ciphertext_sha256: str = ""
    """Of that bundle, where its report calls for an alarm."""


def close_bundle(act: Act, source: BinaryIO, claim: Claim) -> ClosedExport:
    """Take in a receipt that came as a bundle; its place on the lane is taken, whatever it adds.

    Raises:
        UntrustedInputError: It does not verify, or cannot be true.
        GateClosedError: ``import.own-bundle``.
    """
    opened = open_bundle(source, [station_keys(act.unit).identity])
    require_foreign(act.unit, opened)
    said = opened.manifest
    claim.station = said.origin
    report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
    named = said.addressee(act.unit.people.station().station_id)
    claim.report, claim.carrier = report, BundleId(said.bundle_id)
    claim.place = (named.seq, named.prev) if named is not None else None
    if report.code in ALARMS:
        source.seek(0)
        claim.ciphertext_sha256 = sha256_of(source)
    if said.kind is not Kind.RECEIPT:
        raise UntrustedInputError("receipt.not-a-receipt")
    records = list(opened.entries(report, pass_over))
    opened.finish()
    receipt = records[0]
    if not isinstance(receipt, Receipt):
        raise UntrustedInputError("receipt.not-a-receipt")
    claim.bundle_id = receipt.bundle_id
    closed = _settle(act, receipt, said.origin)
    if receipt.checkpoint != said.origin_checkpoint:
        raise UntrustedInputError("bundle.record-inconsistent")
    take_in(act, opened, source)
    return closed


def close_form(act: Act, data: bytes, claim: Claim) -> ClosedExport:
    """Take in a receipt that came as a mini-file or as text.

    Raises:
        UntrustedInputError: It does not verify, or cannot be true.
    """
    signed = receipt_forms.read(data)
    receipt = signed.receipt
    claim.bundle_id, claim.station = receipt.bundle_id, receipt.station
    verify(signed.envelope, _keys_of(trust_view(act.unit).document, receipt.station))
    return _settle(act, receipt, receipt.station)


def raise_alarm(act: Act, code: str, claim: Claim) -> None:
    """What follows from a refused receipt that cannot be an accident: an incident, or the alarm about its bundle."""
    cause, station = _CAUSES.get(code), StationId(claim.station)
    if claim.ciphertext_sha256:
        sound(act, code, station, claim.ciphertext_sha256)
    elif cause is not None:
        open_incident(act, cause, claim.bundle_id, claim.station)
    if claim.report is not None:
        note_lane(act, station, claim.carrier, claim.place, claim.report)


def open_incident(act: Act, cause: Cause, bundle_id: str, partner: str) -> None:
    """Open an incident by the program itself, on record; the same one is not opened twice."""
    made = act.unit.loop.open_incident(cause.value, bundle_id, partner, act.at, PROGRAM)
    if made is None:
        return
    about = {name: value for name, value in (("bundle", bundle_id), ("origin", partner)) if value}
    detail = {"incident": made.number, "reason": cause.value, **about}
    act.unit.record.note(act.at, "incident.raised", act.actor.station, detail)


def _keys_of(trust: TrustDocument, station: str) -> dict[str, VerifyKey]:
    """The one key that may sign for a station.

    Raises:
        UntrustedInputError: ``bundle.signer-unknown`` or ``bundle.signer-revoked``.
    """
    known = trust.station(station)
    if known is None:
        raise UntrustedInputError("bundle.signer-unknown")
    if known.revoked_at is not None:
        raise UntrustedInputError("bundle.signer-revoked")
    key = VerifyKey(known.signing_key)
    return {key.key_id: key}


def _settle(act: Act, receipt: Receipt, origin: str) -> ClosedExport:
    """Close the export, or leave it as an earlier receipt closed it."""
    export = _answered(act, receipt, origin)
    bundle_id, outcome = BundleId(receipt.bundle_id), receipt.outcome
    before = ReceiptOutcome(export.receipt_outcome) if export.receipt_outcome else None
    is_new = _says_more(before, outcome, receipt.code or "")
    if is_new:
        act.unit.exports.set_receipt(
            bundle_id, outcome.value, act.at, is_final=outcome is not ReceiptOutcome.QUARANTINED
        )
        note_receipt(act.unit, export, outcome.value, act.at)
    act.detail.update({"bundle": bundle_id, "outcome": outcome.value})
    return ClosedExport(bundle_id, outcome.value, receipt.code or "", is_new)


def _says_more(before: ReceiptOutcome | None, outcome: ReceiptOutcome, code: str) -> bool:
    """Whether a receipt adds to the one before. A refused bundle may be taken in later; the reverse needs two officers.

    Raises:
        UntrustedInputError: ``receipt.contradicts``.
    """
    if before in _TAKEN_IN:
        if outcome is ReceiptOutcome.REFUSED:
            if code == TAKEN_BACK:
                return True
            raise UntrustedInputError("receipt.contradicts")
        return False
    if before is ReceiptOutcome.REFUSED:
        return outcome in _TAKEN_IN
    return outcome is not before


def _answered(act: Act, receipt: Receipt, origin: str) -> Export:
    export = act.unit.exports.find(BundleId(receipt.bundle_id))
    if (
        export is None
        or export.status not in {"written", "closed"}
        or export.recipient != origin
        or receipt.station != origin
    ):
        raise UntrustedInputError("receipt.unknown-bundle")
    same = (receipt.manifest_sha256, receipt.ciphertext_sha256) == (export.manifest_sha256, export.ciphertext_sha256)
    if not same:
        raise UntrustedInputError("receipt.other-bundle")
    expected = manifest.decode(export.manifest).counts if receipt.outcome in _TAKEN_IN else (0, 0)
    counted = (receipt.record_count, receipt.blob_count)
    if counted != expected and not _is_part(export.kind, counted, expected):
        raise UntrustedInputError("receipt.other-counts")
    return export


def _is_part(kind: str, counted: tuple[int, int], expected: tuple[int, int]) -> bool:
    """Whether the recipient took in some of many independent records and set the others aside."""
    arrival = ARRIVALS.get(Kind(kind))
    may_be = arrival is not None and arrival.can_set_aside
    return may_be and 0 < counted[0] < expected[0] and counted[1] <= expected[1]
