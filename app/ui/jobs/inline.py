"""A runner that does the work at once in the caller's thread; for presenters in tests."""

import itertools
from collections.abc import Callable
from typing import TypeVar

from app.models.domain.errors import AppError, CancelledError
from app.services.jobs import CancelToken, Job, Lane, Progress
from app.ui.jobs.ticket import Ticket

T = TypeVar("T")


class InlineRunner:
    """Same ``submit`` as the real runner, without threads and without Qt."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.lanes: list[Lane] = []

    def submit(
        self,
        job: Job[T],
        *,
        owner: object,
        then: Callable[[T], object],
        failed: Callable[[AppError], object] | None = None,
        progress: Callable[[Progress], object] | None = None,
        lane: Lane = Lane.READ,
        key: str | None = None,
        survives_lock: bool = False,
    ) -> Ticket:
        """Run the job now and deliver its result before returning.

        Raises:
            AppError: The job failed and no ``failed`` was named.
        """
        del owner, key, survives_lock
        self.lanes.append(lane)
        try:
            result = job(CancelToken(), _sink(progress))
        except CancelledError:
            return Ticket(next(self._numbers), lane)
        except AppError as error:
            if failed is None:
                raise
            failed(error)
        else:
            then(result)
        return Ticket(next(self._numbers), lane)

    def cancel(self, ticket: Ticket) -> None:
        """Do nothing: the job is over."""


def _sink(progress: Callable[[Progress], object] | None) -> Callable[[Progress], None]:
    def note(value: Progress) -> None:
        if progress is not None:
            progress(value)

    return note
