"""The hardware token of a slot: asked at the door and for each signature, with a PIN that nobody keeps."""

from collections.abc import Callable

from app.models.domain.errors import EnvironmentProblemError, InvalidInputError, VaultError
from app.models.domain.tokens import TokenBinding
from app.services.crypto.keyslot import Slot
from app.services.crypto.token_secret import bind_token, is_binding_within_bounds, token_secret
from app.services.ports import Entropy, Token

AskPin = Callable[[TokenBinding], str]
"""Asks a person for the PIN of a token; raises ``CancelledError`` when the person does not want to give it."""

BoundToken = tuple[TokenBinding, bytes]
"""How a slot knows its token, and the secret that the token gives for it."""


def no_pin(_binding: TokenBinding) -> str:
    """For places where nobody can be asked.

    Raises:
        InvalidInputError: ``token.pin-missing``.
    """
    raise InvalidInputError("token.pin-missing", field="pin")


class TokenReader:
    """The tokens of this machine, and the way to ask for a PIN.

    Args:
        port: The reader; None where this program was built without one.
        ask_pin: Asks a person.
    """

    def __init__(self, port: Token | None = None, ask_pin: AskPin = no_pin) -> None:
        self._port, self._ask_pin = port, ask_pin

    @property
    def port(self) -> Token:
        """The reader.

        Raises:
            EnvironmentProblemError: ``token.no-module``.
        """
        if self._port is None:
            raise EnvironmentProblemError("token.no-module")
        return self._port

    def opened(self, slot: Slot, pin: str = "") -> BoundToken | None:
        """What the token adds to the key of a slot; None for a slot that needs none.

        Args:
            slot: As it stands in the slots file.
            pin: As typed; a person is asked where it is empty.

        Raises:
            EnvironmentProblemError: ``token.no-module``, ``token.module-refused``, ``token.missing``,
                ``token.locked``, ``token.pulled`` or ``token.failed``.
            InvalidInputError: ``token.wrong-pin`` or ``token.pin-missing``.
            VaultError: ``token.other-key``, or ``vault.slot-parameters`` where the slot says nonsense.
            CancelledError: Nobody wanted to give the PIN.
        """
        binding = slot.hdr.token
        if binding is None:
            return None
        if not is_binding_within_bounds(binding):
            raise VaultError("vault.slot-parameters")
        port = self.port
        return binding, token_secret(binding, port.open(binding, pin or self._ask_pin(binding)))

    def bind(self, label: str, serial: str, pin: str, entropy: Entropy) -> BoundToken:
        """Choose a token for a slot; its key is made there if need be, and asked once to see that it answers.

        Raises:
            EnvironmentProblemError: As :meth:`opened`.
            InvalidInputError: ``token.wrong-pin``.
            UntrustedInputError: ``token.key-unusable``.
        """
        port = self.port
        binding, secret = bind_token(port.enrol(label, serial, pin), label, serial, entropy)
        if token_secret(binding, port.open(binding, pin)) != secret:
            raise EnvironmentProblemError("token.failed")
        return binding, secret
