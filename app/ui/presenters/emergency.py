"""The review of emergency accesses (非常時閲覧の確認). Qt-free."""

from dataclasses import dataclass, replace

from app.models.domain.errors import AppError
from app.services.emergency.access import EmergencyText, OpenItem, Outcome
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What the dialog shows.

    Attributes:
        items: Accesses that wait; None before they were read.
        chosen: Identity of the access in view.
        reason: What was written, once it was asked for: each look at it is on record.
        done: A review was just recorded.
    """

    items: tuple[OpenItem, ...] | None = None
    chosen: str = ""
    reason: EmergencyText | None = None
    is_busy: bool = False
    done: bool = False
    error: AppError | None = None

    @property
    def item(self) -> OpenItem | None:
        """The access in view."""
        return next((one for one in self.items or () if one.access.access_id == self.chosen), None)


class ReviewPresenter(Stated[ReviewState]):
    """Reads the list, shows a reason on demand, records a review."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(ReviewState())
        self._place, self._runner = place, runner

    def refresh(self) -> None:
        """Read the list."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[OpenItem, ...]:
            return tuple(services.emergency.open_items(actor))

        self._runner.submit(
            job, owner=self, then=self._on_items, failed=self._on_failed, lane=Lane.WRITE, key="emergency"
        )

    def choose(self, access_id: str) -> None:
        """Bring an access into view; its reason stays closed."""
        if access_id != self.state.chosen:
            self.show(replace(self.state, chosen=access_id, reason=None, done=False, error=None))

    def read_reason(self) -> None:
        """Show the reason of the access in view."""
        services, actor, chosen = self._place.services, self._place.actor, self.state.chosen

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[str, EmergencyText]:
            return chosen, services.emergency.reason(actor, chosen)

        self._runner.submit(
            job, owner=self, then=self._on_reason, failed=self._on_failed, lane=Lane.WRITE, key="emergency.reason"
        )

    def review(self, outcome: Outcome, note: str) -> None:
        """Record the review of the access in view."""
        services, actor, chosen = self._place.services, self._place.actor, self.state.chosen

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.emergency.review(actor, chosen, outcome, note)

        self.show(replace(self.state, is_busy=True, done=False, error=None))
        self._runner.submit(job, owner=self, then=self._on_reviewed, failed=self._on_failed, lane=Lane.WRITE)

    def _on_items(self, items: tuple[OpenItem, ...]) -> None:
        known = {one.access.access_id for one in items}
        chosen = self.state.chosen
        if chosen not in known:
            chosen = items[0].access.access_id if items else ""
        reason = self.state.reason if chosen == self.state.chosen else None
        self.show(replace(self.state, items=items, chosen=chosen, reason=reason))

    def _on_reason(self, read: tuple[str, EmergencyText]) -> None:
        chosen, reason = read
        if chosen == self.state.chosen:
            self.show(replace(self.state, reason=reason))

    def _on_reviewed(self, _none: None) -> None:
        self.show(replace(self.state, is_busy=False, done=True, reason=None))
        self.refresh()

    def _on_failed(self, error: AppError) -> None:
        self.show(replace(self.state, is_busy=False, error=error))
