"""What every part of the form is made with."""

from collections.abc import Callable
from dataclasses import dataclass

from app.models.domain.errors import AppError
from app.ui.jobs.ticket import Submitter
from app.ui.kiosk.look import KioskLook
from app.ui.presenters.kiosk_form import KioskForm
from app.ui.texts import Texts
from app.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Tools:
    """Shared by all parts of one form.

    Attributes:
        runner: For what goes on record at once.
        fail: Tells the person that something could not be done.
    """

    texts: Texts
    theme: Theme
    look: KioskLook
    form: KioskForm
    runner: Submitter
    fail: Callable[[AppError], object]
