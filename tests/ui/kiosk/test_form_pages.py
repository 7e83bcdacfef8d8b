"""The form on the screen: each kind of field by keyboard, input methods, rows, steps back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.models.forms.answers import AnswerState, Money
from app.services.packs.loader import LoadedPack
from app.ui.kiosk.form.editors import AmountEditor, ChoiceEditor, DateEditor, FindEditor, TextEditor
from tests.ui.kiosk.hands import Open, as_a, compose, field, keyboard, keys, press, room, table
from tests.ui.kiosk.paper_room import filled, with_rows

# Each kind of field


def test_a_line_is_typed_and_enter_leaves_it_in_place(opened: Open) -> None:
    pages = opened("A10")
    assert keyboard() is as_a(TextEditor, field(pages, "A10.phone").editor).field
    keys("03-1234-5678")
    assert pages.form.draft.get("A10.phone") is None
    press(Qt.Key.Key_Tab)
    assert pages.form.standing(("A10.phone", None)).text == "03-1234-5678"


def test_yes_and_no_by_arrow_and_questions_appear_without_moving_the_keyboard(opened: Open) -> None:
    pages = opened("A11")
    editor = as_a(ChoiceEditor, field(pages, "A11.has").editor)
    assert table(pages, "A11.entry").isHidden()
    assert not any(radio.isChecked() for radio in editor.radios.values())
    press(Qt.Key.Key_Space)
    assert pages.form.standing(("A11.has", None)).code == "yes"
    assert not table(pages, "A11.entry").isHidden()
    assert keyboard() is editor.radios["yes"]
    press(Qt.Key.Key_Right)
    assert pages.form.standing(("A11.has", None)).code == "no"
    assert table(pages, "A11.entry").isHidden()
    assert keyboard() is editor.radios["no"]


def test_a_date_is_read_beside_the_box_and_its_switches_write_into_it(opened: Open) -> None:
    pages = opened("A3")
    view = field(pages, "A3")
    editor = as_a(DateEditor, view.editor)
    keys("S63.4.12")
    assert "昭和63年4月12日" in view.echo.text()
    assert "1988年4月12日" in view.echo.text()
    assert "昭和63年4月12日" in editor.field.accessibleDescription() or view.echo.isVisible()
    editor.no_day.click()
    assert editor.text().text == "昭和63年4月"
    editor.about.click()
    answer = pages.form.draft.get("A3")
    assert answer is not None
    assert (answer.value, answer.about, answer.as_written) == ("1988-04", True, "昭和63年4月頃")
    assert (editor.about.isChecked(), editor.no_day.isChecked()) == (True, True)
    editor.about.click()
    assert editor.text().text == "昭和63年4月"


def test_a_date_that_cannot_be_read_is_told_at_its_place_and_hinders_nothing(opened: Open) -> None:
    pages = opened("A3")
    keys("S63.13")
    press(Qt.Key.Key_Tab)
    view = field(pages, "A3")
    assert view.problem.text() == "日付として正しくありません。"
    assert view.problem.text() in as_a(DateEditor, view.editor).field.accessibleDescription()
    pages.buttons["next"].click()
    assert pages.form.topic.link_id == "A4"
    pages.buttons["back"].click()
    assert as_a(DateEditor, field(pages, "A3").editor).text().text == "S63.13"
    assert not field(pages, "A3").problem.isHidden()


def test_an_amount_is_said_in_myriads_and_takes_a_currency(opened: Open, loaded: LoadedPack) -> None:
    pages = opened("L1", filled(loaded, loaded.golden["g12.json"].response))
    view = table(pages, "L1.entry").fields["L1.balance"]
    editor = as_a(AmountEditor, view.editor)
    view.focus()
    as_a(QLineEdit, editor.field).selectAll()
    keys("120万")
    assert "120万円" in view.echo.text()
    editor.currency.setCurrentText("USD")
    view.commit()
    answer = pages.form.draft.get("L1.balance", table(pages, "L1.entry").row)
    assert answer is not None
    assert answer.value == Money(1_200_000, "USD")


def test_a_country_is_found_while_typing_and_by_what_fits_alone(opened: Open, qtbot: QtBot) -> None:
    pages = opened("A5")
    view = field(pages, "A5.country")
    editor = as_a(FindEditor, view.editor)
    keys("オースト")
    assert set(editor.found()) == {"オーストラリア", "オーストリア"}
    keys("ラ")
    press(Qt.Key.Key_Tab)
    assert pages.form.standing(("A5.country", None)).code == "AU"
    pages.go_on()
    pages.go_back()
    qtbot.wait(1)
    assert pages.isActiveWindow(), "the list that is gone took no window with it"
    view = field(pages, "A5.country")
    editor = as_a(FindEditor, view.editor)
    assert editor.field.text() == "オーストラリア"
    view.focus()
    editor.field.selectAll()
    keys("Atlantis")
    press(Qt.Key.Key_Tab)
    assert pages.form.standing(("A5.country", None)).problem == "answer.unknown-code"
    assert "選択肢にない値です。" in editor.field.accessibleDescription()


def test_the_other_ways_to_answer_and_their_reason(opened: Open) -> None:
    pages = opened("A9")
    view = field(pages, "A9.elsewhere")
    states = [view.way.itemData(place) for place in range(view.way.count())]
    assert states == [None, *(each for each in AnswerState if each is not AnswerState.VALUE)]
    required = field(pages, "A9.address").way
    assert [required.itemData(place) for place in range(required.count())] == [
        None,
        AnswerState.UNKNOWN,
        AnswerState.DECLINED,
    ]
    view.way.setFocus()
    press(Qt.Key.Key_Down)
    assert pages.form.standing(view.cell).state is AnswerState.NONE
    assert view.editor.isHidden()
    press(Qt.Key.Key_Down)
    assert view.problem.text() == "「不明」とした理由が記入されていません。"
    press(Qt.Key.Key_Tab)
    assert keyboard() is view.reason
    keys("契約書がない")
    press(Qt.Key.Key_Tab)
    answer = pages.form.draft.get("A9.elsewhere")
    assert answer is not None
    assert (answer.state, answer.reason) == (AnswerState.UNKNOWN, "契約書がない")
    assert view.problem.isHidden()
    view.way.setCurrentIndex(0)
    view.way.activated.emit(0)
    assert pages.form.draft.get("A9.elsewhere") is None
    assert not view.editor.isHidden()


# Input methods


def test_what_is_being_composed_is_neither_saved_half_nor_lost(opened: Open, qtbot: QtBot) -> None:
    pages = opened("A8")
    editor = as_a(TextEditor, field(pages, "A8").editor)
    compose("", "東京都")
    compose("ちよだ")
    pages.saver.due.emit()
    pages.saver.now()
    qtbot.waitUntil(lambda: bool(room(pages).journal.lines))
    saved = room(pages).again().get("A8")
    assert saved is not None
    assert saved.value == "東京都", "the half composition is not an answer"
    assert editor.field.composition == "ちよだ", "saving left the input method alone"
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    held = pages.form.draft.get("A8")
    assert held is not None
    assert held.value == "東京都ちよだ"
    assert pages.form.topic.link_id == "A9"


def test_a_composition_ends_in_its_field_when_the_keyboard_goes_elsewhere(opened: Open) -> None:
    pages = opened("F1", None)
    press(Qt.Key.Key_Space)
    rows = table(pages, "F1.entry")
    rows.add_row()
    compose("かんじ")
    what = rows.fields["F1.what"].editor
    rows.fields["F1.with"].focus()
    assert as_a(TextEditor, what).text().text == "かんじ"
    assert pages.form.standing(("F1.what", rows.row)).text == "かんじ"


# Rows


def test_four_hundred_rows_hold_the_widgets_of_one(opened: Open, loaded: LoadedPack) -> None:
    draft = filled(loaded, loaded.golden["g12.json"].response)
    few = opened("F11", with_rows(loaded, "F11.entry", 30, draft))
    count = len(few.findChildren(QWidget))
    pages = opened("F11", with_rows(loaded, "F11.entry", 400, draft))
    assert len(pages.findChildren(QWidget)) == count
    rows = table(pages, "F11.entry")
    rows.list.setFocus()
    press(Qt.Key.Key_End)
    assert rows.row == "r400"
    assert rows.heading.text() == "400 行目（全 400 行）"
    press(Qt.Key.Key_Return)
    assert keyboard() is as_a(FindEditor, rows.fields["F11.country"].editor).field
    keys("x")
    rows.list.setFocus()
    press(Qt.Key.Key_Up)
    assert rows.row == "r399"
    assert pages.form.standing(("F11.country", "r400")).problem == "answer.unknown-code"
    rows.fields["F11.city"].focus()
    keys("x")
    rows.go_to("F11.city", "r7")
    keys("y")
    pages.go_to(("F11.city", "r8"))
    assert pages.form.standing(("F11.city", "r399")).text.endswith("x")
    assert pages.form.standing(("F11.city", "r7")).text.endswith("y")
    assert pages.form.standing(("F11.city", "r8")).text == "首都"


def test_rows_are_added_moved_removed_and_brought_back_by_keyboard(opened: Open) -> None:
    pages = opened("B1")
    rows = table(pages, "B1")
    assert rows.list.isHidden()
    assert not rows.state.isHidden()
    press(Qt.Key.Key_Space)
    assert keyboard() is as_a(TextEditor, rows.fields["B1.address"].editor).field
    keys("東京都港区")
    rows.add_row()
    keys("大阪市")
    rows.up.click()
    assert [pages.form.summary("B1", row) for row in pages.form.rows("B1")] == [("大阪市",), ("東京都港区",)]
    rows.list.setFocus()
    press(Qt.Key.Key_Delete)
    assert len(pages.form.rows("B1")) == 1
    assert "元に戻す" in pages.told.text()
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert [pages.form.summary("B1", row) for row in pages.form.rows("B1")] == [("大阪市",), ("東京都港区",)]
    assert as_a(TextEditor, rows.fields["B1.address"].editor).text().text == "大阪市"


def test_a_step_back_leads_to_where_it_was(opened: Open) -> None:
    pages = opened("A10")
    keys("03-1234-5678")
    pages.buttons["next"].click()
    pages.buttons["next"].click()
    pages.undo()
    assert pages.form.topic.link_id == "A10"
    assert pages.form.draft.get("A10.phone") is None
    assert not pages.buttons["undo"].isEnabled()


def test_gaps_are_asked_and_a_button_adds_the_row(opened: Open, qtbot: QtBot) -> None:
    pages = opened("B1")
    assert pages.view is not None
    view = pages.view
    qtbot.waitUntil(lambda: len(view.gaps.gaps()) == 1)
    first = view.gaps.findChildren(QAbstractButton)[0]
    assert first.text() == "「日本国内における居住歴」に行を追加"
    assert first.accessibleDescription().endswith("どこに住んでいましたか。")
    first.click()
    rows = table(pages, "B1")
    assert as_a(DateEditor, rows.fields["B1.from"].editor).text().text == "2015-06"
    assert keyboard() is as_a(TextEditor, rows.fields["B1.address"].editor).field


def test_one_deliberate_press_says_none_for_the_rest(opened: Open) -> None:
    pages = opened("A4")
    press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert pages.form.standing(("A4", None)).state is AnswerState.NONE
    assert not pages.buttons["none"].isEnabled()


# Going


def test_the_course_goes_on_whatever_is_missing_and_ends_in_finished(opened: Open, qtbot: QtBot) -> None:
    pages = opened("M3")
    assert pages.progress_words.text() == "紙の質問票 35 / 35 ページ"
    pages.go_on()
    with qtbot.waitSignal(pages.finished):
        pages.go_on()
    pages.go_to(("A5.country", None))
    assert keyboard() is as_a(FindEditor, field(pages, "A5.country").editor).field
    assert field(pages, "A5.country").problem.text() == "必ず答える項目に回答がありません。"


def test_the_index_shows_what_is_open_and_leads_there(opened: Open, loaded: LoadedPack) -> None:
    pages = opened("A1", filled(loaded, loaded.golden["g01.json"].response))
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert keyboard() is pages.index.list
    model = pages.index.list.model()
    words = [model.index(place, 0).data() for place in range(model.rowCount())]
    assert len(words) == len(pages.form.marks())
    assert "記入済み" in words[0]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert pages.form.topic.link_id == "A2"
    assert pages.stack.currentWidget() is pages.area
