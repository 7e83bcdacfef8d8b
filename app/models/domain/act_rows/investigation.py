"""Rows of looking at cases and of the investigation office."""

from app.models.domain.act_rows.shared import (
    ALL_OFFICES,
    ALL_STATES,
    ASSESSMENT_OFFICES,
    CASE_ROLES,
    DECIDED,
    DECIDER,
    EXAMINED,
    EXAMINER,
    INVESTIGATING,
    INVESTIGATION,
    NOTIFIED,
    REVIEWED,
    REVIEWER,
    SECURITY,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State

ROWS: tuple[Rule, ...] = (
    # Looking at cases
    rule(Action.SEE_CASES, Subject.OFFICE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY)),
    rule(Action.SEE_CASE, Subject.CASE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY), ALL_STATES, sealed_too=True),
    rule(
        Action.SEE_ANSWERS,
        Subject.CASE,
        (INVESTIGATION,),
        CASE_ROLES,
        BEFORE_NOTIFICATION,
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
    ),
    rule(
        Action.SEE_FINDINGS,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        CASE_ROLES,
        BEFORE_NOTIFICATION | set(NOTIFIED),
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
    ),
    rule(Action.SEE_LETTER, Subject.OFFICE, ALL_OFFICES, (EXAMINER, DECIDER, SECURITY)),
    # Review in the investigation office
    rule(
        Action.ASSIGN,
        Subject.CASE,
        (INVESTIGATION,),
        (REVIEWER, DECIDER),
        INVESTIGATING,
        gate=Gate.ASSESSMENT,
    ),
    *(
        rule(
            action,
            Subject.CASE,
            (INVESTIGATION,),
            (EXAMINER,),
            (State.UNDER_INVESTIGATION,),
            gate=Gate.ASSESSMENT,
            assigned_only=True,
            not_after=REVIEWED | DECIDED,
        )
        for action in (Action.FLAG_ANSWER, Action.RESOLVE_FLAG, Action.WRITE_NOTE, Action.WRITE_FINDING)
    ),
    rule(
        Action.SUBMIT_FINDINGS,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER,),
        (State.UNDER_INVESTIGATION,),
        to=State.UNDER_REVIEW,
        gate=Gate.ASSESSMENT,
        assigned_only=True,
        not_after=REVIEWED | DECIDED,
    ),
    rule(
        Action.RETURN_FINDINGS,
        Subject.CASE,
        (INVESTIGATION,),
        (REVIEWER,),
        (State.UNDER_REVIEW,),
        to=State.UNDER_INVESTIGATION,
        gate=Gate.ASSESSMENT,
        not_after=EXAMINED | DECIDED,
    ),
    rule(
        Action.ACCEPT_FINDINGS,
        Subject.CASE,
        (INVESTIGATION,),
        (REVIEWER,),
        (State.UNDER_REVIEW,),
        to=State.REVIEW_ACCEPTED,
        gate=Gate.ASSESSMENT,
        not_after=EXAMINED | DECIDED,
    ),
    rule(
        Action.SIGN_OPINION,
        Subject.CASE,
        (INVESTIGATION,),
        (REVIEWER,),
        (State.REVIEW_ACCEPTED,),
        gate=Gate.ASSESSMENT,
        not_after=EXAMINED | DECIDED,
    ),
    rule(
        Action.CONFIRM_OPINION,
        Subject.CASE,
        (INVESTIGATION,),
        (DECIDER,),
        (State.REVIEW_ACCEPTED,),
        to=State.OPINION_SIGNED,
        gate=Gate.ASSESSMENT,
        not_after=EXAMINED | REVIEWED,
    ),
)
