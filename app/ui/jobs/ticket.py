"""The receipt for a job and what a presenter may ask of a runner; no Qt here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.models.domain.errors import AppError
from app.services.jobs import Job, Lane, Progress

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ticket:
    """Receipt for a submitted job; give it back to cancel the job."""

    number: int
    lane: Lane


class Submitter(Protocol):
    """What presenters and table models need of a runner; the threaded and the inline one both are."""

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
        """Run a job and deliver its result to ``then`` unless the owner is gone."""
        ...

    def cancel(self, ticket: Ticket) -> None:
        """Stop one job; nothing of it is delivered any more."""
        ...
