"""Why cases are kept from officers (除斥の根拠), opened with the auditor's own passphrase. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.models.domain.ids import PersonId
from app.services.fairness.grounds import Recusal
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class GroundsState(WorkState):
    """What the page shows.

    Attributes:
        found: Nothing before the passphrase was given.
        names: Names of the officers of this office.
    """

    found: tuple[Recusal, ...] | None = None
    names: Mapping[PersonId, str] = field(default_factory=dict)


class GroundsPresenter(Worker[GroundsState]):
    """Opens the list; it is let go with the page."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(GroundsState(), runner)
        self._place = place

    def open(self, passphrase: str, language: str) -> None:
        """Open the list; slow, because the passphrase is stretched."""
        place, services, actor = self._place, self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[tuple[Recusal, ...], dict[PersonId, str]]:
            hand = place.seat(actor.person, passphrase).signer
            names = {one.person_id: one.name for one in services.queue.officers(actor)}
            return services.grounds.every(actor, hand, language), names

        self.change(error=None)
        self.work("grounds", job, self._on_opened, Lane.HEAVY)

    def forget(self) -> None:
        """Let the list go."""
        self.cancel()
        self.show(GroundsState())

    def _on_opened(self, opened: tuple[tuple[Recusal, ...], dict[PersonId, str]]) -> None:
        found, names = opened
        self.change(found=found, names=names)
