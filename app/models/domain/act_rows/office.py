"""Rows about the office as a whole: unlocking, officers, trust, the record."""

from app.models.domain.act_rows.shared import (
    ADMIN,
    ALL_OFFICES,
    ALL_ROLES,
    AUDITOR,
    SECURITY,
    rule,
)
from app.models.domain.acts import Action, Rule, Subject

ROWS: tuple[Rule, ...] = (
    rule(Action.SEE_TODAY, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.UNLOCK, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.LOCK, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.ADD_OFFICER, Subject.OFFICE, ALL_OFFICES, (ADMIN,)),
    rule(Action.SEE_OFFICERS, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.ISSUE_TRUST, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.ADOPT_TRUST, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.SEE_TRUST, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN, AUDITOR)),
    rule(Action.SEE_LOG, Subject.OFFICE, ALL_OFFICES, (AUDITOR, SECURITY)),
    rule(Action.VERIFY_LOG, Subject.OFFICE, ALL_OFFICES, (AUDITOR, SECURITY, ADMIN)),
)
