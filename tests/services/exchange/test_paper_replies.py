"""A reply on paper counts once a second officer compared what was typed with the document that came."""

from datetime import timedelta

import msgspec
import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError
from app.models.domain.inquiry import GivenAnswer, GivenReply, InquiryState
from tests.services.exchange.conftest import At
from tests.services.exchange.test_inquiries import one_of
from tests.services.exchange.test_surveys import SAID, SURVEY, prepared
from tests.services.exchange.world import PDF


def test_what_came_on_paper_is_typed_by_one_and_compared_by_another(at: At) -> None:
    world = at("assigned")
    there, examiner = world.investigation, world.investigation.actor("examiner")
    services, case = there.services.paper_replies, world.case
    ref = prepared(world, SURVEY)
    answers = (GivenAnswer("facts", SAID["F12"]), GivenAnswer("declined"))
    reply = GivenReply("試験次郎", world.clock.today() + timedelta(days=1), answers)

    def refused(code: str, act: object) -> None:
        with pytest.raises(AppError) as problem:
            act()  # type: ignore[operator] # a lambda below
        assert problem.value.code == code

    paper = there.services.received.file(examiner, case, PDF, "6")
    refused("inquiry.no-reply-awaited", lambda: services.link(examiner, case, ref, paper))
    there.services.inquiry_letters.issue(examiner, case, ref)
    world.clock.advance(timedelta(days=1))
    there.services.inquiries.settle(examiner, case, ref, InquiryState.ASKED)
    refused("inquiry.no-paper", lambda: services.type_in(examiner, case, ref, reply))
    medical = there.services.received.file(examiner, case, PDF + b"5", "5")
    refused("inquiry.paper-other-purpose", lambda: services.link(examiner, case, ref, medical))
    refused("inquiry.paper-earlier", lambda: services.link(examiner, case, ref, paper))
    paper = there.services.received.file(examiner, case, PDF, "6")
    services.link(examiner, case, ref, paper)
    refused("inquiry.paper-linked", lambda: services.link(examiner, case, ref, paper))
    silent = lambda: there.services.inquiries.settle(examiner, case, ref, InquiryState.NO_RECORD)  # noqa: E731
    refused("inquiry.wrong-state", silent)
    for unfit in (
        msgspec.structs.replace(reply, answers=answers[:1]),
        msgspec.structs.replace(reply, answers=(GivenAnswer("facts", " "), answers[1])),
        msgspec.structs.replace(reply, answers=(answers[0], GivenAnswer("no-record", "x"))),
    ):
        refused("inquiry.lines-unfit", lambda unfit=unfit: services.type_in(examiner, case, ref, unfit))
    number = GivenAnswer("facts", "個人番号は 1234 5678 9018")
    with_number = msgspec.structs.replace(reply, answers=(number, answers[1]))
    refused("note.my-number", lambda: services.type_in(examiner, case, ref, with_number))
    services.type_in(examiner, case, ref, reply)
    assert one_of(world, ref).state is InquiryState.ASKED, "typed alone it is no answer"
    refused("access.same-person", lambda: services.check(examiner, case, ref, is_same=True))
    reviewer = there.actor("reviewer")
    there.services.review.take_up(reviewer, case, Role.REVIEWER)
    services.check(reviewer, case, ref, is_same=False)
    refused("inquiry.nothing-typed", lambda: services.check(reviewer, case, ref, is_same=True))
    services.type_in(examiner, case, ref, reply)
    services.check(reviewer, case, ref, is_same=True)
    kept = one_of(world, ref)
    assert (kept.state, kept.reply, kept.papers) == (InquiryState.ANSWERED, reply, (paper,))
    assert kept.typed is not None
    assert kept.typed.by == examiner.person
    assert SAID["F12"] not in str(there.rows("documents"))
