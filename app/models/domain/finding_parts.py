"""The parts (箇所) of a finding: what a remark points at, and what changed since the findings were returned."""

from enum import StrEnum

import msgspec

from app.models.domain.finding import Finding, Text


class Part(StrEnum):
    """A paragraph of a finding, in the order of the editor."""

    ADVERSE = "adverse"
    SUMMARY = "summary"
    FACT = "fact"
    HEARING = "hearing"
    MITIGATION = "mitigation"
    ABSENCE = "absence"


class PartPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of one finding; facts are counted from 1, everything else has the number 0."""

    part: Part
    number: int = 0


class ReviewRemark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a reviewer returned the findings (差戻し理由): on a part of a finding, on a whole one or on all of them."""

    item: int | None
    text: Text
    part: PartPlace | None = None
    read: dict[str, int] = {}
    """The revision of the finding on each item that was returned."""


def parts_of(finding: Finding) -> tuple[PartPlace, ...]:
    """All parts of a finding, in the order of the editor."""
    facts = tuple(PartPlace(Part.FACT, number) for number in range(1, len(finding.facts) + 1))
    single = {part: (PartPlace(part),) for part in Part if part is not Part.FACT} | {Part.FACT: facts}
    return tuple(place for part in Part for place in single[part])


def changed_parts(before: Finding, after: Finding) -> tuple[PartPlace, ...]:
    """The parts that differ; of facts also those that only one of the two has."""
    longer = max(before, after, key=lambda finding: len(finding.facts))
    return tuple(place for place in parts_of(longer) if _value(before, place) != _value(after, place))


def _value(finding: Finding, place: PartPlace) -> object:
    if place.part is Part.FACT:
        return finding.facts[place.number - 1] if place.number <= len(finding.facts) else None
    return getattr(finding, place.part.value)
