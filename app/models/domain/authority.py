"""Who may do what, when: the one table of acts and the one function that decides.

Every service call names an :class:`Action`. Its row says in which kind of office, in which role, in which state of
the candidate or case, behind which consent and by whom *not* it may be done, and which state it leads to. The vault
records the row's event in the same transaction. Nothing else in the program decides about permission.

Source: Act (令和6年法律第27号) Art. 12 to 16; the separation of roles follows 関与の制限 of the operating standards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, OfficeKind, Role
from app.models.domain.acts import Action, Compartment, Gate, Rule, Subject
from app.models.domain.custody import Standing
from app.models.domain.event_kinds import KINDS
from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import State

__all__ = [
    "Action",
    "Compartment",
    "Facts",
    "Gate",
    "Granted",
    "Refusal",
    "Refused",
    "Rule",
    "Subject",
    "authorise",
    "is_look",
]


_ASSIGNING = {OfficeKind.INVESTIGATION_OFFICE}
IN_DOUBT = frozenset(
    {
        Action.UNLOCK,
        Action.LOCK,
        Action.SEE_LOG,
        Action.VERIFY_LOG,
        Action.VERIFY_SLIP,
        Action.PRINT_SLIP,
        Action.EXPORT_LOG,
        Action.REANCHOR,
        Action.MAKE_SHEET,
        Action.SEE_BACKUPS,
        Action.DRILL,
        Action.RESTORE,
        Action.CONFIRM_RESTORE,
        Action.BIND_TOKEN,
    }
)
"""What may be done while the record is in doubt: look at it, prove it, anchor it anew, go back to a backup.

