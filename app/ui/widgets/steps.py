"""Progress that a person must see step by step: wizard steps, and the three ticks of an export."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.labels import repolish, text_label


class Stage(StrEnum):
    """The three ticks, in their order."""

    WRITTEN = "written"
    READ_BACK = "read-back"
    SAFE = "safe"


class ThreeTicks(QFrame):
    """Written, read back, safe to remove: each with its time, and no tick before the one above it."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._times: dict[Stage, str] = {}
        self._failed: Stage | None = None
        layout = QVBoxLayout(self)
        self.lines: dict[Stage, QLabel] = {}
        for stage in Stage:
            line = text_label(parent=self)
            self.lines[stage] = line
            layout.addWidget(line)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def tick(self, stage: Stage, time_text: str) -> None:
        """Set a tick.

        Args:
            stage: Which one.
            time_text: Local time of the station, ready to show.

        Raises:
            ValueError: The tick before it is missing.
        """
        missing = [earlier for earlier in list(Stage)[: list(Stage).index(stage)] if earlier not in self._times]
        if missing or self._failed is not None:
            raise ValueError(stage)
        self._times[stage] = time_text
        self.retranslate()

    def fail(self, stage: Stage) -> None:
        """Show that a step failed; later ticks cannot be set any more."""
        self._failed = stage
        self.retranslate()

    def reset(self) -> None:
        """Take all ticks away."""
        self._times.clear()
        self._failed = None
        self.retranslate()

    @property
    def is_safe_to_remove(self) -> bool:
        """Whether all three ticks are set."""
        return len(self._times) == len(Stage)

    def retranslate(self) -> None:
        """Say it in the current language."""
        for stage, line in self.lines.items():
            name = self._texts(f"ui.ticks.{stage}")
            if stage is self._failed:
                tone, note = Tone.BAD, self._texts("ui.ticks.failed")
            elif stage in self._times:
                tone, note = Tone.GOOD, self._times[stage]
            else:
                tone, note = Tone.NEUTRAL, self._texts("ui.ticks.waiting")
            sentence = self._texts("ui.ticks.line", step=name, time=note)
            line.setText(f"{SIGNS[tone]}  {sentence}")
            line.setAccessibleName(sentence)
            line.setProperty("tick", tone.value)
            repolish(line)
        self.setAccessibleName(self._texts("ui.ticks.name"))


@dataclass(frozen=True, slots=True)
class Step:
    """One named step of a wizard."""

    text_key: str


class StepList(QFrame):
    """Steps of a wizard: what is done, where we are, what is to come."""

    def __init__(self, texts: Texts, steps: tuple[Step, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._steps, self._current = texts, steps, 0
        layout = QVBoxLayout(self)
        self.lines = [text_label(parent=self) for _ in steps]
        for line in self.lines:
            layout.addWidget(line)
        layout.addStretch(1)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_current(self, index: int) -> None:
        """Mark the step we are at; ``len(steps)`` means that all are done."""
        self._current = index
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        for index, (step, line) in enumerate(zip(self._steps, self.lines, strict=True)):
            state = "done" if index < self._current else "now" if index == self._current else "later"
            sign = {"done": SIGNS[Tone.GOOD], "now": SIGNS[Tone.INFO], "later": SIGNS[Tone.NEUTRAL]}[state]
            name = self._texts(step.text_key)
            line.setText(f"{sign}  {name}")
            line.setAccessibleName(
                self._texts(
                    "ui.steps.line",
                    index=index + 1,
                    count=len(self._steps),
                    name=name,
                    state=self._texts(f"ui.steps.{state}"),
                )
            )
            line.setProperty("role", {"now": "now", "done": "", "later": "hint"}[state])
            repolish(line)
        self.setAccessibleName(self._texts("ui.steps.name"))
