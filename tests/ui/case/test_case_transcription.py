"""Transcription in the case window: two officers, the second blind, nothing lost, the scan follows the field."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.models.domain.errors import CancelledError
from app.models.domain.ids import BlobId
from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.correction import TakenBack
from app.models.forms.filling.typing import Typed
from app.models.forms.guards.finding import MARK
from app.models.forms.transcribing import PaperMark
from app.services.corrections.corrections import Asking
from app.services.jobs import CancelToken, Lane
from app.services.texts.catalogue import Catalogue, Language
from app.services.transcribing.views import Entry
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.jobs.ticket import Ticket
from app.ui.kiosk.form.composing import LongField
from app.ui.presenters.case_head import Area
from app.ui.presenters.case_page_pictures import PagePicturesPresenter, _Held
from app.ui.presenters.case_transcription import TranscriptionPresenter
from app.ui.presenters.transcription_sheet import Entered, Stand, entered
from app.ui.screens.case.page_picture import PagePictureView
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.case.transcription import TranscriptionPage
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Scheme
from tests.fakes.scan import GreyScan, GreySheet, HangingScan
from tests.journeys.shots import grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.points.golden import golden, put
from tests.services.points.test_transcribing import PNG, on_paper
from tests.ui.case.desks import Seat, shown, workplace_of
from tests.ui.case.test_case_screen import Opened
from tests.ui.walker import missed_by_tab, unnamed

BORN: Cell = ("A3", None)


class Waiting(InlineRunner):
    """The work is still under way."""

    @override
    def submit(self, *_job: object, **_how: object) -> Ticket:
        return Ticket(0, Lane.WRITE)


Opens = Callable[[World, str], Opened]


@pytest.fixture(name="scan")
def _scan() -> GreyScan:
    return GreyScan(3)


@pytest.fixture(name="open_desk")
def _open_desk(qtbot: QtBot, context: UiContext, scan: GreyScan) -> Iterator[Opens]:
    screens: list[CaseScreen] = []

    def make(world: World, who: str) -> Opened:
        place = workplace_of(world, world.agency, who)
        screen = CaseScreen(context, place, world.case, open_scans=lambda _data, _kind: scan)
        qtbot.addWidget(screen)
        screens.append(screen)
        screen.resize(1366, 640)
        screen.show()
        qtbot.waitExposed(screen)
        screen.activate()
        opened = Opened(qtbot, context, screen)
        opened.rest()
        screen.open_transcription()
        opened.rest()
        return opened

    yield make
    for screen in screens:
        screen.dispose()
    context.runner.stop()


@pytest.fixture(name="catalogue")
def _catalogue(texts: Texts) -> Catalogue:
    return texts.catalogue(Language.JAPANESE)


def desk_of(world: World, who: str, catalogue: Catalogue, *, agency: bool = True) -> TranscriptionPresenter:
    seat = Seat(world, world.agency if agency else world.investigation, who)
    return seat.opened(TranscriptionPresenter(seat.work, catalogue))


def typed(area: TranscriptionPresenter, cell: Cell, what: Entered) -> Stand:
    """Type a cell as the page does, and tell where it stands then."""
    area.turn_to(area.pack.index[cell[0]].ext.paper_ref.page)
    area.choose(cell)
    assert shown(area).chosen == cell
    area.type(cell, what)
    area.commit()
    area.load()
    line = shown(area).line
    assert line is not None
    return line.stand


def test_the_second_types_without_seeing_and_both_settle_what_differs(at: At, catalogue: Catalogue) -> None:
    world = at("consented")
    first, second = desk_of(world, "examiner", catalogue), desk_of(world, "reviewer", catalogue)
    assert typed(first, BORN, Entered("昭和63年4月12日")) is Stand.WAITS
    second.load()
    unseen = next(one for one in shown(second).lines if one.cell == BORN)
    assert unseen.stand is Stand.CHECK
    assert "昭和" not in repr(shown(second)) + repr(vars(second)), "the second is blind"
    assert second.standing(BORN) == Entered()
    assert typed(second, BORN, Entered("1988.4.13")) is Stand.DIFFERS
    line = shown(second).line
    assert line is not None
    assert (line.written, line.value) == ("1988.4.13", "1988年4月13日")
    assert (line.other, line.other_value) == ("昭和63年4月12日", "1988年4月12日")
    assert typed(second, BORN, Entered("S63.4.12")) is Stand.AGREED
    assert not shown(second).is_settled, "the rest of the form is open"
    blank = Entered(state=AnswerState.UNKNOWN, reason=catalogue(f"paper-mark.{PaperMark.BLANK}"))
    assert typed(first, ("A4", None), blank) is Stand.WAITS
    first.step(1)
    assert typed(first, ("A4", None), Entered()) is Stand.EMPTY, "an own reading is taken back"
    assert first.seek()
    assert shown(first).line is not None


def test_enter_leads_to_what_the_answer_asks_for(at: At, catalogue: Catalogue) -> None:
    world = at("consented")
    first = desk_of(world, "examiner", catalogue)
    assert shown(first).chosen == ("A1.form", None)
    assert ("A1.family-name", None) not in {one.cell for one in shown(first).lines}
    first.type(("A1.form", None), Entered("split"))
    first.work.runner = Waiting()
    first.step(1)
    assert shown(first).chosen == ("A1.family-name", None), "before the reading was kept"


def test_no_key_is_lost_and_what_cannot_be_read_is_no_reading(at: At, catalogue: Catalogue) -> None:
    world = at("consented")
    first = desk_of(world, "examiner", catalogue)
    assert first.reading(BORN, Entered("63/4")).problem == "answer.date-invalid"
    assert typed(first, BORN, Entered("63/4")) is Stand.DRAFT
    first.choose(("A4", None))
    first.type(("A4", None), Entered("female"))
    first.keep()
    again = desk_of(world, "examiner", catalogue)
    assert again.standing(BORN) == Entered("63/4")
    assert again.standing(("A4", None)) == Entered("female")
    assert typed(again, BORN, Entered("1988-04-12")) is Stand.WAITS
    assert desk_of(world, "examiner", catalogue).standing(BORN) == Entered("1988-04-12")
    other = desk_of(world, "reviewer", catalogue)
    assert not other.has_input(), "a draft is nobody else's"


def test_two_type_a_whole_questionnaire_page_by_page(at: At, catalogue: Catalogue) -> None:
    """Whatever a page asks appears by itself as the readings grow; rows are added as they stand on paper."""
    world = at("consented")
    answers = {one.cell: one for one in golden("g01").current.values() if one.not_applicable_since is None}
    first = desk_of(world, "examiner", catalogue)
    pack = first.pack
    waiting: dict[Cell, Answer] = dict(answers)
    entries = []
    for page in pack.layout:
        cells = [cell for cell in waiting if pack.index[cell[0]].ext.paper_ref.page == page.page]
        entries += [on_paper(waiting.pop(cell)) for cell in cells]
    case, office = world.case, world.agency
    assert office.services.transcribing.write(office.actor("examiner"), case, entries) == ()
    second = desk_of(world, "reviewer", catalogue)
    seen = set()
    for page_number in shown(second).pages:
        second.turn_to(page_number)
        seen |= {one.cell for one in shown(second).lines if one.stand is Stand.CHECK}
    assert seen == set(answers), "the second finds every field that the first typed"
    assert office.services.transcribing.check(office.actor("reviewer"), case, entries) == ()
    first.load()
    state = shown(first)
    assert state.is_settled
    assert set(state.counts) == {Stand.AGREED}, "nothing else is asked"
    for answer in (answers[BORN], answers["A1.form", None]):
        assert entered(pack.index[answer.link_id], answer).text in {"1988-04-12", answer.as_written, answer.value}
    first.finish("")
    first.load()
    assert shown(first).refused == "kiosk.already-answered"


def test_a_correction_shows_the_returned_boxes_alone(at: At, catalogue: Catalogue) -> None:
    world = at("assigned")
    put(world.investigation, world, golden("g10"))
    office = world.investigation
    asked = [Asking("B1.to", "r1", "いつ離れましたか。"), Asking("F9.has", None, "口座はありますか。")]
    office.services.corrections.return_boxes(office.actor("examiner"), world.case, asked)
    first = desk_of(world, "examiner", catalogue, agency=False)
    state = shown(first)
    assert state.is_correction
    shown_cells = set()
    for page in state.pages:
        first.turn_to(page)
        shown_cells |= {one.cell for one in shown(first).lines}
    assert {("B1.to", "r1"), ("F9.has", None)} <= shown_cells
    assert BORN not in shown_cells
    assert first.question(("B1.to", "r1")) == "いつ離れましたか。"
    assert typed(first, ("F9.has", None), Entered("no")) is Stand.WAITS
    office.services.corrections.take_back(office.actor("examiner"), world.case, 1, TakenBack.OTHER_WORDING)
    whole = [Asking("B1", None, "住居をもう一度お答えください。")]
    office.services.corrections.return_boxes(office.actor("examiner"), world.case, whole)
    first.load()
    first.turn_to(first.pack.index["B1.to"].ext.paper_ref.page)
    rows = {one.number for one in shown(first).lines if one.cell[0] == "B1.to"}
    assert len(rows) > 1, "what stands in a returned table can be typed anew"
    first.choose(("B1.to", "r1"))
    first.add_row()
    assert shown(first).line is not None
    assert max(one.number for one in shown(first).lines) == max(rows) + 1


def test_the_scan_follows_the_page_also_behind_continuation_sheets(at: At, catalogue: Catalogue) -> None:
    world = at("consented")
    office, scan = world.agency, GreyScan(6)
    office.services.transcribing.add_page(office.actor("examiner"), world.case, 2, b"%PDF-1.7 synthetic")
    office.services.transcribing.add_page(office.actor("examiner"), world.case, 7, PNG)
    seat = Seat(world, office, "reviewer")
    area = desk_of(world, "reviewer", catalogue)
    pictures = PagePicturesPresenter(seat.work, lambda _data, _kind: scan)
    pictures.show_scans(shown(area).scans, 1, area.pack)
    assert shown(pictures).picture is None, "no scan begins before page 2"
    pictures.follow(3)
    assert (shown(pictures).scan, shown(pictures).sheet) == (1, 2)
    assert pictures.place_of("A3", 0) is not None
    pictures.leaf(1)
    pictures.follow(4)
    assert shown(pictures).sheet == 4, "one sheet further, behind the continuation sheet"
    pictures.follow(3)
    assert shown(pictures).sheet == 3
    pictures.follow(7)
    assert (shown(pictures).scan, shown(pictures).sheet) == (2, 1)
    pictures.drop()
    assert scan.is_closed
    again, later = desk_of(world, "reviewer", catalogue), PagePicturesPresenter(seat.work, lambda _data, _kind: scan)
    later.show_scans(shown(again).scans, 4, again.pack)
    assert shown(later).sheet == 4, "where the pages lie is remembered"
    assert all(one.leafed == () for one in shown(desk_of(world, "examiner", catalogue)).scans), "of this officer alone"


def test_a_field_is_typed_by_keyboard_beside_its_scan(at: At, open_desk: Opens, scan: GreyScan) -> None:
    world = at("consented")
    office = world.agency
    office.services.transcribing.add_page(office.actor("examiner"), world.case, 1, PNG)
    opened = open_desk(world, "examiner")
    page = opened.screen.pages[Area.TRANSCRIPTION]
    assert isinstance(page, TranscriptionPage)
    for language in (Language.ENGLISH, Language.JAPANESE):
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            opened.context.texts.set_language(language)
            opened.context.theme.set_scheme(scheme)
            opened.screen.retranslate()
            opened.rest()
            grab(opened.screen, f"transcription-{language}-{scheme}")
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []
    assert scan.drawn[:1] == [0]
    page.table.setFocus()
    page.table.choose("A3")
    page.table.chosen.emit("A3")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    field = page.card.take_keyboard()
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    QTest.keyClicks(field, "S63.4.1")
    assert "1988年4月1日" in page.card.value.text()
    QTest.keyClicks(field, "2")
    opened.screen.save_draft()
    QTest.keyClick(field, Qt.Key.Key_Return)
    opened.rest()
    (kept,) = office.services.transcribing.fields(office.actor("examiner"), world.case)
    assert kept.mine is not None
    assert (kept.mine.value, kept.mine.as_written) == ("1988-04-12", "S63.4.12")
    assert page.card.cell == ("A4", None)
    assert page.card.take_keyboard().hasFocus(), "Enter leads on, without the mouse"
    entry = Entry("A5.place", None, Typed("神奈川県横浜市"))
    assert office.services.transcribing.write(office.actor("reviewer"), world.case, [entry]) == ()
    page.activate()
    QTest.keyClick(page, Qt.Key.Key_F9)
    opened.rest()
    assert page.card.take_keyboard().hasFocus()
    page.let_go()
    assert scan.is_closed


def test_what_must_not_be_kept_is_asked_about_while_it_is_typed(at: At, open_desk: Opens) -> None:
    world = at("consented")
    office = world.agency
    opened = open_desk(world, "examiner")
    page, cell = opened.screen.pages[Area.TRANSCRIPTION], "M1.item-1"
    assert isinstance(page, TranscriptionPage)
    page.sheets.activated.emit(next(n for n in range(35) if page.sheets.itemText(n).startswith("34")))
    page.table.choose(cell)
    page.table.chosen.emit(cell)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    strip, field = page.card.words_strip, page.card.take_keyboard()
    assert isinstance(field, LongField)
    assert strip is not None
    field.setPlainText("補足する。労働組合の役員をしていた")
    assert strip.isVisible()
    page.next_field()
    opened.rest()
    assert office.services.transcribing.fields(office.actor("examiner"), world.case) == (), "no reading"
    page.table.chosen.emit(cell)
    strip, field = page.card.words_strip, page.card.take_keyboard()
    assert isinstance(field, LongField)
    assert strip is not None
    assert strip.isVisible(), "it waits for an answer wherever the officer went meanwhile"
    QTest.keyClick(strip.strike_button, Qt.Key.Key_Space)
    opened.rest()
    assert (field.toPlainText(), strip.isHidden()) == (f"補足する。{MARK}", True)
    assert not field.document().isUndoAvailable()
    page.next_field()
    opened.rest()
    (kept,) = office.services.transcribing.fields(office.actor("examiner"), world.case)
    assert kept.mine is not None
    assert kept.mine.value == f"補足する。{MARK}"
    with office.desk.vault.read() as unit:
        assert not any("労働組合" in one.content.decode() for one in unit.documents.every(world.case))


def test_a_sheet_that_hangs_is_given_up_with_its_job_and_its_scan_is_read_no_second_time() -> None:
    hanging, token, reads = HangingScan(2), CancelToken(), [("application/pdf", b"%PDF-")]
    scans = [hanging, GreyScan(2)]
    held = _Held(lambda _data, _kind: scans.pop(0))

    def give_up() -> None:
        hanging.is_asked.wait()
        token.cancel()

    giving_up = Thread(target=give_up)
    giving_up.start()
    with pytest.raises(CancelledError):
        held.drawn(BlobId("scan"), 0, reads.pop, token)
    giving_up.join()
    assert hanging.is_closed
    at, sheets, picture = held.drawn(BlobId("scan"), -1, reads.pop, CancelToken())
    assert (at, sheets, picture is not None) == (1, 2, True)
    held.let_go()
    with pytest.raises(CancelledError):
        held.drawn(BlobId("scan"), 0, reads.pop, CancelToken())


def test_a_sheet_is_enlarged_turned_and_framed(qtbot: QtBot, theme: Theme) -> None:
    view = PagePictureView(theme)
    qtbot.addWidget(view)
    told: list[int] = []
    view.sized.connect(told.append)
    view.resize(400, 300)
    view.show()
    view.show_picture(GreySheet())
    assert told[-1] == view.canvas.width(), "who draws it learns how many pixels are needed"
    assert view.canvas.width() == pytest.approx(400 - view.verticalScrollBar().sizeHint().width(), abs=6)
    fitted = view.percent
    QTest.keyClick(view.canvas, Qt.Key.Key_Plus)
    assert (view.percent, told[-1]) == (150, round(210 * 96 / 72 * 1.5))
    QTest.keyClick(view.canvas, Qt.Key.Key_A)
    assert view.canvas.height() <= 300
    assert view.percent < fitted
    QTest.keyClick(view.canvas, Qt.Key.Key_R)
    assert view.turned == 90
    assert view.canvas.width() > view.canvas.height(), "it lies on its side"
    QTest.keyClick(view.canvas, Qt.Key.Key_W)
    assert view.canvas.width() <= 400
    asked: list[str] = []
    view.leaf_asked.connect(asked.append)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End):
        QTest.keyClick(view.canvas, key)
    assert asked == ["next", "last"]
    view.show_picture(GreySheet(points=(60_000_000.0, 1.0)))
    view.enlarge(-1)
    assert max(view.canvas.width(), view.canvas.height()) <= 16_000, "however large a page says to be"
