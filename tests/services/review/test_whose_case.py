"""A case is shared by the agency that asked and the office that was asked: no third office gets it or changes it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
import pytest

from app.models.domain.actor import OfficeKind
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, InvalidInputError, UntrustedInputError
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.bundles.schemas import QuestionnaireResponse, Record, WithdrawalNotice
from app.services.desk import Target
from app.services.exchange.foreseen import Foreseen
from app.services.findings.opinions import signed_opinion_of
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import World
from tests.services.review.circle import joined


@dataclass
class Meeting:
    world: World
    second: Office


@pytest.fixture(name="meeting")
def _meeting(at: At) -> Iterator[Meeting]:
    world = at("requested")
    second = joined(world)
    yield Meeting(world, second)
    second.desk.vault.close()


def refused(world: World, receiver: Office, data: bytes) -> None:
    """The bundle is sound in itself, is shown as a conflict, and changes nothing however it is pressed."""
    before = receiver.tables()
    inspection = world.inspected(receiver, crafting.put(world, data))
    assert inspection.report.bottom_line is BottomLine.ADMITTED
    assert [one.key for one in inspection.effects] == ["import.effect.other-office"]
    with pytest.raises(GateClosedError) as closed:
        receiver.services.importing.admit(receiver.actor("security"), inspection)
    assert closed.value.code == "import.not-admissible"
    unseen = replace(inspection, effects=(), foreseen=Foreseen((), {}, ""))
    with pytest.raises(UntrustedInputError) as refusal:
        receiver.services.importing.admit(receiver.actor("security"), unseen)
    assert refusal.value.code == "bundle.other-office"
    assert receiver.tables() == before


def _answers(world: World) -> QuestionnaireResponse:
    response = next(iter(shelf().current.golden.values())).response
    digest = shelf().current.pack.digest
    pinned = msgspec.structs.replace(response, pack=msgspec.structs.replace(response.pack, digest=digest))
    return QuestionnaireResponse(case_ref=world.case, response=pinned)


@pytest.mark.parametrize("kind", [Kind.QUESTIONNAIRE, Kind.WITHDRAWAL])
def test_another_agency_changes_no_case_of_the_first(meeting: Meeting, kind: Kind) -> None:
    world = meeting.world
    record: Record = WithdrawalNotice(case_ref=world.case, withdrawn_on=world.clock.today())
    if kind is Kind.QUESTIONNAIRE:
        record = _answers(world)
    refused(world, world.investigation, crafting.crafted(world, kind, meeting.second, world.investigation, record))
    case = world.investigation.services.queue.case(world.investigation.actor("examiner"), world.case)
    assert case.state is State.INVESTIGATION_REQUESTED
    assert not case.sealed


def test_an_office_that_was_not_asked_gives_no_opinion(at: At) -> None:
    world = at("opined")
    other = joined(world, OfficeKind.INVESTIGATION_OFFICE, "other", "OTHER1")
    office = world.investigation
    with office.desk.act(office.actor("reviewer"), Action.SEE_FINDINGS, Target(case=world.case)) as act:
        record = signed_opinion_of(act)
    assert record is not None
    refused(world, world.agency, crafting.crafted(world, Kind.OPINION, other, world.agency, record))
    other.desk.vault.close()


def test_an_opinion_goes_to_the_agency_that_asked(at: At) -> None:
    world = at("opined")
    second = joined(world)
    before = world.investigation.tables()
    with pytest.raises(InvalidInputError) as refusal:
        world.prepared(world.investigation, Kind.OPINION, Target(case=world.case), second)
    assert refusal.value.code == "export.recipient"
    assert world.investigation.tables() == before
    world.prepared(world.investigation, Kind.OPINION, Target(case=world.case), world.agency)
    second.desk.vault.close()


def test_answers_go_to_the_office_that_was_asked(at: At) -> None:
    world = at("requested")
    other = joined(world, OfficeKind.INVESTIGATION_OFFICE, "other", "OTHER1")
    world.receive_answers(world.case)
    with pytest.raises(InvalidInputError) as refusal:
        world.prepared(world.agency, Kind.QUESTIONNAIRE, Target(case=world.case), other)
    assert refusal.value.code == "export.recipient"
    world.prepared(world.agency, Kind.QUESTIONNAIRE, Target(case=world.case), world.investigation)
    other.desk.vault.close()
