from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.lifecycle import State
from app.models.views.records import Candidate
from app.services.jobs import CancelToken
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.consents import CHOICES, ConsentsPresenter, Record
from app.ui.screens.consents.screen import ConsentsScreen
from app.ui.widgets.confirm import ConfirmDialog
from tests.services.exchange.conftest import At
from tests.services.exchange.world import CONSENT_DAY, NOTICE_DAY, PDF, World
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import Corridor, assert_everybody_can_use, settle, shown

CONSENTED = (State.CONSENTED,)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(PDF)
    return path


def desk(world: World, who: str = "examiner") -> ConsentsPresenter:
    return ConsentsPresenter(workplace_of(world, world.agency, who), InlineRunner())


def people(presenter: ConsentsPresenter, limit: int = 50) -> list[Candidate]:
    """Everybody in the list, page by page."""
    found: list[Candidate] = []
    after: object | None = None
    while True:
        page = presenter.fetch_candidates()(after, limit, CancelToken())
        found += page.rows
        after = page.after
        if after is None:
            return found


def kinds(presenter: ConsentsPresenter) -> list[str]:
    return [line.entry.kind for line in presenter.fetch_register()(None, 50, CancelToken()).rows]


def test_pages_hold_everybody_once(at: At) -> None:
    presenter = desk(at("listed"))
    whole = [one.candidate_id for one in people(presenter)]
    assert len(whole) == 5
    assert [one.candidate_id for one in people(presenter, 2)] == whole


def test_a_notice_is_written_and_handed_out(at: At, tmp_path: Path) -> None:
    world = at("listed")
    presenter = desk(world)
    presenter.choose(people(presenter)[0])
    assert presenter.possible() == (Record.NOTICE,)
    presenter.issue_notice(NOTICE_DAY, "handed-over")
    assert presenter.state.done is Record.NOTICE
    assert presenter.state.notice is not None
    presenter.save_letter(presenter.state.notice, tmp_path / "F05.pdf")
    assert (tmp_path / "F05.pdf").read_bytes().startswith(b"%PDF-")
    assert presenter.state.saved_as == "F05.pdf"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["F05.pdf"]
    presenter.choose_states((State.NOTICE_ISSUED,))
    assert len(people(presenter)) == 1


def test_a_notice_can_be_saved_again_later(at: At) -> None:
    presenter = desk(at("noticed"))
    presenter.choose(people(presenter)[0])
    assert presenter.state.notice is not None


def test_consent_opens_a_case_and_inquiries_follow(at: At, scan: Path) -> None:
    presenter = desk(at("noticed"))
    presenter.choose(people(presenter)[0])
    assert presenter.possible() == (Record.CONSENT, Record.REFUSAL)
    presenter.record(Record.CONSENT, CONSENT_DAY, scan)
    assert presenter.state.error is None
    presenter.choose_states(CONSENTED)
    presenter.choose(people(presenter)[0])
    assert presenter.possible() == (Record.INQUIRIES, Record.WITHDRAWAL)
    presenter.record(Record.INQUIRIES, CONSENT_DAY, scan)
    presenter.choose(people(presenter)[0])
    assert presenter.possible() == (Record.WITHDRAWAL,)
    assert sorted(kinds(presenter)) == ["consent", "inquiry-consent"]


def test_a_refusal_leaves_the_list_and_opens_no_case(at: At, scan: Path) -> None:
    world = at("noticed")
    presenter = desk(world)
    person = people(presenter)[0]
    presenter.choose(person)
    presenter.record(Record.REFUSAL, CONSENT_DAY, scan)
    assert person.candidate_id not in [one.candidate_id for one in people(presenter)]
    assert kinds(presenter) == ["refusal"]
    assert not world.agency.rows("cases")


def test_a_withdrawal_seals_and_nothing_more_can_be_recorded(at: At, scan: Path) -> None:
    world = at("consented")
    presenter = desk(world)
    presenter.choose_states(CONSENTED)
    presenter.choose(people(presenter)[0])
    presenter.record(Record.WITHDRAWAL, CONSENT_DAY, scan)
    assert "withdrawal" in kinds(presenter)
    presenter.choose(next(one for one in people(presenter) if one.case_id == world.case))
    assert presenter.state.case is not None
    assert presenter.state.case.sealed
    assert presenter.possible() == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "file.unreadable"), (b"MZ program", "scan.unknown-type"), (b"<html>", "scan.unknown-type")],
)
def test_a_bad_scan_changes_nothing(at: At, tmp_path: Path, content: bytes | None, code: str) -> None:
    world = at("noticed")
    presenter = desk(world)
    chosen = people(presenter)[0]
    presenter.choose(chosen)
    path = tmp_path / "scan.pdf"
    if content is not None:
        path.write_bytes(content)
    before = world.agency.tables()
    presenter.record(Record.CONSENT, CONSENT_DAY, path)
    assert presenter.state.error is not None
    assert presenter.state.error.code == code
    assert presenter.state.chosen == chosen, "what was chosen stays, so that another scan can be tried"
    assert world.agency.tables() == before


