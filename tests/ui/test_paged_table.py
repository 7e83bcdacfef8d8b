import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from app.models.domain.errors import AppError, EnvironmentProblemError
from app.services.jobs import CancelToken, Lane
from app.services.texts.catalogue import Language
from app.ui.jobs.inline import InlineRunner
from app.ui.jobs.runner import JobRunner
from app.ui.tables.columns import Column, Page, TableShape
from app.ui.tables.model import ID_ROLE, PAGE_ROWS, PagedTableModel
from app.ui.tables.view import RowTable
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Tone


@dataclass(frozen=True)
class Line:
    """A synthetic row."""

    id: str
    name: str
    is_late: bool


class Store:
    """Rows behind a key, as a vault would give them."""

    def __init__(self, count: int) -> None:
        self.lines = [Line(f"id{number:06}", f"対象 {number}", number % 7 == 0) for number in range(count)]
        self.asked: list[object] = []
        self.failure: AppError | None = None

    def fetch(self, after: object | None, limit: int, _token: CancelToken) -> Page[Line]:
        self.asked.append(after)
        if self.failure is not None:
            raise self.failure
        rows = [line for line in self.lines if after is None or line.id > str(after)][:limit]
        return Page(rows, rows[-1].id if len(rows) == limit else None)

    def reload(self, ids: Sequence[str]) -> dict[str, Line]:
        return {line.id: line for line in self.lines if line.id in ids}


def _tone(line: Line) -> Tone | None:
    return Tone.WARN if line.is_late else None


SHAPE: TableShape[Line] = TableShape(
    columns=(
        Column("ui.header.officer", lambda line: line.name),
        Column("ui.header.environment", lambda line: "late" if line.is_late else "", tone=_tone),
    ),
    row_id=lambda line: line.id,
    sentence=lambda line: f"{line.name}。",
)


def inline_model(store: Store, texts: Texts) -> PagedTableModel[Line]:
    model = PagedTableModel(SHAPE, store.fetch, store.reload, InlineRunner(), texts)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    store.asked.clear()  # the tester fetches as well
    return model


@pytest.mark.parametrize("count", [0, 1, PAGE_ROWS - 1, PAGE_ROWS, PAGE_ROWS + 1, 3 * PAGE_ROWS])
def test_every_row_comes_once_and_in_order(texts: Texts, count: int) -> None:
    store = Store(count)
    model = inline_model(store, texts)
    model.restart()
    while model.canFetchMore():
        model.fetchMore()
    shown = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert shown == [line.name for line in store.lines]
    assert len(store.asked) == len(set(map(str, store.asked)))


def test_a_placeholder_stands_while_a_page_is_under_way(qtbot: QtBot, texts: Texts, runner: JobRunner) -> None:
    store = Store(PAGE_ROWS + 5)
    model = PagedTableModel(SHAPE, store.fetch, store.reload, runner, texts)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.restart()
    assert model.rowCount() == 1
    assert model.index(0, 0).data() == texts("ui.table.loading")
    assert model.row_at(model.index(0, 0)) is None
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    qtbot.waitUntil(lambda: not model.is_loading)
    assert model.rowCount() == PAGE_ROWS
    model.deleteLater()


def test_a_new_filter_supersedes_the_page_under_way(qtbot: QtBot, texts: Texts, runner: JobRunner) -> None:
    first, second = Store(30), Store(3)
    model = PagedTableModel(SHAPE, first.fetch, first.reload, runner, texts)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.restart()
    model.restart(second.fetch)
    qtbot.waitUntil(lambda: runner.active_count == 0)
    assert model.rowCount() == 3
    model.deleteLater()


class Elsewhere:
    """Somebody whose result begins the table again."""

    def __init__(self, model: PagedTableModel[Line], store: Store) -> None:
        self.model, self.store, self.has_run = model, store, threading.Event()

    def work(self, _token: CancelToken, _progress: object) -> int:
        self.has_run.set()
        return 1

    def on_done(self, _result: int) -> None:
        self.model.restart(self.store.fetch)


def test_a_result_that_begins_the_table_again_while_a_page_is_asked_for_wins(
    qtbot: QtBot, texts: Texts, runner: JobRunner
) -> None:
    first, second = Store(30), Store(3)
    model = PagedTableModel(SHAPE, first.fetch, first.reload, runner, texts)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    elsewhere = Elsewhere(model, second)
    runner.submit(elsewhere.work, owner=elsewhere, then=elsewhere.on_done)
    assert elsewhere.has_run.wait(20)
    runner._pools[Lane.READ].waitForDone(20_000)  # the result has arrived; no event was handled since
    model.restart()
    qtbot.waitUntil(lambda: runner.active_count == 0)
    assert model.rowCount() == 3
    assert not model.is_loading
    model.deleteLater()


