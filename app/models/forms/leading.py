"""Where the items of one pack are in another (項目の対応), along any number of migrations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.models.forms.definition import FormPack
from app.models.forms.migration import Migration


class Fate(StrEnum):
    """What became of an item."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Leading:
    """The items of an old pack and of a new one that ask the same, or parts of it.

    Attributes:
        targets: Items of the new pack for each item of the old one; none for a dropped item.
        sources: The other way round; none for a new item.
    """

    targets: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[str, ...]]

    def fate(self, old: str | None, new: str | None) -> Fate:
        """What became of an item that stands beside another one; one of the two may be missing."""
        targets = self.targets.get(old, ()) if old is not None else ()
        sources = self.sources.get(new, ()) if new is not None else ()
        if old is None:
            # Nobody answered it then, but it may have been asked.
            old = sources[0] if sources else None
            targets = self.targets.get(old, ()) if old is not None else ()
        if old is None:
            return Fate.NEW
        if not targets:
            return Fate.DROPPED
        if len(targets) > 1:
            return Fate.SPLIT
        if len(self.sources[targets[0]]) > 1:
            return Fate.MERGED
        return Fate.SAME if targets[0] == old else Fate.RENAMED


def leading(old: FormPack, new: FormPack, migrations: Iterable[Migration]) -> Leading:
    """Follow migrations from an old pack to a new one.

    Args:
        old: Where the first migration starts from.
        new: The pack that holds the last one; the old one again when there is none.
        migrations: Oldest first.
    """
    targets: dict[str, tuple[str, ...]] = {item.link_id: (item.link_id,) for item in old.index}
    for migration in migrations:
        step = _step(migration)
        targets = {
            name: tuple(dict.fromkeys(after for each in held for after in step.get(each, ())))
            for name, held in targets.items()
        }
    sources: dict[str, tuple[str, ...]] = {item.link_id: () for item in new.index}
    for name, held in targets.items():
        for each in held:
            sources[each] = (*sources[each], name)
    return Leading(targets, sources)


def _step(migration: Migration) -> dict[str, tuple[str, ...]]:
    step: dict[str, tuple[str, ...]] = {before: (after,) for before, after in migration.moves.items()} | dict(
        migration.split
    )
    return step | {name: (each.to,) for each in migration.merged for name in each.items}
