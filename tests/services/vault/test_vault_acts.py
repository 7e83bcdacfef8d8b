"""Acts are whole, documents stay in their place, a case without its key is gone."""

import gc
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import BugError, EnvironmentProblemError, NotAuthorisedError, StaleEditError, VaultError
from app.models.domain.finding import Finding
from app.models.domain.ids import BlobId
from app.services.crypto.keyslot import derive
from app.services.desk import Target
from app.services.papers.filing import SMALL, file_scan, read_paper
from app.services.vault.engine import connect
from tests.services.exchange.offices import Office, reopened
from tests.services.exchange.world import PDF, World

At = Callable[[str], World]


LARGE = PDF + bytes(SMALL)
"""A paper that lies in a file of its own."""


class StoppedError(Exception):
    """Something goes wrong in the middle of an act."""


def raw(office: Office, file: str = "vault.db") -> Any:
    return connect(office.folder / file, office.keys.vault_key)


def test_an_act_that_fails_leaves_nothing(at: At) -> None:
    world = at("consented")
    office = world.agency
    before = (office.tables(leave_out=()), office.blobs())
    target = Target(case=world.case)
    with (  # noqa: PT012 # a whole act is what is stopped
        pytest.raises(StoppedError),
        office.desk.act(office.actor("examiner"), Action.RECEIVE_QUESTIONNAIRE, target) as act,
    ):
        act.keep("finding", "1", "1", Finding(1, adverse=False, summary="半ば"))
        act.unit.cases.touch(world.case, None, act.at)
        file_scan(act, world.case, PDF)
        file_scan(act, world.case, LARGE)
        act.unit.counters.next("case-2025")
        act.record_event()
        raise StoppedError
    assert (office.tables(leave_out=()), office.blobs()) == before


def test_an_act_that_succeeds_is_there_with_its_event(at: At) -> None:
    """The same without the accident, so that the test above is known to look at the right places."""
    world = at("consented")
    office = world.agency
    before, blobs = office.tables(leave_out=()), office.blobs()
    with office.desk.act(office.actor("examiner"), Action.RECEIVE_QUESTIONNAIRE, Target(case=world.case)) as act:
        act.keep("finding", "1", "1", Finding(1, adverse=False, summary="半ば"))
        act.unit.cases.touch(world.case, None, act.at)
        file_scan(act, world.case, PDF)
        file_scan(act, world.case, LARGE)
        act.unit.counters.next("case-2025")
    after = office.tables(leave_out=())
    assert {name for name in after if after[name] != before[name]} == {
        "blobs",
        "cases",
        "counters",
        "documents",
        "events",
        "log_state",
    }
    assert len(office.blobs()) == len(blobs) + 1


def test_a_refused_act_leaves_its_refusal_on_record_and_nothing_else(at: At) -> None:
    world = at("consented")
    office = world.agency
    before, events = office.tables(), office.events()
    with (
        pytest.raises(NotAuthorisedError, match=r"^access.wrong-role$"),
        office.desk.act(office.actor("auditor"), Action.SEE_CASE, Target(case=world.case)),
    ):
        raise StoppedError
    assert office.tables() == before
    assert office.events()[len(events) :] == [("case.seen", "refused:wrong-role")]


def test_a_change_that_was_made_meanwhile_is_not_written_over(at: At) -> None:
    world = at("consented")
    office = world.agency
    with office.desk.vault.write() as unit:
        seen = unit.cases.get(world.case).revision
        unit.cases.touch(world.case, seen, office.desk.clock.now())
    before = office.tables(leave_out=())
    with (  # noqa: PT012 # what came before in the transaction goes too
        pytest.raises(StaleEditError, match=r"^record.changed-meanwhile$"),
        office.desk.vault.write() as unit,
    ):
        unit.counters.next("case-2025")
        unit.cases.touch(world.case, seen, office.desk.clock.now())
    assert office.tables(leave_out=()) == before


def test_a_reader_cannot_write(at: At) -> None:
    world = at("trusted")
    with pytest.raises(EnvironmentProblemError, match=r"^disk.read-only$"), world.agency.desk.vault.read() as unit:
        unit.counters.next("case-2025")


@pytest.mark.parametrize(
    "move",
    [
        "UPDATE documents SET place = '7' WHERE kind = 'finding' AND place = '1'",
        "UPDATE documents SET revision = 9 WHERE kind = 'finding' AND place = '1'",
        "UPDATE documents SET kind = 'note' WHERE kind = 'finding' AND place = '1'",
        """UPDATE documents SET sealed = (SELECT sealed FROM documents WHERE kind = 'finding' AND place = '2')
           WHERE kind = 'finding' AND place = '1'""",
        "UPDATE documents SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE kind = 'finding' AND place = '1'",
    ],
)
def test_a_document_opens_in_its_own_place_only(at: At, move: str) -> None:
    world = at("accepted")
    office = world.investigation
    connection = raw(office)
    connection.execute("DELETE FROM documents WHERE kind = 'finding' AND place = '7'")
    assert connection.execute(move).rowcount == 1
    connection.close()
    with pytest.raises(VaultError, match=r"^vault.record-damaged$"), office.desk.vault.read() as unit:
        [unit.documents.newest_of_kind(world.case, kind) for kind in ("finding", "note")]


def test_a_document_does_not_open_in_another_case(at: At) -> None:
    world = at("accepted")
    world.requested(world.others[0])
    office = world.investigation
    connection = raw(office)
    connection.execute("UPDATE documents SET case_id = ? WHERE kind = 'finding'", (world.others[0],))
    connection.close()
    with pytest.raises(VaultError, match=r"^vault.record-damaged$"), office.desk.vault.read() as unit:
        unit.documents.newest_of_kind(world.others[0], "finding")


