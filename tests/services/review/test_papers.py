"""Papers: which pack they are written from, whom they belong to, who may look, and that every look is told."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError
from app.services import resources
from app.services.bundles.manifest import Kind
from app.services.container import Services
from app.services.desk import Target
from app.services.packs.shelf import PackShelf
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.world import PEOPLE, World


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def newer_shelf(folder: Path) -> PackShelf:
    """The pack of the case beside a newer one whose result notice says something else."""
    for name in ("cesi-2025", "cesi-2026"):
        shutil.copytree(Path(str(resources.PACKS)) / "cesi-2025", folder / name)
    form = folder / "cesi-2026" / "letters" / "F20.json"
    template = json.loads(form.read_text())
    template["name"] = {"ja": "新しい通知書", "en": "New notice"}
    form.write_text(json.dumps(template, ensure_ascii=False))
    return PackShelf(folder, "cesi-2026")


def notice(world: World) -> bytes:
    return world.agency.services.filing.letter(world.agency.actor("examiner"), world.notified())


def test_a_letter_comes_from_the_pack_of_its_case(at: At, tmp_path: Path) -> None:
    world, twin = at("decided"), at("decided")
    shelf = newer_shelf(tmp_path / "packs")
    assert shelf.current.pack.digest not in {row["pack_digest"] for row in world.agency.named_rows("cases")}
    world.agency.services = Services.over(world.agency.desk, shelf)
    assert notice(world) == notice(twin)


def test_the_notice_of_a_refused_assessment_goes_into_the_register(at: At) -> None:
    """A notice that belongs to nobody on a list would tell who refused."""
    world = at("noticed")
    agency, name = world.agency, PEOPLE[2][0]
    candidate = world.candidates[name]
    (letter,) = agency.services.results.letters(agency.actor("decider"), candidate)
    entry = world.refuse(name)
    assert agency.services.results.letters(agency.actor("decider"), candidate) == []
    assert not [row for table in ("letters", "blobs") for row in agency.rows(table) if candidate in row]
    kept = agency.services.results.letters(agency.actor("security"), entry)
    assert [one.letter_id for one in kept] == [letter.letter_id]
    assert agency.services.filing.letter(agency.actor("security"), letter.letter_id).startswith(b"%PDF")
    with refused("access.wrong-role"):
        agency.services.filing.letter(agency.actor("decider"), letter.letter_id)
    assert agency.events("letter.seen")[-1] == ("letter.seen", "refused:wrong-role")


def test_a_look_at_a_letter_stands_in_the_history_of_its_case(at: At) -> None:
    world = at("decided")
    agency = world.agency
    letter = world.notified()
    agency.services.filing.letter(agency.actor("decider"), letter)
    history = agency.services.queue.history(agency.actor("examiner"), world.case)
    looks = [event for event in history if event.code == "letter.seen"]
    assert [event.person for event in looks] == [agency.person("decider")]


def test_what_was_written_about_a_person_is_not_opened_from_the_stick(at: At) -> None:
    """The security officer carries answers, opinions and decisions; who reads them in the case may open them too."""
    world = at("requested")
    office, about = world.investigation, Target(case=world.case)
    world.receive_answers(world.case)
    answers = crafting.sealed_honestly(world, world.agency, Kind.QUESTIONNAIRE, about, office)
    name = crafting.put(world, answers, "answers.age")
    taken: list[str] = []
    unpacking = office.services.unpacking
    with refused("access.content-closed"):
        unpacking.unpack(office.actor("security"), world.stick, name, lambda file, _chunks: taken.append(file))
    assert office.events("bundle.opened") == [("bundle.opened", "refused:wrong-role")]
    assert taken == []
    both = replace(office.actor("many"), roles=office.actor("many").roles | {Role.SECURITY_OFFICER})
    with refused("access.content-closed"):
        unpacking.unpack(both, world.stick, name, lambda file, _chunks: taken.append(file))
    world.assigned(to="many")
    unpacking.unpack(both, world.stick, name, lambda file, _chunks: taken.append(file))
    assert taken == ["records.ndjson"]


def test_a_bundle_of_a_sealed_case_is_not_opened_from_the_stick(at: At) -> None:
    world = at("requested")
    world.assigned(to="many")
    office, about = world.investigation, Target(case=world.case)
    world.receive_answers(world.case)
    answers = crafting.sealed_honestly(world, world.agency, Kind.QUESTIONNAIRE, about, office)
    world.admitted(office, crafting.put(world, answers, "answers.age"))
    other = crafting.sealed_honestly(world, world.agency, Kind.QUESTIONNAIRE, about, office)
    name = crafting.put(world, other, "again.age")
    taken: list[str] = []
    many = office.actor("many")
    unpacking, actor = office.services.unpacking, replace(many, roles=many.roles | {Role.SECURITY_OFFICER})
    unpacking.unpack(actor, world.stick, name, lambda file, _chunks: taken.append(file))
    assert taken == ["records.ndjson"]
    with office.desk.vault.write() as unit:
        unit.cases.seal_as_withdrawn(world.case, world.clock.today())
    with refused("access.content-closed"):
        unpacking.unpack(actor, world.stick, name, lambda file, _chunks: taken.append(file))
    assert taken == ["records.ndjson"]
