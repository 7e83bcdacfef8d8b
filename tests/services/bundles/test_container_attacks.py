"""Hostile files: the container around the archive. Ids name the attack and the expected code."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from time import perf_counter
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import container
from app.services.bundles.filenames import bundle_name, parse
from app.services.bundles.manifest import Kind
from app.services.crypto.age import CHUNK
from tests.services.bundles import network as n


@lru_cache(maxsize=1)
def golden() -> bytes:
    """A small valid bundle: a receipt, 64 KiB inside."""
    return n.sealed(n.plan(Kind.RECEIPT))


@lru_cache(maxsize=1)
def longer() -> bytes:
    """A valid bundle of 17 chunks."""
    return n.sealed()


def header_end(data: bytes) -> int:
    """Place behind the line of the header's tag."""
    return data.index(b"\n--- ") + 1 + len("--- ") + 43 + 1


def zipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("manifest.dsse.json", "{}")
    return file.getvalue()


def with_stanza(stanza: bytes) -> bytes:
    first_line, rest = golden().split(b"\n", 1)
    return first_line + b"\n" + stanza + rest


X25519_STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
ARMOURED = b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"

FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "01-empty": ("bundle.not-a-bundle", lambda: b""),
    "01-one-byte": ("bundle.not-a-bundle", lambda: b"a"),
    "01-random": ("bundle.not-a-bundle", lambda: n.entropy()(5000)),
    "01-zip": ("bundle.not-a-bundle", zipped),
    "03-65-stanzas": ("bundle.header-refused", lambda: with_stanza(X25519_STANZA * 65)),
    "03-long-argument": ("bundle.header-refused", lambda: with_stanza(b"-> a " + b"b" * 2**20 + b"\n\n")),
    "03-no-short-line": ("bundle.header-refused", lambda: with_stanza(b"-> a b\n" + b"A" * 64 + b"\n")),
    "03-carriage-return": ("bundle.header-refused", lambda: with_stanza(b"-> a b\r\n\n")),
    "04-scrypt": (
        "bundle.header-refused",
        lambda: with_stanza(b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + b"A" * 43 + b"\n"),
    ),
    "05-classical-beside": ("bundle.header-refused", lambda: with_stanza(X25519_STANZA)),
    "05-classical-alone": (
        "bundle.header-refused",
        lambda: b"age-encryption.org/v1\n" + X25519_STANZA + b"--- " + b"A" * 43 + b"\n",
    ),
    "07-tag-altered": ("bundle.damaged", lambda: altered(golden(), header_end(golden()) - 10)),
    "07-stanza-removed": ("bundle.damaged", lambda: without_first_stanza(longer())),
    "07-stanza-added": ("bundle.damaged", lambda: with_stanza(golden().split(b"\n-> ")[1].join((b"-> ", b"\n")))),
    "08-appended": ("bundle.damaged", lambda: golden() + b"\0"),
    "08-appended-chunk": ("bundle.damaged", lambda: golden() + golden()[-CHUNK:]),
    "08-chunks-swapped": ("bundle.damaged", lambda: swapped(longer())),
    "08-last-repeated": ("bundle.damaged", lambda: longer() + longer()[-last_chunk(longer()) :]),
    "08-last-missing": ("bundle.damaged", lambda: longer()[: -last_chunk(longer())]),
    "10-armour": ("bundle.not-a-bundle", lambda: ARMOURED),
    "10-part-missing": ("bundle.damaged", lambda: longer()[:300_000] + longer()[600_000:]),
    "10-parts-swapped": ("bundle.damaged", lambda: longer()[:300_000] + longer()[600_000:] + longer()[300_000:600_000]),
    "10-part-of-another": ("bundle.damaged", lambda: longer()[:600_000] + n.sealed()[600_000:]),
}


def altered(data: bytes, place: int) -> bytes:
    letter = b"B" if data[place : place + 1] != b"B" else b"C"
    return data[:place] + letter + data[place + 1 :]


def without_first_stanza(data: bytes) -> bytes:
    first = data.index(b"-> ")
    return data[:first] + data[data.index(b"-> ", first + 1) :]


def payload_start(data: bytes) -> int:
    return header_end(data) + 16


def last_chunk(data: bytes) -> int:
    return (len(data) - payload_start(data)) % (CHUNK + 16) or CHUNK + 16


def swapped(data: bytes) -> bytes:
    start, size = payload_start(data), CHUNK + 16
    first, second = data[start + size : start + 2 * size], data[start + 2 * size : start + 3 * size]
    return data[: start + size] + second + first + data[start + 3 * size :]


