from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.lifecycle import State
from app.models.domain.retention import Basis, Ground, Matter
from app.models.views.retention import Expiring
from app.services.jobs import CancelToken
from app.services.retention.certificates import LedgerLine
from app.services.retention.holds import HoldLine
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.retention import RetentionPresenter
from app.ui.rooms import rooms_of
from app.ui.screens.retention.dialogs import DestroyDialog, HoldDialog, MarkDialog
from app.ui.screens.retention.screen import RetentionScreen
from app.ui.shell.window import MainWindow
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.retention.ending import TEN_YEARS, told_everybody
from tests.ui.case.desks import passphrase, workplace_of
from tests.ui.office.corridor import assert_everybody_can_use, settle, shown

REASON = "監査のため"


def room(world: World, who: str = "security") -> RetentionPresenter:
    presenter = RetentionPresenter(workplace_of(world, world.agency, who), InlineRunner())
    presenter.refresh()
    return presenter


def due(presenter: RetentionPresenter) -> list[Expiring]:
    return list(presenter.fetch_due()(None, 50, CancelToken()).rows)


def holds(presenter: RetentionPresenter) -> list[HoldLine]:
    return list(presenter.fetch_holds()(None, 50, CancelToken()).rows)


def ledger(presenter: RetentionPresenter) -> list[LedgerLine]:
    return list(presenter.fetch_ledger()(None, 50, CancelToken()).rows)


@pytest.fixture
def ending(at: At) -> World:
    """A case whose period has ended, in an office where everybody was told."""
    world = at("notified")
    told_everybody(world)
    world.agency.services.results.confirm_validity(world.agency.actor("decider"), world.case)
    world.clock.advance(TEN_YEARS)
    return world


def the_case(world: World, presenter: RetentionPresenter) -> Expiring:
    return next(one for one in due(presenter) if one.subject == world.case)


def test_the_room_lists_what_falls_due_by_the_month(ending: World) -> None:
    presenter = room(ending)
    calendar = presenter.state.calendar
    assert calendar is not None
    assert calendar.overdue == len(due(presenter)) == 3  # the case, a refusal, the roster
    presenter.list_span(calendar.months[0].first, calendar.months[0].last)
    assert due(presenter) == []
    assert presenter.class_name("cleared", Language.JAPANESE) == "認められた事案"


def test_pages_go_on_where_the_last_one_ended(ending: World) -> None:
    presenter = room(ending)
    first = presenter.fetch_due()(None, 1, CancelToken())
    second = presenter.fetch_due()(first.after, 5, CancelToken())
    assert [*first.rows, *second.rows] == due(presenter)


def test_three_officers_bring_a_case_to_its_end(ending: World, tmp_path: Path) -> None:
    marker, destroyer = room(ending), room(ending, "second-security")
    thing = the_case(ending, marker)
    assert marker.may_mark(thing)
    assert not marker.may_destroy(thing)
    marker.mark(thing, Basis.PERIOD_ENDED)
    assert marker.state.done == "retention.done.marked"
    thing = the_case(ending, destroyer)
    assert (thing.state, destroyer.may_destroy(thing), destroyer.may_mark(thing)) == (State.DISPOSAL_DUE, True, False)
    destroyer.look_ahead(thing)
    prospect = destroyer.state.prospect
    assert prospect is not None
    assert {name for _, name in prospect.witnesses} == {"agency administrator", "agency security", "agency auditor"}
    auditor = ending.agency.person("auditor")
    destroyer.destroy(auditor, "not the passphrase", Basis.PERIOD_ENDED)
    assert destroyer.state.error is not None
    assert destroyer.state.prospect is not None
    destroyer.destroy(auditor, passphrase("auditor"), Basis.PERIOD_ENDED)
    assert destroyer.state.done == "retention.done.destroyed"
    (line,) = ledger(destroyer)
    assert (line.entry.subject, line.obstacle) == (ending.case, "")
    destroyer.issue(line)
    destroyer.save_certificate(line, tmp_path / "F32.pdf")
    assert (tmp_path / "F32.pdf").read_bytes().startswith(b"%PDF-")
    destroyer.save_next_month(tmp_path / "next.pdf")
    assert (tmp_path / "next.pdf").read_bytes().startswith(b"%PDF-")


def test_who_marked_is_no_witness_either(ending: World) -> None:
    marker, destroyer = room(ending), room(ending, "second-security")
    marker.mark(the_case(ending, marker), Basis.PERIOD_ENDED)
    destroyer.look_ahead(the_case(ending, destroyer))
    destroyer.destroy(ending.agency.person("security"), passphrase("security"), Basis.PERIOD_ENDED)
    assert destroyer.state.error is not None
    assert destroyer.state.error.code == "access.same-person"


def test_a_case_is_held_and_released_by_another(ending: World) -> None:
    setter, other = room(ending), room(ending, "second-security")
    setter.hold(the_case(ending, setter), Ground.AUDIT, REASON, ending.clock.today() + timedelta(days=9))
    thing = the_case(ending, other)
    assert thing.held_for is Ground.AUDIT
    assert not other.may_destroy(thing)
    (line,) = holds(setter)
    setter.end_hold(line)
    assert setter.state.error is not None
    other.end_hold(line)
    assert [one.is_in_force for one in holds(other)] == [False]


def test_an_auditor_only_looks(ending: World) -> None:
    presenter = room(ending, "auditor")
    for thing in due(presenter):
        assert not any((presenter.may_mark(thing), presenter.may_hold(thing), presenter.may_destroy(thing)))
    assert not presenter.may(Action.ISSUE_CERTIFICATE)


