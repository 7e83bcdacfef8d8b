import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.domain.acts import Action
from app.models.domain.errors import CancelledError
from app.models.domain.policies import PolicyName
from app.models.domain.tokens import TokenBinding
from app.services.jobs import QuestionDesk
from app.services.vault.slots import read_slots
from app.ui.context import UiContext
from app.ui.jobs.pin import PinDialog, PinPad
from app.ui.rooms import rooms_of
from app.ui.screens.keys.dialogs import AddDialog, ChangeDialog, SecretDialog, TermDialog, TokenDialog
from app.ui.screens.keys.policies import PolicyDialog
from app.ui.screens.today.screen import TodayScreen
from app.ui.shell.window import MainWindow
from tests.fakes.token import FakeCard
from tests.services.stations.desks import FIRST, SECOND, make, person
from tests.ui.office.corridor import Corridor, assert_everybody_can_use, shown
from tests.ui.office.keyroom import PIN, THIRD, Room, add_third, room_of
from tests.ui.walker import missed_by_tab, unnamed


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "vault"
    make(folder)
    return folder


@pytest.fixture
def room(qtbot: QtBot, context: UiContext, made: Path, tmp_path: Path) -> Iterator[Room]:
    one = room_of(qtbot, context, shutil.copytree(made, tmp_path / "vault"))
    yield one
    one.place.close()


def test_it_shows_who_has_a_key_and_how_it_opens(room: Room) -> None:
    texts = room.context.texts
    assert {line.cells[0] for line in room.screen.table.rows.lines} == {FIRST.name, SECOND.name}
    assert room.cells(FIRST.name)[1:3] == (texts("keys.state.active"), texts("keys.way.passphrase"))
    assert room.cells(FIRST.name)[4] == texts("keys.until.open")
    assert "null.Keyring" in room.screen.cards.words.text()
    assert room.screen.cards.badge.text().endswith(texts("keys.keyring.unbound"))
    assert room.screen.cards.facts.lines()[0][1] == texts("keys.vault.times", count=0)


def test_an_officer_is_added_and_unlocks(room: Room) -> None:
    who = add_third(room)
    assert room.screen.notice.message() == room.context.texts("keys.done.added")
    assert len(room.screen.table.rows.lines) == 3
    assert room.opens(who, THIRD)


def test_what_is_missing_is_said_and_nobody_is_added(room: Room) -> None:
    texts = room.context.texts
    room.screen.ask_add()
    dialog = room.dialog()
    assert isinstance(dialog, AddDialog)
    room.agree()
    assert dialog.name.fault.text() == texts("keys.add.no-name")
    assert dialog.trouble.text() == texts("keys.add.no-role")
    assert dialog.secret.fault.text() == texts("keys.secret.not-noted")
    dialog.secret.typed.click()
    dialog.secret.own.set_secret("short")
    room.agree()
    assert dialog.secret.fault.text() == texts("keys.secret.short", minimum=8)
    dialog.secret.own.set_secret(THIRD)
    dialog.secret.again.set_secret(THIRD + "x")
    room.agree()
    assert dialog.secret.fault.text() == texts("keys.secret.differs")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    room.settle()
    assert not room.is_asking
    assert len(read_slots(room.folder).slots) == 2


def test_a_refusal_stays_in_the_dialog(room: Room) -> None:
    room.screen.ask_add()
    dialog = room.dialog()
    assert isinstance(dialog, AddDialog)
    dialog.name.field.setText(FIRST.name)
    next(iter(dialog.roles.values())).setChecked(True)
    dialog.secret.noted.setChecked(True)
    room.agree()
    assert room.context.texts("error.officers.same-name.what") in dialog.trouble.text()
    dialog.name.field.setText("別名　四郎")
    room.agree()
    assert not room.is_asking
    assert len(room.screen.table.rows.lines) == 3


def test_a_term_is_set_and_taken_away(room: Room) -> None:
    add_third(room)
    room.choose("調査　三郎")
    for typed, shown_day in (("令和7年12月31日", "2025-12-31"), ("", room.context.texts("keys.until.open"))):
        room.screen.buttons[Action.SET_TERM].click()
        dialog = room.dialog()
        assert isinstance(dialog, TermDialog)
        dialog.no_end.setChecked(not typed)
        dialog.day.field.setText(typed)
        room.agree()
        assert not room.is_asking
        assert room.cells("調査　三郎")[4] == shown_day


def test_a_new_key_is_issued(room: Room) -> None:
    who = add_third(room)
    room.choose("調査　三郎")
    room.screen.buttons[Action.RESET_PASSPHRASE].click()
    dialog = room.dialog()
    assert isinstance(dialog, SecretDialog)
    offered = dialog.secret.offer.text()
    dialog.secret.noted.setChecked(True)
    room.agree()
    assert room.screen.notice.message() == room.context.texts("keys.done.reset")
    assert room.opens(who, offered)


