"""Interviews on the case of the three offices: questions, course, answers, reading back, what differs from the form."""

from datetime import timedelta

import pytest

from app.models.domain.errors import AppError
from app.models.domain.finding import ITEMS, Fact, Finding, Hearing, HearingState
from app.models.domain.interview import (
    Cell,
    ConfirmedBy,
    InterviewQuestion,
    Manner,
    Origin,
    Said,
    Seat,
    StepKind,
    about_fact,
)
from app.models.domain.retention import Matter
from app.models.rules.life import Closing
from app.services.documents.archive import page_count
from app.services.interviewed import HeldInterview, interviews_in
from app.services.points.differing import SAID_OTHERWISE
from app.services.points.wording import question_of
from app.services.texts.catalogue import Language
from tests.services.exchange import custody_desk
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import CONSENT_DAY, World, plain
from tests.services.points.golden import LOADED, golden, put

ADVERSE = Finding(
    6,
    adverse=True,
    summary="飲酒の節度について、勤務への影響が認められる。",
    facts=(Fact("飲酒の翌日、勤務に遅れたことがある。", "質問票", CONSENT_DAY),),
)


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


@pytest.fixture(name="world")
def _world(at: At) -> World:
    world = at("assigned")
    put(world.investigation, world, golden("g10"))
    return world


def now(office: Office, world: World, who: str = "examiner") -> HeldInterview:
    return office.services.interviews.of_case(office.actor(who), world.case).interviews[-1]


def of(held: HeldInterview, origin: Origin) -> list[InterviewQuestion]:
    return [one for one in held.questions if one.origin is origin]


def prepared(office: Office, world: World) -> tuple[InterviewQuestion, InterviewQuestion, InterviewQuestion]:
    """The sheet of an adverse finding and the open points, with an own question; of a fact, the own, of a point."""
    interviews, examiner, case = office.services.interviews, office.actor("examiner"), world.case
    office.services.review.write_finding(examiner, case, ADVERSE)
    assert interviews.prepare(examiner, case) == 1
    interviews.add_question(examiner, case, 1, "6", "飲酒の量は、どのくらいですか。", Cell("K2.has"))
    held = now(office, world)
    return of(held, Origin.FINDING)[0], of(held, Origin.OWN)[0], of(held, Origin.POINT)[1]


def test_the_sheet_asks_what_is_open_and_nothing_that_must_not_be_asked(world: World) -> None:
    office, case = world.investigation, world.case
    interviews, examiner = office.services.interviews, office.actor("examiner")
    points = office.services.points
    points.close(examiner, case, points.of_case(examiner, case).points[0].key, Closing.EXPLAINED, "電話で確かめた。")
    open_points = points.of_case(examiner, case).points[1:]
    fact, own, _ = prepared(office, world)
    held = now(office, world)
    assert [one.about for one in of(held, Origin.POINT)] == [one.key for one in open_points]
    texts = [question_of(LOADED.pack, one, Language.JAPANESE) for one in open_points]
    assert [one.text for one in of(held, Origin.POINT)] == texts
    assert ADVERSE.facts[0].text in fact.text
    with refused("note.no-purpose"):
        interviews.add_question(examiner, case, 1, "process", "休日は何をして過ごしますか。")
    matters = (
        "支持政党はどこですか。|前の選挙で誰に投票しましたか。|神社や教会に行きますか。|Are you a member of a union?"
    )
    for matter in matters.split("|"):
        with refused("guard.unanswered"):
            interviews.add_question(examiner, case, 1, "1", matter)
    for threat in ("答えないと昇進に関わりますが、よいですか。", "答えないと不利になりますが、よいですか。"):
        with refused("correction.wording"):
            interviews.add_question(examiner, case, 1, "1", threat)
    interviews.prepare(examiner, case)
    assert now(office, world) == held, "nothing twice"
    interviews.leave_out(examiner, case, 1, own.number, is_left_out=True)
    assert own.number not in [one.number for one in now(office, world).sheet]
    assert page_count(interviews.print_sheet(examiner, case, 1)) > 0
    with refused("interview.empty"):
        interviews.print_record(examiner, case, 1)


