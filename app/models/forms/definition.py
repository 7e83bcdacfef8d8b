"""The form pack (様式パック): every question, code list, period and page of the questionnaire as data.

The item tree is isomorphic to an HL7 FHIR R5 ``Questionnaire``; the mandatory block ``ext`` holds what the review needs
beside it: the statutory item, the retention class, the place on paper, the look-back. Nothing that a change of law
changes stands in code: it stands here as data, and each case pins the pack it began with.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from app.models.domain.errors import BugError
from app.models.domain.retention import Period, Start
from app.models.forms.item_index import ItemIndex

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


class Choice(PackValue, frozen=True):
    """One code of a list; former states and old sentences keep their codes with an end date."""

    code: Code
    valid_from: date | None = None
    valid_to: date | None = None


class ChoiceList(PackValue, frozen=True):
    """A code list (選択肢). The words stand in the texts under ``choice.<id>.<code>``."""

    id: Code
    codes: tuple[Choice, ...]


class Bilingual(PackValue, frozen=True):
    """A term in both languages."""

    ja: Annotated[str, msgspec.Meta(min_length=1)]
    en: Annotated[str, msgspec.Meta(min_length=1)]

    def in_language(self, language: str) -> str:
        """The term in ``ja`` or ``en``."""
        return self.ja if language == "ja" else self.en


class ParameterPeriod(PackValue, frozen=True):
    """Value of a parameter from one day to another, both included."""

    valid_from: date
    value: int | str | bool | tuple[str, ...]
    valid_to: date | None = None


class Parameter(PackValue, frozen=True):
    """A number, switch or list that law or practice sets, with its effective dates (施行期日)."""

    key: Code
    unit: Literal["years", "days", "working-days", "months", "codes", "switch", "code"]
    name: Bilingual
    basis: Bilingual
    established: bool
    periods: Annotated[tuple[ParameterPeriod, ...], msgspec.Meta(min_length=1)]


class RetentionClass(PackValue, frozen=True):
    """How long a kind of document is kept (保存期間), and when its clock starts."""

    code: Code
    name: Bilingual
    basis: Bilingual
    years: Annotated[int, msgspec.Meta(ge=0, le=99)]
    start: Start
    established: bool
    ends_with_purpose: bool = False
    """May be destroyed before its day, once what it was kept for has ended."""

    @property
    def period(self) -> Period:
        """The period as the arithmetic of retention knows it."""
        return Period(self.code, self.years, self.start, self.established, self.ends_with_purpose)


class StatutoryItem(PackValue, frozen=True):
    """One of the seven investigation items (調査事項), Article 12(2) of the Act."""

    number: Annotated[int, msgspec.Meta(ge=1, le=7)]
    name: Bilingual


class Viewpoint(PackValue, frozen=True):
    """One of the seven viewpoints of the overall judgement (評価の視点)."""

    number: Annotated[int, msgspec.Meta(ge=1, le=7)]
    name: Bilingual


class Factor(PackValue, frozen=True):
    """A circumstance weighed for each established fact (考慮要素)."""

    code: Code
    name: Bilingual


class PackMeta(PackValue, frozen=True):
    """Head of a pack: what it is, since when, on what legal footing; the content of ``pack.json``."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    version: Annotated[int, msgspec.Meta(ge=1)]
    title: Bilingual
    effective_from: date
    legal_reference: Bilingual
    established: bool
    statutory_items: tuple[StatutoryItem, ...]
    viewpoints: tuple[Viewpoint, ...]
    factors: tuple[Factor, ...]
    parameters: tuple[Parameter, ...]
    retention_classes: tuple[RetentionClass, ...]


class Box(PackValue, frozen=True):
    """One box of a page and the item that stands in it."""

    box: str
    link_id: LinkId


class Page(PackValue, frozen=True):
    """One A4 page of the paper form; ``boxes`` are in reading order."""

    page: Annotated[int, msgspec.Meta(ge=1, le=99)]
    boxes: tuple[Box, ...]


class FormPack(PackValue, frozen=True, dict=True):
    """A whole form pack as loaded and checked.

    ``texts`` is language (``ja``, ``en``) to key to sentence. ``extras`` holds files that other readers understand
    (``rules.json``, ``letters/*.json``) as text. ``digest`` is the SHA-256 over the listing of all files, in hex.
    """

    meta: PackMeta
    items: tuple[Item, ...]
    choices: tuple[ChoiceList, ...]
    texts: Mapping[str, Mapping[str, str]]
    layout: tuple[Page, ...]
    extras: Mapping[str, str]
    digest: str

    @cached_property
    def index(self) -> ItemIndex:
        """Items by linkId with their parents, in document order."""
        return ItemIndex(self.items)

    @cached_property
    def codes(self) -> Mapping[str, frozenset[str]]:
        """Codes of each list."""
        return {each.id: frozenset(choice.code for choice in each.codes) for each in self.choices}

    def parameter(self, key: str, on: date) -> int | str | bool | tuple[str, ...]:
        """Value of a parameter on a day.

        Args:
            key: For example ``validity.years``.
            on: The day that decides, usually the day the case began.

        Raises:
            BugError: The pack has no such parameter, or none for that day.
        """
        for parameter in self.meta.parameters:
            if parameter.key != key:
                continue
            for period in parameter.periods:
                if period.valid_from <= on and (period.valid_to is None or on <= period.valid_to):
                    return period.value
        raise BugError("pack.parameter-missing", key=key)

    def retention(self, code: str) -> RetentionClass:
        """A retention class by its code.

        Raises:
            BugError: The pack has no such class.
        """
        for each in self.meta.retention_classes:
            if each.code == code:
                return each
        raise BugError("pack.parameter-missing", key=code)

    def text(self, key: str, language: str) -> str:
        """A text of the pack in ``ja`` or ``en``.

        Raises:
            BugError: The key is unknown.
        """
        try:
            return self.texts[language][key]
        except KeyError as missing:
            raise BugError("pack.text-unknown", key=key) from missing

    def label(self, link_id: str, language: str) -> str:
        """The words printed beside an item."""
        return self.text(f"item.{link_id}.label", language)
