"""The room of results that came (届いた結果), for the security officer of a contractor."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.ids import BundleId
from app.ui.context import UiContext
from app.ui.presenters.results import ResultsPresenter, ResultsState
from app.ui.screen import Screen
from app.ui.screens.results.lists import FIELDS, RESULTS, opened_lines, result_line
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

KINDS = frozenset({"bundle", "receipt", "papers"})


class ResultsScreen(Screen):
    """The list, the notice that was opened, and a copy of its letter."""

    def __init__(self, context: UiContext, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = ResultsPresenter(place, context.runner)
        texts, theme = context.texts, context.theme
        self.title, self.note = text_label(role="title", parent=self), text_label(role="hint", parent=self)
        self.notice = Banner(texts, self)
        self.strip = WorkStrip(context, "results.busy", self.presenter, self)
        self.table = LinesTable(texts, theme, RESULTS, self, fits=True)
        self.detail = LinesTable(texts, theme, FIELDS, self, wraps=True)
        self.nothing = text_label(role="hint", parent=self)
        self.open_button, self.save_button = QPushButton(self), QPushButton(self)
        self._lay_out()
        self.table.selection_made.connect(self._enable)
        self.table.activated.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        self.save_button.clicked.connect(self._on_save)
        self.presenter.subscribe(self.show_state)
        self.retranslate()

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        lists = QHBoxLayout()
        lists.setSpacing(space(3))
        lists.addWidget(self.table, 8)
        lists.addWidget(self.detail, 5)
        buttons = QHBoxLayout()
        buttons.setSpacing(space(2))
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(5))
        column.setSpacing(space(2))
        for part in (self.title, self.note, self.notice, self.strip, self.nothing):
            column.addWidget(part)
        column.addLayout(lists, 1)
        column.addLayout(buttons)
        self.notice.hide()

    def show_state(self, state: ResultsState) -> None:
        """Show the list, the open notice, and what was saved."""
        texts = self.context.texts
        self.strip.show_state(state)
        self.table.fill([result_line(texts, one) for one in state.results])
        self.detail.fill(opened_lines(texts, state.opened, state.results))
        self.nothing.setVisible(state.is_read and not state.results)
        if state.saved_as:
            self.notice.show_message(texts("results.saved", file=state.saved_as), Tone.GOOD)
        else:
            self.notice.hide()
        self._enable()

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.results"))
        self.note.setText(texts("results.note"))
        self.nothing.setText(texts("results.nothing"))
        self.open_button.setText(texts("results.open"))
        self.save_button.setText(texts("results.save"))
        self.table.setAccessibleName(texts("room.results"))
        self.detail.setAccessibleName(texts("results.detail"))
        self.strip.retranslate()
        self.show_state(self.presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        """Nothing is read while another room is in view: a list that nobody sees is no look."""
        if not changes.touches(KINDS):
            return
        if self.isVisible() and not self.presenter.state.busy:
            self.presenter.refresh()

    @override
    def activate(self) -> None:
        self.presenter.refresh()
        self.table.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.table, self.detail]

    @override
    def dispose(self) -> None:
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()

    def _enable(self) -> None:
        state = self.presenter.state
        self.open_button.setEnabled(bool(self.table.current_id()) and not state.busy)
        self.save_button.setEnabled(state.opened is not None and bool(state.opened.letters) and not state.busy)

    def _on_open(self) -> None:
        if self.table.current_id():
            self.presenter.open(BundleId(self.table.current_id()))

    def _on_save(self) -> None:
        opened = self.presenter.state.opened
        if opened is None:
            return
        texts = self.context.texts
        ask_target(self, texts("results.save"), f"{opened.issue_number}.pdf", self.save_letter_to)

    def save_letter_to(self, name: str) -> None:
        """Write a copy of the letter of the open notice to the place that was chosen."""
        self.presenter.save_letter(Path(name))
