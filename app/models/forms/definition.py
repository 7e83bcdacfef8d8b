"""The form pack (様式パック): every question, code list, period and page of the questionnaire as data.

The item tree is isomorphic to an HL7 FHIR R5 ``Questionnaire``; the mandatory block ``ext`` holds what the review needs
beside it: the statutory item, the retention class, the place on paper, the look-back. Nothing that a change of law
changes stands in code: it stands here as data, and each case pins the pack it began with.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from app.models.domain.errors import BugError
from app.models.domain.retention import Period, Start
from app.models.forms.item_index import ItemIndex
from app.models.forms.items import (
    Code,
    Item,
    LinkId,
    PackValue,
)


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
