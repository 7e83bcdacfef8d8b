"""An admitted bundle can be taken back by two officers until its first use; the vault is then as it was before."""

import pytest

from app.models.domain.errors import AppError, GateClosedError, NotAuthorisedError
from app.models.domain.ids import BundleId
from app.models.domain.lifecycle import State
from app.services.bundles import schemas
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.test_trying_out import SENDINGS, arriving, picture
from tests.services.exchange.world import World


def admitted(at: At, name: str) -> tuple[World, Office, BundleId]:
    world, office, file_name = arriving(at, name)
    return world, office, world.admitted(office, file_name).bundle_id


@pytest.mark.parametrize("name", SENDINGS)
def test_everything_is_as_before(at: At, name: str) -> None:
    world, office, file_name = arriving(at, name)
    before, blobs = picture(office), office.blobs()
    held = {case for case in (world.case, *world.others) if office.desk.vault.case_keys.holds(case)}
    inspection = world.inspected(office, file_name)
    office.services.importing.admit(office.actor("security"), inspection)
    assert picture(office) != before
    desk = office.services.taking_back
    assert desk.foresee(office.actor("security"), inspection.bundle_id).obstacle is None
    desk.take_back(office.actor("security"), office.actor("auditor"), inspection.bundle_id)
    assert (picture(office), office.blobs()) == (before, blobs)
    assert {case for case in (world.case, *world.others) if office.desk.vault.case_keys.holds(case)} == held
    assert office.events()[-2:] == [("bundle.taken-back", "done"), ("bundle.take-back-witnessed", "done")]
    again = desk.foresee(office.actor("security"), inspection.bundle_id)
    assert again.obstacle is not None
    assert again.obstacle.code == "import.no-way-back"


def test_the_receipt_that_follows_says_refused(at: At) -> None:
    world, office, bundle = admitted(at, "request")
    importer = office.actor("security")
    first = office.services.receipts.write(importer, bundle, world.stick)
    agency = world.agency
    assert agency.services.receipts.close(agency.actor("security"), world.stick, first).outcome == "imported"
    office.services.taking_back.take_back(importer, office.actor("auditor"), bundle)
    second = office.services.receipts.write(importer, bundle, world.stick)
    said = crafting.record_in((world.stick.path / second).read_bytes(), agency)
    assert isinstance(said, schemas.Receipt)
    assert (said.outcome, said.code, said.record_count) == ("refused", "import.taken-back", 0)
    closed = agency.services.receipts.close(agency.actor("security"), world.stick, second)
    assert (closed.outcome, closed.code) == ("refused", "import.taken-back")


def test_the_case_can_be_sent_again(at: At) -> None:
    world, office, bundle = admitted(at, "request")
    office.services.taking_back.take_back(office.actor("security"), office.actor("auditor"), bundle)
    world.admitted(office, world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), office))
    assert office.services.queue.case(office.actor("reviewer"), world.case).state is State.INVESTIGATION_REQUESTED


def refused(office: Office, bundle: BundleId, witness: str = "auditor", who: str = "security") -> AppError:
    before = picture(office)
    with pytest.raises(AppError) as error:
        office.services.taking_back.take_back(office.actor(who), office.actor(witness), bundle)
    assert picture(office) == before
    return error.value


def test_one_officer_alone_cannot(at: At) -> None:
    _, office, bundle = admitted(at, "request")
    assert isinstance(refused(office, bundle, "security"), NotAuthorisedError)
    assert isinstance(refused(office, bundle, "examiner"), NotAuthorisedError)
    assert isinstance(refused(office, bundle, "auditor", "examiner"), NotAuthorisedError)


def test_not_after_the_case_was_given_to_an_examiner(at: At) -> None:
    world, office, bundle = admitted(at, "questionnaire")
    world.assigned()
    assert refused(office, bundle).code == "import.used-already"
    seen = office.services.taking_back.foresee(office.actor("security"), bundle)
    assert isinstance(seen.obstacle, GateClosedError)


def test_a_look_at_the_head_of_the_case_is_no_use(at: At) -> None:
    world, office, bundle = admitted(at, "request")
    office.services.queue.sheet(office.actor("reviewer"), world.case)
    office.services.taking_back.take_back(office.actor("security"), office.actor("auditor"), bundle)


def test_a_withdrawal_has_no_way_back(at: At) -> None:
    world = at("requested")
    world.withdraw()
    office = world.investigation
    name = world.sent(world.agency, Kind.WITHDRAWAL, Target(case=world.case), office)
    bundle = world.admitted(office, name).bundle_id
    assert refused(office, bundle).code == "import.no-way-back"
    assert refused(office, BundleId("unknown")).code == "import.no-way-back"
