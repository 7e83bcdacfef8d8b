"""An officer's hand: signs after the passphrase was typed for this very signature."""

from dataclasses import dataclass, field

from app.models.domain.ids import PersonId
from app.services.crypto.age import Identity
from app.services.crypto.dsse import Signature, pae
from app.services.crypto.keyslot import SlotSecrets, derive
from app.services.crypto.signing import SigningKey

_SIGNING = "officer-signing-key"
_ROOT = "trust-root-key"
_OWN = "officer-own-key"


@dataclass(frozen=True, slots=True)
class Signer:
    """One officer, ready to sign. Made for one act and dropped after it."""

    person: PersonId
    _signing: SigningKey = field(repr=False)
    _root: SigningKey = field(repr=False)
    _own: Identity = field(repr=False)

    @classmethod
    def of(cls, person: PersonId, secrets: SlotSecrets) -> "Signer":
        """The keys that follow from an officer's secret."""
        return cls(
            person,
            SigningKey(derive(secrets.user_secret, _SIGNING)),
            SigningKey(derive(secrets.user_secret, _ROOT)),
            Identity(derive(secrets.user_secret, _OWN)),
        )

    @property
    def signing_key(self) -> bytes:
        """Public half of the signing key, 32 bytes."""
        return self._signing.verify_key.raw

    @property
    def root_key(self) -> bytes:
        """Public half of the root key, 32 bytes; only root officers use it."""
        return self._root.verify_key.raw

    @property
    def recipient(self) -> bytes:
        """Public half of the own key (age, 1216 bytes): a renewed vault key is handed over under it."""
        return self._own.recipient.raw

    @property
    def key_id(self) -> str:
        """Identifier of the signing key."""
        return self._signing.key_id

    @property
    def own_key(self) -> Identity:
        """Secret half of the own key; opens what was handed over to the officer."""
        return self._own

    def sign(self, payload_type: str, payload: bytes) -> Signature:
        """Sign a payload as an officer."""
        return Signature(self._signing.key_id, self._signing.sign(pae(payload_type, payload)))

    def sign_as_root(self, payload_type: str, payload: bytes) -> Signature:
        """Sign a trust document as a root officer."""
        return Signature(self._root.key_id, self._root.sign(pae(payload_type, payload)))
