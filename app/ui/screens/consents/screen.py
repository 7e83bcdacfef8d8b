"""The screen Consents (同意): candidates who await notice or an answer, and the register, which is apart from cases."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QItemSelection, QModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.services.queue.asked import Whose
from app.ui.context import UiContext
from app.ui.presenters.consents import CHOICES, WAITING, ConsentsPresenter, ConsentsState
from app.ui.screen import Screen
from app.ui.screens.consents.columns import candidate_shape, register_shape
from app.ui.screens.consents.panel import ConsentPanel
from app.ui.tables.model import PagedTableModel
from app.ui.tables.view import RowTable
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import text_label
from app.ui.widgets.tabs import Tabs
from app.ui.workplace import Workplace

if TYPE_CHECKING:
    from app.models.views.records import Candidate
    from app.services.consents.consents import RegisterLine

SETTLE_MS = 300
PANEL_CHARACTERS = 66
KINDS = frozenset({"roster", "candidate", "notice", "consent", "inquiry-consent", "refusal", "withdrawal", "export"})


class Corridor(Protocol):
    """What the screen needs of the window."""

    def show_case(self, case_id: CaseId) -> None:
        """Open a case."""
        ...


class ConsentsScreen(Screen):
    """Two parts: what awaits a paper, and the register of papers that came in."""

    def __init__(self, context: UiContext, place: Workplace, corridor: Corridor, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._corridor, self._is_stale, self._state = corridor, True, ConsentsState()
        self._presenter = ConsentsPresenter(place, context.runner)
        texts, runner, theme = context.texts, context.runner, context.theme
        people, papers = candidate_shape(texts), register_shape(texts)
        self.candidates: PagedTableModel[Candidate] = PagedTableModel(
            people, self._presenter.fetch_candidates(), lambda _ids: {}, runner, texts, self
        )
        self.register: PagedTableModel[RegisterLine] = PagedTableModel(
            papers, self._presenter.fetch_register(), lambda _ids: {}, runner, texts, self
        )
        self.title = text_label(role="title", parent=self)
        self.states, self.case_button = QComboBox(self), QPushButton(self)
        self.form_button = QPushButton(self)
        self.people_table = RowTable(self.candidates, people, theme, self)
        self.papers_table = RowTable(self.register, papers, theme, self)
        self.register_note = text_label(role="hint", parent=self)
        self.statement_button, self.scan_button = QPushButton(self), QPushButton(self)
        self.panel = ConsentPanel(context, self._presenter, self)
        self.no_people = EmptyState(texts, "consents.nobody-waits", self)
        self.no_papers = EmptyState(texts, "room.consents", self)
        self.people_pages, self.papers_pages = QStackedWidget(self), QStackedWidget(self)
        self.tabs = Tabs(self)
        self._lay_out()
        self._settle = context.timers.after(SETTLE_MS, self, self._on_settled)
        self._connect()
        self.retranslate()
        self._presenter.subscribe(self.show_state)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        for pages, table, empty in (
            (self.people_pages, self.people_table, self.no_people),
            (self.papers_pages, self.papers_table, self.no_papers),
        ):
            empty.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            pages.addWidget(table)
            pages.addWidget(empty)
        intake, register = QWidget(self), QWidget(self)
        bar = QHBoxLayout()
        bar.addWidget(self.states)
        bar.addStretch(1)
        self.form_button.setVisible(self._presenter.may_print_form)
        bar.addWidget(self.form_button)
        bar.addWidget(self.case_button)
        left = QVBoxLayout()
        left.setSpacing(space(2))
        left.addLayout(bar)
        left.addWidget(self.people_pages, 1)
        in_characters(self.panel, self.panel.setFixedWidth, PANEL_CHARACTERS)
        row = QHBoxLayout(intake)
        row.setContentsMargins(0, space(3), 0, 0)
        row.setSpacing(space(4))
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(register)
        column.setContentsMargins(0, space(3), 0, 0)
        column.setSpacing(space(2))
        scans = QHBoxLayout()
        scans.addWidget(self.register_note, 1)
        self.statement_button.setVisible(self._presenter.may_issue_statement)
        scans.addWidget(self.statement_button)
        scans.addWidget(self.scan_button)
        column.addLayout(scans)
        column.addWidget(self.papers_pages, 1)
        self.tabs.addTab(intake, "")
        self.tabs.addTab(register, "")
        self.tabs.setTabVisible(1, self._presenter.may_see_register)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(3))
        layout.addWidget(self.title)
        layout.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.states.activated.connect(self._on_states)
        self.people_table.selectionModel().selectionChanged.connect(self._on_selected)
        self.people_table.activated.connect(self._on_activated)
        self.case_button.clicked.connect(self._on_open_case)
        self.form_button.clicked.connect(self._on_form)
        self.scan_button.clicked.connect(self._on_save_scan)
        self.statement_button.clicked.connect(self._on_statement)
        self.papers_table.selectionModel().selectionChanged.connect(self._on_paper_selected)
        self.candidates.loading_changed.connect(self._show_pages)
        self.register.loading_changed.connect(self._show_pages)
        for model in (self.candidates, self.register):
            model.load_failed.connect(self.panel.errors.show_error)

    def show_state(self, state: ConsentsState) -> None:
        """Show lists and panel."""
        before, self._state = self._state, state
        if state.edition != before.edition:
            self._is_stale = False
            self.candidates.restart(self._presenter.fetch_candidates())
            if self._presenter.may_see_register:
                self.register.restart(self._presenter.fetch_register())
        self.case_button.setVisible(state.case is not None)
        self.panel.show_state(state)
        self._say_note()
        if state.states != before.states:
            self._show_choices()

    @override
    def aim(self, states: tuple[State, ...], whose: Whose = Whose.ANYBODY) -> None:
        self.tabs.setCurrentIndex(0)
        if states in CHOICES:
            self._presenter.choose_states(states)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.consents"))
        self.tabs.setTabText(0, texts("consents.tab.intake"))
        self.tabs.setTabText(1, texts("consents.tab.register"))
        self.tabs.tabBar().setAccessibleName(texts("consents.tabs"))
        self.states.setAccessibleName(texts("consents.states"))
        self.case_button.setText(texts("consents.open-case"))
        self.form_button.setText(texts("consents.blank-form"))
        self.scan_button.setText(texts("consents.register.scan"))
        self.statement_button.setText(texts("case.statement.issue"))
        self._say_note()
        self._on_paper_selected()
        self.people_table.setAccessibleName(texts("consents.tab.intake"))
        self.papers_table.setAccessibleName(texts("consents.tab.register"))
        for empty in (self.no_people, self.no_papers):
            empty.retranslate()
        self._show_choices()
        self.candidates.retranslate()
        self.register.retranslate()
        self.panel.retranslate()

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
            self._presenter.refresh()
        self._current_table().setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.tabs.tabBar(), self._current_table(), *([self.panel] if self.tabs.currentIndex() == 0 else [])]

    @override
    def dispose(self) -> None:
        self._settle.stop()
        for owner in (self._presenter, self.candidates, self.register):
            self.context.runner.cancel_owned_by(owner)
        super().dispose()

    def _current_table(self) -> QWidget:
        pages = (self.people_pages, self.papers_pages)[self.tabs.currentIndex()]
        current = pages.currentWidget()
        return current.title if isinstance(current, EmptyState) else current or self

    def _show_pages(self, is_loading: bool) -> None:  # noqa: FBT001 - signature of the signal
        if is_loading:
            return
        for pages, table in ((self.people_pages, self.people_table), (self.papers_pages, self.papers_table)):
            focused: QWidget | None = self.focusWidget()
            is_focused = focused is not None and pages.isAncestorOf(focused)
            pages.setCurrentIndex(0 if table.model().rowCount() else 1)
            if is_focused:
                self._current_table().setFocus()

    def _show_choices(self) -> None:
        texts = self.context.texts
        self.states.clear()
        for choice in CHOICES:
            name = texts("consents.states.waiting") if choice == WAITING else texts(f"state.{choice[0]}")
            self.states.addItem(name)
        if self._state.states in CHOICES:
            self.states.setCurrentIndex(CHOICES.index(self._state.states))

    def _on_states(self, place: int) -> None:
        self._presenter.choose_states(CHOICES[place])

    def _on_settled(self) -> None:
        if self._is_stale:
            self._presenter.refresh()

    def _on_selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        rows = self.people_table.selectionModel().selectedRows()
        if rows:
            self._presenter.choose(self.candidates.row_at(rows[0]))

    def _on_activated(self, index: QModelIndex) -> None:
        self.people_table.selectRow(index.row())
        self.panel.day.setFocus()

    def _say_note(self) -> None:
        state, texts = self._state, self.context.texts
        said = texts("consents.saved", file=state.saved_as) if state.saved_as else texts("consents.register.note")
        if state.error is not None:
            said = "\n".join(texts.error(state.error).paragraphs())
        self.register_note.setText(said)

    def _chosen_paper(self) -> "RegisterLine | None":
        rows = self.papers_table.selectionModel().selectedRows()
        return self.register.row_at(rows[0]) if rows else None

    def _on_paper_selected(self) -> None:
        line = self._chosen_paper()
        self.scan_button.setEnabled(line is not None and line.entry.scan_id is not None)
        self.statement_button.setEnabled(line is not None)

    def _on_save_scan(self) -> None:
        line = self._chosen_paper()
        if line is None:
            return
        dialog = QFileDialog(self, self.context.texts("consents.register.scan"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.selectFile(line.entry.form)
        dialog.fileSelected.connect(self.save_scan_to)
        dialog.open()

    def save_scan_to(self, name: str) -> None:
        """Write the scan of the chosen paper to the place that was chosen."""
        line = self._chosen_paper()
        if line is not None and line.entry.scan_id is not None:
            self._presenter.save_scan(line.entry.scan_id, Path(name))

    def _on_statement(self) -> None:
        texts = self.context.texts
        if self._chosen_paper() is not None:
            ask_target(self, texts("case.statement.where"), texts("case.statement.file"), self.save_statement_to)

    def save_statement_to(self, name: str) -> None:
        """Issue the statement to the person of the chosen paper and write it to the place that was chosen."""
        line = self._chosen_paper()
        if line is not None:
            self._presenter.save_statement(line.entry, Path(name))

    def _on_form(self) -> None:
        texts = self.context.texts
        ask_target(self, texts("consents.blank-form"), texts("questionnaire.blank-file"), self.save_form_to)

    def save_form_to(self, name: str) -> None:
        """Write the blank questionnaire to the place that was chosen."""
        self._presenter.save_blank_form(Path(name))

    def _on_open_case(self) -> None:
        if self._state.case is not None:
            self._corridor.show_case(self._state.case.case_id)
