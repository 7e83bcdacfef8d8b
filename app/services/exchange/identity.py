"""Whom the subjects of a bundle resemble, and what a person decided about it (同一人物かどうかの判断).

Name and day of birth together do not identify a person. Nothing here merges anybody; the program proposes, puts both
side by side, and keeps the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import msgspec

from app.models.domain.dates import PartialDate
from app.models.domain.ids import BundleId, CaseId
from app.models.domain.match import KnownPerson, Why, resembles
from app.models.domain.names import PersonalName
from app.models.views.arriving import IdentityVerdict
from app.models.views.records import Case
from app.services.desk import Act
from app.services.vault.unit import Unit


class Verdict(StrEnum):
    """What a person says about two subjects."""

    SAME = "same"
    OTHER = "other"
    LATER = "later"
    """Not decided yet: the record is not admitted."""


class AsideReason(StrEnum):
    """Why one record of many is not taken in with the others."""

    IDENTITY_OPEN = "identity-open"
    """同一人物かどうかが分からない."""
    WRONG_DATA = "wrong-data"
    """記載に誤りがある."""
    NOT_OURS = "not-ours"
    """当庁の案件ではない."""


NO_CASE = CaseId("")
"""Of a subject for whom the bundle opens no case; what is decided about it is kept under the bundle."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person as a record names one. ``born_on`` is None where it does not tell."""

    line: int
    case_id: CaseId
    name: str
    kana: str
    born_on: date | None
    section: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A subject of the bundle beside somebody who is known, or who stands in an earlier line of it.

    Attributes:
        other_case_id: The known case; the case of the earlier line.
        number: Number of the known case; empty for an earlier line.
        differing: Fields that are not the same on both sides.
    """

    subject: Subject
    why: Why
    other_case_id: CaseId
    number: str
    name: str
    kana: str
    born_on: date
    section: str

    @property
    def key(self) -> str:
        """Names the question among those of its bundle."""
        return f"{self.subject.line}:{self.other_case_id}"


class Answers(msgspec.Struct, frozen=True):
    """What an officer answered about a bundle that waits.

    Attributes:
        identity: Verdict by the key of the likeness.
        aside: Reason by line of the record.
    """

    identity: dict[str, Verdict] = {}
    aside: dict[int, AsideReason] = {}

    def lines_aside(self) -> frozenset[int]:
        """Lines that are not taken in; whoever is looked into later is one of them."""
        later = {int(key.partition(":")[0]) for key, said in self.identity.items() if said is Verdict.LATER}
        return frozenset(self.aside) | later

    def reasons(self) -> dict[int, str]:
        """Reason for each line that is not taken in."""
        return {line: self.aside.get(line, AsideReason.IDENTITY_OPEN).value for line in sorted(self.lines_aside())}

    def open_questions(self, likenesses: Sequence[Likeness]) -> list[Likeness]:
        """Questions without an answer about records that are to be taken in."""
        aside = self.lines_aside()
        return [one for one in likenesses if one.subject.line not in aside and one.key not in self.identity]


NO_ANSWERS = Answers()


@dataclass(slots=True)
class _Known:
    cases: Mapping[CaseId, Case]
    by_name: dict[str, list[Case]] = field(default_factory=dict)
    by_day: dict[date, list[Case]] = field(default_factory=dict)
    people: dict[CaseId, KnownPerson] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for case in self.cases.values():
            self.by_name.setdefault(case.name_folded, []).append(case)
            self.by_day.setdefault(case.born_on, []).append(case)

    def near(self, name_folded: str, born_on: date | None) -> Iterator[Case]:
        same_day = self.by_day.get(born_on, ()) if born_on is not None else ()
        found = [*self.by_name.get(name_folded, ()), *same_day]
        yield from {case.case_id: case for case in found}.values()

    def person(self, case: Case) -> KnownPerson:
        """Who a case is about; many subjects may be held beside the same one."""
        known = self.people.get(case.case_id)
        if known is None:
            keys = PersonalName(case.name, case.kana).keys
            known = KnownPerson(case.case_id, keys, PartialDate.of_day(case.born_on))
            self.people[case.case_id] = known
        return known


def likenesses(unit: Unit, subjects: Sequence[Subject]) -> tuple[Likeness, ...]:
    """Whom each subject resembles. Who withdrew is not among the known: that case is closed to every further use."""
    keys = [PersonalName(one.name, one.kana).keys for one in subjects]
    folded = sorted({name.folded for name in keys if name.folded})
    cases = unit.cases.resembling(folded, sorted({one.born_on for one in subjects if one.born_on is not None}))
    known = _Known({case.case_id: case for case in cases if not case.sealed})
    found: list[Likeness] = []
    earlier: dict[tuple[str, date], Subject] = {}
    for one, name in zip(subjects, keys, strict=True):
        born = PartialDate.of_day(one.born_on) if one.born_on is not None else None
        alike = [
            (why, case)
            for case in known.near(name.folded, one.born_on)
            if case.case_id != one.case_id and (why := resembles(name, born, (), known.person(case))) is not None
        ]
        # Nobody is asked for what was answered before, and most resemble nobody.
        answered = _answered(unit, one.case_id) if alike else frozenset[CaseId]()
        found += [_beside(one, why, case) for why, case in alike if case.case_id not in answered]
        first = earlier.setdefault((name.folded, one.born_on), one) if one.born_on is not None else one
        if first is not one and first.born_on is not None:
            beside = (first.case_id, "", first.name, first.kana, first.born_on, first.section)
            found.append(Likeness(one, Why.TWICE_IN_ROSTER, *beside))
    return tuple(found)


def _answered(unit: Unit, case_id: CaseId) -> frozenset[CaseId]:
    """Whom a case was put beside before, when it came the last time: that is not asked again."""
    if not case_id:
        return frozenset()
    return frozenset(one.other_case_id for one in unit.arrivals.verdicts_about(case_id) if one.case_id == case_id)


def _beside(one: Subject, why: Why, case: Case) -> Likeness:
    return Likeness(one, why, case.case_id, case.number, case.name, case.kana, case.born_on, case.section)


def verdicts_of(act: Act, bundle: BundleId, found: Sequence[Likeness], answers: Answers) -> list[IdentityVerdict]:
    """The verdicts on records that are taken in, ready to be kept."""
    aside = answers.lines_aside()
    return [
        IdentityVerdict(
            one.subject.case_id or CaseId(bundle),
            one.other_case_id,
            bundle,
            one.subject.line,
            one.why.value,
            answers.identity[one.key].value,
            act.at,
            act.actor.person,
        )
        for one in found
        if one.subject.line not in aside
    ]
