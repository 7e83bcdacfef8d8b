"""The header: which office, which officer, real work or rehearsal; and the band of the rehearsal office (訓練)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.untrusted import UntrustedLabel


@dataclass(frozen=True, slots=True)
class Place:
    """Where and as whom the program is open.

    Attributes:
        office: Name of the office; typed by an administrator, so shown as untrusted text.
        officer: Name of the officer; likewise.
        is_rehearsal: The vault is that of a rehearsal office.
    """

    office: str
    officer: str
    is_rehearsal: bool


class Header(QFrame):
    """One line above the rooms."""

    def __init__(self, texts: Texts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._texts, self._theme = texts, theme
        self._place: Place | None = None
        self.mark = QLabel(self)
        self.mark.setProperty("role", "lead")
        self.captions = [QLabel(self) for _ in range(2)]
        self.office, self.officer = UntrustedLabel(parent=self), UntrustedLabel(parent=self)
        self.environment = StateBadge(texts, self)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self.mark)
        self._layout.addSpacing(theme.scale.space(6))
        for caption, value in zip(self.captions, (self.office, self.officer), strict=True):
            caption.setProperty("role", "hint")
            self._layout.addWidget(caption)
            self._layout.addWidget(value, 1)
        self._layout.addStretch(1)
        self._layout.addWidget(self.environment, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.fit)
        texts.language_changed.connect(self.retranslate)
        self.fit()
        self.retranslate()

    def fit(self) -> None:
        """Take the margins of the current text size."""
        scale = self._theme.scale
        self._layout.setContentsMargins(scale.space(5), scale.space(2), scale.space(4), scale.space(2))
        self._layout.setSpacing(scale.space(2))

    def show_place(self, place: Place | None) -> None:
        """Show where we are; None when the vault is locked."""
        self._place = place
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, place = self._texts, self._place
        self.mark.setText(texts("ui.program.name"))
        self.captions[0].setText(texts("ui.header.office"))
        self.captions[1].setText(texts("ui.header.officer"))
        self.setAccessibleName(texts("ui.header.name"))
        for widget in (*self.captions, self.office, self.officer):
            widget.setVisible(place is not None)
        if place is None:
            self.environment.show_state(texts("ui.environment.closed"), Tone.NEUTRAL)
            return
        self.office.set_untrusted(place.office)
        self.officer.set_untrusted(place.officer)
        if place.is_rehearsal:
            self.environment.show_state(texts("ui.environment.rehearsal"), Tone.WARN)
        else:
            self.environment.show_state(texts("ui.environment.real"), Tone.GOOD)


class RehearsalBand(QLabel):
    """Across the top while the office is a rehearsal; cannot be closed."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rehearsal-band")
        self._texts = texts
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.setText(self._texts("ui.rehearsal.band"))
