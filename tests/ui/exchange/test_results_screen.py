"""The room of results that came: list, opened notice, copy of the letter, keyboard and names."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.models.domain.changes import Changes
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.ui.context import UiContext
from app.ui.screens.results.screen import ResultsScreen
from tests.journeys.shots import folder, shoot
from tests.services.exchange.conftest import At
from tests.ui.exchange.places import workplace_of
from tests.ui.exchange.test_exchange_screens import is_sound, settle


@pytest.fixture
def screen(qtbot: QtBot, context: UiContext, at: At) -> ResultsScreen:
    world = at("notified")
    for _ in range(2):
        world.carried(world.agency, Kind.RESULT, Target(case=world.case), world.contractor)
    sent = world.sent(world.agency, Kind.NOT_CARRIED_OUT, Target(entry=world.refused), world.contractor)
    world.admitted(world.contractor, sent)
    screen = ResultsScreen(context, workplace_of(world.contractor))
    qtbot.addWidget(screen)
    screen.resize(1180, 640)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activate()
    settle(qtbot, screen)
    return screen


def cells(screen: ResultsScreen, row: int) -> list[str]:
    model = screen.table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_the_room_lists_opens_and_saves(qtbot: QtBot, screen: ResultsScreen, tmp_path: Path) -> None:
    texts = screen.context.texts
    assert screen.table.model().rowCount() == 3
    assert texts("outcome.not-carried-out") in cells(screen, 0)[0]
    assert texts("results.answered.not-yet") in cells(screen, 0)[4]
    assert texts("results.replaced", outcome=texts("outcome.cleared")) in cells(screen, 2)[0]
    assert screen.detail.model().rowCount() == 0
    assert not screen.open_button.isEnabled()
    assert not screen.save_button.isEnabled()
    screen.table.selectRow(2)
    screen.open_button.click()
    settle(qtbot, screen)
    fields = [screen.detail.model().index(row, 0).data() for row in range(screen.detail.model().rowCount())]
    assert fields[-1] == texts("results.field.later"), "what came later stands beside the older notice"
    assert len(set(fields)) == 14
    is_sound(screen)
    if folder() is not None:
        screen.context.texts.language_changed.connect(screen.retranslate)
        shoot(screen, "results", screen.context.texts, screen.context.theme)
    screen.save_button.click()
    (dialog,) = screen.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "letter.pdf"))
    dialog.close()
    settle(qtbot, screen)
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    assert not screen.notice.isHidden()


def test_a_list_that_nobody_sees_is_not_read(qtbot: QtBot, screen: ResultsScreen) -> None:
    office = screen.presenter._place.services.desk
    with office.vault.read() as unit:
        before = len(unit.record.with_codes(["results.seen"]))
    screen.hide()
    screen.changes(Changes(frozenset({"bundle"}), frozenset()))
    settle(qtbot, screen)
    with office.vault.read() as unit:
        assert len(unit.record.with_codes(["results.seen"])) == before
