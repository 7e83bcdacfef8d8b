"""Attachments as sealed files: whole or not there, in constant memory, bound to their names."""

import hashlib
import io
import resource
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError, VaultError
from app.models.domain.ids import BlobId
from app.services.vault.blobs import BlobFolder
from tests.services.exchange.offices import entropy

KEY = bytes(range(32))
NAME, OTHER = BlobId("a" * 32), BlobId("b" * 32)
MIB = 2**20


class Endless(io.RawIOBase):
    """So many bytes, none of which is kept; at ``breaks_at`` the source fails."""

    def __init__(self, size: int, breaks_at: int | None = None) -> None:
        super().__init__()
        self._left = size
        self._breaks_below = None if breaks_at is None else size - breaks_at

    @override
    def read(self, size: int = -1, /) -> bytes:
        if self._breaks_below is not None and self._left <= self._breaks_below:
            raise OSError(5, "the source broke")
        count = min(self._left, size if size >= 0 else self._left)
        self._left -= count
        return bytes(count)


@pytest.fixture
def blobs(tmp_path: Path) -> BlobFolder:
    return BlobFolder(tmp_path, entropy)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def content(blobs: BlobFolder, name: BlobId = NAME, key: bytes = KEY) -> bytes:
    return b"".join(blobs.read(name, key))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process may grow beyond ``size``; the kernel's own limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@given(st.binary(max_size=4000))
def test_an_attachment_comes_back_as_it_was(data: bytes) -> None:
    with folder() as place:
        blobs = BlobFolder(place, entropy)
        digest, size = blobs.put(NAME, io.BytesIO(data), KEY)
        assert (digest, size) == (hashlib.sha256(data).hexdigest(), len(data))
        assert content(blobs) == data
        assert names(place) == [NAME]


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as place:
        yield Path(place)


@pytest.mark.parametrize("size", [20 * MIB, 200 * MIB])
def test_memory_does_not_grow_with_the_attachment(blobs: BlobFolder, size: int) -> None:
    tracemalloc.start()
    try:
        _, stored = blobs.put(NAME, Endless(size), KEY)
        read = sum(len(piece) for piece in blobs.read(NAME, KEY))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stored == read == size
    assert peak < 12 * MIB


@pytest.mark.parametrize("limit", [1, 33, 4096, MIB + 7, 3 * MIB])
def test_a_full_disk_leaves_no_part_of_an_attachment(blobs: BlobFolder, tmp_path: Path, limit: int) -> None:
    blobs.put(OTHER, io.BytesIO(b""), KEY)
    with files_of_at_most(limit), pytest.raises(EnvironmentProblemError, match=r"^disk.full$"):
        blobs.put(NAME, Endless(5 * MIB), KEY)
    assert names(tmp_path) == [OTHER]
    blobs.put(NAME, Endless(5 * MIB), KEY)
    assert len(content(blobs)) == 5 * MIB


@pytest.mark.parametrize("breaks_at", [0, 1, MIB, 4 * MIB])
def test_a_source_that_breaks_leaves_no_part_of_an_attachment(
    blobs: BlobFolder, tmp_path: Path, breaks_at: int
) -> None:
    with pytest.raises(EnvironmentProblemError, match=r"^disk.failed$"):
        blobs.put(NAME, Endless(5 * MIB, breaks_at), KEY)
    assert names(tmp_path) == []


def test_an_attachment_opens_under_its_own_key_and_name_only(blobs: BlobFolder, tmp_path: Path) -> None:
    blobs.put(NAME, io.BytesIO(b"paper"), KEY)
    with pytest.raises(VaultError, match=r"^vault.record-damaged$"):
        content(blobs, key=bytes(32))
    (tmp_path / NAME).rename(tmp_path / OTHER)
    with pytest.raises(VaultError, match=r"^vault.record-damaged$"):
        content(blobs, OTHER)
    with pytest.raises(EnvironmentProblemError, match=r"^disk.failed$"):
        content(blobs, NAME)


@pytest.mark.parametrize("change", ["flip first", "flip last", "cut", "lengthen", "empty", "swap chunks"])
def test_a_changed_attachment_is_noticed(blobs: BlobFolder, tmp_path: Path, change: str) -> None:
    blobs.put(NAME, Endless(3 * MIB), KEY)
    data = bytearray((tmp_path / NAME).read_bytes())
    if change == "flip first":
        data[0] ^= 1
    if change == "flip last":
        data[-1] ^= 1
    if change == "cut":
        del data[33 + MIB + 16 :]
    if change == "lengthen":
        data += b"0"
    if change == "empty":
        data.clear()
    if change == "swap chunks":
        chunk = MIB + 16
        data[33 : 33 + chunk], data[33 + chunk : 33 + 2 * chunk] = (
            data[33 + chunk : 33 + 2 * chunk],
            data[33 : 33 + chunk],
        )
    (tmp_path / NAME).write_bytes(data)
    with pytest.raises(VaultError, match=r"^vault.record-damaged$"):
        content(blobs)


def test_a_transaction_that_is_rolled_back_takes_its_files_with_it(blobs: BlobFolder, tmp_path: Path) -> None:
    blobs.put(OTHER, io.BytesIO(b"kept"), KEY)
    blobs.settle(kept=True)
    blobs.put(NAME, io.BytesIO(b"not kept"), KEY)
    blobs.settle(kept=False)
    assert names(tmp_path) == [OTHER]
    blobs.settle(kept=False)
    assert names(tmp_path) == [OTHER]
