"""Hostile archives: what a sender who can encrypt to us, or a co-recipient, may put inside."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from tarfile import open as open_tar  # noqa: TID251 (the oracle: other programs can read our archives)

import msgspec
import pytest
import zstandard

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.bundles import kinds
from app.services.bundles.archive import END, MANIFEST, PAD, ArchiveReader, ArchiveWriter, header_block
from app.services.bundles.manifest import Entry, Kind, Manifest
from app.services.bundles.records import RECORD_LIMITS, Packed, read_records
from tests.services.bundles import network as n

BLOB = "blobs/" + "ab" * 32


def read_all(archive: bytes) -> list[tuple[str, bytes]]:
    reader, found = ArchiveReader(BytesIO(archive)), []
    while (header := reader.next()) is not None:
        found.append((header.name, reader.read(header.size)))
    return found


def raw_header(name: bytes, size: bytes = b"00000000000\0", kind: bytes = b"0", **places: bytes) -> bytes:
    """Any header block with a right checksum; ``at_<place>`` overwrites bytes."""
    block = bytearray(512)
    block[: len(name)] = name[:100]
    block[100:124] = b"0000600\x000000000\x000000000\x00"
    block[124:136] = size
    block[136:148] = b"00000000000\x00"
    block[156:157] = kind
    block[257:265] = b"ustar\x0000"
    for place, data in places.items():
        start = int(place.removeprefix("at_"))
        block[start : start + len(data)] = data
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\x00 " % sum(block)
    return bytes(block)


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
    "upper-case": b"blobs/" + b"AB" * 32,
    "newline": b"pad\n",
    "empty": b"",
    "manifest-look-alike": b"Manifest.dsse.json",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, id=f"13-{label}-archive-refused") for label, name in NAMES.items()]
)
def test_hostile_name(name: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"bundle\.archive-refused"):
        read_all(raw_header(name) + END)


@pytest.mark.parametrize(
    "kind", [pytest.param(bytes([k]), id=f"14-{chr(k)}-archive-refused") for k in b"\x001234567gxLKS"]
)
def test_hostile_type(kind: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"bundle\.archive-refused"):
        read_all(raw_header(b"pad", kind=kind) + END)


SIZES = {
    "negative": b"-0000000001\0",
    "base-256": b"\x80" + bytes(10) + b"\x10",
    "spaces": b"          0 ",
    "overflow": b"77777777777\0",
    "eight": b"00000000008\0",
    "no-nul": b"000000000000",
    "empty": bytes(12),
}


@pytest.mark.parametrize(
    "size", [pytest.param(size, id=f"15-{label}-archive-refused") for label, size in SIZES.items()]
)
def test_hostile_size(size: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"bundle\.archive-refused"):
        read_all(raw_header(b"pad", size) + END)


FIELDS = {
    "mode": (100, b"0000777"),
    "owner": (108, b"0000001"),
    "time": (136, b"00000000001"),
    "link": (157, b"x"),
    "user": (265, b"root"),
    "prefix": (345, b"blobs"),
    "magic": (257, b"ustar  \0"),
    "reserve": (500, b"x"),
}


@pytest.mark.parametrize(
    "field", [pytest.param(each, id=f"15-{label}-archive-refused") for label, each in FIELDS.items()]
)
def test_any_other_header_field(field: tuple[int, bytes]) -> None:
    with pytest.raises(UntrustedInputError, match=r"bundle\.archive-refused"):
        read_all(raw_header(b"pad", **{f"at_{field[0]}": field[1]}) + END)


LAYOUTS: dict[str, bytes] = {
    "15-checksum": n.entry(PAD, b"").replace(b"pad", b"paf", 1) + END,
    "15-padding-not-zero": header_block(PAD, 1) + b"x" + bytes(510) + b"y" + END,
    "15-third-zero-block": END + bytes(512),
    "15-data-after-end": END + b"x",
    "15-one-zero-block": bytes(512),
    "15-no-end": n.entry(PAD, b""),
    "15-nothing": b"",
    "15-second-block-not-zero": bytes(512) + b"x" * 512,
    "16-same-name-twice": n.entry(PAD, b"") * 2 + END,
    "16-blob-before-manifest": n.entry(BLOB, b"") + n.entry(MANIFEST, b"") + END,
    "16-second-manifest-at-end": n.entry(MANIFEST, b"") + n.entry(PAD, b"") + n.entry(MANIFEST, b"") + END,
    "16-blobs-descending": n.entry("blobs/" + "b" * 64, b"") + n.entry("blobs/" + "a" * 64, b"") + END,
    "16-records-after-blobs": n.entry(BLOB, b"") + n.entry("records.ndjson.zst", b"") + END,
}


@pytest.mark.parametrize(
    "archive", [pytest.param(each, id=f"{label}-archive-refused") for label, each in LAYOUTS.items()]
)
def test_hostile_layout(archive: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"bundle\.archive-refused"):
        read_all(archive)


def test_raw_header_of_the_attacks_is_otherwise_right() -> None:
    assert raw_header(b"pad") == header_block(PAD, 0)
    assert read_all(raw_header(b"pad") + END) == [("pad", b"")]


def test_written_archive_reads_back_here_and_elsewhere() -> None:
    file = BytesIO()
    writer = ArchiveWriter(file)
    writer.add(MANIFEST, 3, [b"a", b"bc"])
    writer.add(BLOB, 600, [bytes(600)])
    writer.close(8192)
    archive = file.getvalue()
    assert len(archive) == 8192
    assert [name for name, _ in read_all(archive)] == [MANIFEST, BLOB, PAD]
    with open_tar(fileobj=BytesIO(archive)) as tar:
        assert [(each.name, each.size, each.isreg(), each.mode) for each in tar][:2] == [
            (MANIFEST, 3, True, 0o600),
            (BLOB, 600, True, 0o600),
        ]


@pytest.mark.parametrize("chunks", [[b"ab"], [b"abcd"], []])
def test_writer_refuses_another_length_than_announced(chunks: list[bytes]) -> None:
    with pytest.raises(BugError):
        ArchiveWriter(BytesIO()).add(PAD, 3, chunks)


@pytest.mark.parametrize("total", [1024, 1536, 4000])
def test_writer_refuses_a_total_that_does_not_fit(total: int) -> None:
    writer = ArchiveWriter(BytesIO())
    writer.add(MANIFEST, 600, [bytes(600)])
    with pytest.raises(BugError):
        writer.close(total)


# ---- contents against the signed manifest -------------------------------------------------------------------------

LINE = msgspec.json.encode(n.NOTICE, order="sorted") + b"\n"
PEOPLE = n.WAYS[Kind.RESULT][2]


def squeezed(data: bytes, **options: int | bool) -> bytes:
    return zstandard.ZstdCompressor(write_content_size=False, **options).compress(data)  # type: ignore[arg-type]  # flags


def records_entry(packed: bytes, content: bytes = LINE, count: int = 1, **changes: object) -> Entry:
    honest = Entry(
        path="records.ndjson.zst",
        size=len(packed),
        sha256=sha256(packed).hexdigest(),
        content_size=len(content),
        content_sha256=sha256(content).hexdigest(),
        count=count,
        schema=1,
    )
    return msgspec.structs.replace(honest, **changes)


def signed_manifest(*entries: Entry, **changes: object) -> Manifest:
    return msgspec.structs.replace(n.opened(n.sealed()).manifest, entries=entries, **changes)


def bundle(packed: bytes, entry: Entry) -> bytes:
    archive = n.forged(signed_manifest(entry), PEOPLE, [("records.ndjson.zst", packed)])
    return n.encrypted(archive, (n.AGENCY, n.CONTRACTOR))


def lines(data: bytes, count: int = 1) -> bytes:
    """A signed bundle that holds exactly these record bytes."""
    packed = squeezed(data)
    return bundle(packed, records_entry(packed, data, count))


GOOD = squeezed(LINE)
ZEROS = squeezed(bytes(2**30))
SKIPPABLE = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
DICTIONARY = zstandard.ZstdCompressionDict(b"dictionary" * 20, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def wide() -> bytes:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    return zstandard.ZstdCompressor(compression_params=parameters).compressobj().compress(b"") + b"".join(
        _streamed(parameters)
    )


def _streamed(parameters: zstandard.ZstdCompressionParameters) -> list[bytes]:
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return [stream.compress(LINE), stream.flush()]


def named_dictionary() -> bytes:
    frame = bytearray(GOOD)
    frame[4] |= 1  # the frame's header announces a dictionary id of one byte
    return bytes(frame[:6]) + b"\x07" + bytes(frame[6:])


MISMATCHES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "17-good": ("accepted", lambda: bundle(GOOD, records_entry(GOOD))),
    "17-longer": ("bundle.content-mismatch", lambda: bundle(GOOD + b"x", records_entry(GOOD))),
    "17-shorter": ("bundle.content-mismatch", lambda: bundle(GOOD[:-1], records_entry(GOOD))),
    "17-last-byte": ("bundle.content-mismatch", lambda: bundle(GOOD[:-1] + b"\xff", records_entry(GOOD))),
    "17-hash": ("bundle.content-mismatch", lambda: bundle(GOOD, records_entry(GOOD, sha256="0" * 64))),
    "17-content-hash": ("bundle.content-mismatch", lambda: bundle(GOOD, records_entry(GOOD, content_sha256="0" * 64))),
    "17-content-size": ("bundle.content-mismatch", lambda: bundle(GOOD, records_entry(GOOD, content_size=9999))),
    "17-fewer-lines": ("bundle.content-mismatch", lambda: bundle(GOOD, records_entry(GOOD, count=2))),
    "17-more-lines": ("bundle.content-mismatch", lambda: lines(LINE * 2, 1)),
    "17-absent": (
        "bundle.content-mismatch",
        lambda: n.encrypted(n.forged(signed_manifest(records_entry(GOOD)), PEOPLE), (n.AGENCY, n.CONTRACTOR)),
    ),
    "18-bomb": ("bundle.limit", lambda: bundle(ZEROS, records_entry(ZEROS, content_size=2**30))),
    "18-bomb-small-claim": ("bundle.limit", lambda: bundle(ZEROS, records_entry(ZEROS))),
    "18-window": ("bundle.limit", lambda: bundle(wide(), records_entry(wide()))),
    "18-two-frames": ("bundle.record-refused", lambda: bundle(GOOD * 2, records_entry(GOOD * 2, LINE * 2, 2))),
    "18-trailing-garbage": ("bundle.record-refused", lambda: bundle(GOOD + b"x", records_entry(GOOD + b"x"))),
    "18-truncated-frame": ("bundle.record-refused", lambda: bundle(GOOD[:-3], records_entry(GOOD[:-3]))),
    "18-skippable-before": ("bundle.record-refused", lambda: bundle(SKIPPABLE + GOOD, records_entry(SKIPPABLE + GOOD))),
    "18-skippable-behind": ("bundle.record-refused", lambda: bundle(GOOD + SKIPPABLE, records_entry(GOOD + SKIPPABLE))),
    "18-dictionary-id": (
        "bundle.record-refused",
        lambda: bundle(named_dictionary(), records_entry(named_dictionary())),
    ),
    "18-not-zstd": ("bundle.record-refused", lambda: bundle(LINE, records_entry(LINE))),
    "18-empty": ("bundle.record-refused", lambda: bundle(b"", records_entry(b""))),
    "18-line-too-long": ("bundle.limit", lambda: lines(b'"' + n.entropy()(3_000_000).hex().encode() + b'"\n')),
    "18-no-last-newline": ("bundle.record-refused", lambda: lines(LINE[:-1])),
    "18-empty-line": ("bundle.record-refused", lambda: lines(b"\n" + LINE, 2)),
}


@pytest.mark.parametrize(
    ("code", "make"), [pytest.param(*each, id=f"{label}-{each[0]}") for label, each in MISMATCHES.items()]
)
def test_hostile_record_file(code: str, make: Callable[[], bytes]) -> None:
    assert n.fate(make()) == code


# ---- limits of the reader alone -------------------------------------------------------------------------------------


def reading(packed: bytes, content: bytes, count: int, content_size: int | None = None) -> str:
    size = len(content) if content_size is None else content_size
    claim = Packed(len(packed), sha256(packed).hexdigest(), size, sha256(content).hexdigest(), count)
    try:
        list(read_records([packed], claim, kinds.decoder(Kind.RESULT), RECORD_LIMITS))
    except UntrustedInputError as refusal:
        return refusal.code
    return "accepted"


def test_many_lines_are_read() -> None:
    content = LINE * 3000
    assert reading(squeezed(content), content, 3000) == "accepted"


def test_more_content_than_claimed_stops_at_the_claim() -> None:
    content = LINE * 3000
    assert reading(squeezed(content), content, 3000, len(content) - 1) == "bundle.limit"


def test_ratio_is_bounded_even_for_honest_claims() -> None:
    content = LINE * 60_000
    assert reading(squeezed(content), content, 60_000) == "bundle.limit"


def test_line_that_never_ends_is_not_collected() -> None:
    content = n.entropy()(2_200_000).hex().encode()
    assert reading(squeezed(content), content, 1) == "bundle.limit"


@pytest.mark.parametrize("more", [-512, 512, 4096])
def test_total_is_exact_without_padding_too(more: int) -> None:
    plan = n.plan(Kind.QUESTIONNAIRE)
    data = n.sealed(plan)
    honest = n.opened(data, n.INVESTIGATION).manifest
    assert PAD.encode() + bytes(97) not in n.inner(data, n.INVESTIGATION)
    changed = msgspec.structs.replace(honest, total=honest.total + more)
    packed = next(data for name, data in read_all(n.inner(data, n.INVESTIGATION)) if name == "records.ndjson.zst")
    archive = n.forged(
        msgspec.structs.replace(changed, total=honest.total), ["agency-examiner"], [("records.ndjson.zst", packed)]
    )
    assert n.fate(n.encrypted(archive, (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION) == "accepted"
    archive = n.forged(changed, ["agency-examiner"], [("records.ndjson.zst", packed)], pad=False)
    assert n.fate(n.encrypted(archive, (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION) == "bundle.content-mismatch"
