"""What a piece of background work is, without Qt: the job, its cancel token, its progress and its questions.

A job is a plain callable ``job(token, progress)``. It runs in a worker thread, looks at the token between chunks,
reports counts, and may ask a person through a :class:`QuestionDesk`. It never sees a widget.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from app.models.domain.errors import CancelledError

T_co = TypeVar("T_co", covariant=True)

CANCEL = "cancel"
"""Answer given to a question when nobody may answer any more."""


class Lane(StrEnum):
    """Where a job runs; each lane has its own threads, so that reading never queues behind sealing."""

    WRITE = "write"
    """One thread: everything that changes the vault, strictly in order."""
    READ = "read"
    """Two threads: queries and previews."""
    HEAVY = "heavy"
    """One thread: key stretching, sealing, PDF; also work that needs no vault."""
    BACKGROUND = "background"
    """One thread: long work that began by itself and that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done: Finished units, at least 0.
        total: All units, or None when the job cannot know.
        text_key: Catalogue key of the step that runs, or None for the plain sentence.
    """

    done: int
    total: int | None = None
    text_key: str | None = None


ProgressSink = Callable[[Progress], None]


class CancelToken:
    """Tells a job that its result is no longer wanted. Safe in every thread."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._hooks: list[Callable[[], None]] = []

    @property
    def is_cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Leave the job at a safe point.

        Raises:
            CancelledError: The token was cancelled.
        """
        if self._event.is_set():
            raise CancelledError

    def cancel(self) -> None:
        """Ask the job to stop and run the hooks once; a second call does nothing."""
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            hooks, self._hooks = self._hooks, []
        for hook in hooks:
            hook()

    def on_cancel(self, hook: Callable[[], None]) -> Callable[[], None]:
        """Run ``hook`` at cancellation, for example the ``interrupt`` of a database connection.

        Returns:
            A function that takes the hook back; call it when the guarded work is over.
        """
        with self._lock:
            if not self._event.is_set():
                self._hooks.append(hook)
                return lambda: self._forget(hook)
        hook()
        return lambda: None

    def _forget(self, hook: Callable[[], None]) -> None:
        with self._lock, suppress(ValueError):
            self._hooks.remove(hook)


class Job(Protocol[T_co]):
    """A callable that does the work and returns its result."""

    def __call__(self, token: CancelToken, progress: ProgressSink, /) -> T_co:
        """Do the work.

        Raises:
            CancelledError: The token was cancelled.
            AppError: The work was refused or failed.
        """
        ...


@dataclass(eq=False, slots=True)
class Question:
    """Something that a worker must ask a person before it can go on.

    Attributes:
        text_key: Catalogue key of the question.
        choices: Stable answer names; each has a button text ``<text_key>.<choice>``.
        fields: Values of the replacement fields: counts and codes, never personal data.
    """

    text_key: str
    choices: tuple[str, ...]
    fields: dict[str, str | int] = field(default_factory=dict)
    _answer: str | None = None
    _answered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, choice: str) -> bool:
        """Give the answer; the first one counts.

        Returns:
            Whether this call was the one that answered.

        Raises:
            ValueError: The choice is not one of the question.
        """
        if choice != CANCEL and choice not in self.choices:
            raise ValueError(choice)
        with self._guard:
            if self._answer is not None:
                return False
            self._answer = choice
        self._answered.release()
        return True

    def cancel(self) -> None:
        """Answer with :data:`CANCEL`, as the lock does."""
        self.answer(CANCEL)

    def wait(self, timeout_s: float) -> str:
        """Block the worker until somebody answers.

        Args:
            timeout_s: Seconds after which the answer is :data:`CANCEL`.
        """
        if not self._answered.acquire(timeout=timeout_s):
            self.cancel()
        return self._answer or CANCEL


GIVEN = "given"


@dataclass(eq=False, slots=True)
class SecretQuestion(Question):
    """A question that is answered with a secret, for example the PIN of a token; it is handed out once."""

    choices: tuple[str, ...] = (GIVEN,)
    _secret: str = field(default="", repr=False)

    def give(self, secret: str) -> None:
        """Answer with a secret, unless it was answered already."""
        self._secret = secret
        self.answer(GIVEN)

    def take(self) -> str:
        """The secret, which is forgotten here."""
        secret, self._secret = self._secret, ""
        return secret


class QuestionDesk:
    """Carries questions from workers to whoever listens, and lets the lock answer all of them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: list[Question] = []
        self._closed = False
        self._listener: Callable[[Question], None] | None = None

    def listen(self, listener: Callable[[Question], None] | None) -> None:
        """Set who is told about a new question; it is called in the worker's thread."""
        self._listener = listener

    def ask(self, question: Question, token: CancelToken, timeout_s: float) -> str:
        """Ask and wait; without a listener, or once closed, the answer is :data:`CANCEL`."""
        with self._guard:
            listener = None if self._closed else self._listener
            if listener is not None:
                self._open.append(question)
        if listener is None:
            return CANCEL
        forget = token.on_cancel(question.cancel)
        try:
            listener(question)
            return question.wait(timeout_s)
        finally:
            forget()
            with self._guard:
                self._open.remove(question)

    def close(self) -> None:
        """Answer every open question with :data:`CANCEL` and take no new ones."""
        with self._guard:
            self._closed = True
            waiting = list(self._open)
        for question in waiting:
            question.cancel()

    def reopen(self) -> None:
        """Take questions again, after the unlock."""
        with self._guard:
            self._closed = False
