"""Inquiries on the case screen: prepared by keyboard from what the pack allows, listed with where each stands."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app import bootstrap
from app.models.domain.errors import GateClosedError
from app.models.domain.inquiry import InquiryState, WhyNotAsked
from app.models.forms.guards.finding import MARK
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import MatterAnswer
from app.services.desk import Target
from app.services.inquiries.planning import InquiryPlan
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.presenters.case_inquiries import InquiriesPresenter
from app.ui.screens.case.inquiries import InquiriesPage
from app.ui.screens.case.opinion import OpinionPage
from app.ui.screens.case.piece_dialog import PieceDialog
from app.ui.screens.case.two_lines import SECOND_ROLE
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.guard_strip import GuardStrip
from tests.journeys.shots import grab
from tests.services.exchange.conftest import At
from tests.services.exchange.test_inquiries import answer, carried, replied
from tests.services.exchange.world import PDF
from tests.ui.case.desks import Seat, shown
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]


def test_the_examiner_prepares_an_inquiry_and_records_what_became_of_it(at: At, open_case: Open) -> None:
    world = at("assigned")
    opened = open_case(world, world.investigation, "examiner")
    page = opened.area(Area.INQUIRIES)
    assert isinstance(page, InquiriesPage)
    form = page.form
    assert [form.office.itemData(row) for row in range(form.office.count())] == ["AGENCY", "CONTRACTOR", ""]
    assert form.name.isHidden()
    assert not form.ask.isEnabled()
    form.office.setCurrentIndex(1)
    form.questions.setFocus()
    form.questions.setCurrentRow(0)
    QTest.keyClick(form.questions, Qt.Key.Key_Space)
    QTest.keyClicks(form.day.field, "R7.7.10")
    assert form.ask.isEnabled()
    QTest.keyClick(form.ask, Qt.Key.Key_Space)
    opened.rest()
    assert page.errors.isHidden()
    assert page.list.count() == 1
    assert "照会" in str(page.list.item(0).data(SECOND_ROLE))
    assert not form.ask.isEnabled(), "the form begins anew"
    ((ref, state),) = [(one.ref, one.state) for one in page._presenter.state.inquiries]
    assert state is InquiryState.PREPARED

    form.questions.item(1).setCheckState(Qt.CheckState.Checked)
    form.questions.item(4).setCheckState(Qt.CheckState.Checked)
    QTest.keyClicks(form.day.field, "2025-07-10")
    QTest.keyClick(form.ask, Qt.Key.Key_Space)
    opened.rest()
    assert not page.errors.isHidden(), "one inquiry asks about one item"
    for language in (Language.ENGLISH, Language.JAPANESE):
        opened.context.texts.set_language(language)
        opened.screen.retranslate()
        opened.rest()
        assert unnamed(opened.screen) == []
        assert missed_by_tab(opened.screen) == []
    page.to.setCurrentIndex(page.to.findData(InquiryState.NOT_ASKED.value))
    page.why.setCurrentIndex(page.why.findData(WhyNotAsked.KNOWN.value))
    QTest.keyClick(page.settle, Qt.Key.Key_Space)
    opened.rest()
    found = world.investigation.services.inquiries.of_case(world.investigation.actor("examiner"), world.case)
    assert [(one.ref, one.state, one.why_not) for one in found.inquiries] == [
        (ref, InquiryState.NOT_ASKED, WhyNotAsked.KNOWN)
    ]
    assert page.settle_card.isHidden()


def test_who_only_reads_gets_no_form_and_nothing_stays_of_a_sealed_case(at: At) -> None:
    world = at("assigned")
    there = world.investigation
    plan = InquiryPlan("employer", ("discipline",), (), date(2025, 7, 10), "CONTRACTOR")
    there.services.inquiries.prepare(there.actor("examiner"), world.case, plan)
    seat = Seat(world, there, "reviewer")
    reader = seat.opened(InquiriesPresenter(seat.work, bootstrap.page_images()))
    assert len(shown(reader).inquiries) == 1
    assert (shown(reader).may_settle, shown(reader).bodies, shown(reader).ways) == (False, (), ())
    reader.drop()
    assert shown(reader).inquiries == ()


def test_without_the_consent_the_form_says_why_and_lets_record_that_nobody_is_asked(at: At) -> None:
    world = at("noticed")
    world.case = world.consent(next(iter(world.candidates)), inquiries=False)
    world.requested()
    world.answered()
    world.assigned()
    seat = Seat(world, world.investigation, "examiner")
    area = seat.opened(InquiriesPresenter(seat.work, bootstrap.page_images()))
    state = shown(area)
    assert (state.may_write, state.may_settle) == (False, True)
    assert state.refused == "no-inquiry-consent"
    plan = InquiryPlan("employer", ("discipline",), (), date.min, "CONTRACTOR")
    area.not_asked(plan, WhyNotAsked.NO_CONSENT)
    area.load()
    assert [one.state for one in shown(area).inquiries] == [InquiryState.NOT_ASKED]


def test_who_signs_the_opinion_sees_which_inquiries_brought_nothing(at: At, open_case: Open) -> None:
    world = at("assigned")
    there, actor = world.investigation, world.investigation.actor("examiner")
    asked = InquiryPlan("prosecution", ("convictions",), (), date(2025, 7, 10), None, "試験地方検察庁")
    ref = there.services.inquiries.prepare(actor, world.case, asked)
    there.services.inquiry_letters.issue(actor, world.case, ref)
    there.services.inquiries.settle(actor, world.case, ref, InquiryState.ASKED)
    left_out = InquiryPlan("employer", ("discipline",), (), date.min, "CONTRACTOR")
    world.clock.advance(timedelta(minutes=1))
    there.services.inquiries.not_asked(actor, world.case, left_out, WhyNotAsked.KNOWN)
    with pytest.raises(GateClosedError, match=r"inquiry\.outstanding"):
        world.found()  # its clock still runs
    there.services.review.send_back(there.actor("reviewer"), world.case, None, "照会の結果を待ちます。")
    world.clock.advance(timedelta(days=31))
    there.services.inquiries.settle(actor, world.case, ref, InquiryState.NO_REPLY)
    world.found()
    opened = open_case(world, there, "reviewer")
    page = opened.area(Area.OPINION)
    assert isinstance(page, OpinionPage)
    told = [
        "照会（犯罪・懲戒）：回答なし　照会 2025-06-11　督促なし",
        "照会（犯罪・懲戒）：照会せず　理由：他の資料で確認できた",
    ]
    assert page.absent.text().splitlines() == told
    page.points.show_text("遅れた日")
    for _ in range(2):
        QTest.keyClick(page.add_button, Qt.Key.Key_Space)
    opened.rest()
    assert page.points.text().splitlines() == ["遅れた日", *told]
    grab(opened.screen, "opinion-absent")


def test_what_must_not_be_kept_in_a_reply_is_struck_where_it_is_read(at: At, open_case: Open) -> None:
    world = at("assigned")
    there = world.investigation
    ref = carried(world, world.contractor)
    said = MatterAnswer(number=1, state="facts", text="戒告一件、労働組合の役員", papers=())
    world.carried(
        world.contractor, Kind.INQUIRY_REPLY, Target(matter=replied(world.contractor, answer(ref, said))), there
    )
    opened = open_case(world, there, "examiner")
    page = opened.area(Area.INQUIRIES)
    assert isinstance(page, InquiriesPage)
    assert "記載の確認が必要" in str(page.list.item(0).data(SECOND_ROLE))
    grab(opened.screen, "inquiry-must-not")
    (strip,) = page.answers.findChildren(GuardStrip)
    assert (unnamed(opened.screen), missed_by_tab(opened.screen)) == ([], [])
    strip.strike_button.click()
    (dialog,) = page.findChildren(ConfirmDialog)
    dialog.yes_button.click()
    opened.rest()
    assert page.errors.isHidden()
    assert page.answers.findChildren(GuardStrip) == []
    (kept,) = page._presenter.state.inquiries
    assert kept.reply is not None
    assert kept.reply.answers[0].text == f"戒告一件、{MARK}"
    button = next(one for one in page.answers.findChildren(QPushButton) if "余分" in one.text())
    button.click()
    (choice,) = page.answers.findChildren(PieceDialog)
    grab(choice, "inquiry-surplus")
    assert unnamed(choice) == []
    assert not choice.strike_button.isEnabled()
    QTest.keyClick(choice.list, Qt.Key.Key_Space)
    choice.strike_button.click()
    opened.rest()
    (kept,) = page._presenter.state.inquiries
    assert kept.reply is not None
    assert kept.reply.answers[0].text == f"{MARK}、{MARK}"
    assert "記載の確認が必要" not in str(page.list.item(0).data(SECOND_ROLE))


def test_a_reply_that_is_being_typed_outlasts_language_lock_and_another_inquiry(at: At, open_case: Open) -> None:
    world = at("assigned")
    there, actor = world.investigation, world.investigation.actor("examiner")
    paper = there.services.received.file(actor, world.case, PDF, "2")
    refs = []
    for name in ("試験地方検察庁", "見本地方検察庁"):
        asked = InquiryPlan("prosecution", ("convictions",), (), date(2025, 7, 10), None, name)
        refs.append(there.services.inquiries.prepare(actor, world.case, asked))
        there.services.inquiry_letters.issue(actor, world.case, refs[-1])
        there.services.inquiries.settle(actor, world.case, refs[-1], InquiryState.ASKED)
        world.clock.advance(timedelta(minutes=1))
    there.services.paper_replies.link(actor, world.case, refs[1], paper)
    opened = open_case(world, there, "examiner")
    page = opened.area(Area.INQUIRIES)
    assert isinstance(page, InquiriesPage)
    card = page.paper_reply

    def typed() -> tuple[str, list[str]]:
        return card.who.text(), [line.text.text() for line in card._answers()]

    card.who.setText("検察事務官")
    (line,) = card._answers()
    line.state.setCurrentIndex(line.state.findData("facts"))
    line.text.setPlainText("罰金一件")
    for language in (Language.ENGLISH, Language.JAPANESE):
        opened.context.texts.set_language(language)
        opened.screen.retranslate()
        opened.rest()
        assert typed() == ("検察事務官", ["罰金一件"])
        assert (unnamed(opened.screen), missed_by_tab(opened.screen)) == ([], [])
    for row in (0, 1):
        page.list.setCurrentRow(row)
        opened.rest()
    assert typed() == ("検察事務官", ["罰金一件"])
    opened.screen.save_draft()
    opened.rest()
    again = open_case(world, there, "examiner")
    page = again.area(Area.INQUIRIES)
    assert isinstance(page, InquiriesPage)
    page.list.setCurrentRow(1)
    again.rest()
    card = page.paper_reply
    assert typed() == ("検察事務官", ["罰金一件"])
    grab(again.screen, "inquiry-typing")
    card.day.field.setText("2025-06-11")
    card.keep.click()
    again.rest()
    assert there.services.drafts.read(actor, world.case) == {}
