"""Responses that somebody made to do harm, by every way in: refused with the place, or plain text."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import AppError, UntrustedInputError
from app.models.forms.answers import MOST_ROWS, Response, encode
from app.models.forms.checking import check
from app.models.forms.fhir.response_out import response_to_fhir
from app.models.rules.checkers.overlap import MOST_PARTNERS
from app.models.rules.engine import run
from app.models.rules.material import Material
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import QuestionnaireResponse
from app.services.questionnaires.files import LARGEST_RESPONSE
from app.services.questionnaires.keeping import pinned
from app.services.questionnaires.sweeping import Checked, check_all, read_place
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.points.golden import LOADED, golden

PACK = LOADED.pack
MILLION = "名" * 1_000_000
MARKUP = (
    "<b onload=x>",
    '=HYPERLINK("http://x")',
    "+1+1",
    "@SUM(A1)",
    "{{7*7}}",
    "${jndi:x}",
    "'; DROP TABLE cases; --",
)


def with_name(text: str) -> Response:
    """The first subject under another family name."""
    was = golden("g01")
    answers = tuple(
        msgspec.structs.replace(one, value=text, as_written=None) if one.link_id == "A1.family-name" else one
        for one in was.answers
    )
    return msgspec.structs.replace(was, answers=answers)


def with_rows(table: str, count: int) -> Response:
    """The first subject with so many rows like the first one of a table."""
    was = golden("g01")
    row = [one for one in was.answers if one.link_id.startswith(f"{table}.") and one.row == "r1"]
    further = tuple(msgspec.structs.replace(one, row=f"x{number}") for number in range(count) for one in row)
    return msgspec.structs.replace(was, answers=(*was.answers, *further))


def bytes_of(change: Callable[[dict[str, object]], object]) -> bytes:
    plain = json.loads(encode(golden("g01")))
    change(plain)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def swept(data: bytes) -> Checked:
    (one,) = check_all(PACK, [("x", data)])
    return one


DAMAGED: dict[str, bytes] = {
    "deep": b'{"answers":' + b"[" * 200_000,
    "deep value": encode(golden("g01")).replace(b'"\xe9\xab\x99\xe6\xa9\x8b"', b"[" * 3_000 + b"]" * 3_000, 1),
    "unknown type of value": bytes_of(lambda plain: plain["answers"][1].update(value={"a": 1})),  # type: ignore[index]
    "unknown state": bytes_of(lambda plain: plain["answers"][1].update(state="maybe")),  # type: ignore[index]
    "unknown field": bytes_of(lambda plain: plain.update(sub=1)),
    "a number without end": encode(golden("g01")).replace(b'"version":1', b'"version":' + b"9" * 100_000, 1),
    "a digest that is none": bytes_of(lambda plain: plain["pack"].update(digest="x")),  # type: ignore[attr-defined]
    "too large": b" " * (LARGEST_RESPONSE + 1),
    "nothing": b"",
}


@pytest.mark.parametrize("case", DAMAGED)
def test_what_is_no_response_is_refused_before_it_costs(case: str) -> None:
    refusal = swept(DAMAGED[case]).refusal
    assert refusal is not None
    assert refusal.code == "questionnaire.damaged"


@pytest.mark.parametrize("text", ["\u202e美咲", "\ue000", MILLION], ids=["turned", "private", "million"])
def test_a_text_that_no_answer_may_hold_is_refused_with_its_place(text: str, at: At) -> None:
    data = encode(with_name(text))
    refusal = swept(data).refusal
    assert refusal is not None
    assert (refusal.code, refusal.params) == ("questionnaire.text-refused", {"place": "A1.family-name"})
    world = at("requested")
    with pytest.raises(UntrustedInputError, match="text-refused"):
        world.agency.services.questionnaires.receive(world.agency.actor("examiner"), world.case, data)
    # Our own program does not even write it; what another one writes is tried with the contents of bundles.
    _refused_as_bundle(at, with_name(text), {"bundle.record-not-exportable"})


MISFITS: dict[str, tuple[Response, str, str]] = {
    "a name of a book": (with_name("名" * 100_000), "A1.family-name", "answer.too-long"),
    "too many rows": (with_rows("B1", MOST_ROWS), "B1", "answer.too-many-rows"),
    "another digest": (
        msgspec.structs.replace(golden("g01"), pack=msgspec.structs.replace(golden("g01").pack, digest="0" * 64)),
        "",
        "response.other-pack",
    ),
    "another version": (
        msgspec.structs.replace(golden("g01"), pack=msgspec.structs.replace(golden("g01").pack, version=9)),
        "",
        "response.other-pack",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_misfit_names_its_place_through_every_way_in(case: str, at: At) -> None:
    response, place, code = MISFITS[case]
    found = swept(encode(response))
    assert [(one.link_id, one.code) for one in found.problems] == [(place, code)]
    world = at("requested")
    with pytest.raises(UntrustedInputError) as refused:
        world.agency.services.questionnaires.receive(world.agency.actor("examiner"), world.case, encode(response))
    assert (refused.value.code, refused.value.params["place"]) == ("questionnaire.misfit", place)
    assert "名名" not in str(refused.value)
    _refused_as_bundle(at, response, {"questionnaire.misfit", "bundle.other-pack"})


def _refused_as_bundle(at: At, response: Response, codes: set[str]) -> None:
    """The agency's own hands signed it, and still nothing of it comes in."""
    world = at("requested")
    if response.pack.digest is None:
        response = pinned(PACK, response) if response.pack.version == PACK.meta.version else response
    if response.pack.digest is None:
        return
    record = QuestionnaireResponse(case_ref=world.case, response=response)
    office = world.investigation
    before = office.rows("documents")
    with pytest.raises(AppError) as refused:
        _sent_and_admitted(world, record)
    assert refused.value.code in codes, refused.value.code
    assert office.rows("documents") == before


