"""A backup that is due is made after the unlock when its medium is there: once, in sight, never in the way."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.models.domain.errors import EnvironmentProblemError
from app.models.views.media import Medium
from app.services.audit.anchor import Doubt
from app.services.jobs import Lane
from app.services.platform.backup_folder import BackupFolder
from app.services.ports import BackupPlace
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.scheduled import ScheduledBackup, ScheduledTools
from app.ui.screens.backups.scheduled import ScheduledLine
from app.ui.shell.window import MainWindow
from tests.journeys.shots import grab
from tests.services.backups.media import appointed, made, numbers
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.ui.exchange.places import workplace_of

At = Callable[[str], World]


class Ports:
    """The media of a machine.

    Attributes:
        gate: Set when the medium may take what is written.
        began: Set when somebody begins to write.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_read_only = False
        self.trouble: EnvironmentProblemError | None = None
        self.gate, self.began = threading.Event(), threading.Event()
        self.gate.set()

    def mounted(self) -> tuple[Medium, ...]:
        empty = self.folder.parent / "other stick"
        empty.mkdir(exist_ok=True)
        return (Medium(empty, "OTHER"), Medium(self.folder, "BACKUP", self.is_read_only))

    def place_at(self, path: Path) -> BackupPlace:
        return _Gated(path, self)

    @property
    def tools(self) -> ScheduledTools:
        return ScheduledTools(self, self.place_at)


class _Gated(BackupFolder):
    def __init__(self, path: Path, ports: Ports) -> None:
        super().__init__(path)
        self._ports = ports

    @override
    def create(self, name: str) -> BinaryIO:
        self._ports.began.set()
        assert self._ports.gate.wait(20)
        if self._ports.trouble is not None:
            raise self._ports.trouble
        return super().create(name)


@pytest.fixture
def world(at: At) -> World:
    world = at("answered")
    appointed(world.agency)
    return world


@pytest.fixture
def office(world: World) -> Office:
    return world.agency


@pytest.fixture
def ports(world: World, tmp_path: Path) -> Ports:
    """A stick with one backup, which is two days old."""
    stick = tmp_path / "stick"
    stick.mkdir()
    made(world.agency, BackupFolder(stick))
    world.clock.advance(timedelta(days=2))
    return Ports(stick)


def on_stick(office: Office, ports: Ports) -> list[int]:
    return numbers(office, BackupFolder(ports.folder))


@pytest.mark.parametrize("who", ["administrator", "security"])
def test_it_is_made_once_and_then_not_due_any_more(office: Office, ports: Ports, who: str) -> None:
    runner = InlineRunner()
    presenter = ScheduledBackup(workplace_of(office, who), runner, ports.tools)
    presenter.begin()
    assert presenter.state.made is not None
    assert presenter.state.made.number == 2
    assert on_stick(office, ports) == [2, 1]
    assert set(runner.lanes) == {Lane.BACKGROUND}
    assert ("backup.made", "done") in office.events()
    again = ScheduledBackup(workplace_of(office, who), runner, ports.tools)
    again.begin()
    assert again.state.made is None
    assert on_stick(office, ports) == [2, 1]


def test_nothing_is_made_before_it_is_due(world: World, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made(world.agency, BackupFolder(stick))
    presenter = ScheduledBackup(workplace_of(world.agency, "security"), InlineRunner(), Ports(stick).tools)
    presenter.begin()
    assert (presenter.state.made, presenter.state.error) == (None, None)


@pytest.mark.parametrize("who", ["examiner", "auditor", "decider"])
def test_who_may_make_no_backup_starts_none(office: Office, ports: Ports, who: str) -> None:
    runner = InlineRunner()
    ScheduledBackup(workplace_of(office, who), runner, ports.tools).begin()
    assert runner.lanes == []
    assert on_stick(office, ports) == [1]


def test_a_record_in_doubt_is_not_copied(office: Office, ports: Ports) -> None:
    office.desk.anchor.suspect(Doubt.SHORTER)
    runner = InlineRunner()
    ScheduledBackup(workplace_of(office, "security"), runner, ports.tools).begin()
    assert runner.lanes == []


def test_a_medium_that_nobody_chose_stays_as_it_is(office: Office, ports: Ports) -> None:
    ports.is_read_only = True
    presenter = ScheduledBackup(workplace_of(office, "security"), InlineRunner(), ports.tools)
    presenter.begin()
    assert (presenter.state.made, presenter.state.error) == (None, None)
    assert on_stick(office, ports) == [1]
    assert list((ports.folder.parent / "other stick").iterdir()) == []


@pytest.fixture
def window(qtbot: QtBot, context: UiContext) -> Iterator[MainWindow]:
    made_window = MainWindow(context, lambda: None)
    qtbot.addWidget(made_window)
    made_window.resize(1366, 768)
    made_window.show()
    yield made_window
    made_window.close()


def line_in(window: MainWindow, office: Office, ports: Ports) -> ScheduledLine:
    line = ScheduledLine(window.context, workplace_of(office, "administrator"), window, ports.tools)
    window.statusBar().addWidget(line, 1)
    return line


def settle(qtbot: QtBot, context: UiContext) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=30_000)
        QApplication.processEvents()


def test_it_is_seen_and_told(qtbot: QtBot, window: MainWindow, office: Office, ports: Ports) -> None:
    ports.gate.clear()
    line = line_in(window, office, ports)
    line.begin()
    qtbot.waitUntil(ports.began.is_set, timeout=20_000)
    qtbot.waitUntil(lambda: line.isVisibleTo(window), timeout=20_000)
    assert line.caption.text() == window.context.texts("scheduled.busy.make")
    grab(window, "scheduled-under-way")
    ports.gate.set()
    settle(qtbot, window.context)
    assert not line.isVisibleTo(window)
    assert window.notice.message() == window.context.texts("scheduled.made", number=2)
    grab(window, "scheduled-made")
    line.end()
    assert line.presenter.state.made is None


def test_it_can_be_stopped(qtbot: QtBot, window: MainWindow, office: Office, ports: Ports) -> None:
    ports.gate.clear()
    line = line_in(window, office, ports)
    line.begin()
    qtbot.waitUntil(ports.began.is_set, timeout=20_000)
    line.progress.stop_button.click()
    ports.gate.set()
    settle(qtbot, window.context)
    assert not line.isVisibleTo(window)
    assert on_stick(office, ports) == [1]
    assert line.presenter.state.made is None


def test_a_failure_is_a_notice_and_nothing_more(qtbot: QtBot, window: MainWindow, office: Office, ports: Ports) -> None:
    ports.trouble = EnvironmentProblemError("media.full")
    line = line_in(window, office, ports)
    line.begin()
    settle(qtbot, window.context)
    texts = window.context.texts
    assert window.notice.message() == texts("scheduled.failed", what=texts.error(ports.trouble).what)
    assert window.errors.isHidden()
    assert on_stick(office, ports) == [1]
