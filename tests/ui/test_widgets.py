from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.errors import BugError, CancelledError, InvalidInputError
from app.services.jobs import Progress
from app.services.texts.catalogue import Language
from app.ui.composing import finish_composition
from app.ui.jobs.progress import JobProgress
from app.ui.report import fault_report
from app.ui.screens.case.parts import GuardedLine, ProseEdit
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS, Banner, StateBadge
from app.ui.widgets.dialogs import ask_file
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.inputs import DateEdit, SecretEdit
from app.ui.widgets.steps import Stage, Step, StepList, ThreeTicks
from app.ui.widgets.untrusted import UntrustedLabel

CANARY = "canary-山田-1985"


def spoken(widget: QWidget) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


@pytest.mark.parametrize(
    "untrusted", ["<b>bold</b>", "<img src=x onerror=y>", "a\nb", "山田\u202e太郎", "x\u0000y", "&amp;"]
)
def test_untrusted_text_is_never_markup_and_hides_nothing(qtbot: QtBot, untrusted: str) -> None:
    label = UntrustedLabel(untrusted)
    qtbot.addWidget(label)
    label.resize(2000, 30)
    label.show()
    assert label.textFormat() is Qt.TextFormat.PlainText
    for char in ("\u202e", "\u0000", "\n"):
        assert char not in label.text()
    assert "<" not in label.toolTip()
    if untrusted.startswith("<"):
        assert label.text() == untrusted


def test_a_long_text_is_shortened_for_its_place_and_whole_for_the_reader(qtbot: QtBot) -> None:
    label = UntrustedLabel("長い名前" * 40)
    qtbot.addWidget(label)
    label.resize(120, 30)
    label.show()
    assert label.text().endswith("…")
    assert label.whole_text() == "長い名前" * 40
    assert spoken(label) == "長い名前" * 40


def test_the_error_panel_says_four_things_in_both_languages(qtbot: QtBot, texts: Texts) -> None:
    panel = ErrorPanel(texts)
    qtbot.addWidget(panel)
    panel.show_error(CancelledError())
    for language in Language:
        texts.set_language(language)
        said = texts.error(CancelledError())
        assert (panel.what.text(), panel.safe.text(), panel.do.text()) == said.paragraphs()
        assert "job.cancelled" in panel.code.text()
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text() == "job.cancelled"
    assert panel.copied.text()
    panel.close_button.click()
    assert panel.isHidden()
    assert panel.details() == ""


def test_a_fault_report_has_no_message_no_value_and_no_folder() -> None:
    def deep(secret: str) -> None:
        try:
            int(secret)
        except ValueError as cause:
            raise BugError("bug.unexpected", detail=secret) from cause

    with pytest.raises(BugError) as caught:
        deep(CANARY)
    report = fault_report(caught.value)
    assert "BugError [bug.unexpected]" in report
    assert "builtins.ValueError" in report
    assert "test_widgets.py:" in report
    assert "deep" in report
    assert CANARY not in report
    assert "/" not in report.replace("\n", "")


def test_a_badge_never_speaks_by_colour_alone(qtbot: QtBot, texts: Texts) -> None:
    badge = StateBadge(texts)
    qtbot.addWidget(badge)
    seen = set()
    for tone in Tone:
        badge.show_state("期限", tone)
        assert badge.text() == f"{SIGNS[tone]} 期限"
        seen.add(spoken(badge))
    assert len(seen) == len(Tone)
    assert len(set(SIGNS.values())) == len(Tone)


def test_a_banner_shows_its_button_only_with_a_text(qtbot: QtBot, texts: Texts) -> None:
    banner = Banner(texts)
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_message("読みました", Tone.INFO)
    assert banner.message() == "読みました"
    assert banner.button.isHidden()
    banner.show_message("続けますか", Tone.WARN, "続ける")
    assert banner.button.isVisible()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("room", ["today", "cases", "consents", "import", "export"])
def test_empty_rooms_teach(qtbot: QtBot, texts: Texts, room: str, language: Language) -> None:
    state = EmptyState(texts, f"room.{room}")
    qtbot.addWidget(state)
    texts.set_language(language)
    assert state.title.text() == texts(f"room.{room}.empty")
    assert state.who.text() == texts(f"room.{room}.who")
    assert spoken(state) == state.title.text()


