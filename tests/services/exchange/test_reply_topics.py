"""A reply that came in a bundle with what must not be kept is marked, and struck or said to be no such matter."""

import pytest

from app.models.domain.errors import InvalidInputError
from app.models.forms.guards.answering import WhyNot, clause_start
from app.models.forms.guards.finding import MARK, clauses_of
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import MatterAnswer
from app.services.desk import Target
from app.services.inquiries.replies import REPLY, said_in
from tests.services.exchange.conftest import At
from tests.services.exchange.test_inquiries import answer, carried, one_of, replied

UNION, PARTY = "労働組合の役員であった", "政党の支部のある建物"
SAID = f"戒告一件、{UNION}、{PARTY}に勤務"


def test_what_must_not_be_kept_in_a_reply_from_outside_is_marked_and_struck(at: At) -> None:
    world = at("assigned")
    there, case, examiner = world.investigation, world.case, world.investigation.actor("examiner")
    ref, services = carried(world, world.contractor), there.services
    matter = replied(world.contractor, answer(ref, MatterAnswer(number=1, state="facts", text=SAID, papers=())))
    world.carried(world.contractor, Kind.INQUIRY_REPLY, Target(matter=matter), there)
    with there.desk.vault.read() as unit:
        came = next(one for one in unit.record.of_subject(case) if one.code == "bundle.inquiry-reply-admitted")
    assert b'"found":2' in came.entry.replace(b" ", b"")

    def found() -> list[str]:
        hits = services.inquiries.of_case(examiner, case).open.get(ref, ())
        reply = one_of(world, ref).reply
        assert reply is not None
        texts = said_in(reply)
        return [text[hit.start : hit.end] for text, each in zip(texts, hits, strict=False) for hit in each]

    assert found() == ["労働組合", "政党"]
    _, (union, party) = services.inquiries.of_case(examiner, case).open[ref]
    services.review.note(examiner, case, "2", "人事課長の回答を確かめる。")
    for number, only in ((0, None), (2, None), (-1, None), (0, union)):
        with pytest.raises(InvalidInputError, match=r"guard\.nothing-found"):
            services.reply_striking.strike(examiner, case, ref, number, only)
    services.guards.clear(examiner, case, REPLY, SAID[clause_start(party) : party.last], party.kind, WhyNot.EMPLOYMENT)
    assert found() == ["労働組合"]
    done = services.reply_striking.strike(examiner, case, ref, 1, union)
    assert (done.is_gone, found()) == (True, [])
    kept = one_of(world, ref).reply
    assert kept is not None
    assert kept.answers[0].text == f"戒告一件、{MARK}、{PARTY}に勤務", "what may stay stays"
    with there.desk.vault.read() as unit:
        texts = [one.content.decode() for one in unit.documents.every(case)]
        (entry,) = [one.entry for one in unit.record.of_subject(case) if one.code == "guard.reply-struck"][-1:]
    assert not [text for text in texts if UNION in text]
    assert (b"union" in entry, UNION.encode() in entry) == (True, False)
    assert there.events("guard.reply-struck")[-1] == ("guard.reply-struck", "done")
    with pytest.raises(InvalidInputError, match=r"guard\.nothing-found"):
        services.reply_striking.strike(examiner, case, ref, 1)
    with pytest.raises(InvalidInputError, match=r"guard\.nothing-found"):
        services.reply_striking.strike_surplus(examiner, case, ref, 1, (PARTY,))
    (piece,) = [one for one in clauses_of(kept.answers[0].text) if PARTY in one]
    services.reply_striking.strike_surplus(examiner, case, ref, 1, (piece,))
    kept = one_of(world, ref).reply
    assert kept is not None
    assert kept.answers[0].text == f"戒告一件、{MARK}、{MARK}"
    with there.desk.vault.read() as unit:
        entry = [one.entry for one in unit.record.of_subject(case) if one.code == "guard.reply-struck"][-1]
        assert not [one for one in unit.documents.every(case) if PARTY in one.content.decode()]
    assert (b"surplus" in entry, PARTY.encode() in entry) == (True, False)
