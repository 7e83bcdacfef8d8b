"""What a run of the rules finds (確認事項): places, values used, basis, a neutral question. No score, no verdict."""

import hashlib
from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec

from app.models.forms.answers import Cell
from app.models.forms.items import PackValue, Purpose


class Certainty(StrEnum):
    """Whether every reading of the answers gives it, or only some reading does."""

    CERTAIN = "certain"
    """A finding (指摘): it holds however the dates are read."""
    POSSIBLE = "possible"
    """A question (確認): what is written is not enough to tell."""


class Place(PackValue, frozen=True):
    """An answer that was looked at: item, row, revision, and where it stands on paper (頁・欄)."""

    link_id: str
    row: str | None
    revision: int
    page: int
    box: str

    @property
    def cell(self) -> Cell:
        """Where the answer stands."""
        return (self.link_id, self.row)


class Used(PackValue, frozen=True):
    """A value that the rule used: what stands at a place, or a fact from elsewhere (``source``)."""

    text: str
    link_id: str = ""
    row: str | None = None
    source: str = ""


class Blank(PackValue, frozen=True):
    """What goes into a blank of the question: a day, a number, the name of an item or the word of a choice."""

    name: str
    kind: Literal["day", "number", "item", "choice", "text"]
    value: str


class RuleFinding(PackValue, frozen=True, order=False):
    """One point to clear up.

    Attributes:
        rule: Id of the rule.
        rule_version: Version of the rule.
        purpose: The statutory item that it serves.
        certainty: Whether it is a finding or a question.
        places: The answers it is about, in the order of the form.
        used: Values that led to it.
        parameters: Parameters that were read, with the value of the reference day.
        blanks: What fills the blanks of the rule's question.
        first_day: First day of the time it is about, if it is about time.
        last_day: Last day of it.
    """

    rule: str
    rule_version: int
    purpose: Purpose
    certainty: Certainty
    places: tuple[Place, ...] = ()
    used: tuple[Used, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    blanks: tuple[Blank, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    about: str = ""
    """What else tells it apart: the inquiry, the topic."""

    @property
    def key(self) -> str:
        """Name that stays while the same rule points at the same places, so that its life goes on (24 hex digits)."""
        cells = [[place.link_id, place.row] for place in self.places]
        told = msgspec.json.encode([self.rule, cells, self.about])
        return hashlib.sha256(b"sekisho-rule-finding/1\n" + told).hexdigest()[:24]


def encode(findings: tuple[RuleFinding, ...]) -> bytes:
    """Canonical JSON: the same pack and answers give the same bytes at every station."""
    return msgspec.json.encode(findings, order="sorted")
