"""What a person answers when a guard asks, and what of it stays on record."""

import hashlib
from datetime import datetime
from enum import StrEnum

import msgspec

from app.models.forms.guards.definition import MY_NUMBER
from app.models.forms.guards.finding import LABEL_REACH, Hit
from app.models.forms.guards.plain import plain_words, without_blanks

_CONTEXT = b"sekisho-guard/1\n"


class WhyNot(StrEnum):
    """Why a word that was found is no prohibited matter (該当しない理由); the whole list."""

    OTHER_MEANING = "other-meaning"
    """The word means something else here."""
    NAME = "name"
    """It is part of the name of a body, a person or a place."""
    EMPLOYMENT = "employment"
    """It says where somebody works or what the work is."""
    SURVEY_ITEM = "survey-item"
    """It is itself part of one of the seven items (調査事項)."""
    OTHER_NUMBER = "other-number"
    """It is another number of twelve digits; the only one for a number."""


def reasons_for(hit: Hit) -> tuple[WhyNot, ...]:
    """What may be answered; empty where the text can only be struck."""
    if not hit.may_stay:
        return ()
    if hit.kind == MY_NUMBER:
        return (WhyNot.OTHER_NUMBER,)
    return tuple(each for each in WhyNot if each is not WhyNot.OTHER_NUMBER)


class Clearance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause of which somebody said that it is no prohibited matter; the clause itself is not repeated.

    Attributes:
        kind: What was found.
        clause: SHA-256 over kind and clause, in hex; the same clause in the same case is not asked about again.
        why: The reason.
        place: Where it was written, a word of the program.
        by: Who said so.
        at: When.
    """

    kind: str
    clause: str
    why: WhyNot
    place: str
    by: str
    at: datetime


def clause_digest(text: str, hit: Hit) -> str:
    """Digest of the clause around a hit; of a number with the words that say which one it is."""
    clause = without_blanks(plain_words(text[clause_start(hit) : hit.last])).text
    return hashlib.sha256(_CONTEXT + f"{hit.kind}\n{clause}".encode("utf-8", "surrogatepass")).hexdigest()


def clause_start(hit: Hit) -> int:
    """Where what belongs to a hit begins: its clause, or the words before a number that say which one it is."""
    return max(0, hit.first - LABEL_REACH) if hit.kind == MY_NUMBER else hit.first