@pytest.mark.parametrize(
    ("code", "make"), [pytest.param(*each, id=f"{name}-{each[0]}") for name, each in FILES.items()]
)
def test_hostile_file(code: str, make: Callable[[], bytes]) -> None:
    assert n.fate(make()) == code


def test_the_files_that_the_attacks_alter_are_accepted() -> None:
    assert n.fate(golden()) == n.fate(longer()) == "accepted"


def test_attack_02_huge_header_is_refused_at_once() -> None:
    hostile = b"age-encryption.org/v1\n" + (b"-> a b\n" + b"A" * 43 + b"\n") * 80_000
    began = perf_counter()
    assert n.fate(hostile) == "bundle.header-refused"
    assert perf_counter() - began < 1


@pytest.mark.parametrize("part", ["lattice", "curve", "body"])
def test_attack_06_altered_share_is_not_for_us_or_refused(part: str) -> None:
    place = golden().index(b"-> mlkem768x25519 ") + len(b"-> mlkem768x25519 ")
    places = {"lattice": place + 100, "curve": place + 1480, "body": golden().index(b"\n", place) + 10}
    both = altered(golden(), places[part])
    second = both.index(b"-> mlkem768x25519 ", place)
    hostile = both[:second] + both[second:]
    station = n.AGENCY  # the first stanza is the origin's
    assert n.fate(hostile, station) in {"bundle.not-for-us", "bundle.header-refused"}


def test_stranger_cannot_open() -> None:
    assert n.fate(golden(), n.INVESTIGATION) == "bundle.not-for-us"


def test_no_identity_at_all() -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        container.open_bundle(BytesIO(golden()), [])
    assert refusal.value.code == "bundle.not-for-us"


def test_attack_08_cut_at_every_chunk_border_is_damaged() -> None:
    start = payload_start(longer())
    for border in range(start, len(longer()), CHUNK + 16):
        assert n.fate(longer()[:border]) == "bundle.damaged"


SLOW_IS_FINE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW_IS_FINE
@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_attack_09_no_flipped_bit_is_accepted(place: int, bit: int) -> None:
    data = bytearray(golden())
    data[place % len(data)] ^= 1 << bit
    assert n.fate(bytes(data)).startswith("bundle.")


@SLOW_IS_FINE
@given(st.integers(min_value=0))
def test_no_truncation_is_accepted(length: int) -> None:
    assert n.fate(golden()[: length % len(golden())]).startswith("bundle.")


@SLOW_IS_FINE
@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_no_flipped_bit_inside_the_encryption_is_accepted(place: int, bit: int) -> None:
    """A recipient who knows the file's key cannot alter anything either, padding included."""
    archive = bytearray(n.inner(golden()))
    archive[place % len(archive)] ^= 1 << bit
    assert n.fate(n.encrypted(bytes(archive), (n.AGENCY, n.CONTRACTOR))).startswith("bundle.")


@SLOW_IS_FINE
@given(st.integers(min_value=0))
def test_no_truncation_inside_the_encryption_is_accepted(length: int) -> None:
    archive = n.inner(golden())
    cut = archive[: length % len(archive)]
    assert n.fate(n.encrypted(cut, (n.AGENCY, n.CONTRACTOR))).startswith("bundle.")


def test_names_hold_no_kind_and_read_back() -> None:
    name = bundle_name(n.AGENCY, n.CONTRACTOR, 7, "0123456789ab4def8123456789abcdef")
    assert name.text == "AGCY1-CON1-0000000007-01234567.age"
    assert parse(name.text) == name
    assert parse("AGCY1-CON1-0000000007-01234567.age.p002").part == 2


@pytest.mark.parametrize(
    "name",
    [
        "",
        "agcy1-CON1-0000000007-01234567.age",
        "AGCY1-CON1-0000000000-01234567.age",
        "AGCY1-CON1-7-01234567.age",
        "AGCY1-CON1-0000000007-01234567.age\n",
        "AGCY1-CON1-0000000007-01234567.age.partial",
        "AGCY1-CON1-0000000007-01234567.age.p000",
        "../AGCY1-CON1-0000000007-01234567.age",
        "AGCY1-CON1-００００００００07-01234567.age",
        "A-CON1-0000000007-01234567.age",
        "AGCY1AGCY1AGCY1-CON1-0000000007-01234567.age",
    ],
)
def test_attack_01_bad_name_is_not_a_bundle(name: str) -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        parse(name)
    assert refusal.value.code == "bundle.not-a-bundle"
