"""The officer's part in a case, the emergency access and what stays closed, as they meet it at the screen."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.actor import Role
from app.services.emergency.access import Outcome, ReasonWord
from app.ui.context import UiContext
from app.ui.presenters.case_answers import AnswersPresenter
from app.ui.presenters.case_findings import FindingsPresenter
from app.ui.presenters.case_head import Area
from app.ui.presenters.case_part import PartOffer, PartPresenter
from app.ui.presenters.case_statement import StatementPresenter
from app.ui.screens.today.review import ReviewDialog
from tests.services.exchange.conftest import At
from tests.services.exchange.world import plain
from tests.ui.case.desks import Seat, shown, workplace_of
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]


def part_of(seat: Seat) -> PartPresenter:
    seat.head.load()
    part = PartPresenter(seat.work)
    part.take_sheet(seat.work.sheet)
    return part


def test_a_deciding_officer_is_offered_the_part_and_then_reads_all(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    for item in (4, 5):
        office.services.review.write_finding(office.actor("examiner"), world.case, plain(item))
    seat = Seat(world, office, "decider")
    part = part_of(seat)
    assert shown(part).offer is PartOffer.DECISION
    answers = seat.opened(AnswersPresenter(seat.work, "ja"))
    answers.choose("J")
    answers.uncover()
    assert (shown(answers).is_covered, shown(answers).rows) == (True, ())
    assert shown(answers).locked == "refusal.not-of-case"
    findings = seat.opened(FindingsPresenter(seat.work))
    assert (shown(findings).is_locked, shown(findings).lacks(5), shown(findings).lacks(1)) == (True, False, True)
    part.take_up()
    assert shown(part_of(seat)).offer is PartOffer.NOTHING
    answers = seat.opened(AnswersPresenter(seat.work, "ja"))
    answers.choose("J")
    answers.uncover()
    assert shown(answers).rows


def test_an_examiner_without_the_case_reads_it_in_an_emergency(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    seat = Seat(world, office, "many")
    with office.desk.vault.write() as unit:
        unit.cases.set_part(world.case, Role.DECIDING_OFFICER, office.person("decider"))
    part = part_of(seat)
    assert shown(part).offer is PartOffer.EMERGENCY
    part.begin(ReasonWord.DEADLINE, "架空の事情")
    part = part_of(seat)
    assert (shown(part).offer, shown(part).minutes_left) == (PartOffer.READING, 60)
    world.clock.advance(timedelta(minutes=59, seconds=1))
    assert not part.tick()
    assert shown(part).minutes_left == 1
    world.clock.advance(timedelta(minutes=1))
    assert part.tick()
    assert shown(part_of(seat)).offer is PartOffer.EMERGENCY


def test_the_emergency_is_asked_for_and_ended_by_keyboard(at: At, open_case: Open) -> None:
    world = at("assigned")
    office = world.investigation
    with office.desk.vault.write() as unit:
        unit.cases.set_part(world.case, Role.DECIDING_OFFICER, office.person("decider"))
    opened = open_case(world, office, "many")
    bar = opened.screen.part_bar
    assert opened.screen.panes()[0] is bar.banner.button
    QTest.keyClick(bar.banner.button, Qt.Key.Key_Space)
    dialog = bar._dialog
    assert dialog is not None
    assert not dialog.button.isEnabled()
    QTest.keyClick(dialog.kind, Qt.Key.Key_Down)
    QTest.keyClicks(dialog.reason, "synthetic")
    assert unnamed(dialog) == []
    QTest.keyClick(dialog.button, Qt.Key.Key_Space)
    opened.rest()
    assert bar._dialog is None
    assert "60" in bar.banner.message()
    assert Area.ANSWERS in opened.screen.pages
    assert missed_by_tab(opened.screen) == []
    QTest.keyClick(bar.banner.button, Qt.Key.Key_Space)
    opened.rest()
    assert "60" not in bar.banner.message()
    assert [event for event in office.events() if event[0].startswith("glass.")] == [
        ("glass.broken", "done"),
        ("glass.closed", "done"),
    ]


def test_passing_over_the_tabs_leaves_no_look(at: At, open_case: Open) -> None:
    world = at("assigned")
    office = world.investigation
    opened = open_case(world, office, "examiner")
    before = office.events()
    for _ in range(len(opened.screen.pages) - 1):
        QTest.keyClick(opened.screen.tabs.tabBar(), Qt.Key.Key_Right)
    assert opened.screen.tabs.currentWidget() is opened.screen.pages[Area.HISTORY]
    opened.rest()
    assert [code for code, _ in office.events()[len(before) :]] == ["history.seen"]


def test_the_statement_is_written_where_the_officer_said(at: At, tmp_path: Path) -> None:
    world = at("assigned")
    seat = Seat(world, world.investigation, "security")
    statement = StatementPresenter(seat.work)
    assert statement.may_issue
    statement.issue(tmp_path / "statement.pdf")
    assert shown(statement).done == "case.done.statement"
    assert (tmp_path / "statement.pdf").read_bytes().startswith(b"%PDF")
    assert not StatementPresenter(Seat(world, world.investigation, "examiner").work).may_issue
    statement.issue(tmp_path / "nowhere" / "statement.pdf")
    error = shown(statement).error
    assert error is not None
    assert error.code == "letter.not-saved"


def test_somebody_else_reviews_it_by_keyboard(at: At, qtbot: QtBot, context: UiContext) -> None:
    world = at("assigned")
    office = world.investigation
    office.services.emergency.begin(office.actor("many"), world.case, ReasonWord.ORDER, "架空の理由")
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    dialog = ReviewDialog(context, workplace_of(world, office, "auditor"), host)
    dialog.open()

    def settled() -> None:
        qtbot.waitUntil(lambda: context.runner.active_count == 0, timeout=10_000)

    settled()
    assert dialog.items.count() == 1
    assert unnamed(dialog) == []
    assert not dialog.reason.isVisible()
    QTest.keyClick(dialog.reason_button, Qt.Key.Key_Space)
    settled()
    assert dialog.reason.text() == "架空の理由"
    dialog.outcome.setCurrentIndex(1 + list(Outcome).index(Outcome.FOLLOW_UP))
    QTest.keyClicks(dialog.note, "synthetic")
    QTest.keyClick(dialog.save_button, Qt.Key.Key_Space)
    settled()
    settled()
    assert dialog.items.count() == 0
    assert office.events("glass.reviewed") == [("glass.reviewed", "done")]
    dialog.reject()
