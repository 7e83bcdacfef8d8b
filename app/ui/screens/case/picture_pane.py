"""The scans beside the fields: one sheet, and what can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.presenters.case_page_pictures import PagePicturesPresenter
from app.ui.presenters.transcription_sheet import FieldLine
from app.ui.screens.case.page_picture import Fit, PagePictureView
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAVES = {"next": 1, "previous": -1}
_BUTTONS = ("before", "after", "smaller", "larger", "width", "turn")


LEAST_CHARACTERS = 28


class PicturePane(QWidget):
    """Shows the sheet of the page that is typed, with the box of the field framed."""

    def __init__(self, context: UiContext, presenter: PagePicturesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._shown: object = None
        self._aimed: object = None
        self._line: FieldLine | None = None
        self.told, self.none = text_label(role="small"), text_label(role="hint")
        self.view = PagePictureView(context.theme, self)
        self.buttons = {name: QPushButton(self) for name in _BUTTONS}
        space = context.theme.scale.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(1), space(1), space(1))
        column.setSpacing(space(1))
        bar = QHBoxLayout()
        bar.setSpacing(space(1))
        for button in self.buttons.values():
            bar.addWidget(button)
        bar.addStretch(1)
        column.addLayout(bar)
        for part in (self.told, self.none):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        in_characters(self, self.setMinimumWidth, LEAST_CHARACTERS)
        doings: dict[str, Callable[[], object]] = {
            "before": lambda: presenter.leaf(-1),
            "after": lambda: presenter.leaf(1),
            "smaller": lambda: self.view.enlarge(-1),
            "larger": lambda: self.view.enlarge(1),
            "width": lambda: self.view.fit_to(Fit.WIDTH),
            "turn": lambda: self.view.turn(90),
        }
        for name, doing in doings.items():
            self.buttons[name].clicked.connect(doing)
        self.view.leaf_asked.connect(self._on_leaf)
        presenter.listen(self.show_state)

    def _on_leaf(self, wish: str) -> None:
        """The sheet before or after; no scan ends where the paper does, so there is no first or last one."""
        if wish in _LEAVES:
            self._presenter.leaf(_LEAVES[wish])

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        for name, button in self.buttons.items():
            button.setText(texts(f"case.picture.{name}"))
        self.view.canvas.setAccessibleName(texts("case.picture.name"))
        self.view.canvas.setAccessibleDescription(texts("case.picture.keys"))
        self.show_state()

    def show_line(self, line: FieldLine | None) -> None:
        """The field that is typed in: its box is framed."""
        self._line = line
        self._aim()

    def show_state(self) -> None:
        """Show the sheet and where it belongs."""
        state, texts = self._presenter.state, self._texts
        has_scans = state.scans > 0
        for button in self.buttons.values():
            button.setVisible(has_scans)
        if state.error is not None:
            self.told.setText(texts.catalogue().error(state.error).what)
        elif state.is_busy:
            self.told.setText(texts("case.picture.reading"))
        else:
            self.told.setText(
                texts("case.picture.told", scan=state.scan, scans=state.scans, sheet=state.sheet, sheets=state.sheets)
            )
        self.told.setVisible(has_scans and (bool(state.scan) or state.is_busy or state.error is not None))
        if state.picture is not self._shown:
            self._shown = state.picture
            self.view.show_picture(state.picture)
        self.view.setVisible(state.picture is not None)
        self.none.setText(texts("case.picture.no-sheet" if has_scans else "case.picture.no-scans"))
        self.none.setVisible(state.picture is None and not state.is_busy and state.error is None)
        self._aim()

    def _aim(self) -> None:
        """Only when something else is in view, so that a sheet that was moved by hand stays there."""
        line = self._line
        place = None if line is None else self._presenter.place_of(line.cell[0], line.number)
        now = (None if line is None else line.cell, self._shown is not None and id(self._shown), place)
        if now != self._aimed:
            self._aimed = now
            self.view.aim(place)
