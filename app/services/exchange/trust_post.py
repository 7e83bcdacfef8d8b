"""Trust documents and keys on the way: updates to partners, requests to be taken in, and the answers.

A request may come from a station that no trust document knows. Its signature proves only that the sender has the key in
it: what it brings is admitted after three groups of its sixty digits were typed from the sender's paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AppError, GateClosedError, UntrustedInputError
from app.models.domain.ids import StationId
from app.services.bundles import manifest
from app.services.bundles.admission import admit, judge_request
from app.services.bundles.container import DraftBundle, OpenedBundle, open_bundle, pass_over
from app.services.bundles.manifest import STATION_ROLE, ReplyTo, Signer
from app.services.bundles.report import Axis, AxisLine, AxisState, BottomLine, VerificationReport
from app.services.bundles.schemas import KeyGrant, KeyRequest, Record, TrustUpdate
from app.services.bundles.words import Kind
from app.services.crypto.dsse import Envelope, Signature, pae, verify
from app.services.crypto.signing import VerifyKey, key_id
from app.services.desk import Act, Desk
from app.services.exchange.cargo import Cargo
from app.services.exchange.inspection import arrival_of, note_head
from app.services.exchange.lookout import new_bundle_id, station_keys, trust_view
from app.services.exchange.preparing import Outgoing, make_draft, signers_for
from app.services.exchange.station_post import posting
from app.services.exchange.taken import Arrived, arrived
from app.services.exchange.ticks import Ticks
from app.services.ports import Drive
from app.services.stations.signer import Signer as Hand
from app.services.trust import cards, comparing
from app.services.trust.cards import OfficeCard, confined, own_card
from app.services.trust.comparing import Comparable
from app.services.trust.document import Person, Station
from app.services.trust.standing import current

Reason = Literal["new", "renewal", "replacement"]
_MOST = 1024 * 1024
"""Bytes of a request; nothing larger is read before somebody has vouched for it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A request on a medium, the card in it, and the sixty digits for the paper that goes with it."""

    ticks: Ticks
    card: bytes
    digits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A request as it lay on a medium; nothing in it is believed before its digits were compared.

    Attributes:
        came: The bundle that it came in.
        card: The office card in its one encoding.
        what: Its sixty digits, to be asked for; they are not shown.
        is_known: Whether the trust document knows the station and its key already.
    """

    came: Arrived
    trust_version: int
    reason: Reason
    card: bytes
    what: Comparable
    is_known: bool

    @property
    def origin(self) -> StationId:
        """The station that asks."""
        return self.came.origin

    @property
    def office(self) -> OfficeCard:
        """What the card says."""
        return cards.decode(self.card)


