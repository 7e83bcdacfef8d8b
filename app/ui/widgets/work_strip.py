"""The line of a room that shows work under way, with its stop button, and the panel that shows what failed."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.jobs.progress import JobProgress
from app.ui.presenters.working import Worker, WorkState
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label

QUIET_MS = 300
"""Work shorter than this is not shown, so that the room does not jump."""


class WorkStrip(QWidget):
    """Progress and errors of one presenter.

    Work that somebody else stops (the stop of everything, a lock that was taken back) brings nothing; when the runner
    has come to rest and the presenter still waits, it is told so.
    """

    def __init__(self, context: UiContext, stem: str, presenter: Worker[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._stem, self._presenter, self._runner = context.texts, stem, presenter, context.runner
        self._busy = ""
        self.progress = JobProgress(context.texts, context.monotonic, self)
        self.caption = text_label(role="hint", parent=self)
        self.errors = ErrorPanel(context.texts, self)
        self.errors.close_button.clicked.connect(presenter.forget_error)
        self.progress.stop_asked.connect(presenter.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._work = QWidget(self)
        scale = context.theme.scale
        work = QVBoxLayout(self._work)
        work.setContentsMargins(scale.space(3), scale.space(1.5), scale.space(3), scale.space(1))
        work.setSpacing(0)
        work.addWidget(self.caption)
        work.addWidget(self.progress)
        layout.addWidget(self._work)
        layout.addWidget(self.errors)
        self._work.hide()
        self._delay = context.timers.after(QUIET_MS, self, self._on_long)
        self._rest = context.timers.after(0, self, self._on_rest)
        context.runner.activity_changed.connect(self._on_activity)

    def show_state(self, state: WorkState) -> None:
        """Show what the presenter does and what failed."""
        if state.busy != self._busy:
            self._busy = state.busy
            self._delay.stop()
            self._work.hide()
            self.progress.end()
            if state.busy:
                self._delay.start()
        if state.progress is not None:
            self.progress.show_progress(state.progress)
        if state.error is None:
            self.errors.clear()
        elif not self.errors.isVisibleTo(self) or self.errors.details().partition("\n")[0] != state.error.code:
            self.errors.show_error(state.error)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.caption.setText(self._texts(f"{self._stem}.{self._busy}") if self._busy else "")

    def _on_long(self) -> None:
        if self._busy:
            self.progress.begin()
            self._work.show()

    def _on_activity(self, count: int) -> None:
        if not count and self._busy:
            self._rest.start()

    def _on_rest(self) -> None:
        if self._busy and self._runner.active_count == 0:
            self._presenter.work_vanished()
