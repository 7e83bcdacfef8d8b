"""Who may examine a vault, what of it stands in the record, and what is done where the vault no longer opens."""

from pathlib import Path

import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError, CancelledError
from app.models.domain.examination import Examined, Flaw
from app.models.domain.ids import PersonId
from app.services.jobs import CancelToken, Progress
from app.services.stations.examining import VaultExamining
from app.services.stations.setup import NewOfficer
from tests.services.stations import desks

CLERK = NewOfficer("審査　次郎", frozenset({Role.EXAMINER}), "third passphrase")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "vault"
    desks.make(place, desks.new_station(desks.FIRST, desks.SECOND, CLERK))
    return place


def run(
    folder: Path,
    officer: NewOfficer = desks.FIRST,
    passphrase: str = "",
    token: CancelToken | None = None,
    told: list[Progress] | None = None,
) -> Examined:
    examining = VaultExamining(desks.door(folder))
    steps = [] if told is None else told
    try:
        person = desks.person(folder, officer)
    except AppError:
        person = PersonId("")
    return examining.run(person, passphrase or officer.passphrase, token or CancelToken(), steps.append)


def recorded(folder: Path) -> list[tuple[str, str]]:
    session = desks.door(folder).unlock(desks.person(folder, desks.SECOND), desks.SECOND.passphrase)
    try:
        with session.desk.vault.read() as unit:
            return [(event.code, event.result) for event in unit.record.newest_first(10)]
    finally:
        session.lock()


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("officer", [desks.FIRST, desks.SECOND])
def test_an_examination_stands_in_the_record(folder: Path, officer: NewOfficer) -> None:
    told: list[Progress] = []
    report = run(folder, officer, told=told)
    assert (report.findings, report.is_recorded) == ((), True)
    assert ("vault.examined", "done") in recorded(folder)
    assert [one.done for one in told] == list(range(len(told)))


def test_who_may_not_examine_is_refused_and_the_refusal_recorded(folder: Path) -> None:
    told: list[Progress] = []
    with pytest.raises(AppError, match=r"^access.wrong-role$"):
        run(folder, CLERK, told=told)
    assert told == []
    assert ("vault.examined", "refused:wrong-role") in recorded(folder)


def test_a_wrong_passphrase_examines_nothing(folder: Path) -> None:
    with pytest.raises(AppError, match=r"^vault.wrong-passphrase$"):
        run(folder, passphrase="not this one")


def test_a_vault_that_does_not_open_is_examined_all_the_same(folder: Path) -> None:
    flip(folder / "vault.db", 30)
    report = run(folder)
    assert not report.is_recorded
    assert Flaw.FILE_UNREADABLE in report.by_flaw()
    assert dict(report.counts)["keys"] == 1


def test_without_readable_slots_the_slots_are_the_finding(folder: Path) -> None:
    (folder / "keyslots.json").write_text("{")
    report = run(folder)
    assert [found.flaw for found in report.findings] == [Flaw.SLOTS_DAMAGED]


def test_an_examination_can_be_stopped(folder: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        run(folder, token=token)
