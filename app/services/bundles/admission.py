"""Whether a bundle may be opened further: a pure function of its manifest, our trust document and our lane.

Nothing in a manifest is believed before the signatures hold; the steps up to the recipient therefore stop at the first
failure. What follows (purpose, time, sequence) is independent and all of it is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.bundles import kinds
from app.services.bundles.archive import RECORDS
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.manifest import READABLE_SCHEMAS, STATION_ROLE, Kind, Manifest, Signer, digest
from app.services.bundles.report import Axis, AxisLine, AxisState, VerificationReport
from app.services.bundles.sizes import is_permitted
from app.services.crypto.dsse import Envelope, verify
from app.services.crypto.signing import VerifyKey, key_id
from app.services.trust.document import Person, PersonKey, TrustDocument

CLOCK_TOLERANCE = 600
"""Seconds by which another station's clock may be ahead of ours."""
_DAY = 86_400


BRINGING_TRUST = frozenset({Kind.TRUST_UPDATE, Kind.KEY_GRANT})
"""Kinds that bring trust documents: their sender knows a later one, in which we may stand for the first time."""


@dataclass(frozen=True, slots=True)
class LaneState:
    """What we know about the lane from the origin to us.

    ``recorded`` is the manifest hash that we recorded earlier under this bundle's id, or ``None``.
    """

    last_seq: int = 0
    last_sha256: str = ZERO_HASH
    recorded: str | None = None
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class TrustView:
    """Our trust document with what paper orders revoked, its hash, and what we know of other versions.

    Attributes:
        history: Hashes of the versions before it.
        superseded_at: When the version after each earlier one was adopted here, UTC seconds.
        newer_since: Since when we know that a later version than ours exists; ``None`` when we know of none.
        grace: Seconds for which a version may still be used after it is known that another followed it.
    """

    document: TrustDocument
    sha256: str
    history: Mapping[int, str] = field(default_factory=dict)
    superseded_at: Mapping[int, int] = field(default_factory=dict)
    newer_since: int | None = None
    grace: int = 0

    def hash_of(self, version: int) -> str | None:
        """Hash of a version on our chain, or ``None`` when we do not know it."""
        return self.sha256 if version == self.document.version else self.history.get(version)

    def is_stale(self, now: int) -> bool:
        """Whether our own document may not be used any more: it expired, or a later one is known for too long."""
        is_overdue = self.newer_since is not None and now > self.newer_since + self.grace
        return is_overdue or now > self.document.expires

    def accepts(self, version: int, sha256: str, created_at: int, now: int) -> bool:
        """Whether a bundle that names this version may be judged by our document.

        Somebody who keeps back newer documents shows by naming an old one after its time, or is ahead of us.
        """
        if self.is_stale(now):
            return False
        if version > self.document.version:
            return self.grace > 0
        superseded = self.superseded_at.get(version)
        is_late = superseded is not None and created_at > superseded + self.grace
        return self.hash_of(version) == sha256 and not is_late


@dataclass(frozen=True, slots=True)
class Arrival:
    """Everything that the admission looks at.

    Args:
        manifest: Decoded from ``envelope.payload``.
        envelope: As parsed, signatures not yet verified.
        stanza_count: Number of recipients that the file was really encrypted to.
        opened_with: Fingerprint of our recipient key that opened it.
        trust: Our trust document.
        station: Our station.
        environment: Of our vault.
        lane: From the origin to us.
        now: UTC seconds of the guarded clock.
        accept_gap: An officer accepted, with a reason, that earlier bundles are missing.
        record_code: What speaks against the head of the origin's record beside those that we noted before; empty if
            nothing does.
    """

    manifest: Manifest
    envelope: Envelope
    stanza_count: int
    opened_with: str
    trust: TrustView
    station: str
    environment: Environment
    lane: LaneState
    now: int
    accept_gap: bool = False
    record_code: str = ""


def admit(arrival: Arrival) -> VerificationReport:
    """Answer every question about an opened bundle, in the order of trust.

    That a bundle was recorded before follows from its hash alone and is told whatever else failed.
    """
    lines = [AxisLine(Axis.CONTAINER, AxisState.OK)]
    stopped = False
    for axis, check, is_gate in _CHECKS:
        if stopped and not (axis is Axis.SEQUENCE and _is_recorded(arrival)):
            lines.append(AxisLine(axis, AxisState.NOT_REACHED))
            continue
        code = check(arrival)
        lines.append(AxisLine(axis, AxisState.FAILED if code else AxisState.OK, code))
        stopped = bool(code) and is_gate
    lines.append(AxisLine(Axis.CONTENT, AxisState.NOT_REACHED))
    return VerificationReport(digest(arrival.envelope.payload), tuple(lines))


