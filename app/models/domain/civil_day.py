"""The civil day in Japan of an instant; documents and notices carry days, the record carries instants."""

from datetime import date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))
"""Japan has one zone and no summer time."""


def civil_day(instant: datetime) -> date:
    """The day on the calendar in Japan, where it is tomorrow already when it is evening in UTC."""
    return instant.astimezone(JAPAN).date()
