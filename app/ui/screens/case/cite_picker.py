"""Choose an answer to cite: type a part of its name, box or place, and press Enter. Nothing answered is shown."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.presenters.case_citing import NamedAnswer, matching
from app.ui.screens.case.fact_editor import answer_words
from app.ui.screens.case.two_lines import TwoLineList
from app.ui.widgets.labels import text_label

_PAGE = 8
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}


class CitePicker(QDialog):
    """A field and a list; Escape closes it.

    Signals:
        picked: The :class:`Citation` that was chosen.
    """

    picked = Signal(object)

    def __init__(self, context: UiContext, title: str, answers: tuple[NamedAnswer, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        texts, space = context.texts, context.theme.scale.space
        self._texts, self._answers = texts, answers
        self._found: list[NamedAnswer] = []
        self.setWindowTitle(texts("ui.program.name"))
        self.setAccessibleName(title)
        self.title, self.hint = text_label(title, "lead", self), text_label(role="hint", parent=self)
        self.field, self.list = QLineEdit(self), TwoLineList(context, self)
        self.field.setMaxLength(100)
        self.field.setPlaceholderText(texts("case.cite.search"))
        self.field.setAccessibleName(texts("case.cite.search"))
        self.list.setAccessibleName(texts("case.cite.list"))
        self.yes_button, self.no_button = (QPushButton(texts(key), self) for key in ("case.cite.yes", "ui.cancel"))
        self.no_button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.hint, 1)
        buttons.addWidget(self.no_button)
        buttons.addWidget(self.yes_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(2))
        for part in (self.title, self.field):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show_found)
        self.list.itemDoubleClicked.connect(self._on_yes)
        self.yes_button.clicked.connect(self._on_yes)
        self.no_button.clicked.connect(self.reject)
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().lineSpacing() * 26)
        self._show_found()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the field keeps the keyboard and the input method."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _MOVES.get(Qt.Key(event.key()))
            if step is not None and self._found:
                self.list.setCurrentRow(max(0, min(len(self._found) - 1, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _show_found(self) -> None:
        texts = self._texts
        self._found = matching(self._answers, self.field.text())
        self.list.clear()
        for place, one in enumerate(self._found):
            words = answer_words(texts, one)
            second = texts("case.cite.second", page=one.page, box=one.box)
            self.list.show_line(place, str(words["label"]), second, texts("case.cite.line", **words))
        self.list.setCurrentRow(0 if self._found else -1)
        self.yes_button.setEnabled(bool(self._found))
        self.hint.setText(texts("case.cite.count", count=len(self._found)))
        announce(self.hint, self.hint.text())

    def _on_yes(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            self.picked.emit(self._found[row].citation)
            self.accept()
