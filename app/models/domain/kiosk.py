"""The identity slip (本人票) of the kiosk and the PIN: how they are spelled, and how long wrong tries make one wait."""

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from app.models.domain.errors import InvalidInputError

PIN_LENGTH = (6, 12)
"""Fewest and most digits of a PIN (暗証番号)."""
SAVE_EVERY = timedelta(seconds=1)
"""How often a window must save: together with the writing itself a killed process loses less than two seconds."""
_WAITS = (0, 0, 30, 60, 120, 300, 900, 3600)
"""Seconds to wait after the first, second, ... wrong try; the last for all that follow."""
_LETTERS = re.compile(r"[^a-z]")


class IdentityCheck(StrEnum):
    """How it was made sure, before a lost slip was replaced, that the person is the subject of the case."""

    PHOTO_DOCUMENT = "photo-document"
    """A document with a photograph issued by an authority; its number is not written down."""
    TWO_DOCUMENTS = "two-documents"
    """Two documents without a photograph."""
    KNOWN_IN_PERSON = "known-in-person"
    """The officer knows the person."""


def wait_after(tries: int) -> timedelta:
    """How long the next try has to wait after so many wrong ones in a row, from 1."""
    return timedelta(seconds=_WAITS[min(tries, len(_WAITS)) - 1])


def plain_code(typed: str) -> str:
    """The code of a slip as it counts: its letters alone, whatever width, case and hyphens were typed."""
    return _LETTERS.sub("", unicodedata.normalize("NFKC", typed).lower())


def plain_pin(typed: str) -> str:
    """A PIN as ASCII digits, whatever width was typed."""
    return unicodedata.normalize("NFKC", typed).strip()


def require_pin(typed: str) -> str:
    """A PIN that somebody chooses, as ASCII digits.

    Raises:
        InvalidInputError: ``kiosk.pin``: too short, too long, no digits, one digit over and over, or a mere count.
    """
    pin = plain_pin(typed)
    fewest, most = PIN_LENGTH
    if not (fewest <= len(pin) <= most and pin.isascii() and pin.isdecimal()):
        raise InvalidInputError("kiosk.pin", field="pin")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise InvalidInputError("kiosk.pin", field="pin")
    return pin
