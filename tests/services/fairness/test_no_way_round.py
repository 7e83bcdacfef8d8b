"""Whoever is kept from a case, or reads it without its name, finds no way round that."""

from dataclasses import replace

from app.models.domain.act_table import RULES
from app.models.domain.actor import OfficeKind, Role
from app.models.domain.acts import Action, Subject
from app.models.domain.errors import AppError
from app.models.domain.event_kinds import KINDS
from app.models.domain.finding import ITEMS
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.domain.loop import Objecting
from app.models.domain.sampling import READ_ITEMS, ItemView
from app.models.domain.ties import Ties
from app.models.forms.guards.answering import WhyNot
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import OpinionCode
from app.services.desk import Target
from app.services.emergency.access import Outcome, ReasonWord
from app.services.queue.asked import QueueFilter
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import PEOPLE, plain
from tests.services.fairness.test_ties_of_officers import answer, keep, refused

NAME = PEOPLE[0][0]
TIED = Ties(people=(NAME,))
NOWHERE = CaseId("0" * 32)


def asked(office: Office, who: str, action: Action, case: CaseId) -> str:
    try:
        with office.desk.act(office.actor(who), action, Target(case=case)):
            return ""
    except AppError as error:
        return error.code


def test_no_act_tells_a_tied_officer_from_a_case_that_is_not_there(at: At) -> None:
    world = at("answered")
    office, case = world.investigation, world.case
    assert office.services.queue.count(office.actor("examiner"), QueueFilter(words=NAME)) == 1
    keep(office, "examiner", TIED)
    for rule in RULES.values():
        if rule.subject is Subject.CASE:
            assert asked(office, "examiner", rule.action, case) == "record.not-found", rule.action
            assert asked(office, "examiner", rule.action, NOWHERE) == "record.not-found"
    told = [event[1] for event in office.events()[-2:]]
    assert told == ["refused:kept-from", "refused:kept-from"], "nor does the length of the record"


def test_a_case_is_kept_from_whom_its_name_ties_before_any_answer_is_here(at: At) -> None:
    """At the agency from the consent on, also in the lists of the consent desk; elsewhere from its request on."""
    world = at("noticed")
    agency, investigation = world.agency, world.investigation
    keep(agency, "examiner", TIED)
    keep(investigation, "examiner", TIED)
    tied, colleague = agency.actor("examiner"), agency.actor("many")
    consents = agency.services.consents
    case = consents.record_consent(colleague, world.candidates[NAME], world.clock.today(), b"%PDF-1.4 synthetic")
    listed = [one.name for one in consents.candidates(tied, tuple(State))]
    assert NAME not in listed
    assert len(listed) == len(PEOPLE) - 1
    assert NAME in [one.name for one in consents.candidates(colleague, tuple(State))]
    assert consents.register(tied) == []
    assert [one.entry.name for one in consents.register(colleague)] == [NAME]
    assert refused(lambda: consents.screen_out(tied, world.candidates[NAME])) == "record.not-found"
    world.requested(case)
    assert investigation.services.queue.count(investigation.actor("examiner"), QueueFilter()) == 0
    assert investigation.services.queue.count(investigation.actor("reviewer"), QueueFilter()) == 1


def test_a_tie_found_later_takes_emergency_and_signature(at: At) -> None:
    world = at("assigned")
    office, case, there = world.investigation, world.case, world.agency
    emergency, exporting = office.services.emergency, office.services.exporting
    access = emergency.begin(office.actor("many"), case, ReasonWord.ABSENCE, "架空の事情")
    keep(office, "many", TIED)
    assert emergency.open_items(office.actor("many")) == []
    assert len(emergency.open_items(office.actor("auditor"))) == 1
    emergency.review(office.actor("auditor"), access.access_id, Outcome.JUSTIFIED, "架空の確認")
    bundle = world.prepared(office, Kind.CASE_TRANSFER, Target(case=case), there)  # the examiner is to sign it
    assert exporting.look(office.actor("examiner"), bundle).lines
    keep(office, "examiner", TIED)
    mine = office.actor("examiner"), office.hand("examiner")
    assert refused(lambda: exporting.look(mine[0], bundle)) == "record.not-found"
    assert refused(lambda: exporting.sign(*mine, bundle)) == "record.not-found"
    assert refused(lambda: exporting.decline(mine[0], bundle, Objecting.NOT_MINE)) == "record.not-found"


def test_a_case_that_is_handed_over_whole_is_compared_where_it_comes_in(at: At) -> None:
    world = at("consented")
    office = world.investigation
    keep(office, "examiner", Ties(places=(answer("B1.address"),)))
    world.receive_answers(world.case)
    world.carried(world.agency, Kind.CASE_TRANSFER, Target(case=world.case), office)
    assert office.services.queue.count(office.actor("reviewer"), QueueFilter()) == 1
    assert office.services.queue.count(office.actor("examiner"), QueueFilter()) == 0


