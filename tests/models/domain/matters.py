"""A candidate, case or register entry as the table of acts sees it, moved by nothing but granted acts."""

from dataclasses import dataclass, replace

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, OfficeKind, Role
from app.models.domain.acts import Action, Rule, Subject
from app.models.domain.authority import Facts, Granted, authorise
from app.models.domain.ids import PersonId, StationId
from app.models.domain.lifecycle import State

SEALED_ACTS = frozenset(
    {
        Action.SEE_CASE,
        Action.MARK_DISPOSAL_DUE,
        Action.DISPOSE,
        Action.WITNESS_DISPOSAL,
        Action.SEE_HOLDS,
        Action.PREPARE_NOT_CARRIED_OUT,
        Action.PREPARE_WITHDRAWAL,
        Action.SEE_HISTORY,
        Action.SEE_COMPLAINT,
        Action.SEE_GLASS_REASON,
        Action.ISSUE_STATEMENT,
        Action.SET_HOLD,
        Action.END_HOLD,
        Action.CLOSE_GLASS,
        Action.REVIEW_GLASS,
        Action.PREPARE_RECALL,
        Action.RECALL_CASE,
        Action.COMPARE_CUSTODY,
        Action.DECIDE_CUSTODY,
        Action.CONFIRM_CUSTODY,
        Action.WITNESS_CUSTODY,
        Action.MARK_COPY,
    }
)
"""All that may still happen to a matter whose consent was withdrawn."""

DRAFTING = frozenset(
    {
        Action.FLAG_ANSWER,
        Action.RESOLVE_FLAG,
        Action.ASK_POINT,
        Action.CLOSE_POINT,
        Action.WRITE_NOTE,
        Action.WRITE_FINDING,
        Action.SUBMIT_FINDINGS,
        Action.OPEN_EVALUATION,
        Action.WRITE_EVALUATION,
    }
)
FIRST_SIGNING = frozenset(
    {Action.ACCEPT_POINT, Action.RETURN_FINDINGS, Action.ACCEPT_FINDINGS, Action.SIGN_OPINION, Action.SIGN_DECISION},
)
DECIDING = frozenset({Action.CONFIRM_OPINION, Action.CONFIRM_CLEARED, Action.CONFIRM_NOT_CLEARED})
PLACES = (DRAFTING, FIRST_SIGNING, DECIDING)
"""起案, 審査, 決裁: no person may stand in two of them in one case."""

OUTCOMES = frozenset(
    {
        State.OPINION_SIGNED,
        State.OPINION_SENT,
        State.DECIDED_CLEARED,
        State.DECIDED_NOT_CLEARED,
        State.NOTIFIED_CLEARED,
        State.NOTIFIED_NOT_CLEARED,
        State.VALID,
        State.DOUBT,
        State.EXPIRED,
    }
)
"""States that say something about a person."""


def officer(name: str, roles: frozenset[Role], kind: OfficeKind) -> Actor:
    return Actor(PersonId(name), roles, kind, StationId("S1"), "session")


@dataclass(frozen=True)
class Matter:
    """One subject of acts, with what was done to it."""

    subject: Subject
    kind: OfficeKind
    facts: Facts
    was_consented: bool = False
    was_withdrawn: bool = False

    @classmethod
    def listed(cls) -> "Matter":
        """A row of an imported roster in an agency."""
        return cls(Subject.CANDIDATE, OfficeKind.AGENCY, Facts(state=State.LISTED))

    @classmethod
    def requested(cls, *, consented: bool = True) -> "Matter":
        """A case as an admitted request opens it in the investigation office."""
        facts = Facts(state=State.INVESTIGATION_REQUESTED, consented=consented, consented_to_inquiries=consented)
        return cls(Subject.CASE, OfficeKind.INVESTIGATION_OFFICE, facts, was_consented=consented)

    def permitted(self, actor: Actor, action: Action) -> bool:
        """Whether the one function lets the act through, for this kind of subject."""
        fits = RULES[action].subject is self.subject and actor.office_kind is self.kind
        return fits and isinstance(authorise(actor, action, self.facts), Granted)

    def after(self, actor: Actor, action: Action, assignee: PersonId | None = None) -> "Matter":
        """The matter once the desk has carried out a granted act."""
        rule = RULES[action]
        moved = replace(self, facts=self._done(actor, rule, assignee))
        if action is Action.RECORD_CONSENT:
            # The case is a subject of its own; what was done to the candidate stays with the candidate.
            return replace(
                moved, subject=Subject.CASE, facts=Facts(State.CONSENTED, consented=True), was_consented=True
            )
        if action is Action.RECORD_REFUSAL:
            return replace(moved, subject=Subject.REFUSAL, facts=replace(moved.facts, sealed=True))
        if action in {Action.RECORD_WITHDRAWAL, Action.ADMIT_WITHDRAWAL}:
            sealed = replace(moved.facts, sealed=True, consented=False, consented_to_inquiries=False, assignee=None)
            return replace(moved, facts=sealed, was_withdrawn=True)
        return moved

    def _done(self, actor: Actor, rule: Rule, assignee: PersonId | None) -> Facts:
        doers = dict(self.facts.doers)
        doers[rule.action] = doers.get(rule.action, frozenset()) | {actor.person}
        facts = replace(self.facts, doers=doers, state=rule.to or self.facts.state)
        if rule.action is Action.ASSIGN:
            facts = replace(facts, assignee=assignee)
        if rule.action is Action.RECORD_INQUIRY_CONSENT:
            facts = replace(facts, consented_to_inquiries=True)
        return facts

    def places_of(self, person: PersonId) -> int:
        """In how many of drafting, first signing and deciding the person took part."""
        return sum(any(person in self.facts.doers.get(action, frozenset()) for action in place) for place in PLACES)
