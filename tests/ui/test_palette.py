import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.romaji import hiragana, rank, romaji, spelling
from app.services.texts.catalogue import Language
from app.ui.actions import COMMANDS, CommandSet, Situation, when_of_cases
from app.ui.shell.keysheet import KeySheet, sheet_lines
from app.ui.shell.palette import CommandPalette, find_commands
from app.ui.texts import Texts
from app.ui.theme.theme import Theme


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    return widget


@pytest.fixture
def commands(texts: Texts, host: QWidget) -> CommandSet:
    made = CommandSet(texts, host)
    made.refresh(Situation(is_unlocked=True, rooms=frozenset({"today", "cases", "consents", "import", "export"})))
    return made


@pytest.mark.parametrize(
    ("kana", "letters"),
    [
        ("あんけん", "anken"),
        ("じゅりょう", "zyuryou"),
        ("ロック", "rokku"),
        ("マッチャ", "mattya"),
        ("ｶﾞｲｺｸ", "gaikoku"),
        ("きー", "ki"),
        ("案件a", "案件a"),
    ],
)
def test_kana_become_letters(kana: str, letters: str) -> None:
    assert romaji(kana) == letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("torikeshi", "torikesi"),
        ("chuushi", "tyusi"),
        ("matcha", "mattya"),
        ("jūryō", "zyuryou"),
        ("Fujitsu", "huzitu"),
        ("shin'an", "sinan"),
        ("kettei", "ketei"),
    ],
)
def test_ways_to_spell_meet(one: str, other: str) -> None:
    assert spelling(one) == spelling(other)


@given(st.text(alphabet="あいうかきくさしすせそたちつてとなにねはひふやゆよらわんがじぱ", min_size=1, max_size=12))
def test_a_reading_is_found_by_its_own_letters_and_by_katakana(reading: str) -> None:
    assert rank(romaji(reading), (reading,)) == 0
    katakana = "".join(chr(ord(char) + 0x60) for char in reading)
    assert hiragana(katakana) == reading
    assert rank(katakana, (reading,)) == 0


