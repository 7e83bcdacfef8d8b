"""Sealed records and streams: round trips, damage, other places, limits."""

import io
import os
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from app.models.domain.errors import BugError, EnvironmentProblemError, VaultError
from app.services.crypto.sealing import CHUNK, RECORD_LIMIT, seal, seal_stream, unseal, unseal_stream

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


@given(plain=st.binary(max_size=3000), context=st.binary(max_size=40))
def test_record_round_trip(plain: bytes, context: bytes) -> None:
    sealed = seal(KEY, plain, context, os.urandom)
    assert unseal(KEY, sealed, context) == plain
    assert sealed != seal(KEY, plain, context, os.urandom)
    for key, place in ((OTHER_KEY, context), (KEY, context + b"x")):
        with pytest.raises(VaultError, match=r"vault\.record-damaged"):
            unseal(key, sealed, place)


def test_every_changed_or_missing_byte_of_a_record() -> None:
    sealed = seal(KEY, b"an answer of the form", b"case/1", os.urandom)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 0x40
        for damaged in (bytes(changed), sealed[:place]):
            with pytest.raises(VaultError, match=r"vault\.record-damaged"):
                unseal(KEY, damaged, b"case/1")


def test_record_is_compressed() -> None:
    assert len(seal(KEY, b"same " * 1000, b"", os.urandom)) < 200


def packed_by_another_hand(packed: bytes) -> bytes:
    nonce = bytes(12)
    return b"\x01" + nonce + AESGCM(KEY).encrypt(nonce, packed, b"\x01")


def test_hostile_compression_under_the_right_key() -> None:
    compressor = zstandard.ZstdCompressor()
    bomb = zstandard.ZstdCompressor(write_content_size=True).compress(bytes(RECORD_LIMIT + 1))
    unknown_length = zstandard.ZstdCompressor(write_content_size=False).compress(b"abc")
    two_frames = compressor.compress(b"a") + compressor.compress(b"b")
    empty = compressor.compress(b"")
    skippable = b"\x50\x2a\x4d\x18\x00\x00\x00\x00"
    for packed in (
        bomb,
        unknown_length,
        two_frames,
        compressor.compress(b"abc")[:-1],
        b"",
        b"no zstd",
        skippable,
        empty + b"x",
        empty[:-1],
    ):
        with pytest.raises(VaultError, match=r"vault\.record-damaged"):
            unseal(KEY, packed_by_another_hand(packed), b"")
    assert unseal(KEY, packed_by_another_hand(compressor.compress(b"abc")), b"") == b"abc"


def test_wrong_lengths_are_bugs() -> None:
    for call in (
        lambda: seal(KEY[:16], b"", b"", os.urandom),
        lambda: unseal(KEY[:16], bytes(60), b""),
        lambda: seal(KEY, bytes(RECORD_LIMIT + 1), b"", os.urandom),
        lambda: seal_stream(io.BytesIO(), io.BytesIO(), KEY[:16], os.urandom),
    ):
        with pytest.raises(BugError):
            call()


def sealed_stream(plain: bytes, context: bytes = b"") -> bytes:
    file = io.BytesIO()
    assert seal_stream(io.BytesIO(plain), file, KEY, os.urandom, context=context) == len(plain)
    return file.getvalue()


def opened_stream(file: bytes, key: bytes = KEY, context: bytes = b"") -> bytes:
    return b"".join(unseal_stream(io.BytesIO(file), key, context=context))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_stream_round_trip_at_chunk_borders(size: int) -> None:
    plain = os.urandom(size)
    file = sealed_stream(plain, b"blob")
    assert opened_stream(file, context=b"blob") == plain
    for key, context in ((OTHER_KEY, b"blob"), (KEY, b"other"), (KEY, b"")):
        with pytest.raises(VaultError, match=r"vault\.record-damaged"):
            opened_stream(file, key, context)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_stream_with_one_bit_changed_or_cut(place: int, bit: int) -> None:
    file = sealed_stream(b"ab" * CHUNK)
    place %= len(file)
    changed = bytearray(file)
    changed[place] ^= 1 << bit
    for damaged in (bytes(changed), file[:place]):
        with pytest.raises(VaultError, match=r"vault\.record-damaged"):
            opened_stream(damaged)


def test_stream_chunks_moved_dropped_repeated_appended() -> None:
    file = sealed_stream(os.urandom(3 * CHUNK))
    borders = [0, 33, *(33 + number * (CHUNK + 16) for number in (1, 2, 3))]
    head, one, two, three = (file[start:end] for start, end in pairwise(borders))
    for payload in (two + one + three, one + two, one + three, one + two + three + three, one + two + three + b"\0"):
        with pytest.raises(VaultError, match=r"vault\.record-damaged"):
            opened_stream(head + payload)


def test_short_write_is_not_silent() -> None:
    class Narrow(io.BytesIO):
        @override
        def write(self, data: object, /) -> int:
            assert isinstance(data, bytes)
            return super().write(data[:1000])

    with pytest.raises(EnvironmentProblemError, match=r"crypto\.short-write"):
        seal_stream(io.BytesIO(bytes(5000)), Narrow(), KEY, os.urandom)


def test_stream_in_constant_memory(tmp_path: Path) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    with plain.open("wb") as file:
        file.truncate(80 << 20)
    tracemalloc.start()
    with plain.open("rb") as source, sealed.open("wb") as destination:
        seal_stream(source, destination, KEY, os.urandom)
    with sealed.open("rb") as source:
        total = sum(map(len, unseal_stream(source, KEY)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 80 << 20
    assert peak < 12 << 20
