"""One page of a received document: pixels, the keys to move about in it, and the card that stands in for it."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.services.papers.covering import covered
from app.ui.context import UiContext
from app.ui.presenters.case_papers import PapersPresenter
from app.ui.screens.case.cover_dialog import CoverDialog
from app.ui.screens.case.page_picture import Fit, PagePictureView
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label

BUTTONS = ("previous", "next", "farther", "nearer", "width", "page", "rotate")


class PaperView(QWidget):
    """Bar, page, and what is said in place of the page; in a narrow place the bar has two rows."""

    def __init__(
        self,
        context: UiContext,
        presenter: PapersPresenter,
        parent: QWidget | None = None,
        *,
        is_narrow: bool = False,
    ) -> None:
        super().__init__(parent)
        self._context, self._texts, self._presenter = context, context.texts, presenter
        self._shown: object = None
        self._opened: object = None
        self.buttons = {name: QPushButton(self) for name in BUTTONS}
        self.place, self.size_said = text_label(parent=self), text_label(role="hint", parent=self)
        for short in (self.place, self.size_said):
            short.setWordWrap(False)
        self.cover_button, self.replace_button, self.uncover_button = (QPushButton(self) for _ in range(3))
        self.replace_button.setProperty("kind", "main")
        self.covers_said = text_label(role="hint", parent=self)
        self.page, self.card, self.hint = (
            PagePictureView(context.theme, self),
            ErrorPanel(self._texts, self),
            text_label(role="hint"),
        )
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self._bars(is_narrow=is_narrow):
            column.addLayout(row)
        column.addWidget(self.stack, 1)
        self.cover_button.clicked.connect(self._on_cover)
        self.replace_button.clicked.connect(self._on_replace)
        self.uncover_button.clicked.connect(presenter.uncover)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, wish=name: self.do(wish))
        self.page.leaf_asked.connect(self.do)
        self.page.sized.connect(presenter.take_width)
        self.page.sized.connect(self._say_size)

    def _bars(self, *, is_narrow: bool) -> list[QHBoxLayout]:
        """The rows above the page: leaves, ways to look at it, and what is to be covered."""
        edge = self._context.theme.scale.space(2)
        bar, tools, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, above, under in ((bar, edge, edge), (tools, 0, edge), (below, 0, edge // 2)):
            row.setContentsMargins(edge, above, edge, under)
            row.setSpacing(edge)
        for part in (*(self.buttons[name] for name in BUTTONS[:2]), self.place):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self.size_said)
        ways = tools if is_narrow else bar
        for name in BUTTONS[2:]:
            ways.addWidget(self.buttons[name])
        for part in (self.cover_button, self.covers_said, self.replace_button, self.uncover_button):
            below.addWidget(part)
        for row in (tools, below):
            row.addStretch(1)
        return [bar, tools, below] if is_narrow else [bar, below]

    def do(self, wish: str) -> None:
        """Do what a key or a button asks for."""
        presenter, state = self._presenter, self._presenter.state
        pages = {"next": state.page + 1, "previous": state.page - 1, "first": 0, "last": state.pages - 1}
        if wish in pages:
            presenter.turn_to(pages[wish])
        elif wish in {"nearer", "farther"}:
            self.page.enlarge(1 if wish == "nearer" else -1)
        elif wish == "rotate":
            self.page.turn(90)
        else:
            self.page.fit_to(Fit(wish))

    def retranslate(self) -> None:
        """Say it in the current language."""
        for name, button in self.buttons.items():
            button.setText(self._texts(f"case.papers.do.{name}"))
            button.setToolTip(self._texts(f"case.papers.key.{name}"))
        for button, key in (
            (self.cover_button, "open"),
            (self.replace_button, "replace"),
            (self.uncover_button, "not"),
        ):
            button.setText(self._texts(f"case.cover.{key}"))

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
        if state.opened is not self._opened:
            self._opened = state.opened
            self.page.upright()
        self._show_picture()
        said = texts("case.papers.place", page=state.page + 1, pages=state.pages) if state.pages else ""
        self.place.setText(said)
        self.page.canvas.setAccessibleName(said or texts("case.papers.page"))
        self._say_size()
        self.buttons["previous"].setEnabled(state.page > 0)
        self.buttons["next"].setEnabled(state.page + 1 < state.pages)
        for name in BUTTONS[2:]:
            self.buttons[name].setEnabled(state.pages > 0)
        self.cover_button.setVisible(state.can_cover)
        self.covers_said.setText(texts("case.cover.count", count=len(state.covers)))
        for part in (self.covers_said, self.replace_button, self.uncover_button):
            part.setVisible(bool(state.covers))
        for button in (self.cover_button, self.replace_button, self.uncover_button):
            button.setEnabled(not state.is_busy)

    def _show_picture(self) -> None:
        """The page in view, black where it is to be covered."""
        picture, covers = self._presenter.state.picture, self._presenter.state.covers_here
        if (picture, covers) == self._shown:
            return
        self._shown = picture, covers
        if picture is not None and covers:
            picture = replace(picture, pixels=covered(picture, covers), stride=3 * picture.width)
        self.page.show_picture(picture)

    def _on_cover(self) -> None:
        page, state = self._presenter.state.picture, self._presenter.state
        if page is not None:
            image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
            dialog = CoverDialog(self._context, QPixmap.fromImage(image.copy()), state.page, state.covers_here, self)
            dialog.chosen.connect(self._presenter.cover)
            dialog.open()

    def _on_replace(self) -> None:
        dialog = ConfirmDialog(self._texts, self._context.theme, "case.cover.sure", self)
        dialog.agreed.connect(self._presenter.replace)
        dialog.open()

    def _say_size(self) -> None:
        has_page = self._presenter.state.picture is not None
        self.size_said.setText(self._texts("case.papers.size", percent=self.page.percent) if has_page else "")
