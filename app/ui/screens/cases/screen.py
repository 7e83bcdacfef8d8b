"""The screen Cases (案件): search and filters above, the queue below; Enter opens a case."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.domain.search_keys import MatchedBy
from app.services.queue.asked import DueBy, Whose
from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.presenters.cases import CasesPresenter, CasesState
from app.ui.presenters.workload import may_see_workload
from app.ui.screen import Screen
from app.ui.screens.cases.columns import MATCH_COLUMN, case_shape
from app.ui.screens.cases.views import ViewButton
from app.ui.screens.cases.workload import WorkloadDialog
from app.ui.tables.model import PagedTableModel
from app.ui.tables.view import RowTable
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label
from app.ui.workplace import Workplace

if TYPE_CHECKING:
    from app.services.queue.queue import CaseLine

TYPING_MS = 100
SETTLE_MS = 400
KINDS = frozenset(
    {
        *("case", "consent", "inquiry-consent", "withdrawal", "questionnaire", "findings", "opinion", "evaluation"),
        *("answer", "flag", "query", "task", "ties"),
        *("decision", "result", "validity", "doubt", "expiry", "disposal", "export", "bundle"),
    }
)
"""Kinds of change after which the queue may be old."""


class Corridor(Protocol):
    """What the screen needs of the window."""

    def show_case(self, case_id: CaseId) -> None:
        """Open a case."""
        ...


class CasesScreen(Screen):
    """The queue of this office."""

    def __init__(self, context: UiContext, place: Workplace, corridor: Corridor, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._corridor, self._place, self._is_stale = corridor, place, True
        self._is_going_on = False
        """Somebody pressed Return and waits for what is found."""
        self._presenter = CasesPresenter(place, context.runner)
        self._state = CasesState()
        shape = case_shape(context.texts)
        self.model: PagedTableModel[CaseLine] = PagedTableModel(
            shape, self._presenter.fetch(), lambda _ids: {}, context.runner, context.texts, self
        )
        self.table = RowTable(self.model, shape, context.theme, self)
        self.title, self.count = text_label(role="title", parent=self), QLabel(self)
        self.count.setProperty("role", "hint")
        self.field, self.states, self.order = QLineEdit(self), QuietCombo(self, 14), QuietCombo(self)
        self.whose, self.due = QuietCombo(self, 10), QuietCombo(self, 10)
        self.views = ViewButton(context, self._presenter, [column.header_key for column in shape.columns[1:]], self)
        self.load_button = QPushButton(self)
        self.load_button.setVisible(may_see_workload(place.actor))
        self._columns = [column.header_key for column in shape.columns]
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(100)
        self.errors = ErrorPanel(context.texts, self)
        self.errors.hide()
        self.empty = EmptyState(context.texts, "room.cases", self)
        self.nothing = EmptyState(context.texts, "cases.nothing", self)
        for state in (self.empty, self.nothing):
            state.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pages = QStackedWidget(self)
        for page in (self.table, self.empty, self.nothing):
            self.pages.addWidget(page)
        self._lay_out()
        self._typing = context.timers.after(TYPING_MS, self, self._on_typed)
        self._settle = context.timers.after(SETTLE_MS, self, self._on_settled)
        self._connect()
        self.retranslate()
        self._presenter.subscribe(self.show_state)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        in_characters(self.field, self.field.setMinimumWidth, 30)
        self.states.setMaxVisibleItems(30)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        bar = QHBoxLayout()
        bar.setSpacing(space(3))
        bar.addWidget(self.field, 1)
        for part in (self.states, self.whose, self.due, self.order, self.views, self.load_button):
            bar.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(3))
        layout.addLayout(head)
        layout.addLayout(bar)
        layout.addWidget(self.errors)
        layout.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typing.start)
        self.field.textChanged.connect(self._stay)
        self.field.returnPressed.connect(self._on_return)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.field, context=Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._go_on)
        self.model.loading_changed.connect(self._on_loading)
        self.states.activated.connect(self._on_states)
        self.order.activated.connect(self._on_order)
        self.whose.activated.connect(lambda _place: self._presenter.choose_whose(Whose(self.whose.currentData())))
        self.due.activated.connect(lambda _place: self._presenter.choose_due(DueBy(self.due.currentData())))
        self.table.activated.connect(self._on_open)
        self.load_button.clicked.connect(self.show_workload)
        self.model.load_failed.connect(self.errors.show_error)
        self.nothing.button.clicked.connect(self._on_clear)

    def show_state(self, state: CasesState) -> None:
        """Show filter, count and list."""
        before, self._state = self._state, state
        if state.edition != before.edition:
            self._read_list(is_same=state.asked == before.asked and before.edition > 0)
        if state.error is None:
            self.errors.clear()
        elif state.error is not before.error:
            self.errors.show_error(state.error)
        self._show_count()
        for place, key in enumerate(self._columns):
            is_needed = place != MATCH_COLUMN or bool(state.asked.words)
            self.table.setColumnHidden(place, key in state.hidden or not is_needed)
        if state.total == 0:
            self._turn_to(self.nothing if state.is_narrowed else self.empty)
        elif state.total is not None or state.is_narrowed:
            self._turn_to(self.table)
        self._show_choices()

    def _read_list(self, *, is_same: bool) -> None:
        """Begin the list for another question; the same question is read again without leaving the place."""
        if is_same:
            self.model.reread()
        else:
            self.model.restart(self._presenter.fetch())

    def _turn_to(self, page: QWidget) -> None:
        """Show a page; if the keyboard was on the one before, it goes along."""
        if page is self.pages.currentWidget():
            return
        focused: QWidget | None = QApplication.focusWidget()
        goes_along = focused is not None and self.pages.isAncestorOf(focused)
        self.pages.setCurrentWidget(page)
        if goes_along:
            (page.title if isinstance(page, EmptyState) else page).setFocus()

    @override
    def aim(self, states: tuple[State, ...], whose: Whose = Whose.ANYBODY) -> None:
        self.field.clear()
        self._typing.stop()
        self._presenter.aim(states, whose)

    def refresh(self) -> None:
        """Read everything anew because somebody asked: another program may have changed the vault."""
        self._on_settled()
        self._presenter.read_views()

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.cases"))
        self.field.setPlaceholderText(texts("cases.search"))
        self.field.setAccessibleName(texts("cases.search.name"))
        self.whose.setAccessibleName(texts("cases.whose"))
        self.due.setAccessibleName(texts("cases.due"))
        self.load_button.setText(texts("workload.show"))
        self.views.retranslate()
        self.states.setAccessibleName(texts("cases.states"))
        self.order.setAccessibleName(texts("cases.order"))
        self.table.setAccessibleName(texts("cases.list"))
        for state in (self.empty, self.nothing):
            state.retranslate()
        self.nothing.offer(texts("cases.nothing.clear"))
        self.order.clear()
        for key in ("cases.order.kana", "cases.order.due"):
            self.order.addItem(texts(key))
        self.model.retranslate()
        self._show_count()
        self._show_choices()

    @override
    def changes(self, changes: Changes) -> None:
        if not changes.touches(KINDS):
            return
        self._is_stale = True
        if self.isVisible():
            self._settle.start()

    @override
    def activate(self) -> None:
        if self._is_stale:
            self.refresh()
        (self.table if self.model.rowCount() else self.field).setFocus()

    @override
    def panes(self) -> list[QWidget]:
        current = self.pages.currentWidget()
        shown = current.title if isinstance(current, EmptyState) else self.table
        return [self.field, shown]

    @override
    def dispose(self) -> None:
        self._typing.stop()
        self._settle.stop()
        self.context.runner.cancel_owned_by(self._presenter)
        self.context.runner.cancel_owned_by(self.model)
        super().dispose()

    def show_workload(self) -> None:
        """Show who has how much to do."""
        if may_see_workload(self._place.actor):
            WorkloadDialog(self.context, self._place, self).open()

    def _show_count(self) -> None:
        state = self._state
        if state.total is None:
            return
        key = "cases.count.found" if state.is_narrowed else "cases.count"
        sentence = self.context.texts(key, count=f"{state.total:,}")
        if sentence != self.count.text():
            self.count.setText(sentence)
            announce(self.count, sentence)

    def _show_choices(self) -> None:
        texts, asked = self.context.texts, self._state.asked
        choices: list[tuple[State, ...]] = [(), *((state,) for state in self._presenter.states)]
        if asked.states not in choices:
            choices.insert(1, asked.states)
        self.states.clear()
        for choice in choices:
            names = texts("wizard.list-mark").join(texts(f"state.{state}") for state in choice)
            self.states.addItem(names or texts("cases.states.all"))
            self.states.setItemData(self.states.count() - 1, choice)
        self.states.setCurrentIndex(choices.index(asked.states))
        self.order.setCurrentIndex(int(asked.by_due_date))
        self._fill(self.whose, {whose: texts(f"cases.whose.{whose}") for whose in Whose}, asked.whose)
        self._fill(self.due, {due: texts(f"cases.due.{due}") for due in DueBy}, asked.due)

    @staticmethod
    def _fill(combo: QuietCombo, words: Mapping[StrEnum, str], chosen: StrEnum) -> None:
        combo.clear()
        for choice, shown in words.items():
            combo.addItem(shown, choice)
        combo.setCurrentIndex(list(words).index(chosen))

    def _on_typed(self) -> None:
        self._typing.stop()
        self._presenter.search(self.field.text())

    def _stay(self) -> None:
        self._is_going_on = False

    def _on_return(self) -> None:
        """From the words to what they find, as soon as it is there."""
        self._on_typed()
        self._is_going_on = True
        self._on_loading(self.model.is_loading)

    def _on_loading(self, is_loading: bool) -> None:  # noqa: FBT001 - signature of the signal
        if not is_loading and self._is_going_on:
            self._stay()
            first = self.model.row_at(self.model.index(0, 0)) if self.model.rowCount() == 1 else None
            if first is not None and first.matched_by is MatchedBy.NUMBER:
                self._corridor.show_case(first.case_id)
            else:
                self._go_on()

    def _go_on(self) -> None:
        """From the words into the list."""
        if self.model.rowCount():
            self.table.setFocus()

    def _on_settled(self) -> None:
        self._is_stale = False
        self._presenter.refresh()

    def _on_states(self, place: int) -> None:
        self._presenter.choose_states(tuple(self.states.itemData(place)))

    def _on_order(self, place: int) -> None:
        self._presenter.order_by_due_date(place == 1)

    def _on_clear(self) -> None:
        self.field.clear()
        self._typing.stop()
        self._presenter.clear()
        self.field.setFocus()

    def _on_open(self, index: QModelIndex) -> None:
        line = self.model.row_at(index)
        if line is not None:
            self._corridor.show_case(line.case_id)
