"""The table of Japanese eras (元号) and what a day is called in it; it must not parse text.

A new era is announced about a month before it starts, so the table is data: every function that needs it takes it as
an argument with the shipped table as the default, and a rule pack can hand in a longer one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    """One era.

    Attributes:
        code: Stable name for data, for example ``showa``.
        name: Name as written, 昭和.
        short: The single character of forms, 昭.
        letter: The roman letter of spreadsheets, ``S``.
        first_day: First day that carries the name.
        last_day: Last day that carries the name, or None while the era runs. 明治 and 大正 end on the day the next
            era starts, because that day is written both ways.
    """

    code: str
    name: str
    short: str
    letter: str
    first_day: date
    last_day: date | None

    def covers(self, earliest: date, latest: date) -> bool:
        """Whether any day from ``earliest`` to ``latest`` carries this era's name."""
        return latest >= self.first_day and (self.last_day is None or earliest <= self.last_day)


ERAS: tuple[Era, ...] = (
    Era("meiji", "明治", "明", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("taisho", "大正", "大", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("showa", "昭和", "昭", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("heisei", "平成", "平", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("reiwa", "令和", "令", "R", date(2019, 5, 1), None),
)

SOLAR_CALENDAR_FROM = date(1873, 1, 1)
"""Japan counted by the lunar calendar before 1 January 1873 (明治6年1月1日); earlier era dates need a table."""


@dataclass(frozen=True, slots=True)
class JapaneseDate:
    """An era date in parts, ready for a sentence of either language.

    Attributes:
        era: The era.
        year: Year of the era; 1 is written 元.
        month: Month, or None where only the year is known.
        day: Day, or None where only the month is known.
    """

    era: Era
    year: int
    month: int | None = None
    day: int | None = None

    @property
    def year_as_written(self) -> str:
        """元 for the first year, otherwise the number."""
        return "元" if self.year == 1 else str(self.year)

    def as_written(self) -> str:
        """The usual written form: 平成元年1月8日, 平成元年1月, 平成元年."""
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{self.era.name}{self.year_as_written}年{month}{day}"


def eras_between(earliest: date, latest: date, eras: Sequence[Era] = ERAS) -> tuple[Era, ...]:
    """Eras that name some day of the interval, oldest first.

    A day that two eras share (1912-07-30, 1926-12-25) is given to the later one, as the registers do.
    """
    named = [era for era in eras if era.covers(earliest, latest)]
    return tuple(
        era for era, later in zip(named, [*named[1:], None], strict=True) if later is None or earliest < later.first_day
    )
