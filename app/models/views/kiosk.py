"""A questionnaire that is being filled in at the kiosk, as the vault keeps it."""

from dataclasses import dataclass, field
from datetime import datetime

from app.models.domain.ids import CaseId


@dataclass(frozen=True, slots=True)
class KioskSession:
    """One session (記入の席) of a case.

    Attributes:
        slip: How many slips were issued for it; the newest alone is good.
        code_digest: Keyed digest of the newest slip's code, in hex.
        kdf: How code and PIN are stretched; None until the person chose a PIN.
        by_slip: The key of the draft, sealed under code and PIN.
        by_case: The same key, sealed under the key of the case.
        tries: Wrong tries in a row.
        wait_until: Before that no further try counts.
        entered_at: When the person was last here.
        correction: Which return of boxes is answered; 0 where the questionnaire is filled in.
    """

    session_id: str
    case_id: CaseId
    slip: int
    code_digest: str
    by_case: bytes = field(repr=False)
    tries: int
    opened_at: datetime
    opened_by: str
    kdf: str | None = None
    by_slip: bytes | None = field(default=None, repr=False)
    wait_until: datetime | None = None
    entered_at: datetime | None = None
    correction: int = 0
