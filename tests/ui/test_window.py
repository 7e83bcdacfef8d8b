import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.errors import InvalidInputError
from app.services.jobs import CANCEL, CancelToken, Lane, ProgressSink, Question, QuestionDesk
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.bridge import ChangeBridge, QuestionBridge
from app.ui.jobs.runner import JobRunner
from app.ui.presenters.hub import ChangeHub
from app.ui.screen import Screen
from app.ui.shell.header import Place
from app.ui.shell.rooms import ROOMS, with_screen
from app.ui.shell.window import MainWindow
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Scheme
from tests.ui.stopped_time import StoppedTime
from tests.ui.walker import missed_by_tab, unnamed

REAL = Place("見本省 情報保全課", "見本 一郎", is_rehearsal=False)
REHEARSAL = Place("訓練室", "訓練 花子", is_rehearsal=True)
PERSON = "canary 山田太郎"


class NotesScreen(Screen):
    """A screen with two panes that remembers what the window told it."""

    def __init__(self, context: UiContext, log: list[str]) -> None:
        super().__init__(context)
        self._log = log
        self.field, self.button = QLineEdit(PERSON, self), QPushButton("保存", self)
        self.field.setAccessibleName("メモ")
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.button)

    @override
    def retranslate(self) -> None:
        self._log.append("retranslate")

    @override
    def changes(self, changes: Changes) -> None:
        self._log.append("changes")

    @override
    def panes(self) -> list[QWidget]:
        return [self.field, self.button]

    @override
    def save_draft(self) -> None:
        self._log.append("save")
        self.context.runner.submit(self._draft, owner=self, then=self._on_saved, lane=Lane.WRITE, survives_lock=True)

    def _draft(self, _token: CancelToken, _progress: ProgressSink) -> str:
        time.sleep(0.02)
        self._log.append("draft written")
        return "ok"

    def _on_saved(self, _result: str) -> None:
        self._log.append("draft confirmed")

    @override
    def dispose(self) -> None:
        super().dispose()
        self._log.append("dispose")


@pytest.fixture
def stopped() -> StoppedTime:
    return StoppedTime()


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def window(
    qtbot: QtBot, texts: Texts, theme: Theme, runner: JobRunner, stopped: StoppedTime, log: list[str]
) -> Iterator[MainWindow]:
    context = UiContext(texts, theme, runner, ChangeHub(), stopped, stopped.monotonic)
    rooms = with_screen(ROOMS, "cases", lambda given: NotesScreen(given, log))
    made = MainWindow(context, lambda: log.append("vault closed"), rooms)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    theme.set_scheme(Scheme.LIGHT)
    theme.set_text_percent(100)


def test_it_starts_locked_and_says_so(window: MainWindow, texts: Texts) -> None:
    assert window.is_locked
    assert window.lock_page.why.text() == texts("lock.start")
    assert not window.commands.actions["room.cases"].isEnabled()
    assert window.commands.reason("room.cases") == "reason.locked"


def test_the_title_is_the_programs_name_and_nothing_else(window: MainWindow, texts: Texts) -> None:
    window.unlock(REAL)
    window.show_room("cases")
    for language in Language:
        texts.set_language(language)
        assert window.windowTitle() == texts("ui.program.name")


def test_screens_are_made_when_first_shown_and_only_once(window: MainWindow) -> None:
    window.unlock(REAL)
    assert window.stack.count() == 1
    window.show_room("cases")
    first = window.screen_in_view
    window.show_room("today")
    window.show_room("cases")
    assert window.screen_in_view is first
    assert window.stack.count() == 2


def left_edge(window: MainWindow) -> str:
    return str(window.grab().toImage().pixelColor(1, 300).name())


def test_a_rehearsal_has_a_band_a_frame_and_a_word(window: MainWindow, texts: Texts) -> None:
    window.unlock(REHEARSAL)
    assert window.band.isVisible()
    assert texts("ui.environment.rehearsal") in window.header.environment.text()
    assert left_edge(window) == window.context.theme.tokens.rehearsal


def test_real_work_has_none_of_it_even_after_a_rehearsal(window: MainWindow, texts: Texts) -> None:
    window.unlock(REHEARSAL)
    window.lock("lock.asked")
    assert left_edge(window) != window.context.theme.tokens.rehearsal
    window.unlock(REAL)
    assert window.band.isHidden()
    assert texts("ui.environment.real") in window.header.environment.text()
    assert left_edge(window) != window.context.theme.tokens.rehearsal


