"""No number that a trial tells is about fewer persons than the threshold, and none follows from those it tells."""

from collections import defaultdict
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.statistics import SMALLEST_CELL
from app.models.rules.trial import Tally, Trial, coarse

RULES = ("R-AAA-01", "R-BBB-01", "R-CCC-01")
Person = tuple[frozenset[str], frozenset[str]]
PEOPLE = st.lists(st.tuples(*[st.frozensets(st.sampled_from(RULES))] * 2), max_size=40)


def tried(people: list[Person], passed_over: int = 0) -> Trial:
    tally = Tally()
    tally.name(RULES)
    for before, after in people:
        tally.add(before, after)
    for _ in range(passed_over):
        tally.pass_over()
    return tally.told()


def numbers(trial: Trial) -> list[int]:
    """Every number that is told."""
    lines = [(line.before, line.after, line.gained, line.lost) for line in trial.rules]
    return [one for line in [(trial.cases, trial.passed_over), *lines] for one in line if one is not None]


@given(PEOPLE, st.integers(min_value=0, max_value=12))
def test_adding_and_taking_off_never_gives_a_small_number(people: list[Person], passed_over: int) -> None:
    told = numbers(tried(people, passed_over))
    assert all(one >= SMALLEST_CELL for one in told)
    assert all(abs(one - other) not in range(1, SMALLEST_CELL) for one, other in combinations(told, 2))
    assert not [one for one in told if one % SMALLEST_CELL]


@given(PEOPLE)
def test_every_number_is_the_true_one_rounded_down(people: list[Person]) -> None:
    told = tried(people)
    assert told.cases == coarse(len(people))
    for line in told.rules:
        before = [line.rule in one for one, _ in people]
        after = [line.rule in other for _, other in people]
        exact = (
            sum(before),
            sum(after),
            sum(now and not then for then, now in zip(before, after, strict=True)),
            sum(then and not now for then, now in zip(before, after, strict=True)),
        )
        assert (line.before, line.after, line.gained, line.lost) == tuple(map(coarse, exact))


@given(PEOPLE, st.sampled_from(RULES), st.integers(min_value=0, max_value=SMALLEST_CELL - 1))
def test_nobody_is_told_from_four_others(people: list[Person], rule: str, found: int) -> None:
    """A rule that fits one person says the same as one that fits nobody."""
    nobody = [(before - {rule}, after - {rule}) for before, after in people]
    some = [
        (before, after | {rule}) if place < found else (before, after) for place, (before, after) in enumerate(nobody)
    ]
    assert tried(some) == tried(nobody)


def test_whoever_knows_how_many_there_are_learns_of_no_small_group() -> None:
    """Every table of up to 24 persons: some other table looks the same, for each group of one to four in it."""
    for total in range(25):
        alike: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for both in range(total + 1):
            for gained in range(total - both + 1):
                for lost in range(total - both - gained + 1):
                    neither = total - both - gained - lost
                    shown = tuple(map(coarse, (both + lost, both + gained, gained, lost)))
                    found = (both + lost, both + gained, gained, lost, both, neither)
                    others = (neither + gained, neither + lost, total - both, gained + lost)
                    alike[shown].append(found + others)
        for tables in alike.values():
            for group in zip(*tables, strict=True):
                assert not (len(set(group)) == 1 and 0 < group[0] < SMALLEST_CELL), (total, tables)
