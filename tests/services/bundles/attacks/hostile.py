"""How hostile bundles are made: whatever a stranger, a co-recipient or a dishonest sender could write."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple

import msgspec
import zstandard

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import manifest
from app.services.bundles.admission import admit
from app.services.bundles.archive import BLOB_INDEX, RECORDS, ArchiveReader
from app.services.bundles.container import Attachment
from app.services.bundles.manifest import Entry, Kind, Manifest
from app.services.bundles.schemas import BlobLine
from app.services.crypto.age import CHUNK
from app.services.crypto.dsse import Signature, build, pae
from tests.services.bundles import network as n

PEOPLE = n.WAYS[Kind.RESULT][2]
BOTH = (n.AGENCY, n.CONTRACTOR)
LINE = msgspec.json.encode(n.NOTICE, order="sorted") + b"\n"

# ---- the container --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def golden() -> bytes:
    """A small valid bundle: a receipt, 64 KiB inside."""
    return n.sealed(n.plan(Kind.RECEIPT))


@lru_cache(maxsize=1)
def longer() -> bytes:
    """A valid bundle of 16 chunks."""
    return n.sealed()


def header_end(data: bytes) -> int:
    """Place behind the line of the header's tag."""
    return data.index(b"\n--- ") + 1 + len("--- ") + 43 + 1


def payload_start(data: bytes) -> int:
    """Place behind the nonce."""
    return header_end(data) + 16


def last_chunk(data: bytes) -> int:
    """Length of the last sealed chunk."""
    return (len(data) - payload_start(data)) % (CHUNK + 16) or CHUNK + 16


def borders(data: bytes) -> range:
    """Where each sealed chunk begins."""
    return range(payload_start(data), len(data), CHUNK + 16)


def with_stanza(stanza: bytes) -> bytes:
    """The golden file with one stanza more at the front."""
    first_line, rest = golden().split(b"\n", 1)
    return first_line + b"\n" + stanza + rest


def altered(data: bytes, place: int) -> bytes:
    """Another letter at one place, so that base64 stays base64."""
    letter = b"B" if data[place : place + 1] != b"B" else b"C"
    return data[:place] + letter + data[place + 1 :]


# ---- the archive ----------------------------------------------------------------------------------------------------


def read_all(archive: bytes) -> list[tuple[str, bytes]]:
    """Every entry of an archive."""
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


def squeezed(data: bytes, **options: int | bool) -> bytes:
    """One zstd frame."""
    return zstandard.ZstdCompressor(write_content_size=False, **options).compress(data)  # type: ignore[arg-type]  # flags


# ---- contents under a manifest that fits them -----------------------------------------------------------------------


def packed_entry(packed: bytes, content: bytes = LINE, count: int = 1, path: str = RECORDS, **changes: object) -> Entry:
    """What a manifest says about a packed file."""
    honest = Entry(
        path=path,
        size=len(packed),
        sha256=sha256(packed).hexdigest(),
        content_size=len(content),
        content_sha256=sha256(content).hexdigest(),
        count=count,
        schema=manifest.SCHEMA,
    )
    return msgspec.structs.replace(honest, **changes)


def signed_manifest(*entries: Entry, **changes: object) -> Manifest:
    """An honest result's manifest with other entries."""
    return msgspec.structs.replace(n.opened(longer()).manifest, entries=entries, **changes)


def bundle(packed: bytes, entry: Entry) -> bytes:
    """A signed result that holds exactly this packed file."""
    return n.encrypted(n.forged(signed_manifest(entry), PEOPLE, [(RECORDS, packed)]), BOTH)


def lines(data: bytes, count: int = 1) -> bytes:
    """A signed result that holds exactly these record bytes."""
    packed = squeezed(data)
    return bundle(packed, packed_entry(packed, data, count))


