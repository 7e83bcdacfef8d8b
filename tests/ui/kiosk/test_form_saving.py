"""The form saves itself, can be read aloud, and shows readings."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.models.domain.errors import EnvironmentProblemError, GateClosedError
from app.models.forms.answers import AnswerState
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.opening import opened_by
from app.models.forms.guards.finding import MARK
from app.models.forms.my_number import check_digit
from app.services.packs.loader import LoadedPack
from app.services.questionnaires.keeping import pinned
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.kiosk.form import FormPages
from app.ui.kiosk.form.editors import TextEditor
from app.ui.kiosk.look import KioskLook, TypeSize
from app.ui.kiosk.ruby import RubyLabel
from app.ui.widgets.guard_strip import GuardStrip
from tests.ui.kiosk.hands import TWO_SECONDS_MS, Open, as_a, field, keyboard, keys, press, room, table
from tests.ui.kiosk.paper_room import filled
from tests.ui.stopped_time import StoppedTime
from tests.ui.walker import missed_by_tab, unnamed

# Saving


def test_typing_is_saved_within_two_seconds_while_the_keyboard_stays(opened: Open, qtbot: QtBot) -> None:
    clock = StoppedTime()
    pages = opened("A8", None, clock)
    keys("Hon")
    clock.advance(1)
    keys("seki")
    clock.advance(TWO_SECONDS_MS / 1000 - 1)
    qtbot.waitUntil(lambda: room(pages).again().get("A8") is not None)
    assert keyboard() is as_a(TextEditor, field(pages, "A8").editor).field
    assert not room(pages).journal.lines[1:], "one saving, however many keys"


def test_a_saving_that_fails_is_told_and_tried_again(opened: Open, qtbot: QtBot) -> None:
    clock = StoppedTime()
    pages = opened("A8", None, clock)
    room(pages).journal.fails_with = EnvironmentProblemError("file.unwritable")
    keys("Honseki")
    clock.advance(2)
    qtbot.waitUntil(lambda: not pages.error.isHidden())
    room(pages).journal.fails_with = None
    clock.advance(2)
    qtbot.waitUntil(lambda: room(pages).again().get("A8") is not None)
    qtbot.waitUntil(pages.error.isHidden)


def test_a_room_that_is_over_is_handed_back(opened: Open, qtbot: QtBot) -> None:
    clock = StoppedTime()
    pages = opened("A8", None, clock)
    room(pages).journal.fails_with = GateClosedError("kiosk.ended")
    keys("Honseki")
    with qtbot.waitSignal(pages.ended):
        clock.advance(2)
    keys("x")
    assert pages.error.isHidden()
    assert all(timer.due_ms is None for timer in clock.timers)


# What was not asked for


def my_number() -> str:
    return "12345678901" + str(check_digit("12345678901"))


def struck_by_keyboard(pages: FormPages, strip: GuardStrip, qtbot: QtBot) -> None:
    assert not strip.isHidden()
    strip.strike_button.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(strip.isHidden)
    assert pages.error.isHidden()


def test_an_individual_number_is_asked_about_while_it_is_typed_and_struck_without_a_way_back(
    opened: Open, qtbot: QtBot
) -> None:
    clock = StoppedTime()
    pages = opened("A8", None, clock)
    view = field(pages, "A8")
    keys("Tokyo")
    clock.advance(2)
    qtbot.waitUntil(lambda: len(room(pages).journal.lines) == 1)
    keys(", " + my_number())
    clock.advance(2)
    assert view.guard is not None
    assert keyboard() is as_a(TextEditor, view.editor).field, "a question takes no key away"
    press(Qt.Key.Key_Tab)
    assert view.problem.text()
    assert pages.form.draft.get("A8") is None
    struck_by_keyboard(pages, view.guard.strip, qtbot)
    assert room(pages).guard.records == [("struck", ("A8", None))]
    assert my_number() not in view.written()[0]
    assert pages.form.standing(("A8", None)).text == view.written()[0]
    as_a(QLineEdit, as_a(TextEditor, view.editor).field).undo()
    assert my_number() not in view.written()[0]
    clock.advance(2)
    qtbot.waitUntil(lambda: room(pages).journal.lines[-1].draft is not None)
    assert pages.form.undo() is None or my_number() not in str(pages.form.draft)


def test_a_word_that_means_something_else_may_stay(opened: Open, qtbot: QtBot) -> None:
    pages = opened("A12")
    field(pages, "A12.duty").focus()
    keys("支持政党の調査")
    press(Qt.Key.Key_Tab)
    view = field(pages, "A12.duty")
    assert view.guard is not None
    assert pages.form.standing(view.cell).problem == "answer.asks"
    reasons = view.guard.strip.reasons.actions()
    view.guard.strip.reasons.triggered.emit(reasons[0])
    qtbot.waitUntil(view.guard.strip.isHidden)
    assert pages.form.draft.get("A12.duty") is not None
    assert view.problem.isHidden()


def test_a_reason_is_guarded_as_well(opened: Open, qtbot: QtBot) -> None:
    pages = opened("A4")
    view = field(pages, "A4")
    pages.form.say(("A4", None), AnswerState.DECLINED)
    view.refresh()
    view.reason.setFocus()
    keys(my_number())
    press(Qt.Key.Key_Tab)
    assert view.guard is not None
    struck_by_keyboard(pages, view.guard.strip, qtbot)
    held = pages.form.draft.get("A4")
    assert held is not None
    assert held.reason == view.reason.text() == MARK


# Corrections


def test_a_correction_opens_the_returned_boxes_and_shows_what_is_asked(opened: Open, loaded: LoadedPack) -> None:
    response = loaded.golden["g12.json"].response
    row = response.rows_of("B1.address")[0]
    only = opened_by(loaded.pack, [("B1.from", row), ("A8", None)])
    pages = opened("B1", Draft.reopened(loaded.pack, pinned(loaded.pack, response), only))
    room(pages).asked = {("B1.from", row): "いつから住んでいますか。<b>"}
    assert [each.topic.link_id for each in pages.form.marks()] == ["A8", "B1"]
    rows = table(pages, "B1")
    rows.refresh()
    assert rows.fields["B1.from"].asked.text() == "担当者からの質問：いつから住んでいますか。<b>"
    assert rows.fields["B1.from"].editor.isEnabled()
    assert not rows.fields["B1.to"].editor.isEnabled()
    assert not any(button.isEnabled() for button in (rows.add, rows.remove, rows.up, rows.down))
    rows.fields["B1.from"].focus()
    QTest.keyClick(keyboard(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys("S63.4")
    pages.go_on()
    answer = pages.form.draft.get("B1.from", row)
    assert answer is not None
    assert answer.value == "1988-04"


# Looks and reading aloud


def test_every_part_is_named_and_reached_by_tab(opened: Open, loaded: LoadedPack, context: UiContext) -> None:
    pages = opened("A1", filled(loaded, loaded.golden["g12.json"].response))
    for language in (Language.JAPANESE, Language.ENGLISH):
        context.texts.set_language(language)
        for topic in ("A3", "E1", "J1", "L1", "M4"):
            pages.go_to((topic, None))
            assert unnamed(pages) == [], topic
            assert missed_by_tab(pages) == [], topic
    pages.open_index()
    assert unnamed(pages) == []
    assert missed_by_tab(pages) == []


def test_readings_are_drawn_and_the_words_stay_plain(context: UiContext) -> None:
    look = KioskLook(context.theme)
    label = RubyLabel(look)
    label.set_words("氏名の変更（婚姻、離婚等によるものを含む。）をしたことがありますか。")
    low = label.heightForWidth(2000)
    look.set_ruby(True)
    assert label.draws_ruby
    assert label.heightForWidth(2000) > low
    assert label.heightForWidth(200) >= 2 * label.heightForWidth(2000)
    assert label.accessibleName() == label.text()
    before = context.theme.scale.text_percent
    look.set_size(TypeSize.LARGEST)
    look.set_high_contrast(True)
    assert context.theme.scale.text_percent > before
    shown = [context.theme.is_high_contrast]
    look.restore()
    shown.append(context.theme.is_high_contrast)
    assert shown == [True, False]
    label.deleteLater()
