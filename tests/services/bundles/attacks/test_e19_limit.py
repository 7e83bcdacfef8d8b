"""Sizes that would eat the machine: refused before they are unpacked, or at the limit."""

from collections.abc import Callable
from hashlib import sha256

import msgspec
import pytest
import zstandard

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import kinds
from app.services.bundles.archive import BLOB_INDEX
from app.services.bundles.drafting import LARGEST_LETTER
from app.services.bundles.manifest import Entry, Kind
from app.services.bundles.records import RECORD_LIMITS, Packed, read_records
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import LINE, bundle, lines, packed_entry, questionnaire, squeezed

ZEROS = squeezed(bytes(2**30))


def wide() -> bytes:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return stream.compress(LINE) + stream.flush()


FILES: dict[str, Callable[[], bytes]] = {
    "bomb-with-an-honest-claim": lambda: bundle(ZEROS, packed_entry(ZEROS, content_size=2**30)),
    "bomb-with-a-small-claim": lambda: bundle(ZEROS, packed_entry(ZEROS)),
    "window-of-128-MiB": lambda: bundle(wide(), packed_entry(wide())),
    "line-too-long": lambda: lines(b'"' + n.entropy()(3_000_000).hex().encode() + b'"\n'),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=label) for label, make in FILES.items()])
def test_a_record_file_that_grows(make: Callable[[], bytes]) -> None:
    """Thirty kilobytes that unpack to a gibibyte, a window of 128 MiB, a line without an end."""
    assert n.fate(make()) == "bundle.limit"


def test_an_endless_index() -> None:
    """The index claims two thousand million lines."""
    packed = squeezed(b"{}\n")
    entry = packed_entry(packed, b"{}\n", 2**31, path=BLOB_INDEX)
    assert n.fate(questionnaire(entry, packed, (), blob_count=2_000_000), n.INVESTIGATION) == "bundle.limit"


def test_a_letter_larger_than_any_letter() -> None:
    """The manifest announces a letter beyond the limit; it is refused by its announced size."""
    honest = n.honest(Kind.DECISION)
    name = "ab" * 32
    letter = Entry(path=f"letters/{name}.pdf", size=LARGEST_LETTER + 1, sha256=name)
    changed = msgspec.structs.replace(honest, entries=(*honest.entries, letter))
    packed = n.inner(n.sealed(n.plan(Kind.DECISION)), n.INVESTIGATION)
    start = packed.index(b"records.ndjson.zst")
    size = honest.entries[0].size
    records = packed[start + 512 : start + 512 + size]
    archive = n.forged(changed, n.WAYS[Kind.DECISION][2], [("records.ndjson.zst", records)])
    data = n.encrypted(archive, (n.AGENCY, n.INVESTIGATION))
    assert n.fate(data, n.INVESTIGATION) == "bundle.limit"


# ---- the reader alone -----------------------------------------------------------------------------------------------


def reading(packed: bytes, content: bytes, count: int, content_size: int | None = None) -> str:
    size = len(content) if content_size is None else content_size
    claim = Packed(len(packed), sha256(packed).hexdigest(), size, sha256(content).hexdigest(), count)
    try:
        list(read_records([packed], claim, kinds.decoder(Kind.RESULT), RECORD_LIMITS))
    except UntrustedInputError as refusal:
        return refusal.code
    return "accepted"


def test_many_lines_and_where_they_end() -> None:
    """More content than claimed stops at the claim; a ratio beyond every honest one is refused even if claimed."""
    some, many = LINE * 3000, LINE * 60_000
    assert reading(squeezed(some), some, 3000) == "accepted"
    assert reading(squeezed(some), some, 3000, len(some) - 1) == "bundle.limit"
    assert reading(squeezed(many), many, 60_000) == "bundle.limit"


def test_a_line_that_never_ends() -> None:
    """It is not collected in memory."""
    content = n.entropy()(2_200_000).hex().encode()
    assert reading(squeezed(content), content, 1) == "bundle.limit"
