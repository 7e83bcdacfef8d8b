"""A writing that was cut off is found again: finished or taken back, and nothing may be given up meanwhile."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from typing_extensions import override

from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError
from app.models.domain.ids import BundleId, CaseId
from app.models.domain.loop import Objecting
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.outbox import OpenExport
from tests.fakes.drive import FakeDrive, Fault
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import reopened
from tests.services.exchange.world import World

REQUEST = Kind.INVESTIGATION_REQUEST


def ready(world: World) -> BundleId:
    """A signed request that waits to be written."""
    bundle = world.prepared(world.agency, REQUEST, Target(case=world.case), world.investigation)
    return world.signed(world.agency, REQUEST, bundle)


def cut_off(world: World) -> BundleId:
    """A signed request whose medium was pulled in the middle of the writing."""
    bundle = ready(world)
    with pytest.raises(EnvironmentProblemError):
        world.written(world.agency, bundle, FakeDrive(world.stick.path, Fault(pulled_at=9)))
    return bundle


def shown(world: World) -> OpenExport:
    (one,) = world.agency.services.outbox.exports(world.agency.actor("security"))
    return one


def take_back(world: World, bundle: BundleId) -> int:
    return world.agency.services.exporting.take_back(world.agency.actor("security"), bundle, world.stick)


def code_of(call: object) -> str:
    try:
        call()  # type: ignore[operator] # a call without arguments
    except AppError as refusal:
        return refusal.code
    return ""


def test_it_is_found_at_the_next_start_and_finished(at: At) -> None:
    world = at("consented")
    bundle = cut_off(world)
    world.agency.desk.vault.close()
    world.agency = reopened(world.agency, world.agency.folder, world.clock)
    assert shown(world).standing == "interrupted"
    assert shown(world).interrupted_at == str(world.stick.path)
    office = world.agency
    waiting = {one.key: one.count for one in office.services.queue.today(office.actor("security")).waiting}
    assert waiting["today.exports.interrupted"] == 1
    name = world.written(office, bundle)
    assert shown(world).standing == "written"
    assert [path.name for path in world.stick.path.iterdir()] == [name]
    world.admitted(world.investigation, name)


def test_it_is_taken_back_before_it_can_be_given_up(at: At) -> None:
    world = at("consented")
    bundle = cut_off(world)
    exporting, actor = world.agency.services.exporting, world.agency.actor("security")
    assert code_of(lambda: exporting.discard(actor, bundle)) == "export.interrupted"
    assert code_of(lambda: exporting.decline(actor, bundle, Objecting.NOT_YET)) == "export.interrupted"
    assert take_back(world, bundle) == 0
    assert list(world.stick.path.iterdir()) == []
    assert code_of(lambda: take_back(world, bundle)) == "export.not-interrupted"
    assert shown(world).standing == "signed"
    assert exporting.discard(actor, bundle) == 1


class KilledAfterTheRename(FakeDrive):
    """Keeps the vault as a kill at that moment would leave it: the file has its name, nothing was committed."""

    def __init__(self, path: Path, vault: Path) -> None:
        super().__init__(path)
        self.vault = vault
        self.kept: dict[str, bytes] = {}

    @override
    def finish(self, name: str) -> None:
        super().finish(name)
        self.kept = {path.name: path.read_bytes() for path in self.vault.glob("*.db*")}


def test_a_finished_file_that_the_vault_does_not_know_is_taken_back_too(at: At) -> None:
    """The number of the bundle must not be used for another one while the file may be carried away."""
    world = at("consented")
    bundle = ready(world)
    drive = KilledAfterTheRename(world.stick.path, world.agency.folder)
    name = world.written(world.agency, bundle, drive)
    world.agency.desk.vault.close()
    for path in world.agency.folder.glob("*.db*"):
        path.unlink()
    for file, content in drive.kept.items():
        (world.agency.folder / file).write_bytes(content)
    world.agency = reopened(world.agency, world.agency.folder, world.clock)
    assert shown(world).standing == "interrupted"
    assert world.stick.list_bundles() == [name]
    assert take_back(world, bundle) == 1
    assert world.stick.list_bundles() == []
    assert shown(world).standing == "signed"


def test_a_signer_who_refuses_takes_the_own_signature_back(at: At) -> None:
    world = at("consented")
    bundle = ready(world)
    office = world.agency
    exporting, actor = office.services.exporting, office.actor("security")
    other = office.actor("decider")
    assert code_of(lambda: exporting.decline(other, bundle, Objecting.WRONG_CONTENT)) == "export.not-a-signer"
    exporting.decline(actor, bundle, Objecting.WRONG_CONTENT)
    one = shown(world)
    assert (one.status, one.standing, one.declined) == ("draft", "declined", (("agency security", "wrong-content"),))
    assert [signer.person for signer in one.missing] == [actor.person]
    assert code_of(lambda: world.written(office, bundle)) == "export.not-signed"
    assert list(world.stick.path.iterdir()) == []
    # After all: signing takes the refusal away.
    world.signed(office, REQUEST, bundle)
    assert shown(world).standing == "signed"
    name = world.written(office, bundle)
    assert code_of(lambda: exporting.decline(actor, bundle, Objecting.NOT_YET)) == "export.not-a-draft"
    world.admitted(world.investigation, name)


def test_a_passphrase_of_somebody_else_does_not_export(at: At) -> None:
    world = at("consented")
    bundle, office = ready(world), world.agency
    exporting = office.services.exporting
    before = office.tables()

    def by(who: str) -> str:
        return code_of(lambda: exporting.write(office.actor("security"), office.hand(who), bundle, world.stick))

    assert by("second-security") == "access.step-up"
    assert by("decider") == "access.step-up"
    assert office.tables() == before
    assert list(world.stick.path.iterdir()) == []
    assert by("security") == ""


class Outbox(RuleBasedStateMachine):
    """One lane with drafts, refusals, media that fail at any operation, and restarts, against a simple model."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.model: dict[BundleId, str] = {}
        self.order: list[BundleId] = []
        self.sent: list[BundleId] = []

    def _next(self, *statuses: str) -> BundleId | None:
        return next((one for one in self.order if self.model[one] in statuses), None)

    @precondition(lambda self: len(self.order) < 6)
    @rule(which=st.integers(0, 1))
    def prepare(self, which: int) -> None:
        case: CaseId = (self.world.case, *self.world.others)[which]
        bundle = self.world.prepared(self.world.agency, REQUEST, Target(case=case), self.world.investigation)
        self.model[bundle] = "draft"
        self.order.append(bundle)

    @precondition(lambda self: self._next("draft"))
    @rule()
    def sign(self) -> None:
        bundle = self._next("draft")
        assert bundle is not None
        self.world.signed(self.world.agency, REQUEST, bundle)
        self.model[bundle] = "signed"

    @precondition(lambda self: self._next("draft", "signed"))
    @rule()
    def decline(self) -> None:
        bundle = self._next("draft", "signed")
        assert bundle is not None
        office = self.world.agency
        office.services.exporting.decline(office.actor("security"), bundle, Objecting.NOT_YET)
        self.model[bundle] = "draft"

    @precondition(lambda self: self.order)
    @rule(pulled=st.integers(1, 60), lost=st.booleans(), full=st.integers(0, 9000))
    def write(self, pulled: int, full: int, *, lost: bool) -> None:
        bundle = self._next("draft", "signed", "interrupted")
        if bundle is None:
            return
        fault = Fault(pulled_at=pulled, answer_lost=lost, capacity=full * 10)
        try:
            self.world.written(self.world.agency, bundle, FakeDrive(self.world.stick.path, fault))
        except EnvironmentProblemError:
            with self.world.agency.desk.vault.read() as unit:
                note = unit.loop.writing(bundle)
            self.model[bundle] = "signed" if note is None else "interrupted"
        except GateClosedError:
            assert self.model[bundle] == "draft"
        else:
            self.model[bundle] = "written"
            self.sent.append(bundle)

    @precondition(lambda self: self._next("interrupted"))
    @rule()
    def take_back(self) -> None:
        bundle = self._next("interrupted")
        assert bundle is not None
        take_back(self.world, bundle)
        self.model[bundle] = "signed"

    @precondition(lambda self: self._next("draft", "signed"))
    @rule()
    def discard(self) -> None:
        bundle = self._next("draft", "signed")
        assert bundle is not None
        office = self.world.agency
        first = self.order.index(bundle)
        later = [one for one in self.order[first:] if self.model[one] != "written"]
        office.services.exporting.discard(office.actor("security"), bundle)
        for one in later:
            del self.model[one]
            self.order.remove(one)

    @rule()
    def restart(self) -> None:
        self.world.agency.desk.vault.close()
        self.world.agency = reopened(self.world.agency, self.world.agency.folder, self.world.clock)

    @invariant()
    def the_vault_says_what_happened(self) -> None:
        exports = self.world.agency.services.outbox.exports(self.world.agency.actor("security"))
        found = {one.bundle_id: "interrupted" if one.interrupted_at else one.status for one in exports}
        assert found == self.model

    @invariant()
    def no_medium_holds_a_bundle_that_was_not_sent_under_its_name(self) -> None:
        with self.world.agency.desk.vault.read() as unit:
            names = {unit.exports.get(one).file_name: one for one in self.order}
        for name in self.world.stick.list_bundles():
            # A rename whose answer was lost leaves a whole file; then the writing is known to be cut off.
            assert self.model[names[name]] in {"written", "interrupted"}

    @invariant()
    def numbers_on_the_lane_have_no_hole(self) -> None:
        with self.world.agency.desk.vault.read() as unit:
            numbers = [unit.exports.get(one).seq for one in self.order]
            assert numbers == list(range(1, len(numbers) + 1))
            assert unit.lanes.get("out", self.world.investigation.station).last_seq == len(numbers)


@pytest.mark.slow
def test_the_outbox_agrees_with_a_model(at: At) -> None:
    def fresh() -> Outbox:
        machine = Outbox()
        machine.world = at("consented")
        return machine

    few = settings(
        max_examples=8,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(fresh, settings=few)  # type: ignore[arg-type] # a maker of machines
