"""At the kiosk nothing that is not asked enters the draft, and what was typed before it was struck is gone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.forms.answers import AnswerState
from app.models.forms.checking import Problem
from app.models.forms.filling.typing import Said, Typed
from app.models.forms.guards.answering import WhyNot
from app.services.kiosk.room import Room
from tests.services.exchange.world import Snapshots, World

PIN = "480193"
CELL = ("A12.duty", None)


@pytest.fixture(name="world")
def _world(snapshots: Snapshots, tmp_path: Path) -> Iterator[World]:
    world = snapshots.at("consented", tmp_path / "world")
    yield world
    world.close()


@pytest.fixture(name="room")
def _room(world: World) -> Room:
    kiosk, actor = world.agency.services.kiosk, world.agency.actor("examiner")
    slip = kiosk.issue_slip(actor, world.case)
    return kiosk.enter(actor, world.case, slip.code, PIN)


def test_an_answer_with_it_is_no_answer_until_the_person_has_chosen(world: World, room: Room) -> None:
    text = "総務。労働組合の専従も務めた。経理"
    assert room.answer(CELL, Typed(text)) == Problem("A12.duty", "", "answer.asks")
    assert room.draft.get(*CELL) is None
    (hit,) = room.guard.found(CELL, text)
    rest = room.strike(CELL, text, hit)
    assert rest == "総務。〔抹消〕。経理"
    assert room.answer(CELL, Typed(rest)) is None
    assert world.agency.events("guard.struck")[-1] == ("guard.struck", "done")


def test_what_the_person_says_is_no_such_thing_may_stay(world: World, room: Room) -> None:
    text = "労働組合の経理ソフトの保守"
    (hit,) = room.guard.found(CELL, text)
    room.guard.stay(CELL, text, hit, WhyNot.EMPLOYMENT)
    assert room.guard.found(CELL, text) == ()
    assert room.answer(CELL, Typed(text)) is None
    assert room.guard.found(CELL, "労働組合の役員")
    assert world.agency.events("guard.cleared")[-1] == ("guard.cleared", "done")


def test_a_reason_is_looked_at_too_and_an_employer_may_be_a_union(room: Room) -> None:
    assert room.answer(("A3", None), Said(AnswerState.DECLINED, "信仰のため")) == Problem("A3", "", "answer.asks")
    row = room.add_row("D1")
    assert room.answer(("D1.employer", row), Typed("見本労働組合連合会")) is None
    assert room.guard.found(("A3", None), "1988") == ()


def test_after_a_strike_the_draft_is_written_anew_and_no_step_leads_back(world: World, room: Room) -> None:
    assert room.answer(CELL, Typed("わたしのしじ")) is None
    room.save()
    text = "わたしの支持政党は"
    room.strike(CELL, text, room.guard.found(CELL, text)[0])
    room.undo()
    assert room.draft.get(*CELL) is None
    assert room.save() == 1
    assert len(world.agency.rows("kiosk_journal")) == 1


def test_nobody_is_born_after_today(world: World, room: Room) -> None:
    today = world.clock.today()
    row = room.add_row("E1")
    for cell in (("A3", None), ("E1.birth-date", row)):
        for later in (today + timedelta(days=1), f"{today.year + 1}", f"令和{today.year - 2018 + 1}年1月"):
            assert room.answer(cell, Typed(str(later))) == Problem(cell[0], cell[1] or "", "answer.not-born-yet")
            assert room.draft.get(*cell) is None
        for known in (today, f"{today.year}", f"{today.year}-{today.month:02}", "1950"):
            assert room.answer(cell, Typed(str(known))) is None
    later = str(today + timedelta(days=400))
    assert room.answer(("A11.has", None), True) is None
    passport = room.add_row("A11.entry")
    assert room.answer(("A11.expires", passport), Typed(later)) is None, "a passport may end later"
