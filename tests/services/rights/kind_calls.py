"""Use cases of the kinds of bundles that are about no case: what they ask, and arguments for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from app.models.domain.inquiry import GivenAnswer, GivenReply, InquiryState, WhyNotAsked
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import Complaint
from app.services.exchange.confirming import ConfirmationAsk
from app.services.exchange.delivery import as_kind
from app.services.inquiries.planning import InquiryPlan
from app.services.inquiries.surplus import WhyAside
from tests.services.bundles.samples import SAMPLES

KIND_ASKS = """
asked_of_us.every SEE_ASKED_OF_US
asked_of_us.one SEE_ASKED_OF_US
asked_of_us.reply WRITE_INQUIRY_REPLY
confirming.every SEE_CONFIRMATIONS
confirming.write WRITE_CONFIRMATION
inquiries.not_asked SETTLE_INQUIRY
inquiry_letters.consent COPY_INQUIRY_CONSENT
inquiry_letters.issue ISSUE_INQUIRY_LETTER
inquiry_letters.preview PREVIEW_INQUIRY
inquiry_letters.printed PRINT_INQUIRY_LETTER
inquiry_letters.remind REMIND_INQUIRY
paper_replies.check CHECK_INQUIRY_REPLY
paper_replies.link LINK_INQUIRY_REPLY
paper_replies.type_in TYPE_INQUIRY_REPLY
surplus.cover COVER_PAPER
surplus.destroy DESTROY_PAPER
surplus.set_aside SET_PAPER_ASIDE
inquiries.of_case SEE_FINDINGS
inquiries.offers SEE_CASE
inquiries.prepare WRITE_INQUIRY
inquiries.settle SETTLE_INQUIRY
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
told.every SEE_RESULTS
told.one SEE_RESULTS
told.printed PRINT_LETTER
rosters.preview_waiting SEE_CANDIDATES
rosters.put_away IMPORT_ROSTER
rosters.waiting SEE_CANDIDATES
"""


def complaint_about(case: str) -> Complaint:
    """A complaint without a reply."""
    return msgspec.structs.replace(as_kind(SAMPLES[Kind.COMPLAINT], Complaint), case_ref=case, reply=None)


ASK = InquiryPlan("credit", ("arrears",), (), date(2030, 1, 1), None, "試験信用情報機構")

KIND_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "asked_of_us.one.matter_id": lambda _desk: "none",
    "asked_of_us.reply.matter_id": lambda _desk: "none",
    "asked_of_us.reply.reply": lambda _desk: SAMPLES[Kind.INQUIRY_REPLY],
    "confirming.write.ask": lambda _desk: ConfirmationAsk("AU", "TAKAHASHI", "MISAKI"),
    "confirming.write.named": lambda desk: desk.world.case,
    "inquiries.not_asked.plan": lambda _desk: ASK,
    "inquiries.not_asked.why": lambda _desk: WhyNotAsked.NOT_NEEDED,
    "inquiries.offers.named": lambda desk: desk.world.case,
    "inquiries.prepare.plan": lambda _desk: ASK,
    "inquiry_letters.consent.ref": lambda _desk: "none",
    "inquiry_letters.issue.ref": lambda _desk: "none",
    "inquiry_letters.preview.plan": lambda _desk: ASK,
    "inquiry_letters.printed.ref": lambda _desk: "none",
    "paper_replies.check.ref": lambda _desk: "none",
    "paper_replies.check.is_same": lambda _desk: True,
    "paper_replies.link.ref": lambda _desk: "none",
    "paper_replies.type_in.ref": lambda _desk: "none",
    "paper_replies.type_in.reply": lambda _desk: GivenReply("課長", date(2025, 6, 11), (GivenAnswer("no-record"),)),
    "surplus.cover.blob_id": lambda _desk: "none",
    "surplus.cover.copy": lambda _desk: b"%PDF-1.4",
    "surplus.cover.parts": lambda _desk: 1,
    "surplus.destroy.blob_id": lambda _desk: "none",
    "surplus.set_aside.blob_id": lambda _desk: "none",
    "surplus.set_aside.why": lambda _desk: WhyAside.SURPLUS,
    "inquiry_letters.remind.ref": lambda _desk: "none",
    "inquiry_letters.remind.reply_by": lambda _desk: date(2030, 1, 1),
    "inquiries.settle.ref": lambda _desk: "none",
    "inquiries.settle.to": lambda _desk: InquiryState.NO_REPLY,
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
