"""Every error that Sekisho raises on purpose, as one small tree.

An error is a stable code with plain parameters. Its sentences (what happened, what was not changed, what to do next)
stand in ``resources/texts`` in Japanese and English under ``error.<code>.what``, ``.safe`` and ``.do``; a test holds
the two together. ``str(error)`` is the code alone: never foreign text, never personal data, never a secret.
"""

from typing import ClassVar


class AppError(Exception):
    """Base of all errors that a user may meet.

    Args:
        code: Stable dotted name, for example ``vault.wrong-passphrase``.
        **params: Values for the replacement fields of the sentences. Only counts, codes, field names and names of
            files that the user chose; never names of persons, secrets or foreign text.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class RefusedError(AppError):
    """An expected no: a rule of the law, of the office or of the form says so."""

    exit_code = 3


class NotAuthorisedError(RefusedError):
    """The officer's role, or what this officer did earlier in the case, does not permit the act."""


class GateClosedError(RefusedError):
    """A legal step is missing: consent, state of the case, a second person."""


class InvalidInputError(RefusedError):
    """What was typed or chosen does not fit; ``params['field']`` names where."""


class StaleEditError(RefusedError):
    """Somebody or something changed the record first."""


class AlreadyDoneError(RefusedError):
    """The same act was already done; nothing happens twice."""


class UntrustedInputError(AppError):
    """Data from outside cannot be admitted (bundle, spreadsheet, scan, response file)."""

    exit_code = 4


class EnvironmentProblemError(AppError):
    """The machine is to blame: full disk, missing medium, locked keyring."""

    exit_code = 5


class VaultError(AppError):
    """The vault cannot be opened or is not what it should be."""

    exit_code = 6


class CancelledError(AppError):
    """The user stopped the work; nothing was changed."""

    exit_code = 7

    def __init__(self) -> None:
        super().__init__("job.cancelled")


class BugError(AppError):
    """We are to blame. The vault is as before; the report names the place in the code."""

    exit_code = 70
