"""Keys of age v1: the post-quantum recipient ``age1pq1…`` (ML-KEM-768 with X25519) and, read-only, plain X25519.

C2SP age specification, recipient types ``mlkem768x25519`` and ``X25519``.
"""

from hashlib import sha256, shake_256
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import override

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.crypto import bech32
from app.services.crypto.age_header import Stanza, decode_base64, encode_base64
from app.services.crypto.entropy import Entropy, draw

HYBRID = "mlkem768x25519"
CLASSICAL = "X25519"
FILE_KEY_LENGTH = 16
WRAPPED_LENGTH = FILE_KEY_LENGTH + 16
SEED_LENGTH = 32
_MLKEM_PUBLIC_LENGTH = 1184
_MLKEM_SHARE_LENGTH = 1088
_CURVE_LENGTH = 32
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_CLASSICAL_INFO = b"age-encryption.org/v1/X25519"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_PROBE = X25519PrivateKey.from_private_bytes(b"\x01" * _CURVE_LENGTH)


def is_low_order(point: bytes) -> bool:
    """Whether an X25519 share gives the all-zero result with every secret, and so no secrecy at all (RFC 7748, 6.1)."""
    try:
        _PROBE.exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        return True
    return False


class Recipient:
    """A public key to encrypt to: 1216 bytes, the ML-KEM-768 key and then the X25519 key.

    Args:
        raw: The 1216 bytes.

    Raises:
        UntrustedInputError: ``key.recipient-invalid`` (length or encoding), ``key.low-order`` (X25519 part).
    """

    ALGORITHM = HYBRID
    LENGTH = _MLKEM_PUBLIC_LENGTH + _CURVE_LENGTH
    _PREFIX = "age1pq"
    __slots__ = ("_key", "raw")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != self.LENGTH:
            raise UntrustedInputError("key.recipient-invalid")
        lattice, curve = raw[:_MLKEM_PUBLIC_LENGTH], raw[_MLKEM_PUBLIC_LENGTH:]
        if is_low_order(curve):
            raise UntrustedInputError("key.low-order")
        try:
            lattice_key = MLKEM768PublicKey.from_public_bytes(lattice)
        except ValueError as error:
            raise UntrustedInputError("key.recipient-invalid") from error
        self.raw = bytes(raw)
        self._key = MLKEM768X25519PublicKey(lattice_key, X25519PublicKey.from_public_bytes(curve))

    @classmethod
    def parse(cls, text: str) -> "Recipient":
        """Read ``age1pq1…``.

        Raises:
            UntrustedInputError: ``key.recipient-invalid`` or ``key.low-order``.
        """
        return cls(bech32.decode(text, cls._PREFIX, "key.recipient-invalid"))

    def encode(self) -> str:
        """Write ``age1pq1…`` (1,959 characters)."""
        return bech32.encode(self._PREFIX, self.raw)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the raw key, 64 hexadecimal digits: ``key_fp`` of the manifest."""
        return sha256(self.raw).hexdigest()

    def wrap(self, file_key: bytes) -> Stanza:
        """Encrypt the file key to this recipient (HPKE base mode)."""
        sealed = _SUITE.encrypt(file_key, self._key, info=_HYBRID_INFO)
        share, body = sealed[:-WRAPPED_LENGTH], sealed[-WRAPPED_LENGTH:]
        return Stanza(HYBRID, (encode_base64(share).decode("ascii"),), body)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipient) and self.raw == other.raw

    @override
    def __hash__(self) -> int:
        return hash(self.raw)

    @override
    def __repr__(self) -> str:
        return f"Recipient({self.fingerprint[:16]})"


class FileKeyOpener(Protocol):
    """A secret key that may open a stanza."""

    KIND: str

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Give the file key, or None when the stanza is not for this key. The stanza was checked before."""
        ...


class Identity:
    """A secret key, the other half of a ``Recipient``: a seed of 32 bytes.

    Args:
        seed: 32 random bytes.

    Raises:
        BugError: ``bug.crypto-misuse``, the seed has another length.
    """

    KIND = HYBRID
    _PREFIX = "age-secret-key-pq-"
    __slots__ = ("_key", "_seed", "recipient")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_LENGTH:
            raise BugError("bug.crypto-misuse")
        expanded = shake_256(seed).digest(64 + _CURVE_LENGTH)
        lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        curve = X25519PrivateKey.from_private_bytes(expanded[64:])
        self._seed = bytes(seed)
        self._key = MLKEM768X25519PrivateKey(lattice, curve)
        self.recipient = Recipient(lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, entropy: Entropy) -> "Identity":
        """Make a new identity."""
        return cls(draw(entropy, SEED_LENGTH))

    @classmethod
    def parse(cls, text: str) -> "Identity":
        """Read ``AGE-SECRET-KEY-PQ-1…``.

        Raises:
            UntrustedInputError: ``key.identity-invalid``.
        """
        seed = bech32.decode(text, cls._PREFIX, "key.identity-invalid")
        if len(seed) != SEED_LENGTH:
            raise UntrustedInputError("key.identity-invalid")
        return cls(seed)

    def encode(self) -> str:
        """Write ``AGE-SECRET-KEY-PQ-1…``: a secret, for paper in a sealed envelope only."""
        return bech32.encode(self._PREFIX, self._seed).upper()

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Give the file key, or None when the stanza is not for this key."""
        try:
            return _SUITE.decrypt(_share(stanza) + stanza.body, self._key, info=_HYBRID_INFO)
        except InvalidTag:
            return None

    @override
    def __repr__(self) -> str:
        return f"Identity(of {self.recipient!r})"


class X25519Identity:
    """A classical secret key ``AGE-SECRET-KEY-1…``, only for reading where the trust document allows old media."""

    KIND = CLASSICAL
    _PREFIX = "age-secret-key-"
    __slots__ = ("_key", "_public")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_LENGTH:
            raise BugError("bug.crypto-misuse")
        self._key = X25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes_raw()

    @classmethod
    def parse(cls, text: str) -> "X25519Identity":
        """Read ``AGE-SECRET-KEY-1…``.

        Raises:
            UntrustedInputError: ``key.identity-invalid``.
        """
        seed = bech32.decode(text, cls._PREFIX, "key.identity-invalid")
        if len(seed) != SEED_LENGTH:
            raise UntrustedInputError("key.identity-invalid")
        return cls(seed)

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Give the file key, or None when the stanza is not for this key."""
        share = _share(stanza)
        shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        key = HKDF(SHA256(), 32, salt=share + self._public, info=_CLASSICAL_INFO).derive(shared)
        try:
            return ChaCha20Poly1305(key).decrypt(bytes(12), stanza.body, None)
        except InvalidTag:
            return None

    @override
    def __repr__(self) -> str:
        return "X25519Identity()"


def check_shape(stanza: Stanza) -> None:
    """Check a stanza of a known type before any key is tried on it.

    Raises:
        UntrustedInputError: ``bundle.header-refused``: argument count, lengths, or a low-order X25519 share.
    """
    length = {HYBRID: _MLKEM_SHARE_LENGTH + _CURVE_LENGTH, CLASSICAL: _CURVE_LENGTH}[stanza.kind]
    if len(stanza.arguments) != 1 or len(stanza.body) != WRAPPED_LENGTH:
        raise UntrustedInputError("bundle.header-refused")
    share = _share(stanza)
    if len(share) != length or is_low_order(share[-_CURVE_LENGTH:]):
        raise UntrustedInputError("bundle.header-refused")


def _share(stanza: Stanza) -> bytes:
    return decode_base64(stanza.arguments[0].encode("ascii"))
