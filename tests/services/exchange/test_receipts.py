"""The loop of receipts: it closes what was sent, and nothing else."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import msgspec
import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError, InvalidInputError
from app.models.domain.ids import BundleId
from app.services.bundles.container import DraftBundle, Lane, seal
from app.services.bundles.manifest import PAYLOAD_TYPE, STATION_ROLE, Kind, Signer
from app.services.bundles.schemas import Receipt
from app.services.crypto.dsse import Signature, pae
from app.services.desk import Target
from app.services.exchange.lookout import signed_head
from tests.fakes.drive import FakeDrive, Fault
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, entropy
from tests.services.exchange.world import World

REQUEST = Kind.INVESTIGATION_REQUEST
NOT_COMPARED = ("events", "log_state", "log_nodes", "incidents", "alarms")


def delivered(world: World) -> BundleId:
    """A request that was written and admitted; its receipt is still to be written."""
    name = world.sent(world.agency, REQUEST, Target(case=world.case), world.investigation)
    return world.admitted(world.investigation, name).bundle_id


def receipt_file(world: World, bundle: BundleId) -> str:
    office = world.investigation
    return office.services.receipts.write(office.actor("security"), bundle, world.stick)


def close(world: World, name: str, office: Office | None = None) -> tuple[str, str]:
    at = office or world.agency
    done = at.services.receipts.close(at.actor("security"), world.stick, name)
    return done.outcome, done.code


def waiting(world: World) -> list[str]:
    exports = world.agency.services.exporting.open_exports(world.agency.actor("security"))
    return [one.status for one in exports]


def test_a_receipt_closes_its_export(at: At) -> None:
    world = at("consented")
    name = receipt_file(world, delivered(world))
    assert waiting(world) == ["written"]
    assert close(world, name) == ("imported", "")
    assert waiting(world) == []


def refused(world: World, name: str, *codes: str, office: Office | None = None) -> None:
    at = office or world.agency
    # What cannot be an accident is noted as an incident, and changes nothing else.
    before = at.tables(NOT_COMPARED)
    with pytest.raises(AppError) as refusal:
        close(world, name, at)
    assert refusal.value.code in codes
    assert at.tables(NOT_COMPARED) == before


def test_a_receipt_is_taken_in_once(at: At) -> None:
    world = at("consented")
    name = receipt_file(world, delivered(world))
    close(world, name)
    refused(world, name, "bundle.replay")


def test_a_second_receipt_for_the_same_bundle_changes_nothing(at: At) -> None:
    world = at("consented")
    bundle = delivered(world)
    first, second = receipt_file(world, bundle), receipt_file(world, bundle)
    close(world, first)
    assert close(world, second) == ("imported", "")
    assert waiting(world) == []


def test_a_receipt_is_for_its_sender_only(at: At) -> None:
    world = at("consented")
    name = receipt_file(world, delivered(world))
    refused(world, name, "bundle.not-for-us", office=world.contractor)
    close(world, name)


def test_a_damaged_receipt_closes_nothing(at: At) -> None:
    world = at("consented")
    name = receipt_file(world, delivered(world))
    data = bytearray((world.stick.path / name).read_bytes())
    data[-1] ^= 1
    refused(world, crafting.put(world, bytes(data)), "bundle.damaged")
    refused(world, crafting.put(world, bytes(data[: len(data) // 2])), "bundle.damaged")
    close(world, name)


def test_another_bundle_is_no_receipt(at: At) -> None:
    world = at("opined")
    name = world.sent(world.investigation, Kind.OPINION, Target(case=world.case), world.agency)
    refused(world, name, "receipt.not-a-receipt")


def test_a_receipt_needs_a_decision(at: At) -> None:
    world = at("consented")
    office = world.investigation
    with pytest.raises(GateClosedError) as refusal:
        office.services.receipts.write(office.actor("security"), BundleId("0" * 32), world.stick)
    assert refusal.value.code == "receipt.nothing-decided"
    assert world.stick.list_bundles() == []


def forged(world: World, office: Office, **changes: Any) -> str:
    """A receipt with other statements, really signed by the station of ``office``, as its next bundle to the agency."""
    name = receipt_file(world, delivered(world))
    data = (world.stick.path / name).read_bytes()
    honest = crafting.record_in(data, world.agency)
    assert isinstance(honest, Receipt)
    keys = crafting.keys_of(office)
    with office.desk.vault.read() as unit:
        lane, head = unit.lanes.get("out", world.agency.station), signed_head(unit, keys)
    said = msgspec.structs.replace(honest, **{"checkpoint": head, **changes})
    whole = crafting.plan(world, REQUEST, world.investigation, world.agency, said)
    own_lane = Lane(office.station, keys.identity.recipient, 1, "0" * 64)
    arriving = Lane(world.agency.station, crafting.recipient_of(world.agency), 1, "0" * 64)
    if office is world.investigation:
        # In the place of the honest one, which does not arrive.
        arriving = replace(arriving, seq=lane.last_seq, prev=_before(world))
    whole = replace(
        whole,
        kind=Kind.RECEIPT,
        origin=office.station,
        origin_checkpoint=head,
        lanes=(arriving, own_lane),
        signers=(Signer(person=office.station, keyid=keys.signing.key_id, role=STATION_ROLE),),
    )
    file = BytesIO()

    def by_station(made: DraftBundle) -> list[Signature]:
        message = pae(PAYLOAD_TYPE, made.manifest_bytes)
        return [Signature(keys.signing.key_id, keys.signing.sign(message))]

    seal(whole, by_station, file, entropy)
    return crafting.put(world, file.getvalue())


def _before(world: World) -> str:
    with world.agency.desk.vault.read() as unit:
        return unit.lanes.get("in", world.investigation.station).last_manifest_sha256


def test_the_forger_can_write_a_receipt_that_is_taken(at: At) -> None:
    """Without this the refusals below would prove nothing."""
    world = at("consented")
    assert close(world, forged(world, world.investigation)) == ("imported", "")


def test_a_receipt_for_a_bundle_that_was_never_sent(at: At) -> None:
    world = at("consented")
    name = forged(world, world.investigation, bundle_id="0123456789ab4def8123456789abcdef")
    refused(world, name, "receipt.unknown-bundle", "record.not-found")


@pytest.mark.parametrize("field", ["manifest_sha256", "ciphertext_sha256"])
def test_a_receipt_about_another_content(at: At, field: str) -> None:
    world = at("consented")
    refused(world, forged(world, world.investigation, **{field: "ab" * 32}), "receipt.other-bundle")


def test_a_receipt_from_another_station(at: At) -> None:
    """The contractor cannot acknowledge what went to the investigation office."""
    world = at("consented")
    refused(world, forged(world, world.contractor), "receipt.unknown-bundle")
    world = at("consented")
    name = forged(world, world.contractor, station=world.contractor.station)
    refused(world, name, "receipt.unknown-bundle")
    world = at("consented")
    refused(world, forged(world, world.investigation, station="CONTR1"), "receipt.unknown-bundle")


def test_a_receipt_that_forks_its_lane_is_an_alarm_and_no_incident(at: At) -> None:
    world = at("consented")
    office, other = world.agency, forged(world, world.investigation, person="P-other")
    (honest,) = (
        one for one in world.stick.list_bundles() if one.startswith(world.investigation.station) and one != other
    )
    close(world, honest)
    for _ in range(2):
        with pytest.raises(AppError, match=r"bundle\.fork"):
            close(world, other)
    with office.desk.vault.read() as unit:
        assert unit.loop.incidents() == []
        assert [one.code for one in unit.arrivals.alarms()] == ["bundle.fork"]
        assert len(unit.loop.stops_of(world.investigation.station)) == 1


def test_a_receipt_that_cannot_be_written_leaves_nothing(at: At) -> None:
    world = at("consented")
    office, bundle = world.investigation, delivered(world)
    before, names = office.tables(), sorted(path.name for path in world.stick.path.iterdir())
    for fails_at in range(1, 30):
        drive = FakeDrive(world.stick.path, Fault(pulled_at=fails_at))
        try:
            office.services.receipts.write(office.actor("security"), bundle, drive)
        except EnvironmentProblemError:
            assert office.tables() == before, fails_at
        else:
            break
    else:
        pytest.fail("no receipt was ever written")
    finished = [path.name for path in world.stick.path.iterdir() if path.suffix == ".age"]
    assert len(finished) == len(names) + 1
    close(world, next(iter(set(finished) - set(names))))


def test_a_receipt_that_reads_back_otherwise_is_not_finished(at: At) -> None:
    world = at("consented")
    office, bundle = world.investigation, delivered(world)
    before, names = office.tables(), world.stick.list_bundles()
    with pytest.raises(EnvironmentProblemError) as refusal:
        office.services.receipts.write(
            office.actor("security"), bundle, FakeDrive(world.stick.path, Fault(flips_at=3000))
        )
    assert refusal.value.code == "media.read-back"
    assert (office.tables(), world.stick.list_bundles()) == (before, names)


def test_an_unknown_export_is_not_found(at: At) -> None:
    world = at("consented")
    exporting, security = world.agency.services.exporting, world.agency.actor("security")
    for call in (exporting.look, exporting.discard):
        with pytest.raises(InvalidInputError) as refusal:
            call(security, BundleId("0" * 32))
        assert refusal.value.code == "record.not-found"


def test_a_receipt_with_another_head_than_its_bundle(at: At) -> None:
    world = at("consented")
    refused(world, forged(world, world.investigation, checkpoint="another"), "bundle.record-inconsistent")
