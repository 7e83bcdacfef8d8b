"""The timeline (時系列): where the subject lived, worked, studied and stayed, as far as the answers say.

A date that is known to the month is drawn as a month, not as a day; what is certainly covered, possibly open and
certainly open is what the rules of coverage find, before any tolerance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.models.domain.validity import Window
from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType, Sensitivity
from app.models.rules.definition import CoverageRule, RulePack
from app.models.rules.looking import Looking
from app.models.rules.material import Material
from app.models.rules.periods import ANY_DAY, Band, DayRange, Period, bands
from app.models.rules.windows import window_of

_FROM, _TO = ".from", ".to"


@dataclass(frozen=True, slots=True)
class Stay:
    """One row of a table that says from when to when.

    Attributes:
        period: Its ends, each as the days that it may lie on.
        is_going_on: No end is given: it lasts to the reference day.
        cells: The cells of the row that hold a value and are no dates, in the order of the form.
    """

    period: Period
    is_going_on: bool
    cells: tuple[Cell, ...]

    def ends(self, table: str) -> tuple[Cell, Cell]:
        """The cells of its two dates."""
        row = self.period.row[1]
        return (table + _FROM, row), (table + _TO, row)


@dataclass(frozen=True, slots=True)
class Lane:
    """A table with its rows, the earliest first."""

    table: str
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the window of a rule of coverage is accounted for, without tolerance."""

    rule: CoverageRule
    window: Window
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that is drawn.

    Attributes:
        shown: From the first day to the last that anything is known of.
    """

    shown: Window
    coverages: tuple[Coverage, ...]
    lanes: tuple[Lane, ...]


def timeline_of(rules: RulePack, material: Material) -> Timeline:
    """The timeline of a response.

    Tables of the medical and the special-care part are left out: no period of treatment or punishment is drawn beside
    where somebody lived.
    """
    look = Looking(material)
    lanes = tuple(lane for table in dated_tables(material.pack) if (lane := _lane(look, material.pack, table)).stays)
    coverages = tuple(_coverages(rules, look))
    days = [window.first_day for window in (one.window for one in coverages)]
    days += [day for lane in lanes for stay in lane.stays if (day := stay.period.start.earliest) != date.min]
    first = min(days, default=material.as_of)
    return Timeline(Window(min(first, material.as_of), material.as_of), coverages, lanes)


def dated_tables(pack: FormPack) -> Iterator[Item]:
    """Questions whose rows say from when to when, outside the medical and the special-care part."""
    for item in pack.index:
        ends = (pack.index.get(item.link_id + _FROM), pack.index.get(item.link_id + _TO))
        is_dated = all(end is not None and end.type is ItemType.DATE for end in ends)
        if is_dated and item.ext.sensitivity is Sensitivity.PERSONAL:
            yield item


def _lane(look: Looking, pack: FormPack, table: Item) -> Lane:
    holder = pack.index.table(table.link_id + _FROM) or table
    columns = [one for one in pack.index.columns(holder.link_id) if one.type is not ItemType.DATE]
    stays = []
    for row in look.rows(table.link_id + _FROM):
        start, end = look.day_range(table.link_id + _FROM, row), look.day_range(table.link_id + _TO, row)
        cells = tuple((one.link_id, row) for one in columns if _is_given(look.answer(one.link_id, row)))
        if start is None:
            if not cells:
                continue
            start = ANY_DAY  # what was said of it is drawn although nobody said since when
        until = DayRange(look.as_of, look.as_of) if end is None else end
        stays.append(Stay(Period(start, until, (table.link_id, row)), end is None, cells))
    return Lane(
        table.link_id, tuple(sorted(stays, key=lambda stay: (stay.period.start.earliest, stay.period.start.latest)))
    )


def _is_given(answer: Answer | None) -> bool:
    return answer is not None and answer.state is AnswerState.VALUE


def _coverages(rules: RulePack, look: Looking) -> Iterator[Coverage]:
    for rule in rules.rules:
        if isinstance(rule, CoverageRule):
            window = window_of(look, rule.lookback, rule.born, rule.school_age)
            if window is not None:
                read = (period for _, period in look.periods(rule.spans))
                yield Coverage(rule, window, bands(read, window))
