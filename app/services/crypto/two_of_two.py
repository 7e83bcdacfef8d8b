"""Divide a secret so that each half alone says nothing about it: ``secret = first xor second``, ``first`` random."""

from app.models.domain.errors import BugError
from app.services.crypto.entropy import Entropy, draw


def split(secret: bytes, entropy: Entropy) -> tuple[bytes, bytes]:
    """Two shares as long as the secret; both are needed.

    Raises:
        BugError: ``bug.crypto-misuse``: there is nothing to divide.
    """
    if not secret:
        raise BugError("bug.crypto-misuse")
    first = draw(entropy, len(secret))
    return first, _xor(first, secret)


def join(first: bytes, second: bytes) -> bytes:
    """The secret again. Shares of different divisions give another secret; the caller must be able to tell.

    Raises:
        BugError: ``bug.crypto-misuse``: lengths.
    """
    if not first or len(first) != len(second):
        raise BugError("bug.crypto-misuse")
    return _xor(first, second)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=True))
