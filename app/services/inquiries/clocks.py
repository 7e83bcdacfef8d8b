"""When a body that keeps silent may be reminded (督促): counted in working days by the parameter of the pack."""

from dataclasses import dataclass
from datetime import date

from app.models.domain.inquiry import Inquiry
from app.models.domain.working_days import DAY, Source
from app.models.forms.definition import FormPack
from app.services.calendar import working_calendar

REMINDER = "deadline.inquiry-reminder"


@dataclass(frozen=True, slots=True)
class ReminderClock:
    """The clock of one inquiry that was asked and not answered.

    Attributes:
        days: Working days that must have passed.
        first_day: The first day on which a reminder may be sent.
        source: From what the holidays until then are known.
        is_due: That day has come.
    """

    days: int
    first_day: date
    source: Source
    is_due: bool


def clock_of(pack: FormPack, inquiry: Inquiry, today: date) -> ReminderClock | None:
    """The clock of an inquiry; None where no reminder can be sent any more, or not yet."""
    if inquiry.asked_on is None or not inquiry.awaits_reminder:
        return None
    days, calendar = int(str(pack.parameter(REMINDER, inquiry.asked_on))), working_calendar()
    first_day = calendar.after(inquiry.asked_on, days) + DAY
    return ReminderClock(days, first_day, calendar.source(first_day), today >= first_day)
