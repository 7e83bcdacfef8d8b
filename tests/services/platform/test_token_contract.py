"""What every token does: a real PKCS#11 module with SoftHSM behind it, and the fake one of the tests."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError, InvalidInputError, VaultError
from app.models.domain.tokens import TokenBinding
from app.services.crypto.token_secret import bind_token, is_binding_within_bounds, token_secret
from app.services.ports import Token
from tests.fakes.token import FakeCard, FakeToken
from tests.softhsm import MODULE, PIN, SoftHsm

entropy = os.urandom


@dataclass
class Reader:
    """A port with one token in it, and the means to put in a second one."""

    port: Token
    label: str
    serial: str
    put_in: Callable[[str], str]


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> SoftHsm:
    return SoftHsm(tmp_path_factory.mktemp("softhsm"))


@pytest.fixture(params=["softhsm", "fake"])
def reader(request: pytest.FixtureRequest) -> Reader:
    label = f"officer-{entropy(3).hex()}"
    if request.param == "fake":
        fake = FakeToken(FakeCard(label, PIN))

        def put_in(other: str) -> str:
            fake.cards.append(FakeCard(other, PIN))
            return fake.cards[-1].serial

        return Reader(fake, label, fake.cards[0].serial, put_in)
    if not MODULE.exists():
        pytest.skip("no SoftHSM: run build/system-packages test")
    real: SoftHsm = request.getfixturevalue("softhsm")
    return Reader(real.port, label, real.initialise(label), real.initialise)


def bound(reader: Reader) -> tuple[TokenBinding, bytes]:
    key = reader.port.enrol(reader.label, reader.serial, PIN)
    return bind_token(key, reader.label, reader.serial, entropy)


def refusal(act: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as refused:
        act()
    return refused.value


def test_a_token_is_seen_by_label_and_serial_number(reader: Reader) -> None:
    assert (reader.label, reader.serial) in {(one.label, one.serial) for one in reader.port.present()}


def test_the_secret_comes_back_with_the_pin_and_is_another_one_each_time(reader: Reader) -> None:
    (first, secret), (second, other) = bound(reader), bound(reader)
    assert is_binding_within_bounds(first)
    assert token_secret(first, reader.port.open(first, PIN)) == secret
    assert token_secret(second, reader.port.open(second, PIN)) == other
    assert len(secret) == 32
    assert first.key == second.key, "the key on the token stays the same"
    assert secret != other


@pytest.mark.parametrize("pin", ["", "246811", "24681", " 246810", "x" * 300, "暗証番号"])
def test_a_wrong_pin_gives_nothing(reader: Reader, pin: str) -> None:
    binding, _ = bound(reader)
    for act in (lambda: reader.port.open(binding, pin), lambda: reader.port.enrol(reader.label, reader.serial, pin)):
        error = refusal(act)
        assert isinstance(error, InvalidInputError)
        assert error.code == "token.wrong-pin"
    assert reader.port.open(binding, PIN)


def test_a_token_that_is_not_there_is_missing(reader: Reader) -> None:
    binding, _ = bound(reader)
    elsewhere = msgspec.structs.replace(binding, label="not-plugged-in")
    assert refusal(lambda: reader.port.open(elsewhere, PIN)).code == "token.missing"
    assert refusal(lambda: reader.port.enrol("not-plugged-in", reader.serial, PIN)).code == "token.missing"


def test_a_token_of_the_same_label_is_another_one(reader: Reader) -> None:
    binding, _ = bound(reader)
    serial = reader.put_in(reader.label)
    assert reader.port.open(binding, PIN), "two of the same label are told apart"
    stranger = msgspec.structs.replace(binding, serial=serial)
    reader.port.enrol(reader.label, serial, PIN)
    for wrong in (stranger, msgspec.structs.replace(binding, serial="0" * 16)):
        error = refusal(lambda wrong=wrong: reader.port.open(wrong, PIN))  # type: ignore[misc] # a bound default
        assert isinstance(error, VaultError)
        assert error.code == "token.other-key"


def test_another_key_on_the_right_token_is_refused(reader: Reader) -> None:
    binding, _ = bound(reader)
    error = refusal(lambda: reader.port.open(msgspec.structs.replace(binding, key="0" * 64), PIN))
    assert error.code == "token.other-key"


def test_the_fake_locks_and_is_pulled_out() -> None:
    """What SoftHSM cannot do; the codes are those that the adapter gives for the module's own."""
    card = FakeCard("officer", PIN)
    fake = FakeToken(card)
    binding, _ = bind_token(fake.enrol("officer", card.serial, PIN), "officer", card.serial, entropy)
    for _ in range(3):
        assert refusal(lambda: fake.open(binding, "000000")).code == "token.wrong-pin"
    error = refusal(lambda: fake.open(binding, PIN))
    assert isinstance(error, EnvironmentProblemError)
    assert error.code == "token.locked"
    assert fake.present()[0].is_locked
    card.tries, card.pulled_at = 3, card.calls + 1
    assert refusal(lambda: fake.open(binding, PIN)).code == "token.pulled"
