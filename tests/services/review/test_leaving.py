"""What must not leave: after a withdrawal, under a key taken back, before eyes that have no part in it."""

import pytest

from app.models.domain.actor import Role
from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.review.circle import reissued, with_key, without_station

REQUEST, OPINION = Kind.INVESTIGATION_REQUEST, Kind.OPINION


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def ready(world: World, sender: Office, kind: Kind, target: Target, receiver: Office) -> BundleId:
    return world.signed(sender, kind, world.prepared(sender, kind, target, receiver))


def state(office: Office, world: World) -> State:
    return office.services.queue.case(office.actor("examiner"), world.case).state


def test_a_withdrawal_stops_an_opinion_that_waits_to_be_written(at: At) -> None:
    world = at("opined")
    office, about = world.investigation, Target(case=world.case)
    bundle = ready(world, office, OPINION, about, world.agency)
    world.withdraw()
    world.admitted(office, world.sent(world.agency, Kind.WITHDRAWAL, about, office))
    assert state(office, world) is State.WITHDRAWN
    with refused("export.not-signed"):
        world.written(office, bundle)
    assert office.services.exporting.open_exports(office.actor("security")) == []


def test_a_request_that_was_given_up_waits_to_be_sent_again(at: At) -> None:
    world = at("consented")
    office = world.agency
    bundle = world.prepared(office, REQUEST, Target(case=world.case), world.investigation)
    assert state(office, world) is State.INVESTIGATION_REQUESTED
    office.services.exporting.discard(office.actor("security"), bundle)
    assert state(office, world) is State.CONSENTED


def test_giving_up_a_second_request_takes_nothing_back_of_the_first(at: At) -> None:
    world = at("requested")
    office = world.agency
    bundle = world.prepared(office, REQUEST, Target(case=world.case), world.investigation)
    office.services.exporting.discard(office.actor("security"), bundle)
    assert state(office, world) is State.INVESTIGATION_REQUESTED


def test_an_opinion_that_was_given_up_waits_to_be_sent_again(at: At) -> None:
    world = at("opined")
    office = world.investigation
    bundle = world.prepared(office, OPINION, Target(case=world.case), world.agency)
    office.services.exporting.discard(office.actor("security"), bundle)
    assert state(office, world) is State.OPINION_SIGNED


@pytest.mark.parametrize("is_withdrawal", [False, True])
def test_a_notice_that_was_given_up_is_still_due(at: At, is_withdrawal: bool) -> None:  # noqa: FBT001 # a parameter of the test
    world = at("consented")
    office = world.agency
    entry = world.withdraw() if is_withdrawal else world.refused

    def due() -> list[str]:
        lines = office.services.consents.register(office.actor("security"))
        return [line.entry.entry_id for line in lines if line.notice_is_due]

    before = due()
    bundle = world.prepared(office, Kind.NOT_CARRIED_OUT, Target(entry=entry), world.contractor)
    assert entry not in due()
    office.services.exporting.discard(office.actor("security"), bundle)
    assert due() == before


def test_a_draft_is_seen_by_its_signers_and_its_sender_only(at: At) -> None:
    """The auditor sees that bundles go out, never what is in them; the second signer sees what he signs.

    The sender carries it and sees how much there is, not what was found; the medical part shows to whoever took part.
    """
    world = at("opined")
    office, exporting = world.investigation, world.investigation.services.exporting
    bundle = world.prepared(office, OPINION, Target(case=world.case), world.agency)
    with refused("export.not-a-signer"):
        exporting.look(office.actor("auditor"), bundle)
    with refused("export.not-a-signer"):
        exporting.look(office.actor("examiner"), bundle)
    seen = {line.path: line.value for line in exporting.look(office.actor("decider"), bundle).lines}
    assert seen["opinion_text"] == "おそれは認められない。"
    assert (seen["findings[1].summary"], seen["findings[5].summary"]) == ("特に問題は認められない。", "")
    office.services.review.take_up(office.actor("decider"), world.case, Role.DECIDING_OFFICER)
    whole = {line.path: line.value for line in exporting.look(office.actor("decider"), bundle).lines}
    assert whole["findings[5].summary"] == "特に問題は認められない。"
    carried = {line.path: line.value for line in exporting.look(office.actor("second-security"), bundle).lines}
    assert (carried["findings"], carried["opinion_text"]) == ("7", "11")
    assert not any("認められない" in value for value in carried.values())
    history = office.services.queue.history(office.actor("reviewer"), world.case)
    looks = [event.person for event in history if event.code == "export.seen"]
    assert looks == [office.person("decider"), office.person("decider"), office.person("second-security")]


def test_nothing_is_written_to_a_station_that_was_lost_meanwhile(at: At) -> None:
    world = at("consented")
    office = world.agency
    bundle = ready(world, office, REQUEST, Target(case=world.case), world.investigation)
    reissued(world, without_station(world, world.investigation.station), office)
    with refused("export.trust-changed"):
        world.written(office, bundle)
    assert list(world.stick.path.iterdir()) == []


def test_nothing_is_written_under_a_key_that_was_taken_back_meanwhile(at: At) -> None:
    world = at("consented")
    office = world.agency
    bundle = ready(world, office, REQUEST, Target(case=world.case), world.investigation)
    now = int(world.clock.now().timestamp())
    reissued(world, with_key(office.person("security"), revoked_at=now), office)
    with refused("export.trust-changed"):
        world.written(office, bundle)


@pytest.mark.parametrize("change", ["revoked", "expired"])
def test_nobody_is_named_as_signer_without_a_live_key(at: At, change: str) -> None:
    world = at("consented")
    office, now = world.agency, int(world.clock.now().timestamp())
    dates = {"revoked_at": now} if change == "revoked" else {"until": now - 1}
    reissued(world, with_key(office.person("security"), **dates), office)
    with refused("export.signers"):
        world.prepared(office, REQUEST, Target(case=world.case), world.investigation)
