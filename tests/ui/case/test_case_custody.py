"""Where the case is, as a security officer meets it at the screen: sentence, recall, comparison, decision."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.domain.custody import Standing
from app.services.exchange.custody.custody import RecallReason
from app.ui.context import UiContext
from app.ui.presenters.case_custody import CustodyOffer
from app.ui.screens.case.custody_dialog import CustodyDialog
from tests.journeys.shots import LAPTOP, every_look, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.custody_desk import hand_over, recall, standing, take_in, transfer
from tests.ui.case.test_case_screen import Open, Opened, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]


def _dialog(opened: Opened) -> CustodyDialog:
    QTest.mouseClick(opened.screen.custody_bar.banner.button, Qt.MouseButton.LeftButton)
    opened.rest()
    found = opened.screen.custody_bar.findChild(CustodyDialog)
    assert found is not None
    return found


def _shoot(opened: Opened, context: UiContext, name: str) -> None:
    opened.screen.resize(LAPTOP)
    for look in every_look(context.texts, context.theme):
        opened.screen.retranslate()
        grab(opened.screen, f"{name}-{look}")


def test_a_security_officer_recalls_a_lost_case_before_a_witness(at: At, open_case: Open, context: UiContext) -> None:
    world = at("consented")
    agency = world.agency
    hand_over(world, agency, transfer(world, agency, world.investigation))
    opened = open_case(world, agency, "security")
    bar = opened.screen.custody_bar
    assert opened.screen.custody.state.offer is CustodyOffer.RECALL
    assert "INVEST1" in bar.banner.accessibleName()
    _shoot(opened, context, "custody-away")
    dialog = _dialog(opened)
    assert unnamed(dialog) == []
    assert missed_by_tab(dialog) == []
    assert not dialog.yes_button.isEnabled()
    grab(dialog, "custody-recall-dialog")
    dialog.second.people.setCurrentIndex(dialog.second.people.findData(agency.person("decider")))
    QTest.keyClicks(dialog.second.secret, "wrong passphrase")
    dialog.yes_button.click()
    opened.rest()
    assert dialog.trouble.isVisible()
    assert standing(agency, world) is Standing.AWAY
    dialog.reason.setCurrentIndex(dialog.reason.findData(RecallReason.UNREADABLE.value))
    QTest.keyClicks(dialog.second.secret, "passphrase of decider")
    dialog.yes_button.click()
    opened.rest()
    assert standing(agency, world) is Standing.HERE
    assert opened.screen.custody.state.words == "case.custody.untold"
    assert opened.screen.header.custody.isVisible()
    _shoot(opened, context, "custody-recalled")


def test_a_conflict_is_shown_side_by_side_and_decided_by_two(at: At, open_case: Open, context: UiContext) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    world.receive_answers(world.case)
    take_in(world, office, hand_over(world, agency, transfer(world, agency, office)))
    recall(world, agency)
    world.assigned()
    office.services.review.note(office.actor("examiner"), world.case, "1", "調査で確かめた事項")
    take_in(world, agency, hand_over(world, office, transfer(world, office, agency)))
    opened = open_case(world, agency, "security")
    assert opened.screen.custody.state.words == "case.custody.conflict.late-return"
    _shoot(opened, context, "custody-conflict")
    dialog = _dialog(opened)
    comparison = opened.screen.custody.state.comparison
    assert comparison is not None
    assert {line.kind for line in comparison.lines if line.our_revision is None} == {"note"}
    grab(dialog, "custody-decide-dialog")
    dialog.theirs.setChecked(True)
    dialog.second.people.setCurrentIndex(dialog.second.people.findData(agency.person("decider")))
    QTest.keyClicks(dialog.second.secret, "passphrase of decider")
    dialog.yes_button.click()
    opened.rest()
    assert standing(agency, world) is Standing.HERE
    with agency.desk.vault.read() as unit:
        assert len(unit.documents.newest_of_kind(world.case, "note")) == 1
