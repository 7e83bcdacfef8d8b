"""Flags with an owner, queries that a third closes, tasks that block: on the case of the three offices."""

from datetime import date, timedelta

import pytest

from app.models.domain.act_table import RULES
from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.case_task import TaskState
from app.models.domain.errors import AppError
from app.models.domain.finding import ITEMS
from app.models.domain.retention import Matter
from app.services.findings.flags import flags_in
from app.services.queries.keeping import queries_in
from app.services.queue.asked import QueueFilter, Whose
from app.services.tasks.keeping import tasks_in
from app.services.tasks.templates import TemplateTask, task_templates
from tests.services.exchange import custody_desk
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World, plain

ANSWER = ("E1.relation", "r1")


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def today(office: Office, who: str) -> dict[str, int]:
    return {
        one.key: one.count
        for one in office.services.queue.today(office.actor(who)).waiting
        if one.whose is Whose.WAITING
    }


@pytest.fixture(name="world")
def _world(at: At) -> World:
    world = at("assigned")
    office = world.investigation
    office.services.review.take_up(office.actor("reviewer"), world.case, Role.REVIEWER)
    return world


def test_a_flag_waits_for_its_owner_and_anothers_is_closed_by_right_only(world: World) -> None:
    office, case = world.investigation, world.case
    review, examiner, reviewer = office.services.review, office.actor("examiner"), office.actor("reviewer")
    with refused("flag.owner"):
        review.flag(examiner, case, *ANSWER, "確認", owner=office.person("decider"))
    with refused("flag.due"):
        review.flag(examiner, case, *ANSWER, "旅券と異なる。", world.clock.today() - timedelta(days=1))
    review.flag(examiner, case, *ANSWER, "旅券と異なる。", date(2025, 6, 30), reviewer.person)
    assert (today(office, "reviewer"), today(office, "examiner")) == ({"today.flag": 1}, {})
    (flag,) = review.detail(reviewer, case).flags
    assert (flag.owner, flag.written_by, flag.flag.due_on) == (reviewer.person, examiner.person, date(2025, 6, 30))
    with refused("access.wrong-role"):
        review.resolve_flag(examiner, case, *ANSWER, "済み")
    assert office.events("flag.resolved-by-reviewer") == [("flag.resolved-by-reviewer", "refused:wrong-role")]
    review.resolve_flag(reviewer, case, *ANSWER, "面接で確かめた。")
    assert today(office, "reviewer") == {}
    review.flag(examiner, case, *ANSWER, "もう一度")
    assert today(office, "examiner") == {"today.flag": 1}
    office.services.review.assign(reviewer, case, office.person("many"), None)
    assert (today(office, "examiner"), today(office, "many")) == ({}, {"today.flag": 1}), "handed over with the case"
    with refused("flag.not-own"):
        review.take_back_flag(office.actor("many"), case, *ANSWER)
    review.assign(reviewer, case, examiner.person, None)
    review.take_back_flag(examiner, case, *ANSWER)
    assert (today(office, "examiner"), review.detail(examiner, case).flags) == ({}, ())
    assert Action.RESOLVE_ANOTHERS_FLAG not in RULES[Action.ACCEPT_FINDINGS].not_after, "the reviewer stays reviewer"


def test_a_query_is_answered_by_another_and_closed_by_a_third(world: World) -> None:
    office, case = world.investigation, world.case
    queries, people = office.services.queries, {who: office.actor(who) for who in ("examiner", "reviewer", "decider")}
    examiner, reviewer, decider = people.values()
    office.services.review.take_up(decider, case, Role.DECIDING_OFFICER)
    for to in (examiner.person, office.person("security")):
        with refused("query.addressee"):
            queries.ask(examiner, case, *ANSWER, to, "旧姓との関係は。")
    query = queries.ask(examiner, case, *ANSWER, reviewer.person, "旧姓との関係は。")
    assert today(office, "reviewer") == {"today.query-asked": 1}
    with refused("query.own-question"):
        queries.answer(examiner, case, query, "自分で回答")
    with refused("query.over"):
        queries.close(decider, case, query)
    queries.answer(reviewer, case, query, "戸籍のとおり。")
    assert (today(office, "reviewer"), today(office, "decider")) == ({}, {"today.query-answered": 1})
    for who in (examiner, reviewer):
        with refused("query.own"):
            queries.close(who, case, query)
    queries.ask_again(examiner, case, query, "日付は。")
    queries.answer(office.actor("many"), case, query, "同じ日。")
    queries.close(decider, case, query)
    (found,) = office.services.review.detail(reviewer, case).queries
    assert [step.state.value for step in found.query.steps] == ["asked", "answered", "asked", "answered", "closed"]
    assert (found.place, found.query.is_open, today(office, "decider")) == ("E1.relation/r1", False, {})
    mistaken = queries.ask(examiner, case, *ANSWER, decider.person, "間違い")
    with refused("query.not-asker"):
        queries.withdraw(reviewer, case, mistaken)
    queries.withdraw(examiner, case, mistaken)
    assert today(office, "decider") == {}
    with office.desk.vault.read() as unit:
        assert not any("旧姓".encode() in row.entry for row in unit.record.of_subject(case))


