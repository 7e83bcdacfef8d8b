"""A short table whose rows are all at hand; for long lists see :mod:`app.ui.tables.model`."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPointF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QResizeEvent, QShowEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QTableView, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.ui.tables.model import CELL_CHARACTERS, ID_ROLE, TONE_ROLE, Index
from app.ui.tables.view import PlainTextDelegate
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS

_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_SENTENCE = int(Qt.ItemDataRole.AccessibleDescriptionRole)
_LONGEST_CELL = 4000
_NO_BREAK = "\u00a0"
LEAST_LAST_CHARACTERS = 14
"""A last column that grows with the table is at least as wide as so many average characters."""
LINE_SEPARATOR = "\u2028"
"""What Qt takes for a new line inside one paragraph."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row.

    Attributes:
        id: Stable name of the row.
        cells: One text for each column; may be foreign text.
        sentence: The row as one sentence, for a screen reader.
        tones: Tone of a cell by its column; such a cell gets a sign in front.
    """

    id: str
    cells: tuple[str, ...]
    sentence: str
    tones: tuple[tuple[int, Tone], ...] = ()

    def tone(self, column: int) -> Tone | None:
        """The tone of a cell, or None for a plain one."""
        return dict(self.tones).get(column)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: key of its heading and wished width in average characters."""

    key: str
    width_chars: int


class LinesModel(QAbstractTableModel):
    """Holds the rows.

    Thread:
        The window's thread.
    """

    def __init__(self, texts: Texts, headings: Sequence[Heading], parent: QObject, *, grows: bool) -> None:
        super().__init__(parent)
        self._texts, self._headings, self._grows = texts, tuple(headings), grows
        self._longest = _LONGEST_CELL if grows else CELL_CHARACTERS
        self._lines: tuple[Line, ...] = ()
        texts.language_changed.connect(self._on_language)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows."""
        return self._lines

    def fill(self, lines: Sequence[Line]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal and role in {_DISPLAY, _SPOKEN}:
            return self._texts(self._headings[section].key)
        if orientation is Qt.Orientation.Horizontal and role == int(Qt.ItemDataRole.TextAlignmentRole):
            return int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == _DISPLAY:
            tone, text = line.tone(column), self._shown(line, column)
            return text if tone is None else f"{SIGNS[tone]}{_NO_BREAK}{text}"
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
        if role == _SENTENCE:
            return self._texts("ui.table.sentence", index=index.row() + 1, sentence=line.sentence)
        return self._other(line, column, role)

    def _other(self, line: Line, column: int, role: int) -> object:
        if role == TONE_ROLE:
            return line.tone(column)
        if role == ID_ROLE:
            return line.id
        return self._spoken(line, column) if role == _SPOKEN else None

    def _shown(self, line: Line, column: int) -> str:
        """A cell as it is shown: with lines of its own where rows may grow."""
        text = line.cells[column]
        if not self._grows:
            return visible(text, self._longest)
        shown = [visible(part, self._longest) for part in text.split("\n")]
        return LINE_SEPARATOR.join(shown)

    def _spoken(self, line: Line, column: int) -> str:
        text = self._shown(line, column).replace(LINE_SEPARATOR, " ")
        value, tone = text or self._texts("ui.table.blank"), line.tone(column)
        if tone is not None:
            value = self._texts("ui.badge", tone=self._texts(f"ui.tone.{tone}"), text=value)
        return self._texts("ui.table.cell", column=self._texts(self._headings[column].key), value=value)

    def _on_language(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._headings) - 1)


class WrappingDelegate(PlainTextDelegate):
    """Paints a text in as many lines as it needs, so that nothing has to be guessed."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        return QSize(width, round(self._broken(option, index, width)[1]) + self._theme.scale.space(2.5))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect = self._theme.tokens, option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        tone = index.data(TONE_ROLE)
        ground, ink = tokens.stripe if index.row() % 2 else tokens.surface, tokens.text
        if is_chosen:
            ground, ink = tokens.accent, tokens.on_accent
        elif tone:
            ink = tokens.tones[Tone(tone)][0]
        painter.fillRect(rect, QColor(ground))
        painter.setPen(QColor(ink))
        layout, _ = self._broken(option, index, rect.width())
        place = QPointF(rect.x() + self._theme.scale.space(2), rect.y() + self._theme.scale.space(1.25))
        layout.draw(painter, place)
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, rect, tokens.on_accent if is_chosen else tokens.focus)

    def _broken(self, option: QStyleOptionViewItem, index: Index, width: int) -> tuple[QTextLayout, float]:
        """The text broken into lines, between words where there are any, and its height."""
        layout = QTextLayout(str(index.data(_DISPLAY)), option.font)
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(wrap)
        room = max(20, width - 2 * self._theme.scale.space(2))
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, max(height, float(option.fontMetrics.height()))