def test_whoever_reads_without_a_name_is_told_it_by_no_list_and_no_other_role(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    sampling, second, many = office.services.sampling, office.services.second_reading, office.actor("many")
    for item in ITEMS:
        office.services.review.write_finding(office.actor("examiner"), case, plain(item))
    office.services.review.submit(office.actor("examiner"), case)
    examiner_too = replace(office.actor("examiner"), roles=frozenset({Role.EXAMINER, Role.REVIEWER}))
    sampling.draw(examiner_too, "lottery-0714-2025", 1)
    assert refused(lambda: sampling.assign(examiner_too, case, many.person)) == "access.same-person"
    assert refused(lambda: sampling.assign(many, case, many.person)) == "second-read.same-person"
    sampling.assign(office.actor("reviewer"), case, many.person)
    (reading,) = second.mine(many)
    assert [sample.cases for sample in sampling.overview(many).samples] == [()]
    assert [len(sample.cases) for sample in sampling.overview(office.actor("decider")).samples] == [1]
    sheet, others = office.services.queue.sheet(many, case), office.services.queue.sheet(office.actor("reviewer"), case)
    assert (sheet.is_drawn, others.is_drawn) == (False, True)
    assert not any(sheet.may(action) for action in (Action.SEE_MASKED_ANSWERS, Action.GIVE_SECOND_READ))
    assert others.doable_by[Action.SEE_MASKED_ANSWERS] == ()
    assert second.open(many, reading.reading_id).views == ()
    office.services.queue.history(many, case)
    views = tuple(ItemView(item, adverse=False) for item in READ_ITEMS)  # type: ignore[arg-type] # items that are read
    assert refused(lambda: second.hand_in(many, reading.reading_id, views)) == "access.same-person"


def test_every_look_at_a_case_with_its_name_ends_reading_it_without() -> None:
    apart = RULES[Action.GIVE_SECOND_READ].not_after
    looks = {
        rule.action
        for rule in RULES.values()
        if rule.subject is Subject.CASE
        and OfficeKind.INVESTIGATION_OFFICE in rule.offices
        and Role.EXAMINER in rule.roles
        and KINDS[rule.action.value] in {"look", "search", "print"}
        and not rule.second_reader_only
    }
    assert looks - apart == {Action.SEE_CASE}, "the head, which tells of no reading"
    assert RULES[Action.SEE_MASKED_ANSWERS].not_after == apart


def test_what_a_second_reader_types_is_answered_for_by_the_reader(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    second, many = office.services.second_reading, office.actor("many")
    for item in ITEMS:
        office.services.review.write_finding(office.actor("examiner"), case, plain(item))
    office.services.review.submit(office.actor("examiner"), case)
    office.services.sampling.draw(office.actor("reviewer"), "lottery-0714-2025", 1)
    office.services.sampling.assign(office.actor("reviewer"), case, many.person)
    (one,) = second.mine(many)
    clause = "労働組合の名を持つ団体への寄附がある。"
    views = tuple(ItemView(item, item == 6, clause if item == 6 else "") for item in READ_ITEMS)  # type: ignore[arg-type] # items that are read
    assert refused(lambda: second.hand_in(many, one.reading_id, views)) == "guard.unanswered"
    stranger = office.actor("reviewer")
    assert refused(lambda: second.struck(stranger, one.reading_id, 6, "union")) == "record.not-found"
    second.struck(many, one.reading_id, 6, "union")
    second.clear(many, one.reading_id, 6, clause, "union", WhyNot.NAME)
    opened = second.open(many, one.reading_id)
    assert len(opened.cleared) == 1
    second.hand_in(many, one.reading_id, views)
    kept = [event for event in office.services.queue.history(stranger, case) if event.code.startswith("guard.")]
    assert [(event.code, event.result) for event in kept] == [("guard.struck", "done"), ("guard.cleared", "done")]
    assert "労働組合".encode() not in b"".join(event.entry for event in kept)


def test_a_case_that_is_drawn_between_the_two_signatures_waits_for_its_reader(at: At) -> None:
    world = at("accepted")
    office, case = world.investigation, world.case
    opinions, second = office.services.opinions, office.services.second_reading
    opinions.sign(office.actor("reviewer"), office.hand("reviewer"), case, OpinionCode.NO_RISK_FOUND, "認められない。")
    office.services.sampling.draw(office.actor("reviewer"), "lottery-0714-2025", 1)
    office.services.sampling.assign(office.actor("reviewer"), case, office.person("many"))
    confirm = office.actor("decider"), office.hand("decider"), case
    assert refused(lambda: opinions.confirm(*confirm)) == "second-read.open"
    (one,) = second.mine(office.actor("many"))
    views = tuple(ItemView(item, adverse=False) for item in READ_ITEMS)  # type: ignore[arg-type] # items that are read
    second.hand_in(office.actor("many"), one.reading_id, views)
    opinions.confirm(*confirm)
