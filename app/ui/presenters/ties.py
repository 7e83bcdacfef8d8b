"""The own register of ties (利害関係の届), opened with the own passphrase. Qt-free."""

from dataclasses import dataclass

from app.models.domain.ties import Ties
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.stations.signer import Signer
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class TiesState(WorkState):
    """What the dialog shows; no lines before the register was opened."""

    ties: Ties | None = None
    is_kept: bool = False


class TiesPresenter(Worker[TiesState]):
    """Opens the register once, keeps it once."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(TiesState(), runner)
        self._place = place
        self._hand: Signer | None = None

    def open(self, passphrase: str) -> None:
        """Open the register; slow, because the passphrase is stretched."""
        place, services, actor = self._place, self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Signer, Ties]:
            hand = place.seat(actor.person, passphrase).signer
            return hand, services.ties.read(actor, hand)

        self.change(error=None)
        self.work("ties", job, self._on_opened, Lane.HEAVY)

    def keep(self, ties: Ties) -> None:
        """Keep what was written."""
        services, actor, hand = self._place.services, self._place.actor, self._hand
        if hand is None:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.ties.keep(actor, hand, ties)

        self.change(error=None)
        self.work("ties", job, lambda _none: self.change(is_kept=True))

    def forget(self) -> None:
        """Let the opened register and the hand go."""
        self.cancel()
        self._hand = None
        self.show(TiesState())

    def _on_opened(self, opened: tuple[Signer, Ties]) -> None:
        self._hand, ties = opened
        self.change(ties=ties)
