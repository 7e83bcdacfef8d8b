"""Every act asks for office, role, person, consent and state at the moment it happens, and a refusal is on record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.models.domain.act_table import RULES
from app.models.domain.actor import Role
from app.models.domain.acts import Action, Subject
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError
from app.models.domain.evaluation import Outcome
from app.models.domain.ids import BlobId
from app.models.domain.inquiry import WhyNotAsked
from app.models.forms.answers import encode
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import OpinionCode
from app.services.desk import Target
from app.services.emergency.access import ReasonWord
from app.services.inquiries.planning import InquiryPlan
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import CLEARED, CONSENT_DAY, PDF, SIGNERS, World, plain
from tests.services.rights.guard_calls import WRITTEN

ASK = InquiryPlan("credit", ("arrears",), (), date(2030, 1, 1), None, "試験信用情報機構")
Call = Callable[[World, Office, str], Any]
"""A use case on the case of the world, at an office, by an officer."""


def _prepare(kind: Kind) -> Call:
    def call(world: World, office: Office, who: str) -> Any:
        receiver = world.contractor if kind is Kind.RESULT else world.investigation
        receiver = world.agency if kind is Kind.OPINION else receiver
        signers = [office.person(one) for one in SIGNERS[kind]]
        return office.services.exporting.prepare(
            office.actor(who), kind, Target(case=world.case), receiver.station, signers
        )

    return call


ANSWER = ("E1.relation", "r1")
CALLS: dict[Action, Call] = {
    Action.RECORD_INQUIRY_CONSENT: lambda w, o, who: o.services.consents.record_inquiry_consent(
        o.actor(who), w.case, CONSENT_DAY, PDF
    ),
    Action.RECORD_WITHDRAWAL: lambda w, o, who: o.services.consents.record_withdrawal(
        o.actor(who), w.case, CONSENT_DAY, PDF
    ),
    Action.RECEIVE_QUESTIONNAIRE: lambda w, o, who: o.services.questionnaires.receive(
        o.actor(who), w.case, encode(next(iter(shelf().current.golden.values())).response)
    ),
    Action.SEE_ANSWERS: lambda w, o, who: o.services.review.answers(o.actor(who), w.case, "E", "ja"),
    Action.PRINT_QUESTIONNAIRE: lambda w, o, who: o.services.twins.filled(o.actor(who), w.case),
    Action.SEE_MEDICAL_ANSWERS: lambda w, o, who: o.services.review.answers(o.actor(who), w.case, "J", "ja"),
    Action.TAKE_REVIEW: lambda w, o, who: o.services.review.take_up(o.actor(who), w.case, Role.REVIEWER),
    Action.TAKE_DECISION: lambda w, o, who: o.services.review.take_up(o.actor(who), w.case, Role.DECIDING_OFFICER),
    Action.RELEASE_PART: lambda w, o, who: o.services.review.release(o.actor(who), w.case, Role.REVIEWER),
    Action.BREAK_GLASS: lambda w, o, who: o.services.emergency.begin(
        o.actor(who), w.case, ReasonWord.ABSENCE, "担当者が不在のため"
    ),
    Action.SEE_FINDINGS: lambda w, o, who: o.services.review.detail(o.actor(who), w.case),
    Action.ASSIGN: lambda w, o, who: o.services.review.assign(
        o.actor(who), w.case, o.person("examiner"), date(2025, 7, 1)
    ),
    Action.ESCALATE: lambda w, o, who: o.services.escalations.ask(o.actor(who), w.case),
    Action.FLAG_ANSWER: lambda w, o, who: o.services.review.flag(o.actor(who), w.case, *ANSWER, "確認"),
    Action.RESOLVE_FLAG: lambda w, o, who: o.services.review.take_back_flag(o.actor(who), w.case, *ANSWER),
    **WRITTEN,
    Action.WRITE_INQUIRY: lambda w, o, who: o.services.inquiries.prepare(o.actor(who), w.case, ASK),
    Action.SETTLE_INQUIRY: lambda w, o, who: o.services.inquiries.not_asked(
        o.actor(who), w.case, ASK, WhyNotAsked.NOT_NEEDED
    ),
    Action.WRITE_FINDING: lambda w, o, who: o.services.review.write_finding(o.actor(who), w.case, plain(1)),
    Action.SUBMIT_FINDINGS: lambda w, o, who: o.services.review.submit(o.actor(who), w.case),
    Action.RETURN_FINDINGS: lambda w, o, who: o.services.review.send_back(o.actor(who), w.case, 1, "もう少し"),
    Action.ACCEPT_FINDINGS: lambda w, o, who: o.services.review.accept(o.actor(who), w.case),
    Action.SIGN_OPINION: lambda w, o, who: o.services.opinions.sign(
        o.actor(who), o.hand(who), w.case, OpinionCode.NO_RISK_FOUND, "認められない。"
    ),
    Action.CONFIRM_OPINION: lambda w, o, who: o.services.opinions.confirm(o.actor(who), o.hand(who), w.case),
    Action.OPEN_EVALUATION: lambda w, o, who: o.services.decisions.open(o.actor(who), w.case),
    Action.WRITE_EVALUATION: lambda w, o, who: o.services.decisions.write(o.actor(who), w.case, CLEARED),
    Action.SIGN_DECISION: lambda w, o, who: o.services.decisions.sign(
        o.actor(who), o.hand(who), w.case, w.clock.today()
    ),
    Action.RETURN_DECISION: lambda w, o, who: o.services.decisions.send_back(o.actor(who), w.case, "もう一度"),
    Action.CONFIRM_CLEARED: lambda w, o, who: o.services.decisions.confirm(
        o.actor(who), o.hand(who), w.case, Outcome.CLEARED
    ),
    Action.CONFIRM_NOT_CLEARED: lambda w, o, who: o.services.decisions.confirm(
        o.actor(who), o.hand(who), w.case, Outcome.NOT_CLEARED
    ),
    Action.NOTIFY_CLEARED: lambda w, o, who: o.services.results.notify_subject(
        o.actor(who), w.case, Outcome.CLEARED, w.clock.today()
    ),
    Action.NOTIFY_NOT_CLEARED: lambda w, o, who: o.services.results.notify_subject(
        o.actor(who), w.case, Outcome.NOT_CLEARED, w.clock.today()
    ),
    Action.CONFIRM_VALIDITY: lambda w, o, who: o.services.results.confirm_validity(o.actor(who), w.case),
    Action.PREPARE_REQUEST: _prepare(Kind.INVESTIGATION_REQUEST),
    Action.PREPARE_QUESTIONNAIRE: _prepare(Kind.QUESTIONNAIRE),
    Action.PREPARE_OPINION: _prepare(Kind.OPINION),
    Action.PREPARE_DECISION: _prepare(Kind.DECISION),
    Action.PREPARE_RESULT: _prepare(Kind.RESULT),
}
"""Every act on a case that an officer starts, as the use case that performs it."""
ELSEWHERE = (
    *("kiosk.", "correction", "transcription", "timeline.", "query.", "task.", "interview.", "flag.resolved-by"),
    *("second-read.", "masked-answers.", "inquiry.letter", "inquiry.consent-copied", "inquiry.rem", "inquiry-preview."),
    *("inquiry.posted", "inquiry.reply-c", "inquiry.reply-l", "inquiry.reply-t", "guard.reply-struck", "paper."),
)
NOT_STARTED_HERE = {
    *(each for each in Action if each.value.startswith(ELSEWHERE)),
    *(Action.SEE_CASE, Action.SEE_FAMILY, Action.PRINT_PICTURE, Action.PRINT_OPINION),
    # A part of another look, or only after an emergency access; the tests of rights hold them.
    *(Action.SEE_MEDICAL_FINDINGS, Action.SEE_GLASS_REASON),
    Action.PREPARE_WITHDRAWAL,
    # Come with a bundle; the tests of the exchange hold them.
    Action.DECIDE_IDENTITY,
    *(Action.ADMIT_QUESTIONNAIRE, Action.ADMIT_WITHDRAWAL, Action.PREPARE_CORRECTED, Action.ADMIT_CORRECTED),
    *(Action.SEE_PAPERS, Action.FILE_PAPER, Action.SEE_PAPER, Action.TAKE_OVER),  # tests of their own
    *(Action.ADMIT_OPINION, Action.ADMIT_DECISION),
    # The tests of retention hold them.
    Action.MARK_DISPOSAL_DUE,
    Action.DISPOSE,
    Action.WITNESS_DISPOSAL,
    *(Action.SET_HOLD, Action.END_HOLD, Action.SEE_HOLDS),
    # The tests of custody and of complaints hold them.
    Action.PREPARE_TRANSFER,
    Action.PREPARE_RECALL,
    Action.CONFIRM_CUSTODY,
    Action.COMPARE_CUSTODY,
    Action.DECIDE_CUSTODY,
    Action.RECALL_CASE,
    Action.WITNESS_CUSTODY,
    Action.MARK_COPY,
    Action.PREPARE_COMPLAINT,
    Action.ADMIT_COMPLAINT,
    # The tests of points to clear up, of inquiries and confirmations hold them.
    *(act for act in Action if act.value.startswith(("point.", "points.", "earlier-answers."))),
    Action.PREPARE_INQUIRY,
    Action.ADMIT_INQUIRY_REPLY,
    Action.WRITE_CONFIRMATION,
    Action.PREPARE_CONFIRMATION,
    # No use case performs them yet.
    Action.RAISE_DOUBT,
    Action.RECORD_EXPIRY,
    Action.OPEN_COMPLAINT,
    Action.CLOSE_COMPLAINT,
    Action.SEE_HISTORY,
    Action.SEE_COMPLAINT,
    Action.CLOSE_GLASS,
    Action.REVIEW_GLASS,
}

WHO = {
    Role.EXAMINER: "examiner",
    Role.REVIEWER: "reviewer",
    Role.DECIDING_OFFICER: "decider",
    Role.SECURITY_OFFICER: "security",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}


def test_every_act_on_a_case_is_called_here_or_named_as_left_out() -> None:
    on_cases = {action for action, rule in RULES.items() if rule.subject is Subject.CASE}
    assert set(CALLS) | NOT_STARTED_HERE == on_cases
    assert not set(CALLS) & NOT_STARTED_HERE


@dataclass
class Refusing:
    """Calls that must be refused, on record, with nothing changed."""

    world: World
    office: Office

    def expect(self, action: Action, who: str, why: str) -> None:
        before, seen = self.office.tables(), self.office.events(action.value)
        with pytest.raises((NotAuthorisedError, GateClosedError)) as refusal:
            CALLS[action](self.world, self.office, who)
        assert refusal.value.code == f"access.{why}", action
        assert self.office.tables() == before
        assert self.office.events(action.value) == [*seen, (action.value, f"refused:{why}")]


@pytest.mark.parametrize("stage", ["answered", "notified"])
def test_nobody_acts_without_office_and_role(at: At, stage: str) -> None:
    world = at(stage)
    for action in CALLS:
        rule = RULES[action]
        for office in (world.agency, world.investigation):
            refusing = Refusing(world, office)
            if office.kind not in rule.offices:
                for who in ("many", "security"):
                    refusing.expect(action, who, "wrong-office")
                continue
            for role, who in WHO.items():
                if role not in rule.roles:
                    refusing.expect(action, who, "wrong-role")


@pytest.mark.parametrize("stage", ["consented", "assigned", "accepted", "opined", "evaluated", "proposed", "decided"])
def test_a_sealed_case_is_closed_to_every_act(at: At, stage: str) -> None:
    """Whatever came before, after the withdrawal no use case does or shows anything of the case."""
    world = at(stage)
    world.withdraw()
    if stage != "consented":
        world.carried(world.agency, Kind.WITHDRAWAL, Target(case=world.case), world.investigation)
    for action, call in CALLS.items():
        rule = RULES[action]
        for office in (world.agency, world.investigation):
            knows = any(row[0] == world.case for row in office.rows("cases"))
            if office.kind not in rule.offices or not knows:
                continue
            before = office.tables()
            for role in rule.roles:
                with pytest.raises((NotAuthorisedError, GateClosedError)) as refusal:
                    call(world, office, WHO[role])
                assert refusal.value.code in {
                    "access.sealed",
                    "access.same-person",
                    "access.not-assigned",
                    "access.not-of-case",
                }, action
            assert office.tables() == before


def test_scans_and_letters_of_a_sealed_case_stay_shut(at: At) -> None:
    world = at("requested")
    agency, office = world.agency, world.investigation
    world.withdraw()
    world.carried(agency, Kind.WITHDRAWAL, Target(case=world.case), office)
    scans = [BlobId(str(row[0])) for row in agency.rows("blobs") if row[1] == world.case]
    assert len(scans) == 2
    for scan in scans:
        with pytest.raises(GateClosedError) as refusal:
            agency.services.filing.scan(agency.actor("security"), scan)
        assert refusal.value.code == "access.sealed"
        with pytest.raises(NotAuthorisedError):
            office.services.filing.scan(office.actor("security"), scan)


def test_an_act_before_its_consent_is_refused(at: At) -> None:
    """Without the consent there is no case; without the case there is nothing to act on."""
    world = at("noticed")
    agency = world.agency
    for candidate in world.candidates.values():
        for call in (agency.services.queue.case, agency.services.decisions.open):
            with pytest.raises(InvalidInputError) as refusal:
                call(agency.actor("examiner"), candidate)  # type: ignore[arg-type] # on purpose not a case
            assert refusal.value.code == "record.not-found"


def test_a_case_without_consent_on_record_does_nothing(at: At) -> None:
    """Should a row ever lose its consent, the gate closes with it."""
    world = at("assigned")
    with world.investigation.desk.vault._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET consented_on = NULL")
    refusing = Refusing(world, world.investigation)
    for action in (Action.SEE_ANSWERS, Action.WRITE_NOTE, Action.WRITE_FINDING, Action.SUBMIT_FINDINGS):
        refusing.expect(action, "examiner", "no-consent")


# One person in two roles.


def as_many(world: World, office: Office, call: Callable[[], Any]) -> None:
    """A call by the officer of three roles that must fail because of an earlier act of the same person."""
    before = office.tables()
    with pytest.raises(NotAuthorisedError) as refusal:
        call()
    assert refusal.value.code == "access.same-person"
    assert office.tables() == before
    assert world.case


def test_an_examiner_of_three_roles_only_examines(at: At) -> None:
    world = at("answered")
    office = world.investigation
    world.assigned(to="many")
    review, many = office.services.review, office.actor("many")
    for item in range(1, 8):
        review.write_finding(many, world.case, plain(item))
    review.submit(many, world.case)
    as_many(world, office, lambda: review.send_back(many, world.case, 1, "もう少し"))
    as_many(world, office, lambda: review.accept(many, world.case))
    review.accept(office.actor("reviewer"), world.case)
    opinions, hand = office.services.opinions, office.hand("many")
    as_many(world, office, lambda: opinions.sign(many, hand, world.case, OpinionCode.NO_RISK_FOUND, "認められない。"))
    opinions.sign(
        office.actor("reviewer"), office.hand("reviewer"), world.case, OpinionCode.NO_RISK_FOUND, "認められない。"
    )
    as_many(world, office, lambda: opinions.confirm(many, hand, world.case))
    opinions.confirm(office.actor("decider"), office.hand("decider"), world.case)


def test_a_reviewer_of_three_roles_only_reviews(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    review, many, examiner = office.services.review, office.actor("many"), office.actor("examiner")
    for item in range(1, 8):
        review.write_finding(examiner, world.case, plain(item))
    review.submit(examiner, world.case)
    review.send_back(many, world.case, 1, "もう少し")
    world.assigned(to="many")
    as_many(world, office, lambda: review.note(many, world.case, "1", "自分で書く"))
    as_many(world, office, lambda: review.write_finding(many, world.case, plain(1)))
    as_many(world, office, lambda: review.submit(many, world.case))
    world.assigned()
    review.submit(examiner, world.case)
    review.accept(many, world.case)
    opinions, hand = office.services.opinions, office.hand("many")
    opinions.sign(many, hand, world.case, OpinionCode.NO_RISK_FOUND, "認められない。")
    as_many(world, office, lambda: opinions.confirm(many, hand, world.case))


def test_the_drafter_of_a_decision_signs_nothing(at: At) -> None:
    world = at("received")
    office = world.agency
    decisions, many, hand = office.services.decisions, office.actor("many"), office.hand("many")
    decisions.open(many, world.case)
    decisions.write(many, world.case, CLEARED)
    as_many(world, office, lambda: decisions.sign(many, hand, world.case, world.clock.today()))
    as_many(world, office, lambda: decisions.send_back(many, world.case, "もう一度"))
    world.proposed()
    as_many(world, office, lambda: decisions.confirm(many, hand, world.case, Outcome.CLEARED))


def test_the_first_signer_is_not_the_second(at: At) -> None:
    world = at("evaluated")
    office = world.agency
    decisions, many, hand = office.services.decisions, office.actor("many"), office.hand("many")
    decisions.sign(many, hand, world.case, world.clock.today())
    as_many(world, office, lambda: decisions.confirm(many, hand, world.case, Outcome.CLEARED))
    world.decided()


def test_a_signature_by_another_hand_is_refused(at: At) -> None:
    world = at("proposed")
    agency = world.agency
    before = agency.tables()
    with pytest.raises(InvalidInputError) as refusal:
        agency.services.decisions.confirm(agency.actor("decider"), agency.hand("reviewer"), world.case, Outcome.CLEARED)
    assert refusal.value.code == "sign.other-hand"
    assert agency.tables() == before
    world.decided()
    world.notified()
    bundle = world.prepared(agency, Kind.DECISION, Target(case=world.case), world.investigation)
    for who, hand in (("decider", "security"), ("security", "decider"), ("reviewer", "reviewer")):
        with pytest.raises(GateClosedError) as closed:
            agency.services.exporting.sign(agency.actor(who), agency.hand(hand), bundle)
        assert closed.value.code == "export.not-a-signer"
    agency.services.exporting.sign(agency.actor("decider"), agency.hand("decider"), bundle)
    with pytest.raises(GateClosedError) as again:
        agency.services.exporting.sign(agency.actor("decider"), agency.hand("decider"), bundle)
    assert again.value.code == "export.signed-already"
    with pytest.raises(GateClosedError) as unsigned:
        world.written(agency, bundle)
    assert unsigned.value.code == "export.not-signed"


@pytest.mark.parametrize(
    "people", [("decider", "decider"), ("security", "reviewer"), ("decider",), ("examiner", "security")]
)
def test_a_bundle_is_not_prepared_for_other_signers(at: At, people: tuple[str, ...]) -> None:
    world = at("notified")
    agency = world.agency
    before = agency.tables()
    with pytest.raises(AppError) as refusal:
        agency.services.exporting.prepare(
            agency.actor("security"),
            Kind.DECISION,
            Target(case=world.case),
            world.investigation.station,
            [agency.person(who) for who in people],
        )
    assert refusal.value.code == "export.signers"
    assert agency.tables() == before


def test_only_the_assigned_examiner_writes(at: At) -> None:
    world = at("assigned")
    refusing = Refusing(world, world.investigation)
    for action in (Action.WRITE_NOTE, Action.WRITE_FINDING, Action.FLAG_ANSWER, Action.SUBMIT_FINDINGS):
        refusing.expect(action, "many", "not-assigned")


def test_a_case_is_assigned_to_examiners_only(at: At) -> None:
    world = at("answered")
    before = world.investigation.tables()
    with pytest.raises(InvalidInputError) as refusal:
        world.assigned(to="decider")
    assert refusal.value.code == "review.not-an-examiner"
    assert world.investigation.tables() == before
