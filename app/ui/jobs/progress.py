"""Shows how far work is: counts, time left, and a button that stops it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.services.jobs import Progress
from app.ui.texts import Texts
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.untrusted import ElidedLabel

BAR_STEPS = 1000
MINUTE_S = 90
SETTLE_S = 1.0


def seconds_left(done: int, total: int | None, elapsed_s: float) -> int | None:
    """Estimate of the time left, or None while it would be a guess.

    Args:
        done: Finished units.
        total: All units, if known.
        elapsed_s: Seconds since the first unit.
    """
    if not total or done <= 0 or elapsed_s < SETTLE_S:
        return None
    return max(0, round(elapsed_s / done * (total - done)))


class JobProgress(QWidget):
    """One line for one piece of work.

    Signals:
        stop_asked: The user wants the work stopped.
    """

    stop_asked = Signal()

    def __init__(self, texts: Texts, monotonic: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._monotonic = texts, monotonic
        self._began_s: float | None = None
        self._latest: Progress | None = None
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        in_characters(self.bar, self.bar.setMinimumWidth, 18)
        self.label = ElidedLabel(parent=self)
        self.stop_button = QPushButton(self)
        self.stop_button.setProperty("kind", "quiet")
        self.stop_button.clicked.connect(self.stop_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.stop_button)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def begin(self) -> None:
        """Show work whose size is not known yet."""
        self._began_s, self._latest = self._monotonic(), None
        self.bar.setRange(0, 0)
        self.retranslate()
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show counts and, when known, the time left."""
        if self._began_s is None:
            self.begin()
        self._latest = progress
        self.bar.setRange(0, BAR_STEPS if progress.total else 0)
        if progress.total:
            self.bar.setValue(min(BAR_STEPS, progress.done * BAR_STEPS // progress.total))
        self.retranslate()

    def end(self) -> None:
        """Take the line away."""
        self._began_s = self._latest = None
        self.hide()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.label.set_text("　".join(self._phrases()))
        self.bar.setAccessibleName(self._texts("ui.job.name"))
        self.bar.setAccessibleDescription(self.label.whole_text())
        self.stop_button.setText(self._texts("ui.cancel"))
        self.stop_button.setAccessibleName(self._texts("ui.job.stop"))

    def _phrases(self) -> list[str]:
        latest = self._latest
        if latest is None:
            return [self._texts("ui.job.working")]
        phrases = [self._texts(latest.text_key or "ui.job.working")]
        if latest.total:
            phrases.append(self._texts("ui.job.counts", done=f"{latest.done:,}", total=f"{latest.total:,}"))
        else:
            phrases.append(self._texts("ui.job.counted", done=f"{latest.done:,}"))
        left = seconds_left(latest.done, latest.total, self._monotonic() - (self._began_s or 0))
        if left is not None and left <= MINUTE_S:
            phrases.append(self._texts("ui.job.left-seconds", seconds=left))
        elif left is not None:
            phrases.append(self._texts("ui.job.left-minutes", minutes=round(left / 60)))
        return phrases
