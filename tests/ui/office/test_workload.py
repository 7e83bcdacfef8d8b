"""Who has how much to do: counts by stage and what is overdue, nobody's name but the examiners'."""

from datetime import timedelta

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.lifecycle import State
from app.models.domain.ties import Ties
from app.services.queue.workload import Load
from app.ui.context import UiContext
from app.ui.screens.cases.screen import CasesScreen
from app.ui.screens.cases.workload import WorkloadDialog
from tests.services.exchange.conftest import At
from tests.services.exchange.world import PEOPLE, World
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import Corridor, settle, shown
from tests.ui.walker import missed_by_tab, unnamed


def loads(world: World, who: str) -> dict[str, Load]:
    office = world.investigation
    return {load.name: load for load in office.services.workload.of_office(office.actor(who))}


def test_the_workload_counts_stages_and_overdue_days_and_names_no_subject(
    at: At, context: UiContext, qtbot: QtBot
) -> None:
    world, name = at("assigned"), "investigation examiner"
    office = world.investigation
    flagged = office.services.review
    flagged.flag(office.actor("examiner"), world.case, "K2.has", None, "確認", world.clock.today())
    before = loads(world, "reviewer")[name]
    assert (before.counts, before.overdue, before.due_soon) == ({State.UNDER_INVESTIGATION: 1}, 0, 0)
    world.clock.advance(timedelta(days=30))
    late = loads(world, "reviewer")
    assert (late[name].overdue, late[name].late_flags) == (1, 1)
    assert late["investigation many"] == Load(office.person("many"), "investigation many", {})
    assert late[""].counts == {}
    host = QWidget()
    qtbot.addWidget(host)
    screen = CasesScreen(context, workplace_of(world, office, "reviewer"), Corridor(context, host), host)
    shown(qtbot, screen, host)
    assert not CasesScreen(
        context, workplace_of(world, office, "examiner"), Corridor(context, host), host
    ).load_button.isVisibleTo(host)
    QTest.keyClick(screen.load_button, Qt.Key.Key_Space)
    settle(qtbot, context)
    dialog = screen.findChild(WorkloadDialog)
    assert dialog is not None
    table = dialog.table.model()
    cells = [
        str(table.index(row, column, QModelIndex()).data() or "")
        for row in range(table.rowCount(QModelIndex()))
        for column in range(table.columnCount(QModelIndex()))
    ]
    assert name in cells
    assert not [cell for cell in cells if any(person[0] in cell for person in PEOPLE)]
    assert "期限切れ1件" in dialog.table.rows.lines[0].sentence
    assert unnamed(dialog) == []
    assert missed_by_tab(dialog) == []
    dialog.reject()
    screen.dispose()
    office.services.ties.keep(office.actor("decider"), office.hand("decider"), Ties(people=(PEOPLE[0][0],)))
    assert loads(world, "decider")[name].counts == {}, "what is kept from somebody is not counted for them"
