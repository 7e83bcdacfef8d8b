"""Read what the table of acts needs to know about a case or a paper, in the transaction of the act."""

from datetime import datetime

from app.models.domain.actor import Actor
from app.models.domain.acts import Compartment
from app.models.domain.authority import Facts
from app.models.domain.civil_day import civil_day
from app.models.domain.custody import Standing
from app.models.domain.ids import CaseId, RefusalId
from app.models.views.records import Case
from app.services.vault.unit import Unit


def facts_of_paper(unit: Unit, owner: str, actor: Actor, at: datetime) -> Facts:
    """A paper lies where its owner is: in a case, or in the register of refusals and withdrawals."""
    case = unit.cases.find(CaseId(owner))
    if case is not None:
        custody = unit.custody.find(case.case_id)
        standing = Standing.HERE if custody is None else custody.standing
        holder = "" if custody is None else custody.partner
        is_open = unit.emergencies.is_open(case.case_id, actor.person, at)
        recused = unit.fairness.recused(case.case_id)
        return Facts(sealed=case.sealed, standing=standing, holder=holder, emergency=is_open, recused=recused)
    is_register = unit.register.holds(RefusalId(owner))
    return Facts(compartment=Compartment.REGISTER if is_register else Compartment.CASE)


def facts_of_case(unit: Unit, case: Case, actor: Actor, at: datetime) -> Facts:
    """State, consents, parts and earlier doers of a case, as an officer meets it at a moment."""
    withdrawn = case.withdrawn_on is not None
    custody, doers = unit.custody.find(case.case_id), unit.record.doers(case.case_id)
    for action, people in unit.custody.doers(case.case_id).items():
        doers[action] = doers.get(action, frozenset()) | people
    lease, reading = unit.leases.find(case.case_id), unit.sampling.of_case(case.case_id)
    return Facts(
        state=case.state,
        consented=case.consented_on is not None and not withdrawn,
        consented_to_inquiries=case.inquiries_consented_on is not None and not withdrawn,
        sealed=case.sealed,
        assignee=case.assignee,
        held=bool(unit.holds.in_force([case.case_id], civil_day(at))),
        reviewer=case.reviewer,
        decider=case.decider,
        emergency=unit.emergencies.is_open(case.case_id, actor.person, at),
        standing=Standing.HERE if custody is None else custody.standing,
        holder="" if custody is None else custody.partner,
        recused=unit.fairness.recused(case.case_id),
        second_reader=None if reading is None else reading.reader,
        leased_by=lease.person_id if lease is not None and lease.binds(actor.session, at) else None,
        doers=doers,
    )
