"""A new rule pack tried on closed cases (点検規則の試算): for each rule how many persons, and only coarse numbers.

What comes out must point at nobody, whoever wrote the rules. A number of persons is therefore told in steps of
:data:`SMALLEST_CELL`, rounded down, and below the first step it is not told at all; zero is not told apart from four,
for a rule may be written to fit one person. So whatever is added or taken off, the result is a multiple of the step: no
group under the threshold is shown, and none follows from those that are.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from app.models.domain.statistics import SMALLEST_CELL


def coarse(count: int) -> int | None:
    """A number of persons as it is told: rounded down to a step; None below the first step."""
    return count - count % SMALLEST_CELL if count >= SMALLEST_CELL else None


@dataclass(frozen=True, slots=True)
class TriedRule:
    """One rule, in numbers of persons as they are told.

    Attributes:
        rule: Id of the rule.
        before: In whose answers the rules of the pinned pack find something.
        after: In whose answers the pack on trial does.
        gained: In whose answers only the pack on trial does.
        lost: In whose answers only the pinned pack does.
    """

    rule: str
    before: int | None
    after: int | None
    gained: int | None
    lost: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a trial; every number is one that may be told.

    Attributes:
        cases: Persons on whose answers the rules were tried.
        passed_over: Persons whose answers could not be read under the pack on trial.
        rules: One line for each rule of either pack, in the order of the pack on trial.
    """

    cases: int | None
    passed_over: int | None
    rules: tuple[TriedRule, ...]


@dataclass(slots=True)
class _Line:
    before: int = 0
    after: int = 0
    both: int = 0


@dataclass(slots=True)
class Tally:
    """Exact numbers while a trial runs; nothing else of a case is kept, and they are never given out."""

    _cases: int = field(default=0, repr=False)
    _passed_over: int = field(default=0, repr=False)
    _lines: dict[str, _Line] = field(default_factory=dict, repr=False)

    def name(self, rules: Iterable[str]) -> None:
        """Rules that get a line even if nothing is found."""
        for rule in rules:
            self._lines.setdefault(rule, _Line())

    def add(self, before: AbstractSet[str], after: AbstractSet[str]) -> None:
        """One more person: the rules that find something, of the pinned pack and of the one on trial."""
        self._cases += 1
        self.name(sorted(before | after))
        for rule in before | after:
            line = self._lines[rule]
            line.before += rule in before
            line.after += rule in after
            line.both += rule in before and rule in after

    def pass_over(self) -> None:
        """One person whose answers do not fit the pack on trial."""
        self._passed_over += 1

    def told(self) -> Trial:
        """The result; with fewer persons than the threshold no line says anything."""
        return Trial(
            coarse(self._cases),
            coarse(self._passed_over),
            tuple(
                TriedRule(
                    name,
                    coarse(line.before),
                    coarse(line.after),
                    coarse(line.after - line.both),
                    coarse(line.before - line.both),
                )
                for name, line in self._lines.items()
            ),
        )
