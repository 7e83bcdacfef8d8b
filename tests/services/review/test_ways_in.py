"""Nothing without a purpose comes in by any way, and no fifth datum of a relative."""

import json

import msgspec
import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.domain.finding import Note
from app.models.forms.answers import Answer, AnswerState, Response, encode
from app.models.forms.fhir.response_out import response_to_fhir
from app.services.desk import Target
from app.services.papers.filing import file_scan, file_small_papers
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import shelf
from tests.services.exchange.world import PDF

FIFTH = "E1.workplace"


def fifth(response: Response) -> Response:
    """The response with the workplace of a relative."""
    given = response.answers[0]
    added = Answer(FIFTH, AnswerState.VALUE, given.source, given.answered_at, row="r1", value="見本商事")
    return msgspec.structs.replace(response, answers=(*response.answers, added))


def test_a_fifth_datum_of_a_relative_is_refused_with_its_place(at: At) -> None:
    world = at("consented")
    loaded = shelf().current
    response = next(one.response for one in loaded.golden.values() if one.response.rows_of("E1.name"))
    receive, actor = world.agency.services.questionnaires.receive, world.agency.actor("examiner")
    with pytest.raises(AppError) as caught:
        receive(actor, world.case, encode(fifth(response)))
    assert (caught.value.code, caught.value.params.get("place")) == ("questionnaire.misfit", FIFTH)
    document = json.loads(response_to_fhir(loaded.pack, response))
    row = _row_of(document, "E1")
    row["item"].append({"linkId": FIFTH, "answer": [{"valueString": "見本商事"}]})
    with pytest.raises(AppError) as caught:
        receive(actor, world.case, json.dumps(document, ensure_ascii=False).encode())
    assert caught.value.code.startswith("fhir.")
    assert "linkId" in str(caught.value.params.get("place"))
    receive(actor, world.case, encode(response))


def test_nothing_is_sealed_without_a_purpose(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    refused = pytest.RaisesExc(AppError, check=lambda error: error.code == "note.no-purpose")
    target = Target(case=world.case)
    with office.desk.act(office.actor("examiner"), Action.WRITE_NOTE, target, purpose="1") as act:
        for purpose in ("", "8", "0", "belief"):
            with refused:
                act.keep("note", "x", purpose, Note("確認した。"))
        with refused:
            file_scan(act, world.case, PDF, purpose=" ")
        with refused:
            file_small_papers(act, [(world.case, PDF, "application/pdf")], purpose="")
    for purpose in ("", "identity", "process", "8"):
        with refused:
            office.services.review.note(office.actor("examiner"), world.case, purpose, "確認した。")


def _row_of(node: dict[str, object], link_id: str) -> dict[str, list[object]]:
    for child in node.get("item", []):  # type: ignore[attr-defined] # plain JSON
        if child["linkId"] == link_id:
            return child  # type: ignore[no-any-return] # plain JSON
        if found := _row_of(child, link_id):
            return found
    return {}
