"""A vault of real work stays locked where a network could be reached, unless its office decided otherwise."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.domain.actor import Environment, Role
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError, NotAuthorisedError, VaultError
from app.models.domain.network_proof import Lockout, Method, NetworkProof, Outcome, Probe
from app.models.domain.policies import POLICIES, NetworkPolicy, PolicyName
from app.models.views.records import Event
from app.services.container import Services
from app.services.platform.time import FixedClock
from app.services.stations.unlocking import Door, Session
from tests.fakes.network import FakeNetwork, proof_with
from tests.services.exchange.offices import START, entropy, shelf
from tests.services.stations.desks import FIRST, SECOND, NoKeyring, make, new_station, person

OPEN_TCP = proof_with({Probe.LIBC_TCP: Outcome.OPEN})
PLUGGED = ("eth0", "wlan0")


@pytest.fixture(scope="module", params=list(Environment))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder, replace(new_station(), environment=request.param))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "vault")


def _door(folder: Path, network: FakeNetwork) -> Door:
    return Door(folder, secrets=NoKeyring(), clock=FixedClock(START), entropy=entropy, network=network)


def _unlock(folder: Path, network: FakeNetwork) -> Session:
    return _door(folder, network).unlock(person(folder, SECOND), SECOND.passphrase)


def _events(session: Session) -> list[Event]:
    with session.desk.vault.read() as unit:
        return unit.record.newest_first(10)


def _is_live(folder: Path) -> bool:
    return bool(json.loads((folder / "keyslots.json").read_text("utf-8"))["environment"] == "live")


def _set(folder: Path, value: NetworkPolicy) -> None:
    session = _unlock(folder, FakeNetwork())
    try:
        Services.over(session.desk, shelf()).policies.set(session.actor, PolicyName.NETWORK, value)
    finally:
        session.lock()


@pytest.mark.parametrize(
    ("proof", "links", "code", "word"),
    [
        (OPEN_TCP, (), "network.not-locked", Lockout.UNPROVED),
        (proof_with({Probe.THREAD: Outcome.UNKNOWN}), (), "network.not-locked", Lockout.UNPROVED),
        (proof_with(method=Method.INTERPRETER), (), "network.not-locked", Lockout.UNPROVED),
        (OPEN_TCP, PLUGGED, "network.not-locked", Lockout.UNPROVED),
        (proof_with(), PLUGGED, "network.link-active", Lockout.LINKED),
    ],
)
def test_strict_refuses_and_degraded_says_so(
    folder: Path, proof: NetworkProof, links: tuple[str, ...], code: str, word: Lockout
) -> None:
    network = FakeNetwork(proof, links)
    _set(folder, NetworkPolicy.STRICT)
    with pytest.raises(EnvironmentProblemError) as refused:
        _unlock(folder, network)
    assert refused.value.code == code
    _set(folder, NetworkPolicy.DEGRADED)

    session = _unlock(folder, network)

    assert session.desk.lockout is word
    newest, *earlier = _events(session)
    session.lock()
    assert (newest.code, json.loads(newest.entry)["detail"]["network"]) == ("vault.unlocked", word)
    on_record = next(event for event in earlier if event.code == "network.refused")
    assert json.loads(on_record.entry)["detail"] == {
        "probes": len(proof.failures),
        "links": len(links),
        "method": proof.method,
    }
    assert on_record.person == person(folder, SECOND)


def test_the_default_is_strict_for_real_work_only(folder: Path) -> None:
    if _is_live(folder):
        with pytest.raises(EnvironmentProblemError, match=r"^network\.not-locked$"):
            _unlock(folder, FakeNetwork(OPEN_TCP))
    else:
        _unlock(folder, FakeNetwork(OPEN_TCP)).lock()


def test_a_proved_and_unplugged_machine_opens(folder: Path) -> None:
    session = _unlock(folder, FakeNetwork())
    assert session.desk.lockout is Lockout.PROVED
    session.lock()


def test_a_wrong_passphrase_tells_nothing_of_the_network(folder: Path) -> None:
    with pytest.raises(VaultError, match=r"^vault\.wrong-passphrase$"):
        _door(folder, FakeNetwork(OPEN_TCP)).unlock(person(folder, SECOND), "wrong passphrase")


def test_the_way_out_is_open_to_whoever_may_set_policies(folder: Path) -> None:
    session = _door(folder, FakeNetwork(OPEN_TCP, PLUGGED)).unlock_for_setup(person(folder, FIRST), FIRST.passphrase)
    policies = Services.over(session.desk, shelf()).policies
    policies.set(session.actor, PolicyName.NETWORK, NetworkPolicy.DEGRADED)
    newest = _events(session)[0]
    session.lock()
    assert (newest.code, json.loads(newest.entry)["detail"]) == (
        "policy.set",
        {"policy": "network", "value": "degraded"},
    )
    _unlock(folder, FakeNetwork(OPEN_TCP)).lock()


def test_the_way_out_is_shut_to_everybody_else(tmp_path: Path) -> None:
    examiner = replace(FIRST, name="調査　次郎", roles=frozenset({Role.EXAMINER}))
    make(tmp_path / "vault", new_station(FIRST, SECOND, examiner))
    with pytest.raises(NotAuthorisedError, match=r"^access\.wrong-role$"):
        _door(tmp_path / "vault", FakeNetwork()).unlock_for_setup(
            person(tmp_path / "vault", examiner), examiner.passphrase
        )


def test_a_policy_takes_no_other_value_and_a_foreign_one_counts_as_none(folder: Path) -> None:
    session = _unlock(folder, FakeNetwork())
    policies = Services.over(session.desk, shelf()).policies
    with pytest.raises(InvalidInputError, match=r"^policy\.unknown-value$"):
        policies.set(session.actor, PolicyName.NETWORK, "off")
    with session.desk.vault.write() as unit:
        unit.policies.set(PolicyName.NETWORK, "of-a-newer-program", START, session.actor.person)
    default = POLICIES[PolicyName.NETWORK].live if _is_live(folder) else POLICIES[PolicyName.NETWORK].rehearsal
    assert policies.in_force()[PolicyName.NETWORK] == default
    session.lock()
