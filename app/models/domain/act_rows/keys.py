"""Rows of keys: officers, passphrases, tokens, recovery, the policy of the office."""

from app.models.domain.act_rows.shared import ADMIN, ALL_OFFICES, ALL_ROLES, AUDITOR, SECURITY, rule
from app.models.domain.acts import Action, Rule, Subject

ROWS: tuple[Rule, ...] = (
    rule(Action.SEE_KEYS, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY, AUDITOR)),
    rule(Action.EXAMINE_VAULT, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY, AUDITOR)),
    rule(Action.END_OFFICER, Subject.OFFICE, ALL_OFFICES, (ADMIN,)),
    rule(Action.SET_TERM, Subject.OFFICE, ALL_OFFICES, (ADMIN,)),
    rule(Action.CHANGE_PASSPHRASE, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.RESET_PASSPHRASE, Subject.OFFICE, ALL_OFFICES, (ADMIN,)),
    rule(Action.BIND_TOKEN, Subject.OFFICE, ALL_OFFICES, ALL_ROLES),
    rule(Action.RELEASE_TOKEN, Subject.OFFICE, ALL_OFFICES, (ADMIN,)),
    rule(Action.RENEW_KEY, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY)),
    rule(Action.APPOINT_RECOVERY, Subject.OFFICE, ALL_OFFICES, (ADMIN,)),
    rule(Action.SET_POLICY, Subject.OFFICE, ALL_OFFICES, (ADMIN, SECURITY)),
)
