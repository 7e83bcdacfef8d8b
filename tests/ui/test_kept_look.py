"""What somebody chose for the look of a workstation comes back; what makes no sense gives the usual look."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from app import bootstrap
from app.services.jobs import Lane
from app.ui import program
from app.ui.context import UiContext
from app.ui.dividers import Divider, Dividers
from app.ui.keeping import LookKeeper
from app.ui.main import USUAL, Look, Start
from app.ui.screen import Screen
from app.ui.shell.header import Place
from app.ui.shell.rooms import ROOMS, with_screen
from app.ui.shell.window import MainWindow
from app.ui.theme.tokens import Density, Scale
from app.ui.widgets.splitter import Splitter

LONGEST_S = 5
PLACE = Place("訓練室", "訓練 花子", is_rehearsal=True)


class Panes(Screen):
    """Two panes beside each other."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.splitter = Splitter(context.dividers, Divider.IMPORT, Qt.Orientation.Horizontal, self)
        self.left, self.right = QLineEdit(), QLineEdit()
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.right)
        self.splitter.begin(500, 500)
        QVBoxLayout(self).addWidget(self.splitter)


@pytest.fixture(name="preferences")
def _preferences(context: UiContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    yield bootstrap.places().preferences
    context.theme.set_density(Density.NORMAL)


def show(qtbot: QtBot, window: MainWindow) -> Panes:
    qtbot.addWidget(window)
    window.show()
    window.unlock(PLACE)
    window.show_room("import")
    QApplication.processEvents()
    screen = window.screen_in_view
    assert isinstance(screen, Panes)
    return screen


class Waiter:
    """Who waits for a job."""

    def done(self, _came: bool) -> None:  # noqa: FBT001 - what the job gives
        """It came back."""


def test_a_job_that_comes_late_writes_no_older_look(qtbot: QtBot, context: UiContext, preferences: Path) -> None:
    window, may_go = MainWindow(context, lambda: None, with_screen(ROOMS, "import", Panes)), threading.Event()
    keeper, waiter = LookKeeper(window, preferences), Waiter()
    show(qtbot, window)
    context.runner.submit(
        lambda _token, _progress: may_go.wait(LONGEST_S), owner=waiter, then=waiter.done, lane=Lane.HEAVY
    )
    window.commands.ask("view.roomy")  # its job stands behind the one that waits
    window.resize(800, 620)
    QApplication.processEvents()
    keeper.flush()
    assert b"[800,620]" in preferences.read_bytes()
    may_go.set()
    qtbot.waitUntil(lambda: context.runner.active_count == 0)
    assert b"[800,620]" in preferences.read_bytes()


def test_sizes_and_density_come_back(qtbot: QtBot, qapp: QApplication, context: UiContext, preferences: Path) -> None:
    window = MainWindow(context, lambda: None, with_screen(ROOMS, "import", Panes))
    keeper = LookKeeper(window, preferences)
    window.resize(780, 600)
    panes = show(qtbot, window)
    before, close = panes.splitter.sizes(), context.theme.scale.space(3)
    window.commands.ask("view.roomy")
    assert context.theme.scale.space(3) > close
    window.commands.ask("pane.larger")
    assert window.notice.isVisible(), "nothing that is divided has the keyboard"
    for field, more in ((panes.left, 1), (panes.right, -1)):
        field.setFocus()
        window.commands.ask("pane.larger")
        assert (panes.splitter.sizes()[0] - before[0] > 0) is (more > 0)
    window.commands.ask("pane.larger")
    wide = panes.splitter.sizes()
    keeper.flush()
    context.runner.stop()
    assert b"import" in preferences.read_bytes()

    start = Start(qapp, lambda: None, lambda _window, _none: None, lambda: None, program._look(), ())
    start.window.furnish(with_screen(ROOMS, "import", Panes))
    start.show()
    again = show(qtbot, start.window)
    assert (start.window.width(), start.window.height()) == (780, 600)
    assert start.context.theme.scale.density is Density.ROOMY
    assert again.splitter.sizes() == wide
    start.window.commands.ask("pane.first")
    assert again.splitter.sizes() == before
    assert start.context.dividers.kept() == {}
    start.window.close()
    start.context.runner.stop()
    window.close()


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"density": 7}',
        b'{"density": "tight", "window": [-5, 0], "dividers": {"cases of Yamada": [1, 2], "import": [0, -3]}}',
        b'{"window": [100000000, 90], "text_percent": 9999}',
    ],
)
def test_a_look_that_makes_no_sense_is_the_usual_one(
    qtbot: QtBot, qapp: QApplication, preferences: Path, content: bytes
) -> None:
    preferences.parent.mkdir(parents=True)
    preferences.write_bytes(content)
    look = program._look()
    start = Start(qapp, lambda: None, lambda _window, _none: None, lambda: None, look, ())
    qtbot.addWidget(start.window)
    start.show()
    assert look.density is Density.NORMAL
    assert start.window.size() == USUAL
    assert start.context.theme.scale.text_percent in {100, 200}
    assert Dividers(look.dividers).kept() == {}
    start.context.theme.set_text_percent(100)
    start.window.close()
    start.context.runner.stop()


def test_no_density_takes_a_sign_its_size() -> None:
    assert len({Scale(100, density).side(4) for density in Density}) == 1
    assert [Scale(100, density).space(5) for density in Density] == [12, 20, 30]
    assert Look().density is Density.NORMAL