def test_an_officer_is_ended_after_a_question_and_the_others_still_unlock(room: Room) -> None:
    who = add_third(room)
    room.choose("調査　三郎")
    room.screen.buttons[Action.END_OFFICER].click()
    QTest.keyClick(room.dialog(), Qt.Key.Key_Escape)
    room.settle()
    assert room.cells("調査　三郎")[1] == room.context.texts("keys.state.active")
    room.screen.buttons[Action.END_OFFICER].click()
    room.agree()
    texts = room.context.texts
    assert room.screen.notice.message() == texts("keys.done.ended")
    assert room.cells("調査　三郎")[1:3] == (texts("keys.state.ended"), texts("keys.way.none"))
    assert room.screen.cards.facts.lines()[0][1] == texts("keys.vault.times", count=1)
    room.choose("調査　三郎")
    assert not any(room.screen.buttons[action].isEnabled() for action in room.screen.buttons)
    assert who not in read_slots(room.folder).names
    assert room.opens(person(room.folder, SECOND), SECOND.passphrase)
    assert room.opens(person(room.folder, FIRST), FIRST.passphrase)


def test_nobody_ends_or_resets_the_own_key_here(room: Room) -> None:
    room.choose(FIRST.name)
    enabled = [action for action, button in room.screen.buttons.items() if button.isEnabled()]
    assert enabled == [Action.SET_TERM]


def test_the_own_passphrase_is_changed(room: Room) -> None:
    room.screen.change_button.click()
    dialog = room.dialog()
    assert isinstance(dialog, ChangeDialog)
    dialog.secret.noted.setChecked(True)
    room.agree()
    assert dialog.trouble.text() == room.context.texts("keys.change.no-old")
    dialog.old.set_secret("wrong passphrase")
    room.agree()
    assert room.context.texts("error.vault.wrong-passphrase.what") in dialog.trouble.text()
    offered = dialog.secret.offer.text()
    dialog.old.set_secret(FIRST.passphrase)
    room.agree()
    assert not room.is_asking
    assert room.screen.notice.message() == room.context.texts("keys.done.changed")
    assert room.opens(person(room.folder, FIRST), offered)


