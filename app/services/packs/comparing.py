"""What differs between two packs (様式パックの比較), as data; the words are made elsewhere."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import chain
from typing import Any

import msgspec

from app.models.forms.definition import FormPack, Parameter
from app.models.forms.items import Item, PackValue
from app.models.forms.migration import Migration, starts_from
from app.models.rules.definition import AnyRule
from app.services.packs.loader import LoadedPack


class ChangeKind(StrEnum):
    """Sort of a difference."""

    HEAD = "head"
    ITEM_NEW = "item-new"
    ITEM_DROPPED = "item-dropped"
    ITEM_RENAMED = "item-renamed"
    ITEM_SPLIT = "item-split"
    ITEM_MERGED = "item-merged"
    ITEM_CHANGED = "item-changed"
    CODE_NEW = "code-new"
    CODE_DROPPED = "code-dropped"
    CODE_CHANGED = "code-changed"
    PARAMETER_NEW = "parameter-new"
    PARAMETER_DROPPED = "parameter-dropped"
    PARAMETER_CHANGED = "parameter-changed"
    RETENTION_NEW = "retention-new"
    RETENTION_DROPPED = "retention-dropped"
    RETENTION_CHANGED = "retention-changed"
    RULE_NEW = "rule-new"
    RULE_DROPPED = "rule-dropped"
    RULE_CHANGED = "rule-changed"
    TEXT_CHANGED = "text-changed"
    FILE_NEW = "file-new"
    FILE_DROPPED = "file-dropped"
    FILE_CHANGED = "file-changed"


class Change(PackValue, frozen=True):
    """One difference.

    Attributes:
        kind: Sort of it.
        place: Name of what differs: item, list and code, parameter, class, rule, text or file.
        part: Which part of it, for example ``lookback`` or ``label.ja``.
        old: What stood there, as a plain value; None where nothing did.
        new: What stands there now.
    """

    kind: ChangeKind
    place: str
    part: str = ""
    old: Any = None
    new: Any = None


def compare(old: LoadedPack, new: LoadedPack) -> tuple[Change, ...]:
    """Every difference, in the order: head, items by form, lists, parameters, periods of keeping, rules, texts, files.

    Args:
        old: The pack before.
        new: The pack after; its migration tells which items go on under another name.
    """
    migration = new.migration
    if migration is not None and not starts_from(migration, old.pack):
        migration = None
    found = chain(
        _head(old.pack, new.pack),
        _items(old.pack, new.pack, migration),
        _codes(old.pack, new.pack),
        _parameters(old.pack, new.pack),
        _classes(old.pack, new.pack),
        _rules(old, new),
        _texts(old.pack, new.pack),
        _files(old.pack.extras, new.pack.extras),
    )
    return tuple(found)


def _head(old: FormPack, new: FormPack) -> Iterator[Change]:
    plain = ("id", "version", "title", "effectiveFrom", "legalReference", "established", "viewpoints", "factors")
    yield from _parts(ChangeKind.HEAD, new.meta.id, *(_only(each.meta, plain) for each in (old, new)))


def _only(value: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: held for name, held in msgspec.to_builtins(value).items() if name in names}


def _parts(kind: ChangeKind, place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """One change for every part that differs; both languages of a text apart."""
    for part in dict.fromkeys((*old, *new)):
        before, after = old.get(part), new.get(part)
        if before == after:
            continue
        if isinstance(before, dict) and isinstance(after, dict) and set(before) | set(after) == {"ja", "en"}:
            yield from _parts(
                kind, place, *({f"{part}.{name}": each[name] for name in each} for each in (before, after))
            )
        else:
            yield Change(kind, place, part, before, after)


def _items(old: FormPack, new: FormPack, migration: Migration | None) -> Iterator[Change]:
    moves = migration.moves if migration is not None else {each.link_id: each.link_id for each in old.index}
    came_from = {after: before for before, after in moves.items() if before in old.index}
    split = {to: before for before, targets in (migration.split if migration else {}).items() for to in targets}
    merged = {each.to: each.items for each in (migration.merged if migration else ())}
    for item in new.index:
        name = item.link_id
        if name in came_from:
            if came_from[name] != name:
                yield Change(ChangeKind.ITEM_RENAMED, name, "", came_from[name], name)
            before = old.index[came_from[name]]
            yield from _parts(ChangeKind.ITEM_CHANGED, name, _told(old, before), _told(new, item))
        elif name in split:
            yield Change(ChangeKind.ITEM_SPLIT, name, "", split[name], name)
        elif name in merged:
            yield Change(ChangeKind.ITEM_MERGED, name, "", list(merged[name]), name)
        else:
            yield Change(ChangeKind.ITEM_NEW, name, "paperRef", None, _paper(item))
    gone_elsewhere = {*came_from.values(), *split.values(), *chain.from_iterable(merged.values())}
    for item in old.index:
        if item.link_id not in gone_elsewhere:
            yield Change(ChangeKind.ITEM_DROPPED, item.link_id, "paperRef", _paper(item), None)


def _paper(item: Item) -> dict[str, Any]:
    return {"page": item.ext.paper_ref.page, "box": item.ext.paper_ref.box}


def _told(pack: FormPack, item: Item) -> dict[str, Any]:
    """Everything of an item but its name and what is inside."""
    plain = msgspec.to_builtins(item)
    told = {name: value for name, value in plain.items() if name not in {"linkId", "item", "ext"}}
    told |= plain["ext"]
    for part in ("label", "hint", "explanation"):
        for language in ("ja", "en"):
            told[f"{part}.{language}"] = pack.texts[language].get(f"item.{item.link_id}.{part}")
    parent = pack.index.parent(item.link_id)
    return told | {"within": parent.link_id if parent is not None else None}


def _codes(old: FormPack, new: FormPack) -> Iterator[Change]:
    before, after = (_listed(each) for each in (old, new))
    kinds = (ChangeKind.CODE_NEW, ChangeKind.CODE_DROPPED, ChangeKind.CODE_CHANGED)
    yield from _named(before, after, kinds)


def _listed(pack: FormPack) -> dict[str, dict[str, Any]]:
    return {
        f"{each.id}.{choice.code}": {
            **msgspec.to_builtins(choice),
            **{
                f"label.{language}": pack.texts[language].get(f"choice.{each.id}.{choice.code}")
                for language in ("ja", "en")
            },
        }
        for each in pack.choices
        for choice in each.codes
    }


def _named(
    old: Mapping[str, Mapping[str, Any]],
    new: Mapping[str, Mapping[str, Any]],
    kinds: tuple[ChangeKind, ChangeKind, ChangeKind],
) -> Iterator[Change]:
    """Differences between two sets of named things: come, gone, changed."""
    come, gone, changed = kinds
    for name in dict.fromkeys((*old, *new)):
        if name not in old:
            yield Change(come, name)
        elif name not in new:
            yield Change(gone, name)
        else:
            yield from _parts(changed, name, old[name], new[name])


def _parameters(old: FormPack, new: FormPack) -> Iterator[Change]:
    def told(parameter: Parameter) -> dict[str, Any]:
        plain: dict[str, Any] = msgspec.to_builtins(parameter)
        periods = plain.pop("periods")
        return plain | {"value": periods[0]["value"] if len(periods) == 1 else periods}

    before, after = ({each.key: told(each) for each in pack.meta.parameters} for pack in (old, new))
    kinds = (ChangeKind.PARAMETER_NEW, ChangeKind.PARAMETER_DROPPED, ChangeKind.PARAMETER_CHANGED)
    yield from _named(before, after, kinds)


def _classes(old: FormPack, new: FormPack) -> Iterator[Change]:
    before, after = (
        {each.code: msgspec.to_builtins(each) for each in pack.meta.retention_classes} for pack in (old, new)
    )
    kinds = (ChangeKind.RETENTION_NEW, ChangeKind.RETENTION_DROPPED, ChangeKind.RETENTION_CHANGED)
    yield from _named(before, after, kinds)


def _rules(old: LoadedPack, new: LoadedPack) -> Iterator[Change]:
    def told(rule: AnyRule) -> dict[str, Any]:
        plain: dict[str, Any] = msgspec.to_builtins(rule)
        return plain

    before, after = ({each.id: told(each) for each in pack.rules.rules} for pack in (old, new))
    yield from _named(before, after, (ChangeKind.RULE_NEW, ChangeKind.RULE_DROPPED, ChangeKind.RULE_CHANGED))
    topics = [{each.code: msgspec.to_builtins(each) for each in pack.rules.topics} for pack in (old, new)]
    yield from _named(topics[0], topics[1], (ChangeKind.RULE_NEW, ChangeKind.RULE_DROPPED, ChangeKind.RULE_CHANGED))


def _texts(old: FormPack, new: FormPack) -> Iterator[Change]:
    """Fixed texts; those of items and codes are told with these."""
    for language in ("ja", "en"):
        before, after = old.texts[language], new.texts[language]
        for key in sorted(before.keys() & after.keys()):
            if not key.startswith(("item.", "choice.")) and before[key] != after[key]:
                yield Change(ChangeKind.TEXT_CHANGED, key, language, before[key], after[key])


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """Letters and the like; rules and migration are told one by one."""
    told = {"rules.json", "migrate.json"}
    for name in sorted((old.keys() | new.keys()) - told):
        if name not in old or name not in new:
            yield Change(ChangeKind.FILE_DROPPED if name in old else ChangeKind.FILE_NEW, name)
        elif old[name] != new[name]:
            yield Change(ChangeKind.FILE_CHANGED, name)
