"""Record of the yearly figures (法第19条): words of closed lists, numbers and days, nothing else.

No field could hold a person, a case or a sentence, and a number so small that it points at somebody is not told.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta

from app.models.domain.statistics import SMALLEST_CELL, Group, Measure
from app.services.bundles.fields import Count
from app.services.bundles.record_types.parts import Part, Record


class Figure(Part, frozen=True):
    """How often something happened. None where the number is not told because it, or one beside it, is small."""

    measure: Measure
    group: Group
    count: Count | None

    def __post_init__(self) -> None:
        if self.count is not None and 0 < self.count < SMALLEST_CELL:
            raise ValueError


class Statistics(Record, frozen=True, tag="statistics"):
    """The figures of one period, in the order of the lists. ``until`` is its last day."""

    since: date
    until: date
    figures: Annotated[tuple[Figure, ...], Meta(min_length=1, max_length=500)]

    def __post_init__(self) -> None:
        measures, groups = list(Measure), list(Group)
        places = [(measures.index(each.measure), groups.index(each.group)) for each in self.figures]
        if places != sorted(set(places)) or self.until < self.since:
            raise ValueError
