"""Rows of the guards while typing: whoever writes in a case may strike what was typed, or say that it may stay."""

from app.models.domain.act_rows.shared import ALL_STATES, ASSESSMENT_OFFICES, CASE_ROLES, SECURITY, rule
from app.models.domain.acts import Action, Gate, Rule, Subject

ROWS: tuple[Rule, ...] = tuple(
    # Wherever a text may be typed; what of it may be kept is decided by the act that keeps it.
    rule(action, Subject.CASE, ASSESSMENT_OFFICES, (*CASE_ROLES, SECURITY), ALL_STATES, gate=Gate.ASSESSMENT)
    for action in (Action.STRIKE_TYPED, Action.CLEAR_TYPED)
)
