"""Record structs of every bundle kind, version 1: the minimum that each receiver needs and nothing else.

What has no field there cannot leave an office and cannot enter one. Optional values are explicit nulls, so that records
of one type always show the same fields. Dates are calendar days of Japan; ``as_written`` texts keep the document's own
spelling.
"""

from collections.abc import Mapping

from app.models.domain import finding, inquiry
from app.models.domain.case_query import QueryStep
from app.models.domain.case_task import TaskStep
from app.models.domain.evaluation import Evaluation, Viewpoint
from app.models.domain.finding_parts import ReviewRemark
from app.models.domain.interview import InterviewQuestion, Said
from app.models.forms.answers import Answer, Correction
from app.models.forms.correction import ReturnedBox
from app.models.rules.found import Blank, Used
from app.models.rules.life import Step
from app.services.bundles.record_types.abroad import AllyConfirmation, Traveller
from app.services.bundles.record_types.acknowledgement import (
    DisposalProof,
    HeadNotice,
    LaneHead,
    NotedHead,
    Receipt,
    ReceiptOutcome,
)
from app.services.bundles.record_types.custody import (
    CaseHead,
    CaseTransfer,
    CustodyLeg,
    Doer,
    FiledDocument,
    FiledPaper,
    SubjectHead,
)
from app.services.bundles.record_types.enrolment import (
    CarriedRefusal,
    CarriedSignature,
    Countersign,
    KeyGrant,
    KeyRequest,
    TrustUpdate,
)
from app.services.bundles.record_types.figures import Figure, Statistics
from app.services.bundles.record_types.inquiries import (
    Inquiry,
    InquiryMatter,
    InquiryReply,
    InquirySubject,
    MatterAnswer,
)
from app.services.bundles.record_types.intake import (
    CorrectedAnswers,
    InvestigationRequest,
    QuestionnaireResponse,
    WithdrawalNotice,
)
from app.services.bundles.record_types.keeping import BackupPiece, BackupSet
from app.services.bundles.record_types.outcomes import (
    DecisionOutcome,
    DecisionRecord,
    Fact,
    Hearing,
    ItemFinding,
    NoticeOutcome,
    OpinionCode,
    OpinionRecord,
    ResultNotice,
)
from app.services.bundles.record_types.parts import (
    ApplicableItem,
    BlobLine,
    Consent,
    PackPin,
    Record,
    StatutoryItem,
    SubjectIdentity,
)
from app.services.bundles.record_types.reports import ChangeReport, Circumstance, Complaint, ComplaintReply
from app.services.bundles.record_types.roster import RosterEntry, RosterHead
from app.services.bundles.text_rules import ForeignRules, TextRule

__all__ = [
    "FOREIGN_TEXT",
    "PUBLISHED",
    "RECEIPT_PAYLOAD_TYPE",
    "WRITTEN",
    "AllyConfirmation",
    "ApplicableItem",
    "BackupPiece",
    "BackupSet",
    "BlobLine",
    "CarriedRefusal",
    "CarriedSignature",
    "CaseHead",
    "CaseTransfer",
    "ChangeReport",
    "Circumstance",
    "Complaint",
    "ComplaintReply",
    "Consent",
    "CorrectedAnswers",
    "Countersign",
    "CustodyLeg",
    "DecisionOutcome",
    "DecisionRecord",
    "DisposalProof",
    "Doer",
    "Fact",
    "Figure",
    "FiledDocument",
    "FiledPaper",
    "HeadNotice",
    "Hearing",
    "Inquiry",
    "InquiryMatter",
    "InquiryReply",
    "InquirySubject",
    "InvestigationRequest",
    "ItemFinding",
    "KeyGrant",
    "KeyRequest",
    "LaneHead",
    "MatterAnswer",
    "NotedHead",
    "NoticeOutcome",
    "OpinionCode",
    "OpinionRecord",
    "PackPin",
    "QuestionnaireResponse",
    "Receipt",
    "ReceiptOutcome",
    "Record",
    "ResultNotice",
    "RosterEntry",
    "RosterHead",
    "Statistics",
    "StatutoryItem",
    "SubjectHead",
    "SubjectIdentity",
    "Traveller",
    "TrustUpdate",
    "WithdrawalNotice",
]

RECEIPT_PAYLOAD_TYPE = "application/vnd.sekisho.receipt.v1+json"
"""Type of a receipt that travels on paper in an envelope of its own."""

FOREIGN_TEXT: ForeignRules = {
    Answer: {"value": TextRule.PROSE, "as_written": TextRule.PROSE, "reason": TextRule.PROSE},
    Correction: {"why": TextRule.PROSE},
    finding.Fact: {"text": TextRule.PROSE, "source": TextRule.PROSE},
    finding.Hearing: {"text": TextRule.PROSE},
    finding.Finding: {"summary": TextRule.PROSE, "mitigation": TextRule.PROSE, "absence": TextRule.PROSE},
    finding.Note: {"text": TextRule.PROSE},
    finding.Flag: {"reason": TextRule.PROSE, "resolution": TextRule.PROSE},
    ReviewRemark: {"text": TextRule.PROSE},
    QueryStep: {"text": TextRule.PROSE},
    TaskStep: {"why": TextRule.PROSE},
    InterviewQuestion: {"text": TextRule.PROSE, "text_en": TextRule.PROSE},
    Said: {"text": TextRule.PROSE},
    inquiry.AskedQuestion: {"text": TextRule.PROSE},
    inquiry.GivenAnswer: {"text": TextRule.PROSE},
    Used: {"text": TextRule.PROSE},
    Blank: {"value": TextRule.PROSE},
    Step: {"why": TextRule.PROSE},
    ReturnedBox: {"question": TextRule.PROSE},
    Viewpoint: {"text": TextRule.PROSE, "factors": TextRule.PROSE},
    Evaluation: {"overall": TextRule.PROSE, "reasons_text": TextRule.PROSE},
}
"""Fields of form structs that may hold several lines."""

WRITTEN: Mapping[type[Record], tuple[str, ...]] = {
    OpinionRecord: ("findings", "unresolved", "opinion", "opinion_text"),
    DecisionRecord: ("viewpoints",),
    CaseTransfer: ("head", "document"),
    Inquiry: ("matters",),
    InquiryReply: ("answers",),
    Complaint: ("content", "wish", "reply"),
    ChangeReport: ("details",),
}
"""Fields that hold what somebody wrote about a person: counted, not shown, where a bundle is only handled."""

PUBLISHED: Mapping[str, type[Record]] = {
    "roster": RosterEntry,
    "investigation-request": InvestigationRequest,
    "questionnaire": QuestionnaireResponse,
    "corrected-answers": CorrectedAnswers,
    "inquiry": Inquiry,
    "inquiry-reply": InquiryReply,
    "opinion": OpinionRecord,
    "decision": DecisionRecord,
    "result-notice": ResultNotice,
    "withdrawal": WithdrawalNotice,
    "case-transfer": CaseTransfer,
    "complaint": Complaint,
    "change-report": ChangeReport,
    "ally-confirmation": AllyConfirmation,
    "statistics": Statistics,
    "receipt": Receipt,
    "disposal-proof": DisposalProof,
    "checkpoint": HeadNotice,
    "trust-update": TrustUpdate,
    "key-request": KeyRequest,
    "key-grant": KeyGrant,
    "countersign": Countersign,
    "backup": BackupSet,
    "blob": BlobLine,
}
"""Record types by the name of their published JSON Schema."""
