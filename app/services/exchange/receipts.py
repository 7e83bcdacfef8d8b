"""Receipts (受領書): written by the station that decided on a bundle, closing the export at its origin."""

from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError, UntrustedInputError
from app.models.domain.ids import BundleId, StationId
from app.models.views.records import Import
from app.services.bundles import manifest
from app.services.bundles.admission import admit
from app.services.bundles.container import DraftBundle, open_bundle, pass_over, write
from app.services.bundles.manifest import STATION_ROLE, Kind, ReplyTo, Signer
from app.services.bundles.schemas import LaneHead, Receipt, ReceiptOutcome
from app.services.crypto.dsse import Signature, pae
from app.services.desk import Act, Desk
from app.services.exchange.departures import Cargo
from app.services.exchange.importing import arrival_of, note_head
from app.services.exchange.lookout import new_bundle_id, station_keys, trust_view
from app.services.exchange.preflight import require_fit
from app.services.exchange.preparing import Outgoing, file_name, make_draft
from app.services.exchange.ticks import Ticks, flush_to_medium, reading_back, sha256_of
from app.services.ports import Drive

_MARGIN = 1024 * 1024
"""Room for what encryption adds."""


@dataclass(frozen=True, slots=True)
class ClosedExport:
    """What a receipt said."""

    bundle_id: BundleId
    outcome: str
    code: str
    """Error code when the bundle was refused."""


