"""Rows about the office as a whole: unlocking, officers, trust, the record."""

from app.models.domain.act_rows.shared import (
    ADMIN,
    ALL_OFFICES,
    ALL_ROLES,
    AUDITOR,
    DECIDER,
    INVESTIGATION,
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
    rule(Action.ROTATE_ROOT, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.ISSUE_ORDER, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.ADMIT_ORDER, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.COMPARE_FINGERPRINT, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.PRINT_KEY_SHEET, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.POST_TRUST, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.REQUEST_KEYS, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.READ_KEY_REQUEST, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.ADMIT_GRANT, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.BEGIN_CEREMONY, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.DO_CEREMONY_STEP, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.FINISH_CEREMONY, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.SEE_TRUST, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN, AUDITOR)),
    rule(Action.SIGN_PACK, Subject.OFFICE, (INVESTIGATION,), (DECIDER, SECURITY)),
    rule(Action.ADMIT_PACK, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.SEE_PACKS, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.SEE_LOG, Subject.OFFICE, ALL_OFFICES, (AUDITOR, SECURITY)),
    rule(Action.VERIFY_LOG, Subject.OFFICE, ALL_OFFICES, (AUDITOR, SECURITY, ADMIN)),
)
