"""Which disks may be formatted: every fact alone is enough to refuse, and the vault's own disk is never one of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.formatting import LEAST_BYTES, SPEAKING, DiskFacts, is_plugged_place, label_of, refusal

GOOD = DiskFacts(
    "8:16",
    "Fake Flash Disk",
    "4C530001230101",
    8 * 2**30,
    is_whole=True,
    is_removable=True,
    is_plugged_in=True,
    is_system=False,
    is_read_only=False,
    is_in_use=False,
    mounts=("/media/officer/STICK",),
)
SPOILT = (
    ({"is_whole": False}, "format.not-removable"),
    ({"is_removable": False}, "format.not-removable"),
    ({"is_plugged_in": False}, "format.not-removable"),
    ({"is_system": True}, "format.not-removable"),
    ({"mounts": ("/media/officer/STICK", "/home")}, "format.mounted-elsewhere"),
    ({"mounts": ("/",)}, "format.mounted-elsewhere"),
    ({"is_in_use": True}, "format.in-use"),
    ({"is_read_only": True}, "media.read-only"),
    ({"size_bytes": LEAST_BYTES - 1}, "format.too-small"),
    ({"unseen": ("exfat",)}, "format.unseen"),
)
places = st.lists(st.sampled_from(["media", "run", "mnt", "home", "officer", "..", "STICK", "m"]), max_size=4)


@pytest.mark.parametrize(("fact", "code"), SPOILT, ids=[f"{code}-{next(iter(fact))}" for fact, code in SPOILT])
def test_one_fact_is_enough(fact: dict[str, object], code: str) -> None:
    assert refusal(GOOD) == ""
    assert refusal(replace(GOOD, **fact)) == code  # type: ignore[arg-type] # names and values are the table's


@given(
    st.builds(
        DiskFacts,
        st.just("8:16"),
        st.text(max_size=5),
        st.text(max_size=5),
        st.integers(0, 2**41),
        *[st.booleans()] * 6,
        mounts=st.lists(places.map(lambda parts: "/" + "/".join(parts)), max_size=3).map(tuple),
        unseen=st.lists(st.sampled_from([*sorted(SPEAKING), "ntfs", ""]), max_size=2).map(tuple),
    ),
    places.map(lambda parts: "/" + "/".join(parts)),
)
def test_nothing_is_formatted_that_anybody_needs(disk: DiskFacts, vault: str) -> None:
    if refusal(disk, (vault,)):
        return
    assert disk.is_whole
    assert disk.is_removable
    assert disk.is_plugged_in
    assert not disk.is_system
    assert not disk.is_in_use
    assert not disk.is_read_only
    assert disk.size_bytes >= LEAST_BYTES
    assert not set(disk.unseen) & SPEAKING
    assert all(place.startswith(("/media/", "/run/media/")) and "/.." not in place for place in disk.mounts)
    assert not any((vault + "/").startswith(place.rstrip("/") + "/") for place in disk.mounts)


@pytest.mark.parametrize(
    ("place", "is_plugged"),
    [("/media/a", True), ("/run/media/a/b", True), ("/media", False), ("/mediax/a", False), ("/media/../etc", False)],
)
def test_where_desktops_mount_what_is_plugged_in(place: str, is_plugged: bool) -> None:  # noqa: FBT001 - a table
    assert is_plugged_place(place) is is_plugged


@given(st.integers(1, 10**9))
def test_a_label_fits_on_fat32(number: int) -> None:
    label = label_of(number)
    assert len(label) <= 11
    assert label.replace("-", "").isalnum()
    assert label.isascii()
    assert label == label.upper()
