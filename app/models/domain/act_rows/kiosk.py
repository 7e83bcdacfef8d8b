"""Rows of the kiosk: who at the desk gives the subject a place to fill in the questionnaire, and sees none of it."""

from app.models.domain.act_rows.shared import AGENCY, EXAMINER, SECURITY, rule
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State

_WHILE_ASKED = (State.CONSENTED, State.INVESTIGATION_REQUESTED)

ROWS: tuple[Rule, ...] = (
    *(
        rule(action, Subject.CASE, (AGENCY,), (EXAMINER, SECURITY), _WHILE_ASKED, gate=Gate.ASSESSMENT)
        for action in (
            Action.ISSUE_KIOSK_SLIP,
            Action.SEE_KIOSK,
            Action.TRY_KIOSK,
            Action.ENTER_KIOSK,
            Action.SIGN_AT_KIOSK,
        )
    ),
    # Whoever replaces a slip could choose the new PIN: never somebody who examines.
    rule(Action.REPLACE_KIOSK_SLIP, Subject.CASE, (AGENCY,), (SECURITY,), _WHILE_ASKED, gate=Gate.ASSESSMENT),
    # It only destroys a draft that nobody signed; a withdrawal has done so already.
    rule(Action.END_KIOSK, Subject.CASE, (AGENCY,), (EXAMINER, SECURITY), BEFORE_NOTIFICATION, gate=Gate.ASSESSMENT),
)
