"""The error that an officer gets for each reason for which the table of acts refuses."""

from collections.abc import Callable

from app.models.domain.authority import Refusal
from app.models.domain.errors import AppError, GateClosedError, NotAuthorisedError

_ERRORS: dict[Refusal, Callable[[], AppError]] = {
    Refusal.OFFICE: lambda: NotAuthorisedError("access.wrong-office"),
    Refusal.ROLE: lambda: NotAuthorisedError("access.wrong-role"),
    Refusal.SAME_PERSON: lambda: NotAuthorisedError("access.same-person"),
    Refusal.NOT_ASSIGNED: lambda: NotAuthorisedError("access.not-assigned"),
    Refusal.NOT_OF_CASE: lambda: NotAuthorisedError("access.not-of-case"),
    Refusal.PART_TAKEN: lambda: NotAuthorisedError("access.part-taken"),
    Refusal.EMERGENCY: lambda: NotAuthorisedError("access.emergency-read-only"),
    Refusal.STATE: lambda: GateClosedError("access.wrong-state"),
    Refusal.CONSENT: lambda: GateClosedError("access.no-consent"),
    Refusal.INQUIRY_CONSENT: lambda: GateClosedError("access.no-inquiry-consent"),
    Refusal.SEALED: lambda: GateClosedError("access.sealed"),
    Refusal.HELD: lambda: GateClosedError("access.held"),
    Refusal.LEFT: lambda: NotAuthorisedError("access.officer-left"),
    Refusal.RECORD_IN_DOUBT: lambda: GateClosedError("access.record-in-doubt"),
    Refusal.UNBOUND: lambda: GateClosedError("access.token-required"),
}


def error_of(refusal: Refusal) -> AppError:
    """The error to raise."""
    return _ERRORS[refusal]()
