"""From one pack to the next (移行表): what became of every item of the old one, and where every new one comes from."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Annotated

import msgspec

from app.models.forms.definition import FormPack
from app.models.forms.items import ItemType, LinkId, PackValue

FILE = "migrate.json"


class MigratedFrom(PackValue, frozen=True):
    """The very pack that a migration starts from."""

    id: str
    version: int
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Merged(PackValue, frozen=True):
    """Several items of the old pack that became one."""

    items: Annotated[tuple[LinkId, ...], msgspec.Meta(min_length=2)] = msgspec.field(name="from")
    to: LinkId


class Migration(PackValue, frozen=True):
    """What became of the items: the content of ``migrate.json``.

    Every item of the old pack stands once among ``same``, ``renamed``, ``split``, ``merged`` and ``dropped``; every
    item of the new one once among ``same``, ``renamed``, ``split``, ``merged`` and ``new``.
    """

    origin: MigratedFrom = msgspec.field(name="from")
    same: tuple[LinkId, ...] = ()
    renamed: dict[LinkId, LinkId] = msgspec.field(default_factory=dict)
    split: dict[LinkId, tuple[LinkId, ...]] = msgspec.field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    dropped: tuple[LinkId, ...] = ()
    new: tuple[LinkId, ...] = ()

    @property
    def moves(self) -> dict[str, str]:
        """Where answers may go: from the old item to the new."""
        return {link_id: link_id for link_id in self.same} | dict(self.renamed)

    def old_items(self) -> Iterator[str]:
        """Every item of the old pack that is named, as often as it is."""
        yield from chain(self.same, self.renamed, self.split, self.dropped)
        yield from chain.from_iterable(each.items for each in self.merged)

    def new_items(self) -> Iterator[str]:
        """Every item of the new pack that is named, as often as it is."""
        yield from chain(self.same, self.renamed.values(), self.new, (each.to for each in self.merged))
        yield from chain.from_iterable(self.split.values())


def unaccounted_new(pack: FormPack, migration: Migration) -> str | None:
    """The first item of a pack that its migration does not name exactly once, or a name that is no item of it."""
    return _odd(Counter(item.link_id for item in pack.index), Counter(migration.new_items()))


def unaccounted_old(old: FormPack, migration: Migration) -> str | None:
    """The same for the pack that the migration starts from."""
    return _odd(Counter(item.link_id for item in old.index), Counter(migration.old_items()))


def changed_kind(old: FormPack, new: FormPack, migration: Migration) -> str | None:
    """The first old item that is said to go on and is another kind of item now; its answers could not be carried."""
    for before, after in migration.moves.items():
        was, is_now = old.index[before], new.index[after]
        if (was.type, was.repeats) != (is_now.type, is_now.repeats):
            return before
    return None


def starts_from(migration: Migration, old: FormPack) -> bool:
    """Whether a pack is the one that a migration starts from."""
    origin = migration.origin
    return (origin.id, origin.version, origin.digest) == (old.meta.id, old.meta.version, old.digest)


def questions_of(pack: FormPack) -> frozenset[str]:
    """Items of a pack that take answers themselves."""
    return frozenset(item.link_id for item in pack.index if item.type not in {ItemType.GROUP, ItemType.DISPLAY})


def _odd(wanted: Counter[str], named: Counter[str]) -> str | None:
    return next((name for name in sorted(wanted | named) if named[name] != 1 or not wanted[name]), None)