def test_a_day_to_come_is_refused_in_words(at: At, scan: Path) -> None:
    presenter = desk(at("noticed"))
    presenter.choose(people(presenter)[0])
    presenter.record(Record.CONSENT, date(2030, 1, 1), scan)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "consent.future-day"


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(at: At, tmp_path: Path) -> None:
    presenter = desk(at("noticed"))
    presenter.choose(people(presenter)[0])
    assert presenter.state.notice is not None
    presenter.save_letter(presenter.state.notice, tmp_path / "no-such-folder" / "F05.pdf")
    assert presenter.state.error is not None
    assert presenter.state.error.code == "file.unwritable"


def test_roles_decide_who_records(at: At) -> None:
    world = at("noticed")
    assert desk(world, "examiner").may(Record.REFUSAL)
    assert not desk(world, "security").may(Record.CONSENT)
    assert desk(world, "security").may(Record.WITHDRAWAL)
    assert not desk(world, "decider").may_see_register


class Room:
    """The screen in a window of its own, and hands for it."""

    def __init__(self, qtbot: QtBot, context: UiContext, world: World, who: str = "examiner") -> None:
        self.qtbot, self.context = qtbot, context
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.corridor = Corridor(context, self.host)
        self.screen = ConsentsScreen(context, workplace_of(world, world.agency, who), self.corridor, self.host)
        shown(qtbot, self.screen, self.host)
        self.panel = self.screen.panel

    def settle(self) -> None:
        settle(self.qtbot, self.context)

    def narrow(self, *states: State) -> None:
        self.screen.states.setCurrentIndex(CHOICES.index(states))
        self.screen.states.activated.emit(CHOICES.index(states))
        self.settle()

    def choose(self, row: int = 0) -> None:
        self.screen.people_table.selectRow(row)
        self.settle()

    def names(self) -> list[str]:
        model = self.screen.candidates
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def visible_buttons(self) -> list[Record]:
        return [record for record, button in self.panel.buttons.items() if button.isVisible()]

    def dialog(self) -> ConfirmDialog:
        found = self.panel.findChildren(ConfirmDialog)
        assert len(found) == 1
        return found[0]


def test_consent_and_refusal_are_offered_in_equal_size(qtbot: QtBot, context: UiContext, at: At) -> None:
    room = Room(qtbot, context, at("noticed"))
    room.choose()
    assert room.visible_buttons() == [Record.CONSENT, Record.REFUSAL]
    one, other = (room.panel.buttons[record] for record in (Record.CONSENT, Record.REFUSAL))
    assert abs(one.width() - other.width()) <= 1
    assert one.height() == other.height()
    assert one.property("kind") == other.property("kind")
    assert one.isDefault() is other.isDefault() is False


def test_nothing_is_recorded_before_day_and_scan_are_there(
    qtbot: QtBot, context: UiContext, at: At, scan: Path
) -> None:
    world = at("noticed")
    room = Room(qtbot, context, world)
    room.choose()
    for missing in ("consents.missing.day", "consents.missing.scan"):
        room.panel.buttons[Record.CONSENT].click()
        assert room.panel.missing.text() == context.texts(missing)
        room.panel.day.field.setText("令和7年6月11日")
    room.panel.take_scan(str(scan))
    room.panel.buttons[Record.CONSENT].click()
    room.settle()
    assert room.panel.done.message() == context.texts("consents.done.F06")
    assert len(world.agency.rows("cases")) == 1


def test_a_refusal_asks_once_more_and_escape_records_nothing(
    qtbot: QtBot, context: UiContext, at: At, scan: Path
) -> None:
    world = at("noticed")
    room = Room(qtbot, context, world)
    room.choose()
    name = room.names()[0]
    room.panel.day.field.setText("R7.6.11")
    room.panel.take_scan(str(scan))
    room.panel.buttons[Record.REFUSAL].click()
    dialog = room.dialog()
    assert dialog.yes_button.text() == context.texts("consents.confirm.F08.yes")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    room.settle()
    assert name in room.names()
    qtbot.waitUntil(lambda: not room.panel.findChildren(ConfirmDialog))
    room.panel.buttons[Record.REFUSAL].click()
    room.dialog().yes_button.click()
    room.settle()
    assert name not in room.names()
    assert not world.agency.rows("cases")


