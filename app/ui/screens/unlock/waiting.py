"""Counts down the time that must pass after wrong tries."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.widgets.labels import text_label

SPOKEN_EVERY_S = 15
_MINUTE_S = 60


class Waiting(QWidget):
    """One line; hidden when there is nothing to wait for.

    Signals:
        over: The time has passed.
    """

    over = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._monotonic = context.texts, context.monotonic
        self._until = 0.0
        self.line: QLabel = text_label(role="invalid", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self._timer = context.timers.every(1000, self, self._on_second)
        context.texts.language_changed.connect(self.retranslate)
        self.hide()

    @property
    def seconds(self) -> int:
        """Whole seconds that are left, rounded up."""
        return max(0, -int(-(self._until - self._monotonic()) // 1))

    def begin(self, seconds: int) -> None:
        """Count down from so many seconds."""
        self._until = self._monotonic() + seconds
        self.setVisible(seconds > 0)
        self.retranslate()
        announce(self, self.line.text())
        self._timer.start()

    def stop(self) -> None:
        """Count no more; another vault or officer was chosen."""
        self._timer.stop()
        self._until = 0.0
        self.hide()

    def retranslate(self) -> None:
        """Say it in the current language."""
        minutes, seconds = divmod(self.seconds, _MINUTE_S)
        sentence = self._texts("unlock.wait.minutes", minutes=minutes, seconds=seconds)
        self.line.setText(sentence if minutes else self._texts("unlock.wait.seconds", seconds=seconds))

    def _on_second(self) -> None:
        left = self.seconds
        self.retranslate()
        if not left:
            self.stop()
            self.over.emit()
        elif left % SPOKEN_EVERY_S == 0:
            announce(self, self.line.text())
