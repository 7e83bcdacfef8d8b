"""The sheet ``survey``: groups, tables and questions as items of a pack, each with its cell for later complaints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast, get_args

from app.models.domain.errors import UntrustedInputError
from app.models.forms.items import (
    BundleKind,
    Coverage,
    DatePrecision,
    EnableWhen,
    Item,
    ItemExt,
    ItemType,
    Lookback,
    PaperRef,
    Purpose,
    Sensitivity,
)
from app.services.authoring.columns import BEGIN, END, EXPLANATIONS, HINTS, LABELS, PLAIN_TYPES
from app.services.authoring.relevant import Behavior, OutsideSubsetError, read_relevant
from app.services.authoring.tables import Row, Table

_LINK_ID = re.compile(r"[A-Z][0-9]{0,2}(\.[a-z0-9]+(-[a-z0-9]+)*)?")
_CODE = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
_SELECT = "select_one "
_SINCE = ("as-of", "birth", "high-school")


@dataclass(slots=True)
class Survey:
    """What the sheet says.

    Attributes:
        items: Sections with everything in them.
        texts: Labels, hints and explanations by language and key.
        rows: Row of each item, to name its cells.
        was: What an item was called in the pack that the form was made from, where that is said.
    """

    items: tuple[Item, ...] = ()
    texts: Mapping[str, dict[str, str]] = field(default_factory=lambda: {"ja": {}, "en": {}})
    rows: dict[str, Row] = field(default_factory=dict)
    was: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """A group that is not closed yet."""

    row: Row
    repeats: bool
    items: list[Item] = field(default_factory=list)


def read_survey(table: Table, parameters: Mapping[str, object]) -> Survey:
    """Read the sheet.

    Args:
        table: Its rows.
        parameters: Value of each parameter of the draft, for look-backs that name one.

    Raises:
        UntrustedInputError: ``authoring.*`` with the place.
    """
    survey = Survey()
    kinds = _kinds(table, survey)
    top: list[Item] = []
    open_: list[_Open] = []
    for row in table.rows:
        kind = row.needed("type")
        if kind in END:
            if not open_ or open_[-1].repeats is not END[kind]:
                raise UntrustedInputError("authoring.group-open", place=row.place("type"))
            group = open_.pop()
            made = _item(group.row, kinds, parameters, repeats=group.repeats, inside=tuple(group.items))
            (open_[-1].items if open_ else top).append(made)
        elif kind in BEGIN:
            open_.append(_Open(row, BEGIN[kind]))
        else:
            (open_[-1].items if open_ else top).append(_item(row, kinds, parameters))
    if open_:
        raise UntrustedInputError("authoring.group-open", place=open_[-1].row.place("type"))
    survey.items = tuple(top)
    return survey


def _kinds(table: Table, survey: Survey) -> dict[str, ItemType]:
    """First pass: names, types, texts; conditions may look ahead."""
    kinds: dict[str, ItemType] = {}
    for row in table.rows:
        kind = row.needed("type")
        if kind in END:
            continue
        name = row.needed("name")
        if not _LINK_ID.fullmatch(name) or len(name) > 60:
            raise row.refuse("name")
        if name in kinds:
            raise UntrustedInputError("authoring.name-twice", place=row.place("name"), name=name)
        kinds[name] = ItemType.GROUP if kind in BEGIN else _type(row)
        survey.rows[name] = row
        if row.get("was"):
            survey.was[name] = _words(row, "was", _LINK_ID)
        _texts(row, f"item.{name}", survey.texts)
    return kinds


def _type(row: Row) -> ItemType:
    found = PLAIN_TYPES.get((row.get("type"), row.get("appearance")))
    if found is None and row.get("type").startswith(_SELECT) and not row.get("appearance"):
        found = ItemType.CODING
    if found is None:
        raise UntrustedInputError("authoring.type-unknown", place=row.place("type"))
    return found


def _texts(row: Row, key: str, texts: Mapping[str, dict[str, str]]) -> None:
    """Words in both languages or in neither; a label in both."""
    for part, columns in (("label", LABELS), ("hint", HINTS), ("explanation", EXPLANATIONS)):
        given = {language: row.get(column) for language, column in columns.items()}
        for language, column in columns.items():
            if not given[language] and (part == "label" or any(given.values())):
                raise UntrustedInputError("authoring.translation-missing", place=row.place(column), column=column)
            if given[language]:
                texts[language][f"{key}.{part}"] = given[language]


def _item(
    row: Row,
    kinds: dict[str, ItemType],
    parameters: Mapping[str, object],
    *,
    repeats: bool = False,
    inside: tuple[Item, ...] = (),
) -> Item:
    name = row.get("name")
    kind = kinds[name]
    conditions, behavior = _conditions(row, kinds)
    listed = row.get("type").removeprefix(_SELECT) if kind is ItemType.CODING else None
    if listed is not None and not _CODE.fullmatch(listed):
        raise row.refuse("type")
    return Item(
        link_id=name,
        type=kind,
        ext=_ext(row, parameters),
        repeats=repeats,
        required=row.flag("required"),
        max_length=row.number_in("max_length", 1, 20_000) if row.get("max_length") else None,
        enable_when=conditions,
        enable_behavior=behavior,
        answer_value_set=listed,
        answer_option=_words(row, "options", _CODE),
        initial=_initial(row, kind),
        item=inside,
    )


def _conditions(row: Row, kinds: dict[str, ItemType]) -> tuple[tuple[EnableWhen, ...], Behavior]:
    if not row.get("relevant"):
        return (), "all"
    try:
        return read_relevant(row.get("relevant"), kinds)
    except OutsideSubsetError:
        raise UntrustedInputError("authoring.relevant", place=row.place("relevant")) from None


def _initial(row: Row, kind: ItemType) -> bool | int | str | None:
    if not row.get("default"):
        return None
    if kind is ItemType.BOOLEAN:
        return row.flag("default")
    return row.number_in("default", 0, 999_999) if kind is ItemType.INTEGER else row.get("default")


def _ext(row: Row, parameters: Mapping[str, object]) -> ItemExt:
    purpose = row.needed("purpose")
    if purpose not in {str(each) for each in get_args(Purpose)}:
        raise row.refuse("purpose")
    retention, box = row.needed("retention"), row.needed("box")
    if not _CODE.fullmatch(retention):
        raise row.refuse("retention")
    if len(box) > 12:
        raise row.refuse("box")
    row.needed("established")
    return ItemExt(
        purpose=cast("Purpose", int(purpose) if purpose.isdecimal() else purpose),
        sensitivity=_one_of(row, "sensitivity", Sensitivity, row.needed("sensitivity")),
        retention=retention,
        paper_ref=PaperRef(row.number_in("page", 1, 99), box),
        precision=_one_of(row, "precision", DatePrecision, row.get("precision")) if row.get("precision") else None,
        lookback=_lookback(row, parameters),
        coverage=_coverage(row),
        disclosure=tuple(
            _one_of(row, "disclosure", BundleKind, word) for word in _words(row, "disclosure", re.compile(r"B[0-9]+"))
        ),
        established=row.flag("established"),
    )


def _one_of(row: Row, column: str, kind: Any, value: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise row.refuse(column) from None


def _words(row: Row, column: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    words = tuple(row.get(column).split())
    if any(not pattern.fullmatch(word) or len(word) > 60 for word in words) or len(set(words)) != len(words):
        raise row.refuse(column)
    return words


def _lookback(row: Row, parameters: Mapping[str, object]) -> Lookback | None:
    """``birth``; ``as-of lookback.travel`` with the years of the parameter; or with other years behind it."""
    if not row.get("lookback"):
        return None
    since, *rest = row.get("lookback").split()
    if since not in _SINCE or len(rest) > 2:
        raise row.refuse("lookback")
    years = parameters.get(rest[0]) if rest else None
    if len(rest) == 2:
        years = int(rest[1]) if rest[1].isascii() and rest[1].isdecimal() else None
    if rest and (not isinstance(years, int) or isinstance(years, bool) or not 1 <= years <= 99):
        raise row.refuse("lookback")
    return Lookback(since=cast("Any", since), years=cast("Any", years), parameter=rest[0] if rest else None)


def _coverage(row: Row) -> Coverage | None:
    if not row.get("coverage"):
        return None
    group, _, kind = row.get("coverage").partition(" ")
    if not _CODE.fullmatch(group) or kind not in {"main", "fills"}:
        raise row.refuse("coverage")
    return Coverage(group=group, kind=cast("Any", kind))