def test_the_course_is_kept_and_nothing_is_said_of_why(world: World) -> None:
    office, case = world.investigation, world.case
    interviews, examiner = office.services.interviews, office.actor("examiner")
    fact, own, _ = prepared(office, world)
    interviews.leave_out(examiner, case, 1, own.number, is_left_out=True)
    with refused("interview.not-now"):
        interviews.answer(examiner, case, 1, fact.number, "早い。")
    for kind in (StepKind.STARTED, StepKind.BREAK, StepKind.RESUMED, StepKind.STOPPED):
        interviews.step(examiner, case, 1, kind)
    for kind in (StepKind.STARTED, StepKind.BREAK, StepKind.CONFIRMED):
        with refused("interview.not-now"):
            interviews.step(examiner, case, 1, kind)
    with refused("interview.not-now"):
        interviews.answer(examiner, case, 1, fact.number, "中止の間。")
    interviews.step(examiner, case, 1, StepKind.RESUMED)
    with refused("interview.not-now"):
        interviews.answer(examiner, case, 1, own.number, "除いた質問。")
    interviews.attend(examiner, case, 1, Seat.COMPANION, is_there=True)
    interviews.attend(examiner, case, 1, Seat.COMPANION, is_there=False)
    with refused("interview.not-now"):
        interviews.attend(examiner, case, 1, Seat.COMPANION, is_there=False)
    for item in ITEMS:
        office.services.review.write_finding(examiner, case, plain(item))
    with refused("interview.unfinished"):
        office.services.review.submit(examiner, case)
    with refused("interview.not-now"):
        interviews.step(examiner, case, 1, StepKind.ENDED)
    course = now(office, world).course
    assert [one.seat for one in course.present if one.until is None] == [Seat.SUBJECT, Seat.EXAMINER]
    assert {name for step in course.steps for name in step.__struct_fields__} == {"kind", "by", "at"}
    with pytest.raises(ValueError):  # noqa: PT011 # there is no room for words
        Said(Manner.NOT_ANSWERED, world.clock.now(), examiner.person, "隠しているようだ。")
    for kind in (StepKind.STOPPED, StepKind.ENDED):
        interviews.step(examiner, case, 1, kind)
    assert now(office, world).course.seats == ()
    assert interviews.prepare(examiner, case) == 2
    office.services.review.submit(examiner, case)  # what is only prepared holds nothing up


def test_answers_land_on_the_point_and_the_finding_and_the_form_stays(world: World) -> None:
    office, case = world.investigation, world.case
    interviews, points, review = office.services.interviews, office.services.points, office.services.review
    examiner = office.actor("examiner")
    fact, own, asked = prepared(office, world)
    interviews.step(examiner, case, 1, StepKind.STARTED)
    world.clock.advance(timedelta(minutes=7))
    interviews.answer(examiner, case, 1, fact.number, "異動の直後で、その後はない。")
    interviews.answer(examiner, case, 1, own.number, "飲まない。", differs=True)
    with refused("interview.no-cell"):
        interviews.answer(examiner, case, 1, fact.number, "違う。", differs=True)
    interviews.answer(examiner, case, 1, asked.number, "")
    with refused("guard.unanswered"):
        interviews.answer(examiner, case, 1, asked.number, "支持政党の活動で不在だった。")
    before = review.answers(examiner, case, "K", "ja")
    every = points.of_case(examiner, case).points
    told = next(one for one in every if one.key == asked.about).told
    assert [(one.interview, one.said.manner, one.at) for one in told] == [(1, Manner.NOT_ANSWERED, world.clock.now())]
    differing = next(one for one in every if one.finding.rule == SAID_OTHERWISE)
    assert (differing.finding.places[0].link_id, differing.needs_work) == ("K2.has", True)
    assert [one.said.text for one in differing.told] == ["飲まない。"]
    assert question_of(LOADED.pack, differing, Language.ENGLISH) == own.text
    points.close(examiner, case, differing.key, Closing.EXPLAINED, "本人の言い間違い。")
    replay, again = points.replay(examiner, case), points.replay(examiner, case, None, LOADED)
    assert (replay.said_count, replay.count) == (1, len(every) - 1)
    assert (again.said_digest, again.other_digest) == (replay.said_digest, replay.digest) != ("", "")
    assert not next(one for one in points.of_case(examiner, case).points if one.key == differing.key).needs_work
    assert review.answers(examiner, case, "K", "ja") == before
    # The other side alone is not enough: what speaks for the subject is asked for too.
    explained = review.detail(examiner, case).explained[6]
    at = "令和7年6月11日（2025年6月11日）"
    assert [one.rpartition("）")[2].strip() for one in explained.lines] == [
        "異動の直後で、その後はない。",
        "飲まない。",
    ]
    assert explained.lines[0].startswith(f"第1回面接・問{fact.number}（{at}"), "with its time"
    assert explained.facts == {about_fact(6, ADVERSE.facts[0].text): explained.lines[:1]}
    for item in (1, 2, 3, 4, 5, 7):
        review.write_finding(examiner, case, plain(item))
    hearing = Hearing(HearingState.EXPLAINED, "\n".join(explained.lines), explained.on)
    heard = Finding(6, adverse=True, summary=ADVERSE.summary, facts=ADVERSE.facts, hearing=hearing)
    review.write_finding(examiner, case, heard)
    with refused("review.incomplete"):
        review.submit(examiner, case)


