"""Answers from another program: taken as they are where they fit, refused with the place where they do not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from fhir.resources.questionnaireresponse import QuestionnaireResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import Answer, Response
from app.models.forms.checking import check
from app.models.forms.fhir.bounded import LARGEST_BYTES, parse
from app.models.forms.fhir.foreign import read_foreign
from app.services.packs.loader import LoadedPack
from tests.models.forms.fhir_documents import Json, foreign_document, places, put
from tests.thoroughness import amount

GOLDEN = [f"g{number:02}.json" for number in range(1, 13)]
FIRST = "$.item[0].item[0].item[0]"
"""The first question of the form, a choice."""
NAME = "$.item[0].item[0].item[1]"


def read(loaded: LoadedPack, document: Any) -> Response:
    return read_foreign(loaded.pack, parse(msgspec.json.encode(document)), "case", "officer")


@pytest.fixture(name="document")
def _document(loaded: LoadedPack) -> Json:
    return foreign_document(loaded.pack, loaded.golden["g01.json"].response)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_answers_of_another_program_are_those_of_the_subject(loaded: LoadedPack, name: str) -> None:
    response = loaded.golden[name].response
    document = foreign_document(loaded.pack, response)
    QuestionnaireResponse.model_validate(document)
    taken = read(loaded, document)
    assert sorted(map(_said, taken.answers)) == sorted(
        _said(each) for each in response.current.values() if each.not_applicable_since is None
    )
    assert check(loaded.pack, taken) == ()
    assert {(each.source.kind, each.source.by, each.revision) for each in taken.answers} == {("imported", "officer", 1)}
    assert (taken.subject, taken.as_of, taken.pack.digest) == ("case", date(2026, 6, 1), loaded.pack.digest)


def _said(answer: Answer) -> tuple[str, ...]:
    row = f"r{answer.row.removeprefix('r')}" if answer.row else ""
    return (answer.link_id, row, answer.state, repr(answer.value), answer.reason or "", str(answer.precision))


def test_markup_and_formulas_are_only_text(loaded: LoadedPack, document: Json) -> None:
    wild = '=HYPERLINK("x")<script>&amp;{0}%s' + "名" * 20
    document["item"][0]["item"][0]["item"][1]["answer"][0]["valueString"] = wild
    assert read(loaded, document).value("A1.family-name") == wild


def test_an_answer_that_is_left_out_is_asked_for(loaded: LoadedPack, document: Json) -> None:
    del document["item"][0]["item"][0]["item"][1]
    assert [each.link_id for each in check(loaded.pack, read(loaded, document))] == ["A1.family-name"]


def _row(document: Json) -> Json:
    found = next(each for each in document["item"][1]["item"] if each["linkId"] == "B1")
    return dict(found)


def _question(number: int) -> Callable[[Json], Json]:
    return lambda document: document["item"][0]["item"][0]["item"][number]


FAULTS: dict[str, tuple[Callable[[Json], object], str, str]] = {
    "other resource": (lambda d: d.update(resourceType="Bundle"), "fhir.other-form", "$.resourceType"),
    "other form": (lambda d: d.update(questionnaire="urn:x|1"), "fhir.other-form", "$.questionnaire"),
    "other version": (
        lambda d: d.update(questionnaire="urn:sekisho:pack:cesi-2025|2"),
        "fhir.other-form",
        "$.questionnaire",
    ),
    "unfinished": (lambda d: d.update(status="in-progress"), "fhir.not-completed", "$.status"),
    "no time": (lambda d: d.pop("authored"), "fhir.element-missing", "$.authored"),
    "no offset": (lambda d: d.update(authored="2026-06-01T10:00:00"), "fhir.wrong-type", "$.authored"),
    "unknown at the root": (lambda d: d.update(contained=[]), "fhir.unknown-element", "$.contained"),
    "name that is no element": (lambda d: d.update({"山田 太郎": 1}), "fhir.unknown-element", "$.?"),
    "extension at the root": (lambda d: d.update(extension=[]), "fhir.unknown-element", "$.extension"),
    "unknown in an answer": (
        lambda d: _question(0)(d)["answer"][0].update(item=[]),
        "fhir.unknown-element",
        f"{FIRST}.answer[0].item",
    ),
    "unknown extension": (
        lambda d: (_question(0)(d).pop("answer"), _question(0)(d).update(extension=[{"url": "urn:x"}])),
        "fhir.unknown-element",
        f"{FIRST}.extension[0].url",
    ),
    "answer beside a state": (
        lambda d: _question(0)(d).update(extension=[{"url": "urn:x"}]),
        "fhir.misplaced",
        f"{FIRST}.extension",
    ),
    "wrong type": (
        lambda d: _question(0)(d).update(answer=[{"valueBoolean": True}]),
        "fhir.wrong-type",
        f"{FIRST}.answer[0].valueBoolean",
    ),
    "two values": (
        lambda d: _question(0)(d)["answer"][0].update(valueString="x"),
        "fhir.wrong-type",
        f"{FIRST}.answer[0]",
    ),
    "two answers": (
        lambda d: _question(0)(d)["answer"].append({"valueString": "x"}),
        "fhir.too-many",
        f"{FIRST}.answer[1]",
    ),
    "other list": (
        lambda d: _question(0)(d)["answer"][0]["valueCoding"].update(system="urn:x"),
        "fhir.other-list",
        f"{FIRST}.answer[0].valueCoding.system",
    ),
    "unknown item": (lambda d: _question(0)(d).update(linkId="Z9"), "fhir.misplaced", f"{FIRST}.linkId"),
    "item elsewhere": (lambda d: _question(0)(d).update(linkId="B1.to"), "fhir.misplaced", f"{FIRST}.linkId"),
    "item twice": (lambda d: _question(1)(d).update(linkId="A1.form"), "fhir.misplaced", NAME),
    "no array": (lambda d: d.update(item={}), "fhir.wrong-type", "$.item"),
    "a fraction": (
        lambda d: _question(1)(d)["answer"][0].update(valueString=1.5),
        "fhir.wrong-type",
        f"{NAME}.answer[0].valueString",
    ),
    "control character": (
        lambda d: _question(1)(d)["answer"][0].update(valueString="a\u001bb"),
        "fhir.control-character",
        f"{NAME}.answer[0].valueString",
    ),
    "half a character": (
        lambda d: _question(1)(d)["answer"][0].update(valueString="HALF"),
        "fhir.control-character",
        f"{NAME}.answer[0].valueString",
    ),
    "huge repeat": (
        lambda d: d["item"][1].update(item=[_row(d)] * 1001),
        "fhir.too-many",
        "$.item[1].item[1000]",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_does_not_fit_is_refused_with_its_place(loaded: LoadedPack, document: Json, fault: str) -> None:
    change, code, place = FAULTS[fault]
    change(document)
    data = msgspec.json.encode(document).replace(b'"HALF"', b'"\\ud842"')
    with pytest.raises(UntrustedInputError) as refused:
        read_foreign(loaded.pack, parse(data), "case")
    assert (refused.value.code, refused.value.params) == (code, {"place": place})


HOSTILE = {
    "deep": (b'{"resourceType":' + b"[" * 100_000, "fhir.too-deep"),
    "deep objects": (b'{"a":' * 4_000_000, "fhir.too-large"),
    "large": (b" " * (LARGEST_BYTES + 1), "fhir.too-large"),
    "many": (b"[" + b"0," * 4_000_000 + b"0]", "fhir.too-large"),
    "open string": (b'["' + b'\\"' * 4_000_000, "fhir.not-json"),
    "long number": (b'{"a":' + b"9" * 4_000_000 + b"}", "fhir.not-json"),
    "exponent": (b'{"a":1e999999999999999999999}', "fhir.not-json"),
    "twice": (b'{"a":1,"a":2}', "fhir.not-json"),
    "not a number": (b'{"a":NaN}', "fhir.not-json"),
    "bytes": (b'{"a":"\xff"}', "fhir.not-json"),
    "nothing": (b"", "fhir.not-json"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_before_anything_is_built(name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(UntrustedInputError) as refused:
        parse(data)
    assert refused.value.code == code


def test_a_name_of_a_million_characters_is_only_too_long(loaded: LoadedPack, document: Json) -> None:
    document["item"][0]["item"][0]["item"][1]["answer"][0]["valueString"] = "名" * 1_000_000
    assert [each.code for each in check(loaded.pack, read(loaded, document))] == ["answer.too-long"]


@settings(max_examples=amount(20, everything=500), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_change_is_read_or_refused_with_a_place(loaded: LoadedPack, data: st.DataObject) -> None:
    document = foreign_document(loaded.pack, loaded.golden["g09.json"].response)
    every = list(places(document))
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(every))
        other: st.SearchStrategy[Any] = (
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([])
        )
        try:
            put(document, place, data.draw(other | st.just({"url": "urn:x", "valueCode": {}}) | st.just([{}])))
        except (TypeError, KeyError, IndexError):
            continue  # a change before took the place away
    try:
        taken = read(loaded, document)
    except UntrustedInputError as refusal:
        assert refusal.code == "fhir.not-json" or set(refusal.params) == {"place"}  # noqa: PT017 - read or refused
        return
    check(loaded.pack, taken)
