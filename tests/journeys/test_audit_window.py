"""The Audit room in a real window, by keyboard alone: look, filter, who saw, verify, a slip printed and compared."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.ties import Ties
from app.services.audit.checkpoint import parse
from app.services.audit.slip import words_of
from app.services.platform.time import SystemClock
from app.services.record.slips import SlipOutcome
from app.ui.screens.audit.screen import AuditScreen
from tests.journeys.program import Running, running
from tests.journeys.shots import every_look, grab
from tests.journeys.test_review_window import rest
from tests.services.exchange.offices import reopened
from tests.services.exchange.world import PEOPLE, Snapshots, World
from tests.services.fairness.test_ties_of_officers import keep

pytestmark = pytest.mark.journey


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    world = Snapshots(tmp_path / "snapshots").at("requested", tmp_path / "world")
    world.close()
    return world


def enter(run: Running) -> AuditScreen:
    run.press(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    run.until(lambda: isinstance(run.window.screen_in_view, AuditScreen))
    screen = run.window.screen_in_view
    assert isinstance(screen, AuditScreen)
    run.until(lambda: screen.record.model.rowCount() > 1)
    rest(run)
    return screen


def show(run: Running, screen: AuditScreen, page: QWidget) -> None:
    bar = screen.tabs.tabBar()
    run.tab_to(bar)
    for _ in range(bar.count()):
        run.press(Qt.Key.Key_Left)
    for _ in range(bar.count()):
        if screen.tabs.currentWidget() is page:
            break
        run.press(Qt.Key.Key_Right)
    assert screen.tabs.currentWidget() is page
    rest(run)


def pictures(run: Running, name: str) -> None:
    context = run.window.context
    for look in every_look(context.texts, context.theme):
        rest(run)
        grab(run.window, f"{name}-{look}")
    run.window.speak_japanese()
    run.window.show_light()
    rest(run)


def test_a_security_officer_proves_the_record(qtbot: QtBot, qapp: QApplication, tmp_path: Path, world: World) -> None:
    with running(qtbot, qapp, world.agency.folder) as run:
        run.unlock("agency", "security")
        screen = enter(run)
        run.tab_to(screen.record.table)
        run.press(Qt.Key.Key_Down)
        pictures(run, "audit-record")
        show(run, screen, screen.looks)
        with run.entrance.workplace.services.desk.vault.read() as unit:
            number = unit.cases.get(world.case).number
        run.fill(screen.looks.number.field, number)
        run.press(Qt.Key.Key_Return)
        run.until(lambda: bool(screen.looks.table.rows.lines))
        pictures(run, "audit-looks")
        show(run, screen, screen.proof)
        run.push(screen.proof.verify_button)
        run.until(lambda: screen.presenter.state.report is not None)
        assert screen.presenter.state.report is not None
        assert screen.presenter.state.report.is_sound
        run.push(screen.proof.print_button)
        run.choose_file(tmp_path / "slip.pdf")
        run.until(lambda: screen.presenter.state.saved == "slip")
        assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
        signed = parse(screen.presenter.state.report.checkpoint.encode()).checkpoint
        run.fill(screen.proof.entries, str(signed.size))
        run.fill(screen.proof.words, " ".join(words_of(signed)))
        run.push(screen.proof.compare_button)
        run.until(lambda: screen.presenter.state.answer is not None)
        assert screen.presenter.state.answer is not None
        assert screen.presenter.state.answer.outcome is SlipOutcome.CONTAINED
        rest(run)
        pictures(run, "audit-proof")
        show(run, screen, screen.partners)
        assert [line.id for line in screen.partners.table.rows.lines] == [world.investigation.station]
        pictures(run, "audit-partners")


def test_an_auditor_opens_the_grounds_with_the_own_passphrase(qtbot: QtBot, qapp: QApplication, world: World) -> None:
    office = reopened(world.agency, world.agency.folder, SystemClock())
    keep(office, "many", Ties(people=(PEOPLE[0][0],)))
    office.desk.vault.close()
    with running(qtbot, qapp, world.agency.folder) as run:
        run.unlock("agency", "auditor")
        screen = enter(run)
        show(run, screen, screen.grounds)
        assert not screen.grounds.table.rows.lines
        for passphrase, count in (("another", 0), ("passphrase of auditor", 1)):
            run.fill(screen.grounds.passphrase.field, passphrase)
            run.press(Qt.Key.Key_Return)
            rest(run)
            assert len(screen.grounds.table.rows.lines) == count
            assert screen.grounds.passphrase.is_empty
        assert "評価対象者の氏名" in screen.grounds.table.rows.lines[0].sentence
        pictures(run, "audit-grounds")
