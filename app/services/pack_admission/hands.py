"""Whose hands are on a signed pack: judged by the trust document of this station, as it is now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations

from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.services.bundles.admission import CLOCK_TOLERANCE, TrustView
from app.services.bundles.kind_rows.shared import BY_FORM_KEEPERS
from app.services.crypto import dsse
from app.services.crypto.signing import VerifyKey, key_id
from app.services.pack_admission.signed_file import SignedPack, Statement
from app.services.trust.document import Office, Person, PersonKey, TrustDocument

POLICY = BY_FORM_KEEPERS
"""The deciding officer and the security officer of an investigation office, two persons."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What a file is judged by: our trust document, the environment of our vault, now in UTC seconds."""

    trust: TrustView
    environment: Environment
    now: int


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose key a signature names; that it holds is judged by :func:`missing_hands`.

    Attributes:
        key: Id of the key.
        name: As the trust document of today has it; empty where it does not know the key.
        roles: Those of them that sign packs.
    """

    key: str
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed a pack, of which office and when the first of them did."""

    signers: tuple[Signer, ...]
    office_ja: str
    office_en: str
    at: datetime


def signing_of(signed: SignedPack, document: TrustDocument) -> Signing:
    """Whom the signatures on a file name.

    Args:
        signed: The file.
        document: The trust document, which names the keys.
    """
    said = signed.statement
    office = document.office(said.office)
    known = {key_id(key.alg, key.public): person for person in document.persons for key in person.keys}
    found = tuple(_named(one.keyid, known.get(one.keyid)) for one in signed.envelope.signatures)
    names = (office.name_ja, office.name_en) if office is not None else (said.office, said.office)
    return Signing(found, *names, datetime.fromtimestamp(said.signed_at, UTC))


def _named(key: str, person: Person | None) -> Signer:
    if person is None:
        return Signer(key, "", ())
    keeping = {role for slot in POLICY.roles for role in slot}
    return Signer(key, person.display_name, tuple(role for role in person.roles if role.value in keeping))


def require_signed(signed: SignedPack, judge: Judge) -> None:
    """Refuse a pack that not everybody signed who must.

    Raises:
        GateClosedError: ``pack.trust-stale``.
        UntrustedInputError: As :func:`missing_hands`; ``pack.hands-missing``.
    """
    if missing_hands(signed, judge):
        raise UntrustedInputError("pack.hands-missing")


def missing_hands(signed: SignedPack, judge: Judge) -> int:
    """How many signatures a file lacks whose other ones hold.

    A key counts only if it is in force both when it signed and now: whoever has a lost key can write any date.

    Raises:
        GateClosedError: ``pack.trust-stale``: our own trust document may not be used any more.
        UntrustedInputError: ``pack.other-environment``, ``pack.signed-in-future``, ``pack.signer-unknown``,
            ``pack.signer-revoked``, ``pack.signature-invalid``, ``pack.one-person-twice`` or ``pack.hands-missing``.
    """
    said = signed.statement
    if judge.trust.is_stale(judge.now):
        raise GateClosedError("pack.trust-stale")
    if said.environment is not judge.environment:
        raise UntrustedInputError("pack.other-environment")
    if said.signed_at > judge.now + CLOCK_TOLERANCE:
        raise UntrustedInputError("pack.signed-in-future")
    office = judge.trust.document.office(said.office)
    if office is None or office.kind is not OfficeKind.INVESTIGATION_OFFICE:
        raise UntrustedInputError("pack.signer-unknown")
    found = [_holder(one.keyid, office, judge) for one in signed.envelope.signatures]
    for _, key in found:
        _require_in_force(key, said, judge.now)
    try:
        dsse.verify(signed.envelope, {key_id(key.alg, key.public): VerifyKey(key.public) for _, key in found})
    except UntrustedInputError:
        raise UntrustedInputError("pack.signature-invalid") from None
    people = {person.id: person for person, _ in found}
    if len(people) != len(found):
        raise UntrustedInputError("pack.one-person-twice")
    if said.signing != POLICY or not _have_places(list(people.values())):
        raise UntrustedInputError("pack.hands-missing")
    return POLICY.threshold - len(people)


def _holder(keyid: str, office: Office, judge: Judge) -> tuple[Person, PersonKey]:
    for person in judge.trust.document.persons:
        for key in person.keys:
            if person.office == office.id and key_id(key.alg, key.public) == keyid:
                return person, key
    raise UntrustedInputError("pack.signer-unknown")


def _require_in_force(key: PersonKey, said: Statement, now: int) -> None:
    if key.revoked_at is not None or not key.since <= said.signed_at <= key.until or now > key.until:
        raise UntrustedInputError("pack.signer-revoked")


def _have_places(people: list[Person]) -> bool:
    """Whether each of them fills another slot of the policy."""
    return any(
        all(set(slot) & {role.value for role in person.roles} for person, slot in zip(people, slots, strict=True))
        for slots in permutations(POLICY.roles, len(people))
    )
