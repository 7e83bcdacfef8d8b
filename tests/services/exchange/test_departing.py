"""Bundles on their way out: every failure of the medium leaves vault and lane as they were, and a retry works."""

from datetime import timedelta

import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError, InvalidInputError
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.fakes.drive import FakeDrive, Fault
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import reopened
from tests.services.exchange.world import PEOPLE, World

REQUEST = Kind.INVESTIGATION_REQUEST
NOT_COMPARED = ("events", "log_state", "log_nodes", "writings")
PLAIN_FAILURES = {
    "disk.failed",
    "bundle.media-write",
    "media.read-back",
    "media.not-verified",
    "disk.full",
    "media.full",
}


def ready(world: World) -> BundleId:
    """A signed request that waits to be written."""
    bundle = world.prepared(world.agency, REQUEST, Target(case=world.case), world.investigation)
    return world.signed(world.agency, REQUEST, bundle)


def status(world: World, bundle: BundleId) -> str:
    exports = world.agency.services.exporting.open_exports(world.agency.actor("security"))
    return next((one.status for one in exports if one.bundle_id == bundle), "")


def names(world: World) -> list[str]:
    return sorted(path.name for path in world.stick.path.iterdir())


def goes_through(world: World, bundle: BundleId) -> None:
    """A retry on a sound stick writes the bundle, and it is admitted."""
    name = world.written(world.agency, bundle)
    assert names(world) == [name]
    world.admitted(world.investigation, name)


def test_a_full_stick_is_told_before_anything_is_written(at: At) -> None:
    world = at("consented")
    bundle = ready(world)
    before = world.agency.tables()
    with pytest.raises(EnvironmentProblemError) as refusal:
        world.written(world.agency, bundle, FakeDrive(world.stick.path, Fault(capacity=0, admits_full=True)))
    assert refusal.value.code == "media.full"
    assert (names(world), world.agency.tables()) == ([], before)
    goes_through(world, bundle)


def test_a_stick_that_fills_up_meanwhile_keeps_nothing(at: At) -> None:
    world = at("consented")
    bundle = ready(world)
    before = world.agency.tables()
    with pytest.raises(EnvironmentProblemError) as refusal:
        world.written(world.agency, bundle, FakeDrive(world.stick.path, Fault(capacity=5000)))
    assert refusal.value.code == "bundle.media-write"
    assert (names(world), world.agency.tables()) == ([], before)
    goes_through(world, bundle)


@pytest.mark.parametrize("position", [0, 100, 2000, -1])
def test_a_read_back_that_differs_gives_no_bundle(at: At, position: int) -> None:
    world = at("consented")
    bundle = ready(world)
    before = world.agency.tables()
    with pytest.raises(EnvironmentProblemError) as refusal:
        world.written(world.agency, bundle, FakeDrive(world.stick.path, Fault(flips_at=position)))
    assert refusal.value.code == "media.read-back"
    assert (names(world), world.agency.tables()) == ([], before)
    assert status(world, bundle) == "signed"
    goes_through(world, bundle)


@pytest.mark.parametrize("after", [False, True])
def test_a_stick_pulled_at_any_operation_changes_nothing(at: At, after: bool) -> None:  # noqa: FBT001 # a parameter of the test
    world = at("consented")
    bundle = ready(world)
    before = world.agency.tables(NOT_COMPARED)
    pulled, refused = 0, set()
    while True:
        pulled += 1
        drive = FakeDrive(world.stick.path, Fault(pulled_at=pulled, answer_lost=after))
        try:
            world.written(world.agency, bundle, drive)
        except EnvironmentProblemError as error:
            refused.add(error.code)
        else:
            break
        assert world.agency.tables(NOT_COMPARED) == before, pulled
        finished = [name for name in names(world) if not name.endswith(".partial")]
        # Pulled after the last rename nobody could take the name away again; the next write replaces the file.
        assert not finished or (after and drive.operations > pulled), pulled
    assert pulled > 8
    assert refused <= PLAIN_FAILURES
    assert status(world, bundle) == "written"
    # The first write to succeed did so because nothing but letting the stick go was left to do.
    assert drive.operations <= pulled
    world.admitted(world.investigation, world.stick.list_bundles()[0])


