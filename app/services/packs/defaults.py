"""The marked defaults of a pack (既定値): what no published text sets, and what this pack assumes in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.models.forms.definition import Bilingual, FormPack, Parameter
from app.services.packs.loader import LoadedPack


class Sort(StrEnum):
    """What is a default."""

    PARAMETER = "parameter"
    """数値・定め: a number, switch or list."""
    RETENTION = "retention"
    """保存期間: how long a kind of document is kept."""
    RULE = "rule"
    """点検規則: what is asked about answers."""
    ITEM = "item"
    """質問項目: a question of the form."""


@dataclass(frozen=True, slots=True)
class PackDefault:
    """One default.

    Attributes:
        code: Key of a parameter, code of a retention class, id of a rule, linkId of an item.
        values: What is assumed on the day that was asked for, as written in the pack; empty for rules and items.
        unit: Of the values, as in the pack; empty for rules and items.
        basis: What the pack says about it; None for items.
        page: Page of the paper form; 0 for all but items.
        box: Box on that page.
    """

    sort: Sort
    code: str
    name: Bilingual
    values: tuple[str, ...] = ()
    unit: str = ""
    basis: Bilingual | None = None
    page: int = 0
    box: str = ""


def defaults_of(loaded: LoadedPack, day: date) -> tuple[PackDefault, ...]:
    """Every default of a pack: parameters, retention classes, rules, then items in the order of the form.

    Args:
        loaded: The pack with its rules.
        day: The day whose values are told.
    """
    return (*_of_parameters(loaded.pack, day), *_of_retention(loaded.pack), *_of_rules(loaded), *_of_items(loaded.pack))


def _of_parameters(pack: FormPack, day: date) -> Iterator[PackDefault]:
    for one in pack.meta.parameters:
        if not one.established:
            yield PackDefault(Sort.PARAMETER, one.key, one.name, _values(one, day), one.unit, one.basis)


def _values(parameter: Parameter, day: date) -> tuple[str, ...]:
    """As written; nothing where no period has the day."""
    for period in parameter.periods:
        if period.valid_from <= day and (period.valid_to is None or day <= period.valid_to):
            value = period.value
            if isinstance(value, bool):
                return ("true" if value else "false",)
            return value if isinstance(value, tuple) else (str(value),)
    return ()


def _of_retention(pack: FormPack) -> Iterator[PackDefault]:
    for one in pack.meta.retention_classes:
        if not one.established:
            yield PackDefault(Sort.RETENTION, one.code, one.name, (str(one.years),), "years", one.basis)


def _of_rules(loaded: LoadedPack) -> Iterator[PackDefault]:
    for one in loaded.rules.rules:
        if not one.established:
            yield PackDefault(Sort.RULE, one.id, one.name, basis=one.basis)


def _of_items(pack: FormPack) -> Iterator[PackDefault]:
    for one in pack.index:
        if not one.ext.established:
            name = Bilingual(pack.label(one.link_id, "ja") or one.link_id, pack.label(one.link_id, "en") or one.link_id)
            yield PackDefault(Sort.ITEM, one.link_id, name, page=one.ext.paper_ref.page, box=one.ext.paper_ref.box)
