from pathlib import Path

import pikepdf
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.network_proof import Probe
from app.models.domain.readiness import Check
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.screens.ready.defaults import DefaultsDialog
from app.ui.screens.ready.screen import ReadyScreen
from tests.services.exchange.conftest import At
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import assert_everybody_can_use, settle, shown


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def screen(qtbot: QtBot, context: UiContext, at: At, host: QWidget) -> ReadyScreen:
    world = at("trusted")
    made = ReadyScreen(context, workplace_of(world, world.agency, "examiner"), host)
    shown(qtbot, made, host)
    return made


def test_every_check_and_every_probe_has_a_line(screen: ReadyScreen) -> None:
    sheet = screen._presenter.state.sheet
    assert sheet is not None
    texts = screen.context.texts
    for check in Check:
        line, finding = screen.lines[check], sheet.finding(check)
        assert texts(f"ready.standing.{finding.standing}") in line.state.text()
        assert line.said.text() == texts(finding.said, **dict(finding.fields))
        assert line.advice.isVisibleTo(screen) is bool(finding.advice)
    for probe, outcome in sheet.proof.rows():
        assert texts(f"outcome.{outcome}") in screen.outcomes[probe].text()
    assert set(screen.outcomes) == set(Probe)
    assert screen.summary.message() == texts("ready.open", count=sheet.open_count)


def test_the_officer_s_word_for_the_clock_counts(qtbot: QtBot, screen: ReadyScreen) -> None:
    assert screen._presenter.state.sheet is not None
    before = screen._presenter.state.sheet.open_count
    screen.clock.click()
    settle(qtbot, screen.context)
    sheet = screen._presenter.state.sheet
    assert sheet.finding(Check.CLOCK).word == "confirmed"
    assert sheet.open_count == before - 1


@pytest.mark.parametrize("language", Language)
def test_the_sheet_is_saved_in_the_language_of_the_screen(
    qtbot: QtBot, screen: ReadyScreen, tmp_path: Path, language: Language
) -> None:
    screen.context.texts.set_language(language)
    screen.save_to(str(tmp_path / "sheet.pdf"))
    settle(qtbot, screen.context)
    assert screen._presenter.state.error is None
    with pikepdf.open(tmp_path / "sheet.pdf") as opened:
        assert str(opened.Root.Lang).startswith(language.value)
    assert screen.saved.message() == screen.context.texts("ready.saved", file="sheet.pdf")


def test_a_place_that_cannot_be_written_is_told(qtbot: QtBot, screen: ReadyScreen, tmp_path: Path) -> None:
    screen.save_to(str(tmp_path / "nowhere" / "sheet.pdf"))
    settle(qtbot, screen.context)
    assert screen._presenter.state.error is not None
    assert screen.errors.isVisible()


def test_the_defaults_of_the_form_are_one_list(qtbot: QtBot, screen: ReadyScreen) -> None:
    screen.defaults_button.click()
    dialog = screen.findChild(DefaultsDialog)
    assert dialog is not None
    qtbot.addWidget(dialog)
    lines = dialog.table.rows.lines
    assert any("R-RES-01" in line.cells for line in lines)
    assert any(line.cells[2] == "10年" for line in lines)
    dialog.reject()


def test_everybody_can_use_it(screen: ReadyScreen) -> None:
    assert_everybody_can_use(screen)