def test_what_a_killed_write_left_behind_is_replaced(at: At) -> None:
    """Killed between the rename and the commit: the file is there, the vault does not know."""
    world = at("consented")
    bundle = ready(world)
    snapshot = {path.name: path.read_bytes() for path in world.agency.folder.glob("*.db*")}
    name = world.written(world.agency, bundle)
    first = (world.stick.path / name).read_bytes()
    world.agency.desk.vault.close()
    for path in world.agency.folder.glob("*.db*"):
        path.unlink()
    for file, content in snapshot.items():
        (world.agency.folder / file).write_bytes(content)
    world.agency = reopened(world.agency, world.agency.folder, world.clock)
    assert status(world, bundle) == "signed"
    again = world.written(world.agency, bundle)
    assert again == name
    assert (world.stick.path / name).read_bytes() != first
    goes = world.admitted(world.investigation, name)
    assert goes.bundle_id == bundle


def test_another_file_with_the_name_stays_as_it_is(at: At) -> None:
    world = at("consented")
    bundle = ready(world)
    (draft,) = world.agency.services.exporting.open_exports(world.agency.actor("security"))
    other = world.stick.path / draft.file_name
    other.write_bytes(b"somebody's own file")
    before = world.agency.tables()
    with pytest.raises(EnvironmentProblemError) as refusal:
        world.written(world.agency, bundle)
    assert refusal.value.code == "media.name-taken"
    assert other.read_bytes() == b"somebody's own file"
    assert world.agency.tables() == before
    other.unlink()
    goes_through(world, bundle)


def test_a_link_with_the_name_stays_as_it_is(at: At) -> None:
    world = at("consented")
    bundle = ready(world)
    (draft,) = world.agency.services.exporting.open_exports(world.agency.actor("security"))
    own = world.root / "own file"
    own.write_bytes(b"precious")
    link = world.stick.path / draft.file_name
    link.symlink_to(own)
    with pytest.raises(EnvironmentProblemError):
        world.written(world.agency, bundle)
    assert link.is_symlink()
    assert own.read_bytes() == b"precious"


def test_bundles_are_written_in_the_order_of_their_lane(at: At) -> None:
    world = at("consented")
    first = ready(world)
    second = world.prepared(world.agency, REQUEST, Target(case=world.others[0]), world.investigation)
    world.signed(world.agency, REQUEST, second)
    before = world.agency.tables()
    with pytest.raises(GateClosedError) as refusal:
        world.written(world.agency, second)
    assert refusal.value.code == "export.write-in-order"
    assert world.agency.tables() == before
    for bundle in (first, second):
        world.admitted(world.investigation, world.written(world.agency, bundle))


def test_a_written_bundle_is_not_written_signed_or_discarded_again(at: At) -> None:
    world = at("consented")
    agency, bundle = world.agency, ready(world)
    world.written(agency, bundle)
    before = agency.tables()
    for call in (
        lambda: world.written(agency, bundle),
        lambda: agency.services.exporting.sign(agency.actor("security"), agency.hand("security"), bundle),
        lambda: agency.services.exporting.discard(agency.actor("security"), bundle),
    ):
        with pytest.raises(GateClosedError):
            call()
    assert agency.tables() == before


def test_discarding_gives_the_lane_back(at: At) -> None:
    world = at("consented")
    agency = world.agency
    lane = [row for row in agency.rows("lanes") if row[0] == "out"]
    first = ready(world)
    world.prepared(agency, REQUEST, Target(case=world.others[0]), world.investigation)
    assert agency.services.exporting.discard(agency.actor("security"), first) == 2
    emptied = [row for row in agency.rows("lanes") if row[0] == "out"]
    assert [row[2:4] for row in emptied] == ([row[2:4] for row in lane] or [(0, "0" * 64)])
    for case in (world.others[0], world.case):
        world.requested(case)


