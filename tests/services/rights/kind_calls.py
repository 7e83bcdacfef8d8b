"""Use cases of the kinds of bundles that are about no case: what they ask, and arguments for them."""

from collections.abc import Callable
from typing import Any

import msgspec

from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import Complaint
from app.services.exchange.delivery import as_kind
from tests.services.bundles.samples import SAMPLES

KIND_ASKS = """
awaited.reports SEE_EXPORTS
counting.own SEE_FIGURES
counting.received SEE_FIGURES
reporting.complaint_list SEE_COMPLAINT_LIST
reporting.complaints SEE_COMPLAINT
reporting.complaints_of SEE_COMPLAINT
reporting.of_case SEE_REPORTS
reporting.opened SEE_REPORTS
reporting.report SEE_REPORTS
reporting.reports SEE_REPORTS
reporting.subject_of SEE_CASE
reporting.subjects SEE_REPORTS
reporting.write_complaint OPEN_COMPLAINT CLOSE_COMPLAINT
reporting.write_report WRITE_CHANGE_REPORT
rosters.preview_waiting SEE_CANDIDATES
rosters.put_away IMPORT_ROSTER
rosters.waiting SEE_CANDIDATES
"""


def complaint_about(case: str) -> Complaint:
    """A complaint without a reply."""
    return msgspec.structs.replace(as_kind(SAMPLES[Kind.COMPLAINT], Complaint), case_ref=case, reply=None)


KIND_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "counting.own.number": lambda _desk: 2025,
    "reporting.complaints_of.named": lambda desk: desk.world.case,
    "reporting.opened.matter_id": lambda _desk: "none",
    "reporting.subject_of.named": lambda desk: desk.world.case,
    "reporting.report.matter_id": lambda _desk: "none",
    "reporting.write_complaint.complaint": lambda desk: complaint_about(desk.world.case),
    "reporting.write_report.report": lambda _desk: SAMPLES[Kind.CHANGE_REPORT],
    "rosters.admit.answers": lambda _desk: {},
    "rosters.preview_waiting.matter_id": lambda _desk: "none",
    "rosters.put_away.matter_id": lambda _desk: "none",
}
