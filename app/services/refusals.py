"""The error that an officer gets for each reason for which the table of acts refuses."""

from collections.abc import Callable

from app.models.domain.authority import Refusal
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError

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
    # Word for word what comes for a case that is not here.
    Refusal.RECUSED: lambda: InvalidInputError("record.not-found"),
    Refusal.LEASED: lambda: GateClosedError("access.case-leased"),
    Refusal.LEFT: lambda: NotAuthorisedError("access.officer-left"),
    Refusal.RECORD_IN_DOUBT: lambda: GateClosedError("access.record-in-doubt"),
    Refusal.UNBOUND: lambda: GateClosedError("access.token-required"),
    Refusal.HERE: lambda: GateClosedError("access.case-here"),
    Refusal.CONTESTED: lambda: GateClosedError("access.case-contested"),
    Refusal.DOUBTED: lambda: GateClosedError("access.case-doubted"),
}
_ELSEWHERE: dict[Refusal, Callable[[str], AppError]] = {
    Refusal.SENDING: lambda station: GateClosedError("access.case-sending", station=station),
    Refusal.AWAY: lambda station: GateClosedError("access.case-away", station=station),
}
"""Refusals that say where the case is."""


def error_of(refusal: Refusal, holder: str) -> AppError:
    """The error to raise; ``holder`` is the station that has the case, where that is the reason."""
    where = _ELSEWHERE.get(refusal)
    return _ERRORS[refusal]() if where is None else where(holder)
