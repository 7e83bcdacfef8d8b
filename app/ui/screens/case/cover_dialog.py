"""Choose what of a page is to be covered: by keys a frame is moved and stretched, with the mouse it is drawn."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.papers.covering import WHOLE, Cover
from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.widgets.labels import text_label

_SHARE, _WIDE = 0.92, 0.8
"""Of the window for the dialog, and for the width of the page in it."""
_MARGIN = 40
_STEP, _FINE = 20, 4
"""By how many thousandths a key moves or stretches; the smaller with Ctrl."""
_LEAST = 4
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_BLACK, _EDGE, _UNDER = QColor(0, 0, 0), QColor(200, 0, 0), QColor(255, 255, 255)


class CoverArea(QLabel):
    """The page with what is covered in black, and the rectangle that is being chosen.

    Signals:
        changed: Something was added or taken back.
        moved: The rectangle went elsewhere; carries its place.
    """

    changed = Signal()
    moved = Signal(QRectF)

    def __init__(self, context: UiContext, page: QPixmap, number: int, covers: tuple[Cover, ...]) -> None:
        super().__init__()
        self._texts, self._page, self._number = context.texts, page, number
        self.covers = list(covers)
        self.left, self.top, self.right, self.bottom = 100, 100, 900, 160
        self._from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusable", "true")
        self.setAccessibleName(self._texts("case.cover.page", page=number + 1))
        self.setAccessibleDescription(self._texts("case.cover.keys"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            across, down = (each * (_FINE if fine else _STEP) for each in _ARROWS[key])
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._put(self.left, self.top, self.right + across, self.bottom + down)
            else:
                self._move(across, down)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._add()
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete} and self.covers:
            self.covers.pop()
            self._tell("case.cover.taken-back")
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.position()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._span(self._from, event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is not None and (event.position() - self._from).manhattanLength() > _LEAST:
            self._span(self._from, event.position())
            self._add()
        self._from = None

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, frame = QPainter(self), self._frame()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(frame, self._page, QRectF(self._page.rect()))
        for one in self.covers:
            painter.fillRect(self._place(one.left, one.top, one.right, one.bottom), _BLACK)
        for pen in (QPen(_UNDER, 4), QPen(_EDGE, 2, Qt.PenStyle.DashLine)):  # to be seen on any page
            painter.setPen(pen)
            painter.drawRect(self._place(self.left, self.top, self.right, self.bottom))
        painter.end()

    def _frame(self) -> QRectF:
        """Where the page lies, whole."""
        size = self._page.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) / 2, 0, size.width(), size.height())

    def _place(self, left: int, top: int, right: int, bottom: int) -> QRectF:
        frame = self._frame()
        across, down = frame.width() / WHOLE, frame.height() / WHOLE
        return QRectF(
            frame.left() + left * across, frame.top() + top * down, (right - left) * across, (bottom - top) * down
        )

    def _span(self, one: QPointF, other: QPointF) -> None:
        frame = self._frame()
        across = sorted(round((each.x() - frame.left()) / frame.width() * WHOLE) for each in (one, other))
        down = sorted(round((each.y() - frame.top()) / frame.height() * WHOLE) for each in (one, other))
        self._put(across[0], down[0], across[1], down[1])

    def _move(self, across: int, down: int) -> None:
        across = max(-self.left, min(WHOLE - self.right, across))
        down = max(-self.top, min(WHOLE - self.bottom, down))
        self._put(self.left + across, self.top + down, self.right + across, self.bottom + down)

    def _put(self, left: int, top: int, right: int, bottom: int) -> None:
        self.left, self.top = max(0, min(left, WHOLE - _LEAST)), max(0, min(top, WHOLE - _LEAST))
        self.right = max(self.left + _LEAST, min(right, WHOLE))
        self.bottom = max(self.top + _LEAST, min(bottom, WHOLE))
        self.update()
        self.moved.emit(self._place(self.left, self.top, self.right, self.bottom))
        if self._from is None:
            places = (self.left, self.top, self.right, self.bottom)
            left_at, top_at, right_at, bottom_at = (each // 10 for each in places)
            at = self._texts("case.cover.at", left=left_at, top=top_at, right=right_at, bottom=bottom_at)
            announce(self, at)

    def _add(self) -> None:
        self.covers.append(Cover(self._number, self.left, self.top, self.right, self.bottom))
        self._tell("case.cover.added")

    def _tell(self, key: str) -> None:
        self.update()
        announce(self, self._texts(key, count=len(self.covers)))
        self.changed.emit()


class CoverDialog(QDialog):
    """Nothing is changed here: the parts are handed on, and count when the document is replaced.

    Signals:
        chosen: What of the page is to be covered, a tuple of :class:`Cover`.
    """

    chosen = Signal(object)

    def __init__(
        self, context: UiContext, page: QPixmap, number: int, covers: tuple[Cover, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        texts, space = context.texts, context.theme.scale.space
        self._texts = texts
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(texts("case.cover.title"))
        self.area = CoverArea(context, page, number, covers)
        self.count = text_label(parent=self)
        self.sheet = QScrollArea(self)
        self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        width = round(parent.window().width() * _WIDE)
        self.area.setFixedSize(width, round(width * page.height() / max(1, page.width())))
        self.sheet.setWidget(self.area)
        self.area.changed.connect(self._show_count)
        self.area.moved.connect(self._follow)
        buttons = QDialogButtonBox(self)
        self.done_button = buttons.addButton(texts("case.cover.done"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(texts("ui.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.done_button.setAutoDefault(False)
        buttons.accepted.connect(self._on_done)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(4), space(5), space(4))
        layout.setSpacing(space(2))
        layout.addWidget(text_label(texts("case.cover.keys"), role="hint", parent=self))
        layout.addWidget(self.sheet, 1)
        layout.addWidget(self.count)
        layout.addWidget(buttons)
        self._show_count()
        self.resize(parent.window().size() * _SHARE)
        self.area.setFocus()

    def _follow(self, frame: QRectF) -> None:
        """Keep what is being chosen in view."""
        middle = frame.center().toPoint()
        self.sheet.ensureVisible(middle.x(), middle.y(), 0, round(frame.height() / 2) + _MARGIN)

    def _show_count(self) -> None:
        self.count.setText(self._texts("case.cover.count", count=len(self.area.covers)))

    def _on_done(self) -> None:
        self.chosen.emit(tuple(self.area.covers))
        self.accept()
