"""Rows of removable media: the register, hand-overs, wiping."""

from app.models.domain.act_rows.shared import ADMIN, ALL_OFFICES, AUDITOR, SECURITY, rule
from app.models.domain.acts import Action, Rule, Subject

ROWS: tuple[Rule, ...] = (
    rule(Action.SEE_MEDIA, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN, AUDITOR)),
    rule(Action.REGISTER_MEDIUM, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.FORMAT_MEDIUM, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.HAND_OVER_MEDIUM, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.TAKE_IN_MEDIUM, Subject.OFFICE, ALL_OFFICES, (SECURITY,)),
    rule(Action.REPORT_MEDIUM_LOST, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
    rule(Action.WIPE_MEDIUM, Subject.OFFICE, ALL_OFFICES, (SECURITY, ADMIN)),
)