def test_a_withdrawal_asks_once_more(qtbot: QtBot, context: UiContext, at: At, scan: Path) -> None:
    world = at("consented")
    room = Room(qtbot, context, world)
    room.narrow(State.CONSENTED)
    room.choose()
    assert Record.WITHDRAWAL in room.visible_buttons()
    room.panel.day.field.setText("2025-06-11")
    room.panel.take_scan(str(scan))
    room.panel.buttons[Record.WITHDRAWAL].click()
    room.dialog().yes_button.click()
    room.settle()
    assert room.panel.done.message() == context.texts("consents.done.F09")


def test_the_register_gives_out_scans_and_has_no_field_for_a_reason(
    qtbot: QtBot, context: UiContext, at: At, tmp_path: Path
) -> None:
    room = Room(qtbot, context, at("consented"))
    room.screen.tabs.setCurrentIndex(1)
    room.screen.papers_table.selectRow(0)
    assert room.screen.scan_button.isEnabled()
    room.screen.save_scan_to(str(tmp_path / "copy"))
    room.settle()
    assert (tmp_path / "copy").read_bytes() == PDF
    headings = [room.screen.register.headerData(at, Qt.Orientation.Horizontal) for at in range(6)]
    assert headings == [
        context.texts(f"consents.column.{key}") for key in ("received", "kind", "form", "name", "section", "due")
    ]


def test_a_person_who_refused_gets_the_statement_from_the_register(
    qtbot: QtBot, context: UiContext, at: At, tmp_path: Path
) -> None:
    world = at("noticed")
    name = next(iter(world.candidates))
    world.refuse(name)
    room = Room(qtbot, context, world, "security")
    room.screen.tabs.setCurrentIndex(1)
    assert not room.screen.statement_button.isEnabled()
    room.screen.papers_table.selectRow(0)
    assert room.screen.statement_button.isEnabled()
    room.screen.save_statement_to(str(tmp_path / "told.pdf"))
    room.settle()
    assert (tmp_path / "told.pdf").read_bytes().startswith(b"%PDF-")
    assert room.screen.register_note.text() == context.texts("consents.saved", file="told.pdf")
    assert world.agency.events("statement.issued")
    room.screen.save_statement_to(str(tmp_path / "no such folder" / "told.pdf"))
    room.settle()
    assert "told.pdf" not in room.screen.register_note.text()


def test_who_may_not_issue_the_statement_is_not_offered_it(qtbot: QtBot, context: UiContext, at: At) -> None:
    room = Room(qtbot, context, at("consented"))
    room.screen.tabs.setCurrentIndex(1)
    assert room.screen.statement_button.isHidden()


def test_an_open_case_is_one_step_away(qtbot: QtBot, context: UiContext, at: At) -> None:
    world = at("consented")
    room = Room(qtbot, context, world)
    assert room.screen.case_button.isHidden()
    room.narrow(State.CONSENTED)
    room.choose()
    room.screen.case_button.click()
    assert room.corridor.cases == [world.case]


def test_who_may_not_record_is_told_who_does(qtbot: QtBot, context: UiContext, at: At) -> None:
    room = Room(qtbot, context, at("noticed"), "security")
    room.choose()
    assert not room.visible_buttons()
    assert room.panel.no_right.text() == context.texts("consents.no-right")
    assert room.panel.no_right.isVisible()


def test_who_may_not_see_the_register_has_no_tab_of_it(qtbot: QtBot, context: UiContext, at: At) -> None:
    world = at("noticed")
    room = Room(qtbot, context, world, "decider")
    assert not room.screen.tabs.isTabVisible(1)
    assert room.names()
    assert not world.agency.events("register.seen"), "nobody asked for what may not be seen"


def test_an_empty_list_teaches(qtbot: QtBot, context: UiContext, at: At) -> None:
    room = Room(qtbot, context, at("trusted"))
    assert room.screen.people_pages.currentWidget() is room.screen.no_people
    assert room.screen.papers_pages.currentWidget() is room.screen.no_papers


@pytest.mark.parametrize(
    ("stage", "states"), [("listed", CHOICES[0]), ("noticed", CHOICES[2]), ("consented", CONSENTED)]
)
def test_everybody_can_use_it(qtbot: QtBot, context: UiContext, at: At, stage: str, states: tuple[State, ...]) -> None:
    room = Room(qtbot, context, at(stage))
    room.narrow(*states)
    room.choose()
    assert_everybody_can_use(room.screen)
    room.screen.tabs.setCurrentIndex(1)
    assert_everybody_can_use(room.screen)
