"""The queue of cases (案件): what is asked for, the page that answers it, and how many there are. Qt-free."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.models.domain.actor import OfficeKind
from app.models.domain.errors import AppError
from app.models.domain.lifecycle import State
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.queue.queue import CaseLine, QueueFilter
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated
from app.ui.tables.columns import Page
from app.ui.workplace import Workplace

Fetch = Callable[[object | None, int, CancelToken], Page[CaseLine]]

ALL = QueueFilter()
"""Everything, by the fifty sounds."""
_ENDING = (State.WITHDRAWN, State.NOT_CARRIED_OUT_NOTIFIED, State.DISPOSAL_DUE, State.DISPOSED)
STATES_OF: dict[OfficeKind, tuple[State, ...]] = {
    OfficeKind.AGENCY: (
        State.CONSENTED,
        State.INVESTIGATION_REQUESTED,
        State.RESULT_RECEIVED,
        State.UNDER_EVALUATION,
        State.DECISION_PROPOSED,
        State.DECIDED_CLEARED,
        State.DECIDED_NOT_CLEARED,
        State.NOTIFIED_CLEARED,
        State.NOTIFIED_NOT_CLEARED,
        State.VALID,
        State.DOUBT,
        State.EXPIRED,
        *_ENDING,
    ),
    OfficeKind.INVESTIGATION_OFFICE: (
        State.INVESTIGATION_REQUESTED,
        State.UNDER_INVESTIGATION,
        State.UNDER_REVIEW,
        State.REVIEW_ACCEPTED,
        State.OPINION_SIGNED,
        State.OPINION_SENT,
        *_ENDING,
    ),
    OfficeKind.CONTRACTOR: (),
}
"""States in which a case can stand in each kind of office, in the order of the work."""


@dataclass(frozen=True, slots=True)
class CasesState:
    """What the screen shows.

    Attributes:
        asked: Filter, words and order.
        total: Cases that the filter shows; None until it was counted.
        edition: Grows whenever the list must be read anew.
    """

    asked: QueueFilter = ALL
    total: int | None = None
    edition: int = 0
    error: AppError | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(self.asked.words or self.asked.states or self.asked.mine_only)


class CasesPresenter(Stated[CasesState]):
    """Takes what the officer asks for; the latest wins."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(CasesState())
        self._place, self._runner = place, runner

    @property
    def states(self) -> tuple[State, ...]:
        """States to choose from in this office."""
        return STATES_OF[self._place.actor.office_kind]

    def refresh(self) -> None:
        """Read the list anew."""
        self._ask(self.state.asked)

    def search(self, words: str) -> None:
        """Look for a name, a reading or a number."""
        if words.strip() != self.state.asked.words:
            self._ask(replace(self.state.asked, words=words.strip()))

    def choose_states(self, states: Sequence[State]) -> None:
        """Show some states only; none means all."""
        if tuple(states) != self.state.asked.states:
            self._ask(replace(self.state.asked, states=tuple(states)))

    def show_mine(self, mine_only: bool) -> None:  # noqa: FBT001 - the answer of a check box
        """Show the own cases only."""
        if mine_only is not self.state.asked.mine_only:
            self._ask(replace(self.state.asked, mine_only=mine_only))

    def order_by_due_date(self, by_due_date: bool) -> None:  # noqa: FBT001 - the answer of a choice of two
        """Order by due date, or by the fifty sounds (五十音順)."""
        if by_due_date is not self.state.asked.by_due_date:
            self._ask(replace(self.state.asked, by_due_date=by_due_date))

    def clear(self) -> None:
        """Show everything; the order stays."""
        self._ask(QueueFilter(by_due_date=self.state.asked.by_due_date))

    def fetch(self) -> Fetch:
        """What a worker calls for a page of the present question."""
        services, actor, asked = self._place.services, self._place.actor, self.state.asked

        def page(after: object | None, limit: int, _token: CancelToken) -> Page[CaseLine]:
            key = after if isinstance(after, tuple) else None
            lines = services.queue.page(actor, asked, key, limit)
            return Page(lines, (lines[-1].key, lines[-1].case_id) if len(lines) == limit else None)

        return page

    def _ask(self, asked: QueueFilter) -> None:
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[QueueFilter, int]:
            return asked, services.queue.count(actor, asked)

        self.show(CasesState(asked, None, self.state.edition + 1))
        self._runner.submit(
            job, owner=self, then=self._on_counted, failed=self._on_failed, lane=Lane.READ, key="cases.count"
        )

    def _on_counted(self, answer: tuple[QueueFilter, int]) -> None:
        asked, total = answer
        if asked == self.state.asked:
            self.show(replace(self.state, total=total))

    def _on_failed(self, error: AppError) -> None:
        self.show(replace(self.state, error=error))
