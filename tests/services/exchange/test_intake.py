"""Rosters into a real vault: what is kept, what is set aside, what is known again, and files that are no rosters."""

from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.models.domain.errors import AppError, InvalidInputError, UntrustedInputError
from app.models.domain.lifecycle import State
from app.models.domain.match import Outcome, Why
from app.models.domain.roster import Readiness, RosterField
from app.services.resources import ROOT
from app.services.rosters.importing import RosterPreview, RowAnswer
from tests.services.exchange.conftest import At
from tests.services.exchange.world import PEOPLE, World, roster_csv

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"
REHEARSAL = ROOT / "rehearsal"
A_YEAR = timedelta(days=365)
"""Later than every day that stands in the files."""
FILES = [
    SAMPLES / "roster_contractor.xlsx",
    SAMPLES / "roster_agency_cp932.csv",
    REHEARSAL / "roster_rehearsal_contractor.xlsx",
    REHEARSAL / "roster_rehearsal_agency.csv",
]


def preview(world: World, data: bytes) -> RosterPreview:
    return world.agency.services.rosters.preview(world.agency.actor("security"), data)


def admit(world: World, shown: RosterPreview, answers: dict[int, RowAnswer] | None = None) -> tuple[int, int]:
    done = world.agency.services.rosters.admit(world.agency.actor("security"), shown, answers)
    return done.admitted, done.set_aside


@pytest.fixture(name="data", params=FILES, ids=lambda path: path.name)
def _data(request: pytest.FixtureRequest) -> bytes:
    path: Path = request.param
    if not path.is_file():
        pytest.skip("the sample rosters are not on this machine")
    return path.read_bytes()


def test_nothing_in_a_file_is_dropped_or_changed(at: At, data: bytes) -> None:
    world = at("trusted")
    world.clock.advance(A_YEAR)
    shown = preview(world, data)
    admitted, set_aside = admit(world, shown)
    reading = shown.reading
    lines = sorted([row.row.line for row in shown.rows] + [row.line for row in reading.ignored])
    assert lines == list(range(1, len(lines) + 1))
    assert admitted + set_aside + len(reading.ignored) == len(lines)
    ready = {row.row.line: row.row for row in shown.rows if row.can_be_admitted}
    kept = {one.row_number: one for one in world.in_state(State.LISTED)}
    assert set(kept) == set(ready)
    assert admitted == len(ready) > 0
    for line, row in ready.items():
        assert kept[line].name.encode() == row.name.as_written.encode()
        assert (kept[line].kana, kept[line].born_as_written) == (row.name.kana, row.dob.as_written)
        assert kept[line].remarks == row.remarks.as_written


def test_a_second_import_shows_the_rows_as_known(at: At, data: bytes) -> None:
    world = at("trusted")
    world.clock.advance(A_YEAR)
    first = preview(world, data)
    admit(world, first)
    again = preview(world, data)
    assert again.seen_before
    assert not first.seen_before
    taken = {row.row.line for row in first.rows if row.can_be_admitted}
    assert {row.row.line for row in again.rows if row.match.outcome is Outcome.KNOWN} == taken
    before = world.agency.tables()
    with pytest.raises(InvalidInputError) as refusal:
        admit(world, again)
    assert refusal.value.code == "roster.nothing-to-admit"
    assert world.agency.tables() == before


def test_a_faulty_row_blocks_no_other(at: At) -> None:
    world = at("trusted")
    people = [*PEOPLE, ("誤記　太郎", "ゴキ　タロウ", "昭和64年2月30日", "総務部", "", "1", "")]
    shown = preview(world, roster_csv(people))
    assert [row.row.verdict.readiness for row in shown.rows][-1] is Readiness.FAULTY
    assert admit(world, shown) == (len(PEOPLE), 1)


def test_the_same_person_twice_in_a_roster_is_asked_about(at: At) -> None:
    world = at("trusted")
    shown = preview(world, roster_csv([*PEOPLE, PEOPLE[0]]))
    twice = shown.rows[-1].match
    assert (twice.outcome, [one.why for one in twice.candidates]) == (Outcome.ASK, [Why.TWICE_IN_ROSTER])
    assert admit(world, shown) == (len(PEOPLE), 1)
    assert [one.name for one in world.in_state(State.LISTED)].count(PEOPLE[0][0]) == 1


def test_answers_take_leave_and_fill_in(at: At) -> None:
    world = at("trusted")
    people = [*PEOPLE[:2], ("不明　日子", "フメイ　ヒコ", "", "総務部", "", "1", ""), PEOPLE[3]]
    shown = preview(world, roster_csv(people))
    lines = [row.row.line for row in shown.rows]
    answers = {
        lines[0]: RowAnswer(take=False),
        lines[2]: RowAnswer(take=True, values={RosterField.DOB: "平成2年7月21日", RosterField.SECTION: "法務部"}),
    }
    assert admit(world, shown, answers) == (3, 1)
    kept = {one.name: one for one in world.in_state(State.LISTED)}
    assert set(kept) == {people[1][0], people[2][0], people[3][0]}
    assert (kept["不明　日子"].born_on.isoformat(), kept["不明　日子"].section) == ("1990-07-21", "法務部")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {RosterField.DOB: "昭和64年2月30日"},
        {RosterField.DOB: "平成2年7月"},
        {RosterField.DOB: "平成2年7月21日", RosterField.ITEM: "4"},
        {RosterField.DOB: "平成2年7月21日", RosterField.ITEM: "3"},
        {RosterField.DOB: "平成2年7月21日", RosterField.ITEM: "²"},
        {RosterField.DOB: "平成2年7月21日", RosterField.ITEM: "0"},
    ],
)
def test_an_answer_that_does_not_fit_is_refused_whole(at: At, values: dict[RosterField, str]) -> None:
    world = at("trusted")
    shown = preview(world, roster_csv([PEOPLE[0], ("不明　日子", "フメイ　ヒコ", "", "総務部", "", "1", "")]))
    before = world.agency.tables()
    with pytest.raises(AppError) as refusal:
        admit(world, shown, {shown.rows[1].row.line: RowAnswer(take=True, values=values)})
    assert refusal.value.code in {"roster.answer-unfit", "date.impossible", "date.unreadable"}
    assert world.agency.tables() == before


def test_a_preview_that_was_overtaken_lists_nobody_twice(at: At) -> None:
    world = at("trusted")
    shown = preview(world, roster_csv())
    admit(world, shown)
    with pytest.raises(InvalidInputError) as refusal:
        admit(world, shown)
    assert refusal.value.code == "roster.nothing-to-admit"
    assert len(world.in_state(State.LISTED)) == len(PEOPLE)


def _zip(folder: Path, name: str) -> bytes:
    with ZipFile(folder / "bad.zip", "w") as archive:
        archive.writestr(name, b"x")
    return (folder / "bad.zip").read_bytes()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "roster.empty"),
        (b"%PDF-1.7 no roster", "roster.not-a-spreadsheet"),
        ("番号,氏名\n1,誰か\n".encode(), "roster.no-header"),
        ("氏名,所属,役職\n誰か,総務,係長\n".encode(), "roster.column-missing"),
        ("zip", "roster.not-a-spreadsheet"),
    ],
)
def test_a_bad_file_leaves_the_vault_as_it_was(at: At, tmp_path: Path, content: bytes | str, code: str) -> None:
    world = at("listed")
    data = content if isinstance(content, bytes) else _zip(tmp_path, "word/document.xml")
    before = world.agency.tables()
    with pytest.raises(UntrustedInputError) as refusal:
        preview(world, data)
    assert refusal.value.code == code
    assert world.agency.tables() == before
