"""Boxes are returned with a question and answered at the kiosk; every revision stays to be compared."""

import pytest

from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError
from app.models.domain.kiosk import IdentityCheck
from app.models.forms.answers import AnswerState
from app.models.forms.checking import Problem
from app.models.forms.correction import BoxState, TakenBack
from app.models.forms.filling.closing import read_through
from app.models.forms.filling.edits import PutAnswer, RemoveRow
from app.models.forms.filling.topics import shown_columns
from app.models.forms.filling.typing import Said, Typed
from app.models.rules.life import Closing
from app.services.bundles.manifest import Kind
from app.services.corrections.corrections import Asking, Corrections
from app.services.desk import Target
from app.services.kiosk.correcting import CorrectionRoom
from app.services.questionnaires.keeping import ANSWERS
from app.services.texts.catalogue import Language
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.points.golden import LOADED, golden, put
from tests.services.points.test_points import GAP, points, refused, the

PIN = "480193"
END, HAS = ("B1.to", "r1"), ("F9.has", None)
ASKED = (
    Asking(*END, "この住居を離れた日は、いつですか。"),
    Asking(*HAS, "外国の金融機関の口座について、もう一度お答えください。"),
)


@pytest.fixture(name="world")
def _world(at: At) -> World:
    world = at("assigned")
    put(world.investigation, world, golden("g10"))
    return world


def desk(world: World) -> Corrections:
    return world.investigation.services.corrections


def entered(office: Office, world: World) -> CorrectionRoom:
    slip = office.services.kiosk.issue_slip(office.actor("examiner"), world.case)
    room = office.services.kiosk.enter(office.actor("examiner"), world.case, slip.code, PIN)
    assert isinstance(room, CorrectionRoom)
    return room


def documents(office: Office, world: World) -> dict[str, int]:
    """The number of revisions of each part of the questionnaire."""
    with office.desk.vault.read() as unit:
        return {one.place: one.revision for one in unit.documents.newest_of_kind(world.case, ANSWERS)}


def test_two_boxes_are_returned_answered_and_compared(world: World) -> None:
    office, examiner = world.investigation, world.investigation.actor("examiner")
    key = the(points(office, world), GAP).key
    asked = (Asking(*END, ASKED[0].question, key), ASKED[1])
    assert desk(world).return_boxes(examiner, world.case, asked) == 1
    assert the(points(office, world), GAP).returned is BoxState.OPEN
    assert desk(world).letter(examiner, world.case, 1).startswith(b"%PDF")
    with refused("correction.waiting"):
        desk(world).return_boxes(examiner, world.case, [Asking("B1", None, "ほかの住居はありますか。")])
    before, room = documents(office, world), entered(office, world)
    assert [topic.link_id for topic in room.course.topics] == ["B1", "F9"]
    assert room.questions == {END: asked[0].question, HAS: asked[1].question}
    assert room.answer(("A3", None), Typed("1990-01-01")) == Problem("A3", "", "answer.not-returned")
    held = room.draft.get("A3")
    assert held is not None
    with pytest.raises(InvalidInputError, match=r"correction\.outside"):
        room.do(PutAnswer(held))
    assert room.answer(END, Typed("2019-02-03")) is None
    assert room.answer(HAS, True) is None
    with pytest.raises(InvalidInputError, match=r"kiosk\.still-open"):
        room.sign("髙橋　美咲")
    row = room.add_row("F9.entry")
    for cell in shown_columns("F9.entry", row, room.draft):
        assert room.answer(cell, Said(AnswerState.UNKNOWN, "通帳が手元にない")) is None
    room.pause()
    slip = office.services.kiosk.replace_slip(office.actor("security"), world.case, IdentityCheck.PHOTO_DOCUMENT)
    again = office.services.kiosk.enter(examiner, world.case, slip.code, PIN)
    assert again.still_open() == ()
    signed = again.sign("髙橋　美咲")
    assert office.services.filing.letter(examiner, signed.receipt).startswith(b"%PDF")
    assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []

    old, new = desk(world).revisions(examiner, world.case, END, Language.JAPANESE)
    assert (old.number, old.as_written, old.corrected_by) == (1, "平成30年5月", "")
    assert (new.number, new.shown, new.corrected_by, new.why) == (2, "2019年2月3日", "subject", asked[0].question)
    assert new.corrected_at == world.clock.now()
    found = desk(world).of_case(examiner, world.case, Language.JAPANESE)
    assert [(one.paper.page, one.paper.box, one.box.state) for one in found.boxes] == [
        (4, "B1-3", BoxState.ANSWERED),
        (20, "F9-0", BoxState.ANSWERED),
    ]
    (attested,) = found.attested
    assert (attested.name, attested.cells, attested.sha256) == ("髙橋　美咲", signed.answers, signed.sha256)
    purposes = {str(LOADED.pack.index[cell[0]].ext.purpose) for cell in (END, HAS)}
    after = documents(office, world)
    assert {place for place in after if after[place] != before[place]} == purposes, "nothing else was written anew"
    with pytest.raises(AppError, match=r"kiosk\.already-answered"):
        office.services.kiosk.issue_slip(examiner, world.case)


def test_a_correction_settles_the_point_that_it_came_from(world: World) -> None:
    office, examiner = world.investigation, world.investigation.actor("examiner")
    point = the(points(office, world), GAP)
    office.services.points.ask(examiner, world.case, point.key, "補正を依頼する。")
    desk(world).return_boxes(examiner, world.case, [Asking("B1", None, ASKED[0].question, point.key)])
    room = entered(office, world)
    (gap,) = room.gaps()
    row = room.add_row("B1")
    given = {"B1.from": Typed(gap.first_day.isoformat()), "B1.to": Typed(gap.last_day.isoformat())}
    for cell in shown_columns("B1", row, room.draft):
        assert room.answer(cell, given.get(cell[0], Said(AnswerState.UNKNOWN, "覚えていない"))) is None
    assert room.gaps() == ()
    room.sign("髙橋　美咲")
    settled = the(points(office, world), GAP)
    assert (settled.is_settled, settled.needs_work, settled.returned) == (True, False, BoxState.ANSWERED)
    office.services.points.close(examiner, world.case, point.key, Closing.CORRECTED, "補正により解消した。")


