"""Conditions, options and guards, on a small form made for the purpose."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from app.models.forms.answers import Answer, AnswerState, AnswerValue, GoldenSubject, PackRef, Response, Source
from app.models.forms.cell_values import value_problem, visible_length
from app.models.forms.definition import FormPack, PackMeta, Parameter
from app.models.forms.disclosure import may_travel
from app.models.forms.items import BundleKind, EnableWhen, Item
from app.models.forms.reading import answered_view
from app.models.forms.visibility import Visibility, settle_hidden

NOW = datetime(2026, 6, 2, tzinfo=UTC)
EXT = {
    "purpose": 1,
    "sensitivity": "personal",
    "retention": "questionnaire",
    "paperRef": {"page": 1, "box": "1"},
    "precision": None,
    "lookback": None,
    "coverage": None,
    "disclosure": ["B4", "B9"],
    "established": False,
}


def raw(link_id: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": kind, "ext": EXT, **fields}


def equals(question: str, answer: object, operator: str = "=") -> dict[str, object]:
    return {"question": question, "operator": operator, "answer": answer}


SECTION = raw(
    "A",
    "group",
    item=[
        raw("A1", "boolean"),
        raw("A2", "boolean", enableWhen=[equals("A1", True)]),
        raw("A3", "string", maxLength=2, enableWhen=[equals("A2", True)]),
        raw("A4", "string", maxLength=9, enableWhen=[equals("A1", True), equals("A2", True)], enableBehavior="any"),
        raw("A5", "string", maxLength=9, enableWhen=[equals("A1", True), equals("A2", True)]),
        raw("A6", "string", maxLength=9, enableWhen=[equals("A1", False, "exists")]),
        raw(
            "B1",
            "group",
            repeats=True,
            item=[
                raw("B1.kind", "coding", answerValueSet="sex", answerOption=["female", "male"]),
                raw("B1.note", "string", maxLength=9, enableWhen=[equals("B1.kind", "male")]),
            ],
        ),
        raw("A7", "string", maxLength=9, enableWhen=[equals("B1.kind", "male")]),
    ],
)


@pytest.fixture(scope="module")
def small(pack: FormPack) -> FormPack:
    return msgspec.structs.replace(pack, items=(msgspec.convert(SECTION, Item),))


def response(values: dict[tuple[str, str | None], AnswerValue]) -> Response:
    answers = tuple(
        Answer(link_id, AnswerState.VALUE, Source(kind="kiosk"), NOW, row=row, value=value)
        for (link_id, row), value in values.items()
    )
    return Response(PackRef("cesi-2025", 1), "g", date(2026, 6, 1), answers)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, {"A1", "A6", "B1"}),
        ({("A1", None): False}, {"A1", "B1"}),
        ({("A1", None): True}, {"A1", "A2", "A4", "B1"}),
        ({("A1", None): True, ("A2", None): True}, {"A1", "A2", "A3", "A4", "A5", "B1"}),
        ({("A2", None): True}, {"A1", "A6", "B1"}),
        ({("B1.kind", "r1"): "female", ("B1.kind", "r2"): "male"}, {"A1", "A6", "A7", "B1"}),
    ],
)
def test_what_is_shown(small: FormPack, values: dict[tuple[str, str | None], AnswerValue], shown: set[str]) -> None:
    sight = Visibility(small, response(values))
    assert {each for each in ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "B1") if sight.shown(each)} == shown


def test_a_column_looks_at_its_own_row(small: FormPack) -> None:
    sight = Visibility(small, response({("B1.kind", "r1"): "female", ("B1.kind", "r2"): "male"}))
    assert not sight.shown("B1.note", "r1")
    assert sight.shown("B1.note", "r2")


def test_options_narrow_their_list(small: FormPack) -> None:
    item = small.index["B1.kind"]
    (answer,) = response({("B1.kind", "r1"): "other"}).answers
    assert value_problem(small, item, answer) == "answer.unknown-code"
    whole = msgspec.structs.replace(item, answer_option=())
    assert value_problem(small, whole, answer) is None


def test_variation_selectors_do_not_count_as_characters(small: FormPack) -> None:
    name = "葛\U000e0100城"
    assert visible_length(name) == 2
    (answer,) = response({("A3", None): name}).answers
    assert value_problem(small, small.index["A3"], answer) is None


def test_a_pack_cannot_open_the_contractor_bundle_or_the_medical_part(small: FormPack, pack: FormPack) -> None:
    assert may_travel(small, "A1", BundleKind.QUESTIONNAIRE)
    assert not may_travel(small, "A1", BundleKind.CONTRACTOR_NOTICE)
    illness = pack.index["J1.now"]
    loose = msgspec.structs.replace(illness.ext, disclosure=(BundleKind.QUESTIONNAIRE, BundleKind.RESULT))
    opened = msgspec.structs.replace(pack, items=(msgspec.structs.replace(illness, ext=loose),))
    assert may_travel(opened, "J1.now", BundleKind.QUESTIONNAIRE)
    assert not may_travel(opened, "J1.now", BundleKind.RESULT)


def test_a_kept_hidden_answer_is_shown_as_hidden(pack: FormPack, misaki: GoldenSubject) -> None:
    answers = tuple(
        msgspec.structs.replace(each, value=False) if each.link_id == "F9.has" else each
        for each in misaki.response.answers
    )
    settled = settle_hidden(pack, msgspec.structs.replace(misaki.response, answers=answers), NOW)
    hidden = {line.link_id for line in answered_view(pack, settled, "F", "ja") if line.hidden}
    assert hidden == {item.link_id for item in pack.index.columns("F9.entry")}


def test_a_parameter_ends_on_its_last_day(pack: FormPack) -> None:
    periods = [
        {"validFrom": "2025-05-16", "validTo": "2026-03-31", "value": 10},
        {"validFrom": "2026-04-01", "value": 7},
    ]
    words = {"ja": "期間", "en": "Period"}
    parameter = msgspec.convert(
        {"key": "x", "unit": "years", "name": words, "basis": words, "established": False, "periods": periods},
        Parameter,
    )
    meta: PackMeta = msgspec.structs.replace(pack.meta, parameters=(parameter,))
    dated = msgspec.structs.replace(pack, meta=meta)
    assert [dated.parameter("x", date(2026, 3, 31)), dated.parameter("x", date(2026, 4, 1))] == [10, 7]


def test_a_condition_says_what_it_waits_for() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(equals("A1", True, operator="~"), EnableWhen)
