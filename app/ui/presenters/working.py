"""A presenter that does one piece of background work at a time and tells its screen about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from app.models.domain.errors import AppError
from app.services.jobs import Job, Lane, Progress
from app.ui.jobs.ticket import Submitter, Ticket
from app.ui.presenters.signal import Stated


@dataclass(frozen=True, slots=True)
class WorkState:
    """What every such presenter shows.

    Attributes:
        busy: Name of the work under way, or empty.
        progress: How far it is.
        error: What failed last, until the next intent.
    """

    busy: str = ""
    progress: Progress | None = None
    error: AppError | None = None


S = TypeVar("S", bound=WorkState)
T = TypeVar("T")


class Worker(Stated[S]):
    """Holds the state of a screen and runs its work.

    Thread:
        Everything here belongs to the window's thread; only jobs run elsewhere. A job takes all that it needs when it
        is made, so that the lock may empty the workplace at any moment.

    Attributes:
        survives_lock: Its work needs no open vault: it runs while the window is locked, too.
    """

    survives_lock = False

    def __init__(self, first: S, runner: Submitter) -> None:
        super().__init__(first)
        self._runner = runner
        self._then: Callable[[Any], object] = _ignore
        self._ticket: Ticket | None = None
        self._is_submitting = False

    def forget_error(self) -> None:
        """Take the error away."""
        self.change(error=None)

    def cancel(self) -> None:
        """Stop the work under way; what it would have brought is dropped."""
        if self._ticket is not None:
            self._runner.cancel(self._ticket)
        self.work_vanished()

    def work_vanished(self) -> None:
        """Hear that the work under way was stopped by somebody else and will bring nothing."""
        if self.state.busy:
            self._ticket = None
            self._then = _ignore
            self.change(busy="", progress=None)
            self.after_cancel()

    def after_cancel(self) -> None:
        """Find out how things stand after work was stopped; for presenters whose work changes something."""

    def change(self, **changes: Any) -> None:
        """Change the state and tell the screen."""
        self.show(replace(self.state, **changes))

    def work(self, name: str, job: Job[T], then: Callable[[T], object], lane: Lane = Lane.WRITE) -> None:
        """Run a job; does nothing while another one is under way."""
        if self.state.busy:
            return
        self._then = then
        self.change(busy=name, progress=None, error=None)
        # A result that comes at once must not be taken for one that is still under way.
        self._is_submitting = True
        ticket = self._runner.submit(
            job,
            owner=self,
            then=self._arrived,
            failed=self._failed,
            progress=self._progressed,
            lane=lane,
            survives_lock=self.survives_lock,
        )
        self._ticket = ticket if self._is_submitting else self._ticket
        self._is_submitting = False

    def _arrived(self, result: object) -> None:
        then, self._then, self._ticket, self._is_submitting = self._then, _ignore, None, False
        self.change(busy="", progress=None)
        then(result)

    def _failed(self, error: AppError) -> None:
        self._then, self._ticket, self._is_submitting = _ignore, None, False
        self.change(busy="", progress=None, error=error)
        self.after_failure(error)

    def after_failure(self, error: AppError) -> None:
        """Find out how things stand after work failed; for presenters whose work changes something."""

    def _progressed(self, progress: Progress) -> None:
        self.change(progress=progress)


def _ignore(_result: object) -> None:
    """Nobody waits for a result."""
