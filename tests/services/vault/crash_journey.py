"""A short journey of an agency whose every step is one act, and the proof that a vault stands between two of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256, shake_256
from itertools import count
from pathlib import Path

from app.models.domain.acts import Action
from app.models.domain.ids import BlobId, BundleId, CandidateId, CaseId, PersonId
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.container import Services
from app.services.desk import Desk, Target
from app.services.papers.filing import SMALL, read_paper
from app.services.platform.time import FixedClock
from app.services.ports import Entropy
from app.services.vault.vault import Vault
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import PEOPLE, World, roster_csv

FIRST, SECOND = PEOPLE[0][0], PEOPLE[1][0]
LARGE_SCAN = b"%PDF-1.4" + bytes(SMALL)
"""Lies in a file of its own, where the small ones lie in the database."""
_LOG = ("events", "log_state", "log_nodes")


def seeded(seed: str) -> Entropy:
    """The same bytes in the same order for the same seed."""
    draws = count()
    return lambda length: shake_256(f"{seed}/{next(draws)}".encode()).digest(length)


def candidate(office: Office, name: str) -> CandidateId:
    with office.desk.vault.read() as unit:
        everyone = unit.candidates.page((State.LISTED, State.NOTICE_ISSUED), None, 10, PersonId(""))
    return next(one.candidate_id for one in everyone if one.name == name)


def the_case(office: Office) -> CaseId:
    with office.desk.vault.read() as unit:
        return unit.cases.all_for_matching()[0].case_id


def the_export(office: Office, status: str) -> BundleId:
    with office.desk.vault.read() as unit:
        return unit.exports.in_status((status,))[0].bundle_id


def _listed(world: World) -> None:
    rosters, actor = world.agency.services.rosters, world.agency.actor("security")
    rosters.admit(actor, rosters.preview(actor, roster_csv(PEOPLE[:2])))


def _noticed(world: World, name: str) -> None:
    world.candidates[name] = candidate(world.agency, name)
    world.notice(name)


def _consented(world: World) -> None:
    world.candidates[FIRST] = candidate(world.agency, FIRST)
    world.consent(FIRST, inquiries=False)


def _consented_to_inquiries(world: World) -> None:
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    consents.record_inquiry_consent(actor, the_case(world.agency), world.clock.today(), LARGE_SCAN)


def _refused(world: World) -> None:
    world.candidates[SECOND] = candidate(world.agency, SECOND)
    world.refuse(SECOND)


def _reopened(world: World) -> None:
    """Closing writes back what waits beside the database."""
    office = world.agency
    office.desk.vault.close()
    vault = Vault.open(office.folder, office.keys.vault_key, office.desk.entropy)
    office.desk = Desk(vault, world.clock, office.desk.entropy)
    office.services = Services.over(office.desk, shelf())


def _prepared(world: World) -> None:
    target = Target(case=the_case(world.agency))
    world.prepared(world.agency, Kind.INVESTIGATION_REQUEST, target, world.investigation)


def _signed(world: World) -> None:
    world.signed(world.agency, Kind.INVESTIGATION_REQUEST, the_export(world.agency, "draft"))


ACTS: tuple[tuple[str, Callable[[World], object]], ...] = (
    ("roster", _listed),
    ("notice", lambda world: _noticed(world, FIRST)),
    ("second notice", lambda world: _noticed(world, SECOND)),
    ("consent", _consented),
    ("inquiry consent", _consented_to_inquiries),
    ("refusal", _refused),
    ("locked and opened", _reopened),
    ("prepare", _prepared),
    ("sign", _signed),
    ("write", lambda world: world.written(world.agency, the_export(world.agency, "signed"))),
    ("answers", lambda world: world.receive_answers(the_case(world.agency))),
    ("withdrawal", lambda world: world.withdraw(the_case(world.agency))),
)


def agency_opened(closed: World, root: Path, entropy: Entropy) -> World:
    """The world in ``root`` with the vault of its agency open and nothing else."""
    clock = FixedClock(closed.clock.now() + timedelta(days=1))
    folder = root / closed.agency.folder.name
    desk = Desk(Vault.open(folder, closed.agency.keys.vault_key, entropy), clock, entropy)
    old = closed.agency
    office = Office(old.name, old.kind, old.station, folder, old.keys, desk, Services.over(desk, shelf()))
    return World(root, clock, office, closed.investigation, closed.contractor)


def picture(office: Office) -> str:
    """A digest of everything in the vault but the looks, which a journey that goes on takes again."""
    tables = office.tables(leave_out=(*_LOG, "exports", "writings"))
    with office.desk.vault.read() as unit:
        exports = unit.exports.in_status(("draft", "signed", "written", "discarded"))
    # The key of a bundle's file comes from the library itself, another one each time it is written.
    known = [replace(one, ciphertext_sha256=str(one.ciphertext_sha256 is not None)) for one in exports]
    # That a writing began is noted by itself, before it, and is noted again when it is done again.
    changes = [line for line in office.events() if not line[0].endswith((".seen", Action.BEGIN_WRITE.value))]
    return sha256(repr((sorted(tables.items()), known, changes)).encode()).hexdigest()


def assert_whole(office: Office) -> None:
    """The record verifies, each case has its key, each filed paper opens and is what was filed."""
    assert office.services.record.verify(office.actor("auditor")).is_sound
    with office.desk.vault.read() as unit:
        for case in unit.cases.all_for_matching():
            assert len(unit.case_keys.get(case.case_id)) == 32
        for blob_id in sorted(unit.papers.blob_ids()):
            blob = unit.papers.blob(BlobId(blob_id))
            content = b"".join(read_paper(unit, blob))
            assert (sha256(content).hexdigest(), len(content)) == (blob.sha256, blob.size_bytes)


def assert_finished(world: World) -> None:
    """The journey came to its end: the case is sealed, the bundle lies on the stick once, nothing half is there."""
    with world.agency.desk.vault.read() as unit:
        (case,) = unit.cases.all_for_matching()
        (export,) = unit.exports.in_status(("draft", "signed", "written"))
    assert (case.state, case.sealed, export.status) == (State.WITHDRAWN, True, "written")
    assert [entry.name for entry in (world.root / "stick").iterdir()] == [export.file_name]
