"""Why earlier bundles will never come (欠番の理由): three radio buttons, none chosen until the officer chooses."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.services.exchange.importing import GapReason
from app.ui.texts import Texts
from app.ui.widgets.labels import text_label


class GapReasons(QWidget):
    """The reasons for which a gap can be accepted.

    Signals:
        changed: Another reason was chosen, or the choice was taken back.
    """

    changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._asked_about: object = None
        self.caption = text_label(role="small", parent=self)
        self.buttons = {reason: QRadioButton(self) for reason in GapReason}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(self.fontMetrics().height())
        for button in self.buttons.values():
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.caption)
        column.addLayout(row)
        self._group.buttonToggled.connect(self.changed)
        self.retranslate()

    @property
    def reason(self) -> GapReason | None:
        """The reason that was chosen, or None."""
        return next((reason for reason, button in self.buttons.items() if button.isChecked()), None)

    def ask_about(self, subject: object) -> None:
        """Ask about a held bundle; what was chosen for another one is taken back."""
        if subject is self._asked_about:
            return
        self._asked_about = subject
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        # A group leaves its Tab stop at the button that was chosen; with none chosen, Tab goes to the first.
        for number, button in enumerate(self.buttons.values()):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus if number else Qt.FocusPolicy.StrongFocus)

    def retranslate(self) -> None:
        """Say it in the current language."""
        question = self._texts("ui.import.gap.reason")
        self.caption.setText(question)
        self.setAccessibleName(question)
        for reason, button in self.buttons.items():
            button.setText(self._texts(f"gap-reason.{reason}"))
            button.setAccessibleDescription(question)
