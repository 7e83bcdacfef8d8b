"""Handing a case over and taking one in, broken off at any write: the right to write is at one desk or at none."""

import json
from datetime import datetime
from pathlib import Path

from app.models.domain.actor import OfficeKind
from app.models.domain.custody import Standing
from app.models.domain.ids import BundleId, CaseId
from app.services.bundles.manifest import Kind
from app.services.container import Services
from app.services.desk import Desk, Target
from app.services.exchange.custody.places import custody_of
from app.services.platform.folder_drive import FolderDrive
from app.services.platform.time import FixedClock
from app.services.vault.vault import Vault
from tests.services.exchange.offices import Office, _keys, shelf
from tests.services.exchange.world import World
from tests.services.vault.crash_journey import assert_whole, seeded
from tests.services.vault.fault_server import DISK_CODES, Flow, Say

NOTES = "custody.json"
_KINDS = {"agency": OfficeKind.AGENCY, "investigation": OfficeKind.INVESTIGATION_OFFICE}


def write_base(world: World, folder: Path) -> None:
    """A world with one transfer signed at the agency, and another one on the stick for the investigation office."""
    agency, there = world.agency, world.investigation
    first = world.sent(agency, Kind.CASE_TRANSFER, Target(case=world.others[0]), there)
    second = world.signed(
        agency, Kind.CASE_TRANSFER, world.prepared(agency, Kind.CASE_TRANSFER, Target(case=world.case), there)
    )
    notes = {
        "now": world.clock.now().isoformat(),
        "sending": world.case,
        "coming": world.others[0],
        "bundle": second,
        "file": first,
        "stations": {"agency": agency.station, "investigation": there.station},
    }
    world.close()
    world.root.rename(folder)
    (folder / NOTES).write_text(json.dumps(notes))


def _notes(folder: Path) -> dict[str, str]:
    notes: dict[str, str] = json.loads((folder / NOTES).read_text())
    return notes


def _opened(folder: Path, name: str, seed: str) -> Office:
    notes, place, entropy = json.loads((folder / NOTES).read_text()), folder / name, seeded(seed)
    keys = _keys(place)
    clock = FixedClock(datetime.fromisoformat(notes["now"]))
    desk = Desk(Vault.open(place, keys.vault_key, entropy), clock, entropy)
    return Office(name, _KINDS[name], notes["stations"][name], place, keys, desk, Services.over(desk, shelf()))


def _sender(folder: Path) -> Office:
    return _opened(folder, "agency", "sending")


def _receiver(folder: Path) -> Office:
    return _opened(folder, "investigation", "coming")


def _send(office: Office, say: Say) -> None:
    folder = office.folder.parent
    drive, bundle = FolderDrive(folder / "stick"), BundleId(_notes(folder)["bundle"])
    office.services.exporting.write(office.actor("security"), office.hand("security"), bundle, drive)
    say("written")


def _left_or_not(folder: Path, said: list[str]) -> None:
    """Never may the sender write while a whole file lies on the medium."""
    office, case = _opened(folder, "agency", "after"), CaseId(_notes(folder)["sending"])
    assert_whole(office)
    with office.desk.vault.read() as unit:
        standing = custody_of(unit, case).standing
    assert standing in {Standing.SENDING, Standing.AWAY}
    assert standing is Standing.AWAY or "written" not in said, "what was written has left"
    if standing is Standing.SENDING:
        _send(office, lambda _: None)
    with office.desk.vault.read() as unit:
        assert custody_of(unit, case).standing is Standing.AWAY


def _take_in(office: Office, say: Say) -> None:
    folder = office.folder.parent
    importing, actor = office.services.importing, office.actor("security")
    inspection = importing.inspect(actor, FolderDrive(folder / "stick"), _notes(folder)["file"])
    importing.admit(actor, inspection)
    say("admitted")


def _here_whole_or_not(folder: Path, said: list[str]) -> None:
    """The case, its documents, papers and custody come in together."""
    office, case = _opened(folder, "investigation", "after"), CaseId(_notes(folder)["coming"])
    assert_whole(office)
    with office.desk.vault.read() as unit:
        is_here = unit.cases.find(case) is not None
        assert is_here == (unit.custody.find(case) is not None)
        assert is_here or not unit.papers.blobs_of(case)
    assert is_here or "admitted" not in said, "an admitted case was lost"
    if not is_here:
        _take_in(office, lambda _: None)
    with office.desk.vault.read() as unit:
        assert custody_of(unit, case).standing is Standing.HERE
        assert len(unit.papers.blobs_of(case)) == 2
    assert_whole(office)


def _nothing(_folder: Path) -> None:
    """The base is the beginning."""


_MEDIUM = frozenset(
    {"bundle.media-write", "media.read-back", "media.full", "media.not-verified", "media.gone", "media.read-only"}
)
SEND = Flow(_nothing, _send, _left_or_not, _sender, DISK_CODES | _MEDIUM)
TAKE_IN = Flow(_nothing, _take_in, _here_whole_or_not, _receiver)
EVERY = {"SEND": SEND, "TAKE_IN": TAKE_IN}
