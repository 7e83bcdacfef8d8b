"""Survey of superiors (F12) and personnel information (F13): asked like inquiries, kept apart and from the subject."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import GateClosedError, InvalidInputError, NotAuthorisedError
from app.models.domain.ids import LetterId
from app.models.domain.inquiry import Identifying, InquiryForm, InquiryState, WhyNotAsked
from app.models.domain.working_days import Source
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import InquiryReply, MatterAnswer
from app.services.calendar import working_calendar
from app.services.desk import Target
from app.services.inquiries.planning import InquiryPlan
from app.services.queue.asked import QueueFilter, Whose
from tests.services.exchange.conftest import At
from tests.services.exchange.test_inquiries import REPLY_BY, answer, one_of, target
from tests.services.exchange.world import PDF, PEOPLE, World
from tests.services.rights.test_statement import words

SUPERIOR = "情報システム部長　試験次郎"
SURVEY = InquiryPlan("supervisor", ("information-handling", "drinking-trouble"), (), REPLY_BY, None, SUPERIOR)
PERSONNEL = InquiryPlan(
    "personnel", ("discipline-record", "wages-attached"), (Identifying.KANA,), REPLY_BY, "CONTRACTOR"
)
SAID = {"F12": "酒席で口論一件（令和五年）", "F13": "訓告一件（令和四年）"}


@pytest.fixture(name="world")
def _world(at: At) -> World:
    return at("assigned")


def prepared(world: World, plan: InquiryPlan) -> str:
    there = world.investigation
    return there.services.inquiries.prepare(there.actor("examiner"), world.case, plan)


def waits(world: World) -> list[str]:
    there = world.investigation
    return [one.key for one in there.services.queue.today(there.actor("examiner")).waiting]


def reply_to(form: str, ref: str) -> InquiryReply:
    facts = MatterAnswer(number=1, state="facts", text=SAID[form], papers=())
    return answer(ref, facts, MatterAnswer(number=2, state="no-record", text=None, papers=()))


def test_a_superior_gets_a_numbered_letter_that_was_seen_before(world: World, tmp_path: Path) -> None:
    there, actor = world.investigation, world.investigation.actor("examiner")
    letters, before = there.services.inquiry_letters, there.rows("documents")
    seen = letters.preview(actor, world.case, SURVEY)
    assert there.rows("documents") == before, "a look keeps nothing"
    mixed = msgspec.structs.replace(SURVEY, questions=("duty-and-health", "drinking-trouble"))
    with pytest.raises(InvalidInputError, match=r"inquiry\.medical-apart"):
        letters.preview(actor, world.case, mixed)
    ref = prepared(world, SURVEY)
    with pytest.raises(GateClosedError, match=r"inquiry\.letter-unwritten"):
        letters.consent(actor, world.case, ref)
    number = letters.issue(actor, world.case, ref)
    assert letters.consent(actor, world.case, ref) == ("application/pdf", PDF), "the copy that the letter speaks of"
    assert there.events("inquiry.consent-copied")[-1] == ("inquiry.consent-copied", "done")
    assert number.startswith("INVESTIGATION-F12-2025-")
    with pytest.raises(GateClosedError, match=r"inquiry\.no-letter"):
        letters.issue(actor, world.case, ref)
    first, second = (letters.printed(actor, world.case, ref) for _ in range(2))
    got = words(first.pdf, tmp_path)
    assert words(seen.pdf, tmp_path) == got.replace(number, "-"), "but for its number it is the very letter"
    assert sum("飲酒により" in line for line in seen.lines) == 1, "and who hears it hears the same"
    assert (second.copy, "2部目" in words(second.pdf, tmp_path), "部目" in got) == (2, True, False)
    assert ("本人に見せ" in got, any(PEOPLE[0][0] in line for line in seen.lines)) == (True, True)
    assert [word in got for word in (world.case, "人事", "懲戒", "フリガナ", "質問票に記載")] == [False] * 5
    there.services.inquiries.settle(actor, world.case, ref, InquiryState.ASKED)
    with pytest.raises(NotAuthorisedError):
        letters.printed(there.actor("security"), world.case, ref)


def test_who_keeps_silent_is_reminded_after_working_days_and_then_did_not_reply(world: World, tmp_path: Path) -> None:
    there, actor = world.investigation, world.investigation.actor("examiner")
    letters, inquiries, ref = there.services.inquiry_letters, there.services.inquiries, prepared(world, SURVEY)
    first = letters.issue(actor, world.case, ref)
    inquiries.settle(actor, world.case, ref, InquiryState.ASKED)
    asked_on, later = world.clock.today(), REPLY_BY + timedelta(days=30)
    clock = inquiries.of_case(actor, world.case).clocks[ref]
    assert (clock.days, clock.is_due, clock.source) == (10, False, Source.TABLE)
    assert clock.first_day == working_calendar().after(asked_on, 10) + timedelta(days=1)
    world.clock.advance(clock.first_day - timedelta(days=1) - asked_on)
    with pytest.raises(GateClosedError, match=r"inquiry\.reminder-early"):
        letters.remind(actor, world.case, ref, later)
    world.clock.advance(timedelta(days=1))
    number = letters.remind(actor, world.case, ref, later)
    with pytest.raises(GateClosedError, match=r"inquiry\.no-reminder"):
        letters.remind(actor, world.case, ref, later)
    said = words(letters.printed(actor, world.case, ref, reminder=True).pdf, tmp_path)
    told = (number, first, "まだ回答をいただいていません", "8月9日")
    assert [one for one in told if one not in said] == []
    world.clock.advance(REPLY_BY + timedelta(days=1) - world.clock.today())
    with pytest.raises(GateClosedError, match=r"inquiry\.not-overdue"):
        inquiries.settle(actor, world.case, ref, InquiryState.NO_REPLY)
    assert "today.inquiry" not in waits(world), "its last day is not over"
    world.clock.advance(timedelta(days=30))
    assert "today.inquiry" in waits(world)
    overdue = there.services.queue.page(actor, QueueFilter(whose=Whose.WAITING))
    assert [one.case_id for one in overdue] == [world.case]
    inquiries.settle(actor, world.case, ref, InquiryState.NO_REPLY)
    assert "today.inquiry" not in waits(world)
    kept = one_of(world, ref)
    assert (kept.form, kept.items, kept.state) == (InquiryForm.SURVEY, (3, 6), InquiryState.NO_REPLY)
    assert kept.reminder is not None
    assert kept.reminder.on == clock.first_day


def test_survey_and_personnel_information_come_back_and_are_kept_from_each_other(world: World) -> None:
    """At the office that is asked, whoever knows one of them meets the other one not even in the list."""
    body, there = world.contractor, world.investigation
    survey = prepared(world, msgspec.structs.replace(SURVEY, office="CONTRACTOR", addressee=""))
    personnel = prepared(world, PERSONNEL)
    for ref in (survey, personnel):
        world.carried(there, Kind.INQUIRY, target(world, ref), body)
    services, chief, other = body.services.asked_of_us, body.actor("security"), body.actor("examiner")
    lines = {line.form: line.matter_id for line in services.every(chief)}
    assert set(lines) == {"F12", "F13"}
    whole, _ = services.one(chief, lines["F12"])
    assert [one.item for one in whole.matters] == [3, 6]
    for refused in (
        lambda: services.one(chief, lines["F13"]),
        lambda: services.reply(chief, lines["F13"], reply_to("F13", personnel)),
    ):
        with pytest.raises(GateClosedError, match=r"inquiry\.kept-apart"):
            refused()
    assert [line.form for line in services.every(chief)] == ["F12"]
    services.reply(other, lines["F13"], reply_to("F13", personnel))
    with pytest.raises(GateClosedError, match=r"inquiry\.kept-apart"):
        services.one(other, lines["F12"])
    answered = services.reply(chief, lines["F12"], reply_to("F12", survey))
    world.carried(body, Kind.INQUIRY_REPLY, Target(matter=answered), there)
    kept = one_of(world, survey)
    assert (kept.state, one_of(world, personnel).state) == (InquiryState.ANSWERED, InquiryState.ASKED)
    assert kept.reply is not None
    assert [one.text for one in kept.reply.answers] == [SAID["F12"], ""]


def test_the_subject_meets_neither_of_them_in_anything_that_is_handed_out(world: World, tmp_path: Path) -> None:
    there, actor = world.investigation, world.investigation.actor("examiner")
    survey = prepared(world, SURVEY)
    there.services.inquiry_letters.issue(actor, world.case, survey)
    there.services.inquiries.settle(actor, world.case, survey, InquiryState.ASKED)
    asked_on = world.clock.today()
    world.clock.advance(REPLY_BY + timedelta(days=1) - asked_on)
    there.services.inquiries.settle(actor, world.case, survey, InquiryState.NO_REPLY)
    outside = msgspec.structs.replace(PERSONNEL, office=None, addressee="試験工業人事課")
    there.services.inquiries.not_asked(actor, world.case, outside, WhyNotAsked.KNOWN)
    security = there.actor("security")
    told = words(there.services.statements.issue(security, world.case).pdf, tmp_path)
    assert "照会を作成" in told, "that somebody was asked is told, and no more"
    assert ("送付した回数は、1回" in told, "機関の外の照会先に送付" in told) == (True, True), (
        "a letter on paper is a sending"
    )
    marks = ("調査票", "人事", "上司", "試験次郎", "F12", "F13", "飲酒", "情報システム部長")
    assert [mark for mark in marks if mark in told.replace("飲酒についての節度に関する事項", "")] == []
    there.services.interviews.prepare(actor, world.case)
    (interview,) = there.services.interviews.of_case(actor, world.case).interviews
    asked = [one.text for one in interview.questions]
    assert asked, "the open points of the form are asked"
    assert [text for text in asked if "照会" in text] == [], "what others did not answer is no question to the subject"
    assert {one.form for one in there.services.results.letters(security, world.case)} == {"statement"}
    (letter,) = [str(row[0]) for row in there.rows("letters") if "F12" in row]
    for handed in (there.services.filing.letter, there.services.filing.printed):
        with pytest.raises(GateClosedError, match=r"letter\.of-inquiry"):
            handed(security, LetterId(letter))
