"""Draft a bundle inside the act that prepares it: its place on the lane, its signers, its event."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

import msgspec

from app import __version__
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.views.records import Export
from app.services.bundles import kinds, manifest
from app.services.bundles.admission import TrustView
from app.services.bundles.container import BundlePlan, DraftBundle, Lane, draft
from app.services.bundles.filenames import bundle_name
from app.services.bundles.manifest import STATION_ROLE, Kind, ReplyTo, Signer
from app.services.crypto.age import Recipient
from app.services.crypto.dsse import Signature, pae
from app.services.crypto.signing import key_id
from app.services.desk import Act
from app.services.exchange import drafts
from app.services.exchange.cargo import Cargo
from app.services.exchange.lookout import newest_event, signed_head, station_keys
from app.services.exchange.witness import proof_for
from app.services.trust.document import Person, PersonKey

_ABOUT_TRUST = frozenset({Kind.TRUST_UPDATE, Kind.KEY_REQUEST, Kind.KEY_GRANT})
"""What must be able to travel although a document is out of date."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A bundle to be drafted.

    Attributes:
        cargo: What it carries, given the signed head of our record after the event of this very act.
        in_reply_to: The bundle that it answers.
    """

    kind: Kind
    bundle_id: str
    recipient: StationId
    signers: tuple[Signer, ...]
    cargo: Callable[[str], Cargo]
    in_reply_to: ReplyTo | None = None


def make_draft(acts: Sequence[Act], trust: TrustView, outgoing: Outgoing) -> DraftBundle:
    """Draft a bundle from running acts, with a proof that the last of them is on record, and take its lane places.

    Raises:
        InvalidInputError: ``export.recipient``.
        GateClosedError: ``trust.stale``: our trust document may not be used any more.
    """
    act = acts[-1]
    if outgoing.kind not in _ABOUT_TRUST and trust.is_stale(int(act.at.timestamp())):
        raise GateClosedError("trust.stale")
    station, lanes = act.unit.people.station(), act.unit.lanes
    theirs = trust.document.station(outgoing.recipient)
    office = trust.document.office_of_station(outgoing.recipient)
    if theirs is None or office is None or theirs.revoked_at is not None or theirs.id == station.station_id:
        raise InvalidInputError("export.recipient", field="recipient")
    same = office.id == station.office_id
    if not kinds.rule(outgoing.kind).permits(station.office_kind, office.kind, same_office=same):
        raise InvalidInputError("export.recipient", field="recipient")
    keys = station_keys(act.unit)
    lane, own = lanes.get("out", outgoing.recipient), lanes.get("own", station.station_id)
    for earlier in acts[:-1]:
        earlier.record_event()
    before = act.unit.record.head()
    index = act.record_event()
    head = signed_head(act.unit, keys)
    cargo = outgoing.cargo(head)
    drafted = draft(
        BundlePlan(
            kind=outgoing.kind,
            environment=station.environment,
            bundle_id=outgoing.bundle_id,
            origin=station.station_id,
            created_at=int(act.at.timestamp()),
            trust_version=trust.document.version,
            trust_sha256=trust.sha256,
            app_version=__version__,
            retention_start=cargo.retention_start,
            destroy_report=kinds.rule(outgoing.kind).destroy_report,
            lanes=(
                Lane(outgoing.recipient, Recipient(theirs.recipient_key), lane.last_seq + 1, lane.last_manifest_sha256),
                Lane(station.station_id, keys.identity.recipient, own.last_seq + 1, own.last_manifest_sha256),
            ),
            signers=outgoing.signers,
            records=cargo.records,
            origin_checkpoint=head,
            export_event=newest_event(before, index),
            letters=drafts.papers_of(act.unit, cargo.letters),
            blobs=drafts.papers_of(act.unit, cargo.blobs),
            network=act.lockout,
            in_reply_to=outgoing.in_reply_to,
            consistency=proof_for(act.unit, outgoing.recipient),
        )
    )
    sha256 = manifest.digest(drafted.manifest_bytes)
    lanes.advance("out", outgoing.recipient, lane.last_seq + 1, sha256)
    lanes.advance("own", station.station_id, own.last_seq + 1, sha256)
    return drafted


def file_name(drafted: DraftBundle, recipient: StationId) -> str:
    """Name of the bundle on a medium."""
    named = drafted.manifest.addressee(recipient)
    seq = named.seq if named is not None else 0
    return bundle_name(drafted.manifest.origin, recipient, seq, drafted.manifest.bundle_id).text


def signers_for(act: Act, trust: TrustView, kind: Kind, people: Sequence[PersonId]) -> tuple[Signer, ...]:
    """One named signer for each slot of the policy: another officer of ours, with a role of the slot and a live key.

    The people may be named in any order; the signers come in that of the policy.

    What the station signs needs nobody.
    """
    slots = kinds.rule(kind).signing.roles
    if slots == ((STATION_ROLE,),):
        return (_own_station(act),)
    if len(people) != len(slots) or len(set(people)) != len(people):
        raise InvalidInputError("export.signers", field="signers")
    for seated in permutations(people):  # two slots as a rule: nobody need know in which order the policy names them
        signers = [_signer(act, trust, person, slot) for person, slot in zip(seated, slots, strict=True)]
        fitting = tuple(signer for signer in signers if signer is not None)
        if len(fitting) == len(slots):
            return fitting
    raise InvalidInputError("export.signers", field="signers")


def _signer(act: Act, trust: TrustView, person_id: PersonId, slot: Sequence[str]) -> Signer | None:
    person = trust.document.person(person_id)
    role, key = _role_in(person, slot), _live_key(person, int(act.at.timestamp()))
    if person is None or person.office != act.unit.people.station().office_id or role is None or key is None:
        return None
    return Signer(person=person_id, keyid=key_id(key.alg, key.public), role=role)


def require_still_trusted(export: Export, trust: TrustView) -> None:
    """Let nothing leave under a key that was taken back, or lost its person, after the bundle was drafted.

    Raises:
        GateClosedError: ``export.trust-changed``.
    """
    said, document = manifest.decode(export.manifest), trust.document
    for addressee in said.recipients:
        station = document.station(addressee.station)
        if station is None or station.revoked_at is not None or station.recipient_fingerprint != addressee.key_fp:
            raise GateClosedError("export.trust-changed")
    for signer in said.signers:
        if signer.role == STATION_ROLE:
            continue  # our own key: the document that we adopted names it, or nobody could have drafted this
        person = document.person(signer.person)
        keys = person.keys if person is not None else ()
        if not any(key.revoked_at is None and key_id(key.alg, key.public) == signer.keyid for key in keys):
            raise GateClosedError("export.trust-changed")


def signed_by_station(act: Act, export: Export) -> Export:
    """The draft with the signature of our station, where that is the only one that its kind needs."""
    own = _own_station(act)
    if manifest.decode(export.manifest).signers != (own,):
        return export
    made = station_keys(act.unit).signing.sign(pae(manifest.PAYLOAD_TYPE, export.manifest))
    line = drafts.StoredSignature(own.person, own.keyid, base64.b64encode(made).decode())
    return replace(export, signatures=msgspec.json.encode((line,)).decode(), status="signed")


def _own_station(act: Act) -> Signer:
    station = act.unit.people.station().station_id
    return Signer(person=station, keyid=station_keys(act.unit).signing.key_id, role=STATION_ROLE)


def _live_key(person: Person | None, now: int) -> PersonKey | None:
    keys = person.keys if person is not None else ()
    return next((key for key in keys if key.revoked_at is None and key.since <= now <= key.until), None)


def _role_in(person: Person | None, slot: Sequence[str]) -> str | None:
    roles = {role.value for role in person.roles} if person is not None else set()
    return next((role for role in slot if role in roles), None)


def posted_export(
    act: Act, drafted: DraftBundle, recipient: StationId, signatures: Sequence[Signature], about: str
) -> Export:
    """A bundle that is signed and written in the act that drafted it, and whose receipt is awaited like any other."""
    people = {one.keyid: one.person for one in drafted.manifest.signers}
    kept = [
        drafts.StoredSignature(PersonId(people[one.keyid]), one.keyid, base64.b64encode(one.sig).decode())
        for one in signatures
    ]
    named = drafted.manifest.addressee(recipient)
    return Export(
        bundle_id=BundleId(drafted.manifest.bundle_id),
        kind=drafted.manifest.kind.value,
        owner=about,
        recipient=recipient,
        seq=named.seq if named is not None else 0,
        status="signed",
        file_name=file_name(drafted, recipient),
        prepared_at=act.at,
        prepared_by=act.actor.person,
        manifest=drafted.manifest_bytes,
        manifest_sha256=manifest.digest(drafted.manifest_bytes),
        signatures=msgspec.json.encode(kept).decode(),
    )


def export_record(
    acts: Sequence[Act], drafted: DraftBundle, cargo: Cargo, bundle_id: str, recipient: StationId
) -> Export:
    """The draft as the vault keeps it until it is signed and written."""
    act = acts[0]
    named = drafted.manifest.addressee(recipient)
    seq = named.seq if named is not None else 0
    return Export(
        bundle_id=BundleId(bundle_id),
        kind=drafted.manifest.kind.value,
        owner=" ".join(word for each in acts for word in (each.subject, each.matter) if word),
        recipient=recipient,
        seq=seq,
        status="draft",
        file_name=file_name(drafted, recipient),
        prepared_at=act.at,
        prepared_by=act.actor.person,
        manifest=drafted.manifest_bytes,
        manifest_sha256=manifest.digest(drafted.manifest_bytes),
        signatures="[]",
        draft=drafts.stored(act.unit, drafted, cargo.letters, cargo.blobs),
    )
