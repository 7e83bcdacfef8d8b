"""What comes on paper is typed by two persons, the second blind; only what both read is taken into the case."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError
from app.models.domain.ids import BlobId
from app.models.forms.answers import Answer, AnswerState, Money, Source
from app.models.forms.correction import BoxState, TakenBack
from app.models.forms.filling.typing import Said, Typed
from app.models.forms.guards.answering import WhyNot
from app.models.forms.transcribing import FieldState, TranscribedField
from app.services.corrections.corrections import Asking
from app.services.exchange.custody.packing import STAYS
from app.services.texts.catalogue import Language
from app.services.transcribing.transcribing import Transcribing
from app.services.transcribing.views import Entry, ShownField
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.points.golden import golden, put

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
END, HAS = ("B1.to", "r1"), ("F9.has", None)


def on_paper(answer: Answer) -> Entry:
    """A field of a golden subject as somebody reads it."""
    if answer.state is not AnswerState.VALUE:
        return Entry(answer.link_id, answer.row, Said(answer.state, answer.reason or ""))
    value = answer.value
    if isinstance(value, bool):
        return Entry(answer.link_id, answer.row, value)
    if isinstance(value, Money):
        return Entry(answer.link_id, answer.row, Typed(str(value.amount), value.currency, value.on))
    text = f"{value}頃" if answer.about else answer.as_written or str(value)
    return Entry(answer.link_id, answer.row, Typed(text))


def the(fields: tuple[ShownField, ...], link_id: str, row: str | None = None) -> ShownField:
    (found,) = [one for one in fields if one.cell == (link_id, row)]
    return found


def desk(office: Office) -> Transcribing:
    return office.services.transcribing


def test_a_whole_questionnaire_is_typed_by_two_and_taken_over(at: At) -> None:
    world = at("consented")
    office, case = world.agency, world.case
    first, second = office.actor("examiner"), office.actor("reviewer")
    page = desk(office).add_page(first, case, 11, PNG)
    assert [one.number for one in desk(office).pages(second, case)] == [11]
    assert desk(office).page(second, case, page) == ("image/png", PNG)
    for actor in (first, office.actor("security")):
        with pytest.raises(AppError):
            office.services.filing.scan(actor, page)
    entries = [on_paper(answer) for answer in golden("g01").current.values() if answer.not_applicable_since is None]
    assert desk(office).write(first, case, entries) == ()
    with pytest.raises(NotAuthorisedError):
        desk(office).write(office.actor("security"), case, entries[:1])
    with pytest.raises(GateClosedError, match=r"transcription\.own"):
        desk(office).check(first, case, entries[:1])
    with pytest.raises(GateClosedError, match=r"transcription\.others"):
        desk(office).write(second, case, entries[:1])
    unseen = the(desk(office).fields(second, case), "A3")
    assert (unseen.state, unseen.is_mine, unseen.mine, unseen.other) == (FieldState.UNCHECKED, False, None, None)
    wrong = [Entry("A3", None, Typed("1988-04-13")) if one.link_id == "A3" else one for one in entries]
    assert desk(office).check(second, case, wrong) == ()
    seen = the(desk(office).fields(first, case), "A3")
    assert seen.state is FieldState.DIFFERS
    assert seen.other is not None
    with pytest.raises(GateClosedError, match=r"transcription\.unsettled"):
        desk(office).finish(first, case)
    assert desk(office).write(first, case, [Entry("A3", None, Typed("昭和63年4月13日"))]) == ()
    agreed = the(desk(office).fields(second, case), "A3")
    assert agreed.state is FieldState.AGREED
    count = desk(office).finish(first, case)
    assert count == len(entries)
    with office.desk.vault.read() as unit:
        told = repr([unit.record.of_subject(case)])
        assert "昭和63年" not in told
    with pytest.raises(AppError, match=r"kiosk\.already-answered"):
        desk(office).write(first, case, entries[:1])
    assert desk(office).fields(first, case) == ()


def test_sources_name_both_persons_and_what_was_written_stays_beside_the_value(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    put(office, world, golden("g10"))
    first, second = office.actor("examiner"), office.actor("reviewer")
    office.services.corrections.return_boxes(
        first, case, [Asking(*END, "いつ離れましたか。"), Asking(*HAS, "口座はありますか。")]
    )
    with pytest.raises(InvalidInputError, match=r"correction\.outside"):
        desk(office).write(first, case, [Entry("A3", None, Typed("1988-04-13"))])
    (problem,) = desk(office).write(first, case, [Entry(*END, Typed("63/4"))])
    assert problem.code == "answer.date-invalid"
    entries = [Entry(*END, Typed("平成31年2月3日")), Entry(*HAS, given=False)]
    assert desk(office).write(first, case, entries) == ()
    assert desk(office).check(second, case, [Entry(*END, Typed("2019-02-03")), entries[1]]) == ()
    with pytest.raises(InvalidInputError, match=r"note\.empty"):
        desk(office).finish(second, case)
    assert desk(office).finish(second, case, "髙橋　美咲") == 1
    _, new = office.services.corrections.revisions(first, case, END, Language.JAPANESE)
    assert (new.shown, new.as_written, new.source) == ("2019年2月3日", "平成31年2月3日", "transcribed")
    assert new.by == (first.person, second.person)
    boxes = office.services.corrections.of_case(first, case, Language.JAPANESE).boxes
    assert sorted(one.box.state for one in boxes) == [BoxState.ANSWERED, BoxState.CONFIRMED]


def test_what_was_typed_for_an_earlier_return_counts_for_no_later_one(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    put(office, world, golden("g10"))
    first, second, corrections = office.actor("examiner"), office.actor("reviewer"), office.services.corrections
    asked, fields = [Asking(*HAS, "口座はありますか。")], [Entry(*HAS, given=True)]
    number = corrections.return_boxes(first, case, asked)
    assert desk(office).write(first, case, fields) == ()
    corrections.take_back(first, case, number, TakenBack.OTHER_WORDING)
    world.clock.advance(timedelta(minutes=1))
    corrections.return_boxes(first, case, asked)
    assert desk(office).fields(first, case) == ()
    with pytest.raises(InvalidInputError, match=r"transcription\.not-written"):
        desk(office).check(second, case, fields)
    assert desk(office).write(second, case, fields) == ()
    assert the(desk(office).fields(second, case), "F9.has").is_mine


def test_who_has_no_part_sees_neither_medical_fields_nor_pages(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    put(office, world, golden("g10"))
    first = office.actor("examiner")
    office.services.corrections.return_boxes(first, case, [Asking("J1.has", None, "もう一度お答えください。")])
    page = desk(office).add_page(first, case, 25, PNG)
    assert desk(office).write(first, case, [Entry("J1.has", None, given=False)]) == ()
    assert len(desk(office).fields(first, case)) == 1
    for who in ("many", "security", "decider", "auditor"):
        with pytest.raises(AppError):
            desk(office).page(office.actor(who), case, page)
        try:
            assert desk(office).fields(office.actor(who), case) == ()
        except NotAuthorisedError:
            continue


def test_an_own_reading_is_taken_back_until_both_agree(at: At) -> None:
    world = at("consented")
    office, case = world.agency, world.case
    first, second = office.actor("examiner"), office.actor("reviewer")
    cell, entry = ("A3", None), Entry("A3", None, Typed("1988-04-12"))
    with pytest.raises(InvalidInputError, match=r"transcription\.not-written"):
        desk(office).take_back(first, case, cell)
    assert desk(office).write(first, case, [entry]) == ()
    with pytest.raises(GateClosedError, match=r"transcription\.others"):
        desk(office).take_back(second, case, cell)
    desk(office).take_back(first, case, cell)
    assert desk(office).fields(first, case) == ()
    assert desk(office).write(second, case, [entry]) == ()
    assert desk(office).check(first, case, [entry]) == ()
    with pytest.raises(GateClosedError, match=r"transcription\.settled"):
        desk(office).take_back(second, case, cell)


def test_only_pictures_of_pages_of_the_form_are_filed(at: At) -> None:
    world = at("consented")
    office, actor = world.agency, world.agency.actor("examiner")
    for data, number, code in ((b"PK\x03\x04", 1, "scan.unknown-type"), (b"text", 1, "scan.unknown-type")):
        with pytest.raises(AppError) as refused:
            desk(office).add_page(actor, world.case, number, data)
        assert refused.value.code == code
    with pytest.raises(InvalidInputError, match=r"transcription\.page"):
        desk(office).add_page(actor, world.case, 36, PNG)
    with pytest.raises(InvalidInputError, match=r"record\.not-found"):
        desk(office).page(actor, world.case, BlobId("none"))
    slip = office.services.kiosk.issue_slip(actor, world.case)
    assert slip.number == 1
    with pytest.raises(AppError, match=r"kiosk\.already-open"):
        desk(office).write(actor, world.case, [Entry("A3", None, Typed("1988-04-13"))])
    assert "transcription" in STAYS


def test_what_must_not_be_kept_is_no_reading_until_it_is_answered_for(at: At) -> None:
    world = at("consented")
    office, case, actor = world.agency, world.case, world.agency.actor("examiner")
    said = "労働組合の役員をしていた。"
    entry = Entry("M1.item-1", None, Typed(said))
    reason = Entry("A4", None, Said(AnswerState.UNKNOWN, said))
    for wrong in (entry, reason):
        (problem,) = desk(office).write(actor, case, [wrong])
        assert (problem.link_id, problem.code) == (wrong.link_id, "answer.matter")
    assert desk(office).fields(actor, case) == ()
    name = Entry("D1.employer", "r1", Typed("架空労働組合連合会"))
    assert desk(office).write(actor, case, [name]) == (), "who the employer was is asked"
    office.services.guards.clear(actor, case, "M1.item-1", said, "union", WhyNot.OTHER_MEANING)
    assert desk(office).write(actor, case, [entry]) == ()


def test_what_two_read_alike_and_does_not_fit_is_named_by_its_box(at: At) -> None:
    world = at("consented")
    office, case = world.agency, world.case
    fields = [Entry("A3", None, Typed("1988-04-12"))]
    assert desk(office).write(office.actor("examiner"), case, fields) == ()
    assert desk(office).check(office.actor("reviewer"), case, fields) == ()
    with pytest.raises(GateClosedError, match=r"transcription\.misfit") as refused:
        desk(office).finish(office.actor("examiner"), case)
    told = refused.value.params
    assert (told["place"], told["page"], told["box"]) == ("A1.form", 1, "A1-1")
    assert len(desk(office).fields(office.actor("examiner"), case)) == 1


words = st.sampled_from(["1988-04", "1988-04-12", "1988"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), words), min_size=1, max_size=8))
def test_a_field_is_settled_only_when_both_read_the_same_last(steps: list[tuple[bool, str]]) -> None:
    """Whatever the order in which the two type, again and again."""
    now = golden("g01").answers[0].answered_at
    field: TranscribedField | None = None
    last: dict[bool, str] = {}
    for is_first, text in steps:
        answer = Answer("A3", AnswerState.VALUE, Source("kiosk"), now, value=text)
        if is_first:
            field = TranscribedField(answer, "p1", field.second if field else None, field.checked_by if field else None)  # type: ignore[arg-type] # persons
        elif field is not None:
            field = TranscribedField(field.first, field.by, answer, "p2")  # type: ignore[arg-type] # a person
        else:
            continue
        last[is_first] = text
        settled = len(last) == 2 and last[True] == last[False]
        assert (field.state is FieldState.AGREED) is settled
        if settled:
            assert (field.answer.source.by, field.answer.source.checked_by) == ("p1", "p2")