def test_what_was_read_back_is_confirmed_as_it_stood(world: World) -> None:
    office, case = world.investigation, world.case
    interviews, examiner = office.services.interviews, office.actor("examiner")
    _, own, _ = prepared(office, world)
    interviews.step(examiner, case, 1, StepKind.STARTED)
    interviews.answer(examiner, case, 1, own.number, "飲まない。")
    interviews.step(examiner, case, 1, StepKind.READ_BACK)
    read = now(office, world).digest
    interviews.answer(examiner, case, 1, own.number, "月に一度は飲む。")
    with refused("interview.changed-meanwhile"):
        interviews.conclude(examiner, case, 1, read, ConfirmedBy.SIGNATURE)
    first, second = (interviews.print_record(examiner, case, 1) for _ in range(2))
    assert 0 < len(first) < len(second), "the second says which copy it is"
    interviews.conclude(examiner, case, 1, now(office, world).digest, ConfirmedBy.SIGNATURE)
    over = now(office, world)
    assert len(interviews.print_record(examiner, case, 1)) < len(second), "another paper: it ends otherwise"
    assert over.course.confirmation is not None
    assert over.course.confirmation.sha256 == over.digest != read
    assert all(one.until is not None for one in over.course.present)
    said = of(over, Origin.OWN)[0].said
    assert [(one.text, one.at_read_back) for one in said] == [("飲まない。", False), ("月に一度は飲む。", True)]
    with refused("interview.not-now"):
        interviews.answer(examiner, case, 1, own.number, "後から。")
    assert interviews.prepare(examiner, case) == 2, "what is open still is for a further one"
    with office.desk.vault.read() as unit:
        entries = b"".join(row.entry for row in unit.record.of_subject(case))
    assert (over.digest.encode() in entries, "月に一度".encode() in entries) == (True, False)


def test_what_is_medical_stays_with_who_has_a_part_in_the_case(world: World) -> None:
    office, case = world.investigation, world.case
    interviews, examiner = office.services.interviews, office.actor("examiner")
    interviews.prepare(examiner, case)
    interviews.add_question(examiner, case, 1, "5", "通院の予定はありますか。")
    interviews.step(examiner, case, 1, StepKind.STARTED)
    number = now(office, world).questions[-1].number
    interviews.answer(examiner, case, 1, number, "来月まで。")
    found = interviews.of_case(office.actor("decider"), case)
    assert found.locked is not None
    assert not any(one.is_medical for one in found.interviews[0].questions)
    assert found.interviews[0].digest == now(office, world).digest
    assert 5 not in office.services.review.detail(office.actor("decider"), case).explained
    with refused("access.not-of-case"):
        interviews.print_record(office.actor("decider"), case, 1)


def test_an_interview_travels_with_the_case_and_goes_with_it(world: World) -> None:
    office, agency, case = world.investigation, world.agency, world.case
    interviews, examiner = office.services.interviews, office.actor("examiner")
    interviews.prepare(examiner, case)
    interviews.step(examiner, case, 1, StepKind.STARTED)
    interviews.answer(examiner, case, 1, 1, "一行目\n二行目")
    with agency.desk.vault.write() as unit:  # the agency's own file of the case is another matter
        unit.erasure.erase(Matter.CASE, case)
    custody_desk.take_in(
        world, agency, custody_desk.hand_over(world, office, custody_desk.transfer(world, office, agency))
    )
    with office.desk.vault.read() as ours, agency.desk.vault.read() as theirs:
        assert interviews_in(theirs, case) == interviews_in(ours, case) != ()
    with office.desk.vault.write() as unit:
        unit.erasure.erase(Matter.CASE, case)
    with office.desk.vault.read() as unit:
        assert interviews_in(unit, case) == ()
