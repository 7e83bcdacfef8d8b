"""Calls of the kiosk's desk."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.models.domain.kiosk import IdentityCheck
from app.models.forms.filling.draft import Draft
from tests.services.exchange.offices import shelf

KIOSK_ASKS = """
consents.consent_to_inquiries_here RECORD_INQUIRY_CONSENT
consents.withdraw_here RECORD_WITHDRAWAL
kiosk.asks SEE_KIOSK
kiosk.end END_KIOSK
kiosk.enter TRY_KIOSK ENTER_KIOSK
kiosk.issue_slip ISSUE_KIOSK_SLIP
kiosk.replace_slip REPLACE_KIOSK_SLIP
kiosk.standing SEE_KIOSK
kiosk_telling.paper SEE_KIOSK
kiosk_telling.told SEE_KIOSK
"""

KIOSK_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "kiosk.enter.code": lambda _desk: "synthetic",
    "kiosk.enter.pin": lambda _desk: "480193",
    "kiosk_telling.paper.draft": lambda _desk: Draft(shelf().current.pack, "subject", date(2025, 6, 1)),
    "kiosk.replace_slip.checked": lambda _desk: IdentityCheck.TWO_DOCUMENTS,
}
