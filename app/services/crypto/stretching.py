"""Stretch a passphrase so that each guess costs: Argon2id, or PBKDF2 where an office must keep to FIPS 140.

What a slots file asks for is checked against bounds before any work is done for it: too little work would not protect,
too much would stop the machine.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from app.models.domain.errors import EnvironmentProblemError
from app.services.crypto.entropy import Entropy, draw

_SALT_LENGTH = 16
_LENGTH = 32
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """Work factors of Argon2id (RFC 9106)."""

    memory_kib: int
    iterations: int
    lanes: int

    @classmethod
    def standard(cls) -> "Argon2Cost":
        """256 MiB, three passes, four lanes: under a second on an office machine."""
        return cls(256 * _KIB, 3, 4)

    @classmethod
    def rehearsal(cls) -> "Argon2Cost":
        """64 MiB, two passes, four lanes: the least that is accepted, for practice vaults."""
        return cls(64 * _KIB, 2, 4)

    def is_within_bounds(self) -> bool:
        """Whether the work is neither too little to protect nor so much that it stops the machine."""
        return 64 * _KIB <= self.memory_kib <= 2048 * _KIB and 2 <= self.iterations <= 10 and 1 <= self.lanes <= 8


@dataclass(frozen=True, slots=True)
class Pbkdf2Cost:
    """Work factor of PBKDF2-HMAC-SHA-512 (NIST SP 800-132)."""

    rounds: int

    @classmethod
    def standard(cls) -> "Pbkdf2Cost":
        """600,000 rounds: less than half a second on an office machine, and far cheaper to guess than Argon2id."""
        return cls(600_000)

    def is_within_bounds(self) -> bool:
        """Whether the work is neither too little to protect nor so much that it stops the machine."""
        return 600_000 <= self.rounds <= 20_000_000


Cost = Argon2Cost | Pbkdf2Cost


class Argon2Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="argon2id", tag_field="alg"):
    """How the passphrase is stretched; ``salt`` is 16 bytes in hexadecimal."""

    m_kib: int
    t: int
    p: int
    salt: str

    @property
    def cost(self) -> Argon2Cost:
        """The work factors."""
        return Argon2Cost(self.m_kib, self.t, self.p)

    def stretch(self, typed: bytes) -> bytes:
        """32 bytes.

        Raises:
            EnvironmentProblemError: ``vault.memory-short``.
        """
        salt = bytes.fromhex(self.salt)
        function = Argon2id(salt=salt, length=_LENGTH, iterations=self.t, lanes=self.p, memory_cost=self.m_kib)
        return _with_memory(lambda: function.derive(typed), self.m_kib // _KIB)


class Pbkdf2Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="pbkdf2-hmac-sha512", tag_field="alg"):
    """The same for an office that must keep to FIPS 140."""

    rounds: int
    salt: str

    @property
    def cost(self) -> Pbkdf2Cost:
        """The work factor."""
        return Pbkdf2Cost(self.rounds)

    def stretch(self, typed: bytes) -> bytes:
        """32 bytes."""
        return PBKDF2HMAC(SHA512(), _LENGTH, bytes.fromhex(self.salt), self.rounds).derive(typed)


SlotKdf = Argon2Kdf | Pbkdf2Kdf


def kdf_at(cost: Cost, entropy: Entropy) -> SlotKdf:
    """The function at a cost, with a salt of its own."""
    salt = draw(entropy, _SALT_LENGTH).hex()
    if isinstance(cost, Pbkdf2Cost):
        return Pbkdf2Kdf(cost.rounds, salt)
    return Argon2Kdf(cost.memory_kib, cost.iterations, cost.lanes, salt)


def is_within_bounds(kdf: SlotKdf) -> bool:
    """Whether what a slots file asks for may be done."""
    has_salt = len(kdf.salt) == 2 * _SALT_LENGTH and set(kdf.salt) <= set("0123456789abcdef")
    return has_salt and kdf.cost.is_within_bounds()


def _with_memory(work: Callable[[], bytes], mebibytes: int) -> bytes:
    try:
        return work()
    except MemoryError as error:
        raise EnvironmentProblemError("vault.memory-short", mebibytes=mebibytes) from error