def test_a_secret_is_never_given_to_the_screen_reader_or_the_clipboard(qtbot: QtBot) -> None:
    field = SecretEdit()
    qtbot.addWidget(field)
    field.show()
    QGuiApplication.clipboard().setText("before")
    QTest.keyClicks(field, "hunter2")
    face = QAccessible.queryAccessibleInterface(field)
    assert "hunter2" not in face.text(QAccessible.Text.Value)
    assert "hunter2" not in face.textInterface().text(0, 7)
    assert face.state().passwordEdit
    field.selectAll()
    field.copy()
    assert QGuiApplication.clipboard().text() == "before"
    assert field.take() == bytearray(b"hunter2")
    assert field.text() == ""
    assert not field.isUndoAvailable()


def parse(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError("date.unreadable", field="date") from error


def test_a_date_is_read_and_said_back(qtbot: QtBot, texts: Texts) -> None:
    edit = DateEdit(texts, parse, date.isoformat)
    qtbot.addWidget(edit)
    edit.show()
    assert [edit.value] == [None]
    assert edit.is_valid
    edit.field.setText("2025-04-01")
    assert [edit.value] == [date(2025, 4, 1)]
    assert "2025-04-01" in edit.echo.text()
    edit.field.setText("2025-04-31")
    assert [edit.is_valid] == [False]
    assert edit.echo.text() == texts("ui.date.unread")
    assert edit.field.accessibleDescription() == texts("ui.date.unread")
    texts.set_language(Language.ENGLISH)
    assert edit.echo.text() == texts("ui.date.unread")


def test_ticks_keep_their_order(qtbot: QtBot, texts: Texts) -> None:
    ticks = ThreeTicks(texts)
    qtbot.addWidget(ticks)
    with pytest.raises(ValueError, match="read-back"):
        ticks.tick(Stage.READ_BACK, "10:01")
    ticks.tick(Stage.WRITTEN, "10:00")
    assert "10:00" in ticks.lines[Stage.WRITTEN].text()
    assert ticks.lines[Stage.WRITTEN].text().startswith(SIGNS[Tone.GOOD])
    assert not ticks.is_safe_to_remove
    ticks.fail(Stage.READ_BACK)
    with pytest.raises(ValueError, match="safe"):
        ticks.tick(Stage.SAFE, "10:02")
    assert texts("ui.ticks.failed") in ticks.lines[Stage.READ_BACK].text()
    ticks.reset()
    for stage in Stage:
        ticks.tick(stage, "10:03")
    assert ticks.is_safe_to_remove


def test_steps_say_where_we_are(qtbot: QtBot, texts: Texts) -> None:
    steps = StepList(texts, (Step("ui.ticks.written"), Step("ui.ticks.read-back"), Step("ui.ticks.safe")))
    qtbot.addWidget(steps)
    steps.show_current(1)
    assert [spoken(line)[-2:-1] for line in steps.lines] == ["済", "ま", "ら"]
    texts.set_language(Language.ENGLISH)
    assert spoken(steps.lines[1]) == "2 of 3: Read back and compared (now)"


def test_progress_shows_counts_and_time_left(qtbot: QtBot, texts: Texts) -> None:
    clock = [0.0]
    line = JobProgress(texts, lambda: clock[0])
    qtbot.addWidget(line)
    line.begin()
    assert line.label.whole_text() == texts("ui.job.working")
    clock[0] = 10.0
    line.show_progress(Progress(1000, 4000))
    assert "1,000 / 4,000" in line.label.whole_text()
    assert "30 秒" in line.label.whole_text()
    clock[0] = 100.0
    line.show_progress(Progress(1000, 4000))
    assert "5 分" in line.label.whole_text()
    with qtbot.waitSignal(line.stop_asked):
        line.stop_button.click()
    line.end()
    assert line.isHidden()


def test_what_is_being_composed_is_taken_as_it_stands(qtbot: QtBot) -> None:
    """Also in fields of one line, and from an input method that hands nothing over."""
    date_field = DateEdit(Texts(), str, str)
    for field in (GuardedLine(), ProseEdit(2), date_field.field):
        window = date_field if field is date_field.field else field
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        field.setFocus()
        QApplication.sendEvent(field, QInputMethodEvent("かくにん", []))
        assert field.text() == ""
        finish_composition()
        assert field.text() == "かくにん"
        finish_composition()
        assert field.text() == "かくにん"


def test_no_folder_that_was_looked_into_is_written_down_by_the_file_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / CANARY
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(b"%PDF-")
    chosen: list[str] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ask_file(parent, "?", "(*)", chosen.append)
    dialog.setDirectory(str(folder))
    dialog.selectFile(str(folder / "scan.pdf"))
    dialog.accept()
    qtbot.waitUntil(lambda: parent.findChild(QFileDialog) is None)
    assert chosen == [str(folder / "scan.pdf")]
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert kept.contains("FileDialog/qtVersion"), "it did write what is its own"
    assert "canary" not in str([kept.value(key) for key in kept.allKeys()])
