"""Keep the anchor of the record in the keyring, off the path of the commits that it follows."""

import threading
from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.errors import AppError
from app.services.audit.anchor import Anchor, Doubt, Head
from app.services.audit.merkle import Frontier
from app.services.ports import Clock, SecretStore

PAUSE_SECONDS = 5.0
"""At least so long between two writes; also between a failure and the next try."""
_LAST_WRITE_SECONDS = 3.0
"""How long a lock waits for the keyring."""


class AnchorStatus(StrEnum):
    """How it stands with the anchor."""

    KEPT = "kept"
    """The keyring holds the newest head."""
    WAITING = "waiting"
    """A newer head will be written in a moment."""
    FAILED = "failed"
    """The keyring did not take it; it is tried again."""
    DOUBT = "doubt"
    """The record disagrees with the anchor; the anchor stays as it is."""
    ABSENT = "absent"
    """The vault is not bound to a keyring, so nothing outside it tells of a rollback on this machine."""


@dataclass(frozen=True, slots=True)
class AnchorState:
    """What a screen shows.

    Attributes:
        anchored: What the keyring holds as far as we know.
        code: Code of the error when the keyring did not take it.
        doubt: Why the record is in doubt.
    """

    status: AnchorStatus
    anchored: Anchor | None = None
    code: str = ""
    doubt: Doubt | None = None


def anchor_name(vault_id: str) -> str:
    """Name of the anchor in the keyring."""
    return f"anchor-{vault_id}"


class AnchorKeeper:
    """Writes heads to the keyring: at most every few seconds while acts are committed, and a last time at the lock.

    An act is committed first and anchored after it; a keyring that fails fails no act.

    Args:
        secrets: The keyring; None for a vault that is not bound to one.
        vault_id: Whose anchor.
        clock: For the time in the anchor.
        pause_s: Seconds between two writes.

    Thread:
        Any. A thread of its own writes; it begins with the first commit and ends with :meth:`stop`.
    """

    def __init__(
        self, secrets: SecretStore | None, vault_id: str, clock: Clock, pause_s: float = PAUSE_SECONDS
    ) -> None:
        self._secrets, self._name, self._clock, self._pause_s = secrets, anchor_name(vault_id), clock, pause_s
        self._news = threading.Condition()
        self._pending: tuple[int, Frontier] | None = None
        self._anchored: Anchor | None = None
        self._code = ""
        self._doubt: Doubt | None = None
        self._is_stopping = False
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> AnchorState:
        """How it stands now."""
        with self._news:
            return AnchorState(self._status(), self._anchored, self._code, self._doubt)

    @property
    def doubt(self) -> Doubt | None:
        """Why the record is in doubt, or None."""
        return self._doubt

    def read(self) -> Anchor | None:
        """What the keyring holds, or None.

        Raises:
            EnvironmentProblemError: ``keyring.missing``, ``keyring.locked`` or ``keyring.damaged``.
        """
        value = None if self._secrets is None else self._secrets.get(self._name)
        anchored = None if value is None else Anchor.unpack(value)
        with self._news:
            self._anchored = anchored
        return anchored

    def suspect(self, doubt: Doubt) -> None:
        """Leave the anchor as it is from now on: it is the evidence."""
        with self._news:
            self._doubt, self._pending = doubt, None

    def note(self, epoch: int, frontier: Frontier) -> None:
        """Hear of a commit that appended to the record; returns at once."""
        with self._news:
            if self._secrets is None or self._doubt is not None or self._is_stopping:
                return
            self._pending = (epoch, frontier)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="anchor", daemon=True)
                self._thread.start()
            self._news.notify_all()

    def set_anew(self, head: Head) -> None:
        """Write an anchor now and end the doubt, because two persons said so or because there was none.

        Raises:
            EnvironmentProblemError: The keyring did not take it; the doubt stays.
        """
        if self._secrets is not None:
            anchor = Anchor(head, self._clock.now())
            self._secrets.put(self._name, anchor.pack())
            with self._news:
                self._anchored = anchor
        with self._news:
            self._doubt, self._code = None, ""

    def stop(self) -> None:
        """Write what waits and end; waits a few seconds at most and never fails."""
        with self._news:
            self._is_stopping = True
            thread = self._thread
            self._news.notify_all()
        if thread is not None:
            thread.join(_LAST_WRITE_SECONDS)

    def _status(self) -> AnchorStatus:
        if self._doubt is not None:
            return AnchorStatus.DOUBT
        if self._secrets is None:
            return AnchorStatus.ABSENT
        if self._code:
            return AnchorStatus.FAILED
        return AnchorStatus.WAITING if self._pending is not None else AnchorStatus.KEPT

    def _run(self) -> None:
        while (waiting := self._next()) is not None:
            is_written = self._put(*waiting)
            with self._news:
                if not is_written:
                    self._pending = self._pending or waiting
                    if self._is_stopping:
                        return
                self._news.wait_for(lambda: self._is_stopping, self._pause_s)

    def _next(self) -> tuple[int, Frontier] | None:
        """The newest head that waits; None when there is none and none will come."""
        with self._news:
            while self._pending is None and not self._is_stopping:
                self._news.wait()
            return self._pending

    def _put(self, epoch: int, frontier: Frontier) -> bool:
        anchor = Anchor(Head(epoch, frontier.size, frontier.root()), self._clock.now())
        code = ""
        try:
            if self._secrets is not None:
                self._secrets.put(self._name, anchor.pack())
        except AppError as error:
            code = error.code
        with self._news:
            self._code = code
            if not code:
                self._anchored = anchor
            if self._pending is not None and (not code and self._pending[1].size <= frontier.size):
                self._pending = None
        return not code
