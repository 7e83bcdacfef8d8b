"""Records of opinion, decision and notice."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from app.services.bundles.fields import Exact, Identifier, Prose, Reference
from app.services.bundles.record_types.parts import PackPin, Part, Record, StatutoryItem


class Fact(Part, frozen=True):
    """An established fact, where it comes from and when the source says it was."""

    text: Prose
    source: Exact
    source_on: date
    happened_as_written: Exact | None


class Hearing(Part, frozen=True):
    """What the subject said about the facts (本人の説明), or that it was sought and how, or that nothing was asked."""

    state: Literal["explained", "sought", "not-needed"]
    text: Prose | None

    def __post_init__(self) -> None:
        if self.state == "explained" and self.text is None:
            raise ValueError


class ItemFinding(Part, frozen=True):
    """The finding on one of the seven items of Art. 12(2)."""

    item: StatutoryItem
    summary: Prose
    facts: Annotated[tuple[Fact, ...], Meta(max_length=200)]
    explanation: Hearing
    mitigation: Prose | None


class OpinionCode(StrEnum):
    """The two opinions of an investigation (漏らすおそれの有無に関する意見)."""

    NO_RISK_FOUND = "no-risk-found"
    RISK_FOUND = "risk-found"


class OpinionRecord(Record, frozen=True, tag="opinion"):
    """Result of an investigation and opinion (調査結果・意見, 法第12条第5項); all seven items, in order.

    ``opinion_envelope`` is the two officers' own envelope; its payload says the same as the other fields.
    """

    case_ref: Reference
    pack: PackPin
    findings: Annotated[tuple[ItemFinding, ...], Meta(min_length=7, max_length=7)]
    unresolved: Annotated[tuple[Prose, ...], Meta(max_length=100)]
    opinion: OpinionCode
    opinion_text: Prose
    examiner: Identifier
    reviewer: Identifier
    opinion_envelope: Annotated[bytes, Meta(max_length=1_048_576)]

    def __post_init__(self) -> None:
        if [each.item for each in self.findings] != [1, 2, 3, 4, 5, 6, 7] or self.examiner == self.reviewer:
            raise ValueError


class DecisionOutcome(StrEnum):
    """The two results of an assessment (おそれがないと認められた／認められなかった)."""

    CLEARED = "cleared"
    NOT_CLEARED = "not-cleared"


class DecisionRecord(Record, frozen=True, tag="decision"):
    """Decision (評価の結果) with the seven viewpoints, and the two officers' own envelope over it."""

    case_ref: Reference
    outcome: DecisionOutcome
    viewpoints: Annotated[tuple[Prose, ...], Meta(min_length=7, max_length=7)]
    decided_on: date
    decision_envelope: Annotated[bytes, Meta(min_length=1, max_length=1_048_576)]
    pack: PackPin
    notified_on: date | None
    valid_until: date | None

    def __post_init__(self) -> None:
        is_valid = self.outcome is DecisionOutcome.CLEARED and self.notified_on is not None
        if self.valid_until is not None and not is_valid:
            raise ValueError


class NoticeOutcome(StrEnum):
    """What a contractor is told, and all that it is told."""

    CLEARED = "cleared"
    NOT_CLEARED = "not-cleared"
    NOT_CARRIED_OUT = "not-carried-out"


class ResultNotice(Record, frozen=True, tag="result-notice"):
    """Notice to a certified contractor (適合事業者への通知, 法第13条第2項): the bare result, no room for a reason."""

    roster_ref: Reference
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    section: Annotated[str, Meta(min_length=1, max_length=100)]
    outcome: NoticeOutcome
    notified_on: date
    issue_no: Reference
