"""Calls of the kiosk's desk."""

from collections.abc import Callable
from typing import Any

from app.models.domain.kiosk import IdentityCheck

KIOSK_ASKS = """
kiosk.end END_KIOSK
kiosk.enter TRY_KIOSK ENTER_KIOSK
kiosk.issue_slip ISSUE_KIOSK_SLIP
kiosk.replace_slip REPLACE_KIOSK_SLIP
kiosk.standing SEE_KIOSK
"""

KIOSK_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "kiosk.enter.code": lambda _desk: "synthetic",
    "kiosk.enter.pin": lambda _desk: "480193",
    "kiosk.replace_slip.checked": lambda _desk: IdentityCheck.TWO_DOCUMENTS,
}
