"""What can be sent, by kind: cases, register entries, and what is written here to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action, Subject
from app.models.domain.ids import CaseId, StationId
from app.models.domain.lifecycle import State
from app.models.views.queries import CaseQuery
from app.services.bundles.manifest import Kind
from app.services.corrections.keeping import ATTESTED
from app.services.desk import Target
from app.services.exchange.cargo import Offer
from app.services.exchange.departures import DEPARTURES
from app.services.exchange.partners import is_of_a_contractor
from app.services.vault.unit import Unit

_DRAFTED = ("draft", "signed")
_ALL = (*_DRAFTED, "written", "closed")
_MOST_OF_A_KIND = 500


@dataclass(frozen=True, slots=True)
class Sendable:
    """Something that may be sent now.

    Attributes:
        kind: As which kind of bundle.
        target: The case or register entry.
        number: Number of the case; empty for a register entry.
        name: Name of the subject, exactly as given.
        section: Section as given.
        state: Where the case or entry stands; None for what is neither.
        since: Since when.
        earlier: Status of the newest bundle of this kind about it, or empty when there is none.
        only_to: The one station that it may go to, or None.
    """

    kind: Kind
    target: Target
    number: str
    name: str
    section: str
    state: State | None
    since: datetime
    earlier: str = ""
    only_to: StationId | None = None


def look_for(kind: Kind) -> Action:
    """The look that is needed to tell what can be sent as a kind."""
    departure = DEPARTURES[kind]
    if departure.offered is not None:
        return Action.SEE_EXPORTS
    if kind is Kind.CASE_TRANSFER:
        return Action.SEE_CUSTODY
    return Action.SEE_REGISTER if RULES[departure.action].subject is Subject.REFUSAL else Action.SEE_CASES


def sendable(unit: Unit, kind: Kind) -> list[Sendable]:
    """Everything that can be sent as a kind now."""
    departure = DEPARTURES[kind]
    if departure.offered is not None:
        return _offers(unit, kind, departure.offered(unit))
    if kind is Kind.CASE_TRANSFER:
        return _notices(unit)
    rule = RULES[departure.action]
    return _entries(unit, kind) if rule.subject is Subject.REFUSAL else cases_in(unit, kind, rule.states)


def cases_in(unit: Unit, kind: Kind, states: Iterable[State | None]) -> list[Sendable]:
    """Cases in some states, for a kind, in kana order."""
    wanted = tuple(state for state in states if state is not None)
    earlier = _newest_status(unit, kind)
    requested = set(_newest_status(unit, Kind.INVESTIGATION_REQUEST))
    found = []
    for case in unit.cases.page(CaseQuery(states=wanted), None, _MOST_OF_A_KIND):
        if kind is Kind.WITHDRAWAL and case.case_id not in requested:
            continue  # nobody outside knows of the case
        if kind is Kind.CORRECTED_ANSWERS and not unit.documents.newest_of_kind(case.case_id, ATTESTED):
            continue  # nothing was corrected
        if kind is Kind.RESULT and not is_of_a_contractor(unit, case.roster_id):
            continue
        target = Target(case=case.case_id)
        status = earlier.get(case.case_id, "")
        found.append(Sendable(kind, target, case.number, case.name, case.section, case.state, case.changed_at, status))
    return found


def _notices(unit: Unit) -> list[Sendable]:
    """One for each station that believes to have a case that it has not, or not any more."""
    drafted = {
        (one.owner, one.recipient): one.status
        for one in unit.exports.in_status(_DRAFTED)
        if one.kind == Kind.CASE_TRANSFER.value
    }
    found = []
    for placed in unit.custody.every():
        case, kind, target = unit.cases.find(placed.case_id), Kind.CASE_TRANSFER, Target(case=placed.case_id)
        for to in map(StationId, placed.custody.untold):
            if case is not None:
                said, status = (case.number, case.name, case.section), drafted.get((placed.case_id, to), "")
                found.append(Sendable(kind, target, *said, case.state, placed.since, status, to))
    return found


def _entries(unit: Unit, kind: Kind) -> list[Sendable]:
    earlier = _newest_status(unit, kind)
    return [
        Sendable(
            kind,
            Target(entry=entry.entry_id),
            "",
            entry.name,
            entry.section,
            entry.state or State.NON_CONSENT,
            entry.recorded_at,
            earlier.get(entry.entry_id, ""),
        )
        for entry in unit.register.waiting_for_notice()
        if is_of_a_contractor(unit, entry.roster_id)
    ]


def _offers(unit: Unit, kind: Kind, offers: Iterable[Offer]) -> list[Sendable]:
    earlier = _newest_status(unit, kind)
    found = []
    for one in offers:
        status = "" if one.is_new else earlier.get(one.matter, "")
        target = Target(case=CaseId(one.matter)) if one.is_case else Target(matter=one.matter)
        if one.of_case:
            target = Target(case=CaseId(one.of_case), matter=one.matter)
        found.append(Sendable(kind, target, "", one.name, one.section, None, one.since, status, one.only_to))
    return found


def _newest_status(unit: Unit, kind: Kind) -> dict[str, str]:
    """Status of the newest bundle of a kind by what it is about."""
    return {
        subject: one.status
        for one in unit.exports.in_status(_ALL)
        if one.kind == kind.value
        for subject in one.owner.split()
    }
