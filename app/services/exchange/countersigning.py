"""Countersigning (連署) at another station of the same office: the manifest travels there, a signature comes back.

The contents of a draft stay where they are. What is signed is the very manifest, byte for byte; a signature that came
back counts only if it is of a named signer over exactly those bytes.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.domain.loop import Objecting
from app.models.views.loop import Objection
from app.services.bundles import kinds, manifest
from app.services.bundles.admission import TrustView, admit
from app.services.bundles.container import OpenedBundle, open_bundle, pass_over
from app.services.bundles.manifest import STATION_ROLE, Kind, Manifest, Signer
from app.services.bundles.record_types.enrolment import CarriedRefusal, CarriedSignature, Countersign
from app.services.crypto.dsse import Envelope, Signature, verify
from app.services.crypto.signing import VerifyKey, key_id
from app.services.desk import Act, Desk
from app.services.exchange import drafts
from app.services.exchange.cargo import Cargo
from app.services.exchange.countersign_views import TakenAnswer, ToCountersign, as_told, name_of
from app.services.exchange.inspection import arrival_of, require_foreign
from app.services.exchange.lookout import new_bundle_id, station_keys, trust_view
from app.services.exchange.preparing import Outgoing, make_draft
from app.services.exchange.station_post import Post, posting
from app.services.exchange.taken import take_in
from app.services.exchange.ticks import Ticks
from app.services.exchange.writing import step_up
from app.services.ports import Drive
from app.services.stations.signer import Signer as Hand


@dataclass(frozen=True, slots=True)
class Answer:
    """The manifest of a draft with what was said about it so far."""

    payload: bytes
    signatures: tuple[CarriedSignature, ...]
    refusals: tuple[CarriedRefusal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request that is being answered."""

    act: Act
    post: Post
    said: Manifest
    record: Countersign


