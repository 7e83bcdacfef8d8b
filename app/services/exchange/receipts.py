"""Receipts (受領書): written by the station that decided on a bundle, closing the export at its origin."""

from collections.abc import Callable

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.ids import BundleId, StationId
from app.models.views.records import Import
from app.services.bundles.container import DraftBundle
from app.services.bundles.manifest import STATION_ROLE, Kind, ReplyTo, Signer
from app.services.bundles.schemas import LaneHead, Receipt, ReceiptOutcome
from app.services.desk import Act, Desk
from app.services.exchange import receipt_forms
from app.services.exchange.cargo import Cargo
from app.services.exchange.closing import Claim, ClosedExport, close_bundle, close_form, raise_alarm
from app.services.exchange.lookout import new_bundle_id, station_keys, trust_view
from app.services.exchange.preparing import Outgoing, make_draft
from app.services.exchange.station_post import posting
from app.services.exchange.ticks import Ticks
from app.services.media.recognising import require_admissible
from app.services.ports import Drive

MOST_MISSING = 1000
"""Numbers of missing bundles that one receipt can name."""


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
        with posting(self._desk, drive) as post, self._desk.act(actor, Action.WRITE_RECEIPT) as act:
            decided = decided_on(act, bundle_id)
            drafted = self._draft(act, decided)
            return post.put(act, drafted, decided.origin)

    def close(self, actor: Actor, drive: Drive, file_name: str) -> ClosedExport:
        """Take in a receipt from a medium, a bundle or a mini-file, and close the export that it answers.

        Raises:
            UntrustedInputError: It does not verify, or speaks of a bundle that was never sent so
                (``receipt.unknown-bundle``, ``receipt.other-bundle``, ``receipt.other-counts``,
                ``receipt.contradicts``). What cannot be an accident is an incident from then on.
        """
        with self._desk.vault.read() as unit:
            require_admissible(unit, drive)
        with drive.open_bundle(file_name) as source:
            if not file_name.endswith(receipt_forms.SUFFIX):
                return self._take(actor, lambda act, claim: close_bundle(act, source, claim))
            data = source.read(receipt_forms.LARGEST + 1)
        return self._take(actor, lambda act, claim: close_form(act, data, claim))

    def close_text(self, actor: Actor, text: str) -> ClosedExport:
        """Take in a receipt that was typed or scanned from paper. As :meth:`close`.

        Raises:
            UntrustedInputError: ``receipt.text-mistyped`` with the number of the line; and as :meth:`close`.
        """
        return self._take(actor, lambda act, claim: close_form(act, receipt_forms.from_text(text), claim))

    def _take(self, actor: Actor, close: Callable[[Act, Claim], ClosedExport]) -> ClosedExport:
        claim = Claim()
        try:
            with self._desk.act(actor, Action.CLOSE_EXPORT) as act:
                return close(act, claim)
        except UntrustedInputError as refusal:
            with self._desk.act(actor, Action.REFUSE_BUNDLE) as act:
                act.detail.update({"kind": Kind.RECEIPT.value, "code": refusal.code})
                raise_alarm(act, refusal.code, claim)
            raise

    def _draft(self, act: Act, decided: Import) -> DraftBundle:
        station, keys = act.unit.people.station(), station_keys(act.unit)
        receipt = new_bundle_id(self._desk.entropy)
        # Before the draft is made: it is sealed into the record that the draft carries.
        act.detail.update({"bundle": decided.bundle_id, "answers": decided.bundle_id, "receipt": receipt})

        def cargo(head: str) -> Cargo:
            return Cargo((receipt_of(act, decided, head),), civil_day(act.at))

        if any(one.recipient == decided.origin for one in act.unit.exports.in_status(("draft", "signed"))):
            # Its number would follow theirs, and be wrong as soon as one of them is discarded.
            raise GateClosedError("export.write-in-order")
        outgoing = Outgoing(
            Kind.RECEIPT,
            receipt,
            decided.origin,
            (Signer(person=station.station_id, keyid=keys.signing.key_id, role=STATION_ROLE),),
            cargo,
            ReplyTo(bundle_id=decided.bundle_id, manifest_sha256=decided.manifest_sha256),
        )
        return make_draft((act,), trust_view(act.unit), outgoing)


def receipt_of(act: Act, decided: Import, head: str) -> Receipt:
    """What the receipt for a decision says, in whatever form it travels."""
    return Receipt(
        bundle_id=decided.bundle_id,
        manifest_sha256=decided.manifest_sha256,
        ciphertext_sha256=decided.ciphertext_sha256,
        station=act.unit.people.station().station_id,
        person=act.actor.person,
        received_at=int(decided.decided_at.timestamp()),
        outcome=ReceiptOutcome(decided.outcome),
        code=decided.code or None,
        record_count=decided.record_count,
        blob_count=decided.paper_count,
        checkpoint=head,
        lanes=(_lane_head(act, decided.origin),),
    )


def _lane_head(act: Act, origin: StationId) -> LaneHead:
    """How far the lane from a station came, and which of its newest thousand missing numbers were given up."""
    given_up: list[int] = []
    for gap in reversed(act.unit.arrivals.gaps(origin)):
        room = MOST_MISSING - len(given_up)
        given_up += range(max(gap.first_seq, gap.last_seq - room + 1), gap.last_seq + 1)
    return LaneHead(origin=origin, seq=act.unit.lanes.get("in", origin).last_seq, missing=tuple(sorted(given_up)))


def decided_on(act: Act, bundle_id: BundleId) -> Import:
    """The decision that a receipt tells.

    Raises:
        GateClosedError: ``receipt.nothing-decided``; ``receipt.of-a-receipt``: nobody waits for that.
    """
    decided = act.unit.imports.find(bundle_id)
    if decided is None:
        raise GateClosedError("receipt.nothing-decided")
    if decided.kind == Kind.RECEIPT.value:
        raise GateClosedError("receipt.of-a-receipt")
    return decided
