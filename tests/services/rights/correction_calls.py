"""Use cases of corrections, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.forms.correction import TakenBack
from app.services.corrections.corrections import Asking
from app.services.texts.catalogue import Language

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
