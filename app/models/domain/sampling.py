"""Second reading of a random sample (抽出点検): how it is drawn, what the second reader finds, what may be told of it.

A case is drawn by its place in an order that follows from the seed alone, so whoever has the seed and the list of cases
draws the same sample again, and may go on checking it when some of the cases are destroyed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from app.models.domain.finding import ITEMS, MEDICAL_ITEM
from app.models.domain.ids import CaseId
from app.models.domain.statistics import SMALLEST_CELL, suppressed

READ_ITEMS = tuple(item for item in ITEMS if item != MEDICAL_ITEM)
"""Items that are read a second time: the medical part stays open to nobody but whoever has a part in the case."""
LONGEST_VIEW = 2_000
MOST_DRAWN = 500
_SEED = re.compile(r"[a-z0-9](?:[a-z0-9-]{4,38})[a-z0-9]")


def is_seed(seed: str) -> bool:
    """Whether a text can be a seed: 6 to 40 small letters, digits and hyphens."""
    return _SEED.fullmatch(seed) is not None


def place_of(seed: str, case_id: str) -> str:
    """Where a case stands in the order of a seed."""
    return sha256(f"sekisho-sample/1\n{seed}\n{case_id}".encode()).hexdigest()


def drawn(seed: str, population: Iterable[CaseId], count: int) -> tuple[CaseId, ...]:
    """The first cases in the order of a seed."""
    return tuple(sorted(population, key=lambda case_id: place_of(seed, case_id))[:count])


def follows(seed: str, chosen: Iterable[CaseId], others: Iterable[CaseId]) -> bool:
    """Whether every chosen case stands before every other one; holds on when some of them are destroyed."""
    last = max((place_of(seed, case_id) for case_id in chosen), default="")
    return all(last < place_of(seed, case_id) for case_id in others)


def digest_of_list(population: Iterable[CaseId]) -> str:
    """SHA-256 over the cases from which a sample was drawn, one a line, in the order of their ids."""
    return sha256("".join(f"{case_id}\n" for case_id in sorted(population)).encode()).hexdigest()


class ItemView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a second reader finds on one statutory item (点検所見)."""

    item: Literal[1, 2, 3, 4, 6, 7]
    adverse: bool
    text: Annotated[str, msgspec.Meta(max_length=LONGEST_VIEW)] = ""
    """The grounds; never empty where the view is adverse."""


class DraftView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same while it is being written; nothing is chosen for the reader."""

    item: Literal[1, 2, 3, 4, 6, 7]
    adverse: bool | None = None
    text: str = ""


class SecondView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A view as it was handed in, and what it was compared with at that moment. Both stay as they are.

    ``first_revision`` is the revision of the examiner's finding, which stays among the documents.
    """

    view: ItemView
    first_adverse: bool
    first_revision: int

    @property
    def differs(self) -> bool:
        """Whether one of the two finds something that speaks against the person, and the other does not."""
        return self.view.adverse != self.first_adverse


class Conference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was said about a difference (協議記録); it changes neither view."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_VIEW)]


def are_whole(views: Sequence[ItemView]) -> bool:
    """Whether there is one view on every item that is read, with grounds where it is adverse."""
    said = all(view.text.strip() or not view.adverse for view in views)
    return said and sorted(view.item for view in views) == list(READ_ITEMS)


class Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often two readers saw one item alike; None in the place of what is not told."""

    item: int
    agreed: int | None
    differed: int | None


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The agreement in one sample, as far as it may be told. No officer and no case stands in it."""

    read: int | None
    items: tuple[Agreement, ...]


def figures_of(differing: Sequence[Iterable[int]]) -> Figures:
    """The agreement over finished readings, as far as it may be told.

    Of a few readings not even a zero is told: that two never agreed on an item says how each of the few came out.

    Args:
        differing: For each reading the items on which the two differed.
    """
    if len(differing) < SMALLEST_CELL:
        return Figures(None, tuple(Agreement(item, None, None) for item in READ_ITEMS))
    read = ("read", 0)
    exact: dict[tuple[str, int], int] = {read: len(differing)}
    for item in READ_ITEMS:
        exact["differed", item] = sum(item in items for items in differing)
        exact["agreed", item] = len(differing) - exact["differed", item]
    sums = [[read, ("agreed", item), ("differed", item)] for item in READ_ITEMS]
    shown: Mapping[tuple[str, int], int | None] = suppressed(exact, sums)
    items = tuple(Agreement(item, shown["agreed", item], shown["differed", item]) for item in READ_ITEMS)
    return Figures(shown[read], items)
