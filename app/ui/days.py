"""Days as people write and read them: both calendars, and any customary way of typing. Qt-free."""

from datetime import date

from app.models.domain.dates import PartialDate, parse_date
from app.models.domain.errors import InvalidInputError
from app.services.texts.catalogue import Catalogue, Language


def parse_day(text: str) -> date:
    """A whole day.

    Raises:
        InvalidInputError: ``date.unreadable`` or ``date.impossible``.
    """
    day = parse_date(text, field="day").day
    if day is None:
        raise InvalidInputError("date.unreadable", field="day")
    return day


def era_day(day: date, language: Language) -> str:
    """The day by era: 令和7年6月10日, or R7.6.10."""
    japanese = PartialDate.of_day(day).to_japanese()
    if not japanese:
        return day.isoformat()
    if language is Language.JAPANESE:
        return japanese[-1].as_written()
    return f"{japanese[-1].era.letter}{japanese[-1].year}.{day.month}.{day.day}"


def both_calendars(texts: Catalogue, day: date) -> str:
    """The day in both calendars."""
    return texts("ui.day.both", iso=day.isoformat(), era=era_day(day, texts.language))