class LinesTable(QTableView):
    """A short table: whole rows are chosen, Tab leaves it, nothing is edited in place.

    Signals:
        chosen: Id of the row that the user went to; not emitted while rows are exchanged.
        selection_made: The user chose other rows.
    """

    chosen = Signal(str)
    selection_made = Signal()

    def __init__(
        self,
        texts: Texts,
        theme: Theme,
        headings: Sequence[Heading],
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
        fits: bool = False,
        several: bool = False,
    ) -> None:
        """Make an empty table.

        Args:
            texts: Sentences.
            theme: Colours and sizes.
            headings: The columns.
            parent: Qt parent.
            wraps: Rows grow with their texts; the last column takes the width that is left.
            fits: The last column takes the width that is left, and is cut if that is too little.
            several: Several rows may be chosen.
        """
        super().__init__(parent)
        self._theme, self._headings, self._wraps = theme, tuple(headings), wraps
        self._is_filling = False
        self.rows = LinesModel(texts, headings, self, grows=wraps)
        self.setModel(self.rows)
        self.setItemDelegate(WrappingDelegate(theme, self) if wraps else PlainTextDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        resize = QHeaderView.ResizeMode
        self.verticalHeader().setSectionResizeMode(resize.Interactive if wraps else resize.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._fits = wraps or fits
        if self._fits:
            header.setStretchLastSection(False)  # it only ever grows a column
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        header.sectionResized.connect(self._on_section_resized)
        theme.changed.connect(self.fit)
        self.fit()

    def fill(self, lines: Sequence[Line]) -> None:
        """Show other rows; what was chosen stays chosen where it is still there."""
        if tuple(lines) == self.rows.lines:
            return
        here, selected = self.current_id(), set(self.selected_ids())
        self._is_filling = True
        self.rows.fill(lines)
        flags = QItemSelectionModel.SelectionFlag
        for place, line in enumerate(lines):
            if line.id in selected:
                self.selectionModel().select(self.rows.index(place, 0), flags.Select | flags.Rows)
            if line.id == here:
                self.selectionModel().setCurrentIndex(self.rows.index(place, 0), flags.NoUpdate)
        self._is_filling = False
        self._grow()
        self.selection_made.emit()

    def choose(self, line_id: str) -> None:
        """Choose a row without telling anybody."""
        place = next((at for at, line in enumerate(self.rows.lines) if line.id == line_id), None)
        if line_id == self.current_id() and place is not None:
            return
        self._is_filling = True
        if place is None:
            self.clearSelection()
            self.selectionModel().clearCurrentIndex()
        else:
            self.selectRow(place)
        self._is_filling = False

    def current_id(self) -> str:
        """Id of the row that the keyboard is at, or empty."""
        index = self.currentIndex()
        return str(index.data(ID_ROLE)) if index.isValid() else ""

    def selected_ids(self) -> list[str]:
        """Ids of the chosen rows, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.rows.lines[row].id for row in rows]

    def fit(self) -> None:
        """Set heights and widths for the current text size."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + self._theme.scale.space(3))
        wide = self.fontMetrics().averageCharWidth()
        fixed = self._headings[:-1] if self._fits else self._headings
        for place, heading in enumerate(fixed):
            self.setColumnWidth(place, wide * heading.width_chars + self._theme.scale.space(4))
        self._fit_last()
        self._grow()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_last()

    def _fit_last(self) -> None:
        """Let the last column take the room that is left; where too little is left, the table is scrolled to it."""
        if not self._fits:
            return
        header, last = self.horizontalHeader(), len(self._headings) - 1
        least = self.fontMetrics().averageCharWidth() * min(self._headings[-1].width_chars, LEAST_LAST_CHARACTERS)
        is_narrow = self.viewport().width() < sum(map(self.columnWidth, range(last))) + least
        mode = QHeaderView.ResizeMode.Interactive if is_narrow else QHeaderView.ResizeMode.Stretch
        if header.sectionResizeMode(last) is not mode:
            header.setSectionResizeMode(last, mode)
        if is_narrow:
            self.setColumnWidth(last, least)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.rows.lines and not self.currentIndex().isValid():
            self.selectRow(0)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()  # rows that came while it was hidden were measured against columns of no width

    def _grow(self) -> None:
        """Give wrapped rows the height that they need."""
        if self._wraps:
            self.resizeRowsToContents()
        self.viewport().update()

    def _on_section_resized(self) -> None:
        if self._wraps:
            self.resizeRowsToContents()

    def _on_current(self, current: QModelIndex) -> None:
        if not self._is_filling and current.isValid():
            self.chosen.emit(str(current.data(ID_ROLE)))

    def _on_selection(self) -> None:
        if not self._is_filling:
            self.selection_made.emit()
