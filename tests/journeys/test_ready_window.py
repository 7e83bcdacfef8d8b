"""The start-of-day check in a real window, in both languages and both palettes, and the sheet as a file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.readiness import Check
from app.services.texts.catalogue import Language
from app.ui.screens.ready.screen import ReadyScreen
from app.ui.theme.tokens import Scheme
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.journeys.test_first_run import unlock, wizard

pytestmark = pytest.mark.journey


def _open(run: Running) -> ReadyScreen:
    run.press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    run.settle()
    screen = run.window.screen_in_view
    assert isinstance(screen, ReadyScreen)
    return screen


@pytest.mark.usefixtures("qapp")
def test_an_officer_checks_the_workstation_and_saves_the_sheet(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with running(qtbot, qapp, tmp_path / "data" / "none") as run:
        run.push(wizard(run).rehearsal_button)
        run.until(lambda: run.window.pages.currentWidget() is run.window.lock_page)
        run.settle()
        officer = next(one for one in run.entrance.presenter.state.officers if one.published.endswith("examiner"))
        unlock(run, officer.name, officer.published)
        screen = _open(run)
        texts, theme = run.window.context.texts, run.window.context.theme
        sheet = screen._presenter.state.sheet
        assert sheet is not None
        assert sheet.finding(Check.FONTS).word == "drawn"
        grab(run.window, "ready-ja-light")
        run.push(screen.clock)
        run.settle()
        assert screen.clock.isChecked()
        for language in Language:
            texts.set_language(language)
            for scheme in Scheme:
                theme.set_scheme(scheme)
                run.settle()
                grab(run.window, f"ready-{language}-{scheme}-confirmed")
            run.push(screen.save_button)
            run.choose_file(tmp_path / f"sheet-{language}.pdf")
            run.settle()
            assert (tmp_path / f"sheet-{language}.pdf").read_bytes().startswith(b"%PDF-1.7")
        theme.set_scheme(Scheme.LIGHT)
