"""How a station comes to its first trust document, and when a new version replaces the old.

After the root rules of The Update Framework: versions follow one another without gaps, each names the hash of the one
before, and each is signed by the threshold of the old *and* of the new root. Persons count, not keys. The first
document is adopted in person, by comparing the root's fingerprint with the paper of the key ceremony.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.bundles.fields import ZERO_HASH
from app.services.crypto.dsse import Envelope, Signature, pae, parse
from app.services.crypto.signing import VerifyKey, fingerprint_digits, key_id
from app.services.trust import document as documents
from app.services.trust.checks import check_document, holders
from app.services.trust.document import Root, TrustDocument

CLOCK_TOLERANCE = 600
"""Seconds by which the issuing station's clock may be ahead of ours."""
ROOT_LABEL = "trust-root"
"""What the root's fingerprint is computed under, in place of an algorithm's name."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A trust document that this station believes: the document, its hash, and its envelope for relaying."""

    document: TrustDocument
    sha256: str
    envelope: bytes


def root_fingerprint(root: Root) -> tuple[str, ...]:
    """The 60 digits, in twelve groups, that people compare when a station adopts its first document."""
    return fingerprint_digits(ROOT_LABEL, msgspec.json.encode(root, order="sorted"))


def adopt_first(data: bytes, expected: tuple[str, ...], environment: Environment, now: int) -> Adopted:
    """Adopt a document on a station that has none.

    Args:
        data: The signed envelope; any version, since a station may join late.
        expected: The root's fingerprint from paper, entered by a person.
        environment: Of this station's vault.
        now: UTC seconds of the guarded clock.

    Raises:
        UntrustedInputError: ``trust.root-mismatch``, and the codes of ``accept_update`` that do not concern an older
            document.
    """
    envelope, document = _read(data)
    if root_fingerprint(document.root) != expected:
        raise UntrustedInputError("trust.root-mismatch")
    require_threshold(envelope, document.root, "trust.not-signed")
    if (document.version == 1) != (document.prev_sha256 == ZERO_HASH):
        raise UntrustedInputError("trust.chain-broken")
    _check_content(document, environment, now)
    _require_in_force(document, now)
    return Adopted(document, documents.digest(envelope.payload), data)


def accept_update(current: Adopted, data: bytes, now: int) -> Adopted:
    """Accept the version that follows ours. Our own document may have expired meanwhile.

    Raises:
        UntrustedInputError: ``trust.document-refused``, ``trust.already-adopted``, ``trust.fork``,
            ``trust.rollback``, ``trust.version-gap``, ``trust.chain-broken``, ``trust.not-signed-by-old-root``,
            ``trust.not-signed``, ``trust.revocation-undone``, ``trust.wrong-environment``, ``trust.expired``,
            ``trust.from-the-future``, ``trust.validity-too-long``, ``trust.root-threshold``, ``trust.weak-key``,
            ``trust.shared-key``, ``trust.person-twice``, ``trust.unknown-reference``.
    """
    accepted = _follow(current, data, now)
    _require_in_force(accepted.document, now)
    return accepted


def accept_chain(current: Adopted, chain: Sequence[bytes], now: int) -> tuple[Adopted, ...]:
    """Accept several versions that follow ours one by one, as a station does that was away for long.

    Versions between may have expired meanwhile; the last one must be in force (The Update Framework, 5.3.10).

    Raises:
        UntrustedInputError: As ``accept_update``; ``trust.version-gap`` for an empty chain.
    """
    if not chain:
        raise UntrustedInputError("trust.version-gap", expected=current.document.version + 1, found=0)
    accepted: list[Adopted] = []
    for data in chain:
        accepted.append(_follow(accepted[-1] if accepted else current, data, now))
    _require_in_force(accepted[-1].document, now)
    return tuple(accepted)


def _follow(current: Adopted, data: bytes, now: int) -> Adopted:
    """Everything but the end of validity."""
    envelope, document = _read(data)
    sha256 = documents.digest(envelope.payload)
    _require_next(current, document, sha256)
    require_threshold(envelope, current.document.root, "trust.not-signed-by-old-root")
    require_threshold(envelope, document.root, "trust.not-signed")
    _require_revocations_kept(current.document, document)
    _require_holders_kept(current.document, document)
    _check_content(document, current.document.environment, now)
    return Adopted(document, sha256, data)


def require_threshold(envelope: Envelope, root: Root, code: str) -> None:
    """Count the distinct persons of a root whose signature holds; signatures by others are ignored.

    Raises:
        UntrustedInputError: ``code``; ``trust.weak-key``.
    """
    message = pae(envelope.payload_type, envelope.payload)
    signed = {
        entry.person
        for entry in root.keys
        for signature in envelope.signatures
        if _is_signed(signature, entry.alg, entry.public, message)
    }
    if len(signed) < root.threshold:
        raise UntrustedInputError(code)


def _read(data: bytes) -> tuple[Envelope, TrustDocument]:
    try:
        envelope = parse(data, documents.PAYLOAD_TYPE)
    except UntrustedInputError:
        raise UntrustedInputError("trust.document-refused") from None
    return envelope, documents.decode(envelope.payload)


def _require_next(current: Adopted, document: TrustDocument, sha256: str) -> None:
    ours = current.document.version
    if document.version == ours:
        raise UntrustedInputError("trust.already-adopted" if sha256 == current.sha256 else "trust.fork")
    if document.version < ours:
        raise UntrustedInputError("trust.rollback")
    if document.version > ours + 1:
        raise UntrustedInputError("trust.version-gap", expected=ours + 1, found=document.version)
    if document.prev_sha256 != current.sha256:
        raise UntrustedInputError("trust.chain-broken")


def _is_signed(signature: Signature, algorithm: str, public: bytes, message: bytes) -> bool:
    if signature.keyid != key_id(algorithm, public):
        return False
    try:
        key = VerifyKey(public)
    except UntrustedInputError:
        raise UntrustedInputError("trust.weak-key") from None
    return key.verify(signature.sig, message)


def _require_revocations_kept(old: TrustDocument, new: TrustDocument) -> None:
    """What was revoked stays revoked: a person's key with its date, a station."""
    kept = {(person.id, key.public, key.revoked_at) for person in new.persons for key in person.keys}
    active = {key.public for person in new.persons for key in person.keys if key.revoked_at is None}
    for person in old.persons:
        for key in person.keys:
            was_revoked = key.revoked_at is not None
            if was_revoked and ((person.id, key.public, key.revoked_at) not in kept or key.public in active):
                raise UntrustedInputError("trust.revocation-undone")
    for station in old.stations:
        successor = new.station(station.id)
        if station.revoked_at is not None and (successor is None or successor.revoked_at != station.revoked_at):
            raise UntrustedInputError("trust.revocation-undone")


def _require_holders_kept(old: TrustDocument, new: TrustDocument) -> None:
    """A signing key stays with its holder for ever: what it signed must not come to count for somebody else."""
    before, after = holders(old), holders(new)
    if any(after.get(public, holder) != holder for public, holder in before.items()):
        raise UntrustedInputError("trust.shared-key")


def _check_content(document: TrustDocument, environment: Environment, now: int) -> None:
    if document.environment is not environment:
        raise UntrustedInputError("trust.wrong-environment")
    if document.issued_at > now + CLOCK_TOLERANCE:
        raise UntrustedInputError("trust.from-the-future")
    check_document(document)


def _require_in_force(document: TrustDocument, now: int) -> None:
    if now > document.expires:
        raise UntrustedInputError("trust.expired")
