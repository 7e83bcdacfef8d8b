"""One page of a received document: pixels, the keys to move about in it, and the card that stands in for it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.page_images.page_images import PageImage
from app.ui.context import UiContext
from app.ui.presenters.case_papers import Fit, PapersPresenter
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label

_QUARTER_DEGREES = 90
BUTTONS = ("previous", "next", "farther", "nearer", "width", "page", "rotate")
KEYS = {
    Qt.Key.Key_PageDown: "next",
    Qt.Key.Key_PageUp: "previous",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Plus: "nearer",
    Qt.Key.Key_Minus: "farther",
    Qt.Key.Key_W: "width",
    Qt.Key.Key_A: "page",
    Qt.Key.Key_R: "rotate",
}


class PagePicture(QLabel):
    """The page itself; it takes the keyboard, and what it does not know moves the area around it.

    Signals:
        asked: Name of what was asked for by a key.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusable", "true")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = KEYS.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if wish is None or plain != Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            self.asked.emit(wish)


class PageArea(QScrollArea):
    """The place in which a page moves.

    Signals:
        resized: It has another size.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = PagePicture(self)
        self.setWidget(self.picture)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def room(self) -> tuple[int, int]:
        """Pixels of the screen that a fitted page may take."""
        size, density = self.viewport().size(), self.devicePixelRatioF()
        return max(1, int(size.width() * density)), max(1, int(size.height() * density))

    def show_page(self, page: PageImage | None, turns: int) -> None:
        """Show pixels, turned; nothing of them is kept."""
        if page is None:
            self.picture.clear()
            self.picture.setMinimumSize(QSize(0, 0))
            return
        image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
        turned = image.transformed(QTransform().rotate(turns * _QUARTER_DEGREES)) if turns else image.copy()
        pixmap = QPixmap.fromImage(turned)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(pixmap)
        self.picture.setMinimumSize(pixmap.deviceIndependentSize().toSize())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PaperView(QWidget):
    """Bar, page, and what is said in place of the page."""

    def __init__(self, context: UiContext, presenter: PapersPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts, self._presenter = context, context.texts, presenter
        self._shown: object = None
        self.buttons = {name: QPushButton(self) for name in BUTTONS}
        self.place, self.size_said = text_label(parent=self), text_label(role="hint", parent=self)
        self.page, self.card, self.hint = PageArea(self), ErrorPanel(self._texts, self), text_label(role="hint")
        self.card.close_button.hide()
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget(self)
        stand_in = QWidget(self)
        beside = QVBoxLayout(stand_in)
        beside.setContentsMargins(*[context.theme.scale.space(4)] * 4)
        beside.addWidget(self.card)
        beside.addStretch(1)
        for part in (self.page, stand_in, self.hint):
            self.stack.addWidget(part)
        self._stand_in = stand_in
        bar = QHBoxLayout()
        edge = context.theme.scale.space(2)
        bar.setContentsMargins(edge, edge, edge, edge)
        bar.setSpacing(edge)
        for name in BUTTONS[:2]:
            bar.addWidget(self.buttons[name])
        bar.addWidget(self.place)
        bar.addStretch(1)
        bar.addWidget(self.size_said)
        for name in BUTTONS[2:]:
            bar.addWidget(self.buttons[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.stack, 1)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, wish=name: self.do(wish))
        self.page.picture.asked.connect(self.do)
        self.page.resized.connect(self._on_resized)

    def do(self, wish: str) -> None:
        """Do what a key or a button asks for."""
        presenter, state = self._presenter, self._presenter.state
        pages = {"next": state.page + 1, "previous": state.page - 1, "first": 0, "last": state.pages - 1}
        if wish in pages:
            presenter.turn_to(pages[wish])
        elif wish in {"nearer", "farther"}:
            presenter.zoom(1 if wish == "nearer" else -1)
        elif wish == "rotate":
            presenter.rotate()
        else:
            presenter.fit(Fit(wish))

    def retranslate(self) -> None:
        """Say it in the current language."""
        for name, button in self.buttons.items():
            button.setText(self._texts(f"case.papers.do.{name}"))
            button.setToolTip(self._texts(f"case.papers.key.{name}"))
        self._shown = None

    def show_state(self) -> None:
        """Show the page in view."""
        state, texts = self._presenter.state, self._texts
        if state.problem is not None:
            self.card.show_error(state.problem)
            self.card.close_button.hide()
            self.stack.setCurrentWidget(self._stand_in)
        elif state.picture is None:
            self.hint.setText(texts("case.papers.drawing" if state.opened is not None else "case.papers.none-open"))
            self.stack.setCurrentWidget(self.hint if state.opened is None or not state.pages else self.page)
        else:
            self.stack.setCurrentWidget(self.page)
        shown = (state.picture, state.view.turns)
        if shown != self._shown:
            self._shown = shown
            self.page.show_page(*shown)
        said = texts("case.papers.place", page=state.page + 1, pages=state.pages) if state.pages else ""
        self.place.setText(said)
        self.page.picture.setAccessibleName(said or texts("case.papers.page"))
        self.size_said.setText(texts("case.papers.size", percent=self._presenter.percent) if state.picture else "")
        self.buttons["previous"].setEnabled(state.page > 0)
        self.buttons["next"].setEnabled(state.page + 1 < state.pages)
        for name in BUTTONS[2:]:
            self.buttons[name].setEnabled(state.pages > 0)

    def _on_resized(self) -> None:
        self._presenter.take_room(self.page.room(), self.devicePixelRatioF())
