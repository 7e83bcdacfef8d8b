"""The calendar of working days that ships with the program (開庁日の暦)."""

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


@cache
def working_calendar() -> WorkingCalendar:
    """The calendar, read once."""
    table = msgspec.json.decode(CALENDAR.read_bytes(), type=_Table)
    return WorkingCalendar({one.day: one.holiday for one in table.holidays}, table.first_year, table.last_year)


def working_days(since: datetime, until: datetime) -> int:
    """How many working days came after the day of ``since``, up to the day of ``until`` and with it."""
    return working_calendar().between(civil_day(since), civil_day(until))
