"""Rows of what is told about a result, and of what follows it."""

from app.models.domain.actor import Role
from app.services.bundles.kind_rows.shared import (
    AGENCY,
    BY_DECISION,
    BY_SECURITY,
    FROM_CONTRACTOR,
    TO_AGENCY,
    TO_CONTRACTOR,
    TO_INVESTIGATION,
    WITHIN_AGENCY,
    KindRule,
    Route,
    policy,
    roles,
)
from app.services.bundles.record_types.abroad import AllyConfirmation
from app.services.bundles.record_types.figures import Statistics
from app.services.bundles.record_types.outcomes import NoticeOutcome, ResultNotice
from app.services.bundles.record_types.parts import Record
from app.services.bundles.record_types.reports import ChangeReport, Complaint
from app.services.bundles.sizes import SizeClass
from app.services.bundles.words import Kind, Purpose, RetentionClass


def _is_result(record: Record) -> bool:
    return isinstance(record, ResultNotice) and record.outcome is not NoticeOutcome.NOT_CARRIED_OUT


def _is_not_carried_out(record: Record) -> bool:
    return isinstance(record, ResultNotice) and record.outcome is NoticeOutcome.NOT_CARRIED_OUT


ROWS = (
    KindRule(
        kind=Kind.RESULT,
        signing=BY_DECISION,
        size_class=SizeClass.RESULT,
        routes=TO_CONTRACTOR,
        purpose=Purpose.NOTIFICATION,
        retention=RetentionClass.NOTIFICATION,
        record=ResultNotice,
        accepts=_is_result,
        destroy_report=True,
        most_records=500,
        bare=True,
    ),
    KindRule(
        kind=Kind.NOT_CARRIED_OUT,
        signing=BY_DECISION,
        size_class=SizeClass.RESULT,
        routes=TO_CONTRACTOR,
        purpose=Purpose.NOTIFICATION,
        retention=RetentionClass.NOTIFICATION,
        record=ResultNotice,
        accepts=_is_not_carried_out,
        destroy_report=True,
        most_records=500,
        bare=True,
    ),
    KindRule(
        kind=Kind.COMPLAINT,
        # Never to or from a contractor: an employer must not learn who complained (法第14条).
        signing=policy("one-complaint-officer", roles(Role.COMPLAINT_OFFICER)),
        size_class=SizeClass.PADDED,
        routes=TO_INVESTIGATION | TO_AGENCY | WITHIN_AGENCY,
        purpose=Purpose.COMPLAINT,
        retention=RetentionClass.COMPLAINT,
        record=Complaint,
        bare=True,
    ),
    KindRule(
        kind=Kind.CHANGE_REPORT,
        signing=BY_SECURITY,
        size_class=SizeClass.PADDED,
        routes=FROM_CONTRACTOR | WITHIN_AGENCY,
        purpose=Purpose.CHANGE_REPORT,
        retention=RetentionClass.CASE,
        record=ChangeReport,
        bare=True,
    ),
    KindRule(
        kind=Kind.ALLY_CONFIRMATION,
        signing=BY_DECISION,
        size_class=SizeClass.RESULT,
        # To the agency that speaks with the foreign government; partners abroad are not in our circle.
        routes=frozenset({Route(AGENCY, AGENCY)}),
        purpose=Purpose.ALLY_CONFIRMATION,
        retention=RetentionClass.NOTIFICATION,
        record=AllyConfirmation,
        bare=True,
    ),
    KindRule(
        kind=Kind.STATISTICS,
        signing=BY_DECISION,
        size_class=SizeClass.PADDED,
        routes=TO_INVESTIGATION,
        purpose=Purpose.STATISTICS,
        retention=RetentionClass.AGGREGATE,
        record=Statistics,
        bare=True,
    ),
)
