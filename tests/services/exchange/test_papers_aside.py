"""What came by mistake is set aside, an incident if it is about another person, and destroyed by a second officer."""

from collections.abc import Callable
from functools import partial

import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError, GateClosedError
from app.models.domain.ids import BlobId
from app.models.domain.inquiry import GivenAnswer, GivenReply, InquiryState
from app.models.domain.loop import Cause, Ending
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.inquiries.surplus import WhyAside
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from tests.services.exchange.conftest import At
from tests.services.exchange.test_inquiries import one_of
from tests.services.exchange.test_surveys import SAID, SURVEY, prepared
from tests.services.exchange.world import PDF


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(AppError) as problem:
        act()
    assert problem.value.code == code


def test_a_reply_about_another_person_is_an_incident_and_surplus_is_destroyed_on_record(at: At) -> None:
    world = at("assigned")
    there, case, examiner = world.investigation, world.case, world.investigation.actor("examiner")
    reviewer, security, surplus = there.actor("reviewer"), there.actor("security"), there.services.surplus
    there.services.review.take_up(reviewer, case, Role.REVIEWER)
    ref = prepared(world, SURVEY)
    there.services.inquiry_letters.issue(examiner, case, ref)
    there.services.inquiries.settle(examiner, case, ref, InquiryState.ASKED)
    wrong, copy = (there.services.received.file(examiner, case, PDF + each, "6") for each in (b"1", b"2"))
    replies = there.services.paper_replies
    replies.link(examiner, case, ref, wrong)
    replies.type_in(
        examiner, case, ref, GivenReply("試験", world.clock.today(), (GivenAnswer("facts", SAID["F12"]),) * 2)
    )
    number = surplus.set_aside(examiner, case, wrong, WhyAside.OTHER_PERSON)
    kept = one_of(world, ref)
    assert (kept.state, kept.papers, kept.typed) == (InquiryState.ASKED, (), None), "a reply is awaited again"
    refused("paper.aside", lambda: there.services.received.read(examiner, case, wrong))
    refused("record.not-found", lambda: replies.link(examiner, case, ref, wrong))
    refused("paper.not-aside", lambda: surplus.set_aside(examiner, case, wrong, WhyAside.SURPLUS))
    (incident,) = there.services.incidents.page(security)
    assert (incident.number, incident.cause, incident.partner) == (number, Cause.OTHER_PERSON, "")
    assert surplus.set_aside(examiner, case, copy, WhyAside.SURPLUS) is None
    refused("access.same-person", lambda: surplus.destroy(examiner, case, copy))
    surplus.destroy(reviewer, case, copy)
    refused("paper.incident-open", lambda: surplus.destroy(reviewer, case, wrong))
    refused(
        "custody.papers-aside",
        lambda: world.prepared(there, Kind.CASE_TRANSFER, Target(case=case), world.agency),
    )
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    assert there.services.incidents.report(security, incident.number, texts).startswith(b"%PDF")
    there.services.incidents.close(security, incident.number, Ending.PAPER_RETURNED)
    surplus.destroy(reviewer, case, wrong)
    left = [one.blob_id for one in there.services.received.of_case(examiner, case).papers]
    assert [blob in left for blob in (wrong, copy)] == [False, False]
    assert [blob in str(there.rows("blobs")) for blob in (wrong, copy)] == [False, False]
    assert [result for _, result in there.events("paper.destroyed")] == ["refused:same-person", "done", "done"]
    assert wrong in str(there.rows("events")), "that it was here stays on record"


@pytest.mark.parametrize(("purpose", "code"), [("5", "paper.locked"), ("aside-other-2", "paper.aside")])
def test_what_is_closed_in_the_list_of_a_case_is_not_read_by_its_number_either(at: At, purpose: str, code: str) -> None:
    agency = at("consented").agency
    with agency.desk.vault.write() as unit:
        scan = next(BlobId(str(row[0])) for row in agency.rows("blobs"))
        unit.papers.repurpose(scan, purpose)
    for look in (agency.services.filing.scan, agency.services.filing.copied_scan):
        with pytest.raises(GateClosedError, match=rf"^{code}$"):
            look(agency.actor("security"), scan)


def test_a_reply_that_says_more_than_was_asked_is_replaced_by_a_covered_copy(at: At) -> None:
    world = at("assigned")
    there, case, examiner = world.investigation, world.case, world.investigation.actor("examiner")
    reviewer, services = there.actor("reviewer"), there.services
    services.review.take_up(reviewer, case, Role.REVIEWER)
    ref = prepared(world, SURVEY)
    services.inquiry_letters.issue(examiner, case, ref)
    services.inquiries.settle(examiner, case, ref, InquiryState.ASKED)
    paper = services.received.file(examiner, case, PDF, "6")
    services.paper_replies.link(examiner, case, ref, paper)
    reply = GivenReply("試験", world.clock.today(), (GivenAnswer("facts", SAID["F12"]),) * 2)
    services.paper_replies.type_in(examiner, case, ref, reply)
    refused("access.not-assigned", lambda: services.surplus.cover(there.actor("many"), case, paper, PDF, 1))
    copy = services.surplus.cover(examiner, case, paper, PDF + b"covered", 2)
    assert (one_of(world, ref).papers, one_of(world, ref).typed) == ((copy,), one_of(world, ref).typed)
    services.paper_replies.check(reviewer, case, ref, is_same=True)
    again = services.surplus.cover(examiner, case, copy, PDF + b"covered more", 1)
    kept = one_of(world, ref)
    assert (kept.state, kept.papers) == (InquiryState.ANSWERED, (again,)), "also after the lines were compared"
    for blob in (paper, copy):
        refused("paper.aside", partial(services.received.read, examiner, case, blob))
        refused("paper.not-aside", partial(services.surplus.cover, examiner, case, blob, PDF, 1))
        refused("access.same-person", partial(services.surplus.destroy, examiner, case, blob))
        services.surplus.destroy(reviewer, case, blob)
    assert [result for _, result in there.events("paper.covered")] == ["refused:not-assigned", "done", "done"]
    assert all(blob in str(there.rows("events")) for blob in (paper, copy, again)), "that they were here stays"
