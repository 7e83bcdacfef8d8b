"""The course of the kiosk without a window: every stage, every choice, and what comes back when something fails."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.domain.kiosk import IdentityCheck
from app.models.forms.answers import AnswerState
from app.models.forms.filling.typing import Typed
from app.services.corrections.corrections import Asking
from app.services.resources import PACKS, TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.kiosk import KioskPresenter
from app.ui.presenters.kiosk_course import Choice, KioskState, Note, Stage
from app.ui.presenters.kiosk_form_ruby import Readings
from app.ui.presenters.kiosk_words import words_of
from tests.services.exchange.world import Snapshots, World
from tests.ui.case.desks import workplace_of
from tests.ui.kiosk.kiosk_seat import NAME, PIN, Chair, fill_in


@pytest.fixture(name="snapshots", scope="module")
def _snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("kiosk-course"))


@pytest.fixture(name="world")
def _world(snapshots: Snapshots, tmp_path: Path) -> Iterator[World]:
    world = snapshots.at("consented", tmp_path / "world")
    yield world
    world.close()


def kiosk(world: World, who: str = "examiner", language: str = "ja") -> KioskPresenter:
    made = KioskPresenter(workplace_of(world, world.agency, who), InlineRunner(), world.case, language)
    made.look()
    return made


def now(made: KioskPresenter) -> KioskState:
    """The state at this moment; a call, so that no checker believes that it stays."""
    return made.state


def here(made: KioskPresenter) -> bool:
    """Whether somebody has a room."""
    return made.room is not None


def code_of(made: KioskPresenter) -> str:
    error = now(made).error
    return "" if error is None else error.code


def entered(world: World, chair: Chair) -> KioskPresenter:
    made = kiosk(world)
    made.enter(chair.slip.code, PIN, PIN)
    assert now(made).stage is Stage.HERE, code_of(made)
    return made


def to(made: KioskPresenter, stage: Stage) -> None:
    for _ in range(60):
        if now(made).stage is stage:
            return
        made.go_on()
        if now(made).stage is Stage.OWN and stage is not Stage.OWN:
            made.choose(Choice.CONSENT)
    raise AssertionError(now(made).stage)


def test_the_pin_is_chosen_twice_and_every_wrong_try_is_told(world: World) -> None:
    chair = Chair(world)
    made = kiosk(world)
    assert now(made).is_first
    made.enter(chair.slip.code, PIN, "480194")
    assert code_of(made) == "kiosk.pins-differ"
    assert world.agency.services.kiosk.standing(world.agency.actor("examiner"), world.case).tries == 0  # type: ignore[union-attr]
    made.enter(chair.slip.code, "123456", "123456")
    assert code_of(made) == "kiosk.pin"
    made.enter(chair.slip.code, PIN, PIN)
    assert now(made).stage is Stage.HERE
    made.pause()
    assert (now(made).stage, now(made).note, now(made).is_first) == (Stage.ENTRY, Note.PAUSED, False)
    assert made.room is None
    for _ in range(3):
        made.enter(chair.slip.code, "111222", "")
        assert code_of(made) == "kiosk.wrong"
    standing = now(made).standing
    assert standing is not None
    assert (standing.tries, standing.wait_until is not None) == (3, True)
    made.enter(chair.slip.code, PIN, "")
    assert code_of(made) == "kiosk.wait"
    world.clock.advance(timedelta(minutes=1))
    made.enter(chair.slip.code, PIN, "")
    assert now(made).stage is Stage.HERE


@pytest.mark.parametrize("language", list(Language))
def test_the_explanation_stands_before_the_choice_and_says_what_it_must(world: World, language: Language) -> None:
    chair = Chair(world)
    texts = Catalogue.load(TEXTS, language)
    made = kiosk(world, language=language.value)
    made.enter(chair.slip.code, PIN, PIN)
    said: list[str] = []
    while now(made).stage is not Stage.OWN:
        said += [text for _, text in words_of(now(made), texts, made.notice, made.room)]
        made.go_on()
    whole = "\n".join(said)
    assert texts("ui.kiosk.without.title") in said
    assert texts("ui.kiosk.desks.complaint", desk="苦情窓口") in said
    assert ("法第16条" if language is Language.JAPANESE else "Article 16") in whole
    for choice in (Choice.DECLINE, Choice.WITHDRAW):
        made.choose(choice)
        assert (now(made).stage, now(made).wish) == (Stage.STOP, choice)
        words = [text for _, text in words_of(now(made), texts, made.notice, made.room)]
        assert {texts("ui.kiosk.stop.unfair"), texts("ui.kiosk.stop.data"), texts("ui.kiosk.stop.no-reason")} <= set(
            words
        )
        made.go_back()
        assert now(made).stage is Stage.OWN


def test_consent_to_inquiries_is_asked_apart_and_can_be_left_out(world: World) -> None:
    with world.agency.desk.vault.write() as unit:
        unit.cases._change(world.case, {"inquiries_consented_on": None})  # as before it was given
    chair = Chair(world)
    made = entered(world, chair)
    to(made, Stage.OWN)
    made.choose(Choice.CONSENT)
    assert now(made).stage is Stage.INQUIRIES
    made.choose(Choice.DECLINE)
    assert (now(made).stage, now(made).is_declined) == (Stage.FORM, True)
    assert world.agency.services.queue.case(world.agency.actor("examiner"), world.case).inquiries_consented_on is None
    made.choose(Choice.CONSENT)
    assert now(made).stage is Stage.NOTICE
    to(made, Stage.OWN)
    made.choose(Choice.CONSENT)
    made.choose(Choice.CONSENT)
    assert (now(made).stage, code_of(made)) == (Stage.FORM, "")
    told = now(made).told
    assert told is not None
    assert told.inquiries_on is not None


@pytest.mark.parametrize("stage", [Stage.HERE, Stage.NOTICE, Stage.OWN, Stage.FORM])
def test_withdrawing_is_possible_on_every_page_and_destroys_the_draft(world: World, stage: Stage) -> None:
    chair = Chair(world)
    made = entered(world, chair)
    to(made, stage)
    assert made.room is not None
    assert made.room.answer(("A1.family-name", None), Typed("髙橋")) is None
    made.choose(Choice.WITHDRAW)
    made.stop()
    assert (now(made).stage, here(made), chair.sessions()) == (Stage.WITHDRAWN, False, [])
    with world.agency.desk.vault.read() as unit:
        assert unit.cases.get(world.case).sealed
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    words = "\n".join(text for _, text in words_of(now(made), texts, made.notice, made.room))
    assert "不利益な取扱いは、許されません" in words
    assert "苦情窓口" in words


def test_what_is_open_leads_back_and_signing_gives_the_receipt(world: World) -> None:
    chair = Chair(world)
    made = entered(world, chair)
    to(made, Stage.FORM)
    assert made.room is not None
    fill_in(made.room, leave_out=frozenset({"A3"}))
    made.read()
    assert (now(made).stage, len(now(made).sheets), now(made).has_pictures) == (Stage.READ, 35, True)
    to(made, Stage.OPEN)
    (problem,) = now(made).open_cells
    assert problem.link_id == "A3"
    assert made.label("A3")
    made.jump(problem)
    assert (now(made).stage, now(made).target) == (Stage.FORM, ("A3", None))
    assert made.room.answer(("A3", None), Typed("昭和63年4月12日")) is None
    made.read()
    to(made, Stage.SIGN)
    made.sign("　")
    assert code_of(made) == "kiosk.name-missing"
    made.sign(NAME)
    signed = now(made).signed
    assert signed is not None
    assert (now(made).stage, here(made), chair.sessions()) == (Stage.DONE, False, [])
    words = words_of(now(made), Catalogue.load(TEXTS, Language.JAPANESE), made.notice, made.room)
    assert signed.sha256 == "".join(text for _, text in words if text.startswith(signed.sha256[:8])).replace(" ", "")
    office = world.agency
    assert office.services.filing.printed(office.actor("examiner"), signed.receipt).copy == 1


def test_a_session_that_was_ended_outside_leaves_no_dead_page(world: World) -> None:
    Chair(world)
    office = world.agency
    made = kiosk(world)
    office.services.kiosk.end(office.actor("security"), world.case)
    made.look()
    assert (now(made).stage, code_of(made)) == (Stage.ENDED, "kiosk.no-session")


def test_a_character_that_paper_cannot_show_leaves_the_text(world: World) -> None:
    made = entered(world, Chair(world))
    to(made, Stage.FORM)
    assert made.room is not None
    assert made.room.answer(("A1.family-name", None), Typed("\U0001f600山")) is None
    made.read()
    assert (now(made).stage, now(made).has_pictures) == (Stage.READ, False)
    lines = now(made).sheets[0].page.lines
    assert "\U0001f600山" in [line.shown for line in lines if line.state is AnswerState.VALUE]


def test_a_replaced_slip_ends_the_page_and_is_told_at_the_next_entry(world: World) -> None:
    chair = Chair(world)
    made = entered(world, chair)
    to(made, Stage.FORM)
    office = world.agency
    new = office.services.kiosk.replace_slip(office.actor("security"), world.case, IdentityCheck.KNOWN_IN_PERSON)
    made.pause()
    assert (now(made).stage, code_of(made)) == (Stage.ENDED, "kiosk.ended")
    again = kiosk(world)
    again.enter(new.code, "770431", "770431")
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    words = [text for _, text in words_of(now(again), texts, again.notice, again.room)]
    assert texts("ui.kiosk.here.slip", number=2) in words
    assert texts("ui.kiosk.here.first") not in words


def test_the_language_changes_in_the_middle_of_reading(world: World) -> None:
    made = entered(world, Chair(world))
    to(made, Stage.FORM)
    made.read()
    before = now(made).sheets[0].page.lines[0].label
    made.speak("en")
    assert (now(made).stage, made.language) == (Stage.READ, "en")
    assert now(made).sheets[0].page.lines[0].label != before


def test_a_correction_at_the_investigation_office_runs_the_same_course(snapshots: Snapshots, tmp_path: Path) -> None:
    world = snapshots.at("assigned", tmp_path / "assigned")
    office, examiner = world.investigation, world.investigation.actor("examiner")
    assert not office.services.kiosk.asks(examiner, world.case)
    office.services.corrections.return_boxes(examiner, world.case, [Asking("A3", None, "生年月日はいつですか。")])
    assert office.services.kiosk.asks(examiner, world.case)
    slip = office.services.kiosk.issue_slip(examiner, world.case)
    made = KioskPresenter(workplace_of(world, office, "examiner"), InlineRunner(), world.case, "ja")
    made.look()
    made.enter(slip.code, PIN, PIN)
    assert now(made).stage is Stage.HERE, code_of(made)
    made.go_on()
    assert (now(made).stage, made.is_correction) == (Stage.FORM, True)
    made.choose(Choice.WITHDRAW)
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    words = [text for _, text in words_of(now(made), texts, made.notice, made.room)]
    assert texts("ui.kiosk.stop.elsewhere") in words
    made.go_back()
    assert made.room is not None
    assert made.room.answer(("A3", None), Typed("昭和63年4月13日")) is None
    made.read()
    to(made, Stage.SIGN)
    made.sign(NAME)
    assert (now(made).stage, code_of(made), office.rows("kiosk_sessions")) == (Stage.DONE, "", [])
    world.close()


def _said(language: Language) -> list[str]:
    """Every sentence of the kiosk's own pages."""
    texts = json.loads((TEXTS / language / "ui-kiosk.json").read_text(encoding="utf-8"))
    return [text for key, text in texts.items() if key.startswith("ui.kiosk.")]


def test_every_kanji_of_the_pages_and_of_the_notice_has_a_reading_or_is_elementary(world: World) -> None:
    told = world.agency.services.kiosk_telling.told(world.agency.actor("examiner"), world.case, "ja")
    sentences = [*_said(Language.JAPANESE), *(text for one in told.notice for text in (one.label, one.text))]
    held = Readings.load()
    assert {char for sentence in sentences for char in held.unread(sentence)} == set()


@pytest.mark.parametrize("language", list(Language))
def test_no_page_threatens_or_entices(language: Language) -> None:
    folder = PACKS / "cesi-2025"
    phrases = json.loads((folder / "forbidden_phrases.json").read_text(encoding="utf-8"))[language.value]
    assert len(phrases) > 10
    for text in _said(language):
        assert [phrase for phrase in phrases if phrase in text.lower()] == [], text
