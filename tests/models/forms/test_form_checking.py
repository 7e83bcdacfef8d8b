"""A response is checked against its pack by form alone; every misfit is located."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.forms.answers import (
    Answer,
    AnswerState,
    AnswerValue,
    Correction,
    GoldenSubject,
    Money,
    Response,
    Source,
)
from app.models.forms.checking import check
from app.models.forms.definition import FormPack
from app.models.forms.items import DatePrecision
from app.models.forms.visibility import Visibility, settle_hidden
from app.services.packs.loader import LoadedPack

NOW = datetime(2026, 6, 2, tzinfo=UTC)


def change(response: Response, link_id: str, row: str | None = None, **fields: object) -> Response:
    """The response with the newest answer of one cell changed."""
    old = response.get(link_id, row)
    assert old is not None, link_id
    new = msgspec.structs.replace(old, **fields)
    return msgspec.structs.replace(response, answers=tuple(new if a is old else a for a in response.answers))


def without(response: Response, link_id: str, row: str | None = None) -> Response:
    return msgspec.structs.replace(response, answers=tuple(a for a in response.answers if a.cell != (link_id, row)))


def with_answer(response: Response, answer: Answer) -> Response:
    return msgspec.structs.replace(response, answers=(*response.answers, answer))


def new(link_id: str, value: AnswerValue | None, row: str | None = None, **fields: object) -> Answer:
    answer = Answer(link_id, AnswerState.VALUE, source=Source(kind="kiosk"), answered_at=NOW, row=row, value=value)
    return msgspec.structs.replace(answer, **fields)


def codes(pack: FormPack, response: Response) -> set[tuple[str, str, str]]:
    return {(problem.link_id, problem.row, problem.code) for problem in check(pack, response)}


def test_golden_response_has_no_problem(pack: FormPack, misaki: GoldenSubject) -> None:
    assert check(pack, misaki.response) == ()


@pytest.mark.parametrize(
    ("link_id", "row", "fields", "code"),
    [
        ("A3", None, {"value": "1988-02-30"}, "answer.date-invalid"),
        ("A3", None, {"value": "12/04/1988"}, "answer.date-invalid"),
        ("A3", None, {"value": "1988-04"}, "answer.date-precision"),
        ("A3", None, {"value": 19880412}, "answer.wrong-type"),
        ("A3", None, {"state": AnswerState.NONE, "value": None}, "answer.required"),
        ("A9.address", None, {"value": "　"}, "answer.blank"),
        ("A9.address", None, {"value": "あ" * 301}, "answer.too-long"),
        ("A9.address", None, {"value": "一行目\n二行目"}, "answer.control-character"),
        ("A9.address", None, {"value": "番号 1234-5678-9018"}, "answer.my-number"),
        ("A9.address", None, {"as_written": "１２３４５６７８９０１８"}, "answer.my-number"),
        ("A5.country", None, {"value": "ZZ"}, "answer.unknown-code"),
        ("A4", None, {"value": "female"}, "answer.value-beside-state"),
        ("A4", None, {"state": AnswerState.UNKNOWN}, "answer.reason-missing"),
        ("M3", None, {"value": 1}, "answer.wrong-type"),
        ("F9.balance", "r1", {"value": 350}, "answer.wrong-type"),
        ("E1.name", "r2", {"source": Source("transcribed", "p1", "p1")}, "answer.transcription-unchecked"),
        ("E1.name", "r2", {"not_applicable_since": NOW}, "answer.marked-but-shown"),
    ],
)
def test_one_wrong_cell_is_one_located_problem(
    pack: FormPack, misaki: GoldenSubject, link_id: str, row: str | None, fields: dict[str, object], code: str
) -> None:
    assert codes(pack, change(misaki.response, link_id, row, **fields)) == {(link_id, row or "", code)}


def test_every_cell_left_out_is_noticed(pack: FormPack, loaded: LoadedPack) -> None:
    for subject in loaded.golden.values():
        for answer in subject.response.answers:
            item = pack.index[answer.link_id]
            expected = "answer.missing" if item.required else "answer.empty-cell"
            found = codes(pack, without(subject.response, *answer.cell))
            assert (answer.link_id, answer.row or "", expected) in found, answer.cell


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (new("Z9", "x"), "answer.unknown-item"),
        (new("A", "x"), "answer.not-a-question"),
        (new("E1.name", "x"), "answer.row-missing"),
        (new("A3", "x", "r1"), "answer.row-unexpected"),
        (new("A3", "1988-04-12", precision=DatePrecision.DAY), "answer.twice"),
        (new("B1", None, state=AnswerState.NONE), "answer.rows-beside-state"),
        (new("G1.entry", None, state=AnswerState.NONE), "answer.hidden-unmarked"),
        (new("K1.amount", "一合", revision=3, correction=Correction("p1", NOW, "訂正")), "answer.revision-gap"),
        (new("K1.amount", "一合", revision=2), "answer.correction-unexplained"),
    ],
)
def test_added_answers_that_do_not_fit(pack: FormPack, misaki: GoldenSubject, answer: Answer, code: str) -> None:
    assert (answer.link_id, answer.row or "", code) in codes(pack, with_answer(misaki.response, answer))


def test_a_correction_is_a_new_revision_and_the_old_answer_stays(pack: FormPack, misaki: GoldenSubject) -> None:
    corrected = new("K1.amount", "ビール中瓶2本", revision=2, correction=Correction("p1", NOW, "記入誤り"))
    response = with_answer(misaki.response, corrected)
    assert check(pack, response) == ()
    assert response.value("K1.amount") == "ビール中瓶2本"
    assert [each.value for each in response.history("K1.amount")] == ["ビール中瓶1本", "ビール中瓶2本"]


def test_hidden_answers_are_kept_marked_and_come_back(pack: FormPack, misaki: GoldenSubject) -> None:
    hidden = change(misaki.response, "F9.has", value=False)
    assert ("F9.institution", "r1", "answer.hidden-unmarked") in codes(pack, hidden)
    settled = settle_hidden(pack, hidden, NOW)
    assert check(pack, settled) == ()
    kept = settled.get("F9.institution", "r1")
    assert kept is not None
    assert (kept.value, kept.not_applicable_since) == ("Musterbank", NOW)
    assert settled.value("F9.institution", "r1") is None
    back = settle_hidden(pack, change(settled, "F9.has", value=True), NOW)
    assert back == misaki.response


def test_no_reader_may_take_one_for_yes(pack: FormPack, misaki: GoldenSubject) -> None:
    assert not Visibility(pack, change(misaki.response, "F9.has", value=1)).shown("F9.entry")


def test_a_response_of_another_pack_is_not_looked_at(pack: FormPack, misaki: GoldenSubject) -> None:
    for fields in ({"version": 2}, {"digest": "0" * 64}):
        ref = msgspec.structs.replace(misaki.response.pack, **fields)
        other = msgspec.structs.replace(misaki.response, pack=ref)
        assert codes(pack, other) == {("", "", "response.other-pack")}


ANY_VALUE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=40), st.builds(Money, amount=st.integers(0, 10**9))
)


@given(data=st.data(), value=ANY_VALUE, state=st.sampled_from(AnswerState), row=st.sampled_from([None, "r1", "r99"]))
def test_any_answer_anywhere_gives_problems_and_never_an_exception(
    pack: FormPack,
    misaki: GoldenSubject,
    data: st.DataObject,
    value: AnswerValue | None,
    state: AnswerState,
    row: str | None,
) -> None:
    link_id = data.draw(st.sampled_from([item.link_id for item in pack.index]))
    response = with_answer(without(misaki.response, link_id, row), new(link_id, value, row, state=state))
    first = check(pack, response)
    assert first == check(pack, response)
    assert all(problem.link_id in pack.index for problem in first)


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Nd", "No", "Nl"]), max_size=60))
def test_names_are_kept_exactly_as_given(pack: FormPack, misaki: GoldenSubject, name: str) -> None:
    response = change(misaki.response, "A1.family-name", value=name)
    again = msgspec.json.decode(msgspec.json.encode(response, order="sorted"), type=Response)
    assert again.value("A1.family-name") == name
    expected = set() if name.strip() else {("A1.family-name", "", "answer.blank")}
    assert codes(pack, again) == expected
