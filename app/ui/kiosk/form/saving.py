"""The form saves itself: what was typed is in the vault within two seconds, and nobody waits for it."""

from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import AppError
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.kiosk.room import Room
from app.ui.context import UiContext

PAUSE_MS = 1500
"""From the first key that is not saved to the saving; less than what may be lost."""


class Saver(QObject):
    """Calls for what is typed and hands it to the lane of writes, one at a time.

    Signals:
        due: Whatever is being typed should be handed to the room now.
        saved: Everything until then is in the vault.
        failed: An :class:`AppError`; ``kiosk.ended`` means that the room is over.
    """

    due = Signal()
    saved = Signal()
    failed = Signal(object)

    def __init__(self, context: UiContext, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._room = context, room
        self._is_counting = self._is_writing = self._is_over = False
        self._timer = context.timers.after(PAUSE_MS, self, self._on_time)

    def soon(self) -> None:
        """Something is new: save within the pause; more keys do not put it off."""
        if not self._is_counting and not self._is_over:
            self._is_counting = True
            self._timer.start()

    def now(self) -> None:
        """Save what the room holds; while one saving runs, the next begins after it."""
        if self._is_over:
            return
        if self._is_writing:
            self.soon()
            return
        self._is_writing = True
        self._context.runner.submit(
            self._write, owner=self, then=self._on_saved, failed=self._on_failed, lane=Lane.WRITE, survives_lock=True
        )

    def end(self) -> None:
        """Save no more; a saving that runs comes to its end."""
        self._is_over = True
        self._timer.stop()

    def _write(self, token: CancelToken, progress: ProgressSink) -> int:
        del token, progress
        return self._room.save()

    def _on_time(self) -> None:
        self._is_counting = False
        self.due.emit()
        self.now()

    def _on_saved(self, count: int) -> None:
        self._is_writing = False
        if count:
            self.saved.emit()

    def _on_failed(self, error: AppError) -> None:
        self._is_writing = False
        if self._is_over:
            return  # the room was left in the meantime, and is over for that reason
        self.failed.emit(error)
        if error.code != "kiosk.ended":
            self.soon()
