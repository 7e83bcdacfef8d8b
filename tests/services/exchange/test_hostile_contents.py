"""Bundles whose contents are hostile, at the door of a real vault: refused by name, and nothing of them stays."""

from collections.abc import Callable, Iterable
from io import BytesIO

import msgspec
import pytest

from app.models.domain.errors import AppError, GateClosedError, UntrustedInputError
from app.services.bundles import schemas
from app.services.bundles.archive import END, RECORDS
from app.services.bundles.container import open_bundle
from app.services.bundles.manifest import PAYLOAD_TYPE, Kind, Manifest
from app.services.bundles.manifest import encode as encode_manifest
from app.services.bundles.report import Axis, AxisState, BottomLine
from app.services.crypto.dsse import build
from app.services.desk import Target
from tests.services.bundles.attacks.hostile import packed_entry, read_all, squeezed
from tests.services.bundles.network import entry, payload
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.test_arriving import Letter, refuses, still_goes_through
from tests.services.exchange.world import PDF
from tests.services.retention.ending import destroyed, marked, withdrawn

REQUEST = Kind.INVESTIGATION_REQUEST
MANIFEST = "manifest.dsse.json"


@pytest.fixture(name="letter")
def _letter(at: At) -> Letter:
    world = at("consented")
    target = Target(case=world.case)
    return Letter(world, crafting.sealed_honestly(world, world.agency, REQUEST, target, world.investigation))


def manifest_of(letter: Letter) -> Manifest:
    return open_bundle(BytesIO(letter.data), [crafting.keys_of(letter.receiver).identity]).manifest


def rearchived(letter: Letter, parts: dict[str, bytes]) -> bytes:
    """The bundle with other bytes for some entries, by somebody who shares its key."""
    archive = crafting.archive_of(letter.data, letter.receiver)
    body = b"".join(entry(name, parts.get(name, data)) for name, data in read_all(archive))
    return crafting.encrypted(body + END, [letter.world.agency, letter.receiver])


def signed(letter: Letter, payload: bytes, parts: dict[str, bytes] | None = None) -> bytes:
    """The bundle with another payload, signed by its true signer."""
    hand = letter.world.agency.hand("security")
    envelope = build(PAYLOAD_TYPE, payload, [hand.sign(PAYLOAD_TYPE, payload)])
    return rearchived(letter, {MANIFEST: envelope} | (parts or {}))


def fitted(letter: Letter, line: bytes, claimed: int | None = None) -> bytes:
    """The bundle with other record lines under a manifest that fits them, signed by its true signer."""
    said, packed = manifest_of(letter), squeezed(line)
    size = len(line) if claimed is None else claimed
    listed = packed_entry(packed, line, line.count(b"\n"), content_size=size)
    others = tuple(one for one in said.entries if one.path != RECORDS)
    changed = msgspec.structs.replace(said, entries=(listed, *others))
    return signed(letter, encode_manifest(changed), {RECORDS: packed})


def lines_of(letter: Letter) -> bytes:
    return msgspec.json.encode(crafting.record_in(letter.data, letter.receiver), order="sorted") + b"\n"


def renamed(letter: Letter) -> bytes:
    archive = crafting.archive_of(letter.data, letter.receiver)
    climbing = archive.replace(b"records.ndjson.zst", b"../cords.ndjson.zs", 1)
    return crafting.encrypted(climbing, [letter.world.agency, letter.receiver])


def altered(letter: Letter) -> bytes:
    packed = dict(read_all(crafting.archive_of(letter.data, letter.receiver)))[RECORDS]
    return rearchived(letter, {RECORDS: packed[:-1] + bytes([packed[-1] ^ 1])})


BAD: dict[str, tuple[str, Callable[[Letter], bytes]]] = {
    "name-that-climbs": ("bundle.archive-refused", renamed),
    "manifest-with-white-space": (
        "bundle.manifest-refused",
        lambda letter: signed(letter, encode_manifest(manifest_of(letter)).replace(b":", b": ", 1)),
    ),
    "format-of-the-future": (
        "bundle.unknown-format",
        lambda letter: signed(
            letter, encode_manifest(manifest_of(letter)).replace(b"sekisho-bundle/1", b"sekisho-bundle/9")
        ),
    ),
    "record-altered-by-a-co-recipient": ("bundle.content-mismatch", altered),
    "reason-in-a-record": (
        "bundle.record-refused",
        lambda letter: fitted(letter, lines_of(letter).replace(b"{", b'{"aside":"x",', 1)),
    ),
    "reversed-name": (
        "bundle.record-refused",
        lambda letter: fitted(letter, lines_of(letter).replace("美咲".encode(), "\u202e美咲".encode())),
    ),
    "bomb": ("bundle.limit", lambda letter: fitted(letter, lines_of(letter), claimed=2**40)),
}


READ_LAST = set(BAD) - {"manifest-with-white-space", "format-of-the-future"}
"""Of bundles that are right on every other line."""


