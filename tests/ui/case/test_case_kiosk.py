"""The questionnaire desk: slips, standing, lost slip, end; nothing of what was filled in ever comes near it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from app.models.domain.kiosk import IdentityCheck
from app.models.forms.filling.typing import Typed
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.presenters.case_kiosk import CaseKioskPresenter
from app.ui.screens.case.kiosk import KioskDeskPage
from app.ui.widgets.confirm import ConfirmDialog
from tests.journeys.shots import grab
from tests.services.exchange.conftest import At
from tests.ui.case.desks import Seat, shown
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]

PIN = "480193"
SECRET = "髙橋のひみつの旧姓"


def test_a_slip_that_cannot_be_written_is_not_lost(at: At, tmp_path: Path) -> None:
    world = at("consented")
    area = Seat(world, world.agency, "examiner").opened(CaseKioskPresenter(Seat(world, world.agency, "examiner").work))
    assert (shown(area).may_issue, shown(area).may_seat, shown(area).may_end) == (True, False, False)
    area.issue(tmp_path / "nowhere" / "slip.pdf")
    held, error = shown(area).unsaved, shown(area).error
    assert error is not None
    assert error.code == "kiosk.slip-not-saved"
    assert held is not None
    assert held.code not in repr(shown(area))
    area.save_again(tmp_path / "slip.pdf")
    assert (tmp_path / "slip.pdf").read_bytes() == held.pdf
    assert shown(area).unsaved is None
    assert (shown(area).may_issue, shown(area).may_seat, shown(area).may_replace) == (False, True, False)
    office = world.agency
    room = office.services.kiosk.enter(office.actor("examiner"), world.case, held.code, PIN)
    assert room.slip == 1


def test_only_a_security_officer_replaces_a_slip_and_the_end_destroys_the_draft(at: At, tmp_path: Path) -> None:
    world = at("consented")
    office = world.agency
    slip = office.services.kiosk.issue_slip(office.actor("examiner"), world.case)
    area = Seat(world, office, "security").opened(CaseKioskPresenter(Seat(world, office, "security").work))
    assert shown(area).may_replace
    area.replace(IdentityCheck.TWO_DOCUMENTS, tmp_path / "second.pdf")
    standing = shown(area).standing
    assert standing is not None
    assert (standing.slip, shown(area).error) == (2, None)
    with pytest.raises(Exception, match=r"kiosk\.wrong"):
        office.services.kiosk.enter(office.actor("examiner"), world.case, slip.code, PIN)
    area.end()
    assert shown(area).standing is None
    assert office.rows("kiosk_sessions") == []


def test_the_desk_is_complete_by_keyboard_and_shows_nothing_of_the_answers(at: At, open_case: Open) -> None:
    world = at("consented")
    office = world.agency
    slip = office.services.kiosk.issue_slip(office.actor("security"), world.case)
    room = office.services.kiosk.enter(office.actor("security"), world.case, slip.code, PIN)
    assert room.answer(("A1.family-name", None), Typed(SECRET)) is None
    room.save()
    opened = open_case(world, office, "security")
    page = opened.area(Area.KIOSK)
    assert isinstance(page, KioskDeskPage)
    for language in (Language.ENGLISH, Language.JAPANESE):
        opened.context.texts.set_language(language)
        opened.screen.retranslate()
        opened.rest()
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []
        grab(opened.screen, f"kiosk-desk-{language}")
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "1枚目" in said
    assert SECRET not in said
    assert slip.code not in said
    assert not page.replace_button.isEnabled()
    page.checked.buttons["photo-document"].click()
    assert page.replace_button.isEnabled()
    page.replace_button.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    page.end_button.click()
    confirm = page.findChild(ConfirmDialog)
    assert confirm is not None
    confirm.yes_button.click()
    opened.rest()
    assert office.rows("kiosk_sessions") == []
    assert page.issue_button.isVisible()
