"""Shared parts of the tests of cryptography: public vectors, the stock age program, repeatable entropy."""

import shutil
from collections.abc import Callable
from hashlib import shake_256
from pathlib import Path

import pytest

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors"


class CountedEntropy:
    """Repeatable bytes that never come twice."""

    def __init__(self, seed: bytes = b"test") -> None:
        self._seed = seed
        self._drawn = 0

    def __call__(self, count: int) -> bytes:
        self._drawn += 1
        return shake_256(self._seed + self._drawn.to_bytes(8, "big")).digest(count)


@pytest.fixture
def entropy() -> Callable[[int], bytes]:
    return CountedEntropy()


@pytest.fixture
def vectors() -> Path:
    if not VECTORS.is_dir():
        pytest.skip("the folder of public test vectors is not beside the project")
    return VECTORS


@pytest.fixture
def age_program() -> str:
    program = shutil.which("age") or shutil.which("age", path="/opt/age/usr/bin")
    if program is None:
        pytest.skip("the stock age program is not installed")
    return program
