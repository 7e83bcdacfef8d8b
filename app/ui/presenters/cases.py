"""The queue of cases (案件): what is asked for, the page that answers it, and how many there are. Qt-free."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.models.domain.actor import OfficeKind
from app.models.domain.errors import AppError
from app.models.domain.lifecycle import State
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.queue.asked import DueBy, QueueFilter, QueueView, Whose
from app.services.queue.queue import CaseLine
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
        hidden: Columns that are not shown, by the keys of their headings.
        views: The views that the officer keeps, by name.
    """

    asked: QueueFilter = ALL
    total: int | None = None
    edition: int = 0
    error: AppError | None = None
    hidden: tuple[str, ...] = ()
    views: Mapping[str, QueueView] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return replace(self.asked, by_due_date=False) != ALL


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

    def choose_whose(self, whose: Whose) -> None:
        """Show the cases of everybody, the own ones, or those of nobody."""
        if whose is not self.state.asked.whose:
            self._ask(replace(self.state.asked, whose=whose))

    def choose_due(self, due: DueBy) -> None:
        """Show what fell due, or falls due soon."""
        if due is not self.state.asked.due:
            self._ask(replace(self.state.asked, due=due))

    def order_by_due_date(self, by_due_date: bool) -> None:  # noqa: FBT001 - the answer of a choice of two
        """Order by due date, or by the fifty sounds (五十音順)."""
        if by_due_date is not self.state.asked.by_due_date:
            self._ask(replace(self.state.asked, by_due_date=by_due_date))

    def clear(self) -> None:
        """Show everything; the order stays."""
        self.aim((), Whose.ANYBODY)

    def aim(self, states: tuple[State, ...], whose: Whose) -> None:
        """Show some states or some cases, and narrow by nothing else; the order stays."""
        self._ask(QueueFilter(states=states, whose=whose, by_due_date=self.state.asked.by_due_date))

    def show_column(self, key: str, is_shown: bool) -> None:  # noqa: FBT001 - the answer of a check mark
        """Show a column, or hide it."""
        others = tuple(one for one in self.state.hidden if one != key)
        self.show(replace(self.state, hidden=others if is_shown else (*others, key)))

    def show_view(self, name: str) -> None:
        """Show a kept view; words that were looked for are given up."""
        view = self.state.views[name]
        self.show(replace(self.state, hidden=view.hidden))
        self._ask(view.asked)

    def read_views(self) -> None:
        """Read the kept views."""
        views, actor = self._place.services.views, self._place.actor
        self._with_views(lambda: views.listed(actor))

    def keep_view(self, name: str) -> None:
        """Keep what is shown now, under a name."""
        views, actor = self._place.services.views, self._place.actor
        view = QueueView.of(self.state.asked, self.state.hidden)

        def kept() -> Mapping[str, QueueView]:
            views.keep(actor, name, view)
            return views.listed(actor)

        self._with_views(kept)

    def drop_view(self, name: str) -> None:
        """Give up a kept view; what is shown stays."""
        views, actor = self._place.services.views, self._place.actor

        def dropped() -> Mapping[str, QueueView]:
            views.drop(actor, name)
            return views.listed(actor)

        self._with_views(dropped)

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

        self.show(replace(self.state, asked=asked, total=None, edition=self.state.edition + 1, error=None))
        self._runner.submit(
            job, owner=self, then=self._on_counted, failed=self._on_failed, lane=Lane.READ, key="cases.count"
        )

    def _with_views(self, ask: Callable[[], Mapping[str, QueueView]]) -> None:
        self._runner.submit(
            lambda _token, _progress: ask(), owner=self, then=self._on_views, failed=self._on_failed, lane=Lane.WRITE
        )

    def _on_views(self, views: Mapping[str, QueueView]) -> None:
        self.show(replace(self.state, views=views, error=None))

    def _on_counted(self, answer: tuple[QueueFilter, int]) -> None:
        asked, total = answer
        if asked == self.state.asked:
            self.show(replace(self.state, total=total))

    def _on_failed(self, error: AppError) -> None:
        self.show(replace(self.state, error=error))
