"""Dates as letters print them: always in both calendars, whole days only."""

from datetime import date

from app.models.domain.dates import PartialDate
from app.services.texts.catalogue import Language

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def both_calendars(day: date, language: Language) -> str:
    """令和7年6月2日（2025年6月2日）, or ``2 June 2025 (Reiwa 7)``."""
    eras = PartialDate.of_day(day).to_japanese()
    if language is Language.JAPANESE:
        western = f"{day.year}年{day.month}月{day.day}日"
        return f"{eras[0].as_written()}（{western}）" if eras else western
    western = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{western} ({eras[0].era.code.capitalize()} {eras[0].year})" if eras else western


def partly_in_both_calendars(written: PartialDate, western: str, language: Language) -> str:
    """昭和63年4月（1988年4月）; a whole day as :func:`both_calendars`, and ``western`` where no one era has all of it.

    Args:
        written: A date of any precision.
        western: The same in words of the western calendar.
        language: Of the words.
    """
    if written.day is not None:
        return both_calendars(written.day, language)
    eras = written.to_japanese()
    if len(eras) != 1:
        return western
    if language is Language.JAPANESE:
        return f"{eras[0].as_written()}（{western}）"
    return f"{western} ({eras[0].era.code.capitalize()} {eras[0].year})"
