"""Inside one program: many transactions pass, or none while the files of the vault are replaced."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from app.models.domain.errors import EnvironmentProblemError

_PATIENCE = 5.0
"""Seconds that a replacement waits for transactions under way."""


class Gate:
    """Counts the transactions that are inside."""

    def __init__(self) -> None:
        self._turn = Condition()
        self._inside = 0
        self._is_shut = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be inside for the block; waits while the gate is shut."""
        with self._turn:
            self._turn.wait_for(lambda: not self._is_shut)
            self._inside += 1
        try:
            yield
        finally:
            with self._turn:
                self._inside -= 1
                self._turn.notify_all()

    @contextmanager
    def shut(self) -> Iterator[None]:
        """Nobody is inside during the block.

        Raises:
            EnvironmentProblemError: ``vault.busy``: a transaction does not end.
        """
        with self._turn:
            self._turn.wait_for(lambda: not self._is_shut)
            self._is_shut = True
            if not self._turn.wait_for(lambda: self._inside == 0, _PATIENCE):
                self._is_shut = False
                self._turn.notify_all()
                raise EnvironmentProblemError("vault.busy")
        try:
            yield
        finally:
            with self._turn:
                self._is_shut = False
                self._turn.notify_all()