Binding the own token is among it: where the office requires tokens, nobody could clear the doubt otherwise.
"""
IN_DOUBT_ROLES = frozenset({Role.SECURITY_OFFICER, Role.AUDITOR})
"""Who may enter meanwhile."""
WITHOUT_TOKEN = frozenset(
    {
        Action.UNLOCK,
        Action.LOCK,
        Action.SEE_TODAY,
        Action.SEE_KEYS,
        Action.CHANGE_PASSPHRASE,
        Action.BIND_TOKEN,
    }
)
"""What an officer may do whose slot needs no hardware token where the office requires one."""


class Refusal(StrEnum):
    """Why an act is refused; the error texts ``access.<value>`` explain it."""

    OFFICE = "wrong-office"
    ROLE = "wrong-role"
    STATE = "wrong-state"
    CONSENT = "no-consent"
    INQUIRY_CONSENT = "no-inquiry-consent"
    SEALED = "sealed"
    HELD = "held"
    SAME_PERSON = "same-person"
    NOT_ASSIGNED = "not-assigned"
    NOT_OF_CASE = "not-of-case"
    """The officer holds the role, but not in this case."""
    PART_TAKEN = "part-taken"
    EMERGENCY = "emergency-read-only"
    """The officer reads the case in an emergency (非常時閲覧) and changes nothing meanwhile."""
    HERE = "case-here"
    """The act is about a case that is not here, and this one is."""
    SENDING = "case-sending"
    """A transfer of the case is being prepared: it is only read here."""
    AWAY = "case-away"
    """The case is at another station."""
    CONTESTED = "case-contested"
    """Two stations claim the case, and nobody has decided yet."""
    DOUBTED = "case-doubted"
    """The vault was restored, and nobody has confirmed yet that the case is still here."""
    RECORD_IN_DOUBT = "record-in-doubt"
    UNBOUND = "token-required"
    """The office requires a hardware token, and the officer's slot needs none yet."""
    LEASED = "case-leased"
    """Another window works on the case."""
    RECUSED = "kept-from"
    """The case is kept from the officer (除斥); to them it is as if it were not there."""
    LEFT = "officer-left"
    """The officer was let go, or the term ended, while the vault was open."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the table needs to know about one candidate, refusal or case, read in the transaction of the act."""

    state: State | None = None
    consented: bool = False
    consented_to_inquiries: bool = False
    sealed: bool = False
    assignee: PersonId | None = None
    held: bool = False
    """A hold (廃棄の停止) is in force."""
    reviewer: PersonId | None = None
    decider: PersonId | None = None
    emergency: bool = False
    """An emergency access of the acting officer to this case is open at this moment."""
    compartment: Compartment = Compartment.CASE
    """Where a paper lies that is looked at."""
    doers: Mapping[Action, frozenset[PersonId]] = field(default_factory=dict)
    """Who has done what in this case so far, from the record."""
    standing: Standing = Standing.HERE
    """Whether the case is here to be worked on (所管)."""
    leased_by: PersonId | None = None
    """Whose other window works on the case now."""
    second_reader: PersonId | None = None
    """Who reads the case a second time, with its identity masked (抽出点検)."""
    recused: frozenset[PersonId] = frozenset()
    """From whom the case is kept."""
    holder: str = ""
    """The station that has the case, or to which it goes."""
    has_left: bool = False
    """The acting officer was let go, or the term ended, since the vault was unlocked."""
    record_in_doubt: bool = False
    """The record does not agree with its anchor, so nothing that was done before can be relied on."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The act is permitted under this rule."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Refused:
    """The act is refused; nothing was read or written."""

    action: Action
    why: Refusal


def authorise(actor: Actor, action: Action, facts: Facts) -> Granted | Refused:
    """Decide whether an officer may do something now.

    Args:
        actor: The unlocked officer.
        action: What is to be done.
        facts: State, consents and earlier doers of what it is done to; empty for acts on the office as a whole.

    Returns:
        The rule to apply, or the first reason against it. Reasons are ordered so that an officer without the role
        learns nothing about the case.
    """
    rule = RULES[action]
    if actor.person in facts.recused:
        refusal: Refusal | None = Refusal.RECUSED  # before all else: any other reason would tell that the case is there
    else:
        refusal = _against_officer(actor, rule, facts)
    if refusal is None and rule.subject is Subject.OFFICE:
        refusal = _against_paper(actor, rule, facts)
    elif refusal is None:
        refusal = _against_person(actor, rule, facts) or _against_matter(rule, facts)
    return Refused(action, refusal) if refusal else Granted(rule)


def _against_officer(actor: Actor, rule: Rule, facts: Facts) -> Refusal | None:
    """What speaks against the officer whatever the act is done to."""
    action = rule.action
    if actor.office_kind not in rule.offices:
        return Refusal.OFFICE
    if not actor.roles & rule.roles:
        return Refusal.ROLE
    if facts.has_left:
        return Refusal.LEFT
    if actor.lacks_token and action not in WITHOUT_TOKEN:
        return Refusal.UNBOUND
    in_doubt = facts.record_in_doubt and (action not in IN_DOUBT or not actor.roles & IN_DOUBT_ROLES)
    return Refusal.RECORD_IN_DOUBT if in_doubt else None


def is_look(action: Action) -> bool:
    """Whether an act only reads."""
    return KINDS[action.value] in {"look", "search"}


def _against_paper(actor: Actor, rule: Rule, facts: Facts) -> Refusal | None:
    """A paper that is looked at is read by whoever may read the compartment in which it lies."""
    for door in RULES.values():
        if door.shows is facts.compartment and door.subject is Subject.OFFICE:
            if actor.office_kind not in door.offices:
                return Refusal.OFFICE
            if not actor.roles & door.roles:
                return Refusal.ROLE
    if facts.sealed and not rule.sealed_too:
        return Refusal.SEALED
    if facts.standing in _GONE and not rule.sealed_too:
        return Refusal.AWAY
    return Refusal.EMERGENCY if facts.emergency and not is_look(rule.action) else None


def _against_person(actor: Actor, rule: Rule, facts: Facts) -> Refusal | None:
    reads_in_emergency = facts.emergency and is_look(rule.action)
    if facts.emergency and not reads_in_emergency and rule.action is not Action.CLOSE_GLASS:
        return Refusal.EMERGENCY
    if any(actor.person in facts.doers.get(other, frozenset()) for other in rule.not_after):
        return Refusal.SAME_PERSON
    if rule.takes is not None and _holder(facts, rule.takes) not in {None, actor.person}:
        return Refusal.PART_TAKEN
    return None if reads_in_emergency else _against_part(actor, rule, facts)


def _against_part(actor: Actor, rule: Rule, facts: Facts) -> Refusal | None:
    """Who has no part in the case, or not the one that the act needs."""
    is_mere_examiner = actor.roles & rule.roles == {Role.EXAMINER} and actor.office_kind in _ASSIGNING
    if (rule.assigned_only or (rule.examiner_assigned and is_mere_examiner)) and facts.assignee != actor.person:
        return Refusal.NOT_ASSIGNED
    if rule.second_reader_only and facts.second_reader != actor.person:
        return Refusal.NOT_ASSIGNED
    if rule.second_reader_only and actor.person in {facts.assignee, facts.reviewer, facts.decider}:
        return Refusal.SAME_PERSON
    if rule.part_only and not any(_holder(facts, role) == actor.person for role in actor.roles & rule.roles):
        return Refusal.NOT_OF_CASE
    return None


def _holder(facts: Facts, role: Role) -> PersonId | None:
    """Who has a part in the case."""
    parts = {Role.EXAMINER: facts.assignee, Role.REVIEWER: facts.reviewer, Role.DECIDING_OFFICER: facts.decider}
    return parts.get(role)


def _against_matter(rule: Rule, facts: Facts) -> Refusal | None:
    if facts.sealed and not rule.sealed_too:
        return Refusal.SEALED
    return _against_custody(rule, facts) or _against_state(rule, facts)


def _against_state(rule: Rule, facts: Facts) -> Refusal | None:
    if rule.gate is not Gate.NONE and not facts.consented:
        return Refusal.CONSENT
    if rule.gate is Gate.INQUIRIES and not facts.consented_to_inquiries:
        return Refusal.INQUIRY_CONSENT
    if facts.state not in rule.states:
        return Refusal.STATE
    if rule.leased and facts.leased_by is not None:
        return Refusal.LEASED
    return Refusal.HELD if facts.held and rule.unheld else None


_GONE = frozenset({Standing.AWAY, Standing.RELEASED})
_ELSEWHERE = {
    Standing.SENDING: Refusal.SENDING,
    Standing.AWAY: Refusal.AWAY,
    Standing.RELEASED: Refusal.AWAY,
    Standing.CONTESTED: Refusal.CONTESTED,
    Standing.DOUBTED: Refusal.DOUBTED,
}


def _against_custody(rule: Rule, facts: Facts) -> Refusal | None:
    """One case, one desk: what is not here is not changed here, and the copy of what has left is not read either."""
    if facts.standing is Standing.HERE:
        return Refusal.HERE if rule.not_here else None
    if facts.standing in rule.elsewhere:
        return None
    if is_look(rule.action) and (facts.standing not in _GONE or rule.sealed_too):
        return None
    return _ELSEWHERE[facts.standing]
