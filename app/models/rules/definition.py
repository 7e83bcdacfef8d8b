"""The rules of a pack (点検規則) as data: which checker looks at which items, with which parameters, on what basis.

Code knows a dozen checkers; what they ask about stands in ``rules.json``. A rule reads only items of its own statutory
item and those that tell the person apart. It never scores: a rule points at answers and asks a neutral question.
"""

from typing import Annotated, Literal

import msgspec

from app.models.forms.definition import Bilingual
from app.models.forms.guards.definition import GuardSettings, Topic, Watch
from app.models.forms.items import Code, DatePrecision, LinkId, PackValue, Purpose

RuleId = Annotated[str, msgspec.Meta(pattern=r"^R-[A-Z]{2,12}-[0-9]{2}$")]
"""Name of a rule, for example ``R-RES-01``."""

Folding = Literal["exact", "text", "kana", "name", "date"]
"""How two writings of one fact are compared: as they stand, without spaces and width, by kana, by name, by day."""


class Term(PackValue, frozen=True):
    """One thing that is said of an answer; inside a table it is said of the same row.

    ``answered`` means a value stands there, ``absent`` that the subject says none or that it does not apply. With
    ``is`` and ``is-not`` the value is compared with ``values`` (``true`` and ``false`` for yes and no).
    """

    item: LinkId
    op: Literal["is", "is-not", "answered", "absent"]
    values: tuple[str, ...] = ()


class Span(PackValue, frozen=True):
    """The two columns of a table that say from when to when, for the rows of which ``where`` holds."""

    start: LinkId
    end: LinkId
    where: tuple[Term, ...] = ()


class Rule(PackValue, frozen=True, tag_field="checker"):
    """What every rule says of itself.

    ``question`` is put to the subject and may name the fields that its checker offers. ``second_person`` asks that
    another person accepts when a finding is closed as no issue. ``established`` is false for a default of this
    program that no published text sets.
    """

    id: RuleId
    version: Annotated[int, msgspec.Meta(ge=1)]
    purpose: Purpose
    name: Bilingual
    basis: Bilingual
    question: Bilingual
    established: bool
    second_person: bool


class CoverageRule(Rule, frozen=True, tag="coverage"):
    """Is the look-back covered by these periods (空白期間)?

    ``school_age`` moves the beginning to the first 1 April after that age is reached (birth stands in ``born``), so
    that nobody is asked for a career before it can have begun. Without it the window begins no earlier than birth.
    """

    spans: Annotated[tuple[Span, ...], msgspec.Meta(min_length=1)]
    lookback: Code
    tolerance: Code
    born: LinkId
    school_age: Annotated[int, msgspec.Meta(ge=1, le=30)] | None = None


class OverlapRule(Rule, frozen=True, tag="overlap"):
    """Do two rows claim the same time where only one can (重複)?"""

    spans: Annotated[tuple[Span, ...], msgspec.Meta(min_length=1)]
    tolerance: Code


class ContainsRule(Rule, frozen=True, tag="contains"):
    """Does every inner period lie inside outer ones? ``same`` names a column of each that must agree (the country).

    Inner periods of ``shortest`` days or fewer are not looked at.
    """

    inner: Span
    outer: Annotated[tuple[Span, ...], msgspec.Meta(min_length=1)]
    tolerance: Code
    same: tuple[LinkId, ...] = ()
    shortest: Annotated[int, msgspec.Meta(ge=0)] = 0


class ContradictsRule(Rule, frozen=True, tag="contradicts"):
    """May all these answers hold at once (矛盾)?"""

    when: Annotated[tuple[Term, ...], msgspec.Meta(min_length=2)]


class Written(PackValue, frozen=True):
    """One place where a fact is written: an answer (rows that ``where`` picks), or a fact from elsewhere.

    A fact is what roster, register or a reply say; its name is set by the office, for example ``roster.kana``.
    """

    items: tuple[LinkId, ...] = ()
    fact: Code | None = None
    where: tuple[Term, ...] = ()


class AgreesRule(Rule, frozen=True, tag="agrees"):
    """Is one fact the same in two places after folding (一致)?"""

    left: Written
    right: Written
    folding: Folding


class CompletenessRule(Rule, frozen=True, tag="completeness"):
    """Are these items answered with a value when some answers hold (記入漏れ)? ``rows`` asks for a row of a table."""

    when: Annotated[tuple[Term, ...], msgspec.Meta(min_length=1)]
    needed: tuple[LinkId, ...] = ()
    rows: LinkId | None = None


class CountRule(Rule, frozen=True, tag="count"):
    """Are there too few or too many rows (人数・件数) when some answers hold and none of ``unless`` does?"""

    counted: LinkId
    where: tuple[Term, ...] = ()
    at_least: Annotated[int, msgspec.Meta(ge=0)] = 0
    at_most: Annotated[int, msgspec.Meta(ge=0)] | None = None
    when: tuple[Term, ...] = ()
    unless: tuple[Term, ...] = ()


class SequenceRule(Rule, frozen=True, tag="sequence"):
    """Does one date not lie before another (前後関係)? Within a row when both stand in one table.

    ``unclear`` says what happens when the dates are too coarse to tell.
    """

    earlier: LinkId
    later: LinkId
    where: tuple[Term, ...] = ()
    least_years: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0
    unclear: Literal["ask", "pass"] = "pass"


class DeadlineRule(Rule, frozen=True, tag="deadline"):
    """Has a working-day clock run out (期限) while a reply is awaited?"""

    limit: Code
    clock: Literal["reply", "reminder"]


class MissingReplyRule(Rule, frozen=True, tag="missing-reply"):
    """Was something asked and never answered (未回答)? Absence is evidence with a state of its own."""


class ScopeRule(Rule, frozen=True, tag="scope"):
    """Does an answer go beyond what may be asked (対象外)?

    ``my-number`` and ``topics`` look at free texts, ``codes`` at a coded item against a list parameter, ``period`` at
    rows that lie wholly before the look-back. ``items`` empty means every text of the rule's reach.
    """

    matter: Literal["my-number", "topics", "codes", "period"]
    items: tuple[LinkId, ...] = ()
    parameter: Code | None = None
    spans: tuple[Span, ...] = ()


class PrecisionRule(Rule, frozen=True, tag="precision"):
    """Are these dates written finely enough (日付の精度)?"""

    items: Annotated[tuple[LinkId, ...], msgspec.Meta(min_length=1)]
    needed: DatePrecision
    where: tuple[Term, ...] = ()


AnyRule = (
    CoverageRule
    | OverlapRule
    | ContainsRule
    | ContradictsRule
    | AgreesRule
    | CompletenessRule
    | CountRule
    | SequenceRule
    | DeadlineRule
    | MissingReplyRule
    | ScopeRule
    | PrecisionRule
)


class RulePack(PackValue, frozen=True):
    """All rules of a pack, in the order in which they are run and listed; the content of ``rules.json``."""

    version: Annotated[int, msgspec.Meta(ge=1)]
    rules: tuple[AnyRule, ...]
    topics: tuple[Topic, ...] = ()
    guards: GuardSettings = GuardSettings()

    @property
    def watch(self) -> Watch:
        """What is watched for in free texts."""
        return Watch(self.topics, self.guards)
