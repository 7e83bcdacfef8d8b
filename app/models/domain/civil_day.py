"""The civil day in Japan of an instant; documents and notices carry days, the record carries instants."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))
"""Japan has one zone and no summer time."""


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month that a day lies in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def civil_day(instant: datetime) -> date:
    """The day on the calendar in Japan, where it is tomorrow already when it is evening in UTC."""
    return instant.astimezone(JAPAN).date()
