"""What the use cases around an export ask for, and arguments that fit them."""

from collections.abc import Callable
from typing import Any

from app.models.domain.loop import Clearing, Ending, Objecting
from tests.services.rights.correction_calls import CORRECTION_ASKS, CORRECTION_SPECIAL
from tests.services.rights.custody_calls import CUSTODY_ASKS, CUSTODY_SPECIAL
from tests.services.rights.kiosk_calls import KIOSK_ASKS, KIOSK_SPECIAL

LOOP_ASKS = """
countersigning.decline DECLINE_COUNTERSIGN
countersigning.look SEE_DRAFT
countersigning.send SEND_COUNTERSIGN
countersigning.sign COUNTERSIGN
countersigning.take TAKE_COUNTERSIGN
incidents.close CLOSE_INCIDENT
incidents.open OPEN_INCIDENT
incidents.page SEE_EXPORTS
incidents.remind REMIND_RECEIPT
incidents.report REPORT_INCIDENT
lanes.clear CLEAR_LANE
lanes.stopped SEE_EXPORTS
exporting.decline DECLINE_EXPORT
exporting.take_back TAKE_BACK_EXPORT
receipts.close_text CLOSE_EXPORT REFUSE_BUNDLE
"""
LOOP_ASKS += CUSTODY_ASKS.lstrip() + KIOSK_ASKS.lstrip() + CORRECTION_ASKS.lstrip()

LOOP_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "countersigning.decline.reason": lambda _desk: Objecting.NOT_YET,
    "countersigning.send.station": lambda desk: desk.world.contractor.station,
    "exporting.decline.reason": lambda _desk: Objecting.NOT_YET,
    "incidents.close.ending": lambda _desk: Ending.RECEIPT_CAME,
    "lanes.clear.partner": lambda desk: desk.world.contractor.station,
    "lanes.clear.reason": lambda _desk: Clearing.OPERATING_ERROR,
    **CUSTODY_SPECIAL,
    **KIOSK_SPECIAL,
    **CORRECTION_SPECIAL,
}
