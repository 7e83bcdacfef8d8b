"""Rows of what follows a decision: complaint and disposal."""

from app.models.domain.act_rows.shared import (
    ADMIN,
    ALL_OFFICES,
    ALL_STATES,
    ASSESSMENT_OFFICES,
    AUDITOR,
    COMPLAINT,
    SECURITY,
    SIGNED_OR_WROTE,
    rule,
)
from app.models.domain.acts import Action, Compartment, Rule, Subject
from app.models.domain.custody import Standing
from app.models.domain.lifecycle import State

ROWS: tuple[Rule, ...] = (
    rule(Action.OPEN_COMPLAINT, Subject.CASE, ASSESSMENT_OFFICES, (COMPLAINT,), ALL_STATES, not_after=SIGNED_OR_WROTE),
    rule(Action.CLOSE_COMPLAINT, Subject.CASE, ASSESSMENT_OFFICES, (COMPLAINT,), ALL_STATES, not_after=SIGNED_OR_WROTE),
    # Only cases whose complaints the same officer may read are listed.
    rule(Action.SEE_COMPLAINT_LIST, Subject.OFFICE, ASSESSMENT_OFFICES, (COMPLAINT,)),
    rule(
        Action.SEE_COMPLAINT,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (COMPLAINT,),
        ALL_STATES,
        sealed_too=True,
        not_after=SIGNED_OR_WROTE,
        shows=Compartment.COMPLAINT,
    ),
    rule(
        Action.MARK_DISPOSAL_DUE,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        (
            State.WITHDRAWN,
            State.NOT_CARRIED_OUT_NOTIFIED,
            State.NOTIFIED_NOT_CLEARED,
            State.DOUBT,
            State.EXPIRED,
            State.OPINION_SENT,
            # For these only once the period has ended.
            State.NOTIFIED_CLEARED,
            State.VALID,
        ),
        to=State.DISPOSAL_DUE,
        sealed_too=True,
        unheld=True,
    ),
    rule(
        Action.DISPOSE,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY,),
        (State.DISPOSAL_DUE,),
        to=State.DISPOSED,
        sealed_too=True,
        unheld=True,
        elsewhere=frozenset({Standing.RELEASED}),
        not_after=frozenset({Action.MARK_DISPOSAL_DUE, Action.MARK_COPY}),
    ),
    rule(
        Action.WITNESS_DISPOSAL,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY, AUDITOR, ADMIN),
        (State.DISPOSAL_DUE,),
        sealed_too=True,
        unheld=True,
        elsewhere=frozenset({Standing.RELEASED}),
        not_after=frozenset({Action.MARK_DISPOSAL_DUE, Action.MARK_COPY}),
    ),
    # What is no case: entries of the register, candidates, rosters, received results.
    rule(Action.DISPOSE_PAPERS, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.WITNESS_PAPERS, Subject.OFFICE, ALL_OFFICES, (SECURITY, AUDITOR, ADMIN)),
    rule(Action.ISSUE_CERTIFICATE, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
)
