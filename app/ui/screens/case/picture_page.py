"""Base of the areas that show a picture above and the same as a table below; one selection for both."""

from abc import abstractmethod
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.forms.answers import Cell
from app.services.documents.date_text import both_calendars
from app.services.questionnaires.pictures import Stamp, WrittenAs
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_pictures import PictureArea
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.picture_file import Painting, draw_file
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.splitter import Splitter

_TIP_MS = 20_000
"""From this size of the text on, the picture needs the room of the line that tells of keys; its tip tells it, too."""


class PicturePage(AreaPage):
    """Looking only.

    Signals:
        answer_asked: linkId and row of the answer that the chosen line begins with.
    """

    answer_asked = Signal(str, str)
    divider: Divider
    """Where its picture and its table meet."""
    stem = ""
    """First part of its texts."""
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    """Of the columns but the last, in average characters."""

    def __init__(self, context: UiContext, presenter: PictureArea[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._pictures = presenter
        self._is_showing = False
        self._listed: tuple[int, ...] = ()
        self._filled: object = None
        self.legend, self.how = text_label(role="hint", parent=self), text_label(role="hint", parent=self)
        self.write_button = QPushButton(self)
        self.menu = QMenu(self.write_button)
        self.kinds = {kind: QAction(self.menu) for kind in WrittenAs}
        for kind, action in self.kinds.items():
            action.triggered.connect(lambda _on=False, kind=kind: self._on_write(kind))
            self.menu.addAction(action)
        self.write_button.setMenu(self.menu)
        self.table = self._table()
        context.theme.changed.connect(self._fit)

    def lay_out(self, picture: QWidget, *tools: QWidget, heights: tuple[int, int]) -> None:
        """Legend and tools above, picture and table below each other."""
        self._picture = picture
        self.sight = QScrollArea(self)
        self.sight.setWidget(picture)
        self.sight.setWidgetResizable(True)
        self.sight.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sight.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        edge = self.context.theme.scale.space(3)
        row = QHBoxLayout()
        row.setContentsMargins(edge, edge // 2, edge, edge // 2)
        row.setSpacing(edge // 2)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.legend)
        told.addWidget(self.how)
        row.addLayout(told, 1)
        for tool in (*tools, self.write_button):
            row.addWidget(tool)
        splitter = Splitter(self.context.dividers, self.divider, Qt.Orientation.Vertical, self)
        splitter.addWidget(self.sight)
        splitter.addWidget(self.table)
        splitter.begin(*heights)
        picture.setToolTipDuration(_TIP_MS)
        self.column.addLayout(row)
        self.column.addWidget(splitter, 1)

    @abstractmethod
    def cells(self, place: int) -> list[str]:
        """The words of a line in the order of the columns."""

    @abstractmethod
    def cell_of(self, place: int) -> Cell | None:
        """The answer that a line begins with."""

    @abstractmethod
    def painting(self) -> Painting:
        """What is drawn into a file; called on the window's thread."""

    def narrowed(self) -> str:
        """What is left out of the table just now, in words; empty where nothing is."""
        return ""

    @property
    def chosen(self) -> int:
        """Place of the chosen line, or -1."""
        chosen: int = self._pictures.state.chosen
        return chosen

    @override
    def panes(self) -> list[QWidget]:
        """The picture and the table."""
        return [self._picture, self.table]

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(self.columns), self)
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
        table.itemDoubleClicked.connect(self.open_answer)
        for keys, doing in (
            ((Qt.Key.Key_Return, Qt.Key.Key_Enter), self.open_answer),
            ((Qt.Key.Key_J,), lambda: self._move(1)),
            ((Qt.Key.Key_K,), lambda: self._move(-1)),
            ((Qt.Key.Key_Home,), lambda: self._move(-len(self._listed))),
            ((Qt.Key.Key_End,), lambda: self._move(len(self._listed))),
        ):
            for key in keys:
                pressed = QShortcut(QKeySequence(key), table)
                pressed.setContext(Qt.ShortcutContext.WidgetShortcut)
                pressed.activated.connect(doing)
        return table

    def _move(self, rows: int) -> None:
        """So many lines on in the table; the ends stop it."""
        if self._listed:
            self.table.selectRow(max(0, min(len(self._listed) - 1, self.table.currentRow() + rows)))

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.legend.setText(texts(f"case.{self.stem}.legend"))
        self.how.setText(texts(f"case.{self.stem}.how"))
        self.write_button.setText(texts("case.picture.write"))
        for kind, action in self.kinds.items():
            action.setText(texts(f"case.picture.{kind}"))
        self.table.setAccessibleName(texts(f"case.{self.stem}.table"))
        self.table.setHorizontalHeaderLabels(self._heads())
        self._filled = None
        super().retranslate()

    def _heads(self) -> list[str]:
        return [self.texts(f"case.{self.stem}.{name}") for name in self.columns]

    def show_lines(self, listed: tuple[int, ...], mark: object) -> None:
        """List some lines; they are written anew only when ``mark`` is another object than before."""
        self._is_showing = True
        if self._filled is not mark or listed != self._listed:
            self._filled, self._listed = mark, listed
            self._fill()
        self._fit()
        if self.chosen in listed:
            index = self.table.model().index(listed.index(self.chosen), 0)
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        else:
            self.table.clearSelection()
        self._is_showing = False
        self.write_button.setVisible(self._pictures.may_write_out)
        self.write_button.setEnabled(not self._pictures.state.is_busy)

    def _fill(self) -> None:
        self.table.setRowCount(len(self._listed))
        for number, place in enumerate(self._listed):
            cells = self.cells(place)
            sentence = self.texts(f"case.{self.stem}.sentence", **dict(zip(self.columns, cells, strict=True)))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, sentence)
                item.setToolTip(text)
                self.table.setItem(number, column, item)

    def _fit(self) -> None:
        """Take the size of the text."""
        self.how.setVisible(not self.context.theme.scale.is_large)
        height = self.fontMetrics().height() + self.context.theme.scale.space(2)
        self.table.verticalHeader().setDefaultSectionSize(height)
        wide = self.fontMetrics().averageCharWidth()
        for column, characters in enumerate(self.widths):
            self.table.setColumnWidth(column, wide * characters)

    @override
    def drop(self) -> bool:
        """Nothing is written here."""
        self._pictures.drop()
        self.table.setRowCount(0)
        self._listed, self._filled = (), None
        return False

    def open_answer(self) -> None:
        """Go to the answer of the chosen line."""
        cell = self.cell_of(self.chosen) if self.chosen >= 0 else None
        if cell is not None:
            self.answer_asked.emit(cell[0], cell[1] or "")

    def _on_selected(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows and not self._is_showing:
            self._pictures.choose(self._listed[rows[0].row()])

    def _on_write(self, kind: WrittenAs) -> None:
        number = self._pictures.work.sheet.case.number
        name = self.texts(f"case.{self.stem}.file", number=number, ending=kind.value)
        ask_target(self, self.texts(f"case.picture.{kind}"), name, lambda chosen: self.write_to(chosen, kind))

    def write_to(self, name: str, kind: WrittenAs) -> None:
        """Write what is shown to the place that was chosen, numbered and on record."""
        texts, title = self.texts, self.texts(f"case.area.{self.stem}")
        painting = None if kind.is_table else self.painting()
        rows = [tuple(self._heads()), *(tuple(self.cells(place)) for place in self._listed)]
        language, legend, narrowed = texts.language, texts(f"case.{self.stem}.legend"), self.narrowed()

        def foot(stamp: Stamp) -> tuple[str, ...]:
            key = "case.picture.foot-rehearsal" if stamp.rehearsal else "case.picture.foot"
            said = texts(
                key, picture=title, number=stamp.number, copy=stamp.copy, day=both_calendars(stamp.on, language)
            )
            return (said, narrowed) if narrowed else (said,)

        def drawn(written_as: WrittenAs, stamp: Stamp) -> bytes:
            assert painting is not None  # noqa: S101 - asked for drawings only
            return draw_file(painting, written_as, title, "\n".join((legend, *foot(stamp))))

        def table(stamp: Stamp) -> tuple[tuple[str, ...], ...]:
            return (*rows, *((line,) for line in foot(stamp)))

        self._pictures.write_out(Path(name), kind, drawn, table, title)