def test_the_lock_keeps_its_order_and_leaves_nothing_of_a_person(
    qtbot: QtBot, window: MainWindow, log: list[str]
) -> None:
    window.unlock(REAL)
    window.show_room("cases")
    screen = window.screen_in_view
    dialog = QDialog(window)
    dialog.open()
    QGuiApplication.clipboard().setText(PERSON)
    log.clear()
    with qtbot.waitSignal(window.locked):
        window.lock("lock.asked")
    assert log == ["save", "draft written", "draft confirmed", "dispose", "vault closed"]
    assert window.is_locked
    assert not dialog.isVisible()
    assert QGuiApplication.clipboard().text() == ""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert screen is not None
    assert not shiboken6.isValid(screen)
    assert not window.findChildren(NotesScreen)
    assert window.screen_in_view is None


def test_a_step_that_fails_does_not_stop_the_lock(qtbot: QtBot, window: MainWindow, log: list[str]) -> None:
    window.unlock(REAL)
    window.show_room("cases")

    def broken() -> None:
        raise RuntimeError

    window.screen_in_view.save_draft = broken  # type: ignore[method-assign,union-attr]  # a broken screen
    with qtbot.waitSignal(window.lock_failed) as failed:
        window.lock("lock.asked")
    assert failed.args is not None
    assert isinstance(failed.args[0], RuntimeError)
    assert window.is_locked
    assert log[-1] == "vault closed"


def test_the_lock_answers_questions_and_cancels_work(qtbot: QtBot, window: MainWindow) -> None:
    window.unlock(REAL)
    desk, answers = QuestionDesk(), list[str]()
    window._desk = desk
    bridge = QuestionBridge(desk, window)

    def job(token: CancelToken, _progress: ProgressSink) -> str:
        answers.append(desk.ask(Question("q", ("yes",)), token, 30))
        return answers[0]

    window.context.runner.submit(job, owner=window, then=answers.append)
    with qtbot.waitSignal(bridge.asked):
        pass
    window.lock("lock.asked")
    assert answers == [CANCEL]
    assert window.context.runner.active_count == 0
    late: list[Question] = []
    desk.listen(late.append)
    assert desk.ask(Question("q", ("yes",)), CancelToken(), 0.01) == CANCEL
    assert not late, "nobody is asked while the vault is locked"


