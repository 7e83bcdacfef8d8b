"""The list of a table's rows; words are made only for rows that are drawn."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.models.domain.text import visible
from app.ui.presenters.kiosk_form import KioskForm
from app.ui.texts import Texts

LONGEST = 120
_Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Rows in the order of the person."""

    def __init__(self, texts: Texts, form: KioskForm, table: str) -> None:
        super().__init__()
        self._texts, self._form, self._table = texts, form, table
        self.rows: tuple[str, ...] = form.rows(table)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        return self._words(index.row()) if index.row() < len(self.rows) else None

    def reload(self) -> None:
        """Rows were added, removed or moved."""
        self.beginResetModel()
        self.rows = self._form.rows(self._table)
        self.endResetModel()

    def refresh(self, row: str) -> None:
        """Something in a row changed."""
        if row in self.rows:
            index = self.index(self.rows.index(row))
            self.dataChanged.emit(index, index)

    def _words(self, place: int) -> str:
        row = self.rows[place]
        held = "　".join(self._form.summary(self._table, row))
        open_cells = self._form.open_in_row(self._table, row)
        number, words = place + 1, visible(held, LONGEST)
        if not held:
            return self._texts("ui.kiosk-form.row.empty", number=number)
        if open_cells:
            return self._texts("ui.kiosk-form.row.open", number=number, words=words, count=open_cells)
        return self._texts("ui.kiosk-form.row.whole", number=number, words=words)
