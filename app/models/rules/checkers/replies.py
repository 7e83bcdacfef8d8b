"""Clocks and answers of inquiries (照会): is a reply due, was a question never answered?"""

from collections.abc import Iterator
from datetime import date

from app.models.domain.inquiry import InquiryState
from app.models.rules.definition import DeadlineRule, MissingReplyRule
from app.models.rules.found import Blank, Certainty, RuleFinding, Used
from app.models.rules.looking import Looking
from app.models.rules.material import Asked

BLANKS = frozenset({"asked", "due"})
MISSING_BLANKS = frozenset({"asked"})


def check_deadline(rule: DeadlineRule, look: Looking) -> Iterator[RuleFinding]:
    """One finding for every awaited reply whose clock, in working days, has run out.

    The clock of the reminder (督促) stops when a reminder went out; that of the reply starts again with it.
    """
    days = look.number(rule.limit)
    for asked in _of_purpose(rule.purpose, look):
        if asked.state is not InquiryState.ASKED or (rule.clock == "reminder" and asked.reminded_on is not None):
            continue
        due = look.material.working_days.after(asked.reminded_on or asked.asked_on, days)
        if (look.material.clocks_on or look.as_of) > due:
            yield _finding(rule, asked, due, ((rule.limit, str(days)),))


def check_missing(rule: MissingReplyRule, look: Looking) -> Iterator[RuleFinding]:
    """One finding for every inquiry that ended without a reply, so that the decision sheet lists it."""
    for asked in _of_purpose(rule.purpose, look):
        if asked.state in {InquiryState.NO_REPLY, InquiryState.DECLINED}:
            yield _finding(rule, asked, None, ())


def _of_purpose(purpose: int | str, look: Looking) -> Iterator[Asked]:
    return (asked for asked in look.material.asked if asked.purpose == purpose)


def _finding(
    rule: DeadlineRule | MissingReplyRule, asked: Asked, due: date | None, parameters: tuple[tuple[str, str], ...]
) -> RuleFinding:
    blanks = [Blank("asked", "day", asked.asked_on.isoformat())]
    if due is not None:
        blanks.append(Blank("due", "day", due.isoformat()))
    return RuleFinding(
        rule=rule.id,
        rule_version=rule.version,
        purpose=rule.purpose,
        certainty=Certainty.CERTAIN,
        used=(Used(asked.state.value, source=asked.id),),
        parameters=parameters,
        blanks=tuple(blanks),
        about=asked.id,
    )