def test_what_is_asked_about_a_medical_answer_stays_with_who_has_a_part(world: World) -> None:
    office, case = world.investigation, world.case
    queries, examiner, decider = office.services.queries, office.actor("examiner"), office.actor("decider")
    medical = next(line for line in office.services.review.answers(examiner, case, "J", "ja"))
    with refused("query.addressee"):
        queries.ask(examiner, case, medical.link_id, medical.row, decider.person, "いつからか。")
    query = queries.ask(examiner, case, medical.link_id, medical.row, office.person("reviewer"), "いつからか。")
    assert len(office.services.review.detail(office.actor("reviewer"), case).queries) == 1
    assert office.services.review.detail(decider, case).queries == ()
    with refused("access.not-of-case"):
        queries.answer(decider, case, query, "先月から。")


def test_tasks_come_once_block_the_submission_and_are_not_needed_for_a_reason(world: World) -> None:
    office, case = world.investigation, world.case
    tasks, review, examiner = office.services.tasks, office.services.review, office.actor("examiner")
    assert tasks.add(examiner, case, "stay-abroad") == 5
    assert tasks.add(examiner, case, "stay-abroad") == 0
    assert tasks.add(examiner, case, "nationality") == 2, "the passport is looked at once"
    for item in ITEMS:
        review.write_finding(examiner, case, plain(item))
    blocking = review.detail(examiner, case).blocking
    assert {one.place for one in blocking} == {"passport", "abroad-residence", "abroad-work", "family-register"}
    assert today(office, "examiner") == {"today.task": 4}
    asked = QueueFilter(whose=Whose.WAITING)
    assert [one.case_id for one in office.services.queue.page(examiner, asked)] == [case]
    assert office.services.queue.count(office.actor("many"), asked) == 0
    with refused("task.open"):
        review.submit(examiner, case)
    with refused("note.empty"):
        tasks.settle(examiner, case, "passport", TaskState.NOT_NEEDED, " ")
    tasks.settle(examiner, case, "passport", TaskState.NOT_NEEDED, "海外に出たことがない。")
    for place in ("abroad-residence", "abroad-work", "family-register"):
        tasks.settle(examiner, case, place, TaskState.DONE)
    with refused("task.same"):
        tasks.settle(examiner, case, "abroad-work", TaskState.DONE)
    assert today(office, "examiner") == {}
    review.submit(examiner, case)
    reviewer = office.actor("reviewer")
    tasks.settle(reviewer, case, "abroad-work", TaskState.OPEN)
    with refused("task.open"):
        review.accept(reviewer, case)
    tasks.settle(reviewer, case, "abroad-work", TaskState.DONE)
    review.accept(reviewer, case)


def test_what_waits_travels_with_the_case_and_goes_with_it(world: World) -> None:
    office, agency, case = world.investigation, world.agency, world.case
    examiner = office.actor("examiner")
    office.services.tasks.add(examiner, case, "finances")
    office.services.queries.ask(examiner, case, *ANSWER, office.person("reviewer"), "旧姓との関係は。")
    office.services.review.flag(examiner, case, *ANSWER, "確認")
    with agency.desk.vault.write() as unit:  # the agency's own file of the case is another matter
        unit.erasure.erase(Matter.CASE, case)
    custody_desk.take_in(
        world, agency, custody_desk.hand_over(world, office, custody_desk.transfer(world, office, agency))
    )
    with office.desk.vault.read() as ours, agency.desk.vault.read() as theirs:
        assert tasks_in(theirs, case) == tasks_in(ours, case)
        assert queries_in(theirs, case) == queries_in(ours, case)
        assert flags_in(theirs, case)[0].owner == examiner.person
    assert {row[1] for row in agency.rows("case_waits")} == {"task"}, "people wait at their own station"
    assert {row[1] for row in office.rows("case_waits")} == {"flag", "query-asked", "task"}
    with office.desk.vault.write() as unit:
        unit.erasure.erase(Matter.CASE, case)
    assert office.rows("case_waits") == []


def test_the_lists_name_each_task_in_the_same_words_everywhere() -> None:
    known: dict[str, TemplateTask] = {}
    for template in task_templates():
        assert any(one.mandatory for one in template.tasks)
        for one in template.tasks:
            assert known.setdefault(one.id, one) == one
    assert len({template.id for template in task_templates()}) == len(task_templates())