class TrustPost:
    """Use cases of trust documents and keys on media."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def send(self, actor: Actor, recipient: StationId, drive: Drive) -> Ticks:
        """Write the trust documents that a partner may lack, the newest last.

        Raises:
            GateClosedError: ``trust.none``; ``export.write-in-order``.
            InvalidInputError: ``export.recipient``.
            EnvironmentProblemError: The medium; ``media.read-back``.
        """

        def draft(act: Act) -> tuple[DraftBundle, list[Signature]]:
            seen = {one.station: one.version for one in act.unit.trust.seen()}.get(recipient, 0)
            newest = current(act.unit)
            envelopes = act.unit.trust.envelopes_after(min(seen, newest.document.version - 1))
            records = tuple(_update(envelope) for envelope in envelopes)
            act.detail["version"] = newest.document.version
            return _by_station(act, self._drafted(act, Kind.TRUST_UPDATE, recipient, _cargo(act, *records)))

        return self._deliver(actor, Action.POST_TRUST, recipient, drive, draft)

    def request(self, actor: Actor, recipient: StationId, reason: Reason, drive: Drive) -> Written:
        """Ask the office that keeps the trust document to take in this office's keys as they are now.

        Errors as in :meth:`send`.
        """
        made: list[bytes] = []

        def draft(act: Act) -> tuple[DraftBundle, list[Signature]]:
            card = own_card(act)
            made.append(cards.encode(card))
            act.detail["sha256"] = comparing.of_card(made[0]).sha256
            record = KeyRequest(reason=reason, office=card.office, persons=card.persons, stations=card.stations)
            return _by_station(act, self._drafted(act, Kind.KEY_REQUEST, recipient, _cargo(act, record)))

        ticks = self._deliver(actor, Action.REQUEST_KEYS, recipient, drive, draft)
        return Written(ticks, made[0], cards.fingerprint(made[0]))

    def read_request(self, actor: Actor, drive: Drive, name: str) -> ReadRequest:
        """Read a request; that it was signed by the key that it brings is checked, and nothing else is believed.

        Raises:
            UntrustedInputError: What speaks against it; recorded.
        """
        refused: AppError | None = None
        read: ReadRequest | None = None
        with drive.open_bundle(name) as source, self._desk.act(actor, Action.READ_KEY_REQUEST) as act:
            try:
                read = _read(act, open_bundle(source, [station_keys(act.unit).identity]), source)
                act.detail.update({"origin": read.origin, "sha256": read.what.sha256, "code": "sound"})
            except UntrustedInputError as refusal:
                refused = refusal
                act.detail["code"] = refusal.code
        if read is None:
            raise refused or UntrustedInputError("trust.request-refused")
        return read

    def grant(self, actor: Actor, hands: Sequence[Hand], request: ReadRequest, drive: Drive) -> Ticks:
        """Answer a request whose keys stand in the trust document now, with the documents that the station lacks.

        Args:
            actor: The security officer.
            hands: One hand for each signature that the kind needs, in any order.
            request: From :meth:`read_request`; its card was compared and admitted.
            drive: The medium.

        Raises:
            GateClosedError: ``trust.not-granted``: no document in force holds a key of the request.
            InvalidInputError: ``export.signers`` or ``export.recipient``.
        """

        def draft(act: Act) -> tuple[DraftBundle, list[Signature]]:
            newest, card = current(act.unit), request.office
            held = _key_ids(newest.document.persons, newest.document.stations)
            asked = _key_ids(card.persons, card.stations)
            if request.origin not in {one.id for one in newest.document.stations} or not asked & held:
                raise GateClosedError("trust.not-granted")
            if not request.is_known:
                _take_place(act, request)
            record = KeyGrant(
                request=request.came.bundle_id,
                trust_version=newest.document.version,
                trust_sha256=newest.sha256,
                granted=tuple(sorted(asked & held)),
                refused=tuple(sorted(asked - held)),
                documents=tuple(
                    act.unit.trust.envelopes_after(min(request.trust_version, newest.document.version - 1))
                ),
            )
            signers = signers_for(act, trust_view(act.unit), Kind.KEY_GRANT, [hand.person for hand in hands])
            reply = ReplyTo(bundle_id=request.came.bundle_id, manifest_sha256=request.came.manifest_sha256)
            drafted = self._drafted(act, Kind.KEY_GRANT, request.origin, _cargo(act, record), signers, reply)
            return drafted, [hand.sign(manifest.PAYLOAD_TYPE, drafted.manifest_bytes) for hand in hands]

        return self._deliver(actor, Action.POST_TRUST, request.origin, drive, draft)

    def _drafted(
        self,
        act: Act,
        kind: Kind,
        recipient: StationId,
        cargo: Cargo,
        signers: tuple[Signer, ...] = (),
        reply: ReplyTo | None = None,
    ) -> DraftBundle:
        station, keys = act.unit.people.station(), station_keys(act.unit)
        by_station = Signer(person=station.station_id, keyid=keys.signing.key_id, role=STATION_ROLE)
        ordered = tuple(sorted(signers, key=lambda one: one.keyid)) or (by_station,)
        bundle_id = new_bundle_id(self._desk.entropy)
        act.detail.update({"bundle": bundle_id, "recipient": recipient})
        outgoing = Outgoing(kind, bundle_id, recipient, ordered, lambda _head: cargo, reply)
        return make_draft((act,), trust_view(act.unit), outgoing)

    def _deliver(
        self,
        actor: Actor,
        action: Action,
        recipient: StationId,
        drive: Drive,
        draft: Callable[[Act], tuple[DraftBundle, list[Signature]]],
    ) -> Ticks:
        """Draft, write and read back in one act: a medium that fails leaves lane and vault as they were."""
        with posting(self._desk, drive) as post, self._desk.act(actor, action) as act:
            _require_free_lane(act, recipient)
            drafted, signatures = draft(act)
            return post.put(act, drafted, recipient, signatures)


def _require_free_lane(act: Act, recipient: StationId) -> None:
    if any(one.recipient == recipient for one in act.unit.exports.in_status(("draft", "signed"))):
        # Its number would follow theirs, and be wrong as soon as one of them is discarded.
        raise GateClosedError("export.write-in-order")


def _by_station(act: Act, drafted: DraftBundle) -> tuple[DraftBundle, list[Signature]]:
    signing = station_keys(act.unit).signing
    return drafted, [Signature(signing.key_id, signing.sign(pae(manifest.PAYLOAD_TYPE, drafted.manifest_bytes)))]


def _cargo(act: Act, *records: Record) -> Cargo:
    return Cargo(records, civil_day(act.at))


def _update(envelope: bytes) -> TrustUpdate:
    version, sha256 = comparing.version_of(envelope)
    return TrustUpdate(version=version, sha256=sha256, envelope=envelope)


def _read(act: Act, opened: OpenedBundle, source: BinaryIO) -> ReadRequest:
    arrival = arrival_of(act.unit, opened, int(act.at.timestamp()))
    code = judge_request(arrival)
    if code or opened.manifest.total > _MOST:
        raise UntrustedInputError(code or "bundle.limit")
    said, report = opened.manifest, admit(arrival)
    vouched = VerificationReport(opened.manifest_sha256, (AxisLine(Axis.CONTAINER, AxisState.OK),))
    (record,) = list(opened.entries(vouched, pass_over))
    opened.finish()
    if not isinstance(record, KeyRequest):
        raise UntrustedInputError("bundle.record-refused", line=1)
    card = OfficeCard(
        environment=said.environment, office=record.office, persons=record.persons, stations=record.stations
    )
    _require_own_signature(card, said, opened.envelope)
    request = ReadRequest(
        arrived(act, opened, source),
        said.trust_version,
        record.reason,
        cards.encode(confined(card, current(act.unit).document)),
        comparing.of_card(cards.encode(card)),
        is_known=report.bottom_line is BottomLine.ADMITTED,
    )
    if request.is_known:
        _take_place(act, request)
        note_head(act, said)
    return request


def _take_place(act: Act, request: ReadRequest) -> None:
    """Its place on the lane to us: at once for a known station, for another one when it was admitted."""
    request.came.advance(act)
    request.came.keep(act)


def _require_own_signature(card: OfficeCard, said: manifest.Manifest, envelope: Envelope) -> None:
    """The station signed with the key that it asks for.

    Raises:
        UntrustedInputError: ``bundle.signer-unknown``, ``bundle.signature-invalid``, ``trust.weak-key``.
    """
    station = next((one for one in card.stations if one.id == said.origin), None)
    if station is None or said.signers[0].keyid != key_id(station.alg, station.signing_key):
        raise UntrustedInputError("bundle.signer-unknown")
    verify(envelope, {said.signers[0].keyid: VerifyKey(station.signing_key)})


def _key_ids(persons: Sequence[Person], stations: Sequence[Station]) -> set[str]:
    live = [key for person in persons for key in person.keys if key.revoked_at is None]
    return {key_id(key.alg, key.public) for key in live} | {
        key_id(one.alg, one.signing_key) for one in stations if one.revoked_at is None
    }
