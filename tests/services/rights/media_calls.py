"""Calls of the register of media and of formatting."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.services.media.keeping import HandOver
from tests.fakes.machine import NOTHING

MEDIA_ASKS = """
formatting.look FORMAT_MEDIUM
formatting.register FORMAT_MEDIUM
media.hand_over HAND_OVER_MEDIUM
media.look SEE_MEDIA
media.register REGISTER_MEDIUM
media.report_lost REPORT_MEDIUM_LOST
media.take_in TAKE_IN_MEDIUM
media.wipe WIPE_MEDIUM
media_list.chain SEE_MEDIA
media_list.page SEE_MEDIA
"""

MEDIA_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "formatting.register.order": lambda _desk: NOTHING,
    "media.hand_over.given": lambda desk: HandOver(
        desk.world.investigation.station, "BAG-1", date(2025, 7, 1), "synthetic"
    ),
}
