"""The room of results that came (届いた結果): what a contractor was told, and a copy of the letter. Qt-free."""

from dataclasses import dataclass
from pathlib import Path

from app.models.domain.ids import BundleId
from app.services.exchange.told import ToldResult
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.ui.files import write_chosen
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class ResultsState(WorkState):
    """What the room shows.

    Attributes:
        results: Every notice that is here, the newest first.
        opened: The notice that was opened.
        saved_as: Name of the file that the letter was saved as.
    """

    results: tuple[ToldResult, ...] = ()
    opened: ToldResult | None = None
    is_read: bool = False
    saved_as: str = ""


class ResultsPresenter(Worker[ResultsState]):
    """Lists, opens, saves the letter; every look is on record."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(ResultsState(), runner)
        self._place = place

    def refresh(self) -> None:
        """Read the list anew."""
        told, actor = self._place.services.told, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[ToldResult, ...]:
            return tuple(told.every(actor))

        self.work("read", job, self._on_read, Lane.READ)

    def open(self, bundle_id: BundleId) -> None:
        """Open one notice."""
        told, actor = self._place.services.told, self._place.actor
        self.work("open", lambda _token, _progress: told.one(actor, bundle_id), self._on_opened, Lane.READ)

    def save_letter(self, path: Path) -> None:
        """Save a numbered copy of the letter of the open notice."""
        opened = self.state.opened
        if opened is None:
            return
        told, actor = self._place.services.told, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            write_chosen(path, told.printed(actor, opened.bundle_id).pdf)
            return path.name

        self.work("save", job, self._on_saved)

    def _on_read(self, results: tuple[ToldResult, ...]) -> None:
        before = self.state.opened
        still = None if before is None else next((one for one in results if one.bundle_id == before.bundle_id), None)
        self.change(results=results, opened=still, is_read=True, saved_as="")

    def _on_opened(self, opened: ToldResult) -> None:
        self.change(opened=opened, saved_as="")

    def _on_saved(self, name: str) -> None:
        self.change(saved_as=name)
