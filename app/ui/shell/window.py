"""The main window: header, rail, screens made when first shown, and the unconditional lock.

Its title is the program's name and nothing else; it knows rooms and commands, never what a screen shows.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.errors import AppError
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.services.jobs import QuestionDesk
from app.services.queue.asked import Whose
from app.ui.actions import ENTER_ROOM, CommandSet, Menu, Situation
from app.ui.composing import finish_composition
from app.ui.context import UiContext
from app.ui.screen import Screen
from app.ui.shell.header import Header, Place, RehearsalBand
from app.ui.shell.idle import IdleWatch
from app.ui.shell.keysheet import KeySheet
from app.ui.shell.lock import LockPage, clear_clipboard, close_dialogs, run_all
from app.ui.shell.look import LookCommands
from app.ui.shell.palette import CommandPalette
from app.ui.shell.panes import move_between
from app.ui.shell.rail import Rail
from app.ui.shell.reach import LeastRoom, Reach
from app.ui.shell.rooms import ROOMS, CaseFactory, Room
from app.ui.shell.stage import Stage
from app.ui.shell.status import ActivityLine
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import repolish

REHEARSAL_EDGE = 4
"""Width of the frame round a rehearsal, in device-independent pixels."""


class MainWindow(LookCommands, QMainWindow):
    """The window of one station.

    Signals:
        locked: Key of the reason; everything of the vault is gone from the window by then.
        unlocked: The vault is open and the first room is shown.
        lock_failed: An exception of a step of the lock; the lock went on without that step.
        passphrase_asked: The officer wants another passphrase.
        ties_asked: The officer wants to write the own register of ties.
        token_asked: The officer wants the own key to need a hardware token.
        rights_asked: The printed matrix of rights was asked for.
        medium_asked: The officer wants to see what lies on the medium that was plugged in.

    Thread:
        The window's thread.
    """

    locked = Signal(str)
    unlocked = Signal()
    lock_failed = Signal(object)
    passphrase_asked = Signal()
    ties_asked = Signal()
    token_asked = Signal()
    rights_asked = Signal()
    medium_asked = Signal()

    def __init__(
        self,
        context: UiContext,
        on_lock: Callable[[], None],
        rooms: tuple[Room, ...] = ROOMS,
        desk: QuestionDesk | None = None,
    ) -> None:
        """Make a locked window.

        Args:
            context: Sentences, look, background work.
            on_lock: Closes the vault and drops the keys; called by the lock after the screens are gone.
            rooms: The rail from top to bottom.
            desk: Questions of workers, which the lock answers.
        """
        super().__init__()
        self.context, self._on_lock, self._desk = context, on_lock, desk or QuestionDesk()
        self._is_rehearsal_vault = False
        self._roles: frozenset[str] = frozenset()
        self.commands = CommandSet(context.texts, self)
        self.idle = IdleWatch(context.timers, context.monotonic, self)
        self._build(rooms)
        self._connect()
        self.retranslate()
        self.pages.setCurrentWidget(self.lock_page)
        self._refresh_commands()

    def _build(self, rooms: tuple[Room, ...]) -> None:
        texts, theme = self.context.texts, self.context.theme
        self.frame = QFrame(self)
        self.frame.setObjectName("workspace")
        self.band, self.header = RehearsalBand(texts, self.frame), Header(texts, theme, self.frame)
        self.notice, self.errors = Banner(texts, self.frame), ErrorPanel(texts, self.frame)
        self.pages = QStackedWidget(self.frame)
        self.pages.setObjectName("pages")
        self._column = column = QVBoxLayout(self.frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.band, self.header, self.notice, self.errors):
            column.addWidget(part)
        column.addWidget(self.pages, 1)
        self.lock_page = LockPage(self.context, self.pages)
        self.body = QWidget(self.pages)
        self.rail = Rail(tuple(room.id for room in rooms), texts, theme, self.body)
        self.stack = Stage(self.context, rooms, self.body)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(Reach(LeastRoom(self.stack, theme), self.body), 1)
        self.pages.addWidget(self.lock_page)
        self.pages.addWidget(self.body)
        self.setCentralWidget(self.frame)
        self.activity = ActivityLine(self.context, self)
        self.statusBar().addPermanentWidget(self.activity)
        self.statusBar().setSizeGripEnabled(False)
        self._menus = {menu: self.menuBar().addMenu("") for menu in Menu}
        for command_id, command in self.commands.commands.items():
            if command.menu is not None:
                self._menus[command.menu].addAction(self.commands.actions[command_id])

    def _connect(self) -> None:
        self.context.texts.language_changed.connect(self.retranslate)
        self.context.runner.failed_unheard.connect(self.show_error)
        self.context.runner.activity_changed.connect(self._refresh_commands)
        self.context.hub.subscribe(self._on_changes)
        self.commands.asked.connect(self._do)
        self.commands.refused.connect(self._on_refused)
        self.rail.room_chosen.connect(self.stack.enter)
        self.stack.scene_changed.connect(self._on_scene_changed)
        self.idle.expired.connect(self._on_idle)
        self.idle.counting_down.connect(self._on_countdown)
        self.activity.stop_button.clicked.connect(self.cancel_work)
        self.notice.button.clicked.connect(self.idle.note_use)

    @property
    def questions(self) -> QuestionDesk:
        """Where workers ask a person; answered for the person by the lock."""
        return self._desk

    @property
    def is_locked(self) -> bool:
        """Whether the rooms are out of reach: behind the lock page, or behind the first run."""
        return self.pages.currentWidget() is not self.body

    @property
    def screen_in_view(self) -> Screen | None:
        """The open case, or the screen of the room in view, or None."""
        return self.stack.in_view

    def furnish(self, rooms: tuple[Room, ...], make_case: CaseFactory | None = None) -> None:
        """Take other rooms, while locked: those of the office whose vault is about to be shown.

        Args:
            rooms: The rail from top to bottom.
            make_case: Builds the screen of one case.
        """
        self.stack.furnish(rooms, make_case)
        self.rail.set_rooms(tuple(room.id for room in rooms))

    def show_front(self, page: QWidget | None) -> None:
        """Show a page in place of the lock page while there is no vault to unlock; None takes it away."""
        for place in reversed(range(self.pages.count())):
            old = self.pages.widget(place)
            if old is not None and old not in {self.lock_page, self.body, page}:
                self.pages.removeWidget(old)
                old.deleteLater()
        if page is not None and self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page or self.lock_page)
        self.header.environment.setVisible(page is None)

    def show_vault(self, *, is_rehearsal: bool) -> None:
        """Mark the locked window as that of a rehearsal, or of real work."""
        self._is_rehearsal_vault = is_rehearsal
        if self.is_locked:
            self.show_place(None)

    def unlock(self, place: Place, roles: frozenset[str] = frozenset()) -> None:
        """Show the rooms of an open vault."""
        self.context.runner.resume()
        self._desk.reopen()
        self._roles = roles
        self.show_place(place)
        self.rail.forget()
        self.pages.setCurrentWidget(self.body)
        self.rail.setCurrentRow(0)
        self.idle.start()
        self._refresh_commands()
        self.unlocked.emit()

    def lock(self, reason_key: str, **fields: str | int) -> None:
        """Lock now; asks nothing and cannot fail. Drafts are saved first, then everything of the vault goes."""
        failures = run_all(
            (
                finish_composition,
                *(screen.save_draft for screen in self.stack.screens),
                self._desk.close,
                self.context.runner.stop,
                lambda: close_dialogs(self),
                clear_clipboard,
                lambda: self.pages.setCurrentWidget(self.lock_page),
                *(screen.dispose for screen in self.stack.screens),
                self._drop_screens,
                self.context.runner.stop,  # what the screens gave up on their way out is in the vault before it closes
                self._on_lock,
                self.idle.stop,
                lambda: self.show_place(None),
                lambda: self.lock_page.show_reason(reason_key, **fields),
            )
        )
        self._refresh_commands()
        self.locked.emit(reason_key)
        for failure in failures:
            self.lock_failed.emit(failure)

    def add_line(self, line: QWidget) -> None:
        """Let a line of another part stand above every room, below the notice."""
        self._column.insertWidget(self._column.indexOf(self.errors), line)

    def look_at_medium(self) -> None:
        """Look at the medium that was plugged in."""
        self.medium_asked.emit()

    def show_place(self, place: Place | None) -> None:
        """Show where and as whom the program is open; None while it is locked."""
        is_rehearsal = self._is_rehearsal_vault if place is None else place.is_rehearsal
        self.header.show_place(place)
        self.band.setVisible(is_rehearsal)
        self.frame.setProperty("rehearsal", "true" if is_rehearsal else "false")
        repolish(self.frame)
        edge = REHEARSAL_EDGE if is_rehearsal else 0
        self._column.setContentsMargins(edge, 0, edge, edge)

    def show_error(self, error: AppError) -> None:
        """Show an error above the screen."""
        self.errors.show_error(error)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self.context.texts
        self.setWindowTitle(texts("ui.program.name"))
        for menu, widget in self._menus.items():
            widget.setTitle(texts(f"ui.menu.{menu}"))
        self.rail.retranslate()
        for screen in self.stack.screens:
            screen.retranslate()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_locked:
            self.context.runner.stop()
        else:
            self.lock("lock.asked")
        event.accept()

    def open_palette(self) -> None:
        """Open the command palette."""
        self._refresh_commands()
        screen = self.screen_in_view
        places = screen.destinations() if screen is not None and not self.is_locked else []
        CommandPalette(self.commands, self.context.texts, self.context.theme, self, places).open()

    def show_keys(self) -> None:
        """Open the sheet of keys."""
        KeySheet(self.commands, self.context.texts, self.context.theme, self).open()

    def quit_program(self) -> None:
        """Lock and close."""
        self.close()

    def lock_now(self) -> None:
        """Lock because the user asked."""
        self.lock("lock.asked")

    def cancel_work(self) -> None:
        """Stop all background work."""
        self.context.runner.cancel_all()

    def change_passphrase(self) -> None:
        """Let the officer change the own passphrase."""
        self.passphrase_asked.emit()

    def write_ties(self) -> None:
        """Let the officer write the own register of ties."""
        self.ties_asked.emit()

    def bind_token(self) -> None:
        """Let the officer bind the own key to a hardware token."""
        self.token_asked.emit()

    def print_rights(self) -> None:
        """Ask for the printed matrix of rights."""
        self.rights_asked.emit()

    def show_room(self, room_id: str, states: tuple[State, ...] = (), whose: Whose = Whose.ANYBODY) -> None:
        """Go to a room and show there what stands in some states, or some cases only; else it stays as it was."""
        self.rail.choose(room_id)
        screen = self.stack.screen_of(room_id)
        if (states or whose is not Whose.ANYBODY) and screen is not None:
            screen.aim(states, whose)

    def show_case(self, case_id: CaseId) -> None:
        """Open a case over the room in view."""
        if not self.is_locked:
            self.stack.open_case(case_id)

    def close_case(self) -> None:
        """Go back from a case to its room."""
        self.stack.enter(self.rail.current_room())

    def next_pane(self) -> None:
        """Move the keyboard to the next area."""
        move_between(self._panes(), 1)

    def previous_pane(self) -> None:
        """Move the keyboard to the area before."""
        move_between(self._panes(), -1)

    def refresh(self) -> None:
        """Show the latest: hear of a change of everything."""
        if (screen := self.screen_in_view) is not None:
            screen.activate()

    def _panes(self) -> list[QWidget]:
        if self.is_locked:
            return [self.pages.currentWidget() or self.lock_page]
        screen = self.screen_in_view
        return [self.rail, *(screen.panes() if screen else [])]

    def _on_scene_changed(self) -> None:
        self.errors.clear()
        self._refresh_commands()

    def _drop_screens(self) -> None:
        self.errors.clear()
        self.notice.hide()
        self.stack.drop_all()
        self.rail.forget()

    def _refresh_commands(self) -> None:
        screen = self.screen_in_view
        self.commands.refresh(
            Situation(
                is_unlocked=not self.is_locked,
                room="" if self.is_locked else self.rail.current_room(),
                roles=self._roles,
                rooms=self.stack.rooms,
                is_case_open=self.stack.is_case_open,
                is_working=self.context.runner.active_count > 0,
                is_undoable=screen is not None and screen.is_undoable,
                area=screen.shown_area if screen is not None else "",
                areas=screen.open_areas if screen is not None else frozenset(),
            )
        )

    def _do(self, command_id: str) -> None:
        name = self.commands.commands[command_id].handler
        if name == ENTER_ROOM:
            self.rail.choose(command_id.removeprefix("room."))
            return
        for target in (self.screen_in_view, self):
            handler = getattr(target, name, None)
            if callable(handler):
                handler()
                return
        self._on_refused(command_id, "reason.not-here")

    def _on_refused(self, _command_id: str, reason_key: str) -> None:
        self.notice.show_message(self.context.texts(reason_key), Tone.INFO)

    def _on_changes(self, changes: Changes) -> None:
        for screen in self.stack.screens:
            screen.changes(changes)

    def _on_idle(self) -> None:
        self.lock("lock.idle", minutes=round(self.idle.limit_s / 60))

    def _on_countdown(self, seconds: int) -> None:
        if seconds:
            texts = self.context.texts
            sentence = texts("ui.idle.countdown", seconds=seconds)
            self.notice.show_message(sentence, Tone.WARN, texts("ui.idle.stay"), is_spoken=seconds % 10 == 0)
        else:
            self.notice.hide()
