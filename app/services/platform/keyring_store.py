"""The keyring of the operating system through the ``keyring`` package, pinned to the native backends.

Only Windows Credential Manager, macOS Keychain, Secret Service and KWallet are used, each by its class. ``keyring``
itself is never let choose: it may pick a backend that stores in clear, one that pretends, one that is named in a
variable of the environment, or, where two are present, a chain of them. There is no fallback. Where none of ours is
there, the error names what somebody chose in its place.
"""

import base64
import binascii
import threading
from collections.abc import Callable
from typing import TypeVar

from keyring.backend import KeyringBackend
from keyring.backends import Windows, kwallet, macOS
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.models.domain.errors import AppError, EnvironmentProblemError
from app.services.platform.keyring_choice import chosen_backend
from app.services.platform.secret_service import PatientSecretService

_SERVICE = "sekisho"
_PINNED: tuple[tuple[type[KeyringBackend], str], ...] = (
    (Windows.WinVaultKeyring, "Windows Credential Manager"),
    (macOS.Keyring, "macOS Keychain"),
    (PatientSecretService, "Secret Service"),
    (kwallet.DBusKeyring, "KWallet"),
)
_NATIVE = frozenset({"Windows.WinVaultKeyring", "macOS.Keyring", "SecretService.Keyring", "kwallet.DBusKeyring"})
_ONE_AT_A_TIME = threading.Lock()
"""GNOME's keyring may fall over when it is asked twice at once, and comes back locked."""
Answer = TypeVar("Answer")


class KeyringSecretStore:
    """The real :class:`~app.services.ports.SecretStore`."""

    def get(self, name: str) -> bytes | None:
        """The value of ``name``, or None.

        Raises:
            EnvironmentProblemError: ``keyring.missing``, ``keyring.backend-refused``, ``keyring.locked`` or
                ``keyring.damaged``.
        """
        value = _asked(lambda: _backend()[0]().get_password(_SERVICE, name))
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
        _asked(lambda: _backend()[0]().set_password(_SERVICE, name, base64.b64encode(value).decode()))

    def forget(self, name: str) -> None:
        """Remove a value if it is there; used when a practice vault is thrown away.

        Raises:
            EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
        """
        _asked(lambda: _remove(name))

    def check(self) -> None:
        """See whether the keyring would answer now, without asking anybody to unlock it.

        Raises:
            EnvironmentProblemError: ``keyring.missing``, ``keyring.backend-refused`` or ``keyring.locked``.
        """
        backend = _backend()[0]
        if issubclass(backend, PatientSecretService) and _asked(lambda: backend().is_waiting()):
            raise EnvironmentProblemError("keyring.locked")

    def describe(self) -> str:
        """Name of the backend in use.

        Raises:
            EnvironmentProblemError: ``keyring.missing`` or ``keyring.backend-refused``.
        """
        return _backend()[1]

    def refused(self) -> str:
        """A backend that somebody chose by a variable, a file or a package, and that is not used; or empty.

        The native ones may be named there too: they are used because they are native, not because they are named.
        """
        chosen = chosen_backend()
        return "" if chosen in _NATIVE else chosen


def _backend() -> tuple[type[KeyringBackend], str]:
    for backend, title in _PINNED:
        if backend.viable:
            return backend, title
    chosen = chosen_backend()
    if chosen:
        raise EnvironmentProblemError("keyring.backend-refused", backend=chosen)
    raise EnvironmentProblemError("keyring.missing")


def _remove(name: str) -> None:
    try:
        _backend()[0]().delete_password(_SERVICE, name)
    except PasswordDeleteError:
        return  # it was not there


def _asked(question: Callable[[], Answer]) -> Answer:
    try:
        with _ONE_AT_A_TIME:
            return question()
    except AppError:
        raise
    except KeyringLocked:
        raise EnvironmentProblemError("keyring.locked") from None
    except Exception:  # noqa: BLE001 # daemons and their libraries raise what they like; none of it may reach a log
        raise EnvironmentProblemError("keyring.missing") from None
