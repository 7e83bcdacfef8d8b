"""A second officer signs at another station of the office: only the manifest travels, and exactly it is signed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError
from app.models.domain.ids import BundleId
from app.models.domain.loop import Objecting
from app.services.bundles.container import DraftBundle, seal
from app.services.bundles.manifest import PAYLOAD_TYPE, STATION_ROLE, Kind, Signer
from app.services.bundles.record_types.enrolment import Countersign
from app.services.crypto.dsse import Signature, pae
from app.services.desk import Target
from app.services.exchange.arrivals import ARRIVALS, NOT_TAKEN
from app.services.exchange.countersign_views import Hand
from app.services.exchange.outbox import OpenExport
from tests.fakes.drive import FakeDrive, Fault
from tests.services.bundles.samples import SAMPLES
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, entropy
from tests.services.exchange.upstairs import second_station
from tests.services.exchange.world import SIGNERS, World

NOT_COMPARED = ("events", "log_state", "log_nodes")


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
    return world.agency.services.countersigning.take(world.agency.actor("security"), world.stick, name).missing


def draft_of(office: Office) -> OpenExport:
    """The one decision among the bundles that are open; the requests that carried its manifest stand there too."""
    open_ones = office.services.outbox.exports(office.actor("security"))
    (found,) = [one for one in open_ones if one.kind == Kind.DECISION.value]
    return found


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


def test_a_refusal_comes_back_with_its_reason_and_the_draft_stays(stations: tuple[World, Office]) -> None:
    world, upstairs = stations
    ours, bundle = world.agency, drafted(world, upstairs)
    name = asked(world, upstairs, bundle)
    waiting = draft_of(ours)
    assert waiting.waits_at == upstairs.station
    service = upstairs.services.countersigning

    def declined(who: str) -> str:
        hand = upstairs.hand(who)
        return service.decline(upstairs.actor(who), hand, world.stick, name, Objecting.WRONG_RECIPIENT).file_name

    refused("export.not-a-signer", upstairs, lambda: declined("security"))
    back = declined("decider")
    answer = ours.services.countersigning.look(ours.actor("security"), world.stick, back)
    assert answer.is_answer
    assert {(one.hand, one.reason) for one in answer.signers} == {
        (Hand.DECLINED, "wrong-recipient"),
        (Hand.MISSING, ""),
    }
    told = ours.services.countersigning.take(ours.actor("security"), world.stick, back)
    assert (told.signed, [reason for _name, reason in told.refused], told.missing) == (
        (),
        [Objecting.WRONG_RECIPIENT],
        2,
    )
    export = draft_of(ours)
    assert (export.standing, export.waits_at, [one.answer for one in export.asked]) == ("declined", None, ["declined"])
    # Asked again, the same officer may sign after all.
    assert taken(world, signed(world, upstairs, asked(world, upstairs, bundle))) == 1
    export = draft_of(ours)
    assert (export.standing, export.declined) == ("draft", ())


def test_what_is_signed_is_shown_whole(stations: tuple[World, Office]) -> None:
    world, upstairs = stations
    bundle = drafted(world, upstairs)
    name = asked(world, upstairs, bundle)
    told = upstairs.services.countersigning.look(upstairs.actor("decider"), world.stick, name)
    shown = {line.path: line.value for line in told.lines}
    fields = set(msgspec.to_builtins(told.manifest, builtin_types=(bytes, date)))
    assert {path.removeprefix("manifest.").partition(".")[0].partition("[")[0] for path in shown} == fields
    assert (shown["manifest.bundle_id"], shown["manifest.kind"]) == (bundle, "decision")
    assert told.recipient == world.investigation.station
    assert not told.is_answer


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
