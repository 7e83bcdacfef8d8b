"""Contents that are not what was signed: somebody who shares the file's key changed them. Each is an alarm."""

from collections.abc import Callable
from hashlib import sha256

import msgspec
import pytest

from app.services.bundles.archive import PAD, RECORDS
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine, unopened
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import (
    BOTH,
    GOOD_INDEX,
    LINE,
    PEOPLE,
    SCANS,
    bundle,
    index_line,
    lines,
    packed_entry,
    read_all,
    signed_manifest,
    squeezed,
    with_index,
)

GOOD = squeezed(LINE)

RECORD_FILES: dict[str, Callable[[], bytes]] = {
    "longer": lambda: bundle(GOOD + b"x", packed_entry(GOOD)),
    "shorter": lambda: bundle(GOOD[:-1], packed_entry(GOOD)),
    "last-byte": lambda: bundle(GOOD[:-1] + b"\xff", packed_entry(GOOD)),
    "hash": lambda: bundle(GOOD, packed_entry(GOOD, sha256="0" * 64)),
    "content-hash": lambda: bundle(GOOD, packed_entry(GOOD, content_sha256="0" * 64)),
    "content-size": lambda: bundle(GOOD, packed_entry(GOOD, content_size=9999)),
    "fewer-lines": lambda: bundle(GOOD, packed_entry(GOOD, count=2)),
    "more-lines": lambda: lines(LINE * 2, 1),
    "absent": lambda: n.encrypted(n.forged(signed_manifest(packed_entry(GOOD)), PEOPLE), BOTH),
    "entry-more": lambda: n.encrypted(
        n.forged(signed_manifest(packed_entry(GOOD)), PEOPLE, [(RECORDS, GOOD), ("blobs/" + "a" * 64, b"x")]), BOTH
    ),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=label) for label, make in RECORD_FILES.items()])
def test_records_other_than_signed(make: Callable[[], bytes]) -> None:
    """Longer, shorter, other in the last byte, more or fewer of them, none, or something beside them."""
    assert n.fate(make()) == "bundle.content-mismatch"


INDEXES: dict[str, Callable[[], bytes]] = {
    "unsorted": lambda: with_index(b"".join(index_line(each) for each in SCANS[::-1])),
    "line-twice": lambda: with_index(index_line(SCANS[0]) * 3),
    "blob-absent": lambda: with_index(GOOD_INDEX, SCANS[:2]),
    "blob-not-listed": lambda: with_index(index_line(SCANS[0]), SCANS, 1, blob_bytes=len(SCANS[0])),
    "count": lambda: with_index(GOOD_INDEX, count=4),
    "bytes": lambda: with_index(GOOD_INDEX, blob_bytes=4),
    "another-blob": lambda: with_index(GOOD_INDEX, (b"eno", *SCANS[1:])),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=label) for label, make in INDEXES.items()])
def test_an_index_that_does_not_fit_its_attachments(make: Callable[[], bytes]) -> None:
    """Unsorted, doubled, of a blob that is absent, silent about one that is there, with wrong sums."""
    assert n.fate(make(), n.INVESTIGATION) == "bundle.content-mismatch"


def test_the_contents_of_these_attacks_are_otherwise_right() -> None:
    """Not an attack: the same files without the fault are accepted."""
    assert n.fate(bundle(GOOD, packed_entry(GOOD))) == "accepted"
    assert n.fate(with_index(GOOD_INDEX), n.INVESTIGATION) == "accepted"


def test_an_attachment_altered_by_a_co_recipient() -> None:
    """Same length, one letter another, in a file that only recipients could have written."""
    scan = b"scan of a page"
    data = n.sealed(n.plan(Kind.QUESTIONNAIRE, blobs=(n.payload(scan),)))
    archive = n.inner(data, n.INVESTIGATION).replace(scan, b"scan of b page")
    assert n.fate(n.encrypted(archive, (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION) == "bundle.content-mismatch"


def test_an_attachment_altered_and_renamed_to_its_new_hash() -> None:
    """The name in the archive fits the altered content, but not the index."""
    scan, other = b"scan of a page", b"scan of b page"
    data = n.sealed(n.plan(Kind.QUESTIONNAIRE, blobs=(n.payload(scan),)))
    archive = n.inner(data, n.INVESTIGATION)
    entry = n.entry(f"blobs/{sha256(scan).hexdigest()}", scan)
    swapped = archive.replace(entry, n.entry(f"blobs/{sha256(other).hexdigest()}", other))
    assert swapped != archive
    assert n.fate(n.encrypted(swapped, (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION) == "bundle.content-mismatch"


@pytest.mark.parametrize("more", [-512, 512, 4096])
def test_an_archive_of_another_length_than_signed(more: int) -> None:
    """Blocks of padding are added or taken away."""
    data = n.sealed(n.plan(Kind.QUESTIONNAIRE))
    honest = n.opened(data, n.INVESTIGATION).manifest
    assert PAD.encode() + bytes(97) not in n.inner(data, n.INVESTIGATION)
    changed = msgspec.structs.replace(honest, total=honest.total + more)
    packed = next(data for name, data in read_all(n.inner(data, n.INVESTIGATION)) if name == RECORDS)
    archive = n.forged(changed, ["agency-examiner"], [(RECORDS, packed)], pad=False)
    assert n.fate(n.encrypted(archive, (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION) == "bundle.content-mismatch"


def test_it_is_an_alarm() -> None:
    """Only a recipient of the very bundle can have done it: the security officer is told, not merely the clerk."""
    assert unopened("bundle.content-mismatch").bottom_line is BottomLine.ALARM
    assert unopened("bundle.damaged").bottom_line is BottomLine.REFUSED
