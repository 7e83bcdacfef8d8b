"""Who has how much to do (担当の状況), for whoever hands out cases. Qt-free."""

from dataclasses import dataclass, replace

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.queue.workload import Load
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class WorkloadState:
    """What the table shows; ``loads`` is None until the first answer."""

    loads: tuple[Load, ...] | None = None
    error: AppError | None = None


class WorkloadPresenter(Stated[WorkloadState]):
    """Asks, and shows the latest answer."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(WorkloadState())
        self._place, self._runner = place, runner

    def refresh(self) -> None:
        """Ask again."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Load, ...]:
            return services.workload.of_office(actor)

        self._runner.submit(
            job, owner=self, then=self._on_loads, failed=self._on_failed, lane=Lane.READ, key="workload"
        )

    def _on_loads(self, loads: tuple[Load, ...]) -> None:
        self.show(WorkloadState(loads))

    def _on_failed(self, error: AppError) -> None:
        self.show(replace(self.state, error=error))


def may_see_workload(actor: Actor) -> bool:
    """Whether an officer hands out cases here."""
    rule = RULES[Action.SEE_WORKLOAD]
    return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)
