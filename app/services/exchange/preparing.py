"""Draft a bundle inside the act that prepares it: its place on the lane, its signers, its event."""

from collections.abc import Sequence

from app import __version__
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.views.records import Export
from app.services.bundles import kinds, manifest
from app.services.bundles.admission import TrustView
from app.services.bundles.container import BundlePlan, DraftBundle, Lane, draft
from app.services.bundles.filenames import bundle_name
from app.services.bundles.manifest import Kind, Signer
from app.services.crypto.age import Recipient
from app.services.crypto.signing import key_id
from app.services.desk import Act
from app.services.exchange import drafts
from app.services.exchange.departures import Cargo
from app.services.exchange.lookout import newest_event, signed_head, station_keys
from app.services.trust.document import Person


def make_draft(
    acts: Sequence[Act],
    trust: TrustView,
    kind: Kind,
    cargo: Cargo,
    bundle_id: str,
    recipient: StationId,
    signers: Sequence[PersonId],
) -> DraftBundle:
    """Draft a bundle from a running act, whose event it carries with a proof that it is on record.

    Raises:
        InvalidInputError: ``export.recipient`` or ``export.signers``.
    """
    act = acts[-1]
    station = act.unit.people.station()
    theirs = trust.document.station(recipient)
    if theirs is None or theirs.revoked_at is not None or theirs.id == station.station_id:
        raise InvalidInputError("export.recipient", field="recipient")
    keys = station_keys(act.unit)
    lane, own = act.unit.lanes.get("out", recipient), act.unit.lanes.get("own", station.station_id)
    for earlier in acts[:-1]:
        earlier.record_event()
    before = act.unit.record.head()
    index = act.record_event()
    act.unit.lanes.advance("own", station.station_id, own.last_seq + 1, own.last_manifest_sha256)
    plan = BundlePlan(
        kind=kind,
        environment=station.environment,
        bundle_id=bundle_id,
        origin=station.station_id,
        created_at=int(act.at.timestamp()),
        trust_version=trust.document.version,
        trust_sha256=trust.sha256,
        app_version=__version__,
        retention_start=cargo.retention_start,
        lanes=(
            Lane(recipient, Recipient(theirs.recipient_key), lane.last_seq + 1, lane.last_manifest_sha256),
            Lane(station.station_id, keys.identity.recipient, own.last_seq + 1, own.last_manifest_sha256),
        ),
        signers=_signers(trust, kind, signers),
        records=cargo.records,
        origin_checkpoint=signed_head(act.unit, keys),
        export_event=newest_event(before, index),
        letters=drafts.papers_of(act.unit, cargo.letters),
        blobs=drafts.papers_of(act.unit, cargo.blobs),
    )
    return draft(plan)


def _signers(trust: TrustView, kind: Kind, people: Sequence[PersonId]) -> tuple[Signer, ...]:
    """One named signer for each slot of the policy, each another person holding a role of the slot."""
    slots = kinds.rule(kind).signing.roles
    if len(people) != len(slots) or len(set(people)) != len(people):
        raise InvalidInputError("export.signers", field="signers")
    signers = []
    for person_id, slot in zip(people, slots, strict=True):
        person = trust.document.person(person_id)
        role = _role_in(person, slot)
        if person is None or role is None:
            raise InvalidInputError("export.signers", field="signers")
        key = next(each for each in person.keys if each.revoked_at is None)
        signers.append(Signer(person=person_id, keyid=key_id(key.alg, key.public), role=role))
    return tuple(signers)


def _role_in(person: Person | None, slot: Sequence[str]) -> str | None:
    roles = {role.value for role in person.roles} if person is not None else set()
    return next((role for role in slot if role in roles), None)


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
        owner=" ".join(each.subject for each in acts),
        recipient=recipient,
        seq=seq,
        status="draft",
        file_name=bundle_name(drafted.manifest.origin, recipient, seq, bundle_id).text,
        prepared_at=act.at,
        prepared_by=act.actor.person,
        manifest=drafted.manifest_bytes,
        manifest_sha256=manifest.digest(drafted.manifest_bytes),
        signatures="[]",
        draft=drafts.stored(act.unit, drafted, cargo.letters, cargo.blobs),
    )
