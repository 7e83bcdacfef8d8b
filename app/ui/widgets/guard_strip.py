"""The strip under a field of free text: what was found in it, and what may be answered. It never stops typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.models.forms.guards.answering import WhyNot, reasons_for
from app.models.forms.guards.definition import MY_NUMBER
from app.models.forms.guards.finding import Hit
from app.ui.accessibility import announce
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.labels import repolish, text_label

LONGEST_WORDS = 40
"""How many characters of what was found are shown."""


class Reader(StrEnum):
    """Whom the strip speaks to."""

    OFFICER = "officer"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Found:
    """What the strip shows: a text and what is open in it."""

    text: str = ""
    hits: tuple[Hit, ...] = ()


class GuardStrip(QFrame):
    """One question at a time, with the words found, "strike" and "it is not that".

    Signals:
        strike_asked: The :class:`Hit` that is to be struck.
        stay_asked: The :class:`Hit` that may stay, and the :class:`WhyNot`.
        left: Escape was pressed: the keyboard belongs to the field again.
    """

    strike_asked = Signal(object)
    stay_asked = Signal(object, object)
    left = Signal()

    def __init__(self, texts: Texts, reader: Reader = Reader.OFFICER, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._reader = texts, reader
        self._found = Found()
        self.setProperty("banner", "true")
        self.setProperty("tone", Tone.WARN.value)
        self.sign, self.question = QLabel(SIGNS[Tone.WARN], self), text_label(parent=self)
        self.strike_button, self.stay_button = QPushButton(self), QPushButton(self)
        self.reasons = QMenu(self)
        self.stay_button.setMenu(self.reasons)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.question, 1)
        for button in (self.strike_button, self.stay_button):
            below.addWidget(button)
            button.installEventFilter(self)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addLayout(below)
        self.reasons.triggered.connect(self._on_stay)
        self.strike_button.clicked.connect(self._on_strike)
        texts.language_changed.connect(self.retranslate)
        self.hide()

    @property
    def hits(self) -> Sequence[Hit]:
        """What is open."""
        return self._found.hits

    def show_hits(self, text: str, hits: tuple[Hit, ...]) -> None:
        """Show what is open in a text, or nothing; said aloud once when something new is found."""
        before, self._found = self._found, Found(text, hits)
        if not hits:
            self.hide()
            return
        if self._found == before and self.isVisible():
            return
        self.retranslate()
        self.show()
        if not before.hits:
            # Never the words: whoever sits beside the speaker need not hear them.
            announce(self, self._texts(f"guard.{self._reader}.found"))

    def ask(self) -> None:
        """Bring the question to the keyboard: something is to be saved."""
        if self._found.hits:
            announce(self, self._texts(f"guard.{self._reader}.ask-first"))
            self.strike_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say it in the current language."""
        if not self._found.hits:
            return
        texts, hit, who = self._texts, self._found.hits[0], self._reader
        words = visible(" ".join(self._found.text[hit.start : hit.end].split()), LONGEST_WORDS)
        if hit.kind == MY_NUMBER:
            asked = texts(f"guard.{who}.my-number" if hit.may_stay else f"guard.{who}.my-number-only")
        else:
            asked = texts(f"guard.{who}.topic", words=words)
        rest = len(self._found.hits) - 1
        self.question.setText(texts("guard.and-more", asked=asked, count=rest) if rest else asked)
        self.sign.setAccessibleName(texts(f"ui.tone.{Tone.WARN}"))
        self.setAccessibleName(self.question.text())
        self.strike_button.setText(texts("guard.strike"))
        self.stay_button.setText(texts("guard.stay"))
        for button in (self.strike_button, self.stay_button):
            button.setAccessibleDescription(self.question.text())
        self._offer(reasons_for(hit))
        repolish(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _offer(self, reasons: tuple[WhyNot, ...]) -> None:
        self.reasons.clear()
        for why in reasons:
            self.reasons.addAction(self._texts(f"guard.why.{why}")).setData(why.value)
        self.stay_button.setVisible(bool(reasons))

    def _on_strike(self) -> None:
        if self._found.hits:
            self.strike_asked.emit(self._found.hits[0])

    def _on_stay(self, action: QAction) -> None:
        if self._found.hits:
            self.stay_asked.emit(self._found.hits[0], WhyNot(action.data()))
