"""Whether the clock of an inquiry still runs in a case: told by the word beside its document, never by what it asks."""

from app.models.domain.errors import GateClosedError
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import InquiryState
from app.services.vault.unit import Unit

INQUIRY = "inquiry"
"""Kind of the documents of inquiries; the word for lists beside each is its state."""
_RUNNING = frozenset({InquiryState.PREPARED.value, InquiryState.ASKED.value})


def require_inquiries_settled(unit: Unit, case_id: CaseId) -> None:
    """Check before a case is accepted: each inquiry says what came of it, be it that nobody answered in time.

    Raises:
        GateClosedError: ``inquiry.outstanding`` with how many do not say it yet.
    """
    count = sum(one.status in _RUNNING for one in unit.documents.newest_of_kind(case_id, INQUIRY))
    if count:
        raise GateClosedError("inquiry.outstanding", count=count)
