"""Which cells a correction opens: the boxes that were returned, whatever depends on them, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.models.forms.answers import Cell
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType

_ANY = "*"
"""Every row of a table; no row is called so."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The cells that may be answered again.

    Attributes:
        cells: Single cells.
        columns: Columns that are open in every row of their table.
        tables: Tables to which rows may be added, and from which rows may be removed; what stood there stays on record.
    """

    cells: frozenset[Cell] = frozenset()
    columns: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()

    def opens(self, cell: Cell) -> bool:
        """Whether a cell may be answered again."""
        return cell in self.cells or (cell[1] is not None and cell[0] in self.columns)

    def touches(self, link_id: str) -> bool:
        """Whether any cell of a question or column is open."""
        return link_id in self.columns or any(cell[0] == link_id for cell in self.cells)

    def shares(self, other: "Opened") -> bool:
        """Whether some cell is open in both."""
        return bool(self.columns & other.columns) or any(
            ours.opens(cell) for ours, theirs in ((self, other), (other, self)) for cell in theirs.cells
        )


def opened_by(pack: FormPack, boxes: Iterable[Cell]) -> Opened:
    """What returning some boxes opens.

    A table that is returned is open as a whole: it takes new rows, and rows may be removed from it. What is shown only
    under a condition on an opened answer is open with it, in the same row where both stand in one table.

    Args:
        pack: The form.
        boxes: The cells that are returned; a table as its linkId without a row.
    """
    closure = _followed(pack, boxes)
    columns = frozenset(link_id for link_id, row in closure.found if row == _ANY)
    cells = frozenset(cell for cell in closure.found if cell[1] != _ANY and cell[0] not in columns)
    return Opened(cells, columns, frozenset(closure.tables))


class Boxes:
    """The returned boxes, and through which of them a cell is open."""

    def __init__(self, pack: FormPack, boxes: Iterable[Cell]) -> None:
        self._found = {box: _followed(pack, (box,)).found for box in boxes}

    def of(self, cell: Cell) -> Cell | None:
        """The cell itself where it was returned, else the first box that it depends on; None where it is not open."""
        if cell in self._found:
            return cell
        through = (box for box, found in self._found.items() if cell in found or (cell[1] and (cell[0], _ANY) in found))
        return next(through, None)


def _followed(pack: FormPack, boxes: Iterable[Cell]) -> "_Closure":
    closure = _Closure(pack)
    for link_id, row in boxes:
        item = pack.index[link_id]
        if item.repeats:
            closure.open_table(item)
        else:
            closure.open(link_id, row)
    closure.follow()
    return closure


class _Closure:
    def __init__(self, pack: FormPack) -> None:
        self._pack = pack
        self._askers: dict[str, list[Item]] = {}
        for item in pack.index:
            for condition in item.enable_when:
                self._askers.setdefault(condition.question, []).append(item)
        self.found: set[Cell] = set()
        self.tables: set[str] = set()
        self._waiting: list[Cell] = []

    def open(self, link_id: str, row: str | None) -> None:
        if (link_id, row) not in self.found:
            self.found.add((link_id, row))
            self._waiting.append((link_id, row))

    def open_table(self, table: Item) -> None:
        self.tables.add(table.link_id)
        self.open(table.link_id, None)
        for column in self._pack.index.columns(table.link_id):
            self.open(column.link_id, _ANY)

    def follow(self) -> None:
        """Open what depends on what is open, until nothing more does."""
        while self._waiting:
            link_id, row = self._waiting.pop()
            here = self._pack.index.table(link_id)
            for asker in self._askers.get(link_id, ()):
                for item in _within(asker):
                    self._open_dependant(item, here, row)

    def _open_dependant(self, item: Item, here: Item | None, row: str | None) -> None:
        if item.repeats:
            self.open_table(item)
        elif item.type not in {ItemType.DISPLAY, ItemType.GROUP}:
            table = self._pack.index.table(item.link_id)
            if table is None:
                self.open(item.link_id, None)
            else:
                self.open(item.link_id, row if table is here else _ANY)


def _within(item: Item) -> Iterator[Item]:
    """An item and everything in it."""
    yield item
    for each in item.item:
        yield from _within(each)
