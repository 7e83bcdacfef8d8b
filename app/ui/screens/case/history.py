"""History: who did and looked at what, when, for which item; refusals included."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.case_history import HistoryLine, HistoryPresenter
from app.ui.presenters.case_statement import StatementPresenter
from app.ui.screens.case.card import NAME_CHARACTERS
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.statement import StatementRow
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.card import clock_time
from app.ui.widgets.labels import text_label

COLUMNS = ("at", "event", "officer", "purpose", "result")


class HistoryPage(AreaPage):
    """A table, newest first."""

    def __init__(self, context: UiContext, presenter: HistoryPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self.looks = QCheckBox(self)
        self.looks.setChecked(True)
        self.looks.toggled.connect(presenter.show_looks)
        self.count = text_label(role="hint", parent=self)
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        edge = context.theme.scale.space(3)
        row = QHBoxLayout()
        row.setContentsMargins(edge, edge // 2, edge, edge // 2)
        row.addWidget(self.looks)
        row.addWidget(self.count)
        self.statement = StatementRow(context, StatementPresenter(presenter.work), self)
        row.setSpacing(edge)
        row.insertWidget(1, self.statement, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        context.theme.changed.connect(self._fit)
        self.begin()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self.looks.setText(self.texts("case.history.looks"))
        self.table.setAccessibleName(self.texts("case.history.name"))
        self.table.setHorizontalHeaderLabels([self.texts(f"case.history.{name}") for name in COLUMNS])
        self.statement.retranslate()
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show the lines."""
        super().show_state()
        lines = self._presenter.state.shown
        self.count.setText(self.texts("case.history.count", count=len(lines)))
        self.table.setRowCount(len(lines))
        for place, line in enumerate(lines):
            for column, text in enumerate(self._cells(line)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, self._sentence(line))
                self.table.setItem(place, column, item)
        self._fit()

    def _fit(self) -> None:
        """Take the size of the text."""
        height = self.fontMetrics().height() + self.context.theme.scale.space(2)
        self.table.verticalHeader().setDefaultSectionSize(height)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.resizeColumnsToContents()
        for column in range(len(COLUMNS) - 1):
            width = self.table.columnWidth(column) + self.context.theme.scale.space(6)
            self.table.setColumnWidth(column, max(width, self.fontMetrics().averageCharWidth() * 18))

    @override
    def panes(self) -> list[QWidget]:
        """The table."""
        return [self.table]

    @override
    def drop(self) -> bool:
        """Nothing is written here."""
        self.table.setRowCount(0)
        return False

    def _cells(self, line: HistoryLine) -> list[str]:
        texts = self.texts
        result = texts("case.history.done")
        if line.refusal:
            result = f"{SIGNS[Tone.WARN]} {texts('case.history.refused', why=texts(line.refusal))}"
        return [
            clock_time(line.at),
            texts(line.event),
            visible(line.officer, NAME_CHARACTERS) or texts("case.history.unknown"),
            texts(line.purpose),
            result,
        ]

    def _sentence(self, line: HistoryLine) -> str:
        at, event, officer, purpose, result = self._cells(line)
        return self.texts("case.history.sentence", at=at, event=event, officer=officer, purpose=purpose, result=result)