def test_no_receipt_takes_a_number_behind_a_draft_that_may_be_discarded(at: At) -> None:
    """A receipt stands on the same lane as the drafts that wait for signatures."""
    world = at("opined")
    agency, office = world.agency, world.investigation
    waiting = world.prepared(agency, REQUEST, Target(case=world.others[0]), office)
    opinion = world.admitted(agency, world.sent(office, Kind.OPINION, Target(case=world.case), agency))
    before, seen = agency.tables(), names(world)
    with pytest.raises(GateClosedError) as refusal:
        agency.services.receipts.write(agency.actor("security"), opinion.bundle_id, world.stick)
    assert refusal.value.code == "export.write-in-order"
    assert (agency.tables(), names(world)) == (before, seen)
    agency.services.exporting.discard(agency.actor("security"), waiting)
    receipt = agency.services.receipts.write(agency.actor("security"), opinion.bundle_id, world.stick)
    office.services.receipts.close(office.actor("security"), world.stick, receipt)
    world.requested(world.others[0])


def test_notices_for_the_contractor_travel_one_by_one(at: At) -> None:
    """Two people's results are never in one bundle: its recipient would keep the first only."""
    world = at("consented")
    agency = world.agency
    targets = [Target(entry=world.refused), Target(entry=world.withdraw(world.others[0]))]
    people = [agency.person("decider"), agency.person("security")]
    before = agency.tables()
    for wrong in (targets, []):
        with pytest.raises(InvalidInputError) as refusal:
            agency.services.exporting.prepare_many(
                agency.actor("security"), Kind.NOT_CARRIED_OUT, wrong, world.contractor.station, people
            )
        assert refusal.value.code == "export.too-many"
    assert agency.tables() == before


def test_many_requests_keep_the_papers_of_each_person_apart(at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    consents, actor = agency.services.consents, agency.actor("examiner")
    cases = [
        consents.record_consent(actor, candidate, world.clock.today(), b"%PDF-1.4 of " + name.encode())
        for name, candidate in world.candidates.items()
        if name in {person[0] for person in PEOPLE[3:]}
    ]
    targets = [Target(case=case) for case in cases]
    made = agency.services.exporting.prepare_many(
        agency.actor("security"), REQUEST, targets, office.station, [agency.person("security")]
    )
    bundle = world.signed(agency, REQUEST, BundleId(made.manifest.bundle_id))
    world.admitted(office, world.written(agency, bundle))
    owners = [str(row[1]) for row in office.rows("blobs")]
    assert sorted(owners) == sorted(cases)


def test_a_bundle_goes_only_to_an_office_of_its_kind(at: At) -> None:
    world = at("notified")
    agency = world.agency
    signers = [agency.person("decider"), agency.person("security")]
    asked = agency.services.outbox.recipients(agency.actor("security"), Kind.RESULT)
    assert [one.station for one in asked] == [world.contractor.station]
    with pytest.raises(AppError) as refusal:
        agency.services.exporting.prepare(
            agency.actor("security"), Kind.RESULT, Target(case=world.case), world.investigation.station, signers
        )
    assert refusal.value.code == "export.recipient"
    with pytest.raises(InvalidInputError):
        agency.services.exporting.prepare(
            agency.actor("security"), Kind.DECISION, Target(case=world.case), world.contractor.station, signers
        )


def test_a_bundle_under_an_outdated_trust_document_is_refused_where_it_arrives(at: At) -> None:
    world = at("consented")
    bundle = ready(world)
    name = world.written(world.agency, bundle)
    world.clock.advance(timedelta(days=401))
    assert world.inspected(world.investigation, name).report.code == "bundle.trust-stale"
