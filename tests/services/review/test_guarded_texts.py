"""What must not be kept is kept nowhere: not in a note, not in a draft, and what may stay is asked about once."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import AppError, InvalidInputError
from app.models.domain.finding import Fact, Hearing, HearingState
from app.models.forms.guards.answering import WhyNot
from app.services.bundles.schemas import OpinionCode
from app.services.guard_seam import GUARD
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World, plain

NUMBER = "1234 5678 9018"
CLAUSE = "見本労働組合の事務所で会った"


@pytest.fixture(name="world")
def _world(at: At) -> World:
    return at("assigned")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        act()
    return caught.value.code


def held(world: World) -> str:
    office = world.investigation
    with office.desk.vault.read() as unit:
        return repr([one.content.decode() for one in unit.documents.every(world.case)])


def note(world: World, text: str) -> None:
    world.investigation.services.review.note(world.investigation.actor("examiner"), world.case, "1", text)


def clear(world: World, text: str, why: WhyNot = WhyNot.NAME) -> None:
    office = world.investigation
    office.services.guards.clear(office.actor("examiner"), world.case, "note", text, "union", why)


def test_every_way_of_writing_in_a_case_is_refused_until_somebody_has_answered(world: World) -> None:
    office = world.investigation
    actor, review, case = office.actor("examiner"), office.services.review, world.case
    points = office.services.points.of_case(actor, case).points
    fact = Fact("支持政党は見本党", "聴取", date(2025, 7, 1), ())
    hearing = Hearing(HearingState.EXPLAINED, "信仰を尋ねた", date(2025, 7, 1))
    writes: list[Callable[[str], object]] = [
        lambda text: review.note(actor, case, "1", text),
        lambda text: review.flag(actor, case, "A3", None, text),
        lambda text: review.write_finding(actor, case, msgspec.structs.replace(plain(1), summary=text)),
        lambda text: review.write_finding(actor, case, msgspec.structs.replace(plain(1), mitigation=text)),
        lambda text: office.services.points.ask(actor, case, points[0].key, text),
    ]
    for write in writes:
        assert refused(lambda write=write: write(f"番号は{NUMBER}")) == "note.my-number"  # type: ignore[misc]
        assert refused(lambda write=write: write("労働組合の役員である")) == "guard.unanswered"  # type: ignore[misc]
    for changed in ({"facts": (fact,)}, {"hearing": hearing}):
        finding = msgspec.structs.replace(plain(1), **changed)
        assert refused(lambda finding=finding: review.write_finding(actor, case, finding)) == "guard.unanswered"  # type: ignore[misc]
    assert "9018" not in held(world)
    assert "労働組合" not in held(world)


def test_nobody_signs_an_opinion_with_it(at: At) -> None:
    world = at("accepted")
    office = world.investigation
    actor, hand, sign = office.actor("reviewer"), office.hand("reviewer"), office.services.opinions.sign
    code = OpinionCode.NO_RISK_FOUND
    assert refused(lambda: sign(actor, hand, world.case, code, "組合活動がある。")) == "guard.unanswered"
    assert refused(lambda: sign(actor, hand, world.case, code, "なし。", (f"{NUMBER}の確認",))) == "note.my-number"


def test_a_clause_that_may_stay_is_asked_about_once_and_only_its_digest_is_kept(world: World) -> None:
    assert refused(lambda: note(world, CLAUSE)) == "guard.unanswered"
    clear(world, CLAUSE)
    note(world, f"また、{CLAUSE}。")
    assert refused(lambda: note(world, "労働組合の役員である")) == "guard.unanswered"
    office = world.investigation
    assert office.events("guard.cleared")[-1] == ("guard.cleared", "done")
    with office.desk.vault.read() as unit:
        (kept,) = unit.documents.newest_of_kind(world.case, GUARD)
    assert "労働組合" not in kept.content.decode()
    sheet = office.services.queue.sheet(office.actor("examiner"), world.case)
    assert len(sheet.cleared) == 1


def test_a_number_stays_only_where_the_text_says_which_one_it_is(world: World) -> None:
    office = world.investigation
    guards, actor = office.services.guards, office.actor("examiner")
    for text, why in ((NUMBER, WhyNot.OTHER_NUMBER), (f"口座番号 {NUMBER}", WhyNot.NAME)):
        with pytest.raises(InvalidInputError, match=r"guard\.nothing-found"):
            guards.clear(actor, world.case, "note", text, "my-number", why)
    assert refused(lambda: note(world, f"口座番号 {NUMBER}")) == "note.my-number"
    guards.clear(actor, world.case, "note", f"口座番号 {NUMBER}", "my-number", WhyNot.OTHER_NUMBER)
    note(world, f"口座番号 {NUMBER}")
    assert refused(lambda: note(world, NUMBER)) == "note.my-number"


def test_a_draft_never_holds_what_nobody_has_answered_for(world: World) -> None:
    office = world.investigation
    drafts, actor = office.services.drafts, office.actor("examiner")
    told = []
    editor = {"text": f"会った。{NUMBER}", "more": ["信仰の話。面談"], "on": "2025-07-01"}
    for content in ("支持政党は見本党、", msgspec.json.encode(editor).decode(), "1234567890", "123"):
        drafts.keep(actor, world.case, Action.WRITE_NOTE, {"note": ("1", content)})
        told.append(drafts.read(actor, world.case).get("note", ""))
    assert told[0] == "〔抹消〕、"
    assert msgspec.json.decode(told[1]) == {"text": "会った。〔抹消〕", "more": ["〔抹消〕。面談"], "on": "2025-07-01"}
    assert told[2] == ""
    assert told[3] == "123"
    clear(world, CLAUSE)
    drafts.keep(actor, world.case, Action.WRITE_NOTE, {"note": ("1", CLAUSE)})
    assert drafts.read(actor, world.case) == {"note": CLAUSE}


def test_what_was_struck_stays_on_record_without_the_text(world: World) -> None:
    office = world.investigation
    office.services.guards.struck(office.actor("examiner"), world.case, "finding-1", "party", 2)
    with office.desk.vault.read() as unit:
        event = unit.record.of_subject(world.case)[-1]
    assert event.code == "guard.struck"
    assert b'"kind":"party"' in event.entry
    assert b'"place":"finding-1"' in event.entry
    assert b'"times":2' in event.entry
    assert (
        refused(lambda: office.services.guards.struck(office.actor("examiner"), world.case, "note", "secret"))
        == "guard.nothing-found"
    )
