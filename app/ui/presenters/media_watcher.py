"""The one watcher of media: it notices that a medium came or went, for every room and for the question. Qt-free."""

from collections.abc import Callable

from app.models.domain.errors import AppError
from app.models.views.media import Medium
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import Media
from app.ui.jobs.ticket import Submitter

WATCH_MS = 1500
"""How often whoever watches looks; what came or was pulled is told within two seconds."""


class MediaWatcher:
    """Looks at the mount table when it is told to and tells what is plugged in, if that is anything new.

    It opens nothing that lies on a medium, and shows no sign of work on the screen.
    """

    def __init__(self, media: Media, runner: Submitter, told: Callable[[tuple[Medium, ...]], object]) -> None:
        """Make a watcher.

        Args:
            media: The machine.
            runner: Runs the look.
            told: Gets what is plugged in, each time that it changed; in the window's thread.
        """
        self._media = media
        self._runner = runner
        self._told = told
        self._last: tuple[Medium, ...] | None = None

    def look(self) -> None:
        """Look once; call it from a timer while it matters."""
        media = self._media

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Medium, ...]:
            return media.mounted()

        self._runner.submit(job, owner=self, then=self._looked, failed=self._missed, lane=Lane.READ, key="media")

    def begin_anew(self) -> None:
        """Forget what was plugged in: the next look tells everything."""
        self._last = None

    def _looked(self, media: tuple[Medium, ...]) -> None:
        if media != self._last:
            self._last = media
            self._told(media)

    def _missed(self, _error: AppError) -> None:
        """Whoever asks next is told."""
