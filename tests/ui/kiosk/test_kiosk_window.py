"""The kiosk's window as keyboard and screen reader meet it, on a real vault and real jobs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.kiosk.door import KioskDoor
from app.ui.kiosk.look import TypeSize
from app.ui.kiosk.window import KioskWindow
from app.ui.presenters.kiosk_course import Choice, Note, Stage
from app.ui.shell.header import Place
from app.ui.shell.window import MainWindow
from app.ui.theme.tokens import Scheme
from tests.journeys.shots import LAPTOP, UHD_SCALE, folder, grab
from tests.services.exchange.world import Snapshots, World
from tests.ui.case.desks import workplace_of
from tests.ui.kiosk.kiosk_seat import NAME, PIN, Chair, fill_in
from tests.ui.stopped_time import StoppedTime
from tests.ui.walker import missed_by_tab, unnamed

SECRET = "髙橋のひみつの旧姓"


@pytest.fixture(name="snapshots", scope="module")
def _snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("kiosk-window"))


@pytest.fixture(name="world")
def _world(snapshots: Snapshots, tmp_path: Path) -> Iterator[World]:
    world = snapshots.at("consented", tmp_path / "world")
    yield world
    world.close()


@dataclass
class Seated:
    """A kiosk in view, and hands for the keyboard."""

    bot: QtBot
    context: UiContext
    window: KioskWindow
    chair: Chair
    time: StoppedTime

    def stage(self) -> Stage:
        return self.window.presenter.state.stage

    def rest(self) -> None:
        self.bot.waitUntil(lambda: self.context.runner.active_count == 0, timeout=30_000)
        QApplication.processEvents()

    def until(self, stage: Stage) -> None:
        self.bot.waitUntil(lambda: self.stage() is stage, timeout=30_000)
        self.rest()

    def enter(self, *, first: bool = True) -> None:
        entry = self.window.entry
        self.rest()
        entry.code.setFocus()
        QTest.keyClicks(entry.code, self.chair.slip.code)
        QTest.keyClick(entry.code, Qt.Key.Key_Return)
        QTest.keyClicks(entry.pin, PIN)
        QTest.keyClick(entry.pin, Qt.Key.Key_Return)
        if first:
            QTest.keyClicks(entry.again, PIN)
            QTest.keyClick(entry.again, Qt.Key.Key_Return)
        self.until(Stage.HERE)

    def to_form(self) -> None:
        for _ in range(40):
            if self.stage() is Stage.FORM:
                break
            if self.stage() is Stage.OWN:
                self.window.choices.buttons[Choice.CONSENT].click()
            else:
                self.window.next_button.click()
            self.rest()
        assert self.window.form is not None

    def said(self) -> str:
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisibleTo(self.window))


@pytest.fixture(name="seated")
def _seated(qtbot: QtBot, context: UiContext, world: World) -> Iterator[Seated]:
    time = StoppedTime()
    still = replace(context, timers=time, monotonic=time.monotonic)
    chair = Chair(world)
    window = KioskWindow(still, workplace_of(world, world.agency, "examiner"), world.case)
    qtbot.addWidget(window)
    window.resize(LAPTOP)
    window.show()
    window.idle.start()
    qtbot.waitExposed(window)
    seated = Seated(qtbot, context, window, chair, time)
    seated.rest()
    yield seated
    window.restore()
    seated.rest()


def complete(seated: Seated, name: str) -> None:
    """Every part that takes the keyboard has a name and a role and is reached by Tab, in both languages."""
    for language in (Language.ENGLISH, Language.JAPANESE):
        seated.context.texts.set_language(language)
        seated.rest()
        assert unnamed(seated.window) == [], (name, language)
        assert missed_by_tab(seated.window) == [], (name, language)
        for scheme in Scheme if folder() is not None else ():
            seated.context.theme.set_scheme(scheme)
            QApplication.processEvents()
            grab(seated.window, f"kiosk-{name}-{language}-{scheme}")
    seated.context.theme.set_scheme(Scheme.LIGHT)
    grab(seated.window, f"kiosk-{name}-4k", UHD_SCALE)
    seated.rest()


def test_every_stage_is_complete_by_keyboard_and_offers_three_choices_of_one_size(seated: Seated) -> None:
    window = seated.window
    complete(seated, "entry")
    assert not window.choices.isVisible()
    seated.enter()
    complete(seated, "here")
    seen: set[Stage] = set()
    for _ in range(40):
        if seated.stage() is Stage.FORM:
            break
        if seated.stage() not in seen or (seated.stage() is Stage.NOTICE and window.presenter.state.place == 3):
            complete(seated, f"{seated.stage()}-{window.presenter.state.place}")
        seen.add(seated.stage())
        sizes = {
            (button.width(), button.height(), button.font().pointSizeF()) for button in window.choices.buttons.values()
        }
        widths = [size[0] for size in sizes]
        assert (max(widths) - min(widths) <= 1, len({size[1:] for size in sizes})) == (True, 1)
        assert all(button.isVisibleTo(window) and button.isEnabled() for button in window.choices.buttons.values())
        if seated.stage() is Stage.OWN:
            window.choices.buttons[Choice.CONSENT].click()
        else:
            window.next_button.click()
        seated.rest()
    assert window.form is not None
    grab(window, "kiosk-form-ja-light")
    assert all(button.isVisibleTo(window) for button in window.choices.buttons.values())
    window.choices.buttons[Choice.DECLINE].click()
    assert seated.stage() is Stage.STOP
    complete(seated, "stop")
    assert "理由を述べる必要はありません" in seated.said()
    window.back_button.click()
    assert seated.stage() is Stage.FORM


def test_large_type_readings_and_contrast_fit_the_smallest_screen(seated: Seated) -> None:
    window = seated.window
    seated.enter()
    window.next_button.click()
    window.look.set_size(TypeSize.LARGEST)
    window.switches.ruby_button.click()
    window.switches.contrast_button.click()
    QApplication.processEvents()
    assert window.look.has_ruby
    for page in ("notice", "form"):
        window.resize(LAPTOP)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (LAPTOP.width(), LAPTOP.height()), page
        assert window.minimumSizeHint().width() <= LAPTOP.width(), page
        grab(window, f"kiosk-{page}-largest")
        seated.to_form()
    window.look.set_size(TypeSize.NORMAL)


def test_reading_open_cells_signature_and_receipt(seated: Seated) -> None:
    window = seated.window
    seated.enter()
    room = window.presenter.room
    assert room is not None
    fill_in(room, leave_out=frozenset({"A3"}))
    seated.to_form()
    window.presenter.read()
    seated.until(Stage.READ)
    complete(seated, "read")
    window.look.set_size(TypeSize.LARGEST)
    QApplication.processEvents()
    least = window.minimumSizeHint()
    assert (least.width() <= LAPTOP.width(), least.height() <= LAPTOP.height()) == (True, True), least
    grab(window, "kiosk-read-largest")
    window.look.set_size(TypeSize.NORMAL)
    seated.rest()
    assert "1 / 35" in window.read.title.text()
    assert NAME[:2] in window.read.text.toPlainText()
    for _ in range(40):
        if seated.stage() is not Stage.READ:
            break
        window.next_button.click()
        seated.rest()
        if window.presenter.state.place == 11:
            grab(window, "kiosk-read-12")
    assert seated.stage() is Stage.OPEN
    complete(seated, "open")
    window.open.list.setFocus()
    QTest.keyClick(window.open.list, Qt.Key.Key_Return)
    window.open.button.click()
    assert seated.stage() is Stage.FORM
    assert room.topic.link_id == "A3"
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "S63.4.12")
    assert window.form is not None
    window.form.commit()
    window.presenter.read()
    seated.until(Stage.READ)
    for _ in range(35):
        window.presenter.go_on()
    assert seated.stage() is Stage.SIGN
    sign(seated)


def sign(seated: Seated) -> None:
    window = seated.window
    complete(seated, "sign")
    window.sign.button.click()
    assert window.errors.isVisible()
    window.sign.name.setText(NAME)
    window.sign.button.click()
    seated.until(Stage.DONE)
    complete(seated, "done")
    assert not window.errors.isVisible()
    assert not window.choices.isVisible()
    assert seated.chair.sessions() == []
    signed = window.presenter.state.signed
    assert signed is not None
    assert signed.sha256[:8] in seated.said()


def test_idle_covers_the_page_keeps_the_draft_and_slip_and_pin_uncover_it(seated: Seated) -> None:
    window = seated.window
    seated.enter()
    seated.to_form()
    room = window.presenter.room
    assert room is not None
    topic = room.course.topic_of("A1.family-name")
    window.presenter.jump(type("P", (), {"link_id": "A1.family-name", "row": ""})())
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Takahashi")
    seated.time.advance(275)
    assert window.notice.isVisible()
    assert "秒" in window.notice.message()
    QTest.keyClicks(field, " M")
    assert not window.notice.isVisible()
    window.idle.expired.emit()  # before the form saves by itself: what was typed last is taken along
    seated.until(Stage.ENTRY)
    assert window.presenter.state.note is Note.COVERED
    assert window.form is None
    assert window.entry.code.hasFocus()
    grab(window, "kiosk-covered")
    assert "Takahashi" not in seated.said()
    seated.enter(first=False)
    window.next_button.click()
    seated.rest()
    assert seated.stage() is Stage.FORM
    again = window.presenter.room
    assert again is not None
    assert again.topic.link_id == topic.link_id
    answer = again.draft.get("A1.family-name")
    assert answer is not None
    assert answer.value == "Takahashi M"


def test_the_officers_window_gives_way_and_the_way_back_ends_at_the_lock_screen(
    qtbot: QtBot, context: UiContext, world: World
) -> None:
    Chair(world)
    locked: list[bool] = []
    window = MainWindow(context, lambda: locked.append(True))
    qtbot.addWidget(window)
    window.show()
    window.unlock(Place("経済産業省（見本）", "見本 一郎", is_rehearsal=True))
    percent = context.theme.scale.text_percent
    door = KioskDoor(window, workplace_of(world, world.agency, "examiner"))
    door.open(world.case)
    kiosk = door.kiosk
    assert kiosk is not None
    qtbot.waitUntil(lambda: context.runner.active_count == 0)
    assert (kiosk.isVisible(), kiosk.isFullScreen(), window.isVisible()) == (True, True, False)
    assert not window.idle.is_watching
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not kiosk]
    QTest.keyClick(kiosk.entry.code, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.findChild(QDialog) is None
    kiosk.look.set_size(TypeSize.LARGEST)
    kiosk.switches.language_button.click()
    assert context.texts.language is Language.ENGLISH
    qtbot.waitUntil(lambda: context.runner.active_count == 0)
    kiosk.switches.leave_button.click()
    assert locked == [True]
    assert (window.isVisible(), window.is_locked, kiosk.isVisible(), door.kiosk) == (True, True, False, None)
    assert (context.theme.scale.text_percent, context.texts.language) == (percent, Language.JAPANESE)
    assert window.lock_page.why.text() == context.texts("lock.kiosk")


def test_nothing_closes_the_kiosk_but_the_officer(seated: Seated) -> None:
    window = seated.window
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    seated.enter()
    assert not window.switches.leave_button.isVisible()
    window.pause_button.click()
    seated.until(Stage.ENTRY)
    assert window.switches.leave_button.isVisible()
    heard: list[bool] = []
    window.left.connect(lambda: heard.append(True))
    window.switches.leave_button.click()
    assert heard == [True]


def test_a_station_that_nobody_comes_back_to_locks_itself(seated: Seated) -> None:
    heard: list[bool] = []
    seated.window.left.connect(lambda: heard.append(True))
    seated.time.advance(55 * 60)
    assert heard == []
    seated.time.advance(6 * 60)
    assert heard == [True]


def test_a_wrong_pin_is_said_on_the_page_and_leads_nowhere_dead(seated: Seated) -> None:
    window = seated.window
    seated.enter()
    window.pause_button.click()
    seated.until(Stage.ENTRY)
    entry = window.entry
    QTest.keyClicks(entry.code, seated.chair.slip.code)
    QTest.keyClicks(entry.pin, "111222")
    QTest.keyClick(entry.pin, Qt.Key.Key_Return)
    seated.rest()
    assert window.errors.isVisible()
    assert "符号又は暗証番号が違います" in window.errors.what.text()
    assert entry.pin.text() == ""
    QTest.keyClicks(entry.pin, PIN)
    QTest.keyClick(entry.pin, Qt.Key.Key_Return)
    seated.until(Stage.HERE)
    assert not window.errors.isVisible()
