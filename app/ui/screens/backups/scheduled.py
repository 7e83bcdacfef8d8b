"""The line at the foot of the window while a backup that is due is being made, and the notice of what came of it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.jobs.progress import JobProgress
from app.ui.presenters.scheduled import ScheduledBackup, ScheduledState, ScheduledTools, scheduled_tools
from app.ui.shell.window import MainWindow
from app.ui.theme.tokens import Tone
from app.ui.widgets.labels import text_label
from app.ui.workplace import Workplace


class ScheduledLine(QWidget):
    """Stands in the status bar; hidden while nothing is made."""

    def __init__(
        self, context: UiContext, workplace: Workplace, window: MainWindow, tools: ScheduledTools | None = None
    ) -> None:
        super().__init__(window)
        self._texts, self._window = context.texts, window
        self._told = ScheduledState()
        self.presenter = ScheduledBackup(workplace, context.runner, tools or scheduled_tools())
        self.caption = text_label(role="small", parent=self)
        self.caption.setWordWrap(False)
        self.progress = JobProgress(context.texts, context.monotonic, self)
        self.progress.stop_asked.connect(self.presenter.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(context.theme.scale.space(3), 0, 0, 0)
        row.addWidget(self.caption)
        row.addWidget(self.progress, 1)
        self._runner = context.runner
        self._rest = context.timers.after(0, self, self._on_rest)
        context.runner.activity_changed.connect(self._on_activity)
        context.texts.language_changed.connect(self.retranslate)
        self.retranslate()
        self.presenter.subscribe(self.show_state)

    def begin(self) -> None:
        """After an unlock."""
        self.presenter.begin()

    def end(self) -> None:
        """At the lock."""
        self.presenter.end()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.caption.setText(self._texts("scheduled.busy.make"))

    def show_state(self, state: ScheduledState) -> None:
        """Show how far it is; the first steps only look whether anything is due, and are not worth a line."""
        self.setVisible(bool(state.busy) and state.progress is not None)
        if state.progress is not None:
            self.progress.show_progress(state.progress)
        else:
            self.progress.end()
        before, self._told = self._told, state
        if state.error is not None and state.error is not before.error:
            what = self._texts.error(state.error).what
            self._window.notice.show_message(self._texts("scheduled.failed", what=what), Tone.WARN)
        elif state.made is not None and state.made is not before.made:
            sentence = self._texts("scheduled.made", number=state.made.number)
            self._window.notice.show_message(sentence, Tone.GOOD)

    def _on_activity(self, count: int) -> None:
        """Work that the stop of everything took away brings nothing."""
        if not count:
            self._rest.start()

    def _on_rest(self) -> None:
        if self._runner.active_count == 0:
            self.presenter.work_vanished()
