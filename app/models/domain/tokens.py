"""Hardware tokens (ハードウェアトークン) as a slot and a list name them; nothing here is secret."""

from hashlib import sha256
from typing import Literal

import msgspec

TokenAlgorithm = Literal["ecdh-p256", "rsa-oaep"]


class TokenKey(msgspec.Struct, frozen=True):
    """The public half of a key that never leaves its token."""

    alg: TokenAlgorithm
    public: bytes
    """``ecdh-p256``: the uncompressed point, 65 bytes. ``rsa-oaep``: RSAPublicKey in DER (RFC 8017, A.1.1)."""

    @property
    def digest(self) -> str:
        """SHA-256 of algorithm, a zero byte and public half: 64 hexadecimal digits."""
        return sha256(self.alg.encode("ascii") + b"\x00" + self.public).hexdigest()


class TokenBinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the header of a slot says about its token. A token is the right one by label, serial number *and* key."""

    alg: TokenAlgorithm
    label: str
    serial: str
    key: str
    """Digest of the public half, as :attr:`TokenKey.digest`."""
    wrapped: str
    """Hexadecimal: what the token turns into the secret. For ``ecdh-p256`` a one-off point, for ``rsa-oaep`` a
    ciphertext."""


class TokenSeen(msgspec.Struct, frozen=True):
    """A token that is plugged in."""

    label: str
    serial: str
    model: str
    is_locked: bool
    """Too many wrong PINs: only its administrator can open it again."""
