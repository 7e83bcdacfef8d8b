"""The flows of a working vault that may be broken off at any write: unlock, admission, drafts, papers, quarantine."""

import hashlib
import json
from datetime import datetime
from io import BytesIO
from pathlib import Path

from app.models.domain.actor import OfficeKind
from app.models.domain.acts import Action
from app.models.domain.ids import BlobId, BundleId, CaseId, PersonId, StationId
from app.models.forms.correction import BoxState
from app.models.forms.filling.typing import Typed
from app.services.bundles.manifest import Kind
from app.services.container import Services
from app.services.corrections.corrections import Asking
from app.services.corrections.keeping import boxes_in
from app.services.desk import Desk, Target
from app.services.papers.filing import file_scan, read_paper
from app.services.platform.folder_drive import FolderDrive
from app.services.platform.time import FixedClock
from app.services.texts.catalogue import Language
from app.services.vault.quarantine import Quarantine
from app.services.vault.vault import Vault
from tests.services.exchange.offices import Keys, Office, shelf
from tests.services.exchange.world import World
from tests.services.stations import desks
from tests.services.vault.crash_journey import LARGE_SCAN, assert_whole, seeded
from tests.services.vault.fault_server import Flow, Say

NOTES = "base.json"
PLACE = "flow"
"""Where the drafts of the flow lie in their editor."""


def write_base(world: World, folder: Path) -> None:
    """The files of a world whose case is assigned, with a bundle on the stick, and what opens them again."""
    bundle = world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.others[0]), world.investigation)
    world.close()
    office = world.investigation
    notes = {
        "key": office.keys.vault_key.hex(),
        "people": office.keys.people,
        "station": office.station,
        "now": world.clock.now().isoformat(),
        "case": world.case,
        "coming": world.others[0],
        "bundle": bundle,
    }
    world.root.rename(folder)
    for name in ("agency", "contractor"):
        # Nobody opens them; a copy less for each run.
        (folder / name).rename(folder.parent / f"unused-{name}")
    (folder / NOTES).write_text(json.dumps(notes))


def _notes(folder: Path) -> dict[str, str]:
    notes: dict[str, str] = json.loads((folder / NOTES).read_text())
    return notes


def opened(folder: Path, seed: str = "flow") -> Office:
    """The investigation office of a base."""
    notes = json.loads((folder / NOTES).read_text())
    entropy, place = seeded(seed), folder / "investigation"
    desk = Desk(Vault.open(place, bytes.fromhex(notes["key"]), entropy), FixedClock(_day(notes["now"])), entropy)
    people = {who: PersonId(person) for who, person in notes["people"].items()}
    keys = Keys(bytes.fromhex(notes["key"]), people, {})
    kind, station = OfficeKind.INVESTIGATION_OFFICE, StationId(notes["station"])
    return Office("investigation", kind, station, place, keys, desk, Services.over(desk, shelf()))


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _nothing(_folder: Path) -> None:
    """The base is the beginning."""


# Unlocking.


def _made(folder: Path) -> None:
    desks.make(folder / "vault", draws=seeded("made"))
    # What a crash left: unlocking removes it.
    (folder / "vault" / "blobs" / "stray.partial").write_bytes(b"half")


def _unlock(folder: Path, say: Say) -> None:
    vault = folder / "vault"
    door = desks.door(vault)
    session = door.unlock(desks.person(vault, desks.FIRST), desks.FIRST.passphrase)
    say("unlocked")
    session.lock()


def _still_opens(folder: Path, said: list[str]) -> None:
    vault = folder / "vault"
    for officer in (desks.FIRST, desks.SECOND):
        session = desks.door(vault).unlock(desks.person(vault, officer), officer.passphrase)
        with session.desk.vault.read() as unit:
            codes = [event.code for event in unit.record.newest_first(10)]
            assert unit.record.is_sound()
        session.lock()
    # One for the flow if it was acknowledged, two for these two.
    assert codes.count("vault.unlocked") >= 2 + ("unlocked" in said)
    assert list((vault / "blobs").iterdir()) == []


