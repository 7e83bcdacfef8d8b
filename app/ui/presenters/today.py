"""Today (本日): what waits for this officer, grouped by room, and the own cases by due date. Qt-free."""

from dataclasses import dataclass, replace
from datetime import date

from app.models.domain.errors import AppError
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.queue.queue import CaseLine, Today, Waiting
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class TodayState:
    """What the screen shows; ``today`` is None until the first answer.

    Attributes:
        day: The day of the station, to tell what is overdue.
    """

    today: Today | None = None
    day: date | None = None
    is_busy: bool = False
    error: AppError | None = None

    @property
    def groups(self) -> tuple[tuple[str, tuple[Waiting, ...]], ...]:
        """Rooms in the order in which something waits there, each with its lines."""
        waiting = self.today.waiting if self.today else ()
        rooms = dict.fromkeys(line.room for line in waiting)
        return tuple((room, tuple(line for line in waiting if line.room == room)) for room in rooms)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits and nothing is due."""
        return self.today is not None and not self.today.waiting and not self.today.due

    def counts(self) -> dict[str, int]:
        """How many things wait in each room."""
        return {room: sum(1 if line.is_one else line.count for line in lines) for room, lines in self.groups}

    def is_overdue(self, line: CaseLine) -> bool:
        """Whether the due day of a case has passed."""
        return line.due_on is not None and self.day is not None and line.due_on < self.day


class TodayPresenter(Stated[TodayState]):
    """Asks for the start page and shows the latest answer."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(TodayState())
        self._place, self._runner = place, runner

    def refresh(self) -> None:
        """Ask again; an older question is superseded."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Today, date]:
            return services.queue.today(actor), services.desk.clock.today()

        self.show(replace(self.state, is_busy=True))
        self._runner.submit(job, owner=self, then=self._on_today, failed=self._on_failed, lane=Lane.READ, key="today")

    def _on_today(self, answer: tuple[Today, date]) -> None:
        today, day = answer
        self.show(TodayState(today, day))

    def _on_failed(self, error: AppError) -> None:
        self.show(replace(self.state, is_busy=False, error=error))
