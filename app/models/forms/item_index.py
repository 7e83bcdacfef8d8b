"""Finding items of a pack quickly: by linkId, by parent, in document order."""

from collections.abc import Iterator

from app.models.forms.items import Item


class ItemIndex:
    """Items of a pack in document order, with their ancestors.

    A linkId that stands twice keeps its first item; the loader refuses such a pack.
    """

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items: dict[str, Item] = {}
        self._parents: dict[str, Item | None] = {}
        self._order: list[Item] = []
        self._tables: dict[str, Item | None] = {}
        self._columns: dict[str, list[Item]] = {}
        self._collect(items, None)
        for item in self._order:
            table = next((each for each in self.ancestors(item.link_id) if each.repeats), None)
            self._tables[item.link_id] = table
            if table is not None and not item.item:
                self._columns.setdefault(table.link_id, []).append(item)

    def _collect(self, items: tuple[Item, ...], parent: Item | None) -> None:
        for item in items:
            self._order.append(item)
            self._items.setdefault(item.link_id, item)
            self._parents.setdefault(item.link_id, parent)
            self._collect(item.item, item)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, link_id: str) -> bool:
        return link_id in self._items

    def get(self, link_id: str) -> Item | None:
        """The item of that name, or ``None``."""
        return self._items.get(link_id)

    def __getitem__(self, link_id: str) -> Item:
        return self._items[link_id]

    def parent(self, link_id: str) -> Item | None:
        """The item around this one; ``None`` for a section."""
        return self._parents[link_id]

    def ancestors(self, link_id: str) -> tuple[Item, ...]:
        """The items around this one, nearest first."""
        found: list[Item] = []
        parent = self._parents[link_id]
        while parent is not None:
            found.append(parent)
            parent = self._parents[parent.link_id]
        return tuple(found)

    def table(self, link_id: str) -> Item | None:
        """The repeating group (繰返し表) that an item is a column of, or ``None``."""
        return self._tables[link_id]

    def columns(self, table: str) -> tuple[Item, ...]:
        """The questions of a table (表の列), in order."""
        return tuple(self._columns.get(table, ()))

    def section(self, link_id: str) -> Item:
        """The section that holds the item; a section holds itself."""
        around = self.ancestors(link_id)
        return around[-1] if around else self._items[link_id]
