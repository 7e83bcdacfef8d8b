"""A hardware token in software: it locks after wrong PINs, can be pulled out, and can be another one of the same name.

SoftHSM, which plays the real token in the tests, does none of these, and no test can pull a card out of a reader. The
fake keeps the contract of the real adapter: the same tests run over both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from cryptography.hazmat.primitives.asymmetric import ec

from app.models.domain.errors import EnvironmentProblemError, InvalidInputError, VaultError
from app.models.domain.tokens import TokenBinding, TokenKey, TokenSeen
from app.services.crypto.token_secret import point_key

TRIES = 3
_serials = count(1)


@dataclass
class FakeCard:
    """One token.

    Attributes:
        pulled_at: It is pulled out during this call of the private key, counted from 1.
    """

    label: str
    pin: str
    serial: str = field(default_factory=lambda: f"{next(_serials):016x}")
    tries: int = TRIES
    pulled_at: int | None = None
    calls: int = 0
    _key: ec.EllipticCurvePrivateKey | None = None

    def check(self, pin: str) -> None:
        if not self.tries:
            raise EnvironmentProblemError("token.locked")
        if pin != self.pin:
            self.tries -= 1
            raise InvalidInputError("token.wrong-pin", field="pin")
        self.tries = TRIES

    def use(self) -> None:
        """Count one use of the private key."""
        self.calls += 1
        if self.pulled_at is not None and self.calls >= self.pulled_at:
            raise EnvironmentProblemError("token.pulled")

    @property
    def private(self) -> ec.EllipticCurvePrivateKey:
        """The key, made when it is first needed."""
        self._key = self._key or ec.generate_private_key(ec.SECP256R1())
        return self._key

    @property
    def key(self) -> TokenKey:
        numbers = self.private.public_key().public_numbers()
        return point_key(b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))


class FakeToken:
    """A reader with some tokens in it."""

    def __init__(self, *cards: FakeCard, on_use: Callable[[], object] = bool) -> None:
        self.cards = list(cards)
        self.on_use = on_use

    def present(self) -> tuple[TokenSeen, ...]:
        return tuple(TokenSeen(card.label, card.serial, "fake", not card.tries) for card in self.cards)

    def enrol(self, label: str, serial: str, pin: str) -> TokenKey:
        card = next((card for card in self.cards if (card.label, card.serial) == (label, serial)), None)
        if card is None:
            raise EnvironmentProblemError("token.missing")
        card.check(pin)
        return card.key

    def open(self, binding: TokenBinding, pin: str) -> bytes:
        labelled = [card for card in self.cards if card.label == binding.label]
        if not labelled:
            raise EnvironmentProblemError("token.missing")
        card = next((card for card in labelled if card.serial == binding.serial), None)
        if card is None:
            raise VaultError("token.other-key")
        card.check(pin)
        if card.key.digest != binding.key:
            raise VaultError("token.other-key")
        self.on_use()
        card.use()
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(binding.wrapped))
        return card.private.exchange(ec.ECDH(), point)
