"""Rows of keeping: the record and its slips, backups, retention, access in an emergency."""

from app.models.domain.act_rows.shared import (
    ADMIN,
    ALL_OFFICES,
    ALL_ROLES,
    ALL_STATES,
    ASSESSMENT_OFFICES,
    AUDITOR,
    CASE_ROLES,
    COMPLAINT,
    DECIDER,
    EXAMINER,
    INVESTIGATION,
    REVIEWER,
    SECURITY,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.custody import Standing
from app.models.domain.lifecycle import BEFORE_NOTIFICATION

ROWS: tuple[Rule, ...] = (
    # The record
    rule(Action.SEARCH_CASES, Subject.OFFICE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY)),
    rule(Action.SEE_VIEWS, Subject.OFFICE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY)),
    rule(Action.KEEP_VIEW, Subject.OFFICE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY)),
    rule(Action.DROP_VIEW, Subject.OFFICE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY)),
    rule(Action.PRINT_LETTER, Subject.OFFICE, ALL_OFFICES, (EXAMINER, DECIDER, SECURITY)),
    rule(Action.PRINT_MATRIX, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.PRINT_SLIP, Subject.OFFICE, ALL_OFFICES, (SECURITY, AUDITOR, ADMIN)),
    rule(Action.VERIFY_SLIP, Subject.OFFICE, ALL_OFFICES, (SECURITY, AUDITOR)),
    rule(Action.MAKE_SHEET, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.EXPORT_LOG, Subject.OFFICE, ALL_OFFICES, (AUDITOR, SECURITY)),
    rule(Action.REANCHOR, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(
        Action.SEE_HISTORY,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (AUDITOR, SECURITY, COMPLAINT, *CASE_ROLES),
        ALL_STATES,
        sealed_too=True,
        examiner_assigned=True,
    ),
    # From the record alone: the case may be sealed or long destroyed.
    rule(Action.ISSUE_STATEMENT, Subject.OFFICE, ASSESSMENT_OFFICES, (SECURITY, COMPLAINT), sealed_too=True),
    # Backups
    rule(Action.SEE_BACKUPS, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY, AUDITOR)),
    rule(Action.BACK_UP, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY)),
    rule(Action.DRILL, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY, AUDITOR)),
    rule(Action.RESTORE, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY)),
    rule(Action.CONFIRM_RESTORE, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY)),
    # Retention
    rule(Action.SEE_RETENTION, Subject.OFFICE, ALL_OFFICES, (SECURITY, AUDITOR, ADMIN)),
    rule(Action.PRINT_RETENTION, Subject.OFFICE, ALL_OFFICES, (SECURITY, AUDITOR, ADMIN)),
    rule(Action.SEE_HOLDS, Subject.CASE, ASSESSMENT_OFFICES, (SECURITY, COMPLAINT), ALL_STATES, sealed_too=True),
    rule(
        Action.SET_HOLD,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY, COMPLAINT),
        ALL_STATES,
        sealed_too=True,
        elsewhere=frozenset(Standing),
    ),
    rule(
        Action.END_HOLD,
        Subject.CASE,
        ASSESSMENT_OFFICES,
        (SECURITY, COMPLAINT),
        ALL_STATES,
        sealed_too=True,
        elsewhere=frozenset(Standing),
        not_after=frozenset({Action.SET_HOLD}),
    ),
    # Access in an emergency
    rule(
        Action.BREAK_GLASS,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER, REVIEWER),
        BEFORE_NOTIFICATION,
        gate=Gate.ASSESSMENT,
    ),
    rule(
        Action.CLOSE_GLASS,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER, REVIEWER),
        ALL_STATES,
        sealed_too=True,
        elsewhere=frozenset(Standing),
    ),
    rule(
        Action.REVIEW_GLASS,
        Subject.CASE,
        (INVESTIGATION,),
        (SECURITY, AUDITOR),
        ALL_STATES,
        sealed_too=True,
        elsewhere=frozenset(Standing),
        not_after=frozenset({Action.BREAK_GLASS}),
    ),
    rule(
        Action.SEE_GLASS_REASON,
        Subject.CASE,
        (INVESTIGATION,),
        (SECURITY, AUDITOR),
        ALL_STATES,
        sealed_too=True,
        not_after=frozenset({Action.BREAK_GLASS}),
    ),
    rule(Action.SEE_GLASS, Subject.OFFICE, (INVESTIGATION,), (SECURITY, AUDITOR, *CASE_ROLES)),
)
