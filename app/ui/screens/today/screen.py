"""The screen Today (本日): what waits at the left, the own cases by due date at the right."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.actor import OfficeKind
from app.models.domain.changes import Changes
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.domain.text import visible
from app.services.queue.asked import Whose
from app.services.queue.queue import EMERGENCY, UNBOUND, CaseLine, Waiting
from app.ui.context import UiContext
from app.ui.days import both_calendars
from app.ui.presenters.today import TodayPresenter, TodayState
from app.ui.screen import Screen
from app.ui.screens.today.review import ReviewDialog
from app.ui.shell.rail import Rail
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label
from app.ui.workplace import Workplace

NAME_CHARACTERS = 60
COLUMNS = ("today.due.name", "today.due.number", "today.due.state", "today.due.on")
SETTLE_MS = 400


class Corridor(Protocol):
    """What the screen needs of the window."""

    rail: Rail

    def show_room(self, room_id: str, states: tuple[State, ...] = (), whose: Whose = Whose.ANYBODY) -> None:
        """Go to a room, and show there what waits."""
        ...

    def show_case(self, case_id: CaseId) -> None:
        """Open a case."""
        ...

    def print_rights(self) -> None:
        """Ask for the printed matrix of rights."""
        ...

    def bind_token(self) -> None:
        """Let the officer bind the own key to a hardware token."""
        ...


class DueTable(QTableWidget):
    """Own cases by due date.

    Signals:
        opened: Id of the case that was asked for.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.doubleClicked.connect(self._open)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        item = self.item(self.currentRow(), 0)
        if item is not None:
            self.opened.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class TodayScreen(Screen):
    """Calm start of the day."""

    def __init__(self, context: UiContext, place: Workplace, corridor: Corridor, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._corridor, self._place = corridor, place
        self._presenter = TodayPresenter(place, context.runner)
        self._state = TodayState()
        self._has_cases = place.actor.office_kind is not OfficeKind.CONTRACTOR
        space = context.theme.scale.space
        self.title, self.day = text_label(role="title", parent=self), QLabel(self)
        self.day.setProperty("role", "hint")
        self.rights_button = QPushButton(self)
        self.rights_button.setProperty("kind", "line")
        self.rights_button.clicked.connect(self._on_rights)
        self.errors = ErrorPanel(context.texts, self)
        self.errors.hide()
        self.empty = EmptyState(context.texts, "room.today", self)
        self.empty.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.waiting_title, self.due_title = text_label(role="lead", parent=self), text_label(role="lead", parent=self)
        self.due_none = text_label(role="hint", parent=self)
        self.groups, self.table = QVBoxLayout(), DueTable(self)
        self.buttons: list[QPushButton] = []
        self.body = self._lay_out_body()
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.body)
        self.pages.addWidget(self.empty)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.rights_button, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.day, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(3))
        layout.addLayout(head)
        layout.addWidget(self.errors)
        layout.addWidget(self.pages, 1)
        self.table.opened.connect(self._on_opened)
        self._delay = context.timers.after(SETTLE_MS, self, self._presenter.refresh)
        self.retranslate()
        self._presenter.subscribe(self.show_state)

    def _lay_out_body(self) -> QWidget:
        space = self.context.theme.scale.space
        body = QWidget(self)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(space(2))
        self.groups.setSpacing(space(2))
        left.addWidget(self.waiting_title)
        left.addLayout(self.groups)
        left.addStretch(1)
        right.addWidget(self.due_title)
        right.addWidget(self.table, 1000)
        right.addWidget(self.due_none)
        right.addStretch(1)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(6))
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        return body

    def show_state(self, state: TodayState) -> None:
        """Show what waits and what is due."""
        before, self._state = self._state, state
        if state.error is not None and state.error is not before.error:
            self.errors.show_error(state.error)
        elif state.error is None:
            self.errors.clear()
        if state.today is None or state.today is before.today:
            return
        self._fill()
        if self.isVisible() and QApplication.focusWidget() is None:
            self._take_keyboard()  # what had it went with the old list
        for place in range(self._corridor.rail.count()):
            room = str(self._corridor.rail.item(place).data(Qt.ItemDataRole.UserRole))
            self._corridor.rail.set_count(room, state.counts().get(room, 0))

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.today"))
        self.rights_button.setText(texts("command.rights.print"))
        self.waiting_title.setText(texts("today.waiting"))
        self.due_title.setText(texts("today.due"))
        self.due_none.setText(texts("today.due.none"))
        self.table.setAccessibleName(texts("today.due"))
        self.table.setHorizontalHeaderLabels([texts(key) for key in COLUMNS])
        self.empty.retranslate()
        self._fill()

    @override
    def changes(self, changes: Changes) -> None:
        self._delay.start()

    @override
    def activate(self) -> None:
        self._presenter.refresh()
        self._take_keyboard()

    @override
    def panes(self) -> list[QWidget]:
        if self._state.is_empty:
            return [self.empty.title]
        return [*self.buttons[:1], *([] if self.table.isHidden() else [self.table])]

    @override
    def dispose(self) -> None:
        self._delay.stop()
        self.context.runner.cancel_owned_by(self._presenter)
        super().dispose()

    def _take_keyboard(self) -> None:
        first: QWidget = next(iter(self.panes()), self._corridor.rail)
        first.setFocus()

    def _fill(self) -> None:
        state, texts = self._state, self.context.texts
        self.day.setText(both_calendars(texts.catalogue(), state.day) if state.day else "")
        self.pages.setCurrentWidget(self.empty if state.is_empty else self.body)
        self._fill_groups()
        due = state.today.due if state.today else ()
        self.table.setVisible(bool(due))
        has_cases = state.today is not None and self._has_cases
        self.due_none.setVisible(not due and has_cases)
        self.due_title.setVisible(has_cases)
        self.waiting_title.setVisible(bool(state.groups))
        self.table.setRowCount(len(due))
        for row, line in enumerate(due):
            self._fill_row(row, line)

    def _fill_groups(self) -> None:
        texts = self.context.texts
        focused = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        while (item := self.groups.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        for room, lines in self._state.groups:
            card = QFrame(self.body)
            card.setProperty("card", "true")
            column = QVBoxLayout(card)
            column.setSpacing(self.context.theme.scale.space(1))
            heading = QLabel(texts(f"room.{room}"), card)
            heading.setProperty("role", "small")
            column.addWidget(heading)
            for line in lines:
                column.addWidget(self._waiting_button(line, card))
            self.groups.addWidget(card)
        if focused is not None and self.buttons:
            self.buttons[min(focused, len(self.buttons) - 1)].setFocus()

    def _waiting_button(self, line: Waiting, parent: QWidget) -> QPushButton:
        button = QPushButton(self.context.texts(line.key, count=line.count), parent)
        button.setProperty("kind", "line")
        own = {EMERGENCY: self._on_reviews, UNBOUND: self._on_token}
        button.clicked.connect(own.get(line.key) or _jump(self._corridor, line))
        self.buttons.append(button)
        return button

    def _fill_row(self, row: int, line: CaseLine) -> None:
        texts = self.context.texts
        due = line.due_on.isoformat() if line.due_on else texts("today.due.no-day")
        if self._state.is_overdue(line):
            due = texts("today.due.overdue", sign=SIGNS[Tone.WARN], day=due)
        cells = (visible(line.name, NAME_CHARACTERS), line.number, texts(f"state.{line.state}"), due)
        sentence = texts("today.due.sentence", name=cells[0], number=cells[1], state=cells[2], day=due)
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, line.case_id)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, sentence)
            self.table.setItem(row, column, item)

    def _on_rights(self) -> None:
        self._corridor.print_rights()

    def _on_token(self) -> None:
        self._corridor.bind_token()

    def _on_reviews(self) -> None:
        ReviewDialog(self.context, self._place, self).open()

    def _on_opened(self, case_id: str) -> None:
        self._corridor.show_case(CaseId(case_id))


def _jump(corridor: Corridor, line: Waiting) -> Callable[[], None]:
    return lambda: corridor.show_room(line.room, line.states, line.whose)
