"""The kiosk: slip and PIN, a draft that nobody else sees, pausing, a kill, replacing a slip, signing, withdrawing."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError, RefusedError
from app.models.domain.kiosk import IdentityCheck, require_pin, wait_after
from app.models.forms.answers import AnswerState
from app.models.forms.checking import Problem
from app.models.forms.filling.closing import AFFIRMATION
from app.models.forms.filling.edits import Clear, PutAnswer, PutRow
from app.models.forms.filling.typing import Said, Typed
from app.services.desk import Target
from app.services.kiosk.room import Room
from app.services.kiosk.sessions import PrintedKioskSlip
from app.services.questionnaires.keeping import read_response
from tests.services.exchange.offices import Office, reopened, shelf
from tests.services.exchange.world import Snapshots, World, _told

PIN = "480193"
SECRET = "髙橋のひみつの旧姓"


@pytest.fixture(name="world")
def _world(snapshots: Snapshots, tmp_path: Path) -> Iterator[World]:
    world = snapshots.at("consented", tmp_path / "world")
    yield world
    world.close()


@pytest.fixture(name="slip")
def _slip(world: World) -> PrintedKioskSlip:
    return world.agency.services.kiosk.issue_slip(world.agency.actor("examiner"), world.case)


def entered(world: World, slip: PrintedKioskSlip, pin: str = PIN) -> Room:
    return world.agency.services.kiosk.enter(world.agency.actor("examiner"), world.case, slip.code.upper(), pin)


def typed_in(room: Room) -> None:
    """The whole first golden subject, by hand."""
    pack, response = room.draft.pack, next(iter(shelf().current.golden.values())).response
    for item in pack.index:
        rows = response.rows_of(*(each.link_id for each in pack.index.columns(item.link_id))) if item.repeats else ()
        for place, row in enumerate(rows):
            room.do(PutRow(item.link_id, row, place))
    for answer in response.current.values():
        if answer.link_id not in AFFIRMATION:
            room.do(PutAnswer(answer))


def test_a_subject_fills_in_pauses_and_signs_and_the_case_holds_the_answers(
    world: World, slip: PrintedKioskSlip
) -> None:
    office = world.agency
    room = entered(world, slip)
    assert room.answer(("A3", None), Typed("63/4")) == Problem("A3", "", "answer.date-invalid")
    with pytest.raises(InvalidInputError, match=r"kiosk\.still-open"):
        room.sign("髙橋　美咲")
    typed_in(room)
    row = room.add_row("B1")
    room.undo()
    assert row not in room.draft.rows("B1")
    room.turn_to(room.course.topic_of("B1"))
    room.pause()
    with pytest.raises(GateClosedError, match=r"kiosk\.ended"):
        room.sign("髙橋　美咲")
    world.clock.advance(timedelta(days=1))
    again = entered(world, slip, "４８０１９３")
    assert again.topic.link_id == "B1"
    assert again.last_here
    assert again.draft.response == room.draft.response
    assert again.still_open() == ()
    signed = again.sign("髙橋　美咲")
    with office.desk.act(office.actor("examiner"), Action.RECEIVE_QUESTIONNAIRE, Target(case=world.case)) as act:
        held = read_response(act)
    assert held is not None
    assert held.value("M2.signature") == "髙橋　美咲"
    assert len(held.answers) == signed.answers
    assert office.services.filing.letter(office.actor("examiner"), signed.receipt).startswith(b"%PDF")
    assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []
    with pytest.raises(AppError, match=r"kiosk\.already-answered"):
        office.services.kiosk.issue_slip(office.actor("examiner"), world.case)


def test_nobody_sees_anything_before_the_signature(world: World, slip: PrintedKioskSlip) -> None:
    office, before = world.agency, world.agency.tables(("events", "log_state", "log_nodes"))
    room = entered(world, slip)
    assert room.answer(("A1.family-name", None), Typed(SECRET)) is None
    assert room.answer(("A3", None), Said(AnswerState.DECLINED, SECRET)) is None
    room.save()
    room.pause()
    after = office.tables(("events", "log_state", "log_nodes"))
    assert {name for name in after if after[name] != before[name]} == {"kiosk_sessions", "kiosk_journal"}
    written = repr([office.rows(name) for name in office.names()])
    assert SECRET not in written
    assert slip.code not in written
    assert PIN not in written
    for who in ("examiner", "security"):
        standing = office.services.kiosk.standing(office.actor(who), world.case)
        assert standing is not None
        assert standing.has_pin
        with pytest.raises(AppError):
            office.services.review.answers(office.actor(who), world.case, "A", "ja")
        with pytest.raises(InvalidInputError, match=r"kiosk\.wrong"):
            office.services.kiosk.enter(office.actor(who), world.case, slip.code, "480194")
    for who in ("reviewer", "decider", "auditor", "administrator"):
        with pytest.raises(NotAuthorisedError):
            office.services.kiosk.enter(office.actor(who), world.case, slip.code, PIN)
        with pytest.raises(NotAuthorisedError):
            office.services.kiosk.standing(office.actor(who), world.case)
    with pytest.raises(NotAuthorisedError):
        office.services.kiosk.replace_slip(office.actor("examiner"), world.case, IdentityCheck.PHOTO_DOCUMENT)


def test_wrong_tries_make_one_wait_longer_also_after_a_restart(world: World, slip: PrintedKioskSlip) -> None:
    entered(world, slip).pause()
    for _ in range(3):
        with pytest.raises(InvalidInputError, match=r"kiosk\.wrong"):
            entered(world, slip, "111222")
    world.close()
    names = ("agency", "investigation", "contractor")
    again = replace(world, **{name: _reopened(world, name) for name in names})  # type: ignore[arg-type] # offices by name
    try:
        with pytest.raises(RefusedError, match=r"kiosk\.wait") as refused:
            entered(again, slip)
        assert 0 < int(refused.value.params["seconds"]) <= 31
        again.clock.advance(timedelta(seconds=30))
        assert entered(again, slip).slip == 1
    finally:
        again.close()


def _reopened(world: World, name: str) -> Office:
    return reopened(getattr(world, name), world.root / name, world.clock)


def test_waits_only_grow() -> None:
    waits = [wait_after(tries) for tries in range(1, 20)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(0)
    assert waits[-1] == timedelta(hours=1)


@pytest.mark.parametrize("pin", ["12345", "1234567890123", "000000", "123456", "987654", "48o193", ""])
def test_a_simple_pin_is_refused(pin: str) -> None:
    with pytest.raises(InvalidInputError, match=r"kiosk\.pin"):
        require_pin(pin)


def test_a_lost_slip_opens_nothing_and_the_draft_survives(world: World, slip: PrintedKioskSlip) -> None:
    office = world.agency
    room = entered(world, slip)
    assert room.answer(("A1.family-name", None), Typed("髙橋")) is None
    room.save()
    new = office.services.kiosk.replace_slip(office.actor("security"), world.case, IdentityCheck.PHOTO_DOCUMENT)
    assert room.answer(("A1.given-name", None), Typed("美咲")) is None
    with pytest.raises(GateClosedError, match=r"kiosk\.ended"):
        room.save()
    with pytest.raises(InvalidInputError, match=r"kiosk\.wrong"):
        entered(world, slip)
    again = entered(world, new, "770431")
    assert again.slip == 2
    assert again.draft.get("A1.family-name") == room.draft.get("A1.family-name")
    assert again.draft.get("A1.given-name") is None


def test_a_killed_kiosk_loses_only_what_was_typed_since_the_last_saving(world: World, slip: PrintedKioskSlip) -> None:
    _told(world).write(world.root)
    world.close()
    typist = [sys.executable, "-m", "tests.services.exchange.kiosk_typist", str(world.root)]
    done = subprocess.run(typist, input=f"{slip.code} {PIN}".encode(), capture_output=True, check=False)  # noqa: S603 # our own module
    assert done.returncode == -signal.SIGKILL, done.stderr
    office = _reopened(world, "agency")
    room = office.services.kiosk.enter(office.actor("examiner"), world.case, slip.code, PIN)
    assert room.topic.link_id == "A3"
    answer = room.draft.get("A3")
    assert answer is not None
    assert (answer.value, answer.as_written) == ("1988-04", "昭和63年4月")
    assert room.draft.get("A8") is None
    office.desk.vault.close()


def test_a_withdrawal_in_the_middle_destroys_the_draft(world: World, slip: PrintedKioskSlip) -> None:
    room = entered(world, slip)
    room.do(Clear("A3"))
    world.withdraw()
    assert world.agency.rows("kiosk_sessions") == world.agency.rows("kiosk_journal") == []
    with pytest.raises(GateClosedError, match=r"kiosk\.ended"):
        room.save()
    with pytest.raises(AppError):
        entered(world, slip)


def test_an_ended_session_is_gone(world: World, slip: PrintedKioskSlip) -> None:
    office, actor = world.agency, world.agency.actor("security")
    entered(world, slip).pause()
    office.services.kiosk.end(actor, world.case)
    assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []
    assert office.services.kiosk.standing(actor, world.case) is None
    with pytest.raises(GateClosedError, match=r"kiosk\.no-session"):
        entered(world, slip)
