"""Hostile archives: what somebody who can encrypt to us, or a co-recipient, may put inside."""

from collections.abc import Callable

import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.bundles.archive import END, MANIFEST, PAD, header_block
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import BOTH, LINE, bundle, packed_entry, raw_header, read_all, squeezed

BLOB = "blobs/" + "ab" * 32

NAMES = {
    "parent": b"../x",
    "parent-of-blobs": b"blobs/../x",
    "absolute": b"/etc/passwd",
    "drive": b"C:\\x",
    "backslash": b"blobs\\" + b"ab" * 32,
    "nul-inside": b"pad\0x",
    "trailing-dot": b"pad.",
    "device": b"CON",
    "long": b"blobs/" + b"a" * 94,
    "full-width": "ｂlobs/".encode() + b"ab" * 32,
    "cyrillic": "b\u0406obs/".encode() + b"ab" * 32,
    "upper-case": b"blobs/" + b"AB" * 32,
    "newline": b"pad\n",
    "empty": b"",
    "manifest-look-alike": b"Manifest.dsse.json",
}


def refused(archive: bytes) -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        read_all(archive)
    assert refusal.value.code == "bundle.archive-refused"


@pytest.mark.parametrize("name", [pytest.param(name, id=label) for label, name in NAMES.items()])
def test_a_name_that_would_lead_elsewhere(name: bytes) -> None:
    """Upwards, to a drive, to a device, to a look-alike, or too long."""
    refused(raw_header(name) + END)


def test_a_name_longer_than_the_field() -> None:
    """Three hundred characters by way of the prefix field, which we do not know."""
    refused(raw_header(b"ab" * 32, at_345=b"blobs/" * 20) + END)


@pytest.mark.parametrize("kind", [pytest.param(bytes([k]), id=f"{k:02x}") for k in b"\x001234567gxLKSDMNV"])
def test_an_entry_that_is_no_plain_file(kind: bytes) -> None:
    """Link, device, pipe, folder, sparse file, pax or GNU extension."""
    refused(raw_header(b"pad", kind=kind) + END)


SIZES = {
    "negative": b"-0000000001\0",
    "base-256": b"\x80" + bytes(10) + b"\x10",
    "spaces": b"          0 ",
    "eight-gibibytes": b"77777777777\0",
    "digit-eight": b"00000000008\0",
    "no-end": b"000000000000",
    "empty": bytes(12),
    "sign": b"+0000000000\0",
    "full-width": "０".encode() * 4,
}


@pytest.mark.parametrize("size", [pytest.param(size, id=label) for label, size in SIZES.items()])
def test_a_size_that_readers_disagree_about(size: bytes) -> None:
    """Negative, binary, blank, with digits that are none, or more than there is."""
    refused(raw_header(b"pad", size) + END)


FIELDS = {
    "mode": (100, b"0000777"),
    "owner": (108, b"0000001"),
    "group": (116, b"0000001"),
    "time": (136, b"00000000001"),
    "link": (157, b"x"),
    "user": (265, b"root"),
    "device": (329, b"0000000"),
    "prefix": (345, b"blobs"),
    "magic": (257, b"ustar  \0"),
    "reserve": (500, b"x"),
}


@pytest.mark.parametrize("field", [pytest.param(each, id=label) for label, each in FIELDS.items()])
def test_a_header_with_anything_more(field: tuple[int, bytes]) -> None:
    """A right to run, an owner, a time, a prefix: channels and second readings."""
    refused(raw_header(b"pad", **{f"at_{field[0]}": field[1]}) + END)


LAYOUTS: dict[str, bytes] = {
    "checksum": n.entry(PAD, b"").replace(b"pad", b"paf", 1) + END,
    "padding-not-zero": header_block(PAD, 1) + b"x" + bytes(510) + b"y" + END,
    "third-zero-block": END + bytes(512),
    "data-after-the-end": END + b"x",
    "one-zero-block": bytes(512),
    "no-end": n.entry(PAD, b""),
    "nothing": b"",
    "second-block-not-zero": bytes(512) + b"x" * 512,
    "same-name-twice": n.entry(PAD, b"") * 2 + END,
    "blob-before-the-manifest": n.entry(BLOB, b"") + n.entry(MANIFEST, b"") + END,
    "second-manifest-at-the-end": n.entry(MANIFEST, b"") + n.entry(PAD, b"") + n.entry(MANIFEST, b"") + END,
    "blobs-descending": n.entry("blobs/" + "b" * 64, b"") + n.entry("blobs/" + "a" * 64, b"") + END,
    "records-after-blobs": n.entry(BLOB, b"") + n.entry("records.ndjson.zst", b"") + END,
}


@pytest.mark.parametrize("archive", [pytest.param(each, id=label) for label, each in LAYOUTS.items()])
def test_an_archive_in_another_order(archive: bytes) -> None:
    """Entries twice, in another order, without an end or with something behind it."""
    refused(archive)


INSIDE: dict[str, Callable[[], bytes]] = {
    "records-first": lambda: n.entry("records.ndjson.zst", b"") + END,
    "nothing": lambda: END,
    "manifest-too-long": lambda: n.entry(MANIFEST, bytes(2**20 + 1)) + END,
}


@pytest.mark.parametrize("make", [pytest.param(make, id=label) for label, make in INSIDE.items()])
def test_no_manifest_at_the_front(make: Callable[[], bytes]) -> None:
    """Something else stands in its place, or it is larger than any manifest."""
    assert n.fate(n.encrypted(make(), BOTH)) == "bundle.archive-refused"


def test_padding_that_says_something() -> None:
    """A co-recipient hides a message in the bytes that fill up the file."""
    packed = squeezed(LINE)
    archive = n.inner(bundle(packed, packed_entry(packed)))
    place = archive.rindex(b"\0" * 4096)
    assert n.fate(n.encrypted(archive[:place] + b"message" + archive[place + 7 :], BOTH)) == "bundle.archive-refused"


def test_the_raw_header_of_these_attacks_is_otherwise_right() -> None:
    """Not an attack: the archive without a fault is read."""
    assert raw_header(b"pad") == header_block(PAD, 0)
    assert read_all(raw_header(b"pad") + END) == [("pad", b"")]