# Admission.


def _admit(office: Office, say: Say) -> None:
    drive = FolderDrive(office.folder.parent / "stick")
    actor, importing = office.actor("security"), office.services.importing
    inspection = importing.inspect(actor, drive, _notes(office.folder.parent)["bundle"])
    say("inspected")
    importing.admit(actor, inspection)
    say("admitted")


def _admitted_or_not(folder: Path, said: list[str]) -> None:
    notes, office = _notes(folder), opened(folder, "after")
    assert_whole(office)
    with office.desk.vault.read() as unit:
        is_here = unit.cases.find(CaseId(notes["coming"])) is not None
    assert is_here or "admitted" not in said, "an admitted bundle was lost"
    if not is_here:
        _admit(office, lambda _: None)
    with office.desk.vault.read() as unit:
        assert unit.cases.find(CaseId(notes["coming"])) is not None
    assert_whole(office)
    # Unlocking sweeps.
    office.desk.vault.sweep()
    assert [name for name in office.quarantine() if not name.endswith(".partial")] == []


# Taking an admission back.


def _ready_to_take_back(folder: Path) -> Office:
    office = opened(folder)
    _admit(office, lambda _: None)
    return office


def _take_back(office: Office, say: Say) -> None:
    office.services.taking_back.take_back(office.actor("security"), office.actor("auditor"), _admitted(office))
    say("taken back")


def _admitted(office: Office) -> BundleId:
    with office.desk.vault.read() as unit:
        coming = _notes(office.folder.parent)["bundle"].removesuffix(".age").rpartition("-")[2]
        return next(one.bundle_id for one in unit.imports.newest_first(10) if one.bundle_id.startswith(coming))


def _taken_back_or_not(folder: Path, said: list[str]) -> None:
    notes, office = _notes(folder), opened(folder, "after")
    assert_whole(office)
    with office.desk.vault.read() as unit:
        is_here = unit.cases.find(CaseId(notes["coming"])) is not None
    assert not (is_here and "taken back" in said), "what was taken back is here again"
    way = office.services.taking_back.foresee(office.actor("security"), _admitted(office))
    assert (way.obstacle is None) == is_here, "half of it was undone"
    if is_here:
        _take_back(office, lambda _: None)
    office.desk.vault.sweep()
    assert_whole(office)
    with office.desk.vault.read() as unit:
        known = unit.papers.blob_ids()
    assert {entry.name for entry in (office.folder / "blobs").iterdir()} <= known


# Drafts.


def _type(office: Office, say: Say) -> None:
    actor, case = office.actor("examiner"), CaseId(_notes(office.folder.parent)["case"])
    for turn in range(1, 4):
        drafts = {PLACE: ("1", f"所見の下書き {turn}"), f"{PLACE}-2": ("2", f"もう一つ {turn}")}
        office.services.drafts.keep(actor, case, Action.WRITE_FINDING, drafts)
        say(str(turn))


def _nothing_typed_is_lost(folder: Path, said: list[str]) -> None:
    office = opened(folder, "after")
    assert_whole(office)
    kept = office.services.drafts.read(office.actor("examiner"), CaseId(_notes(folder)["case"]))
    turns = {int(kept[place].split()[-1]) if place in kept else 0 for place in (PLACE, f"{PLACE}-2")}
    assert len(turns) == 1, "half of what was typed at once"
    assert turns <= {len(said), len(said) + 1}, (turns, said)


# Papers in files of their own.


def _file(office: Office, say: Say) -> None:
    case = CaseId(_notes(office.folder.parent)["case"])
    for _ in range(2):
        with office.desk.act(office.actor("security"), Action.SEE_EXPORTS) as act:
            blob = file_scan(act, case, LARGE_SCAN)
        say(blob.blob_id)