class Receipts:
    """Use cases of the loop of receipts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def write(self, actor: Actor, bundle_id: BundleId, drive: Drive) -> str:
        """Write the receipt for a bundle that was decided on. As :meth:`deliver`, for who needs the name only.

        Returns:
            The name of the file on the medium.
        """
        return self.deliver(actor, bundle_id, drive).file_name

    def deliver(self, actor: Actor, bundle_id: BundleId, drive: Drive) -> Ticks:
        """Write the receipt for a bundle that was decided on, and read it back.

        The medium is not let go: it may hold more bundles that wait for a decision.

        Raises:
            GateClosedError: ``receipt.nothing-decided``; ``export.write-in-order`` while a draft waits for the same
                recipient.
            EnvironmentProblemError: The medium is full, gone or read-only; ``media.read-back`` or
                ``media.not-verified``. No receipt is on the medium then and the vault is as before.
        """
        name, is_finished = "", False
        try:
            with self._desk.act(actor, Action.WRITE_RECEIPT) as act:
                decided = _decided(act, bundle_id)
                drafted = self._draft(act, decided)
                name = file_name(drafted, decided.origin)
                size, digest = self._put(act, drafted, drive, name)
                written_at = self._desk.clock.now()
                with reading_back(), drive.reopen(name) as source:
                    _require_same(source, digest)
                verified_at = self._desk.clock.now()
                drive.finish(name)
                is_finished = True
                act.detail.update({"bundle": bundle_id, "receipt": drafted.manifest.bundle_id})
        except BaseException:
            with suppress(AppError):  # the medium is gone or broken; the first error tells more
                if is_finished:
                    drive.remove(name)
                elif name:
                    drive.discard(name)
            raise
        return Ticks(name, size, digest, written_at, verified_at, None)

    def close(self, actor: Actor, drive: Drive, file_name: str) -> ClosedExport:
        """Take in a receipt and close the export that it answers.

        Raises:
            UntrustedInputError: It does not verify, or speaks of a bundle that was never sent so
                (``receipt.unknown-bundle``, ``receipt.other-bundle``).
        """
        try:
            with drive.open_bundle(file_name) as source, self._desk.act(actor, Action.CLOSE_EXPORT) as act:
                return _close(act, source)
        except UntrustedInputError as refusal:
            with self._desk.act(actor, Action.REFUSE_BUNDLE) as act:
                act.detail.update({"kind": Kind.RECEIPT.value, "code": refusal.code})
            raise

    def _draft(self, act: Act, decided: Import) -> DraftBundle:
        station, keys = act.unit.people.station(), station_keys(act.unit)
        act.detail["answers"] = decided.bundle_id

        def cargo(head: str) -> Cargo:
            receipt = Receipt(
                bundle_id=decided.bundle_id,
                manifest_sha256=decided.manifest_sha256,
                ciphertext_sha256=decided.ciphertext_sha256,
                station=station.station_id,
                person=act.actor.person,
                received_at=int(decided.decided_at.timestamp()),
                outcome=ReceiptOutcome(decided.outcome),
                code=decided.code or None,
                record_count=0,
                blob_count=0,
                checkpoint=head,
                lanes=(LaneHead(origin=decided.origin, seq=max(decided.seq, 0), missing=()),),
            )
            return Cargo((receipt,), civil_day(act.at))

        if any(one.recipient == decided.origin for one in act.unit.exports.in_status(("draft", "signed"))):
            # Its number would follow theirs, and be wrong as soon as one of them is discarded.
            raise GateClosedError("export.write-in-order")
        outgoing = Outgoing(
            Kind.RECEIPT,
            new_bundle_id(self._desk.entropy),
            decided.origin,
            (Signer(person=station.station_id, keyid=keys.signing.key_id, role=STATION_ROLE),),
            cargo,
            ReplyTo(bundle_id=decided.bundle_id, manifest_sha256=decided.manifest_sha256),
        )
        return make_draft((act,), trust_view(act.unit), outgoing)

    def _put(self, act: Act, drafted: DraftBundle, drive: Drive, name: str) -> tuple[int, str]:
        keys = station_keys(act.unit)
        signature = Signature(
            keys.signing.key_id, keys.signing.sign(pae(manifest.PAYLOAD_TYPE, drafted.manifest_bytes))
        )
        require_fit(drive, drafted.manifest.total + _MARGIN)
        with drive.create(name) as destination:
            sealed = write(drafted, [signature], destination, self._desk.entropy)
            flush_to_medium(destination)
        return sealed.ciphertext_size, sealed.ciphertext_sha256


def _require_same(source: BinaryIO, digest: str) -> None:
    if sha256_of(source) != digest:
        raise EnvironmentProblemError("media.read-back")


def _decided(act: Act, bundle_id: BundleId) -> Import:
    decided = act.unit.imports.find(bundle_id)
    if decided is None:
        raise GateClosedError("receipt.nothing-decided")
    return decided


def _close(act: Act, source: BinaryIO) -> ClosedExport:
    opened = open_bundle(source, [station_keys(act.unit).identity])
    report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
    if opened.manifest.kind is not Kind.RECEIPT:
        raise UntrustedInputError("receipt.not-a-receipt")
    records = list(opened.entries(report, pass_over))
    opened.finish()
    receipt = records[0]
    if not isinstance(receipt, Receipt):
        raise UntrustedInputError("receipt.not-a-receipt")
    _match(act, receipt, opened.manifest)
    note_head(act, opened.manifest)
    bundle_id = BundleId(receipt.bundle_id)
    act.unit.exports.set_receipt(bundle_id, receipt.outcome.value, act.at)
    named = opened.manifest.addressee(act.unit.people.station().station_id)
    seq = named.seq if named else 0
    act.unit.lanes.advance("in", StationId(opened.manifest.origin), seq, opened.manifest_sha256)
    act.unit.imports.add(_as_import(act, opened.manifest, opened.manifest_sha256, seq))
    act.detail.update({"bundle": bundle_id, "outcome": receipt.outcome.value})
    return ClosedExport(bundle_id, receipt.outcome.value, receipt.code or "")


def _match(act: Act, receipt: Receipt, said: manifest.Manifest) -> None:
    origin = said.origin
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
    if receipt.checkpoint != said.origin_checkpoint:
        raise UntrustedInputError("bundle.record-inconsistent")


def _as_import(act: Act, said: manifest.Manifest, sha256: str, seq: int) -> Import:
    return Import(
        BundleId(said.bundle_id),
        sha256,
        said.kind.value,
        StationId(said.origin),
        seq,
        "imported",
        "",
        "",
        act.at,
        act.actor.person,
    )
