"""Where the office requires hardware tokens, an officer without one binds the own token and does nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action, Subject
from app.models.domain.authority import WITHOUT_TOKEN
from app.models.domain.errors import AppError
from app.models.domain.ids import PersonId
from app.models.domain.policies import PolicyName
from app.services.container import Services
from app.services.desk import OFFICE, Witness
from app.services.officers.officers import Officers
from app.services.officers.tokens import OfficerTokens
from app.services.platform.time import FixedClock
from app.services.queue.queue import UNBOUND
from app.services.stations.setup import NewOfficer
from app.services.stations.tokens import TokenReader
from app.services.stations.unlocking import Door, Session
from tests.fakes.network import FakeNetwork
from tests.fakes.token import FakeCard, FakeToken
from tests.services.exchange.offices import START, entropy, shelf
from tests.services.stations.desks import FIRST, SECOND, NoKeyring, make, person

PIN = "135790"


class Bench:
    """A vault, and a reader with a token for each of its two officers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cards = {officer.name: FakeCard(f"token {place}", PIN) for place, officer in enumerate((FIRST, SECOND))}
        reader = TokenReader(FakeToken(*self.cards.values()), lambda _binding: PIN)
        self.door = Door(
            folder, secrets=NoKeyring(), clock=FixedClock(START), entropy=entropy, network=FakeNetwork(), tokens=reader
        )

    def who(self, officer: NewOfficer) -> PersonId:
        return person(self.folder, officer)

    def unlock(self, officer: NewOfficer) -> Session:
        return self.door.unlock(self.who(officer), officer.passphrase)

    def bind(self, session: Session, officer: NewOfficer) -> None:
        tokens = OfficerTokens(session.desk, self.door)
        seen = next(one for one in tokens.present() if one.label == self.cards[officer.name].label)
        tokens.bind(session.actor, officer.passphrase, seen, PIN)

    def require(self) -> None:
        """Let the first officer bind a token and require one of everybody."""
        session = self.unlock(FIRST)
        self.bind(session, FIRST)
        services(session).policies.set(session.actor, PolicyName.TOKEN, "required")
        session.lock()


def services(session: Session) -> Services:
    return Services.over(session.desk, shelf())


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as refused:
        act()
    return refused.value.code


def tried(session: Session, action: Action) -> str:
    """Code of the refusal of an act on the office, or nothing."""
    try:
        with session.desk.act(session.actor, action):
            return ""
    except AppError as error:
        return error.code


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return folder


@pytest.fixture
def bench(made: Path, tmp_path: Path) -> Bench:
    return Bench(shutil.copytree(made, tmp_path / "vault"))


@pytest.fixture
def strict(bench: Bench) -> Bench:
    bench.require()
    return bench


def test_nobody_requires_of_others_what_the_own_key_has_not(bench: Bench) -> None:
    session = bench.unlock(FIRST)
    policies = services(session).policies
    assert policies.in_force()[PolicyName.TOKEN] == "optional"
    assert refusal(lambda: policies.set(session.actor, PolicyName.TOKEN, "required")) == "policy.no-own-token"
    assert policies.in_force()[PolicyName.TOKEN] == "optional"
    bench.bind(session, FIRST)
    policies.set(session.actor, PolicyName.TOKEN, "required")
    assert policies.in_force()[PolicyName.TOKEN] == "required"
    session.lock()


def test_without_a_token_every_other_act_is_refused_and_the_refusal_is_on_record(strict: Bench) -> None:
    session = strict.unlock(SECOND)
    open_to = {
        action
        for action, rule in RULES.items()
        if rule.subject is Subject.OFFICE and rule.roles & session.actor.roles and rule.offices
        if session.actor.office_kind in rule.offices and action not in WITHOUT_TOKEN
    }
    assert Action.SEE_LOG in open_to
    assert {tried(session, action) for action in open_to} == {"access.token-required"}
    assert {tried(session, action) for action in (Action.SEE_TODAY, Action.SEE_KEYS)} == {""}
    today = services(session).queue.today(session.actor)
    assert ([line.key for line in today.waiting], today.due) == ([UNBOUND], ())
    assert refusal(lambda: session.desk.require(session.actor, Action.BACK_UP)) == "access.token-required"
    with session.desk.vault.read() as unit:
        refused = [event.code for event in unit.record.newest_first(1_000) if event.result == "refused:token-required"]
    assert set(refused) == {action.value for action in open_to}
    session.lock()


def test_the_policy_can_not_be_undone_without_a_token_either(strict: Bench) -> None:
    session = strict.door.unlock_for_setup(strict.who(SECOND), SECOND.passphrase)
    policies = services(session).policies
    assert refusal(lambda: policies.set(session.actor, PolicyName.TOKEN, "optional")) == "access.token-required"
    session.lock()
    session = strict.unlock(FIRST)
    services(session).policies.set(session.actor, PolicyName.TOKEN, "optional")
    session.lock()
    session = strict.unlock(SECOND)
    assert tried(session, Action.SEE_LOG) == ""
    session.lock()


def test_after_binding_the_next_unlock_is_a_whole_one(strict: Bench) -> None:
    session = strict.unlock(SECOND)
    strict.bind(session, SECOND)
    assert tried(session, Action.SEE_LOG) == "access.token-required"
    session.lock()
    session = strict.unlock(SECOND)
    assert tried(session, Action.SEE_LOG) == ""
    session.lock()


def test_the_own_passphrase_may_be_changed_before_binding(strict: Bench) -> None:
    session = strict.unlock(SECOND)
    Officers(session.desk, strict.door).change_passphrase(session.actor, SECOND.passphrase, "a much longer one")
    session.lock()
    session = strict.door.unlock(strict.who(SECOND), "a much longer one")
    assert session.actor.lacks_token
    session.lock()


def test_a_witness_needs_a_token_too(strict: Bench) -> None:
    session = strict.unlock(FIRST)

    def witnessed() -> None:
        seat = strict.door.seat(session.desk, strict.who(SECOND), SECOND.passphrase)
        with session.desk.act(session.actor, Action.SEE_KEYS, OFFICE, witness=Witness(seat.actor, Action.SEE_LOG)):
            pytest.fail("it was let through")

    assert refusal(witnessed) == "access.token-required"
    session.lock()


def test_who_is_released_from_a_lost_token_binds_another(strict: Bench) -> None:
    session = strict.unlock(SECOND)
    strict.bind(session, SECOND)
    session.lock()
    session = strict.unlock(FIRST)
    Officers(session.desk, strict.door).release_token(session.actor, strict.who(SECOND), "another passphrase")
    session.lock()
    session = strict.door.unlock(strict.who(SECOND), "another passphrase")
    assert tried(session, Action.SEE_LOG) == "access.token-required"
    session.lock()
