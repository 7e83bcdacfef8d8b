"""The calendar of working days that ships with the program (開庁日の暦)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import msgspec

from app.models.domain.civil_day import civil_day
from app.models.domain.working_days import Holiday, WorkingCalendar
from app.services.resources import CALENDAR


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    day: date
    holiday: Holiday
    name: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    law: str
    announced: str
    first_year: int
    last_year: int
    holidays: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """Where the holidays come from: the law, what was announced, and the years of the table."""

    law: str
    announced: str
    first_year: int
    last_year: int


@cache
def calendar_source() -> CalendarSource:
    """What the shipped calendar says of itself."""
    table = _table()
    return CalendarSource(table.law, table.announced, table.first_year, table.last_year)


@cache
def working_calendar() -> WorkingCalendar:
    """The calendar, read once."""
    table = _table()
    return WorkingCalendar({one.day: one.holiday for one in table.holidays}, table.first_year, table.last_year)


def _table() -> _Table:
    return msgspec.json.decode(CALENDAR.read_bytes(), type=_Table)


def working_days(since: datetime, until: datetime) -> int:
    """How many working days came after the day of ``since``, up to the day of ``until`` and with it."""
    return working_calendar().between(civil_day(since), civil_day(until))
