"""Use cases of corrections, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.forms.correction import TakenBack
from app.models.forms.filling.typing import Typed
from app.services.corrections.corrections import Asking
from app.services.texts.catalogue import Language
from app.services.transcribing.views import Entry

CORRECTION_ASKS = """
corrections.letter PRINT_CORRECTION
corrections.of_case SEE_CORRECTIONS
corrections.return_boxes RETURN_BOXES
corrections.revisions SEE_ANSWERS SEE_MEDICAL_ANSWERS
corrections.take_back TAKE_BACK_BOXES
"""
CORRECTION_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "corrections.return_boxes.asked": lambda _desk: [Asking("A10.phone", None, "synthetic")],
    "corrections.of_case.language": lambda _desk: Language.JAPANESE,
    "corrections.revisions.language": lambda _desk: Language.JAPANESE,
    "corrections.revisions.cell": lambda _desk: ("J1.has", None),
    "corrections.take_back.reason": lambda _desk: TakenBack.MISTAKE,
}

TRANSCRIPTION_ASKS = """
transcribing.add_page FILE_TRANSCRIBED_PAGE
transcribing.check CHECK_TRANSCRIPTION
transcribing.desktop SEE_TRANSCRIPTION
transcribing.fields SEE_TRANSCRIPTION
transcribing.finish FINISH_TRANSCRIPTION
transcribing.page SEE_TRANSCRIBED_PAGE
transcribing.pages SEE_TRANSCRIPTION
transcribing.take_back TRANSCRIBE
transcribing.write TRANSCRIBE
"""
_ENTRY = [Entry("A10.phone", None, Typed("synthetic"))]
CORRECTION_ASKS += TRANSCRIPTION_ASKS.lstrip()
CORRECTION_SPECIAL |= {
    "transcribing.add_page.data": lambda _desk: b"\x89PNG\r\n\x1a\n",
    "transcribing.check.entries": lambda _desk: _ENTRY,
    "transcribing.page.blob_id": lambda _desk: "none",
    "transcribing.take_back.cell": lambda _desk: ("A10.phone", None),
    "transcribing.write.entries": lambda _desk: _ENTRY,
}
