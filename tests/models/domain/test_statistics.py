"""No small number leaves, and none follows from those that do."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.statistics import PARTITIONS, SMALLEST_CELL, SUMS, Cell, Group, Measure, told

PARTS = st.tuples(*[st.integers(min_value=0, max_value=12)] * 3)


def split(draw: st.DrawFn, total: int) -> tuple[int, int]:
    first = draw(st.integers(min_value=0, max_value=total))
    return first, total - first


@st.composite
def tables(draw: st.DrawFn) -> dict[Cell, int]:
    """Figures that add up: whole and parts, by item and by employer, carried out as cleared and not cleared."""
    exact: dict[Cell, int] = {}
    for measure in (Measure.CLEARED, Measure.NOT_CLEARED, Measure.CONSENTED):
        items = draw(PARTS)
        staff, contractor = split(draw, sum(items))
        exact |= {(measure, Group.ALL): sum(items), (measure, Group.STAFF): staff}
        exact |= {(measure, Group.CONTRACTOR): contractor}
        exact |= {(measure, group): count for group, count in zip(PARTITIONS[0], items, strict=True)}
    for group in Group:
        cleared = exact[Measure.CLEARED, group]
        exact[Measure.CARRIED_OUT, group] = cleared + exact[Measure.NOT_CLEARED, group]
    exact[Measure.COMPLAINTS, Group.ALL] = draw(st.integers(min_value=0, max_value=9))
    return exact


def equations(exact: dict[Cell, int]) -> list[dict[Cell, int]]:
    """What an attacker knows of the table: every sum, written out by hand."""
    found = []
    for measure in Measure:
        for parts in PARTITIONS:
            cells = [(measure, part) for part in parts]
            if all(cell in exact for cell in cells):
                found.append({(measure, Group.ALL): 1} | dict.fromkeys(cells, -1))
    for whole, measures in SUMS:
        groups = [group for group in Group if (whole, group) in exact]
        found += [{(whole, group): 1} | {(measure, group): -1 for measure in measures} for group in groups]
    return found


def solvable(exact: dict[Cell, int], shown: dict[Cell, int | None]) -> set[Cell]:
    """Hidden cells that have the same value in every table that agrees with what is shown.

    Of the sums in reduced form those that name one unknown alone.
    """
    unknown = [cell for cell, count in shown.items() if count is None]
    rows = _reduced([[Fraction(equation.get(cell, 0)) for cell in unknown] for equation in equations(exact)])
    named = [[cell for cell, factor in zip(unknown, row, strict=True) if factor] for row in rows]
    return {cells[0] for cells in named if len(cells) == 1}


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced row echelon form, by Gauss and Jordan."""
    rest, done = rows, list[list[Fraction]]()
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rest if row[column]), None)
        if pivot is None:
            continue
        rest = [row for row in rest if row is not pivot]
        pivot = [one / pivot[column] for one in pivot]
        rest, done = _without(rest, pivot, column), [*_without(done, pivot, column), pivot]
    return done


def _without(rows: list[list[Fraction]], pivot: list[Fraction], column: int) -> list[list[Fraction]]:
    return [
        [one - row[column] * other for one, other in zip(row, pivot, strict=True)] if row[column] else row
        for row in rows
    ]


def test_what_can_be_solved_is_seen() -> None:
    exact = {(Measure.CONSENTED, Group.ALL): 40, (Measure.CONSENTED, Group.STAFF): 37}
    exact |= {(Measure.CONSENTED, Group.CONTRACTOR): 3}
    careless: dict[Cell, int | None] = {**exact, (Measure.CONSENTED, Group.CONTRACTOR): None}
    assert solvable(exact, careless) == {(Measure.CONSENTED, Group.CONTRACTOR)}
    assert not solvable(exact, dict.fromkeys(exact))


@given(tables())
def test_no_small_number_is_told_and_none_follows(exact: dict[Cell, int]) -> None:
    shown = told(exact)
    assert set(shown) == set(exact)
    for cell, count in shown.items():
        assert count is None or count == exact[cell]
        assert count is None or count == 0 or count >= SMALLEST_CELL
    assert not solvable(exact, shown)


@given(tables())
def test_nothing_is_left_out_where_nobody_could_be_meant(exact: dict[Cell, int]) -> None:
    large = {cell: count * SMALLEST_CELL for cell, count in exact.items()}
    assert told(large) == large


def test_a_single_small_number_takes_another_one_along() -> None:
    exact = {
        (Measure.CONSENTED, Group.ALL): 40,
        (Measure.CONSENTED, Group.STAFF): 37,
        (Measure.CONSENTED, Group.CONTRACTOR): 3,
    }
    assert told(exact) == {
        (Measure.CONSENTED, Group.ALL): 40,
        (Measure.CONSENTED, Group.STAFF): None,
        (Measure.CONSENTED, Group.CONTRACTOR): None,
    }
