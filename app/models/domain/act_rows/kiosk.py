"""Rows of the kiosk: who at the desk gives the subject a place to fill in the questionnaire, and sees none of it.

The agency has it for the whole form, the investigation office for boxes that were returned for correction.
"""

from app.models.domain.act_rows.correcting import WHILE_ASKED_AGAIN
from app.models.domain.act_rows.shared import AGENCY, EXAMINER, INVESTIGATION, SECURITY, rule
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State

_FOR_THE_FORM = (State.CONSENTED, State.INVESTIGATION_REQUESTED)
_WHILE_ASKED = (*_FOR_THE_FORM, *WHILE_ASKED_AGAIN)
_OFFICES = (AGENCY, INVESTIGATION)

ROWS: tuple[Rule, ...] = (
    *(
        rule(
            action,
            Subject.CASE,
            _OFFICES,
            (EXAMINER, SECURITY),
            _WHILE_ASKED,
            gate=Gate.ASSESSMENT,
            examiner_assigned=True,
        )
        for action in (Action.ISSUE_KIOSK_SLIP, Action.SEE_KIOSK, Action.TRY_KIOSK, Action.ENTER_KIOSK)
    ),
    rule(Action.SIGN_AT_KIOSK, Subject.CASE, (AGENCY,), (EXAMINER, SECURITY), _FOR_THE_FORM, gate=Gate.ASSESSMENT),
    # Whoever replaces a slip could choose the new PIN: never somebody who examines.
    rule(Action.REPLACE_KIOSK_SLIP, Subject.CASE, _OFFICES, (SECURITY,), _WHILE_ASKED, gate=Gate.ASSESSMENT),
    # It only destroys a draft that nobody signed; a withdrawal has done so already.
    rule(
        Action.END_KIOSK,
        Subject.CASE,
        _OFFICES,
        (EXAMINER, SECURITY),
        BEFORE_NOTIFICATION,
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
    ),
)
