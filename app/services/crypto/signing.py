"""Ed25519 signatures, key identifiers, and the fingerprint that two people read to each other.

A key identifier is always computed from the key. Keys that make signatures meaningless are refused when they are
read: with a low-order public key one signature fits many messages, and OpenSSL accepts such keys.
"""

from hashlib import sha256, sha512

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from typing_extensions import override

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.crypto.entropy import Entropy, draw

ED25519 = "ed25519"
SEED_LENGTH = 32
KEY_LENGTH = 32
SIGNATURE_LENGTH = 64
_FINGERPRINT_CONTEXT = b"sekisho/keyfp/1"
_GROUPS = 12
_GROUP_BYTES = 5

_FIELD = 2**255 - 19
_CURVE_D = -121665 * pow(121666, -1, _FIELD) % _FIELD
_ORDER_8_Y = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_LOW_ORDER_Y = frozenset({0, 1, _FIELD - 1, _ORDER_8_Y, _FIELD - _ORDER_8_Y})
"""The y coordinates of the eight points of order 1, 2, 4 and 8 (RFC 8032 curve)."""


def key_id(algorithm: str, raw: bytes) -> str:
    """SHA-256 of the algorithm's name, a zero byte and the raw public key: 64 hexadecimal digits."""
    return sha256(algorithm.encode("ascii") + b"\x00" + raw).hexdigest()


def fingerprint_digits(algorithm: str, raw: bytes) -> tuple[str, ...]:
    """Give the 60 digits in twelve groups of five that people compare (about 199 bits).

    Each group is a five-byte slice, big-endian, of a SHA-512 value, modulo 100,000.
    """
    digest = sha512(_FINGERPRINT_CONTEXT + algorithm.encode("ascii") + raw).digest()
    slices = (digest[group * _GROUP_BYTES : (group + 1) * _GROUP_BYTES] for group in range(_GROUPS))
    return tuple(f"{int.from_bytes(piece, 'big') % 100_000:05d}" for piece in slices)


class VerifyKey:
    """An Ed25519 public key that is fit for use.

    Args:
        raw: 32 bytes (RFC 8032, 5.1.5).

    Raises:
        UntrustedInputError: ``key.low-order`` for the low-order points and every non-canonical encoding,
            ``key.verify-key-invalid`` for another length or no point of the curve.
    """

    ALGORITHM = ED25519
    __slots__ = ("_key", "raw")

    def __init__(self, raw: bytes) -> None:
        _check_point(raw)
        self.raw = bytes(raw)
        self._key = Ed25519PublicKey.from_public_bytes(self.raw)

    @property
    def key_id(self) -> str:
        """The identifier under which envelopes name this key."""
        return key_id(ED25519, self.raw)

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The twelve groups of five digits for comparison by people."""
        return fingerprint_digits(ED25519, self.raw)

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` (64 bytes) is this key's signature of exactly ``message``.

        A first half that is a low-order point, or no canonical encoding, is refused as libsodium does: nobody who signs
        honestly makes one.
        """
        if _is_low_order(signature[:KEY_LENGTH]):
            return False
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, VerifyKey) and self.raw == other.raw

    @override
    def __hash__(self) -> int:
        return hash(self.raw)

    @override
    def __repr__(self) -> str:
        return f"VerifyKey({self.key_id[:16]})"


class SigningKey:
    """An Ed25519 secret key.

    Args:
        seed: 32 random bytes (RFC 8032, 5.1.5).

    Raises:
        BugError: ``bug.crypto-misuse``, the seed has another length.
    """

    ALGORITHM = ED25519
    __slots__ = ("_key", "verify_key")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_LENGTH:
            raise BugError("bug.crypto-misuse")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verify_key = VerifyKey(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, entropy: Entropy) -> "SigningKey":
        """Make a new key."""
        return cls(draw(entropy, SEED_LENGTH))

    @property
    def key_id(self) -> str:
        """The identifier of the public half."""
        return self.verify_key.key_id

    def sign(self, message: bytes) -> bytes:
        """Sign ``message``; 64 bytes, always the same for the same message."""
        return self._key.sign(message)

    @override
    def __repr__(self) -> str:
        return f"SigningKey(of {self.verify_key!r})"


def _y_of(raw: bytes) -> int:
    return int.from_bytes(raw, "little") & (1 << 255) - 1


def _is_low_order(raw: bytes) -> bool:
    """Whether an encoded point is of low order or encoded beyond the field."""
    y = _y_of(raw)
    return y >= _FIELD or y in _LOW_ORDER_Y


def _check_point(raw: bytes) -> None:
    if len(raw) != KEY_LENGTH:
        raise UntrustedInputError("key.verify-key-invalid")
    if _is_low_order(raw):
        raise UntrustedInputError("key.low-order")
    y = _y_of(raw)
    # x^2 = (y^2 - 1) / (d y^2 + 1) must be a square (Euler's criterion); zero belongs to the low-order points above.
    x_squared = (y * y - 1) * pow(_CURVE_D * y * y + 1, -1, _FIELD)
    if pow(x_squared, (_FIELD - 1) // 2, _FIELD) != 1:
        raise UntrustedInputError("key.verify-key-invalid")
