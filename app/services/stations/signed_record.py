"""A record that officers of this office sign, one after the other, before it leaves in a bundle."""

import base64

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.errors import InvalidInputError
from app.services.crypto import dsse
from app.services.stations.signer import Signer


class SignedRecord(msgspec.Struct, frozen=True):
    """A record with the signatures made so far."""

    payload: bytes
    signatures: tuple[tuple[str, str, str], ...]
    """Person, key id, signature in base64."""

    def signed_by(self, signer: Signer, payload_type: str) -> "SignedRecord":
        """The record with one more signature."""
        made = signer.sign(payload_type, self.payload)
        line = (str(signer.person), made.keyid, base64.b64encode(made.sig).decode())
        return msgspec.structs.replace(self, signatures=(*self.signatures, line))

    def envelope(self, payload_type: str) -> bytes:
        """The DSSE envelope of the record."""
        signatures = [dsse.Signature(keyid, base64.b64decode(sig)) for _, keyid, sig in self.signatures]
        return dsse.build(payload_type, self.payload, signatures)


def require_own_hand(actor: Actor, signer: Signer) -> None:
    """An officer signs with the own key only.

    Raises:
        InvalidInputError: ``sign.other-hand``.
    """
    if actor.person != signer.person:
        raise InvalidInputError("sign.other-hand", field="passphrase")