def test_two_small_papers_cannot_be_exchanged(at: At) -> None:
    world = at("consented")
    office = world.agency
    with office.desk.act(office.actor("examiner"), Action.RECEIVE_QUESTIONNAIRE, Target(case=world.case)) as act:
        one, other = (file_scan(act, world.case, PDF + mark) for mark in (b"1", b"2"))
    connection = raw(office)
    swap = "UPDATE blobs SET sealed = (SELECT sealed FROM blobs WHERE blob_id = ?) WHERE blob_id = ?"
    connection.execute(swap, (one.blob_id, other.blob_id))
    connection.close()
    with pytest.raises(VaultError, match=r"^vault.record-damaged$"), office.desk.vault.read() as unit:
        b"".join(read_paper(unit, other))


def test_two_filed_papers_cannot_be_exchanged(at: At) -> None:
    """Both lie under the key of the same case: it is the name that keeps them apart."""
    world = at("consented")
    office = world.agency
    with office.desk.act(office.actor("examiner"), Action.RECEIVE_QUESTIONNAIRE, Target(case=world.case)) as act:
        one, other = (file_scan(act, world.case, LARGE + mark) for mark in (b"1", b"2"))
    folder = office.folder / "blobs"
    (folder / one.blob_id).rename(folder / "between")
    (folder / other.blob_id).rename(folder / one.blob_id)
    (folder / "between").rename(folder / other.blob_id)
    for blob in (one, other):
        with pytest.raises(VaultError, match=r"^vault.record-damaged$"), office.desk.vault.read() as unit:
            b"".join(read_paper(unit, blob))


def test_a_case_whose_key_was_destroyed_is_unreadable_for_good(at: At) -> None:
    world = at("accepted")
    office = world.investigation
    office.desk.vault.case_keys.destroy(world.case)
    with pytest.raises(VaultError, match=r"^vault.case-key-missing$"), office.desk.vault.read() as unit:
        unit.documents.newest_of_kind(world.case, "finding")
    office.desk.vault.close()
    office = world.investigation = reopened(office, office.folder, world.clock)
    with pytest.raises(VaultError, match=r"^vault.case-key-missing$"), office.desk.vault.read() as unit:
        unit.documents.newest_of_kind(world.case, "finding")
    with office.desk.vault.read() as unit:
        assert unit.cases.get(world.case).case_id == world.case


def test_papers_of_a_destroyed_case_are_unreadable_too(at: At) -> None:
    world = at("consented")
    office = world.agency
    with office.desk.vault.read() as unit:
        (blob_id,) = [row[0] for row in office.rows("blobs") if row[1] == world.case][:1]
        blob = unit.papers.blob(BlobId(str(blob_id)))
        assert b"".join(read_paper(unit, blob)) == PDF
    office.desk.vault.case_keys.destroy(world.case)
    with pytest.raises(VaultError, match=r"^vault.case-key-missing$"), office.desk.vault.read() as unit:
        b"".join(read_paper(unit, blob))


def test_what_a_crash_left_without_a_row_is_swept_away(at: At) -> None:
    world = at("consented")
    office = world.agency
    with office.desk.act(office.actor("examiner"), Action.RECEIVE_QUESTIONNAIRE, Target(case=world.case)) as act:
        blob = file_scan(act, world.case, LARGE)
    known = office.blobs()
    assert known == [blob.blob_id]
    (office.folder / "blobs" / "0123456789abcdef").write_bytes(b"a file without a row")
    (office.folder / "blobs" / "fedcba9876543210.partial").write_bytes(b"half a file")
    assert office.desk.vault.sweep() == 2
    assert office.blobs() == known
    assert office.desk.vault.sweep() == 0


def test_a_closed_vault_holds_no_key_and_does_nothing(at: At) -> None:
    world = at("consented")
    vault, key = world.agency.desk.vault, world.agency.keys.vault_key
    with vault.read() as unit:
        register = bytes(unit.register_key)
    vault.close()
    vault.close()
    for attempt in (vault.read, vault.write):
        with pytest.raises(BugError, match=r"^bug.locked$"), attempt():
            pytest.fail("a closed vault was opened")
    with pytest.raises(BugError, match=r"^bug.locked$"):
        vault.station()
    with pytest.raises(BugError, match=r"^bug.locked$"):
        world.agency.services.consents.register(world.agency.actor("examiner"))
    assert not reachable(vault, {key, derive(key, "case-keys"), register})


def reachable(start: object, secrets: set[bytes]) -> bool:
    """Whether any of these byte strings hangs on an object, as the garbage collector sees it, a few steps deep."""
    seen, ring = set[int](), [start]
    for _ in range(12):
        ring = [one for one in gc.get_referents(*ring) if id(one) not in seen and not is_a_world_of_its_own(one)]
        seen |= {id(one) for one in ring}
        if any(isinstance(one, bytes) and one in secrets for one in ring):
            return True
    return False


def is_a_world_of_its_own(one: object) -> bool:
    """Modules and types lead everywhere."""
    return isinstance(one, type | ModuleType) or (isinstance(one, dict) and "__name__" in one)


def test_an_open_vault_does_hold_its_keys(at: At) -> None:
    """So that the search above is known to find them."""
    world = at("consented")
    key = world.agency.keys.vault_key
    assert reachable(world.agency.desk.vault, {derive(key, "case-keys")})
    assert reachable(world.agency.desk.vault, {key})
