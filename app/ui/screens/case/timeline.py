"""The timeline: the picture above, the same in words below; one selection for both."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from app.models.domain.text import visible
from app.models.domain.validity import Window
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.presenters.case_timeline import Bar, TimelinePresenter
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.timeline_picture import TimelinePicture
from app.ui.widgets.labels import text_label

COLUMNS = ("lane", "what", "from", "to")
LONGEST_WORDS = 200


class TimelinePage(AreaPage):
    """Looking only.

    Signals:
        answer_asked: linkId and row of the answer that a bar begins with.
    """

    answer_asked = Signal(str, str)

    def __init__(self, context: UiContext, presenter: TimelinePresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._is_showing = False
        self.legend, self.span = text_label(role="hint", parent=self), text_label(role="hint", parent=self)
        self.all_button = QPushButton(self)
        self.all_button.clicked.connect(lambda: presenter.narrow(None))
        self.picture = TimelinePicture(context, self)
        self.picture.chosen.connect(presenter.choose)
        self.picture.drawn.connect(presenter.narrow)
        self.picture.stepped.connect(presenter.step)
        self.picture.opened.connect(self._on_open)
        self.table = self._table()
        scroll = QScrollArea(self)
        scroll.setWidget(self.picture)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        edge = context.theme.scale.space(3)
        row = QHBoxLayout()
        row.setContentsMargins(edge, edge // 2, edge, edge // 2)
        row.setSpacing(edge)
        row.addWidget(self.legend, 1)
        row.addWidget(self.span)
        row.addWidget(self.all_button)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(scroll)
        splitter.addWidget(self.table)
        splitter.setSizes([360, 240])
        splitter.setChildrenCollapsible(False)
        self.column.addLayout(row)
        self.column.addWidget(splitter, 1)
        self.begin()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(COLUMNS), self)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.itemSelectionChanged.connect(self._on_selected)
        table.itemDoubleClicked.connect(self._on_open)
        entered = QShortcut(QKeySequence(Qt.Key.Key_Return), table)
        entered.setContext(Qt.ShortcutContext.WidgetShortcut)
        entered.activated.connect(self._on_open)
        return table

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self._presenter.speak(self.texts.language)
        self.legend.setText(self.texts("case.timeline.legend"))
        self.all_button.setText(self.texts("case.timeline.all"))
        self.picture.setAccessibleName(self.texts("case.timeline.picture"))
        self.picture.setAccessibleDescription(self.texts("case.timeline.picture.says"))
        self.table.setAccessibleName(self.texts("case.timeline.table"))
        self.table.setHorizontalHeaderLabels([self.texts(f"case.timeline.{name}") for name in COLUMNS])
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show picture, table and what is chosen."""
        super().show_state()
        state = self._presenter.state
        self.picture.show_state(state)
        self._is_showing = True
        self._fill()
        if state.chosen in state.listed:
            index = self.table.model().index(state.listed.index(state.chosen), 0)
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, chosen)
        else:
            self.table.clearSelection()
        self._is_showing = False
        span = state.span
        self.all_button.setVisible(span is not None)
        self.span.setText(self._span_words(span) if span is not None else "")

    def _span_words(self, span: Window) -> str:
        first, last = (both_calendars(day, self.texts.language) for day in (span.first_day, span.last_day))
        return self.texts("case.timeline.span", first=first, last=last)

    def _fill(self) -> None:
        state = self._presenter.state
        lines = [state.bars[place] for place in state.listed]
        self.table.setRowCount(len(lines))
        for number, bar in enumerate(lines):
            cells = self._cells(bar)
            sentence = self.texts("case.timeline.sentence", **dict(zip(COLUMNS, cells, strict=True)))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, sentence)
                self.table.setItem(number, column, item)
        self.table.verticalHeader().setDefaultSectionSize(
            self.fontMetrics().height() + self.context.theme.scale.space(2)
        )
        wide = self.fontMetrics().averageCharWidth()
        for column, characters in enumerate((26, 54, 42)):
            self.table.setColumnWidth(column, wide * characters)

    def _cells(self, bar: Bar) -> list[str]:
        texts = self.texts
        covered = texts(f"case.timeline.cover.{bar.cover}") if bar.cover is not None else ""
        unknown = texts("case.timeline.not-known")
        until = texts("case.timeline.going-on") if bar.is_going_on else bar.to_words or unknown
        return [bar.lane, covered or visible(bar.words, LONGEST_WORDS), bar.from_words or unknown, until]

    @override
    def panes(self) -> list[QWidget]:
        """The picture and the table."""
        return [self.picture, self.table]

    @override
    def drop(self) -> bool:
        """Nothing is written here."""
        self._presenter.drop()
        self.table.setRowCount(0)
        return False

    def _on_selected(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows and not self._is_showing:
            self._presenter.choose(self._presenter.state.listed[rows[0].row()])

    def _on_open(self) -> None:
        state = self._presenter.state
        cell = state.bars[state.chosen].cell if 0 <= state.chosen < len(state.bars) else None
        if cell is not None:
            self.answer_asked.emit(cell[0], cell[1] or "")
