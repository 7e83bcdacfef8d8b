import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.models.domain.errors import AppError, EnvironmentProblemError, VaultError
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.stations.unlocking import Door, Session
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.unlock import Locksmith, Opened, UnlockPresenter
from app.ui.screens.unlock.form import UnlockForm
from app.ui.texts import Texts
from app.ui.widgets.passphrase import PassphraseField
from tests.fakes.network import FakeNetwork
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import _NoKeyring, shelf
from tests.services.exchange.world import World
from tests.ui.stopped_time import StoppedTime
from tests.ui.walker import missed_by_tab, unnamed

RIGHT, WRONG = "passphrase of examiner", "passphrase of nobody"


class Keyhole:
    """A door to the vaults of a world; ``trouble`` is what the machine says instead of opening."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.trouble: AppError | None = None
        self.keyring_trouble: AppError | None = None
        self.patience: list[bool] = []
        self.opened: list[Opened] = []
        self.network = FakeNetwork()

    def door(self, folder: Path) -> Door:
        return _Troubled(
            self, folder, secrets=_NoKeyring(), clock=self.world.clock, entropy=os.urandom, network=self.network
        )

    def beside(self, folder: Path) -> tuple[Path, ...]:
        del folder
        return tuple(office.folder for office in self.world.offices)

    def published(self) -> dict[tuple[str, str], str]:
        return {("試験agency", "agency examiner"): RIGHT}

    def keyring(self, _folder: Path, patience: bool) -> None:  # noqa: FBT001 - as the locksmith has it
        self.patience.append(patience)
        if self.keyring_trouble is not None:
            raise self.keyring_trouble

    def services(self, session: Session) -> Services:
        return Services.over(session.desk, shelf())

    def take(self, opened: Opened) -> None:
        self.opened.append(opened)

    @property
    def locksmith(self) -> Locksmith:
        return Locksmith(self.door, self.beside, self.published, self.services, self.network.links, self.keyring)


class _Troubled(Door):
    def __init__(self, hole: Keyhole, folder: Path, **rest: object) -> None:
        super().__init__(folder, **rest)  # type: ignore[arg-type] # handed through
        self._hole = hole

    @override
    def unlock(self, person: PersonId, passphrase: str, pin: str = "") -> Session:
        if self._hole.trouble is not None:
            raise self._hole.trouble
        return super().unlock(person, passphrase, pin)


@pytest.fixture
def hole(at: At) -> Iterator[Keyhole]:
    made = Keyhole(at("trusted"))
    yield made
    for opened in made.opened:
        opened.session.lock()


@pytest.fixture
def presenter(hole: Keyhole) -> UnlockPresenter:
    made = UnlockPresenter(hole.locksmith, InlineRunner(), hole.take)
    made.look(hole.world.agency.folder)
    return made


@pytest.fixture
def form(qtbot: QtBot, context: UiContext, presenter: UnlockPresenter) -> Iterator[UnlockForm]:
    host = QWidget()  # a form that is a window of its own would trap Tab at its focus proxy
    qtbot.addWidget(host)
    made = UnlockForm(context, presenter)
    QVBoxLayout(host).addWidget(made)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    made.passphrase.field.setFocus()
    yield made
    host.close()


def choose(form: UnlockForm, name: str) -> None:
    place = form.officers.findText(name)
    assert place >= 0
    form.officers.setCurrentIndex(place)


def test_it_shows_who_may_unlock_and_where(presenter: UnlockPresenter) -> None:
    state = presenter.state
    assert [officer.name for officer in state.officers] == sorted(officer.name for officer in state.officers)
    assert len(state.officers) == 9
    assert [vault.name_ja for vault in state.vaults] == ["試験agency", "試験investigation", "試験contractor"]
    assert state.is_rehearsal
    assert not state.is_device_bound


def test_the_right_passphrase_opens(form: UnlockForm, hole: Keyhole) -> None:
    choose(form, "agency examiner")
    QTest.keyClicks(form.passphrase.field, RIGHT)
    QTest.keyClick(form.passphrase.field, Qt.Key.Key_Return)
    assert [opened.session.officer_name for opened in hole.opened] == ["agency examiner"]
    assert hole.opened[0].services.queue.today(hole.opened[0].session.actor) is not None
    assert form.passphrase.is_empty


def test_a_wrong_one_says_so_in_place_and_takes_the_keyboard_back(
    form: UnlockForm, hole: Keyhole, texts: Texts
) -> None:
    choose(form, "agency examiner")
    QTest.keyClicks(form.passphrase.field, WRONG)
    form.open_button.click()
    assert not hole.opened
    assert form.errors.what.text() == texts("error.vault.wrong-passphrase.what")
    assert form.passphrase.is_empty
    assert QApplication.focusWidget() is form.passphrase.field
    QTest.keyClicks(form.passphrase.field, "p")
    assert form.errors.isHidden()


@pytest.mark.parametrize("code", ["vault.damaged", "vault.unknown-officer"])
def test_trouble_with_the_vault_names_the_way_out(form: UnlockForm, hole: Keyhole, texts: Texts, code: str) -> None:
    hole.trouble = VaultError(code)
    QTest.keyClicks(form.passphrase.field, RIGHT)
    form.open_button.click()
    assert form.errors.do.text() == texts(f"error.{code}.do")
    assert form.open_button.isEnabled()
    assert form.keyring.isHidden()


def test_the_way_to_a_backup_stays_whatever_went_wrong(
    qtbot: QtBot, form: UnlockForm, hole: Keyhole, texts: Texts
) -> None:
    assert form.rescue_button.isVisible()
    hole.trouble = VaultError("vault.damaged")
    QTest.keyClicks(form.passphrase.field, RIGHT)
    form.open_button.click()
    assert form.rescue_button.text() == texts("rescue.open")
    assert form.errors.isVisible()
    with qtbot.waitSignal(form.rescue_asked):
        QTest.keyClick(form.rescue_button, Qt.Key.Key_Space)
    hole.keyring_trouble = EnvironmentProblemError("keyring.no-device-secret")
    form._presenter.ask_keyring()
    assert form.keyring.isVisible()
    assert form.rescue_button.isVisible(), "also where the keyring is lost"


KEYRING = [
    EnvironmentProblemError(f"keyring.{code}")
    for code in ("missing", "locked", "damaged", "changed", "no-device-secret")
]
KEYRING.append(EnvironmentProblemError("keyring.backend-refused", backend="null.Keyring"))


@pytest.mark.parametrize("trouble", KEYRING, ids=str)
def test_a_keyring_that_cannot_be_asked_is_a_page_with_the_way_out(
    form: UnlockForm, hole: Keyhole, texts: Texts, trouble: EnvironmentProblemError
) -> None:
    hole.trouble = hole.keyring_trouble = trouble
    QTest.keyClicks(form.passphrase.field, RIGHT)
    form.open_button.click()
    assert form.keyring.isVisible()
    assert form.keyring.do.text() == texts.error(trouble).do
    assert form.keyring.what.text() == texts.error(trouble).what
    assert form.errors.isHidden()
    assert form.passphrase.isHidden()
    assert form.passphrase.is_empty
    assert QApplication.focusWidget() is form.keyring.retry_button
    form.keyring.retry_button.click()
    assert form.keyring.isVisible(), "it was asked again and still cannot answer"
    hole.trouble = hole.keyring_trouble = None
    QTest.keyClick(form.keyring.retry_button, Qt.Key.Key_Space)
    assert form.keyring.isHidden()
    assert QApplication.focusWidget() is form.passphrase.field
    assert hole.patience == [True, True]
    choose(form, "agency examiner")
    QTest.keyClicks(form.passphrase.field, RIGHT)
    form.open_button.click()
    assert len(hole.opened) == 1


def test_a_named_backend_is_told_by_its_class(form: UnlockForm, hole: Keyhole) -> None:
    hole.trouble = KEYRING[-1]
    QTest.keyClicks(form.passphrase.field, RIGHT)
    form.open_button.click()
    assert "null.Keyring" in form.keyring.what.text()


def test_after_wrong_tries_the_time_is_counted_down(
    qtbot: QtBot, context: UiContext, presenter: UnlockPresenter, hole: Keyhole
) -> None:
    time = StoppedTime()
    still = replace(context, timers=time, monotonic=time.monotonic)
    form = UnlockForm(still, presenter)
    qtbot.addWidget(form)
    form.show()
    hole.trouble = VaultError("vault.wait", seconds=75)
    QTest.keyClicks(form.passphrase.field, RIGHT)
    form.open_button.click()
    assert form.waiting.line.text() == context.texts("unlock.wait.minutes", minutes=1, seconds=15)
    assert not form.open_button.isEnabled()
    QTest.keyClicks(form.passphrase.field, RIGHT)
    QTest.keyClick(form.passphrase.field, Qt.Key.Key_Return)
    assert not form.passphrase.is_empty, "Enter asks nothing of the vault before the time is over"
    time.advance(60)
    assert form.waiting.line.text() == context.texts("unlock.wait.seconds", seconds=15)
    hole.trouble = None
    time.advance(15)
    assert form.waiting.isHidden()
    assert form.open_button.isEnabled()


def test_an_empty_field_asks_nothing_of_the_vault(form: UnlockForm, hole: Keyhole) -> None:
    hole.trouble = EnvironmentProblemError("keyring.missing")
    form.open_button.click()
    assert form.errors.isHidden()


def test_another_vault_shows_its_own_officers_and_forgets_what_was_typed(form: UnlockForm) -> None:
    QTest.keyClicks(form.passphrase.field, RIGHT)
    form.vaults.setCurrentIndex(1)
    form.vaults.activated.emit(1)
    assert form.officers.findText("investigation examiner") >= 0
    assert form.officers.findText("agency examiner") < 0
    assert form.passphrase.is_empty


def test_published_passphrases_stand_beside_invented_officers_only(form: UnlockForm) -> None:
    choose(form, "agency examiner")
    assert RIGHT in form.published.text()
    choose(form, "agency reviewer")
    assert form.published.isHidden()


def test_a_vault_without_keyring_says_that_it_is_weaker(form: UnlockForm, texts: Texts) -> None:
    assert form.weaker.isVisible()
    assert form.weaker.text() == texts("unlock.weaker")


def test_a_machine_that_is_plugged_in_is_told_before_anybody_types(
    form: UnlockForm, hole: Keyhole, texts: Texts
) -> None:
    assert form.linked.isHidden()
    hole.network.up = ("eth0", "<b>wlan0</b>")
    form._presenter.look(hole.world.agency.folder)
    assert form.linked.isVisible()
    assert form.linked.message() == texts("unlock.linked-rehearsal", links="eth0, <b>wlan0</b>")


def test_it_tells_the_window_which_world_it_is(qtbot: QtBot, context: UiContext, hole: Keyhole) -> None:
    presenter = UnlockPresenter(hole.locksmith, InlineRunner(), hole.take)
    form = UnlockForm(context, presenter)
    qtbot.addWidget(form)
    with qtbot.waitSignal(form.environment_known) as known:
        presenter.look(hole.world.agency.folder)
    assert known.args == [True]


@pytest.mark.parametrize("language", Language)
def test_everything_has_a_name_and_is_reached(form: UnlockForm, texts: Texts, language: Language) -> None:
    texts.set_language(language)
    choose(form, "agency examiner")
    assert unnamed(form.window()) == []
    assert missed_by_tab(form.window()) == []


def test_characters_are_shown_only_while_somebody_looks(qtbot: QtBot, context: UiContext) -> None:
    field = PassphraseField(context.texts, "unlock.passphrase")
    other = QLineEdit()
    for part in (field, other):
        qtbot.addWidget(part)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.field.setFocus()
    field.set_secret("geheim")
    assert field.field.displayText() != "geheim"
    field.reveal.setChecked(True)
    assert field.field.displayText() == "geheim"
    QApplication.sendEvent(field.field, _focus_out())
    assert not field.reveal.isChecked()
    assert field.field.displayText() != "geheim"
    field.reveal.setChecked(True)
    assert field.take() == "geheim"
    assert not field.reveal.isChecked()


def _focus_out() -> QFocusEvent:
    return QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)


@pytest.mark.parametrize(
    ("key", "text", "shift", "warned"),
    [
        (Qt.Key.Key_A, "a", False, False),
        (Qt.Key.Key_A, "A", True, False),
        (Qt.Key.Key_A, "A", False, True),
        (Qt.Key.Key_A, "a", True, True),
        (Qt.Key.Key_1, "1", False, False),
    ],
)
def test_caps_lock_is_noticed_by_what_is_typed(
    qtbot: QtBot,
    context: UiContext,
    key: Qt.Key,
    text: str,
    *,
    shift: bool,
    warned: bool,
) -> None:
    field = PassphraseField(context.texts, "unlock.passphrase")
    qtbot.addWidget(field)
    field.show()
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(field.field, QKeyEvent(QKeyEvent.Type.KeyPress, key, modifier, text))
    assert field.caps.isVisible() is warned
    QApplication.sendEvent(
        field.field, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_CapsLock, Qt.KeyboardModifier.NoModifier)
    )
    assert field.caps.isVisible() is (not warned and key != Qt.Key.Key_1)
