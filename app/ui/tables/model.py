"""A table model that knows ids and fetches pages by key on the read lane; it never sorts or filters by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.text import visible
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.ui.jobs.ticket import Submitter, Ticket
from app.ui.tables.columns import Page, TableShape
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS

R = TypeVar("R")

PAGE_ROWS = 200
MOST_REREAD = 2000
CELL_CHARACTERS = 300
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_SENTENCE = int(Qt.ItemDataRole.AccessibleDescriptionRole)
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 2

Fetch = Callable[[object | None, int, CancelToken], Page[R]]
"""Rows after a key (None for the beginning), at most so many; runs in a worker thread."""
Reload = Callable[[Sequence[str]], dict[str, R]]
"""Rows by id; an id that is missing from the answer has vanished. Runs in a worker thread."""


@dataclass(slots=True)
class _Line(Generic[R]):
    """One line of the table: a row with finished texts, a placeholder (no row), or a vanished row (no texts)."""

    id: str = ""
    row: R | None = None
    cells: tuple[str, ...] = ()
    tones: tuple[Tone | None, ...] = ()


class PagedTableModel(QAbstractTableModel, Generic[R]):
    """Grows by pages as the view scrolls.

    Signals:
        loading_changed: A page is under way, or no longer.
        load_failed: An :class:`AppError`; the rows that were read stay.

    Thread:
        The window's thread; only ``fetch`` and ``reload`` run elsewhere.
    """

    loading_changed = Signal(bool)
    load_failed = Signal(object)

    def __init__(
        self,
        shape: TableShape[R],
        fetch: Fetch[R],
        reload: Reload[R],
        runner: Submitter,
        texts: Texts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shape, self._fetch, self._reload = shape, fetch, reload
        self._runner, self._texts = runner, texts
        self._lines: list[_Line[R]] = []
        self._rows_of: dict[str, int] = {}
        self._after: object | None = None
        self._has_more = True
        self._is_loading = False
        self._ticket: Ticket | None = None
        self._beginning = 0
        """How often the table was begun; a page of an earlier beginning is none of this one."""
        texts.language_changed.connect(self.retranslate)

    @property
    def is_loading(self) -> bool:
        """Whether a page is under way."""
        return self._is_loading

    def restart(self, fetch: Fetch[R] | None = None) -> None:
        """Empty the table and begin again, for example with another filter; a page under way is superseded."""
        if self._ticket is not None:
            self._runner.cancel(self._ticket)
        self.beginResetModel()
        if fetch is not None:
            self._fetch = fetch
        self._lines.clear()
        self._rows_of.clear()
        self._beginning += 1
        self._after, self._has_more, self._is_loading = None, True, True  # a view may ask during the reset
        self.endResetModel()
        self._is_loading = False
        self.fetchMore()

    def reread(self) -> None:
        """Read the rows that are there anew, in one piece; until then the old ones stay in view.

        Beyond :data:`MOST_REREAD` rows the rest is read again as the view scrolls.
        """
        if not self._rows_of:
            self.restart()
            return
        if self._ticket is not None:
            self._runner.cancel(self._ticket)
        if self._is_loading:
            self._drop_placeholder()
        self._beginning += 1
        self._is_loading = True
        self.loading_changed.emit(True)
        fetch, beginning = self._fetch, self._beginning
        count = min(max(PAGE_ROWS, len(self._lines)), MOST_REREAD)

        def job(token: CancelToken, _progress: ProgressSink) -> tuple[int, Page[R]]:
            return beginning, fetch(None, count, token)

        self._ticket = self._runner.submit(
            job, owner=self, then=self._on_reread, failed=self._on_reread_failed, lane=Lane.READ
        )

    def refresh(self, ids: Sequence[str]) -> None:
        """Read some rows anew; those that are gone stay as disabled lines with a reason."""
        known = [row_id for row_id in ids if row_id in self._rows_of]
        if not known:
            return
        reload = self._reload

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[list[str], dict[str, R]]:
            return known, reload(known)

        self._runner.submit(job, owner=self, then=self._on_reloaded, failed=self._on_reload_failed, lane=Lane.READ)

    def row_at(self, index: Index) -> R | None:
        """The row of an index; None for a placeholder or a vanished row."""
        return self._lines[index.row()].row if self.checkIndex(index) and index.isValid() else None

    def place_of(self, row_id: str) -> int | None:
        """Line number of a row that was read, or None."""
        return self._rows_of.get(row_id)

    def retranslate(self) -> None:
        """Write every cell and heading in the current language."""
        self._lines = [line if line.row is None else self._finish(line.row) for line in self._lines]
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shape.columns)

    @override
    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        return not parent.isValid() and self._has_more and not self._is_loading

    @override
    def fetchMore(self, parent: Index = _ROOT) -> None:
        if not self.canFetchMore(parent):
            return
        self._is_loading = True
        place = len(self._lines)
        self.beginInsertRows(QModelIndex(), place, place)
        self._lines.append(_Line())
        self.endInsertRows()
        self.loading_changed.emit(True)
        fetch, after, beginning = self._fetch, self._after, self._beginning

        def job(token: CancelToken, _progress: ProgressSink) -> tuple[int, Page[R]]:
            return beginning, fetch(after, PAGE_ROWS, token)

        # Submitting delivers what has arrived, and that may begin this table again: then this page is none of it.
        ticket = self._runner.submit(job, owner=self, then=self._on_page, failed=self._on_failed, lane=Lane.READ)
        if beginning == self._beginning:
            self._ticket = ticket
        else:
            self._runner.cancel(ticket)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._shape.columns):
            column = self._shape.columns[section]
            if role in {_DISPLAY, _SPOKEN}:
                return self._texts(column.header_key)
            if role == _ALIGN:
                return _alignment(right=column.is_right_aligned)
        elif role == _DISPLAY:
            return str(section + 1)
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._lines[index.row()].row is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        line, place = self._lines[index.row()], index.column()
        if role == _DISPLAY:
            return line.cells[place] if line.row is not None else self._notice(line, place)
        return self._other(line, place, index.row(), role)

    def _other(self, line: _Line[R], place: int, number: int, role: int) -> object:
        """What a cell answers beside its text."""
        if role == _ALIGN:
            return _alignment(right=self._shape.columns[place].is_right_aligned and line.row is not None)
        if role == TONE_ROLE:
            return line.tones[place] if line.row is not None else None
        if role == ID_ROLE:
            return line.id
        if role == _SPOKEN:
            return self._spoken(line, place)
        return self._sentence(line, number) if role == _SENTENCE else None

    def _notice(self, line: _Line[R], place: int) -> str:
        """What a line without a row says, in its first cell only."""
        if place:
            return ""
        return self._texts("ui.table.vanished" if line.id else "ui.table.loading")

    def _spoken(self, line: _Line[R], place: int) -> str:
        """The cell for a screen reader: heading and value, the sign of a tone in words."""
        if line.row is None:
            return self._notice(line, 0)
        value = line.cells[place] or self._texts("ui.table.blank")
        tone = line.tones[place]
        if tone is not None:
            bare = value.removeprefix(SIGNS[tone]).strip()
            value = self._texts("ui.badge", tone=self._texts(f"ui.tone.{tone}"), text=bare)
        header = self._texts(self._shape.columns[place].header_key)
        return self._texts("ui.table.cell", column=header, value=value)

    def _sentence(self, line: _Line[R], number: int) -> str:
        sentence = self._notice(line, 0) if line.row is None else self._shape.sentence(line.row)
        return self._texts("ui.table.sentence", index=number + 1, sentence=sentence)

    def _finish(self, row: R) -> _Line[R]:
        """Write the texts of a row once, not at every repaint."""
        tones = tuple(column.tone(row) if column.tone else None for column in self._shape.columns)
        cells = tuple(
            f"{SIGNS[tone]} {visible(column.text(row), CELL_CHARACTERS)}"
            if tone is not None
            else visible(column.text(row), CELL_CHARACTERS)
            for column, tone in zip(self._shape.columns, tones, strict=True)
        )
        return _Line(self._shape.row_id(row), row, cells, tones)

    def _on_page(self, answer: tuple[int, Page[R]]) -> None:
        beginning, page = answer
        if beginning != self._beginning:
            return
        place = len(self._lines) - 1
        self._drop_placeholder()
        self._after, self._has_more = page.after, page.after is not None
        if page.rows:
            self.beginInsertRows(QModelIndex(), place, place + len(page.rows) - 1)
            self._lines += [self._finish(row) for row in page.rows]
            self._rows_of |= {line.id: at for at, line in enumerate(self._lines[place:], start=place)}
            self.endInsertRows()
        self._settle()

    def _on_reread(self, answer: tuple[int, Page[R]]) -> None:
        beginning, page = answer
        if beginning != self._beginning:
            return
        self.beginResetModel()
        self._lines = [self._finish(row) for row in page.rows]
        self._rows_of = {line.id: at for at, line in enumerate(self._lines)}
        self._after, self._has_more = page.after, page.after is not None
        self.endResetModel()
        self._settle()

    def _on_reread_failed(self, error: AppError) -> None:
        self._settle()
        self.load_failed.emit(error)

    def _on_reloaded(self, answer: tuple[list[str], dict[str, R]]) -> None:
        asked, rows = answer
        for row_id in asked:
            place = self._rows_of.get(row_id)
            if place is None:
                continue
            self._lines[place] = self._finish(rows[row_id]) if row_id in rows else _Line(id=row_id)
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def _on_reload_failed(self, error: AppError) -> None:
        self.load_failed.emit(error)

    def _on_failed(self, error: AppError) -> None:
        self._drop_placeholder()
        self._has_more = False
        self._settle()
        self.load_failed.emit(error)

    def _settle(self) -> None:
        """Fetch again from now on; not earlier, for a view asks for more while rows come and go."""
        self._is_loading = False
        self.loading_changed.emit(False)

    def _drop_placeholder(self) -> None:
        last = len(self._lines) - 1
        self.beginRemoveRows(QModelIndex(), last, last)
        self._lines.pop()
        self.endRemoveRows()


def _alignment(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side) | int(Qt.AlignmentFlag.AlignVCenter)
