"""The form as FHIR, and answers as a file in either spelling, from the terminal."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from app.models.forms.answers import encode
from app.models.forms.fhir.pack_in import pack_from_fhir
from app.models.forms.fhir.response_out import response_to_fhir
from app.services.packs.loader import LoadedPack
from tests.cli.terminal import Said, sekisho
from tests.models.forms.fhir_documents import foreign_document
from tests.services.exchange.offices import shelf
from tests.services.exchange.world import Snapshots, World

Run = Callable[..., Said]


@pytest.fixture(name="world", scope="module")
def _world(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, str]:
    """A case with consent, and its number; answers that come later replace those that came before."""
    root = tmp_path_factory.mktemp("questionnaire")
    made = Snapshots(root / "snapshots").at("consented", root / "world")
    agency = made.agency
    number = agency.services.queue.case(agency.actor("examiner"), made.case).number
    made.close()
    return made, number


@pytest.fixture(name="run")
def _run(world: tuple[World, str], tmp_path: Path) -> Run:
    made, number = world

    def command(who: str, content: bytes, *, by_id: bool = False) -> Said:
        phrase, file = tmp_path / "phrase.txt", tmp_path / "answers.json"
        phrase.write_text(f"passphrase of {who}")
        phrase.chmod(0o600)
        file.write_bytes(content)
        where = ("--vault", made.agency.folder, "--officer", f"agency {who}", "--passphrase-file", phrase)
        return sekisho("questionnaire", "receive", made.case if by_id else number, file, *where)

    return command


@pytest.fixture(name="loaded", scope="module")
def _loaded() -> LoadedPack:
    return shelf().current


def test_the_form_is_written_without_a_vault(tmp_path: Path, loaded: LoadedPack) -> None:
    said = sekisho("questionnaire", "form", tmp_path / "form.json")
    assert said.code == 0, said.err
    assert pack_from_fhir((tmp_path / "form.json").read_bytes()) == loaded.pack
    assert sekisho("questionnaire", "form", tmp_path / "form.json").code == 3


def test_answers_are_taken_in_either_spelling(run: Run, loaded: LoadedPack) -> None:
    response = loaded.golden["g01.json"].response
    foreign = foreign_document(loaded.pack, response)
    spellings = (encode(response), response_to_fhir(loaded.pack, response), msgspec.json.encode(foreign))
    for content in spellings:
        said = run("examiner", content, by_id=content is spellings[0])
        assert (said.code, str(len(response.answers)) in said.out) == (0, True), said.err


def test_a_refusal_names_the_place_and_nothing_that_was_written(run: Run, loaded: LoadedPack) -> None:
    foreign = foreign_document(loaded.pack, loaded.golden["g01.json"].response)
    name = foreign["item"][0]["item"][0]["item"][1]["answer"][0]
    name["valueString"] = "unseen\u202ename"
    said = run("examiner", msgspec.json.encode(foreign))
    assert (said.code, "A1.family-name" in said.err, "unseen" in said.err) == (4, True, False)
    foreign["資格"] = "secret"
    said = run("examiner", msgspec.json.encode(foreign))
    assert (said.code, "$.?" in said.err, "資格" in said.err) == (4, True, False)
    del foreign["資格"], foreign["item"][0]["item"][0]["item"][1]
    said = run("examiner", msgspec.json.encode(foreign))
    assert (said.code, "A1.family-name" in said.err) == (4, True)
    own = response_to_fhir(loaded.pack, loaded.golden["g01.json"].response)
    said = run("examiner", own.replace(loaded.pack.meta.id.encode() + b"|1", b"cesi-2025|2"))
    assert (said.code, "$.questionnaire" in said.err) == (4, True)
    assert run("examiner", b'{"resourceType":').code == 4
    assert run("auditor", encode(loaded.golden["g01.json"].response)).code == 3
