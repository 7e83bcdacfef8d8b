"""The Secret Service of a Linux desktop, with an end to waiting."""

from contextlib import ExitStack, closing
from typing import Any

from keyring.backends import SecretService
from keyring.errors import KeyringLocked
from typing_extensions import override


class PatientSecretService(SecretService.Keyring):
    """Waits a while for the user to unlock the keyring, where the package itself would wait for ever.

    Where no program shows the question (a session without a desktop), nobody can ever answer it.
    """

    wait_seconds = 120.0

    def is_waiting(self) -> bool:
        """Whether somebody would have to unlock the keyring first; nobody is asked for that here."""
        import secretstorage  # noqa: PLC0415 # exists on Linux only

        with closing(secretstorage.dbus_init()) as connection:
            return bool(secretstorage.get_default_collection(connection).is_locked())

    @override
    def get_preferred_collection(self) -> Any:  # the library has no types
        """The default collection, unlocked.

        Raises:
            KeyringLocked: Nobody unlocked it in time, or the user refused.
        """
        import secretstorage  # noqa: PLC0415 # exists on Linux only

        with ExitStack() as opened:
            connection = opened.enter_context(closing(secretstorage.dbus_init()))
            collection = secretstorage.get_default_collection(connection)
            if collection.is_locked() and not self._is_unlocked(collection):
                raise KeyringLocked
            opened.pop_all()  # who asked closes it
        return collection

    def _is_unlocked(self, collection: Any) -> bool:
        try:
            return not collection.unlock(timeout=self.wait_seconds)
        except TimeoutError:
            return False
