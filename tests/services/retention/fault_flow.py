"""The destruction of a case, to be broken off at any of its writes."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from app.models.domain.acts import Action
from app.models.domain.ids import CaseId
from app.models.views.retention import Destruction
from app.services.container import Services
from app.services.crypto.keyslot import derive
from app.services.desk import Desk, Target
from app.services.papers.filing import SMALL, file_scan
from app.services.platform.time import FixedClock
from app.services.stations.erasing import finish_destructions
from app.services.vault.vault import Vault
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import PEOPLE, Snapshots
from tests.services.retention.ending import destroyed, marked, withdrawn
from tests.services.retention.raw import everything, places_of
from tests.services.vault.crash_journey import seeded
from tests.services.vault.fault_server import Flow, Say

NAME = PEOPLE[0][0].encode()
LARGE_SCAN = b"%PDF-1.4" + bytes(SMALL)


@dataclass
class Kept:
    """What a run must know that no file says."""

    office: Office
    case: CaseId
    clock: FixedClock
    key: bytes


_KEPT: list[Kept] = []
"""Filled once, before the first fork."""


def begin(folder: Path) -> None:
    """A marked case with papers of every size, a bundle on its way in, and another case beside it."""
    world = Snapshots(folder.parent / "kept").at("answered", folder.parent / "world")
    agency = world.agency
    case = withdrawn(world)
    with agency.desk.act(agency.actor("examiner"), Action.SEE_CASE, Target(case=case)) as looking:
        file_scan(looking, case, LARGE_SCAN)
    marked(agency, case)
    with agency.desk.vault.read() as unit:
        key = unit.case_keys.get(case)
    _KEPT.append(Kept(agency, case, world.clock, key))
    world.close()
    folder.mkdir(exist_ok=True)
    shutil.copytree(agency.folder, folder / "agency")
    quarantine = folder / "agency" / "quarantine"
    quarantine.mkdir(exist_ok=True)
    (quarantine / "a-copy").write_bytes(b"copy of a bundle")


def ready(folder: Path) -> Office:
    """The vault, open as after an unlocking."""
    kept = _KEPT[0]
    entropy = seeded("destruction")
    vault = Vault.open(folder / "agency", kept.office.keys.vault_key, entropy)
    desk = Desk(vault, FixedClock(kept.clock.now()), entropy)
    return replace(kept.office, folder=folder / "agency", desk=desk, services=Services.over(desk, shelf()))


def act(office: Office, say: Say) -> None:
    """Destroy the case, and lock."""
    done = destroyed(office, _KEPT[0].case)
    say("finished" if done.is_finished else "destroyed")
    office.desk.vault.close()
    say("locked")


def check(folder: Path, said: list[str]) -> None:
    """Unlock: the case is whole, or gone without a trace."""
    kept, office = _KEPT[0], ready(folder)
    office.desk.vault.sweep()
    assert finish_destructions(office.desk, office.actor("security"))
    assert office.services.record.verify(office.actor("auditor")).is_sound
    entry = _entry(office)
    if entry is None:
        assert not said
        with office.desk.vault.read() as unit:
            assert unit.case_keys.get(kept.case) == kept.key
            assert unit.cases.get(kept.case).name.encode() == NAME
        assert destroyed(office, kept.case).is_finished
        entry = _entry(office)
    assert entry is not None
    assert entry.finished_at is not None
    assert {name for name in office.names() if any(kept.case in repr(row) for row in office.rows(name))} == {
        "destructions",
        "events",
    }
    assert [code for code, _ in office.events()].count("case.disposed") == 1
    office.desk.vault.close()
    vault_key = kept.office.keys.vault_key
    keys = {"vault.db": vault_key, "keys.db": derive(vault_key, "case-keys")}
    files = everything(folder / "agency", keys)
    assert not places_of(NAME, files)
    assert not places_of(kept.key, files)
    assert not [name for name in files if name.startswith(("quarantine/", "blobs/"))]


def _entry(office: Office) -> Destruction | None:
    with office.desk.vault.read() as unit:
        return unit.ledger.find(_KEPT[0].case)


DESTRUCTION = Flow(begin, act, check, ready)
