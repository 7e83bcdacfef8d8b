"""What the case sheet (案件票) needs before anything else: the head, and what each officer may do now.

It asks the one table of acts and decides nothing by itself; every act is authorised again when it is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action, Subject
from app.models.domain.authority import Facts, Refusal, Refused, authorise
from app.models.domain.custody import Custody, Standing
from app.models.domain.ids import PersonId
from app.models.domain.lease import Lease
from app.models.domain.retention import KeptUntil
from app.models.forms.definition import Bilingual
from app.models.views.records import Case, EmergencyAccess
from app.services.desk import Act
from app.services.fairness.escalating import Escalation, is_nobody_left, last_escalation
from app.services.guard_seam import Cleared, cleared_in
from app.services.packs.shelf import PackShelf
from app.services.retention.clocks import clock_of_case, pack_of


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One case as an officer meets it.

    Attributes:
        case: The head.
        names: Names of the officers of this office.
        refusals: For each act on a case, why this officer may not do it now; None when it may be done.
        doable_by: For each act on a case, the officers of this office who may do it now.
        examiners: Officers to whom the case can be given.
        emergency: The emergency access under which this officer reads the case now.
    """

    case: Case
    names: Mapping[PersonId, str]
    refusals: Mapping[Action, Refusal | None]
    doable_by: Mapping[Action, tuple[PersonId, ...]]
    examiners: tuple[PersonId, ...]
    kept: KeptUntil | None
    """Until when the case is kept; None while nothing has ended it."""
    kept_as: Bilingual | None
    """Name of the retention class."""
    emergency: EmergencyAccess | None = None
    custody: Custody | None = None
    """Where the case is; None when it was opened here and never left."""
    is_nobody_left: bool = False
    """The case is kept from every examiner of the office, and this officer may ask for another."""
    escalated: Escalation | None = None
    """The newest request for another examiner, for whoever may make one."""
    leased_by: PersonId | None = None
    """Whose other window works on the case, so that it is only read here."""
    is_drawn: bool = False
    """The case was drawn for a second reading, and this officer does not read it without a name."""
    cleared: Cleared = frozenset()
    """Clauses of which somebody said that they are no prohibited matter."""

    def may(self, action: Action) -> bool:
        """Whether this officer may do it now."""
        return self.refusals[action] is None


def sheet_of(act: Act, packs: PackShelf) -> CaseSheet:
    """The sheet of the case of an act; whoever could change the case has its lease from then on, where it is free."""
    officers = [officer for officer in act.unit.people.officers() if officer.ended_at is None]
    acts = [rule.action for rule in RULES.values() if rule.subject is Subject.CASE]
    kept = clock_of_case(act.case, packs)
    is_here = act.facts.standing is Standing.HERE and not act.case.sealed
    # Who reads the case without a name is told to nobody by its sheet, and least of all to that reader.
    nameless = replace(act.facts, second_reader=None)
    refusals = {action: _refusal(act.actor, action, nameless) for action in acts}
    seats = [one.beside(act.actor) for one in officers]
    at_their_desk = replace(nameless, emergency=False, leased_by=None)
    may_ask = is_here and refusals[Action.ESCALATE] is None
    if any(RULES[action].leased and refusal is None for action, refusal in refusals.items()):
        act.unit.leases.take(Lease(act.case.case_id, act.actor.person, act.actor.session, act.at))
    return CaseSheet(
        case=act.case,
        names={officer.person_id: officer.name for officer in act.unit.people.officers()},
        refusals=refusals,
        leased_by=act.facts.leased_by,
        doable_by={
            action: tuple(seat.person for seat in seats if _refusal(seat, action, at_their_desk) is None)
            for action in acts
        },
        examiners=tuple(officer.person_id for officer in officers if officer.holds(Role.EXAMINER)),
        is_nobody_left=may_ask and is_nobody_left(act.unit, act.case.case_id),
        escalated=last_escalation(act.unit, act.case.case_id) if may_ask else None,
        kept=kept,
        kept_as=pack_of(packs, act.case.pack_digest).retention(kept.period.code).name if kept else None,
        emergency=act.unit.emergencies.open_of(act.case.case_id, act.actor.person, act.at),
        custody=act.unit.custody.find(act.case.case_id),
        is_drawn=refusals[Action.SEE_FINDINGS] is None and _is_drawn(act),
        cleared=cleared_in(act.unit, act.case.case_id) if is_here else frozenset(),
    )


def _is_drawn(act: Act) -> bool:
    row = act.unit.sampling.of_case(act.case.case_id)
    return row is not None and (row.given_at is not None or row.reader != act.actor.person)


def _refusal(actor: Actor, action: Action, facts: Facts) -> Refusal | None:
    answer = authorise(actor, action, facts)
    return answer.why if isinstance(answer, Refused) else None
