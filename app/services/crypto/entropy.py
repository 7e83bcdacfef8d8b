"""Random bytes come in as an argument; here is the one check made of them."""

from collections.abc import Callable
from typing import TypeAlias

from app.models.domain.errors import EnvironmentProblemError

Entropy: TypeAlias = Callable[[int], bytes]
"""Gives exactly the asked number of random bytes, in production those of the operating system."""


def draw(entropy: Entropy, count: int) -> bytes:
    """Take ``count`` random bytes.

    Raises:
        EnvironmentProblemError: The source gave another number of bytes than asked (``crypto.no-entropy``).
    """
    drawn = entropy(count)
    if len(drawn) != count:
        raise EnvironmentProblemError("crypto.no-entropy")
    return drawn
