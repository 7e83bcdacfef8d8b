"""Findings (調査結果) on the seven items: facts with evidence, the subject's side, mitigation. No number, no score."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

ITEMS = (1, 2, 3, 4, 5, 6, 7)
"""The seven items of Art. 12(2)."""
MEDICAL_ITEM = 5
"""精神疾患に関する事項: whatever is written on it lies in the medical compartment."""

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]


class HearingState(StrEnum):
    """What is known of the subject's explanation (本人の説明)."""

    EXPLAINED = "explained"
    SOUGHT = "sought"
    """It was sought; none was given."""
    NOT_NEEDED = "not-needed"
    """Nothing adverse was found, so nothing had to be asked."""


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that a fact rests on, and the revision that was read."""

    link_id: str
    row: str | None
    revision: int


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An established fact (認定した事実)."""

    text: Text
    source: Text
    """Where it comes from: 質問票, a reply, an interview."""
    source_on: date
    citations: tuple[Citation, ...] = ()


class Hearing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The subject's side."""

    state: HearingState
    text: str = ""
    on: date | None = None


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The finding on one statutory item (調査事項ごとの所見)."""

    item: Literal[1, 2, 3, 4, 5, 6, 7]
    adverse: bool
    """Whether it speaks against the subject (不利な所見)."""
    summary: Text
    facts: tuple[Fact, ...] = ()
    hearing: Hearing = Hearing(HearingState.NOT_NEEDED)
    mitigation: str = ""
    """緩和事情: what speaks for the subject; stated as none if there is none."""
    absence: str = ""
    """What was asked and not learned."""


class MissingPart(StrEnum):
    """What an adverse finding lacks before it can be submitted or signed."""

    EVIDENCE = "evidence"
    HEARING = "hearing"
    HEARING_TEXT = "hearing-text"
    HEARING_HOW = "hearing-how"
    HEARING_DAY = "hearing-day"
    MITIGATION = "mitigation"


def missing_parts(finding: Finding) -> tuple[MissingPart, ...]:
    """What a finding lacks: no adverse finding stands without evidence, the other side and mitigation."""
    missing = []
    hearing = finding.hearing
    if hearing.state is HearingState.EXPLAINED and not hearing.text.strip():
        missing.append(MissingPart.HEARING_TEXT)
    if finding.adverse:
        if not finding.facts:
            missing.append(MissingPart.EVIDENCE)
        if hearing.state is HearingState.NOT_NEEDED:
            missing.append(MissingPart.HEARING)
        if hearing.state is HearingState.SOUGHT and not hearing.text.strip():
            missing.append(MissingPart.HEARING_HOW)
        if hearing.state is HearingState.SOUGHT and hearing.on is None:
            missing.append(MissingPart.HEARING_DAY)
        if not finding.mitigation.strip():
            missing.append(MissingPart.MITIGATION)
    return tuple(missing)


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A working note (メモ) of the examiner."""

    text: Text


class Flag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A flag (付箋) on one answer."""

    link_id: str
    row: str | None
    reason: Text
    due_on: date | None = None
    resolution: str = ""
    owner: Annotated[str, msgspec.Meta(max_length=60)] = ""
    """Who sees to it; empty for whoever put it."""