def test_the_own_token_is_bound_and_released_by_the_administrator(
    qtbot: QtBot, context: UiContext, made: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(made, tmp_path / "vault")
    room = room_of(qtbot, context, folder, SECOND.name)
    room.screen.bind_button.click()
    room.settle()
    dialog = room.dialog()
    assert isinstance(dialog, TokenDialog)
    assert "officer-token" in dialog.tokens.currentText()
    room.agree()
    assert dialog.trouble.text() == context.texts("keys.bind.missing")
    dialog.pin.set_secret("000000")
    dialog.passphrase.set_secret(SECOND.passphrase)
    room.agree()
    assert context.texts("error.token.wrong-pin.what") in dialog.trouble.text()
    dialog.pin.set_secret(PIN)
    dialog.passphrase.set_secret(SECOND.passphrase)
    room.agree()
    assert not room.is_asking
    way = context.texts("keys.way.token", label="officer-token")
    assert room.cells(SECOND.name)[2] == way
    room.place.close()
    room = room_of(qtbot, context, folder)
    room.choose(SECOND.name)
    assert room.screen.buttons[Action.RESET_PASSPHRASE].isHidden()
    room.screen.buttons[Action.RELEASE_TOKEN].click()
    dialog = room.dialog()
    assert isinstance(dialog, SecretDialog)
    dialog.secret.noted.setChecked(True)
    room.agree()
    assert room.cells(SECOND.name)[2] == context.texts("keys.way.passphrase")
    room.place.close()


def test_the_key_is_renewed_after_a_question(room: Room) -> None:
    room.screen.cards.renew_button.click()
    room.agree()
    texts = room.context.texts
    assert room.screen.notice.message() == texts("keys.done.renewed")
    assert room.cells(SECOND.name)[1] == texts("keys.state.awaits")


def test_a_policy_is_changed_and_said_in_words(room: Room) -> None:
    texts = room.context.texts
    others = [
        (texts("policy.token"), texts("policy.token.optional")),
        (texts("policy.media"), texts("policy.media.any")),
        (texts("policy.trust-grace"), texts("policy.trust-grace.days-30")),
    ]
    lines = room.screen.cards.policies.facts.lines
    assert lines() == [(texts("policy.network"), texts("policy.network.degraded")), *others]
    room.screen.cards.policies.change_button.click()
    dialog = room.dialog()
    assert isinstance(dialog, PolicyDialog)
    assert unnamed(dialog) == []
    combo = next(iter(dialog.choices.values()))
    combo.setCurrentIndex(combo.findData("strict"))
    room.agree()
    assert not room.is_asking
    assert lines() == [(texts("policy.network"), texts("policy.network.strict")), *others]


def bind_own(room: Room) -> None:
    dialog = room.dialog()
    assert isinstance(dialog, TokenDialog)
    officer = FIRST if room.place.officer_name == FIRST.name else SECOND
    dialog.pin.set_secret(PIN)
    dialog.passphrase.set_secret(officer.passphrase)
    room.agree()
    assert not room.is_asking


def test_tokens_are_required_by_who_has_one_and_the_others_bind_theirs(
    qtbot: QtBot, context: UiContext, made: Path, tmp_path: Path
) -> None:
    texts, card = context.texts, FakeCard("officer-token", PIN)
    room = room_of(qtbot, context, shutil.copytree(made, tmp_path / "vault"), card=card)
    for is_bound in (False, True):
        room.screen.cards.policies.change_button.click()
        dialog = room.dialog()
        assert isinstance(dialog, PolicyDialog)
        combo = dialog.choices[PolicyName.TOKEN]
        combo.setCurrentIndex(combo.findData("required"))
        room.agree()
        assert room.is_asking is not is_bound
        if not is_bound:
            assert texts("error.policy.no-own-token.what") in dialog.trouble.text()
            dialog.reject()
            room.settle()
            room.screen.bind_button.click()
            room.settle()
            bind_own(room)
    assert room.screen.cards.policies.facts.lines()[1] == (texts("policy.token"), texts("policy.token.required"))
    room.place.close()
    room = room_of(qtbot, context, room.folder, SECOND.name, card)
    assert [one.id for one in rooms_of(room.place, MainWindow(context, room.place.close))] == ["today", "keys"]
    today = TodayScreen(context, room.place, corridor := Corridor(context, room.host), room.host)
    shown(qtbot, today, room.host)
    (button,) = today.buttons
    button.click()
    assert (button.text(), corridor.bound, corridor.went) == (texts("today.token", count=1), 1, [])
    today.dispose()
    shown(qtbot, room.screen, room.host)
    room.screen.bind_button.click()
    room.settle()
    bind_own(room)
    assert room.cells(SECOND.name)[2] == texts("keys.way.token", label="officer-token")
    room.place.close()
    room = room_of(qtbot, context, room.folder, SECOND.name, card)
    assert len(rooms_of(room.place, MainWindow(context, room.place.close))) > 2
    room.place.close()


def test_who_only_looks_has_no_buttons_about_others(
    qtbot: QtBot, context: UiContext, made: Path, tmp_path: Path
) -> None:
    room = room_of(qtbot, context, shutil.copytree(made, tmp_path / "vault"), SECOND.name)
    assert room.screen.add_button.isHidden()
    assert all(button.isHidden() for button in room.screen.buttons.values())
    assert room.screen.change_button.isVisible()
    assert room.screen.bind_button.isVisible()
    room.place.close()


def test_everybody_can_use_it(room: Room) -> None:
    assert_everybody_can_use(room.screen)
    room.choose(SECOND.name)
    asks = (room.screen.ask_add, room.screen.ask_term, room.screen.ask_reset, room.screen.ask_end)
    for ask in (*asks, room.screen.own.ask_change, room.screen.own.ask_bind):
        ask()
        room.settle()
        dialog = room.dialog()
        assert unnamed(dialog) == []
        assert missed_by_tab(dialog) == []
        dialog.reject()
        room.settle()


def test_a_pin_is_asked_over_what_is_in_view(qtbot: QtBot, context: UiContext) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    desk = QuestionDesk()
    pad = PinPad(context, desk, host)
    binding = TokenBinding("ecdh-p256", "officer-token", "1", "0" * 64, "04" * 65)
    with ThreadPoolExecutor(1) as worker:
        given = worker.submit(pad.ask, binding)
        qtbot.waitUntil(lambda: bool(host.findChildren(PinDialog)))
        dialog = host.findChildren(PinDialog)[0]
        assert "officer-token" in dialog.question.text()
        QTest.keyClicks(dialog.pin.field, PIN)
        QTest.keyClick(dialog.pin.field, Qt.Key.Key_Return)
        assert given.result(5) == PIN
        for refuse in ("reject", "lock"):
            qtbot.waitUntil(lambda: not host.findChildren(PinDialog))
            refused = worker.submit(pad.ask, binding)
            qtbot.waitUntil(lambda: bool(host.findChildren(PinDialog)))
            if refuse == "lock":
                desk.close()
            else:
                host.findChildren(PinDialog)[0].reject()
            with pytest.raises(CancelledError):
                refused.result(5)
    for dialog in host.findChildren(PinDialog):
        dialog.close()
    QApplication.processEvents()
