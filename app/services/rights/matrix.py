"""Say the table of acts in words: who may do what, where, when, kept apart from whom, and who may see what.

Nothing here is written by hand but the words; every line comes from a row of the table, so the printed matrix cannot
say what the program does not do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.models.domain.act_rows.shared import DECIDED, DRAFTED, EXAMINED, PROPOSED, READ_AGAIN, REVIEWED
from app.models.domain.act_table import GROUPS
from app.models.domain.actor import OfficeKind, Role
from app.models.domain.acts import Action, Gate, Rule
from app.models.domain.authority import is_look
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State
from app.services.texts.catalogue import Catalogue

_PLACES = (
    ("examined", EXAMINED),
    ("reviewed", REVIEWED),
    ("read-again", READ_AGAIN),
    ("drafted", DRAFTED),
    ("proposed", PROPOSED),
    ("decided", DECIDED),
)
_CONTENT = (
    Action.SEE_ANSWERS,
    Action.SEE_MEDICAL_ANSWERS,
    Action.SEE_MASKED_ANSWERS,
    Action.SEE_FINDINGS,
    Action.SEE_MEDICAL_FINDINGS,
    Action.SEE_COMPLAINT,
    Action.SEE_REPORTS,
    Action.SEE_RESULTS,
    Action.SEE_CANDIDATES,
    Action.SEE_REGISTER,
    Action.SEE_SCAN,
    Action.SEE_PAPER,
    Action.SEE_LETTER,
    Action.SEE_DRAFT,
    Action.SEE_CASES,
    Action.SEE_CASE,
    Action.SEE_HISTORY,
    Action.SEE_LOG,
)
"""What there is to see, from the inside of a case to its traces."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One act in words."""

    code: str
    act: str
    offices: tuple[str, ...]
    roles: tuple[str, ...]
    states: str
    conditions: tuple[str, ...]
    """Consent, part in the case, separation, sealed cases, the state that it leads to."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one role sees in one kind of office, and what stays closed to it."""

    role: str
    office: str
    sees: tuple[str, ...]
    closed: tuple[str, ...]


def matrix(texts: Catalogue) -> Iterator[tuple[str, tuple[MatrixRow, ...]]]:
    """Every act in words, by the part of the work."""
    for group, rules in GROUPS:
        yield texts(f"rights.group.{group}"), tuple(_row(texts, rule) for rule in rules)


def sights(texts: Catalogue) -> Iterator[Sight]:
    """What each role sees in each kind of office that has it."""
    for kind in OfficeKind:
        here = [rule for _, rules in GROUPS for rule in rules if kind in rule.offices]
        looks = {rule.action: rule for rule in here if rule.action in _CONTENT}
        for role in Role:
            if not any(role in rule.roles for rule in here):
                continue
            yield Sight(
                _role(texts, role, (kind,)),
                texts(f"office-kind.{kind}"),
                tuple(_sight(texts, looks[action], role, kind) for action in _CONTENT if _has(looks, action, role)),
                tuple(texts(f"event.{action.value}") for action in _CONTENT if not _has(looks, action, role)),
            )


def _has(looks: dict[Action, Rule], action: Action, role: Role) -> bool:
    return action in looks and role in looks[action].roles


def _sight(texts: Catalogue, rule: Rule, role: Role, kind: OfficeKind) -> str:
    name = texts(f"event.{rule.action.value}")
    if rule.part_only:
        return texts("rights.with", what=name, condition=texts("rights.part-only"))
    if rule.second_reader_only:
        return texts("rights.with", what=name, condition=texts("rights.second-reader-only"))
    if rule.examiner_assigned and role is Role.EXAMINER and kind is OfficeKind.INVESTIGATION_OFFICE:
        return texts("rights.with", what=name, condition=texts("rights.examiner-assigned"))
    return name


def _row(texts: Catalogue, rule: Rule) -> MatrixRow:
    return MatrixRow(
        rule.action.value,
        texts(f"event.{rule.action.value}"),
        tuple(texts(f"office-kind.{kind}") for kind in OfficeKind if kind in rule.offices),
        tuple(_role(texts, role, rule.offices) for role in Role if role in rule.roles),
        _states(texts, rule),
        tuple(_conditions(texts, rule)),
    )


def _role(texts: Catalogue, role: Role, offices: Iterable[OfficeKind]) -> str:
    """The examiner of an agency is its assessment staff."""
    if role is Role.EXAMINER and set(offices) == {OfficeKind.AGENCY}:
        return texts("role.examiner.agency")
    return texts(f"role.{role}")


def _states(texts: Catalogue, rule: Rule) -> str:
    if not rule.states:
        return texts("rights.no-state")
    if rule.states == frozenset(State):
        return texts("rights.every-state")
    if rule.states >= BEFORE_NOTIFICATION:
        rest = [texts(f"state.{state}") for state in State if state in rule.states - BEFORE_NOTIFICATION]
        return texts("rights.list").join([texts("rights.before-notification"), *rest])
    return texts("rights.list").join(texts(f"state.{state}") for state in State if state in rule.states)


def _conditions(texts: Catalogue, rule: Rule) -> Iterator[str]:
    if rule.gate is not Gate.NONE:
        yield texts(f"rights.gate.{rule.gate}")
    if rule.assigned_only:
        yield texts("rights.assigned-only")
    if rule.examiner_assigned:
        yield texts("rights.examiner-assigned")
    if rule.part_only:
        yield texts("rights.part-only")
    if rule.second_reader_only:
        yield texts("rights.second-reader-only")
    if rule.takes is not None:
        yield texts("rights.takes")
    apart = list(_apart(texts, rule))
    if apart:
        yield texts("rights.not-after", whom=texts("rights.list").join(apart))
    if rule.unheld:
        yield texts("rights.unheld")
    if rule.sealed_too:
        yield texts("rights.sealed-too")
    yield from _where(texts, rule)
    if not is_look(rule.action) and rule.subject.value == "case" and rule.action is not Action.CLOSE_GLASS:
        yield texts("rights.not-in-emergency")
    if rule.to is not None:
        yield texts("rights.leads-to", state=texts(f"state.{rule.to}"))


def _where(texts: Catalogue, rule: Rule) -> Iterator[str]:
    if rule.not_here or rule.elsewhere:
        yield texts("rights.not-here" if rule.not_here else "rights.elsewhere")


def _apart(texts: Catalogue, rule: Rule) -> Iterator[str]:
    """Whom the doer must not be, by the place in the case where that is a whole place."""
    left = set(rule.not_after)
    for name, place in _PLACES:
        if place <= left:
            left -= place
            yield texts(f"rights.place.{name}")
    for action in Action:
        if action in left:
            yield texts("rights.doer", act=texts(f"event.{action.value}"))