class Countersigning:
    """Use cases of both stations."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def send(self, actor: Actor, hand: Hand, bundle_id: BundleId, station: StationId, drive: Drive) -> Ticks:
        """Write the manifest of a draft, with the signatures made so far, for a signer at another station.

        Args:
            actor: The security officer.
            hand: The same officer's: the passphrase is asked at every export.
            bundle_id: The draft.
            station: Another station of this office.
            drive: The medium.

        Raises:
            GateClosedError: ``export.not-a-draft``; ``export.write-in-order`` while a draft waits for that station.
            InvalidInputError: ``export.recipient``: it is no other station of this office.
        """
        step_up(self._desk, actor, hand)
        with posting(self._desk, drive) as post, self._desk.act(actor, Action.SEND_COUNTERSIGN) as act:
            export = act.unit.exports.get(bundle_id)
            if export.status != "draft":
                raise GateClosedError("export.not-a-draft")
            kept = drafts.signatures_of(export)
            carried = tuple(
                CarriedSignature(person=one.person, keyid=one.keyid, sig=base64.b64decode(one.sig)) for one in kept
            )
            act.detail.update({"bundle": bundle_id, "recipient": station})
            ticks = self._post(act, post, Answer(export.manifest, carried), station)
            act.unit.countersigns.ask(bundle_id, station, ticks.file_name, act.at)
            return ticks

    def look(self, actor: Actor, drive: Drive, file_name: str) -> ToCountersign:
        """What a draft of another station says that somebody here is to sign; nothing is kept.

        Raises:
            UntrustedInputError: It does not verify, or is no request for a countersignature.
            GateClosedError: ``import.own-bundle``: it is a request of our own.
        """
        with drive.open_bundle(file_name) as source, self._desk.act(actor, Action.SEE_DRAFT) as act:
            opened, record = _opened(act, source)
            said = _checked(act, opened, record)
            act.detail["bundle"] = said.bundle_id
            us = act.unit.people.station().station_id
            return as_told(record, said, trust_view(act.unit).document, opened.manifest.origin, us)

    def sign(self, actor: Actor, hand: Hand, drive: Drive, file_name: str) -> Ticks:
        """Sign the manifest of another station's draft, and write the signature for its way back.

        Raises:
            UntrustedInputError: It does not verify, or is no request for a countersignature.
            GateClosedError: ``export.not-a-signer`` or ``export.signed-already``.
        """
        step_up(self._desk, actor, hand)
        with self._answering(actor, Action.COUNTERSIGN, drive, file_name) as asked:
            said, record = asked.said, asked.record
            if not any(one.person == hand.person and one.keyid == hand.key_id for one in said.signers):
                raise GateClosedError("export.not-a-signer")
            if any(one.keyid == hand.key_id for one in record.signatures):
                raise GateClosedError("export.signed-already")
            made = hand.sign(manifest.PAYLOAD_TYPE, record.manifest)
            ours = CarriedSignature(person=hand.person, keyid=made.keyid, sig=made.sig)
            answer = Answer(record.manifest, (*record.signatures, ours))
            return self._post(asked.act, asked.post, answer, StationId(record.origin))

    def decline(self, actor: Actor, hand: Hand, drive: Drive, file_name: str, reason: Objecting) -> Ticks:
        """Refuse to sign the manifest of another station's draft, and write the refusal for its way back.

        The own station vouches for it: a refusal needs no proof, since nothing leaves because of it.

        Raises:
            UntrustedInputError: It does not verify, or is no request for a countersignature.
            GateClosedError: ``export.not-a-signer`` or ``export.signed-already``.
        """
        step_up(self._desk, actor, hand)
        with self._answering(actor, Action.DECLINE_COUNTERSIGN, drive, file_name) as asked:
            record = asked.record
            if not any(one.person == hand.person for one in asked.said.signers):
                raise GateClosedError("export.not-a-signer")
            if any(one.person == hand.person for one in record.signatures):
                raise GateClosedError("export.signed-already")
            asked.act.detail["reason"] = reason.value
            answer = Answer(record.manifest, record.signatures, (CarriedRefusal(person=hand.person, reason=reason),))
            return self._post(asked.act, asked.post, answer, StationId(record.origin))

    def take(self, actor: Actor, drive: Drive, file_name: str) -> TakenAnswer:
        """Take signatures that came back into the draft, or the refusal of one who was to sign.

        Raises:
            UntrustedInputError: It does not verify; ``countersign.other-manifest``: it is not about a draft that
                waits here, byte for byte.
        """
        with drive.open_bundle(file_name) as source, self._desk.act(actor, Action.TAKE_COUNTERSIGN) as act:
            opened, record = _opened(act, source)
            said = _checked(act, opened, record)
            export = act.unit.exports.find(BundleId(said.bundle_id))
            if export is None or export.status != "draft" or export.manifest != record.manifest:
                raise UntrustedInputError("countersign.other-manifest")
            before = drafts.signatures_of(export)
            known, trust = {one.keyid for one in before}, trust_view(act.unit).document
            new = [one for one in record.signatures if one.keyid not in known]
            made = [drafts.StoredSignature(one.person, one.keyid, base64.b64encode(one.sig).decode()) for one in new]
            kept = (*before, *made)
            for one in new:
                act.unit.loop.withdraw_objection(export.bundle_id, PersonId(one.person))
            refused = [one for one in record.refusals if one.person not in {each.person for each in kept}]
            for each in refused:
                person = PersonId(each.person)
                act.unit.loop.object(Objection(export.bundle_id, person, each.reason.value, act.at))
            missing = len(said.signers) - len(kept)
            status = "draft" if missing else "signed"
            act.unit.exports.set_signatures(export.bundle_id, msgspec.json.encode(kept).decode(), status)
            take_in(act, opened, source)
            _close_request(act, export.bundle_id, StationId(opened.manifest.origin))
            answer = "declined" if refused else "signed"
            act.unit.countersigns.answer(export.bundle_id, StationId(opened.manifest.origin), answer, act.at)
            act.detail.update({"bundle": export.bundle_id, "missing": missing})
            signed = tuple(name_of(trust, one.person) for one in new)
            said_no = tuple((name_of(trust, each.person), each.reason) for each in refused)
            return TakenAnswer(export.bundle_id, signed, said_no, missing)

    @contextmanager
    def _answering(self, actor: Actor, action: Action, drive: Drive, file_name: str) -> Iterator["_Asked"]:
        """Around an answer: the request verified, its place on the lane taken, the medium clean if anything fails."""
        with (
            drive.open_bundle(file_name) as source,
            posting(self._desk, drive) as post,
            self._desk.act(actor, action) as act,
        ):
            opened, record = _opened(act, source)
            said = _checked(act, opened, record)
            take_in(act, opened, source)
            act.detail.update({"bundle": said.bundle_id, "origin": record.origin})
            yield _Asked(act, post, said, record)

    def _post(self, act: Act, post: Post, answer: "Answer", station: StationId) -> Ticks:
        own, keys = act.unit.people.station(), station_keys(act.unit)
        if any(one.recipient == station for one in act.unit.exports.in_status(("draft", "signed"))):
            # Its number would follow theirs, and be wrong as soon as one of them is discarded.
            raise GateClosedError("export.write-in-order")
        said = manifest.decode(answer.payload)
        record = Countersign(
            origin=said.origin,
            manifest=answer.payload,
            signatures=tuple(sorted(answer.signatures, key=lambda one: one.keyid)),
            refusals=answer.refusals,
        )
        outgoing = Outgoing(
            Kind.COUNTERSIGN,
            new_bundle_id(self._desk.entropy),
            station,
            (Signer(person=own.station_id, keyid=keys.signing.key_id, role=STATION_ROLE),),
            lambda _head: Cargo((record,), civil_day(act.at)),
        )
        return post.put(act, make_draft((act,), trust_view(act.unit), outgoing), station, about=said.bundle_id)


def _close_request(act: Act, about: BundleId, station: StationId) -> None:
    """The signatures that came back are the receipt for the manifest that went there."""
    for one in act.unit.exports.in_status(("written",)):
        if (one.kind, one.owner, one.recipient) == (Kind.COUNTERSIGN.value, about, station):
            act.unit.exports.set_receipt(one.bundle_id, "imported", act.at)


def _opened(act: Act, source: BinaryIO) -> tuple[OpenedBundle, Countersign]:
    opened = open_bundle(source, [station_keys(act.unit).identity])
    require_foreign(act.unit, opened)
    report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
    if opened.manifest.kind is not Kind.COUNTERSIGN:
        raise UntrustedInputError("countersign.not-a-request")
    records = list(opened.entries(report, pass_over))
    opened.finish()
    if len(records) != 1 or not isinstance(records[0], Countersign):
        raise UntrustedInputError("countersign.not-a-request")
    return opened, records[0]


def _checked(act: Act, opened: OpenedBundle, record: Countersign) -> Manifest:
    """The manifest inside: of a station of our office, under the policy of its kind, every signature a named one's.

    Raises:
        UntrustedInputError: ``countersign.other-manifest``, or as signatures are refused.
    """
    said, trust = manifest.decode(record.manifest), trust_view(act.unit)
    office = trust.document.office_of_station(said.origin)
    ours = act.unit.people.station()
    carrier = opened.manifest.origin
    is_ours = office is not None and office.id == ours.office_id and said.environment is ours.environment
    # It comes from the station whose draft it is, or goes back to it.
    is_on_its_way = record.origin == said.origin and said.origin in {carrier, ours.station_id}
    if not is_ours or not is_on_its_way or said.signing != kinds.rule(said.kind).signing:
        raise UntrustedInputError("countersign.other-manifest")
    named = {(one.person, one.keyid) for one in said.signers}
    people = {one.person for one in said.signers}
    is_signed_by_named = all((one.person, one.keyid) in named for one in record.signatures)
    if not is_signed_by_named or any(one.person not in people for one in record.refusals):
        raise UntrustedInputError("bundle.signer-unknown")
    signatures = tuple(Signature(one.keyid, one.sig) for one in record.signatures)
    verify(Envelope(manifest.PAYLOAD_TYPE, record.manifest, signatures), _keys(trust, said))
    return said


def _keys(trust: TrustView, said: Manifest) -> dict[str, VerifyKey]:
    """Keys of the named signers that still count."""
    found = {}
    for signer in said.signers:
        person = trust.document.person(signer.person)
        for key in person.keys if person is not None else ():
            if key.revoked_at is None and key_id(key.alg, key.public) == signer.keyid:
                found[signer.keyid] = VerifyKey(key.public)
    return found
