"""Print the matrix of rights into a file that the officer chose. Qt-free."""

from collections.abc import Callable
from pathlib import Path

from app.models.domain.errors import AppError
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.texts.catalogue import Catalogue
from app.ui.files import write_letter
from app.ui.jobs.ticket import Submitter
from app.ui.workplace import Workplace


class RightsPrinter:
    """Every officer may have the matrix; that it was printed is on record."""

    def __init__(self, place: Workplace, runner: Submitter, told: Callable[[AppError | None], object]) -> None:
        self._place, self._runner, self._told = place, runner, told

    def save(self, path: Path, texts: Catalogue) -> None:
        """Write the matrix in the language of ``texts``."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            write_letter(path, services.rights.matrix(actor, texts))

        self._runner.submit(job, owner=self, then=self._on_saved, failed=self._on_failed, lane=Lane.HEAVY)

    def _on_saved(self, _none: None) -> None:
        self._told(None)

    def _on_failed(self, error: AppError) -> None:
        self._told(error)
