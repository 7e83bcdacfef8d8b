"""What an item of the questionnaire is (質問項目): its kind, its place on paper, whom it serves, when it is asked.

The tree of items is isomorphic to an HL7 FHIR R5 ``Questionnaire``; the mandatory block ``ext`` holds what the review
needs beside it.
"""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec

Purpose = Literal[1, 2, 3, 4, 5, 6, 7, "identity"]
"""Statutory item (法第12条第2項各号) that an item serves, or ``identity`` for telling the person apart (本人特定)."""

LinkId = Annotated[str, msgspec.Meta(pattern=r"^[A-Z][0-9]{0,2}(\.[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)]
"""Name of an item: section ``E``, question ``E1``, column ``E1.birth-date``."""

Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", max_length=60)]
"""Name of a choice, parameter or retention class."""


class PackValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", omit_defaults=True):
    """Base of all values in a pack: immutable, strict about unknown fields, camelCase in JSON."""


class ItemType(StrEnum):
    """Kind of an item; the words are those of FHIR R5. A period (期間) is two dates, an address a group."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    STRING = "string"
    TEXT = "text"
    CODING = "coding"
    QUANTITY = "quantity"
    ATTACHMENT = "attachment"


class Sensitivity(StrEnum):
    """How carefully an answer is kept. ``MEDICAL`` (医療情報) lies in a compartment of its own."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    SPECIAL_CARE = "special-care"
    MEDICAL = "medical"


class BundleKind(StrEnum):
    """Hand-over bundles (受渡し) between the offices."""

    ROSTER = "B1"
    CONSENT = "B2"
    INVESTIGATION_REQUEST = "B3"
    QUESTIONNAIRE = "B4"
    SURVEY = "B5"
    INQUIRY = "B6"
    RESULT = "B7"
    DECISION = "B8"
    CONTRACTOR_NOTICE = "B9"
    COMPLAINT = "B10"
    CHANGE_REPORT = "B11"
    STATISTICS = "B12"
    DISPOSAL_REPORT = "B13"


class DatePrecision(StrEnum):
    """How finely a date is known or must be known (日付の精度)."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class PaperRef(PackValue, frozen=True):
    """Place of an item on the official paper form (様式の頁と欄)."""

    page: Annotated[int, msgspec.Meta(ge=1, le=99)]
    box: Annotated[str, msgspec.Meta(min_length=1, max_length=12)]


class Lookback(PackValue, frozen=True):
    """How far back a question asks (遡及期間).

    ``years`` is counted back from ``from``; ``None`` means the whole time since ``from``. ``parameter`` names the
    pack parameter that holds the same number, so that an office sees all periods in one list.
    """

    since: Literal["as-of", "birth", "high-school"] = msgspec.field(name="from")
    years: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    parameter: Code | None = None


class Coverage(PackValue, frozen=True):
    """Part that rows of an item play in covering the look-back without a gap (空白期間の確認)."""

    group: Code
    kind: Literal["main", "fills"]


class ItemExt(PackValue, frozen=True):
    """What the review needs to know about an item beside the question itself. No field may be left out."""

    purpose: Purpose
    sensitivity: Sensitivity
    retention: Code
    paper_ref: PaperRef
    precision: DatePrecision | None
    lookback: Lookback | None
    coverage: Coverage | None
    disclosure: tuple[BundleKind, ...]
    established: bool


class EnableWhen(PackValue, frozen=True):
    """Condition under which an item is shown. Inside a row it looks at the same row, else at any row."""

    question: LinkId
    operator: Literal["exists", "=", "!="]
    answer: bool | int | str


class Item(PackValue, frozen=True):
    """One question, column, table or section (項目).

    Raises nothing itself; the loader checks every reference. ``answer_value_set`` names a code list and
    ``answer_option`` narrows it. A repeating group (``repeats``) is a table whose rows have stable ids.
    """

    link_id: LinkId
    type: ItemType
    ext: ItemExt
    repeats: bool = False
    required: bool = False
    max_length: Annotated[int, msgspec.Meta(ge=1, le=20_000)] | None = None
    enable_when: tuple[EnableWhen, ...] = ()
    enable_behavior: Literal["all", "any"] = "all"
    answer_value_set: Code | None = None
    answer_option: tuple[Code, ...] = ()
    initial: bool | int | str | None = None
    item: tuple["Item", ...] = ()
