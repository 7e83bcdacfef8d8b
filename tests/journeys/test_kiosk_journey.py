"""Journeys J3 and J4 in a real window, by keyboard: fill in, be killed, go on, sign; refuse and withdraw."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.ids import LetterId
from app.models.domain.lifecycle import State
from app.models.forms.answers import Response
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.platform.time import FixedClock, SystemClock
from app.services.rehearsal.marker import Marker, write_marker
from app.ui.kiosk.window import KioskWindow
from app.ui.presenters.kiosk_course import Choice, Stage
from tests.journeys import kiosk_child
from tests.journeys.correction_hands import NUMBER, correct, pages_of, read_and_print, return_two
from tests.journeys.killing import killed_while_typing
from tests.journeys.kiosk_hands import code_on, desk, enter, read_all, rest, seated, stage, to_form
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.journeys.test_review_window import lock
from tests.services.exchange.offices import reopened, shelf
from tests.services.exchange.world import Snapshots, World
from tests.ui.kiosk.kiosk_seat import NAME, fill_in

pytestmark = pytest.mark.journey

FORM_PAGES = 35


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """A case whose person consented; its vaults are closed, and the program goes on in their time."""
    world = Snapshots(tmp_path / "snapshots").at("consented", tmp_path / "world")
    world.close()
    write_marker(world.agency.folder.parent, ahead_of(world.clock.now() + timedelta(minutes=1)))
    return replace(world, clock=FixedClock(world.clock.now() + timedelta(hours=1)))


def ahead_of(moment: datetime) -> Marker:
    """The mark that lets the program run in the time of a world."""
    return Marker(int((moment - SystemClock().now()).total_seconds()), played=True)


def typed_and_killed(world: World, told: Path) -> str:
    """Another process issues the slip and types section A; it is killed in the middle of a word."""
    killed_while_typing(kiosk_child, world.agency.folder, told)
    return (told / "code").read_text(encoding="utf-8")


def golden() -> Response:
    return next(iter(shelf().current.golden.values())).response


def leave(run: Running, kiosk: KioskWindow) -> None:
    run.push(kiosk.switches.leave_button)
    run.until(lambda: run.window.isVisible() and run.window.is_locked)
    assert not kiosk.isVisible()


def opened_again(world: World) -> World:
    """The world after the program, later on the same day."""
    names = ("agency", "investigation", "contractor")
    offices = {name: reopened(getattr(world, name), world.root / name, world.clock) for name in names}
    return replace(world, **offices)  # type: ignore[arg-type] # offices by name


def test_a_subject_fills_in_is_cut_off_goes_on_and_signs(
    world: World, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    code = typed_and_killed(world, tmp_path / "told")
    with running(qtbot, qapp, world.agency.folder) as run:
        run.unlock("agency", "examiner")
        kiosk = seated(run, desk(run))
        grab(kiosk, "journey-entry")
        enter(run, kiosk, code, first=False)
        room = kiosk.presenter.room
        assert room is not None
        of_a = {cell: answer for cell, answer in golden().current.items() if cell[0].startswith("A")}
        held = {cell: room.draft.get(*cell) for cell in of_a}
        told = {cell: (answer.state, answer.value) for cell, answer in held.items() if answer is not None}
        assert told == {cell: (answer.state, answer.value) for cell, answer in of_a.items()}
        fill_in(room, leave_out=frozenset(link_id for link_id, _ in of_a))
        pages = to_form(run, kiosk)
        run.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        run.press(Qt.Key.Key_End)
        run.press(Qt.Key.Key_Return)
        grab(kiosk, "journey-last-topic")
        run.push(pages.buttons["next"])
        run.until(lambda: stage(kiosk) is Stage.READ)
        rest(run)
        grab(kiosk, "journey-read")
        read_all(run, kiosk)
        assert stage(kiosk) is Stage.SIGN, kiosk.presenter.state.open_cells
        run.tab_to(kiosk.sign.name)
        run.type(NAME)
        grab(kiosk, "journey-sign")
        run.push(kiosk.sign.button)
        run.until(lambda: stage(kiosk) is Stage.DONE)
        rest(run)
        grab(kiosk, "journey-done")
        signed = kiosk.presenter.state.signed
        assert signed is not None
        leave(run, kiosk)
    corrected(handed_over(world, signed.receipt, tmp_path), qtbot, qapp, tmp_path)


def handed_over(world: World, receipt: LetterId, tmp_path: Path) -> World:
    """What was signed is whole and on record, and goes to the investigation office, whose examiner gets the case."""
    again = opened_again(world)
    try:
        agency = again.agency
        assert agency.rows("kiosk_sessions") == []
        paper = tmp_path / "receipt.pdf"
        paper.write_bytes(agency.services.filing.printed(agency.actor("examiner"), receipt).pdf)
        assert agency.services.record.verify(agency.actor("auditor")).is_sound
        again.requested()
        again.carried(agency, Kind.QUESTIONNAIRE, Target(case=again.case), again.investigation)
        again.assigned()
        examiner = again.investigation.actor("examiner")
        lines = again.investigation.services.review.answers(examiner, again.case, "A", "ja")
        assert ("A1.family-name", "髙橋") in [(line.link_id, line.shown) for line in lines]
    finally:
        again.close()
    return again


def corrected(world: World, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """Two boxes are returned, answered anew at the kiosk, printed on the 35 pages, and read."""
    write_marker(world.investigation.folder.parent, ahead_of(world.clock.now() + timedelta(hours=1)))
    with running(qtbot, qapp, world.investigation.folder) as run:
        run.unlock("investigation", "reviewer")
        before = return_two(run)
        lock(run)
        run.unlock("investigation", "examiner")
        leave(run, correct(run, tmp_path / "second-slip.pdf"))
        run.unlock("investigation", "examiner")
        after = read_and_print(run, tmp_path / "questionnaire.pdf")
    (gap,) = set(after) - set(before)
    assert "B1.to" in gap[1]
    pages = pages_of(tmp_path / "questionnaire.pdf")
    assert len(pages) == FORM_PAGES
    assert any(NUMBER in page for page in pages)
    assert not any("03-0000-0001" in page for page in pages)


def test_a_subject_refuses_and_withdraws_without_a_reason(
    world: World, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, world.agency.folder) as run:
        run.unlock("agency", "security")
        page = desk(run)
        run.push(page.issue_button)
        run.choose_file(tmp_path / "slip.pdf")
        rest(run)
        kiosk = seated(run, page)
        enter(run, kiosk, code_on(tmp_path / "slip.pdf"), first=True)
        run.push(kiosk.choices.buttons[Choice.DECLINE])
        assert stage(kiosk) is Stage.STOP
        grab(kiosk, "journey-decline")
        run.push(kiosk.back_button)
        assert stage(kiosk) is Stage.HERE
        pages = to_form(run, kiosk)
        assert pages.view is not None
        run.type(" ")
        run.push(kiosk.choices.buttons[Choice.WITHDRAW])
        assert stage(kiosk) is Stage.STOP
        run.push(kiosk.stop_button)
        run.until(lambda: stage(kiosk) is Stage.WITHDRAWN)
        rest(run)
        grab(kiosk, "journey-withdrawn")
        leave(run, kiosk)
    again = opened_again(world)
    try:
        agency = again.agency
        assert agency.rows("kiosk_sessions") == agency.rows("kiosk_journal") == []
        with agency.desk.vault.read() as unit:
            case, entries = unit.cases.get(again.case), unit.register.of_case(again.case)
        assert case.sealed
        paper = next(entry.scan_id for entry in entries if entry.state is State.WITHDRAWN)
        assert paper is not None
        assert agency.services.filing.copied_scan(agency.actor("security"), paper).startswith(b"%PDF")
    finally:
        again.close()
