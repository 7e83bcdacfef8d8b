"""Records about what follows a decision: complaints and changes of circumstances."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from app.services.bundles.fields import Exact, Prose, Reference
from app.services.bundles.record_types.parts import Part, Record


class ComplaintReply(Part, frozen=True):
    """What came of a complaint (苦情処理結果通知書, F27)."""

    facts_checked: Prose
    conclusion: Prose
    measure: Literal["none", "explanation", "correction", "re-evaluation"]
    replied_on: date


class Complaint(Record, frozen=True, tag="complaint"):
    """A complaint (苦情申出書, F26), and its reply once there is one."""

    complaint_ref: Reference
    case_ref: Reference
    complainant: Exact
    received_on: date
    notice_on: date | None
    content: Prose
    wish: Prose | None
    reply: ComplaintReply | None

    def __post_init__(self) -> None:
        is_early = self.reply is not None and self.reply.replied_on < self.received_on
        if is_early or (self.notice_on is not None and self.received_on < self.notice_on):
            raise ValueError


class Circumstance(StrEnum):
    """What must be reported."""

    FOREIGN_RELATION = "foreign-relation"
    """外国人との婚姻その他外国との関係の大きな変化."""
    OFFENCE = "offence"
    """罪を犯した疑いによる逮捕、取調べ等."""
    DISCIPLINE = "discipline"
    """懲戒の対象となる行為."""
    INFORMATION_HANDLING = "information-handling"
    """情報の取扱いに係る規則の違反."""
    DRUGS = "drugs"
    """薬物の違法な所持、使用その他不適切な取扱い."""
    CONTROL = "control"
    """自己の行為の是非を判別し、又はその判別に従って行動する能力を失わせるおそれのある状態."""
    DRINKING = "drinking"
    """飲酒による争い又は職務上の支障."""
    FINANCES = "finances"
    """給与の差押えその他経済的な問題の疑い."""
    OTHER = "other"
    """その他疑いを生じさせる事情."""


class ChangeReport(Record, frozen=True, tag="change-report"):
    """A change of circumstances of a person who was found fit (事情変更の申出・報告, F28).

    ``roster_ref`` and ``case_ref`` are numbers by which the recipient knows the person; at least one is given.
    """

    report_ref: Reference
    roster_ref: Reference | None
    case_ref: Reference | None
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    section: Annotated[str, Meta(min_length=1, max_length=100)]
    birth_date: date | None
    reported_by: Literal["subject", "superior", "contractor"]
    reported_on: date
    circumstances: Annotated[tuple[Circumstance, ...], Meta(min_length=1, max_length=9)]
    happened_as_written: Exact | None
    details: Prose

    def __post_init__(self) -> None:
        order = list(Circumstance)
        given = [order.index(each) for each in self.circumstances]
        if given != sorted(set(given)) or (self.roster_ref is None and self.case_ref is None):
            raise ValueError
