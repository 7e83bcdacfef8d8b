"""One open cell of a roster row: what is asked, and the ways to answer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.models.domain.roster import RosterField
from app.models.domain.text import visible
from app.services.rosters.importing import PreviewRow
from app.ui.presenters.rosters import CHOICES, NOT_KEPT, RosterState, is_fault, is_settled, issues, must_be_filled
from app.ui.screens.importing.roster_rows import value_text
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label

_SHOWN = 80


class SettleOne(QWidget):
    """A question or a fault with its answers.

    Signals:
        accepted: Number of the issue that is accepted as it stands, or whose offer is taken over.
        filled: Column and value.
    """

    accepted = Signal(int)
    filled = Signal(str, str)

    def __init__(self, texts: Texts, state: RosterState, one: PreviewRow, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts, self._number = texts, number
        issue, said = issues(one)[number], state.settling(one.row.line)
        self._column = issue.field
        name = texts(f"roster.field.{issue.field}") if issue.field is not None else texts("ui.roster.settle.heading")
        stem = "fault" if is_fault(one, number) else "question"
        self.sentence = text_label(parent=self)
        question = texts("ui.roster.settle.question", field=name, sentence=texts(f"roster.{stem}.{issue.code}"))
        is_done = is_settled(one, number, said)
        tone = Tone.GOOD if is_done else Tone.BAD if stem == "fault" else Tone.WARN
        self.sentence.setText(f"{SIGNS[tone]} {question}")
        self.sentence.setProperty("tick", tone.value)
        self.sentence.setAccessibleName(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.sentence)
        self._row = QHBoxLayout()
        column.addLayout(self._row)
        self.first: QWidget | None = None
        self._add_answers(state, one, question, name)

    def _add_answers(self, state: RosterState, one: PreviewRow, question: str, name: str) -> None:
        texts, issue, said = self._texts, issues(one)[self._number], state.settling(one.row.line)
        if issue.field is not None and issue.field in said.values:
            value = visible(value_text(texts, issue.field, said.values[issue.field]), _SHOWN)
            self._row.addWidget(text_label(texts("ui.roster.settle.filled", value=value), "hint", self), 1)
            return
        if self._number in said.accepted:
            self._row.addWidget(text_label(texts("ui.roster.settle.accepted"), "hint", self), 1)
            return
        if issue.offered is not None:
            offer = texts("ui.roster.settle.offer", value=visible(issue.offered, _SHOWN))
            self._add_button(offer, question).clicked.connect(self._on_accept)
        elif not must_be_filled(one, self._number):
            self._add_button(texts("ui.roster.settle.accept"), question).clicked.connect(self._on_accept)
        if issue.field is None or issue.field in NOT_KEPT:
            if is_fault(one, self._number):
                self._row.addWidget(text_label(texts("ui.roster.settle.cannot"), "hint", self), 1)
        elif issue.field in CHOICES:
            self._add_choice(issue.field, name)
        else:
            self._add_field(state, issue.field, name)
            return
        self._row.addStretch(1)

    def _add_button(self, text: str, question: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleDescription(question)
        self._row.addWidget(button)
        self.first = self.first or button
        return button

    def _add_choice(self, column: RosterField, name: str) -> None:
        self.combo = combo = QComboBox(self)
        combo.setAccessibleName(self._texts("ui.roster.settle.value", field=name))
        combo.addItem(self._texts("ui.roster.settle.fill"), "")
        for value in CHOICES[column]:
            combo.addItem(value_text(self._texts, column, value), value)
        combo.activated.connect(self._on_combo)
        self._row.addWidget(combo)
        self.first = self.first or combo

    def _add_field(self, state: RosterState, column: RosterField, name: str) -> None:
        texts = self._texts
        self.field = QLineEdit(self)
        self.field.setAccessibleName(texts("ui.roster.settle.value", field=name))
        self.field.setPlaceholderText(texts("ui.roster.settle.value", field=name))
        self.use = QPushButton(texts("ui.roster.settle.use"), self)
        self.use.setAccessibleDescription(self.field.accessibleName())
        in_characters(self.field, self.field.setMinimumWidth, 14)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.use)
        self.first = self.first or self.field
        if state.unfit is column:
            self.field.setProperty("invalid", "true")
            self.field.setAccessibleDescription(texts("ui.roster.settle.unfit"))
            layout = self.layout()
            if layout is not None:
                layout.addWidget(text_label(texts("ui.roster.settle.unfit"), "invalid", self))
        self.field.returnPressed.connect(self._on_use)
        self.use.clicked.connect(self._on_use)

    def _on_accept(self) -> None:
        self.accepted.emit(self._number)

    def _on_combo(self) -> None:
        self._give(str(self.combo.currentData()))

    def _on_use(self) -> None:
        self._give(self.field.text())

    def _give(self, value: str) -> None:
        if self._column is not None and value.strip():
            self.filled.emit(self._column.value, value)
