"""What stands on every page: the switches above, the three choices of equal size below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.kiosk.look import KioskLook, TypeSize
from app.ui.presenters.kiosk_course import Choice
from app.ui.widgets.labels import text_label

_SIZES = tuple(TypeSize)


class SwitchBar(QFrame):
    """Size of type, readings, contrast, language; and the way out where nobody fills in.

    Signals:
        leave_asked: Back to the officer.
    """

    leave_asked = Signal()

    def __init__(self, context: UiContext, look: KioskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._texts, self._look = context.texts, look
        self.title = text_label(role="lead", parent=self)
        self.title.setWordWrap(False)
        self.size_button, self.ruby_button, self.contrast_button = (QPushButton(self) for _ in range(3))
        self.language_button, self.leave_button = QPushButton(self), QPushButton(self)
        for button in (self.ruby_button, self.contrast_button):
            button.setCheckable(True)
        row = QHBoxLayout(self)
        space = context.theme.scale.space
        row.setContentsMargins(space(6), space(1.5), space(6), space(1.5))
        row.addWidget(self.title)
        row.addStretch(1)
        for button in (
            self.size_button,
            self.ruby_button,
            self.contrast_button,
            self.language_button,
            self.leave_button,
        ):
            row.addWidget(button)
        self.size_button.clicked.connect(self._on_size)
        self.ruby_button.toggled.connect(look.set_ruby)
        self.contrast_button.toggled.connect(look.set_high_contrast)
        self.language_button.clicked.connect(self._on_language)
        self.leave_button.clicked.connect(self.leave_asked)
        look.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.title.setText(texts("ui.kiosk.title"))
        self.size_button.setText(texts("ui.kiosk.size", size=texts(f"ui.kiosk.size.{self._look.size}")))
        state = {True: texts("ui.kiosk.on"), False: texts("ui.kiosk.off")}
        self.ruby_button.setText(texts("ui.kiosk.ruby", state=state[self._look.has_ruby]))
        self.contrast_button.setText(texts("ui.kiosk.contrast", state=state[self._look.is_high_contrast]))
        self.language_button.setText(texts("ui.kiosk.other-language"))
        self.leave_button.setText(texts("ui.kiosk.leave"))

    def _on_size(self) -> None:
        place = _SIZES.index(self._look.size)
        self._look.set_size(_SIZES[(place + 1) % len(_SIZES)])

    def _on_language(self) -> None:
        other = Language.ENGLISH if self._texts.language is Language.JAPANESE else Language.JAPANESE
        self._texts.set_language(other)


class ChoiceBar(QFrame):
    """Consent, do not consent, withdraw: one size, one look, on every page.

    Signals:
        chosen: A :class:`Choice`.
    """

    chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.buttons = {choice: QPushButton(self) for choice in Choice}
        row = QHBoxLayout(self)
        space = context.theme.scale.space
        row.setContentsMargins(space(6), space(1), space(6), space(1.5))
        row.setSpacing(space(3))
        for choice, button in self.buttons.items():
            button.setObjectName(choice)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 1)
        self.buttons[Choice.CONSENT].clicked.connect(self._on_consent)
        self.buttons[Choice.DECLINE].clicked.connect(self._on_decline)
        self.buttons[Choice.WITHDRAW].clicked.connect(self._on_withdraw)

    def show_texts(self, stem: str) -> None:
        """Name the buttons; ``<stem>.<choice>`` are the texts, with ``.hint`` for what pressing one leads to."""
        for choice, button in self.buttons.items():
            button.setText(self._texts(f"{stem}.{choice}"))
            button.setAccessibleDescription(self._texts(f"ui.kiosk.choice.{choice}.hint"))
        self.setAccessibleName(self._texts("ui.kiosk.choice"))

    def _on_consent(self) -> None:
        self.chosen.emit(Choice.CONSENT)

    def _on_decline(self) -> None:
        self.chosen.emit(Choice.DECLINE)

    def _on_withdraw(self) -> None:
        self.chosen.emit(Choice.WITHDRAW)
