"""Records that two officers signed before they left: verified again by whoever receives them."""

from collections.abc import Sequence

from app.models.domain.actor import Role
from app.models.domain.errors import UntrustedInputError
from app.services.crypto import dsse
from app.services.crypto.signing import VerifyKey, key_id
from app.services.trust.document import TrustDocument


def two_hands(
    envelope: bytes,
    payload_type: str,
    trust: TrustDocument,
    office: str,
    roles: Sequence[Role],
    *,
    barred: str = "",
) -> bytes:
    """Verify an inner envelope.

    Args:
        envelope: DSSE envelope inside a record.
        payload_type: What it must be.
        trust: Our trust document.
        office: The office whose officers must have signed.
        roles: One for each signer; each must be filled by another person.
        barred: Who did the work that is signed and may not sign it.

    Returns:
        The signed payload.

    Raises:
        UntrustedInputError: ``bundle.signer-unknown``, ``bundle.signer-revoked``, ``bundle.signature-invalid`` or
            ``bundle.threshold-not-met``.
    """
    opened = dsse.parse(envelope, payload_type)
    keys: dict[str, VerifyKey] = {}
    signers: dict[str, frozenset[Role]] = {}
    for person in trust.persons:
        for key in person.keys:
            identifier = key_id(key.alg, key.public)
            if person.office == office and any(one.keyid == identifier for one in opened.signatures):
                if key.revoked_at is not None:
                    # A thief can write any date: what we receive now counts by what we know now.
                    raise UntrustedInputError("bundle.signer-revoked")
                keys[identifier] = VerifyKey(key.public)
                signers[person.id] = frozenset(person.roles)
    dsse.verify(opened, keys)
    if barred in signers or len(signers) != len(opened.signatures) or not _fill(list(signers.values()), list(roles)):
        raise UntrustedInputError("bundle.threshold-not-met")
    return opened.payload


def _fill(held: list[frozenset[Role]], needed: list[Role]) -> bool:
    """Whether each needed role is held by another signer."""
    if not needed:
        return True
    return any(needed[0] in roles and _fill(held[:at] + held[at + 1 :], needed[1:]) for at, roles in enumerate(held))
