"""The secret that a hardware token gives for one slot: made with the public half, opened by the private one only.

``ecdh-p256``: a one-off key pair is made here, its point is kept, and the token derives the same value from it
(CKM_ECDH1_DERIVE without a key derivation function). ``rsa-oaep``: 32 random bytes are encrypted to the token
(CKM_RSA_PKCS_OAEP with SHA-1 and MGF1-SHA-1, the only pair that every token has; OAEP does not lean on the collision
resistance that SHA-1 lost). In both, the secret of the slot is HKDF-SHA256 of that value, bound to what was kept and to
the key of the token.
"""

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from app.models.domain.errors import UntrustedInputError
from app.models.domain.tokens import TokenAlgorithm, TokenBinding, TokenKey
from app.services.crypto.entropy import Entropy, draw

TOKEN_SECRET_LENGTH = 32
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of P-256 (FIPS 186-5)."""
_SCALAR_DRAW = 40
"""Bytes drawn for a scalar: 64 bits more than the order, so that the remainder is even (FIPS 186-5, A.2.1)."""
_INFO = b"sekisho/token-secret/1\x00"
_RSA_BITS = range(2048, 8193)
_OAEP = padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)  # noqa: S303 # see the module's words


def bind_token(key: TokenKey, label: str, serial: str, entropy: Entropy) -> tuple[TokenBinding, bytes]:
    """Make a secret of 32 bytes that only this token can give again.

    Args:
        key: Public half of the token's key.
        label: Label of the token.
        serial: Serial number of the token.
        entropy: Source of the secret.

    Returns:
        What the slot keeps, and the secret.

    Raises:
        UntrustedInputError: ``token.key-unusable``: no point of P-256, or RSA shorter than 2,048 bits.
    """
    value, wrapped = _for_point(key.public, entropy) if key.alg == "ecdh-p256" else _for_rsa(key.public, entropy)
    binding = TokenBinding(key.alg, label, serial, key.digest, wrapped.hex())
    return binding, token_secret(binding, value)


def token_secret(binding: TokenBinding, value: bytes) -> bytes:
    """The secret of a slot from what its token gave.

    Args:
        binding: What the slot keeps.
        value: The shared value (``ecdh-p256``) or the decrypted bytes (``rsa-oaep``).
    """
    context = f"{binding.alg}\x00{binding.key}\x00{binding.wrapped}".encode()
    return HKDF(SHA256(), TOKEN_SECRET_LENGTH, salt=None, info=_INFO + context).derive(value)


def point_key(point: bytes) -> TokenKey:
    """A key of P-256 by its uncompressed point.

    Raises:
        UntrustedInputError: ``token.key-unusable``.
    """
    return TokenKey("ecdh-p256", _uncompressed(_point(point)))


def rsa_key(modulus: int, exponent: int) -> TokenKey:
    """A key of RSA by its numbers.

    Raises:
        UntrustedInputError: ``token.key-unusable``.
    """
    try:
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError:
        raise UntrustedInputError("token.key-unusable") from None
    raw = key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    _rsa(raw)
    return TokenKey("rsa-oaep", raw)


def is_binding_within_bounds(binding: TokenBinding) -> bool:
    """Whether the fields have the lengths and alphabets that this program writes; checked before any work."""
    lengths: dict[TokenAlgorithm, range] = {"ecdh-p256": range(65, 66), "rsa-oaep": range(256, 1025)}
    return (
        1 <= len(binding.label) <= 64
        and 1 <= len(binding.serial) <= 64
        and _is_hex(binding.key, range(32, 33))
        and _is_hex(binding.wrapped, lengths[binding.alg])
    )


def _for_point(public: bytes, entropy: Entropy) -> tuple[bytes, bytes]:
    other = _point(public)
    scalar = int.from_bytes(draw(entropy, _SCALAR_DRAW), "big") % (_ORDER - 1) + 1
    once = ec.derive_private_key(scalar, ec.SECP256R1())
    return once.exchange(ec.ECDH(), other), _uncompressed(once.public_key())


def _for_rsa(public: bytes, entropy: Entropy) -> tuple[bytes, bytes]:
    value = draw(entropy, TOKEN_SECRET_LENGTH)
    return value, _rsa(public).encrypt(value, _OAEP)


def _point(raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        raise UntrustedInputError("token.key-unusable") from None


def _uncompressed(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _rsa(raw: bytes) -> rsa.RSAPublicKey:
    try:
        key = load_der_public_key(raw)
    except ValueError:
        raise UntrustedInputError("token.key-unusable") from None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size not in _RSA_BITS:
        raise UntrustedInputError("token.key-unusable")
    return key


def _is_hex(text: str, lengths: range) -> bool:
    return len(text) % 2 == 0 and len(text) // 2 in lengths and set(text) <= set("0123456789abcdef")
