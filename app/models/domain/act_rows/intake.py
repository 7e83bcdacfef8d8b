"""Rows of the intake: roster, notice, consent."""

from app.models.domain.act_rows.shared import (
    AGENCY,
    CONTRACTOR,
    DECIDER,
    EXAMINER,
    SECURITY,
    rule,
)
from app.models.domain.acts import Action, Compartment, Gate, Rule, Subject
from app.models.domain.custody import Standing
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State

ROWS: tuple[Rule, ...] = (
    # Intake and consent in the agency
    # A contractor keeps its own roster to send it on.
    rule(Action.IMPORT_ROSTER, Subject.OFFICE, (AGENCY, CONTRACTOR), (SECURITY,)),
    rule(Action.SEE_CANDIDATES, Subject.OFFICE, (AGENCY, CONTRACTOR), (SECURITY, EXAMINER, DECIDER)),
    rule(Action.SCREEN_OUT, Subject.CANDIDATE, (AGENCY,), (DECIDER,), (State.LISTED,), to=State.SCREENED_OUT),
    rule(Action.ISSUE_NOTICE, Subject.CANDIDATE, (AGENCY,), (EXAMINER,), (State.LISTED,), to=State.NOTICE_ISSUED),
    rule(Action.RECORD_CONSENT, Subject.CANDIDATE, (AGENCY,), (EXAMINER,), (State.NOTICE_ISSUED,), to=State.CONSENTED),
    rule(
        Action.RECORD_REFUSAL, Subject.CANDIDATE, (AGENCY,), (EXAMINER,), (State.NOTICE_ISSUED,), to=State.NON_CONSENT
    ),
    rule(Action.SEE_REGISTER, Subject.OFFICE, (AGENCY,), (EXAMINER, SECURITY), shows=Compartment.REGISTER),
    rule(Action.PRINT_SCAN, Subject.OFFICE, (AGENCY,), (EXAMINER, SECURITY)),
    rule(Action.SEE_SCAN, Subject.OFFICE, (AGENCY,), (EXAMINER, SECURITY)),
    # Consent on an open case
    rule(
        Action.RECORD_INQUIRY_CONSENT,
        Subject.CASE,
        (AGENCY,),
        (EXAMINER,),
        (State.CONSENTED,),
        gate=Gate.ASSESSMENT,
    ),
    rule(
        Action.RECORD_WITHDRAWAL,
        Subject.CASE,
        (AGENCY,),
        (EXAMINER, SECURITY),
        BEFORE_NOTIFICATION,
        to=State.WITHDRAWN,
        # It only closes; the subject need not wait until it is known where the case is.
        elsewhere=frozenset(Standing),
        gate=Gate.ASSESSMENT,
    ),
    rule(
        Action.RECEIVE_QUESTIONNAIRE,
        Subject.CASE,
        (AGENCY,),
        (EXAMINER, SECURITY),
        (State.CONSENTED, State.INVESTIGATION_REQUESTED),
        gate=Gate.ASSESSMENT,
    ),
)
