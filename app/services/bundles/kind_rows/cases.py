"""Rows of what is handed over about one person before the result is out."""

from app.models.domain.actor import Role
from app.services.bundles.kind_rows.shared import (
    ACCEPTING,
    AGENCY,
    BY_DECISION,
    BY_SECURITY,
    BY_STAFF,
    CONTRACTOR,
    FROM_CONTRACTOR,
    INVESTIGATION_OFFICE,
    SECURITY,
    TO_AGENCY,
    TO_INVESTIGATION,
    WITHIN_AGENCY,
    WITHIN_INVESTIGATION,
    KindRule,
    Route,
    policy,
    roles,
)
from app.services.bundles.record_types.custody import CaseTransfer
from app.services.bundles.record_types.inquiries import Inquiry, InquiryReply
from app.services.bundles.record_types.intake import (
    CorrectedAnswers,
    InvestigationRequest,
    QuestionnaireResponse,
    WithdrawalNotice,
)
from app.services.bundles.record_types.outcomes import DecisionRecord, OpinionRecord
from app.services.bundles.record_types.roster import RosterEntry
from app.services.bundles.sizes import SizeClass
from app.services.bundles.words import Kind, Purpose, RetentionClass

_TO_A_BODY = frozenset({Route(INVESTIGATION_OFFICE, AGENCY), Route(INVESTIGATION_OFFICE, CONTRACTOR)})
"""Who investigates asks the bodies of our circle about their own people; all others are asked on paper."""
_BACK = frozenset(Route(way.receiver, way.sender) for way in _TO_A_BODY)
_CHARGE = policy(
    "staff-and-charge",
    roles(Role.EXAMINER, Role.REVIEWER),
    roles(Role.DECIDING_OFFICER, Role.SECURITY_OFFICER),
)

ROWS = (
    KindRule(
        kind=Kind.ROSTER,
        signing=BY_SECURITY,
        size_class=SizeClass.PADDED,
        routes=FROM_CONTRACTOR | WITHIN_AGENCY,
        purpose=Purpose.LISTING,
        retention=RetentionClass.ROSTER,
        record=RosterEntry,
        most_records=5000,
        bare=True,
    ),
    KindRule(
        kind=Kind.INVESTIGATION_REQUEST,
        signing=BY_SECURITY,
        size_class=SizeClass.PADDED,
        routes=TO_INVESTIGATION,
        purpose=Purpose.INVESTIGATION,
        retention=RetentionClass.CASE,
        record=InvestigationRequest,
        destroy_report=True,
        most_records=5000,
    ),
    KindRule(
        kind=Kind.QUESTIONNAIRE,
        signing=BY_STAFF,
        size_class=SizeClass.PADDED,
        routes=TO_INVESTIGATION,
        purpose=Purpose.INVESTIGATION,
        retention=RetentionClass.CASE,
        record=QuestionnaireResponse,
        destroy_report=True,
    ),
    KindRule(
        kind=Kind.CORRECTED_ANSWERS,
        signing=BY_STAFF,
        size_class=SizeClass.PADDED,
        routes=TO_AGENCY,
        purpose=Purpose.INVESTIGATION,
        retention=RetentionClass.CASE,
        record=CorrectedAnswers,
    ),
    KindRule(
        kind=Kind.WITHDRAWAL,
        signing=BY_SECURITY,
        size_class=SizeClass.PADDED,
        routes=TO_INVESTIGATION,
        purpose=Purpose.INVESTIGATION,
        retention=RetentionClass.CASE,
        record=WithdrawalNotice,
        bare=True,
    ),
    KindRule(
        kind=Kind.INQUIRY,
        signing=BY_STAFF,
        size_class=SizeClass.PADDED,
        routes=_TO_A_BODY,
        purpose=Purpose.INQUIRY,
        retention=RetentionClass.CASE,
        record=Inquiry,
        destroy_report=True,
    ),
    KindRule(
        kind=Kind.INQUIRY_REPLY,
        signing=BY_STAFF,
        size_class=SizeClass.PADDED,
        routes=_BACK,
        purpose=Purpose.INQUIRY,
        retention=RetentionClass.CASE,
        record=InquiryReply,
    ),
    KindRule(
        kind=Kind.OPINION,
        signing=policy("accepting-and-security", ACCEPTING, SECURITY),
        size_class=SizeClass.OUTCOME,
        routes=TO_AGENCY,
        purpose=Purpose.OPINION,
        retention=RetentionClass.CASE,
        record=OpinionRecord,
    ),
    KindRule(
        kind=Kind.DECISION,
        signing=BY_DECISION,
        size_class=SizeClass.OUTCOME,
        routes=TO_INVESTIGATION | WITHIN_AGENCY,
        purpose=Purpose.DECISION_RECORD,
        retention=RetentionClass.CASE,
        record=DecisionRecord,
        destroy_report=True,
    ),
    KindRule(
        kind=Kind.CASE_TRANSFER,
        signing=_CHARGE,
        size_class=SizeClass.PADDED,
        routes=TO_INVESTIGATION | TO_AGENCY | WITHIN_AGENCY | WITHIN_INVESTIGATION,
        purpose=Purpose.CUSTODY,
        retention=RetentionClass.CASE,
        record=CaseTransfer,
        most_records=20_000,
    ),
)
