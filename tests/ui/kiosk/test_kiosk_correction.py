"""Two returned boxes are answered in the kiosk's window, attested alone, and compared by the examiner."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.models.forms.correction import BoxState
from app.services.corrections.corrections import Asking
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.kiosk.window import KioskWindow
from app.ui.presenters.kiosk_course import Choice, Stage
from tests.journeys.shots import LAPTOP, grab
from tests.services.exchange.offices import Office
from tests.services.exchange.world import Snapshots
from tests.services.points.golden import golden, put
from tests.ui.case.desks import workplace_of
from tests.ui.kiosk.kiosk_seat import NAME, Chair
from tests.ui.kiosk.test_kiosk_window import Seated
from tests.ui.stopped_time import StoppedTime

END, BIRTH = ("B1.to", "r1"), ("A3", None)
ASKED = "この住居を離れた日は、いつですか。"


class ChairThere(Chair):
    """A slip of the office that asked."""

    @property
    @override
    def office(self) -> Office:
        return self.world.investigation


@pytest.fixture(name="seated")
def _seated(qtbot: QtBot, context: UiContext, tmp_path: Path) -> Seated:
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    office = world.investigation
    put(office, world, golden("g10"))
    boxes = [Asking(*END, ASKED), Asking(*BIRTH, "生年月日を、もう一度お答えください。")]
    office.services.corrections.return_boxes(office.actor("examiner"), world.case, boxes)
    chair, time = ChairThere(world, "security"), StoppedTime()
    still = replace(context, timers=time, monotonic=time.monotonic)
    window = KioskWindow(still, workplace_of(world, office, "security"), world.case)
    qtbot.addWidget(window)
    window.resize(LAPTOP)
    window.show()
    qtbot.waitExposed(window)
    window.idle.start()
    return Seated(qtbot, context, window, chair, time)


def no_withdrawal_here(seated: Seated) -> None:
    """The register of consents is at the agency; what was filled in stays."""
    window = seated.window
    window.choices.buttons[Choice.WITHDRAW].click()
    assert seated.stage() is Stage.STOP
    window.presenter.stop()
    seated.rest()
    error = window.presenter.state.error
    assert error is not None
    assert error.code == "kiosk.withdraw-at-agency"
    window.presenter.clear_error()
    window.back_button.click()


def test_two_boxes_are_answered_and_attested_alone(seated: Seated) -> None:
    window, office, world = seated.window, seated.chair.office, seated.chair.world
    try:
        seated.enter()
        no_withdrawal_here(seated)
        window.next_button.click()
        seated.rest()
        assert window.form is not None
        form, room = window.form, window.presenter.room
        assert room is not None
        assert [topic.link_id for topic in room.course.topics] == ["A3", "B1"]
        form.go_to(END)
        seated.rest()
        assert ASKED in seated.said()
        grab(window, "correction-form")
        assert form.view is not None
        (typed,) = form.view.tables["B1"].fields["B1.to"].editor.findChildren(QLineEdit)
        typed.selectAll()
        QTest.keyClicks(typed, "2019-2-3")
        QTest.keyClick(typed, Qt.Key.Key_Return)
        form.commit()
        window.presenter.read()
        seated.until(Stage.READ)
        shown = [line.link_id for sheet in window.presenter.state.sheets for line in sheet.page.lines]
        assert shown == ["A3", "B1.to"]
        grab(window, "correction-read")
        for _ in shown:
            window.next_button.click()
            seated.rest()
        assert seated.stage() is Stage.SIGN
        assert "返戻された欄について今回答えた内容だけ" in seated.said()
        grab(window, "correction-sign")
        window.sign.name.setText(NAME)
        QTest.keyClick(window.sign.button, Qt.Key.Key_Space)
        seated.until(Stage.DONE)
        assert "補正の回答を受領しました" in seated.said()
        grab(window, "correction-done")
    finally:
        window.restore()
        seated.rest()
    corrections, examiner = office.services.corrections, office.actor("examiner")
    states = [one.box.state for one in corrections.of_case(examiner, world.case, Language.JAPANESE).boxes]
    assert sorted(states) == [BoxState.ANSWERED, BoxState.CONFIRMED]
    old, new = corrections.revisions(examiner, world.case, END, Language.JAPANESE)
    assert (old.as_written, new.shown, new.why) == ("平成30年5月", "2019年2月3日", ASKED)
    world.close()
