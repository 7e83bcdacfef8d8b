"""An office that uses registered media only writes to no other and reads from no other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.models.domain.errors import GateClosedError
from app.models.domain.ids import BundleId
from app.models.domain.policies import MediaPolicy, PolicyName
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange.world import Snapshots, World
from tests.services.media.sticks import Stick, given

MakeStick = Callable[[str], Stick]


@pytest.fixture(name="strict")
def _strict(trusted: Snapshots, tmp_path: Path) -> Iterator[World]:
    world = trusted.at("consented", tmp_path / "world")
    for office in world.offices:
        office.services.policies.set(office.actor("administrator"), PolicyName.MEDIA, MediaPolicy.REGISTERED)
    yield world
    world.close()


def signed(world: World) -> BundleId:
    target = Target(case=world.case)
    bundle = world.prepared(world.agency, Kind.INVESTIGATION_REQUEST, target, world.investigation)
    return world.signed(world.agency, Kind.INVESTIGATION_REQUEST, bundle)


def test_a_bundle_travels_on_registered_media_from_hand_to_hand(strict: World, stick: MakeStick) -> None:
    agency, partner, one = strict.agency, strict.investigation, stick("A1")
    actor, receiver, bundle = agency.actor("security"), partner.actor("security"), signed(strict)
    before = agency.tables()
    with pytest.raises(GateClosedError, match=r"^media\.unregistered$"):
        agency.services.exporting.write(actor, agency.hand("security"), bundle, one.drive())
    assert (one.files(), agency.tables()) == ({}, before)

    agency.services.media.register(actor, one.drive(), "SEAL-1")
    name = agency.services.exporting.write(actor, agency.hand("security"), bundle, one.drive()).file_name
    agency.services.media.hand_over(actor, one.drive(), given(partner))
    with pytest.raises(GateClosedError, match=r"^media\.still-out$"):
        agency.services.survey.look(actor, one.drive())

    with pytest.raises(GateClosedError, match=r"^media\.not-taken-in$"):
        partner.services.survey.look(receiver, one.drive())
    with pytest.raises(GateClosedError, match=r"^media\.not-taken-in$"):
        partner.services.importing.inspect(receiver, one.drive(), name)
    partner.services.media.take_in(receiver, one.drive())
    assert [found.file_name for found in partner.services.survey.look(receiver, one.drive())] == [name]
    inspection = partner.services.importing.inspect(receiver, one.drive(), name)
    partner.services.importing.admit(receiver, inspection)
    receipt = partner.services.receipts.write(receiver, inspection.bundle_id, one.drive())
    partner.services.media.hand_over(receiver, one.drive(), given(agency))
    agency.services.media.take_in(actor, one.drive())
    assert agency.services.receipts.close(actor, one.drive(), receipt).bundle_id == bundle


def test_the_record_tells_on_which_medium_a_bundle_left(strict: World, stick: MakeStick) -> None:
    agency, one = strict.agency, stick("A1")
    actor = agency.actor("security")
    medium = agency.services.media.register(actor, one.drive(), "SEAL-1")
    agency.services.exporting.write(actor, agency.hand("security"), signed(strict), one.drive())
    written = [repr(row) for row in agency.rows("events") if "export.written" in row]
    assert [medium.medium_id in row for row in written] == [True]


def test_a_plain_folder_is_no_medium_and_stays_usable(strict: World) -> None:
    assert strict.written(strict.agency, signed(strict)) in strict.stick.list_bundles()