def _papers_are_whole(folder: Path, said: list[str]) -> None:
    office = opened(folder, "after")
    assert_whole(office)
    with office.desk.vault.read() as unit:
        for blob_id in said:
            assert b"".join(read_paper(unit, unit.papers.blob(BlobId(blob_id)))) == LARGE_SCAN
        known = unit.papers.blob_ids()
    office.desk.vault.sweep()
    files = set(office.blobs())
    assert files <= known, "a file without a row outlives the sweep"
    assert len(files) - len(said) in {0, 1}


# A correction.

_BIRTH = ("A3", None)


def _correct(office: Office, say: Say) -> None:
    examiner, case = office.actor("examiner"), CaseId(_notes(office.folder.parent)["case"])
    asked = [Asking(*_BIRTH, "生年月日を、もう一度お答えください。"), Asking("F9.has", None, "口座はありますか。")]
    office.services.corrections.return_boxes(examiner, case, asked)
    say("returned")
    _answer(office)
    say("signed")


def _answer(office: Office) -> None:
    examiner, case = office.actor("examiner"), CaseId(_notes(office.folder.parent)["case"])
    slip = office.services.kiosk.issue_slip(examiner, case)
    room = office.services.kiosk.enter(examiner, case, slip.code, "480193")
    assert room.answer(_BIRTH, Typed("1988-04-13")) is None
    room.save()
    room.sign("髙橋　美咲")


def _answered_as_one_or_not(folder: Path, said: list[str]) -> None:
    notes, office = _notes(folder), opened(folder, "after")
    assert_whole(office)
    case = CaseId(notes["case"])
    with office.desk.vault.read() as unit:
        states = {box.state for box in boxes_in(unit, case)}
    revisions = office.services.corrections.revisions(office.actor("examiner"), case, _BIRTH, Language.JAPANESE)
    assert [one.number for one in revisions] == list(range(1, len(revisions) + 1))
    if not states:
        assert said == []
    elif states == {BoxState.OPEN}:
        assert "signed" not in said
        assert len(revisions) == 1, "an answer was changed and its box still waits"
        if office.services.kiosk.standing(office.actor("security"), case) is not None:
            office.services.kiosk.end(office.actor("security"), case)
        _answer(office)
    else:
        assert states == {BoxState.ANSWERED, BoxState.CONFIRMED}, "half of a correction"
        assert len(revisions) == 2
        assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []
    assert_whole(office)


# Quarantine.

_BUNDLE = bytes(range(256)) * 12_000


def _receive(folder: Path, say: Say) -> None:
    say(Quarantine(folder / "quarantine").put(BytesIO(_BUNDLE)))


def _arrived_whole(folder: Path, said: list[str]) -> None:
    quarantine, digest = Quarantine(folder / "quarantine"), hashlib.sha256(_BUNDLE).hexdigest()
    assert set(quarantine.names()) <= {digest, "arriving.partial"}
    if digest in quarantine.names():
        with quarantine.open(digest) as bundle:
            assert bundle.read() == _BUNDLE
    assert not said or digest in quarantine.names()
    assert quarantine.put(BytesIO(_BUNDLE)) == digest
    assert quarantine.names() == [digest]


UNLOCK = Flow(_made, _unlock, _still_opens)
TAKE_BACK = Flow(_nothing, _take_back, _taken_back_or_not, _ready_to_take_back)
ADMIT = Flow(_nothing, _admit, _admitted_or_not, opened)
DRAFTS = Flow(_nothing, _type, _nothing_typed_is_lost, opened)
PAPERS = Flow(_nothing, _file, _papers_are_whole, opened)
QUARANTINE = Flow(_nothing, _receive, _arrived_whole)
CORRECT = Flow(_nothing, _correct, _answered_as_one_or_not, opened)
ON_THE_BASE = {"ADMIT", "TAKE_BACK", "DRAFTS", "PAPERS", "CORRECT"}
EVERY = {
    "UNLOCK": UNLOCK,
    "ADMIT": ADMIT,
    "TAKE_BACK": TAKE_BACK,
    "DRAFTS": DRAFTS,
    "PAPERS": PAPERS,
    "CORRECT": CORRECT,
    "QUARANTINE": QUARANTINE,
}
