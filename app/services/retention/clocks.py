"""Which period of which pack holds for what; a case keeps the pack that it was run under."""

from dataclasses import replace
from datetime import date

from app.models.domain.actor import OfficeKind
from app.models.domain.errors import VaultError
from app.models.domain.retention import COPY_CLASS, KeptUntil, case_class, kept_until
from app.models.forms.definition import FormPack
from app.models.views.records import Case
from app.models.views.retention import Clocked, DueList, Expiring
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

_OF_CASES = {
    Clocked.WITHDRAWN: "not-cleared",
    Clocked.CLEARED: "cleared",
    Clocked.NOT_CLEARED: "not-cleared",
    Clocked.INVESTIGATED: "investigated",
    Clocked.COPY: COPY_CLASS,
}
_OF_THE_OFFICE = {
    Clocked.REFUSAL: "not-cleared",
    Clocked.SCREENED_OUT: "screened-out",
    Clocked.ROSTER: "roster",
    Clocked.RESULT_CLEARED: "contractor-cleared",
    Clocked.RESULT_OTHER: "contractor-other",
}


def due_lists(unit: Unit, packs: PackShelf) -> list[DueList]:
    """Every list of things that can fall due, always in the same order."""
    lists = [
        DueList(things, pack_of(packs, digest).retention(code).period, digest)
        for digest in unit.expiry.packs()
        for things, code in _OF_CASES.items()
    ]
    current = packs.current.pack
    is_contractor = unit.people.station().office_kind is OfficeKind.CONTRACTOR
    of_the_office = _OF_THE_OFFICE | {Clocked.CARRIED: "contractor-other" if is_contractor else "not-cleared"}
    return lists + [DueList(things, current.retention(code).period) for things, code in of_the_office.items()]


def clock_of_case(case: Case, packs: PackShelf) -> KeptUntil | None:
    """When a case must be destroyed; None while nothing has ended it."""
    found = case_class(
        withdrawn_on=case.withdrawn_on,
        notified_on=case.notified_on,
        cleared=case.valid_until is not None,
        ended_on=case.ended_on,
    )
    if found is None:
        return None
    code, event = found
    return kept_until(pack_of(packs, case.pack_digest).retention(code).period, event)


def pack_of(packs: PackShelf, digest: str) -> FormPack:
    """The pack that a case is run under; the current one where this program does not hold that version any more."""
    try:
        return packs.by_digest(digest).pack
    except VaultError:
        return packs.current.pack


def with_holds(unit: Unit, things: list[Expiring], today: date) -> list[Expiring]:
    """The same things, each with the hold that is in force."""
    holds = unit.holds.in_force([thing.subject for thing in things], today)
    return [
        replace(thing, held_for=holds[thing.subject].ground, held_until=holds[thing.subject].until)
        if thing.subject in holds
        else thing
        for thing in things
    ]
