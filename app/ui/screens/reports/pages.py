"""The three parts of the room: a list, what was opened of it, and what can be done."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.acts import Action
from app.services.exchange.preview import lines_of
from app.ui.context import UiContext
from app.ui.presenters.reports import Part, ReportsPresenter, ReportsState
from app.ui.screens.reports.dialogs import ChangeDialog, ComplaintDialog, ReplyDialog
from app.ui.screens.reports.lists import FIGURES, HEADS, REPORTS, figure_line, head_line, report_line, source_name
from app.ui.tables.lines import Heading, LinesTable
from app.ui.widgets.bundle_fields import HEADINGS, field_lines
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label

NUMBER_CHARACTERS = 32
LONGEST_NUMBER = 64


class PartPage(QWidget):
    """A list with buttons below, and beside it what was opened.

    Signals:
        asked: A form is to be shown.
    """

    asked = Signal(object)
    part: Part

    def __init__(
        self,
        context: UiContext,
        presenter: ReportsPresenter,
        headings: tuple[Heading, ...],
        parent: QWidget,
        *,
        has_detail: bool = True,
    ) -> None:
        super().__init__(parent)
        self.context, self.texts, self.presenter = context, context.texts, presenter
        self._buttons: list[QPushButton] = []
        space = context.theme.scale.space
        self.note = text_label(role="hint", parent=self)
        self.table = LinesTable(self.texts, context.theme, headings, self, fits=True)
        self.detail = LinesTable(self.texts, context.theme, HEADINGS, self, wraps=True)
        self.detail.setVisible(has_detail)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(space(2))
        self.bar.addStretch(1)
        self.lists = QHBoxLayout()
        self.lists.setSpacing(space(3))
        self.lists.addWidget(self.table, 5)
        if has_detail:
            self.lists.addWidget(self.detail, 6)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, space(3), 0, 0)
        self.column.setSpacing(space(2))
        self.column.addWidget(self.note)
        self.column.addLayout(self.lists, 1)
        self.column.addLayout(self.bar)

    def add_button(self, stem: str) -> QPushButton:
        """A button below the list."""
        button = self.named(stem)
        self.bar.addWidget(button)
        return button

    def named(self, key: str) -> QPushButton:
        """A button with the key of its text."""
        button = QPushButton(self)
        button.setObjectName(key)
        self._buttons.append(button)
        return button

    @property
    def today(self) -> date:
        """The day of the station."""
        return self.presenter.today

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.table, self.detail]

    def show_state(self, state: ReportsState) -> None:
        """Show what was read."""

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.note.setText(texts(f"reports.{self.part}.note"))
        self.table.setAccessibleName(texts(f"reports.tab.{self.part}"))
        self.detail.setAccessibleName(texts("reports.detail"))
        for button in self._buttons:
            button.setText(texts(button.objectName()))
        self.show_state(self.presenter.state)


class ChangesPage(PartPage):
    """Reports of changed circumstances.

    Signals:
        case_asked: Id of the case that a report concerns.
    """

    case_asked = Signal(str)
    part = Part.CHANGES

    def __init__(self, context: UiContext, presenter: ReportsPresenter, parent: QWidget) -> None:
        super().__init__(context, presenter, REPORTS, parent)
        self.open_button = self.add_button("reports.change.open")
        self.case_button = self.add_button("reports.change.case")
        self.new_button = self.add_button("reports.change.new")
        self.new_button.setVisible(presenter.may(Action.WRITE_CHANGE_REPORT))
        self.case_button.setVisible(presenter.may(Action.SEE_CASE))
        self.table.selection_made.connect(self._enable)
        self.table.activated.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        self.case_button.clicked.connect(self._on_case)
        self.new_button.clicked.connect(self._on_new)

    @override
    def show_state(self, state: ReportsState) -> None:
        """Show the list, and the report that was opened."""
        self.table.fill([report_line(self.texts, one) for one in state.reports])
        opened = state.opened
        fields = lines_of([opened.report], shows_content=True) if opened is not None else ()
        self.detail.fill(field_lines(self.texts, fields))
        self._enable()

    def _enable(self) -> None:
        state = self.presenter.state
        self.open_button.setEnabled(bool(self.table.current_id()) and not state.busy)
        opened = state.opened
        self.case_button.setEnabled(opened is not None and opened.case_id is not None)
        self.new_button.setEnabled(not state.busy)

    def _on_open(self) -> None:
        if self.table.current_id():
            self.presenter.open_report(self.table.current_id())

    def _on_case(self) -> None:
        opened = self.presenter.state.opened
        if opened is not None and opened.case_id is not None:
            self.case_asked.emit(opened.case_id)

    def _on_new(self) -> None:
        subjects = self.presenter.state.subjects if self.presenter.is_contractor else None
        dialog = ChangeDialog(self.context, subjects, self.today, self)
        dialog.given.connect(self.presenter.write_report)
        self.asked.emit(dialog)


class ComplaintsPage(PartPage):
    """Complaints about cases in which the officer had no part; a case is found by its number or in the list."""

    part = Part.COMPLAINTS

    def __init__(self, context: UiContext, presenter: ReportsPresenter, parent: QWidget) -> None:
        super().__init__(context, presenter, HEADS, parent)
        self.label, self.number, self.said = (
            text_label(parent=self),
            QLineEdit(self),
            text_label(role="hint", parent=self),
        )
        self.label.setWordWrap(False)
        self.number.setMaxLength(LONGEST_NUMBER)
        in_characters(self.number, self.number.setFixedWidth, NUMBER_CHARACTERS)
        self.find_button = self.named("reports.complaint.find")
        row = QHBoxLayout()
        row.setSpacing(context.theme.scale.space(2))
        for part in (self.label, self.number, self.find_button):
            row.addWidget(part)
        row.addWidget(self.said, 1)
        self.column.insertLayout(1, row)
        self.open_button = self.add_button("reports.complaint.open-case")
        self.reply_button = self.add_button("reports.complaint.reply")
        self.new_button = self.add_button("reports.complaint.new")
        self.number.returnPressed.connect(self._on_find)
        self.find_button.clicked.connect(self._on_find)
        self.table.selection_made.connect(self._enable)
        self.table.activated.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        self.new_button.clicked.connect(self._on_new)
        self.reply_button.clicked.connect(self._on_reply)

    @override
    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.number, self.table, self.detail]

    @override
    def show_state(self, state: ReportsState) -> None:
        """Show the list, and the complaints about the case that was found."""
        texts = self.texts
        self.table.fill([head_line(texts, one) for one in state.heads])
        self.detail.fill(field_lines(texts, lines_of(list(state.complaints), shows_content=True)))
        key = "reports.complaint.found" if state.complaints else "reports.complaint.found-none"
        self.said.setText(texts(key, number=state.file.number) if state.file is not None else "")
        self._enable()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self.label.setText(self.texts("reports.complaint.number"))
        self.number.setAccessibleName(self.texts("reports.complaint.number"))
        super().retranslate()

    def _enable(self) -> None:
        state = self.presenter.state
        is_free = not state.busy
        self.open_button.setEnabled(is_free and bool(self.table.current_id()))
        self.new_button.setEnabled(is_free and state.file is not None)
        self.reply_button.setEnabled(is_free and bool(state.unanswered))

    def _on_find(self) -> None:
        self.presenter.find_case(self.number.text().strip())

    def _on_open(self) -> None:
        number = self.table.current_id().partition(" ")[0]
        if number:
            self.number.setText(number)
            self.presenter.find_case(number)

    def _on_new(self) -> None:
        file = self.presenter.state.file
        if file is not None:
            dialog = ComplaintDialog(self.context, file.number, self.today, self)
            dialog.given.connect(self.presenter.write_complaint)
            self.asked.emit(dialog)

    def _on_reply(self) -> None:
        dialog = ReplyDialog(self.context, self.presenter.state.unanswered, self.today, self)
        dialog.given.connect(self.presenter.answer)
        self.asked.emit(dialog)


class FiguresPage(PartPage):
    """The figures of a year: exact for this office, and as they leave it."""

    part = Part.FIGURES

    def __init__(self, context: UiContext, presenter: ReportsPresenter, parent: QWidget) -> None:
        super().__init__(context, presenter, FIGURES, parent, has_detail=False)
        self.label, self.source = text_label(parent=self), QComboBox(self)
        self.label.setWordWrap(False)
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.summary = text_label(role="hint", parent=self)
        row = QHBoxLayout()
        row.setSpacing(context.theme.scale.space(2))
        for part in (self.label, self.source):
            row.addWidget(part)
        row.addWidget(self.summary, 1)
        self.column.insertLayout(1, row)
        self.source.activated.connect(self._on_source)

    @override
    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.source, self.table]

    @override
    def show_state(self, state: ReportsState) -> None:
        """Show the figures of the chosen source."""
        texts = self.texts
        names = [source_name(texts, one) for one in state.sources]
        if names != [self.source.itemText(place) for place in range(self.source.count())]:
            self.source.clear()
            self.source.addItems(names)
        if state.source in state.sources:
            self.source.setCurrentIndex(state.sources.index(state.source))
        self.table.fill([figure_line(texts, one) for one in state.figures])
        hidden = sum(one.told is None for one in state.figures)
        is_running = state.source is not None and state.source.is_own and state.source.year >= self.today.year
        key = "reports.figures.running" if is_running else "reports.figures.hidden"
        self.summary.setText(texts(key, count=hidden) if state.figures else "")

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self.label.setText(self.texts("reports.figures.whose"))
        self.source.setAccessibleName(self.texts("reports.figures.whose"))
        super().retranslate()

    def _on_source(self, place: int) -> None:
        sources = self.presenter.state.sources
        if 0 <= place < len(sources):
            self.presenter.choose_source(sources[place])