def _sent_and_admitted(world: World, record: QuestionnaireResponse) -> None:
    data = crafting.crafted(world, Kind.QUESTIONNAIRE, world.agency, world.investigation, record)
    world.admitted(world.investigation, crafting.put(world, data))


@pytest.mark.parametrize("text", MARKUP)
def test_markup_and_formulas_are_kept_as_they_are_and_do_nothing(text: str) -> None:
    response = with_name(text)
    spellings = encode(response), response_to_fhir(PACK, response)
    assert [swept(data).is_sound for data in spellings] == [True, True]
    assert not check(PACK, response)


def test_jobs_without_end_make_no_findings_without_end() -> None:
    """As many rows as a table may have, each at the same time as all the others."""
    response = with_rows("D1", 300)
    assert not check(PACK, response)
    found = run(LOADED.rules, Material(PACK, response, response.as_of))
    overlapping = [one for one in found if one.rule == "R-JOB-01"]
    assert 300 < len(overlapping) <= 310 * MOST_PARTNERS
    named = {place.row for one in overlapping for place in one.places}
    assert {f"x{number}" for number in range(300)} <= named


def test_a_folder_and_a_file_of_lines_say_the_same(tmp_path: Path) -> None:
    contents = {"a.json": encode(golden("g01")), "b.json": encode(with_name(MILLION)), "c.json": b"[" * 200_000}
    folder, lines = tmp_path / "folder", tmp_path / "all.ndjson"
    (folder / "deeper").mkdir(parents=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    (folder / "link.json").symlink_to(folder / "a.json")
    huge = b"{" + b" " * (2 * LARGEST_RESPONSE)
    lines.write_bytes(b"\n".join([*contents.values(), b"", huge, encode(golden("g02"))]))
    told = {one.name: one.is_sound for one in check_all(PACK, read_place(folder))}
    assert told == {"a.json": True, "b.json": False, "c.json": False}
    told = {one.name: one.is_sound for one in check_all(PACK, read_place(lines))}
    assert told == {"1": True, "2": False, "3": False, "5": False, "6": True}
