"""From a finding to the end of an inquiry in a real window, by keyboard: numbered, answered on paper, or not."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.models.domain.inquiry import Inquiry, InquiryState
from app.services.rehearsal.marker import write_marker
from app.ui.presenters.case_head import Area
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.inquiries import InquiriesPage
from app.ui.screens.case.letter_preview import LetterPreviewDialog
from app.ui.screens.case.papers import PapersPage
from app.ui.screens.case.screen import CaseScreen
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.journeys.test_kiosk_journey import ahead_of
from tests.journeys.test_review_window import lock, open_case, rest, show
from tests.services.exchange.test_surveys import PERSONNEL
from tests.services.exchange.world import Snapshots, World

pytestmark = pytest.mark.journey

DRINKING = 6
SUPERIOR = "情報システム部長"
SILENT = ("試験工業人事課", "見本商事人事課")
LINES = "酒席で口論一件（令和五年）"


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """Two sections outside were asked six weeks ago, and one of them was reminded; the program goes on from there."""
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    there, actor, began = world.investigation, world.investigation.actor("examiner"), world.clock.today()
    inquiries, letters = there.services.inquiries, there.services.inquiry_letters
    for name in SILENT:
        plan = msgspec.structs.replace(PERSONNEL, office=None, addressee=name, reply_by=began + timedelta(days=20))
        ref = inquiries.prepare(actor, world.case, plan)
        letters.issue(actor, world.case, ref)
        inquiries.settle(actor, world.case, ref, InquiryState.ASKED)
    world.clock.advance(timedelta(days=30))
    letters.remind(actor, world.case, ref, began + timedelta(days=40))
    world.clock.advance(timedelta(days=15))
    write_marker(there.folder.parent, ahead_of(world.clock.now() + timedelta(minutes=1)))
    world.close()
    return world


def choose(run: Running, combo: QComboBox, data: str) -> None:
    """Go to a choice and press Down until it is there."""
    run.tab_to(combo)
    run.press(Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentData() == data:
            return
        run.press(Qt.Key.Key_Down)
    raise AssertionError(data)


def page_of(run: Running, screen: CaseScreen) -> InquiriesPage:
    page = show(run, screen, Area.INQUIRIES)
    assert isinstance(page, InquiriesPage)
    return page


def current(page: InquiriesPage) -> Inquiry:
    found = page._presenter.state.current
    assert found is not None
    return found


def pick(run: Running, page: InquiriesPage, addressee: str) -> None:
    """Bring an inquiry into view."""
    run.tab_to(page.list)
    run.press(Qt.Key.Key_Home)
    for _ in range(page.list.count()):
        if current(page).addressee == addressee:
            return
        run.press(Qt.Key.Key_Down)
    raise AssertionError(addressee)


def ask(run: Running, screen: CaseScreen, folder: Path) -> InquiriesPage:
    """From the finding on drinking to the superior: allowed questions only, seen before, numbered, sent."""
    findings = show(run, screen, Area.FINDINGS)
    assert isinstance(findings, FindingsPage)
    run.tab_to(findings.items)
    run.press(Qt.Key.Key_Home)
    for _ in range(DRINKING - 1):
        run.press(Qt.Key.Key_Down)
    run.push(findings.inquire_button)
    page = screen.pages[Area.INQUIRIES]
    assert isinstance(page, InquiriesPage)
    form = page.form
    run.until(lambda: screen.is_settled and form.body.count() > 0)
    rest(run)
    assert [form.body.itemData(row) for row in range(form.body.count())] == ["employer", "supervisor", "personnel"]
    choose(run, form.body, "supervisor")
    choose(run, form.office, "")
    run.fill(form.name, SUPERIOR)
    assert form.questions.count() == 1, "nothing but what serves the item"
    run.tab_to(form.questions)
    run.press(Qt.Key.Key_Home)
    run.press(Qt.Key.Key_Space)
    run.fill(form.day.field, "R7.9.10")
    run.push(form.look)
    run.until(lambda: bool(page.findChildren(LetterPreviewDialog)))
    (dialog,) = page.findChildren(LetterPreviewDialog)
    run.until(dialog.area.hasFocus)
    assert SUPERIOR in dialog.area.accessibleDescription()
    grab(dialog, "inquiry-preview")
    run.press(Qt.Key.Key_Escape)
    run.window.activateWindow()  # nobody manages windows here
    run.until(lambda: QApplication.focusWidget() is not None)
    run.push(form.ask)
    rest(run)
    assert current(page).addressee == SUPERIOR
    grab(run.window, "inquiry-prepared")
    run.push(page.issue)
    rest(run)
    assert current(page).letter is not None
    run.push(page.save)
    run.choose_file(folder / "letter.pdf")
    rest(run)
    assert (folder / "letter.pdf").read_bytes().startswith(b"%PDF-")
    choose(run, page.to, InquiryState.ASKED.value)
    run.push(page.settle)
    rest(run)
    assert current(page).state is InquiryState.ASKED
    return page


def answer(run: Running, screen: CaseScreen, folder: Path) -> None:
    """The reply comes on paper: filed as pixels, linked, its lines typed."""
    (folder / "reply.pdf").write_bytes((folder / "letter.pdf").read_bytes())
    papers = show(run, screen, Area.PAPERS)
    assert isinstance(papers, PapersPage)
    choose(run, papers.purpose, str(DRINKING))
    run.push(papers.file_button)
    run.choose_file(folder / "reply.pdf")
    rest(run)
    page = page_of(run, screen)
    pick(run, page, SUPERIOR)
    card = page.paper_reply
    run.tab_to(card.paper)
    run.press(Qt.Key.Key_Down)
    run.push(card.link)
    rest(run)
    run.fill(card.who, SUPERIOR)
    run.fill(card.day.field, "R7.7.26")
    (line,) = card._answers()
    choose(run, line.state, "facts")
    run.fill(line.text, LINES)
    grab(run.window, "inquiry-typed")
    run.push(card.keep)
    rest(run)
    assert (current(page).state, current(page).typed is not None) == (InquiryState.ASKED, True)
    assert card.same.isHidden(), "who typed does not compare"


def chase(run: Running, screen: CaseScreen) -> None:
    """One of those who keep silent is reminded; the other one, who was, gave no reply."""
    page = page_of(run, screen)
    pick(run, page, SILENT[0])
    grab(run.window, "inquiry-clock")
    run.fill(page.remind_by.field, "R7.9.10")
    run.push(page.remind)
    rest(run)
    assert current(page).reminder is not None
    pick(run, page, SILENT[1])
    choose(run, page.to, InquiryState.NO_REPLY.value)
    run.push(page.settle)
    rest(run)
    assert current(page).state is InquiryState.NO_REPLY


@pytest.mark.usefixtures("qapp")
def test_an_inquiry_goes_from_a_finding_to_a_reply_on_paper_or_to_none_by_keyboard(
    qtbot: QtBot, qapp: QApplication, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with running(qtbot, qapp, world.investigation.folder) as run:
        run.unlock("investigation", "examiner")
        screen = open_case(run)
        ask(run, screen, tmp_path)
        answer(run, screen, tmp_path)
        chase(run, screen)
        lock(run)
        run.unlock("investigation", "reviewer")
        screen = open_case(run)
        page = page_of(run, screen)
        pick(run, page, SUPERIOR)
        run.push(page.came_in.itemAt(0).widget())  # type: ignore[arg-type,union-attr] # a button
        rest(run)
        assert page.paper.view.page.canvas.hasFocus()
        assert LINES in page.paper_reply.typed_lines.text(), "the paper and what was typed from it, beside each other"
        grab(run.window, "inquiry-compare")
        run.press(Qt.Key.Key_Escape)
        run.until(lambda: page.middle.currentWidget() is page.detail)
        run.push(page.paper_reply.same)
        rest(run)
        found = current(page)
        assert (found.state, found.reply and found.reply.answers[0].text) == (InquiryState.ANSWERED, LINES)
        lock(run)