def of_kind(kind: Kind, line: bytes, count: int = 1) -> bytes:
    """A signed bundle of any kind that holds exactly these record bytes."""
    origin, receiver, people = n.WAYS[kind]
    packed = squeezed(line)
    honest = n.honest(kind)
    room = max(65536, honest.total)
    changed = msgspec.structs.replace(honest, entries=(packed_entry(packed, line, count),), total=room)
    return n.encrypted(n.forged(changed, people, [(RECORDS, packed)]), (origin, receiver))


SCANS = tuple(sorted((b"one", b"two", b"three"), key=lambda data: sha256(data).hexdigest()))


def index_line(data: bytes) -> bytes:
    """The line of one scan in the index."""
    line = BlobLine(sha256=sha256(data).hexdigest(), size=len(data), media_type="image/png")
    return msgspec.json.encode(line, order="sorted") + b"\n"


GOOD_INDEX = b"".join(index_line(each) for each in SCANS)


def with_index(index: bytes, blobs: tuple[bytes, ...] = SCANS, count: int = 3, **changes: object) -> bytes:
    """A signed questionnaire with any blob index and any blobs in the order given."""
    packed = squeezed(index)
    listed = packed_entry(packed, index, index.count(b"\n"), path=BLOB_INDEX)
    return questionnaire(listed, packed, blobs, blob_count=count, **changes)


def questionnaire(index: Entry, packed_index: bytes, blobs: tuple[bytes, ...], **changes: object) -> bytes:
    """A signed questionnaire with what a manifest says about an index, and what is there."""
    record = msgspec.json.encode(n.RECORDS[Kind.QUESTIONNAIRE], order="sorted") + b"\n"
    packed = squeezed(record)
    statements: dict[str, object] = {
        "entries": (packed_entry(packed, record), index),
        "blob_bytes": sum(len(each) for each in SCANS),
        "total": 16_384,
    }
    contents = [(RECORDS, packed), (BLOB_INDEX, packed_index)]
    contents += [(f"blobs/{sha256(each).hexdigest()}", each) for each in blobs]
    changed = msgspec.structs.replace(n.honest(Kind.QUESTIONNAIRE), **statements | changes)
    return n.encrypted(n.forged(changed, n.WAYS[Kind.QUESTIONNAIRE][2], contents), (n.AGENCY, n.INVESTIGATION))


# ---- envelopes ------------------------------------------------------------------------------------------------------


def envelope(payload_type: str = manifest.PAYLOAD_TYPE, payload: bytes | None = None) -> bytes:
    """An envelope that the people of a result signed, of any type around any payload."""
    data = manifest.encode(n.honest()) if payload is None else payload
    signed = [Signature(n.key_of(name).key_id, n.key_of(name).sign(pae(payload_type, data))) for name in PEOPLE]
    return build(payload_type, data, signed)


def manifest_json(change: Callable[[Any], object]) -> bytes:
    """The payload of an honest result, changed as JSON and signed by nobody yet."""
    whole = msgspec.json.decode(manifest.encode(n.honest()))
    change(whole)
    return msgspec.json.encode(whole, order="sorted")


# ---- what a receiver got --------------------------------------------------------------------------------------------


class Received(NamedTuple):
    """How far a receiver came: the code at the end, the records and the whole attachments that had been given out."""

    code: str
    records: int
    attachments: int


def received(data: bytes, station: str = n.CONTRACTOR, **changes: Any) -> Received:
    """Receive a file as far as it goes."""
    records, attachments = 0, 0

    def sink(_attachment: Attachment, chunks: Iterator[bytes]) -> None:
        nonlocal attachments
        for _ in chunks:
            pass
        attachments += 1

    try:
        opened = n.opened(data, station)
        for _ in opened.entries(admit(n.arrival(opened, station, **changes)), sink):
            records += 1
        opened.finish()
    except UntrustedInputError as refusal:
        return Received(refusal.code, records, attachments)
    return Received("accepted", records, attachments)