def judge_request(arrival: Arrival) -> str:
    """What speaks against reading a key request whose station need not be in the trust document; empty if nothing does.

    Its signature is checked with the key that it brings, and proves no more than that the sender has that key.
    """
    checks = (_check_environment, _check_format, _check_self_named, _check_recipient, _check_time)
    return next((code for code in (check(arrival) for check in checks) if code), "")


def _check_self_named(arrival: Arrival) -> str:
    manifest = arrival.manifest
    (signer, *others) = manifest.signers
    is_alone = not others and [signature.keyid for signature in arrival.envelope.signatures] == [signer.keyid]
    is_station = (signer.role, signer.person) == (STATION_ROLE, manifest.origin)
    is_request = manifest.kind is Kind.KEY_REQUEST and manifest.signing == kinds.rule(manifest.kind).signing
    return "" if is_request and is_alone and is_station else "bundle.threshold-not-met"


def _check_environment(arrival: Arrival) -> str:
    if arrival.manifest.environment is arrival.environment:
        return ""
    is_rehearsal = arrival.manifest.environment is Environment.REHEARSAL
    return "bundle.rehearsal-in-live" if is_rehearsal else "bundle.live-in-rehearsal"


def _check_format(arrival: Arrival) -> str:
    manifest = arrival.manifest
    if manifest.app.schema not in READABLE_SCHEMAS:
        return "bundle.unknown-format"
    rule, records = kinds.rule(manifest.kind), manifest.entry(RECORDS)
    count = (records.count or 0) if records is not None else 0
    letters = sum(entry.path.startswith("letters/") for entry in manifest.entries)
    # What has no place in a kind is not brought along beside its records.
    has_only_its_own = not rule.bare or (manifest.blob_count == 0 and letters <= count)
    is_sound = 1 <= count <= rule.most_records and has_only_its_own and is_permitted(rule.size_class, manifest.total)
    return "" if is_sound else "bundle.manifest-refused"


def _check_trust_version(arrival: Arrival) -> str:
    manifest, trust = arrival.manifest, arrival.trust
    if manifest.kind in BRINGING_TRUST:
        # It brings what is missing; the document inside is judged by its root signatures.
        return ""
    is_accepted = trust.accepts(manifest.trust_version, manifest.trust_sha256, manifest.created_at, arrival.now)
    return "" if is_accepted else "bundle.trust-stale"


def _check_signers_known(arrival: Arrival) -> str:
    manifest, trust = arrival.manifest, arrival.trust.document
    origin = trust.station(manifest.origin)
    if origin is None:
        return "bundle.signer-unknown"
    if origin.revoked_at is not None:
        return "bundle.signer-revoked"
    codes = [_signer_code(signer, manifest, trust) for signer in manifest.signers]
    return next((code for code in codes if code), "")


def _signer_code(signer: Signer, manifest: Manifest, trust: TrustDocument) -> str:
    if signer.role == STATION_ROLE:
        return "" if _station_key(signer, manifest, trust) else "bundle.signer-unknown"
    key = _person_key(trust.person(signer.person), signer.keyid)
    if key is None:
        return "bundle.signer-unknown"
    # A thief can write any date: a revoked key counts for nothing that we have not received before.
    is_usable = key.revoked_at is None and key.since <= manifest.created_at <= key.until
    return "" if is_usable else "bundle.signer-revoked"


def _person_key(person: Person | None, keyid: str) -> PersonKey | None:
    keys: Iterable[PersonKey] = () if person is None else person.keys
    return next((key for key in keys if key_id(key.alg, key.public) == keyid), None)


def _station_key(signer: Signer, manifest: Manifest, trust: TrustDocument) -> bytes | None:
    station = trust.station(manifest.origin)
    if station is None or signer.person != station.id or key_id(station.alg, station.signing_key) != signer.keyid:
        return None
    return station.signing_key


def _check_signatures(arrival: Arrival) -> str:
    keys: dict[str, VerifyKey] = {}
    for signer in arrival.manifest.signers:
        raw = _public_key(signer, arrival)
        if raw is not None:
            keys[signer.keyid] = VerifyKey(raw)
    if {each.keyid for each in arrival.envelope.signatures} != set(keys):
        return "bundle.threshold-not-met"
    try:
        verify(arrival.envelope, keys)
    except UntrustedInputError as refusal:
        return refusal.code
    return ""


def _public_key(signer: Signer, arrival: Arrival) -> bytes | None:
    if signer.role == STATION_ROLE:
        return _station_key(signer, arrival.manifest, arrival.trust.document)
    key = _person_key(arrival.trust.document.person(signer.person), signer.keyid)
    return None if key is None else key.public


def _check_threshold(arrival: Arrival) -> str:
    manifest = arrival.manifest
    policy = kinds.rule(manifest.kind).signing
    has_policy = manifest.signing == policy
    people = {signer.person for signer in manifest.signers}
    is_distinct = len(people) == len(manifest.signers) == len({signer.keyid for signer in manifest.signers})
    is_enough = len(people) >= policy.threshold
    holds_roles = all(_holds_role(signer, arrival) for signer in manifest.signers)
    if has_policy and is_distinct and is_enough and holds_roles and _fill_slots(manifest.signers, policy.roles):
        return ""
    return "bundle.threshold-not-met"


