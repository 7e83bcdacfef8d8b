"""The yearly figures (実施状況の集計), and which of them must not be told because they point at somebody.

A number between one and four names people to whoever knows the office. It is left out, and so is as much beside it as
is needed that it does not follow from the sums. Zero is told: it is about nobody.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

SMALLEST_CELL = 5
"""The smallest number of persons that is told."""


class Measure(StrEnum):
    """What is counted."""

    LISTED = "listed"
    """名簿登載."""
    NOTIFIED = "notified"
    """告知."""
    CONSENTED = "consented"
    """同意."""
    NON_CONSENT = "non-consent"
    """不同意."""
    WITHDRAWN = "withdrawn"
    """同意の取下げ."""
    INVESTIGATION_REQUESTED = "investigation-requested"
    """調査の求め."""
    CARRIED_OUT = "carried-out"
    """実施 (結果を通知したもの)."""
    CLEARED = "cleared"
    """おそれがないと認められた者."""
    NOT_CLEARED = "not-cleared"
    """おそれがないと認められなかった者."""
    COMPLAINTS = "complaints"
    """苦情の申出."""
    COMPLAINTS_HANDLED = "complaints-handled"
    """苦情の処理."""
    CHANGE_REPORTS = "change-reports"
    """事情変更の報告."""
    HOLDERS = "holders"
    """期末における有効な者."""


class Group(StrEnum):
    """Whom a number is about."""

    ALL = "all"
    """全体."""
    ITEM_1 = "item-1"
    """法第12条第1項第1号."""
    ITEM_2 = "item-2"
    """法第12条第1項第2号."""
    ITEM_3 = "item-3"
    """法第12条第1項第3号."""
    STAFF = "staff"
    """行政機関の職員."""
    CONTRACTOR = "contractor"
    """適合事業者の従業者."""


PARTITIONS = (
    (Group.ITEM_1, Group.ITEM_2, Group.ITEM_3),
    (Group.STAFF, Group.CONTRACTOR),
)
"""Groups that make up the whole together."""

SUMS = ((Measure.CARRIED_OUT, (Measure.CLEARED, Measure.NOT_CLEARED)),)
"""Measures that make up another one together."""

Cell = tuple[Measure, Group]
AnyCell = TypeVar("AnyCell", bound=tuple[str, str] | tuple[str, int])


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day."""

    since: date
    until: date


def told(exact: Mapping[Cell, int]) -> dict[Cell, int | None]:
    """The figures as they may leave the office: None in the place of what is not told.

    Args:
        exact: How many persons, by measure and group. Where a measure has one group of a partition, it has all.
    """
    return suppressed(exact, [each for each in _equations() if all(cell in exact for cell in each)])


def suppressed(exact: Mapping[AnyCell, int], equations: Sequence[Sequence[AnyCell]]) -> dict[AnyCell, int | None]:
    """Any table of numbers of persons as it may be told: small ones are hidden, and what they would follow from.

    Args:
        exact: How many persons, by cell.
        equations: Every sum in the table: its whole, and then its parts.
    """
    hidden = {cell for cell, count in exact.items() if 0 < count < SMALLEST_CELL}
    while (cell := _follows(equations, hidden)) is not None:
        beside = {one for each in equations if cell in each for one in each} - hidden
        hidden.add(min(beside, key=lambda one: (exact[one] == 0, exact[one], one)))
    return {cell: None if cell in hidden else count for cell, count in exact.items()}


def _equations() -> list[list[Cell]]:
    """Every sum in the table: its whole and its parts."""
    by_group = [
        [(measure, Group.ALL), *((measure, part) for part in parts)] for measure in Measure for parts in PARTITIONS
    ]
    by_measure = [[(whole, group), *((part, group) for part in parts)] for whole, parts in SUMS for group in Group]
    return by_group + by_measure


def _follows(equations: Sequence[Sequence[AnyCell]], hidden: AbstractSet[AnyCell]) -> AnyCell | None:
    """A hidden number that follows from what is told, by whatever way of adding and taking off; None if none does."""
    unknown = sorted(hidden)
    rows = [[_sign(equation, cell) for cell in unknown] for equation in equations]
    place = 0
    for column in range(len(unknown)):
        pivot = next((number for number in range(place, len(rows)) if rows[number][column]), None)
        if pivot is None:
            continue
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][column] for value in rows[place]]
        for number, row in enumerate(rows):
            if number != place and row[column]:
                factor = row[column]
                rows[number] = [one - factor * other for one, other in zip(row, rows[place], strict=True)]
        place += 1
    single = next((row for row in rows if sum(value != 0 for value in row) == 1), None)
    return None if single is None else next(cell for cell, value in zip(unknown, single, strict=True) if value)


def _sign(equation: Sequence[AnyCell], cell: AnyCell) -> Fraction:
    if cell not in equation:
        return Fraction(0)
    return Fraction(1) if cell == equation[0] else Fraction(-1)
