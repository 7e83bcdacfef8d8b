"""Media that fail while a bundle is written: always told, never a file that somebody accepts."""

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError
from app.services.bundles import container
from app.services.bundles.manifest import Kind
from tests.services.bundles import network as n

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class FailingMedium(BytesIO):
    """Fails at the n-th write or at the flush, or takes one byte too few."""

    def __init__(self, at: int, *, short: bool = False) -> None:
        super().__init__()
        self._at = at
        self._short = short

    @override
    def write(self, data: "ReadableBuffer", /) -> int:
        self._at -= 1
        if self._at == 0 and not self._short:
            raise OSError(28, "full")
        return super().write(bytes(data)[:-1] if self._at == 0 else data)

    @override
    def flush(self) -> None:
        if self._at > 0:
            raise OSError(5, "gone")


class Counting(BytesIO):
    """Counts the writes."""

    writes = 0

    @override
    def write(self, data: "ReadableBuffer", /) -> int:
        self.writes += 1
        return super().write(data)


def test_a_medium_that_fails_at_any_write_or_at_the_flush() -> None:
    """Full at the first, the second, … the last write, a byte too few taken, gone at the flush: the same answer."""
    drafted = container.draft(n.plan())
    signed = n.signatures(drafted, n.WAYS[Kind.RESULT][2])
    good = Counting()
    container.write(drafted, signed, good, n.entropy())
    assert n.fate(good.getvalue()) == "accepted"
    for at in range(1, good.writes + 2):
        for short in (False, True):
            medium = FailingMedium(at, short=short)
            with pytest.raises(EnvironmentProblemError) as problem:
                container.write(drafted, signed, medium, n.entropy())
            assert problem.value.code == "bundle.media-write"
            if at <= good.writes:
                assert n.fate(medium.getvalue()) != "accepted"