@pytest.mark.parametrize(
    ("query", "command_id"),
    [
        ("案件", "room.cases"),
        ("あんけん", "room.cases"),
        ("アンケン", "room.cases"),
        ("anken", "room.cases"),
        ("ａｎｋｅｎ", "room.cases"),
        ("queue", "room.cases"),
        ("juryo", "room.import"),
        ("zyuryou", "room.import"),
        ("receive", "room.import"),
        ("torisage", "room.consents"),
        ("不同意", "room.consents"),
        ("kurai", "view.dark"),
        ("rokku", "vault.lock"),
        ("shuuryou", "program.quit"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_commands_are_found_however_they_are_typed(
    texts: Texts, commands: CommandSet, query: str, command_id: str, language: Language
) -> None:
    texts.set_language(language)
    assert find_commands(query, commands, texts)[0].command_id == command_id


def test_an_empty_query_lists_everything_and_nonsense_nothing(texts: Texts, commands: CommandSet) -> None:
    assert len(find_commands(" ", commands, texts)) == len(COMMANDS)
    assert not find_commands("qqq", commands, texts)


def test_a_disabled_command_stays_and_says_why(texts: Texts, commands: CommandSet) -> None:
    commands.refresh(Situation(is_unlocked=False))
    entry = find_commands("案件", commands, texts)[0]
    assert entry.reason == texts("reason.locked")
    assert not commands.actions["room.cases"].isEnabled()
    assert commands.actions["room.cases"].statusTip() == texts("reason.locked")


def test_the_register_of_ties_is_for_who_works_on_cases(texts: Texts) -> None:
    rooms, reason = frozenset({"cases"}), "reason.no-case-part"
    for roles, why in ((frozenset({"reviewer"}), None), (frozenset({"auditor"}), reason), (frozenset[str](), reason)):
        situation = Situation(is_unlocked=True, rooms=rooms, roles=roles)
        assert when_of_cases(situation) == why
    assert when_of_cases(Situation(is_unlocked=True, roles=frozenset({"examiner"}))) == reason
    assert reason in texts


def test_every_command_has_texts_in_both_languages(texts: Texts) -> None:
    for language in Language:
        catalogue = texts.catalogue(language)
        for command in COMMANDS:
            assert catalogue(command.text_key)
            assert catalogue(f"{command.text_key}.search")


def test_no_shortcut_is_given_twice() -> None:
    shortcuts = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)


def test_enter_does_the_chosen_command(
    qtbot: QtBot, texts: Texts, theme: Theme, commands: CommandSet, host: QWidget
) -> None:
    host.show()
    palette = CommandPalette(commands, texts, theme, host)
    qtbot.addWidget(palette)
    palette.open()
    QTest.keyClicks(palette.field, "anken")
    with qtbot.waitSignal(commands.asked) as asked:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked.args == ["room.cases"]
    assert not palette.isVisible()


def test_enter_on_a_disabled_command_tells_the_reason_and_does_nothing(
    qtbot: QtBot, texts: Texts, theme: Theme, commands: CommandSet, host: QWidget
) -> None:
    commands.refresh(Situation(is_unlocked=False))
    host.show()
    palette = CommandPalette(commands, texts, theme, host)
    qtbot.addWidget(palette)
    palette.open()
    palette.field.setText("anken")
    with qtbot.assertNotEmitted(commands.asked):
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.notice.text() == texts("reason.locked")
    assert palette.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole).endswith(texts("reason.locked"))


def test_composition_of_the_input_method_is_left_alone(
    qtbot: QtBot, texts: Texts, theme: Theme, commands: CommandSet, host: QWidget
) -> None:
    host.show()
    palette = CommandPalette(commands, texts, theme, host)
    qtbot.addWidget(palette)
    palette.open()
    QApplication.sendEvent(palette.field, QInputMethodEvent("あんけ", []))
    assert palette.list.count() == len(COMMANDS)
    committed = QInputMethodEvent("", [])
    committed.setCommitString("案件")
    QApplication.sendEvent(palette.field, committed)
    assert palette.list.item(0).text() == texts("command.room.cases")


def test_arrows_move_in_the_list_while_the_field_keeps_the_keyboard(
    qtbot: QtBot, texts: Texts, theme: Theme, commands: CommandSet, host: QWidget
) -> None:
    host.show()
    palette = CommandPalette(commands, texts, theme, host)
    qtbot.addWidget(palette)
    palette.open()
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == 1


def test_the_key_sheet_holds_every_shortcut(
    qtbot: QtBot, texts: Texts, theme: Theme, commands: CommandSet, host: QWidget
) -> None:
    lines = sheet_lines(commands, texts)
    assert {keys for _, _, keys in lines} == {command.shortcut for command in COMMANDS if command.shortcut}
    sheet = KeySheet(commands, texts, theme, host)
    qtbot.addWidget(sheet)
    assert sheet.table.rowCount() == len(lines)


def test_keys_of_the_lists_stand_in_the_same_table(texts: Texts, commands: CommandSet) -> None:
    entry = find_commands("fusen", commands, texts)[0]
    assert (entry.command_id, entry.keys, entry.reason) == ("answer.flag", "F", texts("reason.no-case-open"))
    reading = Situation(is_unlocked=True, is_case_open=True, area="answers", areas=frozenset({"answers"}))
    commands.refresh(reading)
    assert find_commands("fusen", commands, texts)[0].reason == ""
    assert find_commands("つぎのかくにん", commands, texts)[0].reason == texts("reason.not-here")
    assert {"J", "K", "F", "Q", "G", "N", "F6", "Ctrl+Z"} <= {
        keys for _group, _name, keys in sheet_lines(commands, texts)
    }
    assert commands.actions["answer.flag"].shortcut().isEmpty(), "a letter is a letter where somebody types"