def _holds_role(signer: Signer, arrival: Arrival) -> bool:
    """Whether the trust document gives the role to the person, in the office of the origin."""
    trust = arrival.trust.document
    if signer.role == STATION_ROLE:
        return True
    person, origin = trust.person(signer.person), trust.station(arrival.manifest.origin)
    if person is None or origin is None:
        return False
    return person.office == origin.office and signer.role in {role.value for role in person.roles}


def _fill_slots(signers: tuple[Signer, ...], slots: tuple[tuple[str, ...], ...]) -> bool:
    """Whether another signer can be found for every slot."""
    return any(
        all(signer.role in slot for signer, slot in zip(chosen, slots, strict=True))
        for chosen in permutations(signers, len(slots))
    )


def _check_recipient(arrival: Arrival) -> str:
    named = arrival.manifest.addressee(arrival.station)
    is_ours = named is not None and named.key_fp == arrival.opened_with
    return "" if is_ours and arrival.stanza_count == len(arrival.manifest.recipients) else "bundle.wrong-recipient"


def _check_purpose(arrival: Arrival) -> str:
    manifest, trust = arrival.manifest, arrival.trust.document
    rule = kinds.rule(manifest.kind)
    says_the_same = manifest.purpose is rule.purpose and manifest.retention.rule is rule.retention
    others = [each.station for each in manifest.recipients if each.station != manifest.origin]
    # A station that comes to the circle by this very bundle is in no document that it has.
    unknown_us = {arrival.station} if manifest.kind in BRINGING_TRUST else set[str]()
    may_go = all(_may_go(manifest, station, trust) for station in others if station not in unknown_us)
    return "" if says_the_same and others and may_go else "bundle.purpose-refused"


def _may_go(manifest: Manifest, station: str, trust: TrustDocument) -> bool:
    sender, receiver = trust.office_of_station(manifest.origin), trust.office_of_station(station)
    if sender is None or receiver is None:
        return False
    rule = kinds.rule(manifest.kind)
    return rule.permits(sender.kind, receiver.kind, same_office=sender.id == receiver.id)


def _check_time(arrival: Arrival) -> str:
    manifest, document = arrival.manifest, arrival.trust.document
    longest = kinds.rule(manifest.kind).days_valid * _DAY
    if manifest.created_at > arrival.now + CLOCK_TOLERANCE:
        return "bundle.from-the-future"
    if not manifest.created_at < manifest.not_after <= manifest.created_at + longest:
        return "bundle.manifest-refused"
    names_ours = manifest.trust_version == document.version
    if names_ours and manifest.created_at + CLOCK_TOLERANCE < document.issued_at:
        # It claims to be older than the trust document that it names.
        return "bundle.manifest-refused"
    return "bundle.expired" if arrival.now > manifest.not_after else ""


def _is_recorded(arrival: Arrival) -> bool:
    lane, ours = arrival.lane, digest(arrival.envelope.payload)
    return lane.recorded == ours or (lane.last_seq > 0 and lane.last_sha256 == ours)


def _check_sequence(arrival: Arrival) -> str:
    lane = arrival.lane
    named = arrival.manifest.addressee(arrival.station)
    if arrival.manifest.origin == arrival.station:
        return ""  # no lane leads from a station to itself: nothing is missing, nothing can fork
    if _is_recorded(arrival):
        return "bundle.replay"
    if named is None or lane.is_stopped or lane.recorded is not None or named.seq <= lane.last_seq:
        return "bundle.fork"
    if named.seq > lane.last_seq + 1:
        return "" if arrival.accept_gap else "bundle.gap"
    return "" if named.prev == lane.last_sha256 else "bundle.fork"


def _check_record(arrival: Arrival) -> str:
    # Heads grow in the order of the lane; of a bundle out of its order nothing can be said.
    return "" if _check_sequence(arrival) else arrival.record_code


_CHECKS: tuple[tuple[Axis, Callable[[Arrival], str], bool], ...] = (
    (Axis.ENVIRONMENT, _check_environment, True),
    (Axis.FORMAT, _check_format, True),
    (Axis.TRUST_VERSION, _check_trust_version, True),
    (Axis.SIGNERS_KNOWN, _check_signers_known, True),
    (Axis.SIGNATURES, _check_signatures, True),
    (Axis.THRESHOLD, _check_threshold, True),
    (Axis.RECIPIENT, _check_recipient, True),
    (Axis.PURPOSE, _check_purpose, False),
    (Axis.TIME, _check_time, False),
    (Axis.SEQUENCE, _check_sequence, False),
    (Axis.RECORD, _check_record, False),
)
"""Question, its check, and whether nothing may be asked after a failure."""
