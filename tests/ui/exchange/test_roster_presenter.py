from pathlib import Path

import pytest

from app.models.domain.lifecycle import State
from app.models.domain.roster import RosterField
from app.services.platform.chosen_files import ChosenFiles
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.rosters import Fate, RosterPresenter, issues, must_be_filled
from tests.services.exchange.conftest import At
from tests.services.exchange.world import PEOPLE, World, roster_csv
from tests.ui.exchange.places import workplace_of

GOOD = ("田中　一郎", "タナカ　イチロウ", "1985-05-05", "総務部", "", "1", "")
DITTO = ("鈴木　二郎", "スズキ　ジロウ", "1986-06-06", "同上", "", "1", "")
NO_DAY = ("佐藤　三郎", "サトウ　サブロウ", "さくらの頃", "総務部", "", "1", "")
NO_ITEM = ("高橋　四郎", "タカハシ　シロウ", "1988-08-08", "総務部", "", "", "")
NO_NAME = ("", "ナナシ", "1989-09-09", "総務部", "", "1", "")


@pytest.fixture
def world(at: At) -> World:
    """Nobody is listed yet."""
    return at("trusted")


@pytest.fixture
def presenter(world: World) -> RosterPresenter:
    return RosterPresenter(workplace_of(world.agency), InlineRunner(), ChosenFiles())


def opened(presenter: RosterPresenter, folder: Path, *people: tuple[str, ...]) -> None:
    path = folder / "roster.csv"
    path.write_bytes(roster_csv(people))
    presenter.open_file(path)
    assert presenter.state.error is None


def code_of(presenter: RosterPresenter) -> str:
    return presenter.state.error.code if presenter.state.error is not None else ""


def unfit(presenter: RosterPresenter) -> RosterField | None:
    return presenter.state.unfit


def is_open(presenter: RosterPresenter) -> bool:
    return presenter.state.preview is not None


def fates(presenter: RosterPresenter) -> list[Fate]:
    preview = presenter.state.preview
    assert preview is not None
    return [presenter.state.fate(one) for one in preview.rows]


def test_a_row_with_a_fault_holds_up_nobody(presenter: RosterPresenter, world: World, tmp_path: Path) -> None:
    opened(presenter, tmp_path, GOOD, DITTO, NO_DAY, NO_ITEM)
    assert fates(presenter) == [Fate.TAKEN, Fate.OPEN, Fate.FAULTY, Fate.OPEN]
    presenter.admit()
    done = presenter.state.done
    assert done is not None
    assert (done.admitted, done.set_aside) == (1, 3)
    assert [one.name for one in world.in_state(State.LISTED)] == ["田中　一郎"]


def test_the_offer_for_as_above_counts_only_when_it_is_taken_over(
    presenter: RosterPresenter, world: World, tmp_path: Path
) -> None:
    opened(presenter, tmp_path, GOOD, DITTO)
    row = presenter.state.row
    assert row is not None
    assert row.row.name.as_written == "鈴木　二郎", "the first row that needs somebody is chosen"
    assert [(one.code, one.offered) for one in issues(row)] == [("ditto", "総務部")]
    presenter.take()
    assert fates(presenter)[1] is Fate.OPEN, "to take a row answers no question"
    presenter.accept(0)
    assert fates(presenter) == [Fate.TAKEN, Fate.TAKEN]
    presenter.admit()
    assert {one.section for one in world.in_state(State.LISTED)} == {"総務部"}


def test_as_above_with_nothing_above_is_filled_not_accepted(presenter: RosterPresenter, tmp_path: Path) -> None:
    opened(presenter, tmp_path, DITTO)
    row = presenter.state.row
    assert row is not None
    assert [(one.code, one.offered) for one in issues(row)] == [("ditto", None)]
    presenter.accept(0)
    assert fates(presenter) == [Fate.OPEN]
    presenter.fill(RosterField.SECTION, "総務部")
    assert fates(presenter) == [Fate.TAKEN]


