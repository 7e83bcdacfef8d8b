"""Pack and answers become FHIR and come back as they were: the golden subjects, and whatever edits make of them."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from fhir.resources.questionnaire import Questionnaire
from fhir.resources.questionnaireresponse import QuestionnaireResponse
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import Answer, AnswerState, Correction, PackRef, Response, Source, encode
from app.models.forms.definition import FormPack
from app.models.forms.fhir.pack_in import pack_from_fhir
from app.models.forms.fhir.pack_out import pack_to_fhir
from app.models.forms.fhir.response_in import response_from_fhir
from app.models.forms.fhir.response_out import response_to_fhir
from app.models.forms.items import Coverage, DatePrecision, EnableWhen, Item, ItemType, Lookback
from app.services.packs.loader import LoadedPack
from tests.models.forms.fhir_documents import places, put
from tests.thoroughness import amount

GOLDEN = [f"g{number:02}.json" for number in range(1, 13)]
NOW = datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=9)))
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
moments = st.datetimes(timezones=st.sampled_from([UTC, NOW.tzinfo, timezone(timedelta(hours=-9, minutes=-30))]))
quick = settings(max_examples=amount(12, everything=300), deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(name="small", scope="module")
def _small(pack: FormPack) -> FormPack:
    """The first two sections of the pack with their lists and texts, so that many edits can be tried."""
    items = pack.items[:2]
    part = msgspec.structs.replace(pack, items=items, layout=pack.layout[:2], extras={"rules.json": "{}"})
    used = {each.answer_value_set for each in part.index} - {"countries"}
    choices = tuple(each for each in pack.choices if each.id in used)
    heads = {f"item.{each.link_id}" for each in part.index} | {f"choice.{each.id}" for each in choices}
    words = {
        language: {
            key: text
            for key, text in held.items()
            if key.startswith(("state.", "value.")) or (key.rpartition(".")[0] in heads)
        }
        for language, held in pack.texts.items()
    }
    return msgspec.structs.replace(part, choices=choices, texts=words)


def returned(pack: FormPack, response: Response) -> bytes:
    """The canonical bytes of a response after going out and coming back, seen by the other program on its way."""
    document = response_to_fhir(pack, response)
    QuestionnaireResponse.model_validate_json(document)
    return encode(response_from_fhir(pack, document))


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_subjects_come_back(loaded: LoadedPack, name: str) -> None:
    response = loaded.golden[name].response
    assert returned(loaded.pack, response) == encode(response)
    # Golden answers stand in canonical order, so that their places need not be written.
    assert b"position" not in response_to_fhir(loaded.pack, response)


@quick
@given(data=st.data())
def test_edited_answers_come_back(loaded: LoadedPack, data: st.DataObject) -> None:
    draw = data.draw
    response = loaded.golden[draw(st.sampled_from(GOLDEN))].response
    answers = list(response.answers)
    for _ in range(draw(st.integers(1, 12))):
        number = draw(st.integers(0, len(answers) - 1))
        edited = _edited(loaded.pack, answers[number], draw)
        if draw(st.booleans()):
            why = Correction(draw(texts), draw(moments), draw(texts))
            answers.append(msgspec.structs.replace(edited, revision=edited.revision + 1, correction=why))
        else:
            answers[number] = edited
    if draw(st.booleans()):
        answers = draw(st.permutations(answers))
    pack = PackRef(response.pack.id, response.pack.version, draw(st.sampled_from([None, loaded.pack.digest])))
    made = Response(pack, draw(texts), draw(st.dates(min_value=date(1000, 1, 1))), tuple(answers))
    assert returned(loaded.pack, made) == encode(made)


def _edited(pack: FormPack, answer: Answer, draw: Any) -> Answer:
    """The answer with another state, value, text, source or time; it still has a place in the pack."""
    item, optional = pack.index[answer.link_id], st.none() | texts | st.just("")
    changes: dict[str, Any] = {
        "as_written": draw(optional),
        "about": draw(st.booleans()),
        "answered_at": draw(moments),
        "not_applicable_since": draw(st.none() | moments),
        "source": draw(st.builds(Source, st.sampled_from(["kiosk", "imported", "transcribed"]), optional, optional)),
    }
    if draw(st.booleans()):
        state = draw(st.sampled_from([each for each in AnswerState if each is not AnswerState.VALUE]))
        changes |= {"state": state, "value": None, "reason": draw(optional)}
    elif item.type in {ItemType.STRING, ItemType.TEXT}:
        changes |= {"state": AnswerState.VALUE, "value": draw(texts)}
    elif item.type is ItemType.DATE:
        cut = draw(st.sampled_from([(4, DatePrecision.YEAR), (7, DatePrecision.MONTH), (10, DatePrecision.DAY)]))
        day = draw(st.dates(min_value=date(1000, 1, 1))).isoformat()[: cut[0]]
        changes |= {"state": AnswerState.VALUE, "value": day, "precision": cut[1]}
    elif item.type is ItemType.ATTACHMENT:
        changes |= {"state": AnswerState.VALUE, "value": f"sha256:{draw(st.binary(min_size=32, max_size=32)).hex()}"}
    elif item.type is ItemType.INTEGER:
        changes |= {"state": AnswerState.VALUE, "value": draw(st.integers(-(10**17), 10**17))}
    return msgspec.structs.replace(answer, **changes)


def test_what_the_standard_says_is_said_in_its_own_words(loaded: LoadedPack) -> None:
    """Another program reads dates cut to their precision, choices with words, and why an answer is absent."""
    found = [response_to_fhir(loaded.pack, each.response).decode() for each in loaded.golden.values()]
    for piece in (
        '"valueDate":"1988-04"',
        '"display":"戸籍"',
        '"status":"completed"',
        '"urn:iso:std:iso:4217"',
        '"data-absent-reason","valueCode":"asked-unknown"',
    ):
        assert any(piece in each.replace("http://hl7.org/fhir/StructureDefinition/", "") for each in found), piece


def test_an_answer_without_a_place_in_the_pack_is_not_written(loaded: LoadedPack) -> None:
    response = loaded.golden["g01.json"].response
    first = response.answers[0]
    for wrong in (
        {"link_id": "Z9"},
        {"row": "r1"},
        {"value": 1},
        {"value": "no-such-code"},
        {"state": AnswerState.NONE},
    ):
        answers = (msgspec.structs.replace(first, **wrong), *response.answers[1:])
        with pytest.raises(UntrustedInputError, match=r"fhir\.misfit"):
            response_to_fhir(loaded.pack, msgspec.structs.replace(response, answers=answers))


def test_the_pack_comes_back_and_another_program_knows_it(pack: FormPack) -> None:
    document = pack_to_fhir(pack)
    assert pack_from_fhir(document) == pack
    Questionnaire.model_validate_json(document)
    pretty = msgspec.json.format(document, indent=2)
    assert pack_from_fhir(pretty) == pack


@quick
@given(data=st.data())
def test_an_edited_pack_comes_back(small: FormPack, data: st.DataObject) -> None:
    draw, pack = data.draw, small
    names = [each.link_id for each in pack.index]
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=6, unique=True))
    words = {language: dict(held) for language, held in pack.texts.items()}
    for held in words.values():
        for name in chosen:
            held[f"item.{name}.label"] = draw(texts)
        held |= {f"item.{chosen[0]}.explanation": draw(texts), f"item.{chosen[-1]}.hint": draw(texts)}
    edited = FormPack(
        meta=msgspec.structs.replace(pack.meta, version=draw(st.integers(1, 10**6)), established=draw(st.booleans())),
        items=_with(pack, pack.items, frozenset(chosen), draw),
        choices=tuple(draw(st.permutations(pack.choices))),
        texts=words,
        layout=tuple(draw(st.permutations(pack.layout[:3]))),
        extras={**pack.extras, "letters/added.json": draw(texts)},
        digest=draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
    )
    document = pack_to_fhir(edited)
    Questionnaire.model_validate_json(document)
    assert pack_from_fhir(document) == edited


def _with(pack: FormPack, items: tuple[Item, ...], chosen: frozenset[str], draw: Any) -> tuple[Item, ...]:
    return tuple(
        msgspec.structs.replace(
            _other(pack, item, draw) if item.link_id in chosen else item,
            item=_with(pack, item.item, chosen, draw),
        )
        for item in items
    )


def _other(pack: FormPack, item: Item, draw: Any) -> Item:
    """The item with other conditions, options, preset and block ``ext``."""
    ext = msgspec.structs.replace(
        item.ext,
        purpose=draw(st.sampled_from([1, 7, "identity"])),
        precision=draw(st.none() | st.sampled_from(list(DatePrecision))),
        coverage=draw(st.none() | st.builds(Coverage, st.just("residence"), st.sampled_from(["main", "fills"]))),
        lookback=draw(
            st.none()
            | st.builds(Lookback, st.just("birth"))
            | st.builds(Lookback, st.just("as-of"), st.integers(1, 99), st.just("lookback.years"))
        ),
        disclosure=tuple(draw(st.permutations(item.ext.disclosure))),
        established=draw(st.booleans()),
    )
    asked = [each for each in pack.index if (each.answer_value_set or "") in pack.codes]
    target = draw(st.sampled_from(asked))
    code = min(pack.codes[target.answer_value_set or ""])
    conditions = (
        EnableWhen(target.link_id, "=", code),
        EnableWhen(target.link_id, "!=", code),
        EnableWhen(target.link_id, "exists", answer=draw(st.booleans())),
    )[: draw(st.integers(0, 3))]
    changes: dict[str, Any] = {"ext": ext, "enable_when": conditions, "required": draw(st.booleans())}
    changes["enable_behavior"] = draw(st.sampled_from(["all", "any"]))
    if item.answer_value_set in pack.codes:
        codes = sorted(pack.codes[item.answer_value_set or ""])[:3]
        changes["answer_option"] = draw(st.sampled_from([(), tuple(codes)]))
        changes["initial"] = draw(st.none() | st.sampled_from(codes))
    if item.type is ItemType.BOOLEAN:
        changes["initial"] = draw(st.none() | st.booleans())
    return msgspec.structs.replace(item, **changes)


@quick
@given(data=st.data())
def test_a_changed_document_is_refused_or_means_the_same_to_both(
    loaded: LoadedPack, small: FormPack, data: st.DataObject
) -> None:
    """Whatever stands in a document of ours is either read or refused with a code; nothing is passed over."""
    response = loaded.golden["g09.json"].response

    def pack_again(changed: bytes) -> bytes:
        return pack_to_fhir(pack_from_fhir(changed))

    def response_again(changed: bytes) -> bytes:
        return response_to_fhir(loaded.pack, response_from_fhir(loaded.pack, changed))

    ours = ((pack_to_fhir(small), pack_again), (response_to_fhir(loaded.pack, response), response_again))
    for document, read in ours:
        tree = msgspec.json.decode(document)
        place = data.draw(st.sampled_from(sorted(places(tree), key=str)))
        other: st.SearchStrategy[Any] = (
            st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | texts | st.just([]) | st.just({"a": 1})
        )
        put(tree, place, data.draw(other | st.just([{"url": "urn:sekisho:fhir:answer"}]) | st.just(["by", {}])))
        changed = msgspec.json.encode(tree, order="sorted")
        try:
            again = read(changed)
        except UntrustedInputError as refusal:
            event(refusal.code)
            continue
        assert msgspec.json.decode(again) == tree
