"""The keyring of the operating system through the ``keyring`` package, pinned to the native backends.

Only Windows Credential Manager, macOS Keychain, Secret Service and KWallet are accepted. ``keyring`` may otherwise
pick a backend that stores in clear or one that pretends; those are refused by name, and there is no fallback.
"""

import base64
import binascii

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, KeyringLocked

from app.models.domain.errors import EnvironmentProblemError

_SERVICE = "sekisho"
_ACCEPTED = {
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
}


class KeyringSecretStore:
    """The real :class:`~app.services.ports.SecretStore`."""

    def get(self, name: str) -> bytes | None:
        """The value of ``name``, or None.

        Raises:
            EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
        """
        try:
            value = _backend().get_password(_SERVICE, name)
        except KeyringLocked:
            raise EnvironmentProblemError("keyring.locked") from None
        except KeyringError:
            raise EnvironmentProblemError("keyring.missing") from None
        if value is None:
            return None
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            raise EnvironmentProblemError("keyring.damaged") from None

    def put(self, name: str, value: bytes) -> None:
        """Store a value.

        Raises:
            EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
        """
        try:
            _backend().set_password(_SERVICE, name, base64.b64encode(value).decode())
        except KeyringLocked:
            raise EnvironmentProblemError("keyring.locked") from None
        except KeyringError:
            raise EnvironmentProblemError("keyring.missing") from None

    def describe(self) -> str:
        """Name of the backend in use.

        Raises:
            EnvironmentProblemError: ``keyring.missing``.
        """
        return _ACCEPTED[_name(_backend())]


def _backend() -> KeyringBackend:
    backend = keyring.get_keyring()
    if _name(backend) not in _ACCEPTED:
        raise EnvironmentProblemError("keyring.missing")
    return backend


def _name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
