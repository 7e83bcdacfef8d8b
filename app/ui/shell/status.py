"""The line at the foot of the window: whether work is under way, and its stop button."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.context import UiContext

QUIET_MS = 400
"""Work shorter than this is not mentioned, so that the line does not flicker."""


class ActivityLine(QWidget):
    """Counts the jobs that wait or run."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._count = context.texts, 0
        self.label = QLabel(self)
        self.label.setProperty("role", "small")
        self.stop_button = QPushButton(self)
        self.stop_button.setProperty("kind", "quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(context.theme.scale.space(2), 0, context.theme.scale.space(2), 0)
        layout.addWidget(self.label)
        layout.addWidget(self.stop_button)
        self._delay = context.timers.after(QUIET_MS, self, self.retranslate)
        context.runner.activity_changed.connect(self._on_activity)
        context.texts.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def count(self) -> int:
        """Jobs under way."""
        return self._count

    def retranslate(self) -> None:
        """Say it in the current language."""
        key = "ui.job.running" if self._count else "ui.job.idle"
        self.label.setText(self._texts(key, count=self._count))
        self.stop_button.setText(self._texts("ui.cancel"))
        self.stop_button.setAccessibleName(self._texts("ui.job.stop"))
        self.stop_button.setVisible(bool(self._count))

    def _on_activity(self, count: int) -> None:
        began = count and not self._count
        self._count = count
        if began:
            self._delay.start()
        elif not count:
            self._delay.stop()
            self.retranslate()
