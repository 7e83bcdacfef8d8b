"""What could not be read of a roster row, and 'as above', come in with a person's value only."""

import pytest

from app.models.domain.errors import InvalidInputError
from app.models.domain.lifecycle import State
from app.models.domain.roster import RosterField
from app.services.rosters.importing import RosterPreview, RowAnswer
from tests.services.exchange.conftest import At
from tests.services.exchange.world import PEOPLE, World, roster_csv

DITTO = ("鈴木　二郎", "スズキ　ジロウ", "1986-06-06", "同上", "", "1", "")
NO_DAY = ("佐藤　三郎", "サトウ　サブロウ", "さくらの頃", "総務部", "", "1", "")


def shown(world: World, *people: tuple[str, ...]) -> RosterPreview:
    return world.agency.services.rosters.preview(world.agency.actor("security"), roster_csv(people))


@pytest.mark.parametrize(
    ("person", "values"), [(DITTO, {}), (DITTO, {RosterField.POST: "主任"}), (NO_DAY, {RosterField.SECTION: "総務部"})]
)
def test_a_row_that_is_open_is_not_taken(at: At, person: tuple[str, ...], values: dict[RosterField, str]) -> None:
    world = at("trusted")
    preview = shown(world, person)
    answers = {preview.rows[0].row.line: RowAnswer(take=True, values=values)}
    with pytest.raises(InvalidInputError, match=r"^roster\.answer-unfit$"):
        world.agency.services.rosters.admit(world.agency.actor("security"), preview, answers)
    assert world.in_state(State.LISTED) == []


def test_given_values_are_kept(at: At) -> None:
    world = at("trusted")
    preview = shown(world, DITTO)
    values = {RosterField.SECTION: "総務部", RosterField.DISPATCHED: "YES", RosterField.REMARKS: "確認済み"}
    answers = {preview.rows[0].row.line: RowAnswer(take=True, values=values)}
    world.agency.services.rosters.admit(world.agency.actor("security"), preview, answers)
    (listed,) = world.in_state(State.LISTED)
    assert (listed.section, listed.dispatched, listed.remarks) == ("総務部", True, "確認済み")


def test_a_mark_that_says_neither_yes_nor_no_is_refused(at: At) -> None:
    world = at("trusted")
    preview = shown(world, PEOPLE[0])
    answers = {preview.rows[0].row.line: RowAnswer(take=True, values={RosterField.DISPATCHED: "perhaps"})}
    with pytest.raises(InvalidInputError, match=r"^roster\.answer-unfit$"):
        world.agency.services.rosters.admit(world.agency.actor("security"), preview, answers)


def test_whom_a_row_resembles_is_named(at: At) -> None:
    world = at("consented")
    preview = shown(world, PEOPLE[0])
    (candidate,) = preview.rows[0].match.candidates
    found = preview.resembled[candidate.person_id or ""]
    assert (found.name, found.section) == (PEOPLE[0][0], PEOPLE[0][3])
    assert found.number.startswith("AGENCY-"), "a person with a case is told by its number"
    assert set(preview.resembled) == {candidate.person_id}, "nobody else is named"
