"""A second officer signs at another station of the office: only the manifest travels, and exactly it is signed."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from app.models.domain.actor import Environment, OfficeKind
from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError
from app.models.domain.ids import BundleId, OfficeId, StationId
from app.models.views.records import Letterhead
from app.services.bundles.container import DraftBundle, seal
from app.services.bundles.manifest import PAYLOAD_TYPE, STATION_ROLE, Kind, Signer
from app.services.bundles.record_types.enrolment import Countersign
from app.services.container import Services
from app.services.crypto.dsse import Signature, pae
from app.services.crypto.keyslot import Argon2Cost
from app.services.desk import Desk, Target
from app.services.exchange.arrivals import ARRIVALS, NOT_TAKEN
from app.services.stations.setup import NewOfficer, NewStation, set_up
from app.services.vault.vault import Vault
from tests.fakes.drive import FakeDrive, Fault
from tests.services.bundles.samples import SAMPLES
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import OFFICERS, Office, _keys, _NoKeyring, entropy, shelf
from tests.services.exchange.world import SIGNERS, World

NOT_COMPARED = ("events", "log_state", "log_nodes")


def second_station(world: World, folder: Path) -> Office:
    """Another workstation of the agency, with officers of its own, known to everybody by the trust document."""
    head = Letterhead("試験大臣", "担当窓口", "相談窓口", "苦情窓口", "内閣府窓口")
    officers = tuple(
        NewOfficer(f"upstairs {who}", OFFICERS[who], f"passphrase of {who}")
        for who in ("administrator", "security", "decider")
    )
    new = NewStation(
        OfficeId("AGENCY"),
        OfficeKind.AGENCY,
        "試験agency",
        "Test agency",
        StationId("AGENCY2"),
        Environment.REHEARSAL,
        officers,
        head,
        device_bound=False,
    )
    clock = world.clock
    set_up(folder, new, secrets=_NoKeyring(), clock=clock, entropy=entropy, cost=Argon2Cost.rehearsal())
    keys = _keys(folder)
    desk = Desk(Vault.open(folder, keys.vault_key, entropy), clock, entropy)
    office = Office(
        "upstairs", OfficeKind.AGENCY, StationId("AGENCY2"), folder, keys, desk, Services.over(desk, shelf())
    )
    keeper, roots = world.agency.actor("security"), [world.agency.hand("administrator"), world.agency.hand("security")]
    trust = world.agency.services.trust
    card = office.services.trust.card(office.actor("security"))
    envelope = trust.admit_cards(keeper, roots, [(card, trust.fingerprint(card))])
    office.services.trust.adopt(office.actor("security"), envelope, trust.root_fingerprint(keeper))
    for other in (world.investigation, world.contractor):
        other.services.trust.adopt(other.actor("security"), envelope)
    return office


@pytest.fixture(name="stations")
def _stations(at: At, tmp_path: Path) -> Iterator[tuple[World, Office]]:
    world = at("notified")
    office = second_station(world, tmp_path / "upstairs")
    yield world, office
    office.desk.vault.close()


def drafted(world: World, upstairs: Office) -> BundleId:
    """A decision that the decider upstairs and the security officer here are to sign."""
    assert SIGNERS[Kind.DECISION] == ("decider", "security")
    ours = world.agency
    signers = [upstairs.person("decider"), ours.person("security")]
    target = Target(case=world.case)
    made = ours.services.exporting.prepare(
        ours.actor("security"), Kind.DECISION, target, world.investigation.station, signers
    )
    return BundleId(made.manifest.bundle_id)


def asked(world: World, upstairs: Office, bundle: BundleId) -> str:
    ours = world.agency
    ticks = ours.services.countersigning.send(
        ours.actor("security"), ours.hand("security"), bundle, upstairs.station, world.stick
    )
    return ticks.file_name


def signed(world: World, upstairs: Office, name: str, who: str = "decider") -> str:
    service = upstairs.services.countersigning
    return service.sign(upstairs.actor(who), upstairs.hand(who), world.stick, name).file_name


def taken(world: World, name: str) -> int:
    return world.agency.services.countersigning.take(world.agency.actor("security"), world.stick, name)


def refused(code: str, office: Office, call: object) -> None:
    before = office.tables(NOT_COMPARED)
    with pytest.raises(AppError) as refusal:
        call()  # type: ignore[operator] # a call without arguments
    assert refusal.value.code == code
    assert office.tables(NOT_COMPARED) == before


def test_a_signature_comes_back_and_the_bundle_goes_out(stations: tuple[World, Office]) -> None:
    world, upstairs = stations
    ours, bundle = world.agency, drafted(world, upstairs)
    name = asked(world, upstairs, bundle)
    record = crafting.record_in((world.stick.path / name).read_bytes(), upstairs)
    assert isinstance(record, Countersign)
    with ours.desk.vault.read() as unit:
        # The manifest travels, and nothing of the draft's contents does.
        assert record.manifest == unit.exports.get(bundle).manifest
    told = upstairs.services.countersigning.look(upstairs.actor("decider"), world.stick, name)
    assert told.manifest.bundle_id == bundle
    assert set(told.missing) == {upstairs.person("decider"), ours.person("security")}
    back = signed(world, upstairs, name)
    refused("bundle.replay", upstairs, lambda: signed(world, upstairs, name))
    assert taken(world, back) == 1
    refused("bundle.replay", ours, lambda: taken(world, back))
    assert ours.services.exporting.sign(ours.actor("security"), ours.hand("security"), bundle) == 0
    file = world.written(ours, bundle)
    assert world.inspected(world.investigation, file).report.code == ""


def test_only_a_named_signer_signs_and_only_once(stations: tuple[World, Office]) -> None:
    world, upstairs = stations
    bundle = drafted(world, upstairs)
    name = asked(world, upstairs, bundle)
    refused("export.not-a-signer", upstairs, lambda: signed(world, upstairs, name, "security"))
    service = upstairs.services.countersigning
    wrong_hand = upstairs.hand("security")
    refused("access.step-up", upstairs, lambda: service.sign(upstairs.actor("decider"), wrong_hand, world.stick, name))
    back = signed(world, upstairs, name)
    assert taken(world, back) == 1
    again = asked(world, upstairs, bundle)
    refused("export.signed-already", upstairs, lambda: signed(world, upstairs, again))
    refused(
        "bundle.not-for-us",
        world.contractor,
        lambda: world.contractor.services.countersigning.look(world.contractor.actor("security"), world.stick, again),
    )


def test_a_signature_over_another_manifest_is_not_taken(stations: tuple[World, Office]) -> None:
    world, upstairs = stations
    ours, bundle = world.agency, drafted(world, upstairs)
    back = signed(world, upstairs, asked(world, upstairs, bundle))
    # The draft is given up and made anew: same case, another manifest.
    ours.services.exporting.discard(ours.actor("security"), bundle)
    drafted(world, upstairs)
    refused("countersign.other-manifest", ours, lambda: taken(world, back))


def test_an_ordinary_bundle_is_no_request(stations: tuple[World, Office]) -> None:
    world, _upstairs = stations
    file = world.sent(world.agency, Kind.DECISION, Target(case=world.case), world.investigation)
    other = world.investigation
    refused(
        "countersign.not-a-request",
        other,
        lambda: other.services.countersigning.look(other.actor("security"), world.stick, file),
    )


def test_a_medium_pulled_at_any_operation_leaves_no_signature_behind(stations: tuple[World, Office]) -> None:
    world, upstairs = stations
    name = asked(world, upstairs, drafted(world, upstairs))
    service, before = upstairs.services.countersigning, upstairs.tables(NOT_COMPARED)
    there = {path.name for path in world.stick.path.iterdir()}
    for pulled in range(1, 60):
        drive = FakeDrive(world.stick.path, Fault(pulled_at=pulled))
        try:
            service.sign(upstairs.actor("decider"), upstairs.hand("decider"), drive, name)
        except EnvironmentProblemError:
            assert upstairs.tables(NOT_COMPARED) == before, pulled
            assert {one for one in drive.list_if_plugged_in() if one.endswith(".age")} <= there, pulled
        else:
            break
    else:
        pytest.fail("nothing was ever signed")
    assert pulled > 8


def test_a_forged_carried_signature_is_refused(stations: tuple[World, Office]) -> None:
    world, upstairs = stations
    ours, bundle = world.agency, drafted(world, upstairs)
    back = signed(world, upstairs, asked(world, upstairs, bundle))
    record = crafting.record_in((world.stick.path / back).read_bytes(), ours)
    assert isinstance(record, Countersign)
    one = record.signatures[0]
    forged = msgspec.structs.replace(record, signatures=(msgspec.structs.replace(one, sig=bytes(64)),))
    with pytest.raises(AppError) as refusal:
        ours.services.countersigning.take(ours.actor("security"), world.stick, recrafted(world, upstairs, forged))
    assert refusal.value.code == "bundle.signature-invalid"


def recrafted(world: World, upstairs: Office, record: Countersign) -> str:
    """The way back with another record, really signed by the station upstairs, as its first bundle to us."""
    keys = crafting.keys_of(upstairs)
    planned = crafting.plan(world, Kind.INVESTIGATION_REQUEST, upstairs, world.agency, record)
    planned = replace(
        planned,
        kind=Kind.COUNTERSIGN,
        lanes=(replace(planned.lanes[0], seq=1, prev="0" * 64), planned.lanes[1]),
        signers=(Signer(person=upstairs.station, keyid=keys.signing.key_id, role=STATION_ROLE),),
    )
    file = BytesIO()

    def by_station(made: DraftBundle) -> list[Signature]:
        return [Signature(keys.signing.key_id, keys.signing.sign(pae(PAYLOAD_TYPE, made.manifest_bytes)))]

    seal(planned, by_station, file, entropy)
    return crafting.put(world, file.getvalue())


def test_a_backup_in_a_bundle_is_read_and_refused_by_name(stations: tuple[World, Office]) -> None:
    """The one kind that nobody sends or takes in."""
    world, upstairs = stations
    assert set(NOT_TAKEN).isdisjoint(ARRIVALS)
    data = crafting.crafted(world, Kind.BACKUP, world.agency, upstairs, SAMPLES[Kind.BACKUP])
    inspection = world.inspected(upstairs, crafting.put(world, data))
    assert [one.key for one in inspection.effects] == ["import.effect.not-taken"]
    with pytest.raises(GateClosedError, match=r"import\.kind-not-taken"):
        upstairs.services.importing.admit(upstairs.actor("security"), inspection)
    with pytest.raises(GateClosedError, match=r"export\.kind-not-sent"):
        world.prepared(world.agency, Kind.BACKUP, Target(matter="x"), upstairs)