@pytest.mark.parametrize("label", list(BAD))
def test_hostile_contents_are_refused_and_nothing_of_them_stays(letter: Letter, label: str) -> None:
    """Whatever a signer or a co-recipient wrote inside: one line on record, no row, no file; the next one comes."""
    code, make = BAD[label]
    data = make(letter)
    assert data != letter.data
    report = refuses(letter.world, letter.receiver, data, code).report
    (failed,) = [line.axis for line in report.lines if line.state is AxisState.FAILED]
    assert failed is (Axis.CONTENT if label in READ_LAST else Axis.CONTAINER)
    if failed is Axis.CONTENT:
        assert {line.state for line in report.lines if line.axis is not failed} == {AxisState.OK}
    still_goes_through(letter)


def test_nothing_is_handed_out_in_clear_before_all_of_it_was_verified(letter: Letter) -> None:
    """Opened by hand: what is written and deleted again could still be read on the disk."""
    parts = dict(read_all(crafting.archive_of(letter.data, letter.receiver)))
    scan = next(name for name, data in parts.items() if PDF in data)
    data = rearchived(letter, {scan: parts[scan][:-1] + b"!"})
    name, office, handed = crafting.put(letter.world, data), letter.receiver, list[str]()

    def take(file: str, chunks: Iterable[bytes]) -> None:
        handed.append(file)
        handed.extend(str(len(chunk)) for chunk in chunks)

    with pytest.raises(UntrustedInputError, match=r"^bundle\.content-mismatch$"):
        office.services.unpacking.unpack(office.actor("security"), letter.world.stick, name, take)
    assert handed == []


def test_a_destroyed_case_does_not_come_back(at: At) -> None:
    """The request lies in a drawer; years later, when the case was destroyed, somebody plugs it in again."""
    world = at("consented")
    office = world.investigation
    data = crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.case), office)
    world.admitted(office, crafting.put(world, data, "first.age"))
    case = withdrawn(world)
    world.carried(world.agency, Kind.WITHDRAWAL, Target(case=case), office)
    marked(office, case)
    assert destroyed(office, case).is_finished
    before = office.tables()
    again = world.inspected(office, crafting.put(world, data, "again.age"))
    assert (again.report.code, again.report.bottom_line) == ("bundle.replay", BottomLine.DUPLICATE)
    with pytest.raises(GateClosedError):
        office.services.importing.admit(office.actor("security"), again)
    assert (office.tables(), office.quarantine()) == (before, [])


def test_a_new_request_for_a_destroyed_case_is_refused(at: At) -> None:
    """Not the same file: the sender, who was not told, writes the case out once more."""
    world = at("consented")
    office = world.investigation
    first = world.admitted(office, world.sent(world.agency, REQUEST, Target(case=world.case), office))
    record = crafting.record_in((world.stick.path / first.file_name).read_bytes(), office)
    case = withdrawn(world)
    world.carried(world.agency, Kind.WITHDRAWAL, Target(case=case), office)
    marked(office, case)
    assert destroyed(office, case).is_finished
    before = office.tables()
    made = crafting.crafted(world, REQUEST, world.agency, office, record)
    found = world.inspected(office, crafting.put(world, made, "crafted.age"))
    assert not found.can_be_admitted
    with pytest.raises(AppError):
        office.services.importing.admit(office.actor("security"), found)
    assert office.tables() == before
    office.services.importing.refuse(office.actor("security"), found)
    assert office.quarantine() == []


@pytest.mark.parametrize("start", [b"MZ\x90\0 a program", b"", b"<html>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
def test_a_program_that_is_called_a_scan_is_kept_but_never_handed_on_as_one(at: At, start: bytes) -> None:
    """The sender's manifest says it is a picture; its first bytes say otherwise, so no program is asked to open it."""
    donor, world = at("consented"), at("consented")
    office, target = world.investigation, Target(case=world.case)
    sent = crafting.sealed_honestly(donor, donor.agency, REQUEST, target, donor.investigation)
    record = crafting.record_in(sent, donor.investigation)
    assert isinstance(record, schemas.InvestigationRequest)
    scan = payload(start, "image/png")
    consents = tuple(msgspec.structs.replace(one, scan_sha256=scan.sha256) for one in record.consents)
    said = msgspec.structs.replace(record, consents=consents)
    name = crafting.put(world, crafting.crafted(world, REQUEST, world.agency, office, said, blobs=(scan,)))
    opened: dict[str, bytes] = {}

    def take(file: str, chunks: Iterable[bytes]) -> None:
        opened[file] = b"".join(chunks)

    is_png = start.startswith(b"\x89PNG")
    office.services.unpacking.unpack(office.actor("security"), world.stick, name, take)
    assert opened[f"{scan.sha256}{'.png' if is_png else '.bin'}"] == start
    world.admitted(office, name)
    types = {row[4] for row in office.rows("blobs") if row[2] == scan.sha256}
    assert types == {"image/png" if is_png else "application/octet-stream"}
