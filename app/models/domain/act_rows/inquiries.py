"""Rows of inquiries (照会) and of confirmations for partners abroad (外国政府等に対する確認)."""

from app.models.domain.act_rows.shared import (
    AGENCY,
    CONTRACTOR,
    DECIDED,
    DECIDER,
    EXAMINER,
    INVESTIGATION,
    REVIEWER,
    SECURITY,
    examining,
    rule,
)
from app.models.domain.acts import Action, Gate, Rule, Subject
from app.models.domain.lifecycle import State

_TOLD = (State.NOTIFIED_CLEARED, State.NOTIFIED_NOT_CLEARED, State.VALID, State.DOUBT, State.EXPIRED)
"""The subject knows the result; what a partner abroad is told is one of two words."""

ROWS: tuple[Rule, ...] = (
    *(examining(action, Gate.INQUIRIES) for action in (Action.WRITE_INQUIRY, Action.POST_INQUIRY)),
    *(
        examining(action, Gate.INQUIRIES, leased=action in {Action.ISSUE_INQUIRY_LETTER, Action.REMIND_INQUIRY})
        for action in (
            Action.PREVIEW_INQUIRY,
            Action.ISSUE_INQUIRY_LETTER,
            Action.PRINT_INQUIRY_LETTER,
            Action.COPY_INQUIRY_CONSENT,
            Action.REMIND_INQUIRY,
        )
    ),
    # What came in on paper is read also after the consent to inquiries ended.
    *(examining(action, Gate.ASSESSMENT) for action in (Action.LINK_INQUIRY_REPLY, Action.TYPE_INQUIRY_REPLY)),
    rule(
        Action.CHECK_INQUIRY_REPLY,
        Subject.CASE,
        (INVESTIGATION,),
        (EXAMINER, REVIEWER),
        (State.UNDER_INVESTIGATION,),
        gate=Gate.ASSESSMENT,
        examiner_assigned=True,
        not_after=frozenset({Action.TYPE_INQUIRY_REPLY}) | DECIDED,
    ),
    # Also without a consent to inquiries: that nobody was asked for want of it is part of the result.
    examining(Action.SETTLE_INQUIRY, Gate.ASSESSMENT),
    rule(
        Action.PREPARE_INQUIRY,
        Subject.CASE,
        (INVESTIGATION,),
        (SECURITY,),
        (State.UNDER_INVESTIGATION,),
        gate=Gate.INQUIRIES,
    ),
    rule(
        Action.ADMIT_INQUIRY_REPLY,
        Subject.CASE,
        (INVESTIGATION,),
        (SECURITY,),
        (State.UNDER_INVESTIGATION, State.UNDER_REVIEW, State.REVIEW_ACCEPTED),
        gate=Gate.ASSESSMENT,
    ),
    # At the body that is asked: no case, but its own books.
    rule(Action.ADMIT_INQUIRY, Subject.OFFICE, (AGENCY, CONTRACTOR), (SECURITY,)),
    rule(Action.SEE_ASKED_OF_US, Subject.OFFICE, (AGENCY, CONTRACTOR), (SECURITY, EXAMINER)),
    rule(Action.WRITE_INQUIRY_REPLY, Subject.OFFICE, (AGENCY, CONTRACTOR), (SECURITY, EXAMINER)),
    rule(Action.PREPARE_INQUIRY_REPLY, Subject.OFFICE, (AGENCY, CONTRACTOR), (SECURITY,)),
    # Confirmations for partners abroad
    rule(Action.WRITE_CONFIRMATION, Subject.CASE, (AGENCY,), (DECIDER,), _TOLD),
    rule(Action.PREPARE_CONFIRMATION, Subject.CASE, (AGENCY,), (SECURITY,), _TOLD),
    rule(Action.ADMIT_CONFIRMATION, Subject.OFFICE, (AGENCY,), (SECURITY,)),
    rule(Action.SEE_CONFIRMATIONS, Subject.OFFICE, (AGENCY,), (SECURITY, DECIDER)),
)
