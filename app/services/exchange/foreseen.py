"""What admitting a bundle does, row by row, as the database saw it when the admission itself was tried out.

The same picture is taken again while the bundle is really admitted; if it differs from what the officer saw, the
admission is undone.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from app.models.views.arriving import Cell, Fate, RowChange

SHOWN: Mapping[str, tuple[str, ...]] = {
    "cases": (
        "name",
        "kana",
        "born_on",
        "section",
        "post",
        "item",
        "state",
        "notified_of_assessment_on",
        "consented_on",
        "inquiries_consented_on",
        "withdrawn_on",
        "sealed",
        "pack_version",
        "due_on",
        "notified_on",
        "valid_until",
        "ended_on",
    ),
    "documents": ("kind", "place", "status"),
    "blobs": ("media_type", "size_bytes"),
    "received_results": ("name", "section", "outcome", "issue_number", "notified_on", "destroy_by"),
    "candidates": ("name", "kana", "born_on", "section", "post", "item", "state"),
    "rosters": ("submitter", "submitted_on"),
    "register": ("kind", "name", "section", "received_on", "state"),
    "exports": ("kind", "status"),
}
"""Which columns of which table say something to an officer; of every other table only the number of rows is told."""
_OTHER = "other"
_MOST = 500


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    name: str
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that would be added, changed or removed."""

    table: str
    fate: Fate
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The whole picture.

    Attributes:
        entries: The rows that an officer should see, at most 500; changed ones first.
        counts: How many rows of each table meet which fate, without a limit.
        sha256: Tells two pictures apart.
    """

    entries: tuple[Entry, ...]
    counts: Mapping[tuple[str, Fate], int]
    sha256: str

    @property
    def left_out(self) -> int:
        """How many rows are counted and not shown one by one."""
        return sum(self.counts.values()) - len(self.entries)


def foreseen(changes: Sequence[RowChange]) -> Foreseen:
    """The picture of the rows that a transaction touched."""
    changes = [change for change in changes if _says_something(change)]
    counts = Counter((change.table if change.table in SHOWN else _OTHER, change.fate) for change in changes)
    entries = [_entry(change) for change in changes if change.table in SHOWN]
    plain = [(one.table, one.fate.value, [(f.name, f.before, f.after) for f in one.fields]) for one in entries]
    counted = sorted((table, fate.value, number) for (table, fate), number in counts.items())
    # Rows may come in another order than before; the picture is the same.
    packed = msgspec.json.encode([sorted(plain, key=msgspec.json.encode), counted])
    entries.sort(key=lambda one: _ORDER.index(one.fate))
    return Foreseen(tuple(entries[:_MOST]), dict(counts), hashlib.sha256(packed).hexdigest())


_ORDER = (Fate.CHANGED, Fate.REMOVED, Fate.ADDED)


def _says_something(change: RowChange) -> bool:
    """Whether more than a time of day changed: that is another one whenever the same is done again."""
    if change.fate is not Fate.CHANGED:
        return True
    return any(change.before.get(name) != cell for name, cell in change.after.items() if not name.endswith("_at"))


def _entry(change: RowChange) -> Entry:
    names = SHOWN[change.table]
    if change.fate is Fate.CHANGED:
        # What did not change names the row: without it nobody knows whose date it is.
        differing = [name for name in names if change.before.get(name) != change.after.get(name)]
        names = (*(name for name in names[:1] if name not in differing), *differing)
    return Entry(
        change.table,
        change.fate,
        tuple(FieldChange(name, change.before.get(name), change.after.get(name)) for name in names),
    )
