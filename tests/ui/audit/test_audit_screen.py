"""The Audit room: filters, pages, who saw a case, checks, slips, partners; in both languages, by keyboard."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.services.audit.anchor import Doubt
from app.services.audit.checkpoint import Checkpoint, origin_of
from app.services.audit.slip import words_of
from app.services.jobs import CancelToken
from app.services.platform.chosen_files import ChosenFiles
from app.services.record import exported
from app.services.record.reading import RecordLine
from app.services.record.reanchoring import AnchorReason
from app.services.record.slips import SlipOutcome
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.audit import AuditPresenter, entries_of
from app.ui.screens.audit.screen import AuditScreen
from tests.services.exchange.conftest import At
from tests.services.exchange.forging import edited, rewrite
from tests.services.exchange.world import World
from tests.ui.case.desks import passphrase, workplace_of
from tests.ui.office.corridor import assert_everybody_can_use, settle, shown


@pytest.fixture
def world(at: At) -> World:
    return at("requested")


def presenter_of(world: World, who: str = "auditor") -> AuditPresenter:
    made = AuditPresenter(workplace_of(world, world.agency, who), InlineRunner(), ChosenFiles())
    made.open()
    return made


@pytest.fixture
def presenter(world: World) -> AuditPresenter:
    return presenter_of(world)


def lines(presenter: AuditPresenter, limit: int = 50) -> list[RecordLine]:
    """Every line, page by page."""
    found: list[RecordLine] = []
    after: object | None = None
    while True:
        page = presenter.fetch()(after, limit, CancelToken())
        found += page.rows
        after = page.after
        if after is None:
            return found


def slip_of(world: World) -> tuple[str, str]:
    with world.agency.desk.vault.read() as unit:
        tree = unit.record.head()
    words = words_of(Checkpoint(origin_of(world.agency.station, 0), tree.size, tree.root()))
    return f"{tree.size:,}", "-".join(words)


def test_every_entry_stands_once_whatever_the_page(presenter: AuditPresenter) -> None:
    """Looking makes entries too, so that a later page never shows an entry of an earlier one again."""
    for limit in (3, 50):
        numbers = [line.seq for line in lines(presenter, limit)]
        assert numbers == sorted(set(numbers), reverse=True)
        assert numbers[-1] == 0


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({"kind": "look"}, lambda line: line.kind == "look"),
        ({"code": "trust.adopted"}, lambda line: line.code == "trust.adopted"),
        ({"kind": "change", "code": "consent.recorded"}, lambda line: line.code == "consent.recorded"),
    ],
)
def test_filters(presenter: AuditPresenter, changes: dict[str, str], fits: object) -> None:
    assert callable(fits)
    everything = lines(presenter)
    presenter.ask(**changes)
    found = [line.seq for line in lines(presenter, 4) if line.seq <= everything[0].seq]
    assert found == [line.seq for line in everything if fits(line)]
    presenter.clear()
    assert not presenter.state.is_narrowed


def test_filters_join(presenter: AuditPresenter, world: World) -> None:
    everything = lines(presenter)
    person = world.agency.person("examiner")
    presenter.ask(person=person, kind="change")
    found = lines(presenter, 2)
    assert [line.seq for line in found] == [
        line.seq for line in everything if line.person == person and line.kind == "change"
    ]
    assert found
    presenter.ask(refused_only=True)
    assert lines(presenter) == []


def test_what_was_refused_can_be_looked_for(presenter: AuditPresenter, world: World) -> None:
    office = world.agency
    with pytest.raises(AppError), office.desk.act(office.actor("examiner"), Action.SEE_LOG):
        pytest.fail("it was let through")
    presenter.ask(refused_only=True)
    assert [(line.code, line.result) for line in lines(presenter)] == [("log.seen", "refused:wrong-role")]


def test_days_are_those_of_japan(presenter: AuditPresenter) -> None:
    everything = lines(presenter)
    cut = datetime(2025, 6, 10, 15, 0, tzinfo=UTC)  # midnight in Japan
    presenter.ask(since=cut, until=cut + timedelta(days=1))
    found = [line.seq for line in lines(presenter, 3) if line.seq <= everything[0].seq]
    assert found == [line.seq for line in everything if cut <= line.at < cut + timedelta(days=1)]


def test_who_saw_a_case_by_its_number(presenter: AuditPresenter, world: World) -> None:
    with world.agency.desk.vault.read() as unit:
        number = unit.cases.get(world.case).number
    presenter.look_up(f" {number} ")
    looks = presenter.state.looks
    assert looks is not None
    assert looks.case_id == world.case
    assert world.agency.person("examiner") in {one.person for one in looks.people}
    presenter.look_up("no such number")
    assert presenter.state.error is not None
    assert presenter.state.error.code == "record.not-found"


def compared(presenter: AuditPresenter, size: str, words: str) -> SlipOutcome:
    presenter.compare(size, words)
    assert presenter.state.answer is not None
    return presenter.state.answer.outcome


def test_a_typed_slip(presenter: AuditPresenter, world: World) -> None:
    size, words = slip_of(world)
    assert compared(presenter, size, words) is SlipOutcome.CONTAINED
    rewrite(world.agency.desk.vault, edited)
    assert compared(presenter, size, words) is SlipOutcome.CHANGED
    assert compared(presenter, "1", words) is SlipOutcome.MISTYPED
    presenter.compare("many", words)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "slip.size"


def test_a_scanned_slip(presenter: AuditPresenter, world: World) -> None:
    printed = world.agency.services.slips.print(world.agency.actor("auditor"))
    presenter.compare("", printed.checkpoint)
    assert presenter.state.answer is not None
    assert presenter.state.answer.outcome is SlipOutcome.CONTAINED
    presenter.compare("", printed.checkpoint.replace("AGENCY1", "INVEST1"))
    assert presenter.state.error is not None
    assert presenter.state.error.code == "log.checkpoint-refused"


@pytest.mark.parametrize(("typed", "size"), [("1,204", 1204), (" １２０４ ", 1204), ("1、204", 1204), ("0", 0)])
def test_a_number_in_any_writing(typed: str, size: int) -> None:
    assert entries_of(typed) == size


def test_slip_and_export_are_files(presenter: AuditPresenter, tmp_path: Path) -> None:
    presenter.print_slip(tmp_path / "slip.pdf")
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    presenter.hand_out(tmp_path / "record")
    assert presenter.state.handed is not None
    with (tmp_path / "record").open("rb") as source:
        assert exported.check(source, presenter.state.handed.verifier).is_known_key


def error_of(presenter: AuditPresenter) -> str:
    return presenter.state.error.code if presenter.state.error is not None else ""


def test_in_doubt_two_persons_go_on(world: World) -> None:
    world.agency.desk.anchor.suspect(Doubt.SHORTER)
    presenter = presenter_of(world, "security")
    assert presenter.state.overview is not None
    assert presenter.state.overview.anchor.doubt is Doubt.SHORTER
    presenter.reanchor(world.agency.person("security"), passphrase("security"), AnchorReason.EXAMINED)
    assert error_of(presenter) == "access.same-person"
    presenter.reanchor(world.agency.person("auditor"), "another", AnchorReason.EXAMINED)
    assert error_of(presenter) == "seat.wrong-passphrase"
    presenter.reanchor(world.agency.person("auditor"), passphrase("auditor"), AnchorReason.EXAMINED)
    assert error_of(presenter) == ""
    assert world.agency.desk.anchor.state.doubt is None
    assert ("log.re-anchored", "done") in world.agency.events()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def screen(qtbot: QtBot, context: UiContext, world: World, host: QWidget) -> AuditScreen:
    made = AuditScreen(context, workplace_of(world, world.agency, "security"), ChosenFiles(), host)
    shown(qtbot, made, host)
    return made


def test_everybody_can_use_every_page(qtbot: QtBot, context: UiContext, screen: AuditScreen) -> None:
    for place in range(screen.tabs.count()):
        screen.tabs.setCurrentIndex(place)
        settle(qtbot, context)
        assert_everybody_can_use(screen)


def test_the_list_and_the_chosen_entry(qtbot: QtBot, context: UiContext, screen: AuditScreen) -> None:
    assert screen.record.model.rowCount() > 10
    screen.record.table.setFocus()
    QTest.keyClick(screen.record.table, Qt.Key.Key_Down)
    settle(qtbot, context)
    shown_lines = dict(screen.record.lines.lines())
    line = screen.record.model.row_at(screen.record.table.currentIndex())
    assert line is not None
    assert shown_lines[context.texts("audit.column.code")] == line.code


def test_who_saw_leads_to_the_record(qtbot: QtBot, context: UiContext, screen: AuditScreen, world: World) -> None:
    with world.agency.desk.vault.read() as unit:
        number = unit.cases.get(world.case).number
    screen.tabs.setCurrentWidget(screen.looks)
    screen.looks.number.field.setFocus()
    QTest.keyClicks(screen.looks.number.field, number)
    QTest.keyClick(screen.looks.number.field, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert screen.looks.table.rows.lines
    QTest.keyClick(screen.looks.record_button, Qt.Key.Key_Space)
    settle(qtbot, context)
    assert screen.tabs.currentWidget() is screen.record
    assert screen.presenter.state.asked.subject == world.case


def test_a_doubt_is_said_above_everything(qtbot: QtBot, context: UiContext, world: World, host: QWidget) -> None:
    world.agency.desk.anchor.suspect(Doubt.OTHER_ROOT)
    screen = AuditScreen(context, workplace_of(world, world.agency, "security"), ChosenFiles(), host)
    shown(qtbot, screen, host)
    assert screen.banner.isVisible()
    QTest.keyClick(screen.banner.button, Qt.Key.Key_Space)
    assert screen.tabs.currentWidget() is screen.proof
    assert screen.proof.anew.isVisible()
    assert screen.proof.second.person != world.agency.person("security")
    assert_everybody_can_use(screen)
