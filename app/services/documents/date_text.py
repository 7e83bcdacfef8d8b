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