def test_values_for_a_fault_and_a_missing_item(presenter: RosterPresenter, world: World, tmp_path: Path) -> None:
    opened(presenter, tmp_path, NO_DAY, NO_ITEM)
    preview = presenter.state.preview
    assert preview is not None
    first, second = preview.rows
    presenter.choose(first.row.line)
    presenter.accept(0)
    assert fates(presenter)[0] is Fate.FAULTY, "a fault is never accepted as it stands"
    presenter.fill(RosterField.DOB, "nonsense")
    assert unfit(presenter) is RosterField.DOB
    presenter.fill(RosterField.DOB, "昭和60年3月")
    assert unfit(presenter) is RosterField.DOB, "a month is no day of birth"
    presenter.fill(RosterField.DOB, "昭和60年3月4日")
    assert unfit(presenter) is None
    presenter.choose(second.row.line)
    presenter.fill(RosterField.ITEM, "4")
    assert unfit(presenter) is RosterField.ITEM
    presenter.fill(RosterField.ITEM, "2")
    for number, issue in enumerate(issues(second)):
        if issue.field is not RosterField.ITEM:
            presenter.accept(number)
    assert fates(presenter) == [Fate.TAKEN, Fate.TAKEN]
    presenter.admit()
    listed = {one.name: one for one in world.in_state(State.LISTED)}
    assert listed["佐藤　三郎"].born_on.isoformat() == "1985-03-04"
    assert listed["佐藤　三郎"].born_as_written == "さくらの頃"
    assert listed["高橋　四郎"].item == 2


def test_a_missing_name_is_given_by_a_person_or_the_row_stays_out(
    presenter: RosterPresenter, world: World, tmp_path: Path
) -> None:
    opened(presenter, tmp_path, NO_NAME)
    row = presenter.state.row
    assert row is not None
    assert must_be_filled(row, 0)
    presenter.fill(RosterField.NAME, "名無　権兵衛")
    assert fates(presenter) == [Fate.TAKEN]
    presenter.fill(RosterField.NAME, "")
    assert fates(presenter) == [Fate.FAULTY], "an empty text takes the value back"
    presenter.fill(RosterField.NAME, "名無　権兵衛")
    presenter.admit()
    assert [one.name for one in world.in_state(State.LISTED)] == ["名無　権兵衛"]


def test_the_known_are_left_and_likenesses_asked_about(at: At, tmp_path: Path) -> None:
    world = at("listed")
    presenter = RosterPresenter(workplace_of(world.agency), InlineRunner(), ChosenFiles())
    other_day = (*PEOPLE[1][:2], "1993-03-01", *PEOPLE[1][3:])
    opened(presenter, tmp_path, PEOPLE[0], other_day)
    assert fates(presenter) == [Fate.LEFT, Fate.OPEN]
    preview = presenter.state.preview
    assert preview is not None
    whom = [preview.resembled[one.person_id or ""] for one in preview.rows[1].match.candidates]
    assert [(one.name, one.born_on.isoformat(), one.number) for one in whom] == [("𠮷田　陽菜", "1992-02-29", "")]
    presenter.choose(preview.rows[1].row.line)
    presenter.take()
    assert fates(presenter) == [Fate.LEFT, Fate.TAKEN]
    presenter.leave()
    assert fates(presenter) == [Fate.LEFT, Fate.LEFT]
    presenter.reconsider()
    assert fates(presenter) == [Fate.LEFT, Fate.OPEN]


def test_with_nobody_to_list_nothing_is_kept(presenter: RosterPresenter, world: World, tmp_path: Path) -> None:
    opened(presenter, tmp_path, NO_DAY)
    presenter.admit()
    assert code_of(presenter) == "roster.nothing-to-admit"
    assert world.in_state(State.LISTED) == []


def test_a_file_that_is_no_roster_leaves_the_open_one(presenter: RosterPresenter, tmp_path: Path) -> None:
    opened(presenter, tmp_path, GOOD)
    other = tmp_path / "letter.pdf"
    other.write_bytes(b"%PDF-1.7")
    presenter.open_file(other)
    assert code_of(presenter) == "roster.not-a-spreadsheet"
    assert is_open(presenter)
    presenter.open_file(tmp_path / "gone.xlsx")
    assert code_of(presenter) == "file.unreadable"
    presenter.close()
    assert not is_open(presenter)
    assert code_of(presenter) == ""


def test_a_blank_form_can_be_read_again(presenter: RosterPresenter, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    presenter.write_template(path, Catalogue.load(TEXTS, Language.JAPANESE))
    assert presenter.state.template == path
    presenter.open_file(path)
    assert presenter.state.error is None
    assert presenter.state.preview is not None
    assert presenter.state.preview.rows == ()
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["blank.xlsx"], "no half-written file is left"