def test_rows_that_cannot_be_read_anew_leave_the_page_under_way_alone(
    qtbot: QtBot, texts: Texts, runner: JobRunner
) -> None:
    store = Store(PAGE_ROWS + 5)
    failure = EnvironmentProblemError("disk.full")

    def refuse(_ids: Sequence[str]) -> dict[str, Line]:
        raise failure

    model = PagedTableModel(SHAPE, store.fetch, refuse, runner, texts)
    model.restart()
    qtbot.waitUntil(lambda: not model.is_loading)
    failed: list[object] = []
    model.load_failed.connect(failed.append)
    model.refresh(["id000001"])
    model.fetchMore()
    qtbot.waitUntil(lambda: runner.active_count == 0)
    assert failed == [failure]
    assert model.rowCount() == PAGE_ROWS + 5
    model.deleteLater()


def test_changed_rows_change_and_vanished_rows_stay_disabled_with_a_reason(texts: Texts) -> None:
    store = Store(10)
    model = inline_model(store, texts)
    model.restart()
    store.lines[3] = replace(store.lines[3], name="改名")
    del store.lines[5]
    model.refresh(["id000003", "id000005", "unknown"])
    assert model.index(3, 0).data() == "改名"
    gone = model.index(5, 0)
    assert gone.data() == texts("ui.table.vanished")
    assert gone.data(ID_ROLE) == "id000005"
    assert not model.flags(gone) & Qt.ItemFlag.ItemIsEnabled
    assert model.rowCount() == 10
    assert model.place_of("id000005") == 5


def test_a_failed_page_keeps_the_rows_and_tells(qtbot: QtBot, texts: Texts) -> None:
    store = Store(PAGE_ROWS * 2)
    model = inline_model(store, texts)
    model.restart()
    store.failure = EnvironmentProblemError("disk.full")
    with qtbot.waitSignal(model.load_failed) as failed:
        model.fetchMore()
    assert failed.args is not None
    assert failed.args[0] is store.failure
    assert model.rowCount() == PAGE_ROWS
    assert not model.canFetchMore()


def test_each_cell_and_each_row_can_be_spoken(texts: Texts) -> None:
    model = inline_model(Store(8), texts)
    model.restart()
    spoken = int(Qt.ItemDataRole.AccessibleTextRole)
    sentence = int(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert model.index(1, 0).data(spoken) == "担当者：対象 1"
    assert model.index(7, 1).data(spoken) == "環境：注意：late"
    assert model.index(1, 1).data(spoken) == "環境：空欄"
    assert model.index(1, 1).data(sentence) == "2 行目。対象 1。"
    texts.set_language(Language.ENGLISH)
    assert model.index(1, 0).data(spoken) == "Officer: 対象 1"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Officer"


def test_text_from_outside_is_made_visible_and_short(texts: Texts) -> None:
    store = Store(1)
    store.lines = [Line("a", "山田\u202e太郎" + "長" * 5000, is_late=False)]
    model = inline_model(store, texts)
    model.restart()
    shown = str(model.index(0, 0).data())
    assert "\u202e" not in shown
    assert "202E" in shown
    assert len(shown) < 400


def test_the_view_scrolls_through_pages_and_speaks_rows(
    qtbot: QtBot, texts: Texts, theme: Theme, runner: JobRunner
) -> None:
    store = Store(PAGE_ROWS + 50)
    model = PagedTableModel(SHAPE, store.fetch, store.reload, runner, texts)
    view = RowTable(model, SHAPE, theme)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    model.restart()
    qtbot.waitUntil(lambda: model.rowCount() >= PAGE_ROWS)
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() == PAGE_ROWS + 50)
    view.selectRow(2)
    face = QAccessible.queryAccessibleInterface(view)
    names = [face.child(place).text(QAccessible.Text.Name) for place in range(12)]
    assert "担当者：対象 2" in names
    assert "担当者" in names
    assert view.model().rowCount(QModelIndex()) == PAGE_ROWS + 50
    assert not view.grab().isNull()


def test_rows_that_are_read_anew_leave_the_keyboard_where_it_stood(qtbot: QtBot, texts: Texts, theme: Theme) -> None:
    store = Store(3 * PAGE_ROWS)
    model = inline_model(store, texts)
    view = RowTable(model, SHAPE, theme)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    model.restart()
    model.fetchMore()
    view.selectRow(PAGE_ROWS + 10)
    stood = view.currentIndex().data(ID_ROLE)
    scrolled = view.verticalScrollBar().value()
    store.lines = [Line("id0000005", "新規", False), *store.lines]
    store.lines.sort(key=lambda line: line.id)
    store.asked.clear()
    model.reread()
    assert store.asked == [None]
    assert model.rowCount() == 2 * PAGE_ROWS
    assert (view.currentIndex().row(), view.currentIndex().data(ID_ROLE)) == (PAGE_ROWS + 11, stood)
    assert view.selectionModel().isRowSelected(PAGE_ROWS + 11)
    assert abs(view.verticalScrollBar().value() - scrolled) <= view.rowHeight(0)
    store.lines = [line for line in store.lines if line.id != stood]
    model.reread()
    assert view.currentIndex().row() == PAGE_ROWS + 11
    model.fetchMore()
    assert model.rowCount() == 3 * PAGE_ROWS
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 3 * PAGE_ROWS - 1
    store.failure = EnvironmentProblemError("vault.unreadable")
    model.reread()
    assert model.rowCount() == 3 * PAGE_ROWS
    assert not model.is_loading