@pytest.fixture
def screen(ending: World, context: UiContext, qtbot: QtBot) -> Iterator[RetentionScreen]:
    host = QWidget()
    qtbot.addWidget(host)
    made = RetentionScreen(context, workplace_of(ending, ending.agency, "second-security"), host)
    shown(qtbot, made, host)
    yield made
    made.dispose()
    host.close()


def the_dialog(screen: RetentionScreen, kind: type[QDialog]) -> QDialog:
    return next(one for one in screen.findChildren(kind) if one.isVisible())


def select(screen: RetentionScreen, matter: Matter, state: State | None) -> None:
    for row in range(screen.due.model.rowCount()):
        thing = screen.due.model.row_at(screen.due.model.index(row, 0))
        if thing is not None and (thing.matter, thing.state) == (matter, state):
            screen.due.table.selectRow(row)
            return
    raise AssertionError(matter)


def test_what_falls_due_after_the_year_is_listed_too(at: At, context: UiContext, qtbot: QtBot) -> None:
    world, host = at("consented"), QWidget()
    qtbot.addWidget(host)
    screen = RetentionScreen(context, workplace_of(world, world.agency, "security"), host)
    shown(qtbot, screen, host)
    calendar = screen._presenter.state.calendar
    assert calendar is not None
    assert calendar.later == calendar.every > 0
    for row in (0, screen.months.count() - 1):
        screen.months.setCurrentRow(row)
        settle(qtbot, context)
        assert screen.due.model.rowCount() == calendar.later
    screen.dispose()


def test_everybody_can_use_the_room(screen: RetentionScreen, qtbot: QtBot) -> None:
    assert_everybody_can_use(screen)
    for tab in range(3):
        screen.tabs.setCurrentIndex(tab)
        settle(qtbot, screen.context)
        assert screen.panes()


def test_a_case_is_destroyed_by_keyboard(screen: RetentionScreen, ending: World, qtbot: QtBot) -> None:
    select(screen, Matter.CASE, State.VALID)
    assert screen.due.button("retention.mark.button").isEnabled()
    assert not screen.due.button("retention.destroy.button").isEnabled()
    ending.agency.services.disposal.mark(ending.agency.actor("security"), ending.case, Basis.PERIOD_ENDED)
    screen._presenter.refresh()
    settle(qtbot, screen.context)
    select(screen, Matter.CASE, State.DISPOSAL_DUE)
    screen.due.button("retention.destroy.button").click()
    settle(qtbot, screen.context)
    dialog = the_dialog(screen, DestroyDialog)
    assert isinstance(dialog, DestroyDialog)
    assert not dialog.yes_button.isEnabled()
    people = dialog.second.people
    people.setCurrentIndex(people.findText("agency auditor"))
    QTest.keyClicks(dialog.second.secret, "wrong")
    QTest.keyClick(dialog.second.secret, Qt.Key.Key_Return)
    settle(qtbot, screen.context)
    assert dialog.trouble.isVisible()
    QTest.keyClicks(dialog.second.secret, passphrase("auditor"))
    QTest.keyClick(dialog.second.secret, Qt.Key.Key_Return)
    settle(qtbot, screen.context)
    assert not any(row[0] == ending.case for row in ending.agency.rows("cases"))
    screen.tabs.setCurrentIndex(2)
    assert screen.gone.model.rowCount() == 1


def test_marking_and_holding_ask_first(screen: RetentionScreen, ending: World, qtbot: QtBot) -> None:
    select(screen, Matter.CASE, State.VALID)
    screen.due.button("retention.hold.button").click()
    hold = the_dialog(screen, HoldDialog)
    assert isinstance(hold, HoldDialog)
    hold.yes_button.click()
    assert hold.trouble.isVisible()
    hold.reason.setPlainText(REASON)
    hold.yes_button.click()
    settle(qtbot, screen.context)
    assert len(ending.agency.rows("holds")) == 1
    select(screen, Matter.CASE, State.VALID)
    screen.due.button("retention.mark.button").click()
    mark = the_dialog(screen, MarkDialog)
    assert isinstance(mark, MarkDialog)
    mark.yes_button.click()
    settle(qtbot, screen.context)
    assert screen.strip.errors.isVisible()  # it is held


def test_a_complaint_officer_holds_by_number_and_sees_no_list(ending: World, context: UiContext, qtbot: QtBot) -> None:
    place = workplace_of(ending, ending.agency, "second-security")
    assert place._session is not None
    place._session = replace(place._session, actor=replace(place.actor, roles=frozenset({Role.COMPLAINT_OFFICER})))
    assert "retention" in [one.id for one in rooms_of(place, MainWindow(context, place.close))]
    events = len(ending.agency.events())
    host = QWidget()
    qtbot.addWidget(host)
    screen = RetentionScreen(context, place, host)
    shown(qtbot, screen, host)
    assert [screen.tabs.isTabVisible(tab) for tab in range(3)] == [False, True, False]
    assert len(ending.agency.events()) == events  # nothing was looked at, and nothing was refused
    assert_everybody_can_use(screen)
    number = ending.agency.services.queue.case(ending.agency.actor("examiner"), ending.case).number
    QTest.keyClicks(screen.bar.field, number)
    QTest.keyClick(screen.bar.field, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert number in screen.bar.said.text()
    assert screen.held.model.rowCount() == 0
    screen.bar.hold_button.click()
    dialog = the_dialog(screen, HoldDialog)
    assert isinstance(dialog, HoldDialog)
    dialog.reason.setPlainText("苦情の処理のため")
    dialog.yes_button.click()
    settle(qtbot, context)
    assert screen.held.model.rowCount() == 1
    assert {result for _, result in ending.agency.events()} == {"done"}
    screen.dispose()
    host.close()
