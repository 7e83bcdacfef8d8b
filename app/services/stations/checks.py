"""What is checked of an officer between the opened slot and the session."""

from datetime import date

from app.models.domain.errors import VaultError
from app.models.views.records import Officer, Station
from app.services.vault.slots import SlotFile


def require_same_environment(slots: SlotFile, station: Station) -> None:
    """The frame of the rehearsal and its clock went by the open file; the inside of the vault decides.

    Raises:
        VaultError: ``vault.slots-damaged``.
    """
    if slots.environment != station.environment:
        raise VaultError("vault.slots-damaged")


def require_term(officer: Officer, today: date) -> None:
    """An officer acts to the last day of the appointment.

    Raises:
        VaultError: ``vault.officer-expired``.
    """
    if officer.until is not None and officer.until < today:
        raise VaultError("vault.officer-expired")
