"""Files that are not as they were written: cut, lengthened, exchanged, flipped."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.bundles.manifest import Kind
from app.services.crypto.age import CHUNK
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import (
    BOTH,
    altered,
    borders,
    golden,
    header_end,
    last_chunk,
    longer,
    payload_start,
    received,
    with_stanza,
)
from tests.thoroughness import amount


def swapped(data: bytes) -> bytes:
    start, size = payload_start(data), CHUNK + 16
    first, second = data[start + size : start + 2 * size], data[start + 2 * size : start + 3 * size]
    return data[: start + size] + second + first + data[start + 3 * size :]


def without_first_stanza(data: bytes) -> bytes:
    first = data.index(b"-> ")
    return data[:first] + data[data.index(b"-> ", first + 1) :]


FILES: dict[str, Callable[[], bytes]] = {
    "tag-of-the-header-altered": lambda: altered(golden(), header_end(golden()) - 10),
    "stanza-removed": lambda: without_first_stanza(longer()),
    "stanza-repeated": lambda: with_stanza(golden().split(b"\n-> ")[1].join((b"-> ", b"\n"))),
    "bytes-appended": lambda: golden() + b"\0",
    "chunk-appended": lambda: golden() + golden()[-CHUNK:],
    "chunks-swapped": lambda: swapped(longer()),
    "last-chunk-repeated": lambda: longer() + longer()[-last_chunk(longer()) :],
    "last-chunk-missing": lambda: longer()[: -last_chunk(longer())],
    "part-missing": lambda: longer()[:300_000] + longer()[600_000:],
    "parts-swapped": lambda: longer()[:300_000] + longer()[600_000:] + longer()[300_000:600_000],
    "part-of-another": lambda: longer()[:600_000] + n.sealed()[600_000:],
    "part-repeated": lambda: longer()[:600_000] + longer()[300_000:],
    "cut-in-the-nonce": lambda: golden()[: header_end(golden()) + 7],
    "cut-behind-the-nonce": lambda: golden()[: payload_start(golden())],
    "cut-in-the-header": lambda: golden()[:1000],
}


@pytest.mark.parametrize("make", [pytest.param(make, id=label) for label, make in FILES.items()])
def test_not_as_written(make: Callable[[], bytes]) -> None:
    """Chunks, stanzas or parts of a file are missing, repeated, exchanged, or there is more."""
    assert n.fate(make()) == "bundle.damaged"


def test_cut_at_every_border_of_a_chunk() -> None:
    """The courier's copy ends where a chunk ends, so that every tag that is there is right."""
    for border in borders(longer()):
        for cut in (border, border + 1, border + 16):
            assert n.fate(longer()[:cut]) == "bundle.damaged", cut


def test_the_first_chunk_of_a_cut_file_stays_shut() -> None:
    """The records would lie in the first chunk, whose tag is right: nothing of them is given out."""
    cut = golden()[: payload_start(golden()) + CHUNK // 2]
    assert received(cut) == ("bundle.damaged", 0, 0)
    whole_records = longer()[: borders(longer())[1]]
    assert received(whole_records) == ("bundle.damaged", 0, 0)


@pytest.mark.parametrize("behind", [1, 5, 15])
def test_what_was_given_out_before_a_flipped_bit_is_never_final(behind: int) -> None:
    """A bit is flipped behind the records: the end is refused, so that nobody keeps what came before."""
    bad = bytearray(longer())
    bad[borders(longer())[behind] + 9] ^= 4
    assert received(bytes(bad))[0] == "bundle.damaged"


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_one_bit_flipped_in_a_large_bundle() -> None:
    """Anywhere in a bundle of many attachments: refused, and the attachments behind the flip were not given out."""
    megabytes, draw = amount(8, 1024), n.entropy()
    scans = tuple(n.payload(draw(2**20)) for _ in range(megabytes))
    whole = bytearray(n.sealed(n.plan(Kind.QUESTIONNAIRE, blobs=scans)))
    for _ in range(amount(25, 300)):
        place, bit = int.from_bytes(draw(8), "big") % len(whole), draw(1)[0] % 8
        whole[place] ^= 1 << bit
        code, _, given = received(bytes(whole), n.INVESTIGATION)
        assert code in {"bundle.damaged", "bundle.header-refused", "bundle.not-for-us", "bundle.not-a-bundle"}, place
        assert given <= place // 2**20 + 1
        whole[place] ^= 1 << bit
    assert received(bytes(whole), n.INVESTIGATION) == ("accepted", 1, megabytes)


SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_no_flipped_bit_is_accepted(place: int, bit: int) -> None:
    """The medium flips one bit."""
    data = bytearray(golden())
    data[place % len(data)] ^= 1 << bit
    assert n.fate(bytes(data)).startswith("bundle.")


@SETTINGS
@given(st.integers(min_value=0))
def test_no_cut_is_accepted(length: int) -> None:
    """The medium was pulled while the file was copied."""
    assert n.fate(golden()[: length % len(golden())]).startswith("bundle.")


@SETTINGS
@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_no_flipped_bit_inside_the_encryption_is_accepted(place: int, bit: int) -> None:
    """A recipient who knows the file's key cannot alter anything either, padding included."""
    archive = bytearray(n.inner(golden()))
    archive[place % len(archive)] ^= 1 << bit
    assert n.fate(n.encrypted(bytes(archive), BOTH)).startswith("bundle.")


@SETTINGS
@given(st.integers(min_value=0))
def test_no_cut_inside_the_encryption_is_accepted(length: int) -> None:
    """A recipient writes the beginning of an archive into a file of the same recipients."""
    archive = n.inner(golden())
    assert n.fate(n.encrypted(archive[: length % len(archive)], BOTH)).startswith("bundle.")
