"""Inquiries between the office that investigates and the bodies of its circle: there, back, and everything refused."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

import msgspec
import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError
from app.models.domain.inquiry import Identifying, Inquiry, InquiryState, WhyNotAsked
from app.models.domain.retention import Matter
from app.services.bundles import schemas
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import InquiryReply, MatterAnswer
from app.services.desk import Target
from app.services.exchange.asked_of_us import read_reply
from app.services.exchange.delivery import as_kind
from app.services.exchange.identity import Answers, Verdict
from app.services.exchange.importing import Inspection
from app.services.inquiries.planning import InquiryPlan
from tests.services.bundles.samples import SAMPLES
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import PDF, PEOPLE, World

REPLY_BY = date(2025, 7, 10)
SAID = "戒告一件（令和四年四月）"


def plan(office: Office, *, body: str = "employer", questions: tuple[str, ...] = ("discipline",)) -> InquiryPlan:
    return InquiryPlan(body, questions, (Identifying.KANA,), REPLY_BY, office.name.upper())


def asked(world: World, office: Office, questions: tuple[str, ...] = ("discipline",)) -> str:
    """An inquiry of the case that an office of the circle is to be sent."""
    there = world.investigation
    return there.services.inquiries.prepare(there.actor("examiner"), world.case, plan(office, questions=questions))


def target(world: World, ref: str) -> Target:
    return Target(case=world.case, matter=ref)


def carried(world: World, office: Office, questions: tuple[str, ...] = ("discipline",)) -> str:
    """An inquiry that lies at the body; gives its number."""
    ref = asked(world, office, questions)
    world.carried(world.investigation, Kind.INQUIRY, target(world, ref), office)
    return ref


def answer(ref: str, *answers: MatterAnswer, on: date = date(2025, 6, 11)) -> InquiryReply:
    given = answers or (MatterAnswer(number=1, state="facts", text=SAID, papers=()),)
    return InquiryReply(inquiry_ref=ref, respondent="人事課長", replied_on=on, answers=given)


def replied(office: Office, reply: InquiryReply, papers: tuple[bytes, ...] = (), who: str = "security") -> str:
    (line,) = [one for one in office.services.asked_of_us.every(office.actor(who)) if not one.is_replied]
    return office.services.asked_of_us.reply(office.actor(who), line.matter_id, reply, papers)


def _admitted(world: World, body: Office, name: str) -> Inspection:
    """At an agency that has the case an officer says whether it is the same person."""
    actor, found = body.actor("security"), world.inspected(body, name)
    assert len(found.likenesses) == (body is world.agency)
    answers = Answers({one.key: Verdict.SAME for one in found.likenesses})
    answered = body.services.importing.answer(actor, found, answers)
    body.services.importing.admit(actor, answered)
    return answered


def one_of(world: World, ref: str) -> Inquiry:
    there = world.investigation
    found = there.services.inquiries.of_case(there.actor("examiner"), world.case).inquiries
    return next(one for one in found if one.ref == ref)


def came(world: World, data: bytes) -> Inspection:
    return world.inspected(world.investigation, crafting.put(world, data))


def refused(world: World, inspection: Inspection, office: Office, code: str) -> None:
    """It is told by its code beforehand, refused with it, and nothing of it is kept."""
    before = office.tables()
    with pytest.raises(AppError) as problem:
        office.services.importing.admit(office.actor("security"), inspection)
    assert problem.value.code == code
    assert inspection.obstacle is not None
    assert inspection.obstacle.code == code
    assert office.tables() == before
    world.stick.remove(inspection.file_name)


@pytest.fixture(name="world")
def _world(at: At) -> World:
    return at("assigned")


@pytest.mark.parametrize("name", ["contractor", "agency"])
def test_an_inquiry_goes_to_the_body_and_its_reply_comes_back(world: World, name: str) -> None:
    body: Office = getattr(world, name)
    there, actor = world.investigation, world.investigation.actor("security")
    ref = asked(world, body, ("information-rules", "information-loss"))
    assert one_of(world, ref).state is InquiryState.PREPARED
    offers = [one for one in there.services.outbox.sendable(actor) if one.kind is Kind.INQUIRY]
    assert [one.target for one in offers] == [target(world, ref)]
    draft = world.prepared(there, Kind.INQUIRY, target(world, ref), body)
    assert one_of(world, ref).state is InquiryState.PREPARED, "a draft asks nobody"
    lines = {line.path: line.value for line in there.services.exporting.look(actor, draft).lines}
    assert lines["matters"] == "2", "who only carries it counts the questions"
    assert lines["subject.name"] == PEOPLE[0][0]
    assert lines["subject.address"] == "—"
    shown = there.services.exporting.look(there.actor("examiner"), world.signed(there, Kind.INQUIRY, draft)).lines
    assert any("情報の取扱い" in line.value for line in shown)
    inspection = _admitted(world, body, world.written(there, draft))
    assert [(one.key, one.count) for one in inspection.effects] == [("import.effect.inquiry", 2)]
    assert one_of(world, ref).state is InquiryState.ASKED
    assert one_of(world, ref).asked_on == world.clock.today()

    (line,) = body.services.asked_of_us.every(body.actor("security"))
    whole, nothing = body.services.asked_of_us.one(body.actor("examiner"), line.matter_id)
    assert (line.name, line.office, nothing) == (PEOPLE[0][0], "INVESTIGATION", None)
    assert [one.item for one in whole.matters] == [3, 3]
    assert world.case not in str(whole), "the body learns no case"
    both = (
        MatterAnswer(number=1, state="facts", text=SAID, papers=(sha256(PDF).hexdigest(),)),
        MatterAnswer(number=2, state="no-record", text=None, papers=()),
    )
    reply = answer(ref, *both)
    matter = replied(body, reply, (PDF,))
    sent = world.carried(body, Kind.INQUIRY_REPLY, Target(matter=matter), there)
    assert all(SAID not in one.value for one in sent.lines)
    kept = one_of(world, ref)
    assert kept.state is InquiryState.ANSWERED
    assert kept.reply is not None
    assert [one.text for one in kept.reply.answers] == [SAID, ""]
    with there.desk.vault.read() as unit:
        assert [one.purpose for one in unit.papers.blobs_of(world.case)].count("3") == 1
    assert SAID not in str(there.rows("documents"))
    assert [code for code, _ in there.events() if "inquiry" in code] == [
        "inquiry.written", "export.inquiry-prepared", "bundle.inquiry-reply-admitted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "found"), [("no-record", InquiryState.NO_RECORD), ("declined", InquiryState.DECLINED)]
)
def test_nothing_on_record_and_no_answer_are_told_apart(world: World, state: str, found: InquiryState) -> None:
    ref = carried(world, world.contractor)
    said = MatterAnswer(number=1, state=state, text=None, papers=())  # type: ignore[arg-type] # one of three words
    matter = replied(world.contractor, answer(ref, said))
    world.carried(world.contractor, Kind.INQUIRY_REPLY, Target(matter=matter), world.investigation)
    assert one_of(world, ref).state is found


def test_nobody_is_asked_without_the_consent_to_inquiries(at: At) -> None:
    """The gate stands at the writing and again at the sending."""
    world = at("noticed")
    world.case = world.consent(PEOPLE[0][0], inquiries=False)
    world.requested()
    world.answered()
    world.assigned()
    there = world.investigation
    with pytest.raises(GateClosedError, match=r"access\.no-inquiry-consent"):
        asked(world, world.contractor)
    there.services.inquiries.not_asked(
        there.actor("examiner"), world.case, plan(world.contractor), WhyNotAsked.NO_CONSENT
    )
    (kept,) = there.services.inquiries.of_case(there.actor("examiner"), world.case).inquiries
    assert (kept.state, kept.why_not) == (InquiryState.NOT_ASKED, WhyNotAsked.NO_CONSENT)
    with pytest.raises(GateClosedError, match=r"access\.no-inquiry-consent"):
        world.prepared(there, Kind.INQUIRY, target(world, kept.ref), world.contractor)


def test_only_the_examiner_of_the_case_at_the_office_that_investigates_asks(world: World) -> None:
    there = world.investigation
    for who in ("many", "reviewer", "security", "decider"):
        with pytest.raises(NotAuthorisedError):
            there.services.inquiries.prepare(there.actor(who), world.case, plan(world.contractor))
    agency = world.agency
    with pytest.raises(AppError, match=r"access\."):
        agency.services.inquiries.prepare(agency.actor("examiner"), world.case, plan(world.contractor))


def _bad_plans(world: World) -> Iterator[tuple[InquiryPlan, str]]:
    good, change = plan(world.contractor), msgspec.structs.replace
    yield change(good, body="neighbour"), "inquiry.body"
    yield change(good, questions=()), "inquiry.question"
    yield change(good, questions=("condition",)), "inquiry.question"
    yield change(good, questions=("discipline", "discipline")), "inquiry.question"
    yield change(good, questions=("discipline", "wage-attachment")), "inquiry.several-items"
    yield change(good, identify=(Identifying.ADDRESS,)), "inquiry.identifying"
    yield change(good, reply_by=world.clock.today()), "inquiry.reply-by"
    yield change(good, office="NOBODY"), "inquiry.addressee"
    yield change(good, office="INVESTIGATION"), "inquiry.addressee"
    yield change(good, office=None), "inquiry.addressee"
    yield change(good, office=None, addressee="A\u202eB"), "inquiry.addressee"
    yield change(good, body="medical", questions=("condition",), identify=()), "inquiry.addressee"


def test_an_inquiry_asks_one_body_about_one_item_what_it_may_be_asked(world: World) -> None:
    there = world.investigation
    before = there.rows("documents")
    for bad, code in _bad_plans(world):
        with pytest.raises(InvalidInputError) as problem:
            there.services.inquiries.prepare(there.actor("examiner"), world.case, bad)
        assert problem.value.code == code
    assert there.rows("documents") == before


def test_an_inquiry_goes_to_the_office_that_it_asks_and_to_no_other(world: World) -> None:
    ref = asked(world, world.contractor)
    with pytest.raises(InvalidInputError, match=r"export\.recipient"):
        world.prepared(world.investigation, Kind.INQUIRY, target(world, ref), world.agency)
    with pytest.raises(InvalidInputError, match=r"record\.not-found"):
        world.prepared(world.investigation, Kind.INQUIRY, target(world, "unknown"), world.contractor)
    there = world.investigation

    def leave_out() -> None:
        there.services.inquiries.settle(
            there.actor("examiner"), world.case, ref, InquiryState.NOT_ASKED, why_not=WhyNotAsked.KNOWN
        )

    draft = world.prepared(there, Kind.INQUIRY, target(world, ref), world.contractor)
    with pytest.raises(GateClosedError, match=r"inquiry\.draft-open"):
        leave_out()
    there.services.exporting.discard(there.actor("security"), draft)
    leave_out()
    with pytest.raises(GateClosedError, match=r"export\.inquiry-not-open"):
        world.prepared(there, Kind.INQUIRY, target(world, ref), world.contractor)


def test_a_record_with_a_field_more_does_not_come_in(world: World) -> None:
    """Closed by type on the way out, and again here, under signatures that fit."""
    ref = carried(world, world.contractor)
    honest = msgspec.json.encode(answer(ref))
    with pytest.raises(InvalidInputError, match=r"inquiry\.reply-unfit"):
        read_reply(honest.replace(b'"respondent"', b'"opinion":"x","respondent"'))
    assert read_reply(honest) == answer(ref)


def test_a_reply_that_does_not_fit_its_inquiry_is_not_kept(world: World) -> None:
    ref = carried(world, world.contractor)
    office = world.contractor
    (line,) = office.services.asked_of_us.every(office.actor("security"))
    two = (MatterAnswer(number=n, state="declined", text=None, papers=()) for n in (1, 2))
    paper = MatterAnswer(number=1, state="facts", text=None, papers=("00" * 32,))
    secret = MatterAnswer(number=1, state="facts", text="個人番号は 1234 5678 9018", papers=())
    for bad in (
        answer("other"),
        answer(ref, *two),
        answer(ref, paper),
        answer(ref, secret),
        answer(ref, on=world.clock.today() + timedelta(days=1)),
    ):
        with pytest.raises(InvalidInputError, match=r"inquiry\.reply-unfit"):
            office.services.asked_of_us.reply(office.actor("security"), line.matter_id, bad)
    for who in ("auditor", "reviewer", "decider"):
        with pytest.raises(NotAuthorisedError):
            office.services.asked_of_us.reply(office.actor(who), line.matter_id, answer(ref))


def test_a_reply_is_replaced_until_it_is_put_into_a_bundle(world: World) -> None:
    ref, office = carried(world, world.contractor), world.contractor
    replied(office, answer(ref))
    (line,) = office.services.asked_of_us.every(office.actor("security"))
    matter = office.services.asked_of_us.reply(office.actor("security"), line.matter_id, answer(ref))
    with pytest.raises(InvalidInputError, match=r"export\.recipient"):
        world.prepared(office, Kind.INQUIRY_REPLY, Target(matter=matter), world.agency)
    world.sent(office, Kind.INQUIRY_REPLY, Target(matter=matter), world.investigation)
    with pytest.raises(GateClosedError, match=r"inquiry\.replied-already"):
        office.services.asked_of_us.reply(office.actor("security"), line.matter_id, answer(ref))


def test_replies_that_answer_nothing_of_ours_are_refused_by_name(world: World) -> None:
    ref, there = carried(world, world.contractor), world.investigation

    def made(sender: Office, reply: InquiryReply) -> Inspection:
        return came(world, crafting.crafted(world, Kind.INQUIRY_REPLY, sender, there, reply))

    refused(world, made(world.contractor, answer("never-asked")), there, "bundle.inquiry-unknown")
    refused(world, made(world.agency, answer(ref)), there, "bundle.inquiry-other-body")
    two = tuple(MatterAnswer(number=n, state="declined", text=None, papers=()) for n in (1, 2))
    refused(world, made(world.contractor, answer(ref, *two)), there, "bundle.inquiry-other-matters")
    paper = MatterAnswer(number=1, state="facts", text=None, papers=("00" * 32,))
    refused(world, made(world.contractor, answer(ref, paper)), there, "bundle.content-mismatch")
    number = MatterAnswer(number=1, state="facts", text="番号は 1234 5678 9018", papers=())
    refused(world, made(world.contractor, answer(ref, number)), there, "bundle.inquiry-my-number")
    unsent = asked(world, world.contractor)
    refused(world, made(world.contractor, answer(unsent)), there, "bundle.inquiry-unknown")
    matter = replied(world.contractor, answer(ref))
    world.carried(world.contractor, Kind.INQUIRY_REPLY, Target(matter=matter), there)
    refused(world, made(world.contractor, answer(ref)), there, "bundle.inquiry-answered")


def test_an_inquiry_without_its_consent_or_once_more_is_refused_at_the_body(world: World) -> None:
    ref, there, body = carried(world, world.contractor), world.investigation, world.contractor
    unsent = schemas.Consent(form="F07", received_on=date(2025, 6, 11), scan_sha256="11" * 32)
    record = msgspec.structs.replace(as_kind(SAMPLES[Kind.INQUIRY], schemas.Inquiry), consent=unsent)
    alone = world.inspected(body, crafting.put(world, crafting.crafted(world, Kind.INQUIRY, there, body, record)))
    refused(world, alone, body, "bundle.no-consent")
    again = world.inspected(body, world.sent(there, Kind.INQUIRY, target(world, ref), body))
    refused(world, again, body, "bundle.inquiry-known")


def test_silence_is_recorded_when_the_day_has_passed_and_a_late_reply_still_counts(world: World) -> None:
    ref, there = carried(world, world.contractor), world.investigation
    with pytest.raises(GateClosedError, match=r"inquiry\.not-overdue"):
        there.services.inquiries.settle(there.actor("examiner"), world.case, ref, InquiryState.NO_REPLY)
    world.clock.advance(REPLY_BY + timedelta(days=1) - world.clock.today())
    there.services.inquiries.settle(there.actor("examiner"), world.case, ref, InquiryState.NO_REPLY)
    assert one_of(world, ref).state is InquiryState.NO_REPLY
    matter = replied(world.contractor, answer(ref))
    world.carried(world.contractor, Kind.INQUIRY_REPLY, Target(matter=matter), there)
    assert one_of(world, ref).state is InquiryState.ANSWERED


def test_a_body_outside_the_circle_is_asked_on_paper(world: World) -> None:
    there, actor = world.investigation, world.investigation.actor("examiner")
    outside = InquiryPlan("credit", ("arrears",), (Identifying.ADDRESS,), REPLY_BY, None, "試験信用情報機構")
    ref = there.services.inquiries.prepare(actor, world.case, outside)
    assert all(one.kind is not Kind.INQUIRY for one in there.services.outbox.sendable(there.actor("security")))
    with pytest.raises(GateClosedError, match=r"inquiry\.wrong-state"):
        there.services.inquiries.settle(actor, world.case, ref, InquiryState.ASKED)
    there.services.inquiry_letters.issue(actor, world.case, ref)
    with pytest.raises(InvalidInputError, match=r"inquiry\.day"):
        there.services.inquiries.settle(actor, world.case, ref, InquiryState.ASKED, world.clock.today() + timedelta(1))
    there.services.inquiries.settle(actor, world.case, ref, InquiryState.ASKED)
    there.services.inquiries.settle(actor, world.case, ref, InquiryState.NO_RECORD)
    with pytest.raises(GateClosedError, match=r"inquiry\.wrong-state"):
        there.services.inquiries.settle(actor, world.case, ref, InquiryState.DECLINED)
    by_bundle = carried(world, world.contractor)
    with pytest.raises(GateClosedError, match=r"inquiry\.wrong-state"):
        there.services.inquiries.settle(actor, world.case, by_bundle, InquiryState.NO_RECORD)


def test_an_inquiry_on_the_medical_item_stays_in_its_compartment(world: World) -> None:
    there = world.investigation
    medical = InquiryPlan("medical", ("condition",), (), REPLY_BY, None, "試験病院")
    there.services.inquiries.prepare(there.actor("examiner"), world.case, medical)
    there.services.review.take_up(there.actor("reviewer"), world.case, Role.REVIEWER)
    assert there.services.inquiries.of_case(there.actor("reviewer"), world.case).locked is None
    outside = there.services.inquiries.of_case(there.actor("decider"), world.case)
    assert outside.inquiries == ()
    assert outside.locked is not None


def test_withdrawal_stops_an_inquiry_before_it_leaves_and_its_reply_after(world: World) -> None:
    ref, there = carried(world, world.contractor), world.investigation
    second = asked(world, world.contractor)
    world.prepared(there, Kind.INQUIRY, target(world, second), world.contractor)
    world.withdraw()
    world.carried(world.agency, Kind.WITHDRAWAL, Target(case=world.case), there)
    assert there.services.exporting.open_exports(there.actor("security")) == []
    matter = replied(world.contractor, answer(ref))
    late = world.inspected(there, world.sent(world.contractor, Kind.INQUIRY_REPLY, Target(matter=matter), there))
    refused(world, late, there, "access.sealed")


def test_inquiries_go_with_the_case_when_it_moves(at: At) -> None:
    """A case that was handed over whole, with the copy of the consent, is asked about and goes back with the reply."""
    world = at("consented")
    world.receive_answers(world.case)
    world.carried(world.agency, Kind.CASE_TRANSFER, Target(case=world.case), world.investigation)
    world.assigned()
    ref = carried(world, world.contractor)
    matter = replied(world.contractor, answer(ref))
    world.carried(world.contractor, Kind.INQUIRY_REPLY, Target(matter=matter), world.investigation)
    kept = one_of(world, ref)
    world.carried(world.investigation, Kind.CASE_TRANSFER, Target(case=world.case), world.agency)
    with world.agency.desk.vault.read() as unit:
        moved = unit.documents.newest(world.case, "inquiry", ref)
    assert moved is not None
    assert msgspec.json.decode(moved.content, type=Inquiry) == kept
    assert kept.state is InquiryState.ANSWERED


def test_what_was_asked_is_destroyed_at_the_body_and_told_to_who_asked(world: World) -> None:
    carried(world, world.contractor)
    office = world.contractor
    world.clock.advance(timedelta(days=367))
    actor = office.actor("security")
    (thing,) = [one for one in office.services.forecast.page(actor, None, 10) if one.matter is Matter.CARRIED]
    office.services.disposal.destroy_paper(actor, office.actor("auditor"), Matter.CARRIED, thing.subject)
    assert (office.rows("carried"), office.rows("blobs")) == ([], [])
    offered = office.services.outbox.sendable(actor)
    assert [one.only_to for one in offered if one.kind is Kind.DISPOSAL_PROOF] == ["INVEST1"]


def test_an_admitted_reply_is_taken_back_until_it_is_read(world: World) -> None:
    ref, there = carried(world, world.contractor), world.investigation
    matter = replied(world.contractor, answer(ref))
    admitted = world.admitted(there, world.sent(world.contractor, Kind.INQUIRY_REPLY, Target(matter=matter), there))
    there.services.taking_back.take_back(there.actor("security"), there.actor("auditor"), admitted.bundle_id)
    assert one_of(world, ref).state is InquiryState.ASKED