def test_a_row_submitted_by_mistake_is_struck_and_stays_to_be_compared(world: World) -> None:
    office, examiner = world.investigation, world.investigation.actor("examiner")
    desk(world).return_boxes(examiner, world.case, [Asking("B1", None, "この表に、誤って記入した行はありますか。")])
    room = entered(office, world)
    held = room.draft.get("B1.address", "r1")
    assert held is not None
    room.do(RemoveRow("B1", "r1"))
    room.pause()
    slip = office.services.kiosk.replace_slip(office.actor("security"), world.case, IdentityCheck.PHOTO_DOCUMENT)
    again = office.services.kiosk.enter(examiner, world.case, slip.code, PIN)
    assert again.still_open() == ()
    read = [line for page in read_through(again.draft, "ja", again.removed("ja")) for line in page.lines]
    assert ("B1.address", "1", held.value) in {(one.link_id, one.row, one.shown) for one in read if one.struck}, (
        "it is read"
    )
    signed = again.sign("髙橋　美咲")
    old, new = desk(world).revisions(examiner, world.case, ("B1.address", "r1"), Language.JAPANESE)
    assert (old.shown, old.struck) == (held.value, False)
    assert (new.shown, new.struck, new.corrected_by) == (held.value, True, "subject")
    lines = office.services.review.answers(examiner, world.case, "B", "ja")
    struck = [line for line in lines if line.struck]
    assert {line.row for line in struck} == {"r1"}
    assert len(struck) == signed.answers
    places = office.services.twins.filled(examiner, world.case).places
    assert (places.places_of("B1.address", "r1"), len(places.places_of("B1.address", "r2"))) == ((), 1)


def test_what_may_not_be_asked_is_refused(world: World) -> None:
    office, examiner = world.investigation, world.investigation.actor("examiner")
    before = office.tables(("events", "log_state", "log_nodes"))
    for boxes, code in (
        ((), "correction.nothing"),
        ((ASKED[1], ASKED[1]), "correction.nothing"),
        ((Asking("Z9", None, "何ですか。"),), "correction.box"),
        ((Asking("B1.to", "r99", "いつですか。"),), "correction.box"),
        ((Asking("B1.to", None, "いつですか。"),), "correction.box"),
        ((Asking("F9.country", "r1", "どこですか。"),), "correction.box"),
        ((Asking("M2.signature", None, "署名してください。"),), "correction.box"),
        ((Asking(*HAS, " "),), "note.empty"),
        ((Asking(*HAS, "個人番号は 123456789018 ですか。"),), "note.my-number"),
        ((Asking(*HAS, "答えないと処分の対象 になります。"),), "correction.wording"),
        ((Asking(*HAS, "あ" * 601),), "text.not-carried"),
    ):
        with refused(code):
            desk(world).return_boxes(examiner, world.case, boxes)
    assert office.tables(("events", "log_state", "log_nodes")) == before


def test_who_has_no_part_returns_nothing_and_medical_boxes_are_seen_by_the_case_alone(world: World) -> None:
    office = world.investigation
    for who in ("many", "decider", "security", "auditor", "administrator"):
        with pytest.raises(NotAuthorisedError):
            desk(world).return_boxes(office.actor(who), world.case, ASKED)
    with pytest.raises(NotAuthorisedError):
        world.agency.services.corrections.return_boxes(world.agency.actor("examiner"), world.case, ASKED)
    medical = Asking("J1.has", None, "治療又は相談について、もう一度お答えください。")
    assert desk(world).return_boxes(office.actor("reviewer"), world.case, [medical, *ASKED]) == 1
    whole = desk(world).of_case(office.actor("examiner"), world.case, Language.JAPANESE)
    part = desk(world).of_case(office.actor("decider"), world.case, Language.JAPANESE)
    assert (len(whole.boxes), whole.locked) == (3, None)
    assert (len(part.boxes), part.locked) == (2, "not-of-case")
    assert not any(one.box.link_id == "J1.has" for one in part.boxes)
    with refused("access.not-of-case"):
        desk(world).revisions(office.actor("decider"), world.case, ("J1.has", None), Language.JAPANESE)
    assert "治療".encode() not in b"".join(path.read_bytes() for path in office.folder.rglob("vault.db*"))


def test_what_is_taken_back_or_withdrawn_closes_the_seat(world: World) -> None:
    office, examiner = world.investigation, world.investigation.actor("examiner")
    number = desk(world).return_boxes(examiner, world.case, ASKED)
    room = entered(office, world)
    assert room.answer(HAS, True) is None
    desk(world).take_back(examiner, world.case, number, TakenBack.OTHER_WORDING)
    assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []
    with pytest.raises(GateClosedError, match=r"kiosk\.ended"):
        room.save()
    with refused("correction.ended"):
        desk(world).take_back(examiner, world.case, number, TakenBack.MISTAKE)
    assert desk(world).return_boxes(examiner, world.case, ASKED) == 2
    later = entered(office, world)
    world.withdraw()
    world.carried(world.agency, Kind.WITHDRAWAL, Target(case=world.case), office)
    assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []
    with pytest.raises(AppError):
        later.sign("髙橋　美咲")