def test_it_can_be_unlocked_again(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        window.unlock(REAL)
        window.show_room("cases")
        window.lock("lock.asked")
    window.unlock(REAL)
    done: list[str] = []
    window.context.runner.submit(lambda _token, _progress: "ok", owner=window, then=done.append)
    qtbot.waitUntil(lambda: done == ["ok"])


def test_idle_time_counts_down_and_locks(window: MainWindow, stopped: StoppedTime, texts: Texts) -> None:
    window.unlock(REAL)
    stopped.advance(269)
    assert window.notice.isHidden()
    stopped.advance(11)
    assert window.notice.message() == texts("ui.idle.countdown", seconds=20)
    window.notice.button.click()
    assert window.notice.isHidden()
    stopped.advance(299)
    assert [window.is_locked] == [False]
    stopped.advance(2)
    assert window.is_locked
    assert window.lock_page.why.text() == texts("lock.idle", minutes=5)
    assert not window.idle.is_watching


def test_keys_and_the_input_method_count_as_use(window: MainWindow, stopped: StoppedTime) -> None:
    window.unlock(REAL)
    window.show_room("cases")
    screen = window.screen_in_view
    assert isinstance(screen, NotesScreen)
    screen.field.setFocus()
    QApplication.processEvents()
    stopped.advance(290)
    QApplication.sendEvent(screen.field, QInputMethodEvent("やまだ", []))
    stopped.advance(290)
    assert [window.is_locked] == [False]
    QTest.keyClick(screen.field, Qt.Key.Key_A)
    stopped.advance(290)
    assert [window.is_locked] == [False]
    stopped.advance(11)
    assert window.is_locked


def test_language_and_scheme_change_live(window: MainWindow, texts: Texts, log: list[str]) -> None:
    window.unlock(REAL)
    window.show_room("cases")
    log.clear()
    window.commands.ask("view.english")
    assert log == ["retranslate"]
    assert window.rail.item(1).text() == "Cases"
    assert window.commands.actions["vault.lock"].text() == "Lock the vault"
    assert window.menuBar().actions()[0].text() == "Program"
    window.commands.ask("view.dark")
    assert window.context.theme.scheme is Scheme.DARK
    narrow = window.rail.width()
    window.commands.ask("view.larger")
    window.commands.ask("view.larger")
    assert window.rail.width() > narrow
    assert texts.language is Language.ENGLISH


def test_qt_speaks_japanese_in_its_own_dialogs(texts: Texts) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"
    texts.set_language(Language.ENGLISH)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_f6_goes_round_the_panes(window: MainWindow) -> None:
    window.unlock(REAL)
    window.show_room("cases")
    screen = window.screen_in_view
    assert isinstance(screen, NotesScreen)
    window.activateWindow()
    window.rail.setFocus()
    visited = []
    for _ in range(4):
        window.next_pane()
        visited.append(QApplication.focusWidget())
    assert visited == [screen.field, screen.button, window.rail, screen.field]
    window.previous_pane()
    assert QApplication.focusWidget() is window.rail


def test_shortcuts_reach_their_commands(qtbot: QtBot, window: MainWindow) -> None:
    window.unlock(REAL)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert window.rail.current_room() == "import"
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(QDialog, "command-palette")
    assert palette is not None
    palette.close()
    with qtbot.waitSignal(window.locked):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_a_refused_command_says_why(window: MainWindow, texts: Texts) -> None:
    window.commands.ask("room.cases")
    assert window.notice.message() == texts("reason.locked")


def test_an_error_nobody_handles_is_shown_in_the_window(qtbot: QtBot, window: MainWindow, texts: Texts) -> None:
    window.unlock(REAL)

    def job(_token: CancelToken, _progress: ProgressSink) -> None:
        raise InvalidInputError("job.cancelled")

    window.context.runner.submit(job, owner=window, then=print)
    qtbot.waitUntil(window.errors.isVisible)
    assert window.errors.what.text() == texts("error.job.cancelled.what")


def test_changes_reach_living_screens_only(window: MainWindow, log: list[str]) -> None:
    hub = window.context.hub
    window.unlock(REAL)
    window.show_room("cases")
    log.clear()
    bridge = ChangeBridge(hub, window)
    bridge.publish(Changes(frozenset({"case"})))
    assert not log
    QApplication.processEvents()
    assert log == ["changes"]
    window.lock("lock.asked")
    log.clear()
    hub.publish(Changes(frozenset({"case"})))
    assert not log


def test_the_hub_holds_nobody() -> None:
    class Listener:
        def hear(self, changes: Changes) -> None: ...

    hub, listener = ChangeHub(), Listener()
    hub.subscribe(listener.hear)
    assert hub.listener_count == 1
    del listener
    assert hub.listener_count == 0


def test_changes_know_whom_they_touch() -> None:
    changes = Changes(frozenset({"case", "finding"}), frozenset({"a"}))
    assert changes.touches(frozenset({"case"}))
    assert changes.touches(frozenset({"case"}), frozenset({"a", "c"}))
    assert not changes.touches(frozenset({"consent"}))
    assert not changes.touches(frozenset({"case"}), frozenset({"b"}))
    assert Changes(frozenset({"case"})).touches(frozenset({"case"}), frozenset({"b"}))


@pytest.mark.parametrize("language", Language)
def test_everything_that_takes_the_keyboard_has_a_name_and_is_reached(
    window: MainWindow, texts: Texts, language: Language
) -> None:
    texts.set_language(language)
    window.unlock(REHEARSAL)
    for room in ("today", "cases", "consents", "import", "export"):
        window.rail.choose(room)
        assert unnamed(window) == []
        assert missed_by_tab(window) == []


def test_the_walker_finds_what_has_no_name(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    for part in (QPushButton(host), QLineEdit(host), QPushButton("名前", host)):
        layout.addWidget(part)
    host.show()
    assert len(unnamed(host)) == 2
    assert missed_by_tab(host) == []


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("language", Language)
def test_nothing_needs_more_room_than_a_laptop_has(
    window: MainWindow, texts: Texts, theme: Theme, language: Language, percent: int
) -> None:
    texts.set_language(language)
    theme.set_text_percent(percent)
    window.unlock(REHEARSAL)
    window.show_room("import")
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 728
