"""A section as paper (紙面): the box of the answer in view is framed; a click on a box chooses its answer.

The list of answers stays the owner of which answer is current, and is what a screen reader reads line by line.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from app.models.forms.answers import Cell
from app.models.forms.reading import Line
from app.services.documents.paper import PAGE_HEIGHT, PAGE_WIDTH
from app.services.twin.drawing import SectionSheets
from app.services.twin.places import Spot
from app.ui.context import UiContext
from app.ui.presenters.case_answer_rows import Block
from app.ui.screens.case.answer_table import AnswerTable
from app.ui.theme.tokens import LIGHT
from app.ui.widgets.sheets import GAP, SheetsView

ZOOMS = (100, 130, 170, 220)
"""Widths of a sheet in hundredths of the pane."""
_FRAME, _VEIL = 2.5, 190
_AROUND = 40
"""So much of the paper stays in view around the box, in pixels."""


class MarkedSheets(SheetsView):
    """Sheets with a frame around one cell.

    Signals:
        chosen: linkId and row, or an empty text, of the box that was clicked.
    """

    chosen = Signal(str, str)

    def __init__(self, table: AnswerTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._section: SectionSheets | None = None
        self._marked: tuple[Spot, ...] = ()
        self._veiled: tuple[Spot, ...] = ()
        self.setProperty("focusable", "true")

    def show_section(self, section: SectionSheets | None) -> None:
        """Show the sheets of a section."""
        self._section, self._marked, self._veiled = section, (), ()
        self.show_sheets(section.pictures if section is not None else ())

    def mark(self, cell: Cell | None) -> None:
        """Frame a cell."""
        places = self._section.places if self._section is not None else None
        self._marked = places.places_of(*cell) if places is not None and cell is not None else ()
        self.update()

    def veil(self, cells: frozenset[Cell]) -> None:
        """Let some cells fade: they are about other days."""
        spots = self._section.places.spots if self._section is not None else ()
        self._veiled = tuple(spot for spot in spots if (spot.link_id, spot.row) in cells)
        self.update()

    def marked_place(self) -> QRect | None:
        """Where the framed cell stands in this widget, on the first of its sheets."""
        return self._place(self._marked[0]) if self._marked else None

    def cells_in(self, area: QRect) -> frozenset[Cell]:
        """The cells whose boxes lie in an area of this widget, from their upper edge on."""
        spots = self._section.places.spots if self._section is not None else ()
        return frozenset((spot.link_id, spot.row) for spot in spots if area.contains(self._place(spot).topLeft()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        spot = self._spot_at(event.position().toPoint())
        if spot is not None:
            self.chosen.emit(spot.link_id, spot.row or "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._table.take_key(event):
            event.ignore()

    @override
    def _paint_over(self, painter: QPainter, sheet: int) -> None:
        faded = QColor(Qt.GlobalColor.white)
        faded.setAlpha(_VEIL)
        for spot in self._veiled:
            if spot.sheet == sheet:
                painter.fillRect(QRectF(*spot.answer), faded)
        painter.setPen(QPen(QColor(LIGHT.focus), _FRAME))
        for spot in self._marked:
            if spot.sheet == sheet:
                painter.drawRect(QRectF(*spot.area))

    def _scale(self) -> float:
        return self.width() / PAGE_WIDTH

    def _place(self, spot: Spot) -> QRect:
        scale = self._scale()
        left, top, width, height = spot.area
        above = (spot.sheet - 1) * (PAGE_HEIGHT * scale + GAP)
        return QRect(round(left * scale), round(above + top * scale), round(width * scale), round(height * scale))

    def _spot_at(self, point: QPoint) -> Spot | None:
        if self._section is None:
            return None
        scale = self._scale()
        sheet, y = divmod(point.y(), PAGE_HEIGHT * scale + GAP)
        return self._section.places.cell_at(int(sheet) + 1, point.x() / scale, y / scale)


class AnswerPaper(QScrollArea):
    """Scrolls over the sheets and keeps the answer in view on them."""

    def __init__(self, context: UiContext, table: AnswerTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._table = context.texts, table
        self._shown: SectionSheets | None = None
        self._rows: Sequence[Block | Line] = ()
        self._zoom = 0
        self.sheets = MarkedSheets(table, self)
        self.sheets.chosen.connect(lambda link_id, row: self._table.go_to(link_id, row or None))
        self.setWidget(self.sheets)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.line_changed.connect(self.follow)

    def show_section(self, section: SectionSheets | None, rows: Sequence[Block | Line], *, is_narrowed: bool) -> None:
        """Show the sheets of the section in view; where only some of its answers are listed, the others fade."""
        if section is self._shown and rows is self._rows:
            return
        if section is not self._shown:
            self._shown = section
            self.sheets.show_section(section)
        self._rows = rows
        listed = {(one.link_id, one.row) for one in rows if isinstance(one, Line)}
        spots = section.places.spots if section is not None else ()
        others = frozenset((spot.link_id, spot.row) for spot in spots) - listed
        self.sheets.veil(others if is_narrowed else frozenset())
        self.follow()

    def follow(self) -> None:
        """Frame the answer that is current in the list, and bring it into view."""
        line = self._table.line()
        self.sheets.mark((line.link_id, line.row) if line is not None else None)
        self._name(line)
        place = self.sheets.marked_place()
        if place is not None:
            middle = place.center()
            across, down = place.width() // 2 + _AROUND, place.height() // 2 + _AROUND
            room = self.viewport().size()
            self.ensureVisible(
                middle.x(), middle.y(), min(across, room.width() // 2 - 1), min(down, room.height() // 2 - 1)
            )

    def lines_in_view(self) -> list[Line]:
        """The answers whose boxes are on the screen."""
        top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        cells = self.sheets.cells_in(QRect(QPoint(left, top), self.viewport().size()))
        return [one for one in self._rows if isinstance(one, Line) and (one.link_id, one.row) in cells]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Semicolon: 1, Qt.Key.Key_Minus: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + step))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        self.sheets.setMinimumWidth(self.viewport().width() * ZOOMS[self._zoom] // 100 if self._zoom else 0)
        self.sheets.resize(max(self.viewport().width(), self.sheets.minimumWidth()), self.sheets.height())
        self.follow()

    def _name(self, line: Line | None) -> None:
        """Say where the frame is."""
        texts = self._texts
        if line is None:
            self.sheets.setAccessibleName(texts("case.paper.name"))
            self.sheets.setAccessibleDescription("")
            return
        name = texts("case.paper.at", page=line.paper.page, box=line.paper.box, label=line.label)
        self.sheets.setAccessibleName(name)
        self.sheets.setAccessibleDescription(self._table.sentence())
