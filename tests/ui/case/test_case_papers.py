"""Received documents on the case screen: filed with a purpose, shown as pixels, moved about in by keyboard."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import bootstrap
from app.models.domain.errors import AppError
from app.models.domain.ids import BlobId
from app.services.inquiries.surplus import WhyAside
from app.services.papers.covering import Cover
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.screens.case.cover_dialog import CoverDialog
from app.ui.screens.case.page_picture import Fit
from app.ui.screens.case.papers import PapersPage
from app.ui.screens.case.two_lines import SECOND_ROLE
from app.ui.widgets.confirm import ConfirmDialog
from tests.journeys.shots import grab
from tests.services.exchange.conftest import At
from tests.services.page_images import hostile
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]


def test_a_document_is_filed_with_a_purpose_and_read_by_keyboard(  # noqa: PLR0915 - one walk
    at: At, open_case: Open, tmp_path: Path
) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.PAPERS)
    assert isinstance(page, PapersPage)
    presenter, before = page._presenter, page.list.count()
    scan = tmp_path / "scan.tif"
    scan.write_bytes(hostile.image("TIFF", (600, 900), pages=3))

    assert not page.file_button.isEnabled(), "nothing is filed without a purpose"
    page._on_chosen(str(scan))
    opened.rest()
    assert page.list.count() == before
    page.purpose.setCurrentIndex(page.purpose.findData("7"))
    assert page.file_button.isEnabled()
    page._on_chosen(str(scan))
    opened.rest()
    assert page.list.count() == before + 1
    assert not page.file_button.isEnabled(), "the next document needs its own purpose"
    row = next(at for at, one in enumerate(presenter.state.papers) if one.purpose == "7")
    assert page.list.currentRow() == row, "what was filed last is chosen"
    assert "TIFF" in str(page.list.item(row).data(SECOND_ROLE))
    assert "paper.seen" not in dict(world.investigation.events()), "passing over the list opens nothing"

    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    opened.rest()
    view, state = page.view.page, presenter.state
    assert state.pages == 3
    assert state.picture is not None
    assert view.canvas.hasFocus(), "the keys of the page work at once"
    assert state.picture.width == view.canvas.width() == view.canvas.sheet.width(), (
        "fitted to the width, pixel for pixel"
    )
    for key, shown in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_End, 2), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(view.canvas, key)
        opened.rest()
        assert presenter.state.page == shown
    QTest.keyClick(view.canvas, Qt.Key.Key_A)
    QTest.keyClick(view.canvas, Qt.Key.Key_R)
    opened.rest()
    assert (view.fit, view.turned) == (Fit.PAGE, 90)
    assert view.canvas.height() < view.canvas.width() <= view.width(), "it lies on its side"
    assert view.canvas.height() <= view.height()
    page.view.buttons["nearer"].click()
    opened.rest()
    assert view.fit is Fit.ZOOM
    assert f"{view.percent} %" in page.view.size_said.text()
    assert presenter.state.picture is not None
    assert presenter.state.picture.width == view.canvas.height(), "drawn again as sharp as it is shown"
    assert [code for code, _ in world.investigation.events()].count("paper.seen") == 1, "one look, not one for a page"
    for language in (Language.ENGLISH, Language.JAPANESE):
        opened.context.texts.set_language(language)
        opened.screen.retranslate()
        opened.rest()
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []
    document = presenter._table.document
    assert document is not None
    assert page.destroy_button.isHidden()
    assert not page.aside_button.isEnabled()
    page.why.setCurrentIndex(page.why.findData(WhyAside.OTHER_PERSON.value))
    QTest.keyClick(page.aside_button, Qt.Key.Key_Space)
    opened.rest()
    assert (presenter.state.opened, presenter._table.document, view.canvas.sheet.isNull()) == (None, None, True)
    page.list.setCurrentRow(row)
    opened.rest()
    assert "別の人" in page.list.item(row).text()
    assert not page.open_button.isEnabled()
    assert page.aside_card.isHidden(), "who set it aside does not destroy it"
    opened.screen.dispose()
    assert document.page_count == 0, "its decoder has gone with the screen"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_pipe_that_never_ends_is_no_document_and_holds_nothing_up(at: At, open_case: Open, tmp_path: Path) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.PAPERS)
    assert isinstance(page, PapersPage)
    os.mkfifo(tmp_path / "scan.pdf")
    page.purpose.setCurrentIndex(page.purpose.findData("7"))
    page._on_chosen(str(tmp_path / "scan.pdf"))
    opened.rest()
    error = page._presenter.state.error
    assert error is not None
    assert error.code == "file.unreadable"


def test_a_hostile_document_costs_one_card_and_the_next_is_shown(at: At, open_case: Open) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    received, examiner = office.services.received, office.actor("examiner")
    received.file(examiner, case, hostile.good_pdf()[:120], "process")
    good = received.file(examiner, case, hostile.good_pdf(), "2")
    opened = open_case(world, office, "examiner")
    page = opened.area(Area.PAPERS)
    assert isinstance(page, PapersPage)
    rows = [one.blob_id for one in page._presenter.state.papers]
    bad = next(one.blob_id for one in page._presenter.state.papers if one.size_bytes == 120)
    page._presenter.open(rows.index(good))
    opened.rest()
    assert page._presenter.state.picture is not None
    page._presenter.open(rows.index(bad))
    opened.rest()
    assert not page._presenter.state.is_drawing
    assert page.view.card.isVisible()
    assert "page-image.damaged" in page.view.card.code.text()
    assert page.errors.isHidden()
    page._presenter.open(rows.index(good))
    opened.rest()
    assert not page.view.card.isVisible()
    assert page._presenter.state.picture is not None


def test_medical_documents_are_left_out_and_closed_to_whom_the_medical_part_is(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    received, examiner = office.services.received, office.actor("examiner")
    with pytest.raises(AppError, match=r"^note.no-purpose$"):
        received.file(examiner, case, hostile.good_pdf(), "")
    filed = received.file(examiner, case, hostile.good_pdf(), "5")
    assert filed in [one.blob_id for one in received.of_case(examiner, case).papers]
    decider = office.actor("decider")
    seen = received.of_case(decider, case)
    assert seen.locked is not None
    assert filed not in [one.blob_id for one in seen.papers]
    with pytest.raises(AppError, match=r"^paper.locked$"):
        received.read(decider, case, filed)
    with pytest.raises(AppError, match=r"^record.not-found$"):
        received.read(examiner, case, BlobId("0" * 26))


def test_what_a_reply_says_beyond_what_was_asked_is_covered_by_keyboard(at: At, open_case: Open) -> None:
    world = at("assigned")
    office, case, examiner = world.investigation, world.case, world.investigation.actor("examiner")
    office.services.received.file(examiner, case, hostile.image("TIFF", (600, 900), pages=2), "2")
    opened = open_case(world, office, "examiner")
    page = opened.area(Area.PAPERS)
    assert isinstance(page, PapersPage)
    presenter, view = page._presenter, page.view
    former = next(one for one in presenter.state.papers if one.purpose == "2")
    page.list.setCurrentRow(presenter.state.papers.index(former))
    opened.rest()
    assert view.cover_button.isHidden(), "what was not seen is not covered"
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    opened.rest()
    QTest.keyClick(view.page.canvas, Qt.Key.Key_PageDown)
    opened.rest()
    QTest.keyClick(view.cover_button, Qt.Key.Key_Space)
    (dialog,) = view.findChildren(CoverDialog)
    grab(dialog, "cover-dialog")
    assert unnamed(dialog) == []
    shift, area = Qt.KeyboardModifier.ShiftModifier, dialog.area
    for key, how in ((Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Left, shift)):
        QTest.keyClick(area, key, how)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Backspace):
        QTest.keyClick(area, key)
    assert area.covers == [Cover(1, 100, 120, 880, 180)]
    dialog.done_button.click()
    opened.rest()
    grab(opened.screen, "cover-chosen")
    assert (unnamed(opened.screen), missed_by_tab(opened.screen)) == ([], [])
    QTest.keyClick(view.replace_button, Qt.Key.Key_Space)
    view.findChildren(ConfirmDialog)[-1].yes_button.click()
    opened.rest()
    assert page.errors.isHidden()
    assert presenter.state.opened is None
    kept = next(one for one in presenter.state.papers if one.purpose == "2")
    assert (kept.media_type, kept.blob_id != former.blob_id) == ("application/pdf", True)
    aside = next(one for one in presenter.state.papers if one.blob_id == former.blob_id)
    assert aside.purpose == "aside-surplus-2"
    with bootstrap.page_images().open(
        office.services.received.read(examiner, case, kept.blob_id)[1], kept.media_type
    ) as made:
        whole, part = (made.render(number, dpi=72) for number in (0, 1))
    at_middle = part.stride * (part.height * 15 // 100) + part.width // 2 * 3
    assert part.pixels[at_middle : at_middle + 3] == bytes(3)
    assert whole.pixels[at_middle : at_middle + 3] != bytes(3), "no other page"
    assert [result for _, result in office.events("paper.covered")] == ["done"]
