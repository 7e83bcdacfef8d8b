"""Renew the vault key, so that no earlier copy of the slots file opens what the vault holds from now on."""

from enum import StrEnum

import msgspec

from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.ids import PersonId
from app.services.ports import Clock
from app.services.stations.handover import granted_to, shared_out
from app.services.vault.slots import SlotFile
from app.services.vault.unit import Unit
from app.services.vault.vault import Vault


class Reason(StrEnum):
    """Why a vault key is renewed; stands in the record."""

    OFFICER_ENDED = "officer-ended"
    ORDERED = "ordered"
    RECOVERY = "recovery"
    SHEETS_REPLACED = "sheets-replaced"


def renew(vault: Vault, clock: Clock, reason: Reason, *, person: PersonId, session: str) -> None:
    """Put the vault under a new key and hand it over to everybody who has a slot, also to who acts.

    Each officer's slot is made anew when that officer unlocks the next time. The shares for the recovery sheets are
    made anew at once.

    Args:
        vault: Open; stays open.
        clock: For the event.
        reason: Why.
        person: Who ordered it.
        session: In which session.

    Raises:
        EnvironmentProblemError: ``vault.busy``: another program is in the vault; disk full or failing. Nothing changed.
    """
    vault_key = vault.entropy(32)

    def plan(unit: Unit) -> SlotFile:
        slots = handed_over(unit, vault_key)
        unit.keys.set_renewal_due("")
        unit.record.append(
            at=clock.now(),
            code="vault.rekeyed",
            person=person,
            station=unit.people.station().station_id,
            session=session,
            subject="",
            purpose="process",
            result="done",
            detail={"reason": reason.value, "slots": len(slots.slots)},
        )
        return slots

    vault.renew(vault_key, plan)


def complete_renewal(vault: Vault, clock: Clock, *, person: PersonId, session: str) -> bool:
    """Renew the key where an earlier act asked for it and was cut off, unless somebody else is in the vault just now.

    Returns:
        Whether no renewal is due any more.

    Raises:
        EnvironmentProblemError: The disk is full or fails.
    """
    with vault.read() as unit:
        reason = unit.keys.renewal_due()
    if not reason:
        return True
    try:
        renew(vault, clock, Reason(reason), person=person, session=session)
    except EnvironmentProblemError as problem:
        if problem.code != "vault.busy":
            raise
        return False
    return True


def handed_over(unit: Unit, vault_key: bytes, *, but: PersonId | None = None) -> SlotFile:
    """The slots file that leads to the new key. Only recipients that stand inside the vault are trusted.

    Args:
        unit: A transaction of the vault that is under the new key.
        vault_key: The new key.
        but: An officer whose slot holds the new key already.
    """
    file = unit.keys.file()
    recipients = {officer.person_id: officer.recipient for officer in unit.people.officers() if not officer.ended_at}
    slots = tuple(slot for slot in file.slots if slot.hdr.slot in recipients)
    others = [PersonId(slot.hdr.slot) for slot in slots if slot.hdr.slot != but]
    grants: dict[str, str] = {one: granted_to(recipients[one], vault_key, unit.entropy) for one in others}
    sheets = unit.keys.recovery_sheets()
    return msgspec.structs.replace(
        file,
        generation=file.generation + 1,
        slots=slots,
        names={slot.hdr.slot: file.names.get(slot.hdr.slot, "") for slot in slots},
        grants=grants,
        recovery=shared_out(sheets, vault_key, unit.entropy) if sheets else None,
    )
