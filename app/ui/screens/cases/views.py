"""The button of views (見方): kept views, columns to choose, and the dialog that asks for a name."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QWidget

from app.services.queue.views import LONGEST
from app.ui.context import UiContext
from app.ui.presenters.cases import CasesPresenter, CasesState
from app.ui.widgets.asking import AskDialog


class ViewButton(QPushButton):
    """Opens the menu of views; everything in it is made anew when it opens."""

    def __init__(
        self, context: UiContext, presenter: CasesPresenter, columns: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._presenter, self._columns = context, presenter, tuple(columns)
        self.opened = QMenu(self)
        self.opened.aboutToShow.connect(self.fill)
        self.setMenu(self.opened)

    def retranslate(self) -> None:
        """Take the texts of the language."""
        self.setText(self._context.texts("cases.view"))

    def fill(self) -> None:
        """Make the menu for what is kept and shown now."""
        state, texts = self._presenter.state, self._context.texts
        self.opened.clear()
        for name in state.views:
            self._add(self.opened, _plain(name), partial(self._presenter.show_view, name))
        if not state.views:
            self.opened.addAction(texts("cases.view.none")).setEnabled(False)
        self.opened.addSeparator()
        self._add(self.opened, texts("cases.view.keep"), self._ask_name)
        drop = self.opened.addMenu(texts("cases.view.drop"))
        drop.setEnabled(bool(state.views))
        for name in state.views:
            self._add(drop, _plain(name), partial(self._presenter.drop_view, name))
        self._add_columns(state)

    def _add_columns(self, state: CasesState) -> None:
        columns = self.opened.addMenu(self._context.texts("cases.view.columns"))
        for key in self._columns:
            action = QAction(self._context.texts(key), columns)
            action.setCheckable(True)
            action.setChecked(key not in state.hidden)
            action.toggled.connect(partial(self._presenter.show_column, key))
            columns.addAction(action)

    @staticmethod
    def _add(menu: QMenu, words: str, then: Callable[[], None]) -> None:
        menu.addAction(words).triggered.connect(lambda _checked: then())

    def _ask_name(self) -> None:
        texts = self._context.texts
        dialog = AskDialog(texts, self._context.theme, "cases.view.name", self.window())
        label, field = QLabel(texts("cases.view.name.field"), dialog.form), QLineEdit(dialog.form)
        label.setBuddy(field)
        field.setMaxLength(LONGEST)
        dialog.column.addWidget(label)
        dialog.column.addWidget(field)
        dialog.is_ready = lambda: bool(field.text().strip())  # type: ignore[method-assign] # what this question needs
        field.textChanged.connect(dialog.enable)
        dialog.enable()

        def keep() -> None:
            self._presenter.keep_view(field.text())
            dialog.accept()

        dialog.given.connect(keep)
        dialog.open()
        field.setFocus()


def _plain(name: str) -> str:
    """A name in a menu: an ampersand is a character, not a key."""
    return name.replace("&", "&&")
