"""Ask for the reason of an emergency access (非常時閲覧) before it begins."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.services.emergency.access import ReasonWord
from app.ui.presenters.case_part import PartState
from app.ui.screens.case.guarded import asks_first, watch
from app.ui.screens.case.parts import ProseEdit, caption
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.field_guard import TextDesk
from app.ui.widgets.labels import text_label

Begin = Callable[[ReasonWord, str], object]


class EmergencyDialog(QDialog):
    """Says what follows, asks for kind and reason; Escape leaves everything as it is."""

    def __init__(self, texts: Texts, theme: Theme, begin: Begin, guard: TextDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts, self._begin = texts, begin
        self._is_working = False
        self.setWindowTitle(texts("case.emergency.question"))
        self.question = text_label(texts("case.emergency.question"), "lead", self)
        self.words = text_label(texts("case.emergency.words"), parent=self)
        self.kind_caption, self.reason_caption = caption(), caption()
        self.kind_caption.setText(texts("case.emergency.kind"))
        self.reason_caption.setText(texts("case.emergency.reason"))
        self.kind, self.reason = QuietCombo(self), ProseEdit(4, self)
        self.kind.setAccessibleName(texts("case.emergency.kind"))
        self.reason.setAccessibleName(texts("case.emergency.reason"))
        self.kind.addItem(texts("case.emergency.choose-kind"), "")
        for word in ReasonWord:
            self.kind.addItem(texts(f"emergency.reason.{word}"), word.value)
        self.trouble = text_label(role="invalid", parent=self)
        self.trouble.hide()
        self.button = QPushButton(texts("case.emergency.begin"), self)
        self.button.setProperty("kind", "main")
        self.button.setEnabled(False)
        self.cancel_button = QPushButton(texts("ui.cancel"), self)
        self.cancel_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.button)
        space = theme.scale.space
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(2))
        fields = (self.kind_caption, self.kind, self.reason_caption, self.reason, self.trouble)
        for part in (self.question, self.words, *fields):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 76)
        self.setAccessibleName(self.question.text())
        self.setAccessibleDescription(self.words.text())
        self.kind.currentIndexChanged.connect(self._enable)
        self.reason.edited.connect(self._enable)
        self.button.clicked.connect(self._on_begin)
        self.cancel_button.clicked.connect(self.reject)
        watch(self, texts, guard)
        self.kind.setFocus()

    def show_state(self, state: PartState) -> None:
        """Close when the access has begun; say what failed otherwise."""
        if state.error is not None and self._is_working:
            self._is_working = False
            self.trouble.setText("\n".join(self._texts.error(state.error).paragraphs()))
            self.trouble.show()
            self._enable()
        elif state.done and self._is_working:
            self.accept()

    def _enable(self) -> None:
        is_ready = bool(self.kind.currentData()) and bool(self.reason.text().strip())
        self.button.setEnabled(is_ready and not self._is_working)

    def _on_begin(self) -> None:
        if asks_first(self.reason):
            return
        self._is_working = True
        self.button.setEnabled(False)
        self._begin(ReasonWord(self.kind.currentData()), self.reason.text())
