"""Says that a finding was kept elsewhere while it was being written here, and asks which one goes on."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.case_findings_state import Conflict
from app.ui.screens.case.card import NAME_CHARACTERS
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment
from app.ui.widgets.labels import text_label

SUMMARY_CHARACTERS = 300


class ConflictBar(QFrame):
    """Two sentences and two buttons; gone where nothing is in conflict."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.setProperty("banner", "true")
        self.setProperty("tone", Tone.WARN.value)
        self.said, self.theirs = text_label(parent=self), text_label(role="hint", parent=self)
        self.take_button, self.keep_button = QPushButton(self), QPushButton(self)
        row = QHBoxLayout()
        row.addWidget(self.take_button)
        row.addWidget(self.keep_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.said)
        column.addWidget(self.theirs)
        column.addLayout(row)
        self.hide()

    def show_conflict(self, conflict: Conflict | None, name: str) -> None:
        """Show whose finding stands in the vault and what it says."""
        self.setVisible(conflict is not None)
        if conflict is None:
            return
        texts, when = self._texts, moment(conflict.written_at)
        self.said.setText(texts("case.conflict.said", name=visible(name, NAME_CHARACTERS), when=when))
        summary = visible(conflict.theirs.summary, SUMMARY_CHARACTERS)
        self.theirs.setText(texts("case.conflict.summary", summary=summary))
        self.take_button.setText(texts("case.conflict.take"))
        self.keep_button.setText(texts("case.conflict.keep"))
        self.setAccessibleName(self.said.text())
