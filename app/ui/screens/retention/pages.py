"""A list of any length with the buttons that act on its chosen line."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.services.jobs import CancelToken
from app.ui.context import UiContext
from app.ui.tables.columns import Page, TableShape
from app.ui.tables.model import PagedTableModel
from app.ui.tables.view import RowTable
from app.ui.widgets.empty_state import EmptyState

R = TypeVar("R")
Fetch = Callable[[object | None, int, CancelToken], Page[R]]


class ListPage(QWidget, Generic[R]):
    """Table or, when there is nothing, what will fill it; buttons below."""

    def __init__(
        self, context: UiContext, shape: TableShape[R], fetch: Fetch[R], empty_stem: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.model: PagedTableModel[R] = PagedTableModel(
            shape, fetch, lambda _ids: {}, context.runner, self._texts, self
        )
        self.table = RowTable(self.model, shape, context.theme, self)
        self.empty = EmptyState(self._texts, empty_stem, self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self._buttons: list[tuple[QPushButton, str, Callable[[R | None], bool] | None]] = []
        space = context.theme.scale.space
        self._row = QHBoxLayout()
        self._row.setSpacing(space(3))
        self._row.addWidget(self.pages, 1)
        self._bar = QHBoxLayout()
        self._bar.setSpacing(space(2))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, space(3), 0, 0)
        column.setSpacing(space(2))
        column.addLayout(self._row, 1)
        column.addLayout(self._bar)
        self._bar.addStretch(1)
        self.table.selectionModel().selectionChanged.connect(self.refresh_buttons)
        self.model.loading_changed.connect(self._on_loading)

    def put_beside(self, widget: QWidget) -> None:
        """Put a widget to the left of the list."""
        self._row.insertWidget(0, widget)

    def put_above(self, widget: QWidget) -> None:
        """Put a widget over the list."""
        self._column.insertWidget(0, widget)

    def add_button(self, key: str, clicked: Callable[[], object], fits: Callable[[R | None], bool] | None) -> None:
        """Add a button: its text, what it does, and for which line it may be pressed; None for always."""
        button = QPushButton(self)
        button.clicked.connect(clicked)
        self._buttons.append((button, key, fits))
        self._bar.addWidget(button)
        self.refresh_buttons()

    def button(self, key: str) -> QPushButton:
        """The button with a text key."""
        return next(button for button, own, _ in self._buttons if own == key)

    def chosen(self) -> R | None:
        """The chosen line, or None."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.row_at(rows[0]) if rows else None

    def restart(self, fetch: Fetch[R]) -> None:
        """Read the list anew."""
        self.model.restart(fetch)

    def refresh_buttons(self) -> None:
        """Enable what fits the chosen line."""
        line = self.chosen()
        for button, _, fits in self._buttons:
            button.setEnabled(fits is None or fits(line))

    def set_name(self, name: str) -> None:
        """Name of the list for screen readers."""
        self.table.setAccessibleName(name)

    def take_focus(self) -> None:
        """Give the keyboard to the list, or to what stands in its place."""
        (self.table if self.pages.currentWidget() is self.table else self.empty.title).setFocus()

    def retranslate(self) -> None:
        """Say it in the current language."""
        for button, key, _ in self._buttons:
            button.setText(self._texts(key))
        self.empty.retranslate()
        self.model.retranslate()

    def _on_loading(self, is_loading: bool) -> None:  # noqa: FBT001 - signature of the signal
        if is_loading:
            return
        self.pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.refresh_buttons()
