"""The sheets ``settings`` and ``choices``: head of the pack, parameters, periods of keeping, code lists."""

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.models.forms.definition import Bilingual, Choice, ChoiceList, PackMeta, Parameter, ParameterPeriod
from app.services.authoring.columns import (
    LABELS,
    LANGUAGES,
    NO,
    PARAMETER,
    REFERENCES,
    RETENTION,
    TITLES,
    YES,
    YES_NO,
)
from app.services.authoring.tables import Row, Table

_CODE = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
Texts = Mapping[str, dict[str, str]]
AnyValue = int | str | bool | tuple[str, ...]


def read_settings(table: Table, base: PackMeta) -> PackMeta:
    """The head of the draft.

    Args:
        table: Its one row.
        base: Head of the pack that the form was made from; what no column sets stays.

    Raises:
        UntrustedInputError: ``authoring.*`` with the place.
    """
    if len(table.rows) != 1:
        raise UntrustedInputError("authoring.settings-rows", count=len(table.rows))
    row = table.rows[0]
    if row.needed("form_id") != base.id:
        raise row.refuse("form_id")
    row.needed("established")
    row.needed("effective_from")
    effective = row.day("effective_from") or base.effective_from
    if row.get("default_language") not in {"", LANGUAGES["ja"]}:
        raise row.refuse("default_language")
    _only_known(row, base)
    return msgspec.structs.replace(
        base,
        version=row.number_in("version", 1, 999_999),
        title=_bilingual(row, TITLES),
        legal_reference=_bilingual(row, REFERENCES),
        effective_from=effective,
        established=row.flag("established"),
        parameters=tuple(_parameter(row, each, effective) for each in base.parameters),
        retention_classes=tuple(
            msgspec.structs.replace(each, years=row.number_in(f"{RETENTION}{each.code}", 0, 99))
            if row.get(f"{RETENTION}{each.code}")
            else each
            for each in base.retention_classes
        ),
    )


def _only_known(row: Row, base: PackMeta) -> None:
    known = {f"{PARAMETER}{each.key}" for each in base.parameters}
    known |= {f"{RETENTION}{each.code}" for each in base.retention_classes}
    for column, letter in row.letters.items():
        if column.startswith((PARAMETER, RETENTION)) and column not in known:
            raise UntrustedInputError("authoring.column-unknown", place=f"{row.sheet}!{letter}1")


def _bilingual(row: Row, columns: Mapping[str, str]) -> Bilingual:
    for column in columns.values():
        if not row.get(column):
            raise UntrustedInputError("authoring.translation-missing", place=row.place(column), column=column)
    return Bilingual(row.get(columns["ja"]), row.get(columns["en"]))


def _parameter(row: Row, parameter: Parameter, on: date) -> Parameter:
    """The parameter with the value that the column gives, from the period on that holds on the day."""
    column = f"{PARAMETER}{parameter.key}"
    if column not in row.letters:
        return parameter
    period = period_on(parameter, on)
    value = _value(row, column, parameter)
    if value == period.value:
        return parameter
    changed = msgspec.structs.replace(period, value=value)
    periods = tuple(changed if each is period else each for each in parameter.periods)
    return msgspec.structs.replace(parameter, periods=periods)


def period_on(parameter: Parameter, on: date) -> ParameterPeriod:
    """The period of a parameter that holds on a day; the first when none does."""
    held = (
        each for each in parameter.periods if each.valid_from <= on and (each.valid_to is None or on <= each.valid_to)
    )
    return next(held, parameter.periods[0])


def _value(row: Row, column: str, parameter: Parameter) -> int | str | bool | tuple[str, ...]:
    if parameter.unit == "switch":
        row.needed(column)
        return row.flag(column)
    if parameter.unit == "codes":
        words = tuple(row.get(column).split())
        if any(not _CODE.fullmatch(word) for word in words):
            raise row.refuse(column)
        return words
    if parameter.unit == "code":
        if not _CODE.fullmatch(row.needed(column)):
            raise row.refuse(column)
        return row.get(column)
    return row.number_in(column, 0, 99_999)


def written_value(value: AnyValue) -> str:
    """The value of a parameter as it stands in its column."""
    if isinstance(value, bool):
        return YES if value else NO
    return " ".join(value) if isinstance(value, tuple) else str(value)


def read_choices(table: Table, texts: Texts, rows: dict[str, Row]) -> tuple[ChoiceList, ...]:
    """The code lists, in the order of their first rows.

    Args:
        table: The sheet ``choices``.
        texts: Takes the words of each code by language.
        rows: Takes the row of each code under ``list.code`` and of each list under ``list``.

    Raises:
        UntrustedInputError: ``authoring.*`` with the place.
    """
    lists: dict[str, list[Choice]] = {}
    for row in table.rows:
        name, code = row.needed("list_name"), row.needed("name")
        if name != YES_NO and (not _CODE.fullmatch(name) or len(name) > 60):
            raise row.refuse("list_name")
        if not _CODE.fullmatch(code) or len(code) > 60 or (name == YES_NO and code not in {YES, NO}):
            raise row.refuse("name")
        if f"{name}.{code}" in rows:
            raise UntrustedInputError("authoring.name-twice", place=row.place("name"), name=code)
        rows[f"{name}.{code}"] = row
        rows.setdefault(name, row)
        for language, column in LABELS.items():
            if not row.get(column):
                raise UntrustedInputError("authoring.translation-missing", place=row.place(column), column=column)
            key = f"value.{code}" if name == YES_NO else f"choice.{name}.{code}"
            texts[language][key] = row.get(column)
        if name != YES_NO:
            lists.setdefault(name, []).append(Choice(code, row.day("valid_from"), row.day("valid_to")))
    return tuple(ChoiceList(name, tuple(codes)) for name, codes in lists.items())
