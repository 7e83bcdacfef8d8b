"""Choose which pieces of an answer say more than was asked, and strike them for good."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.widgets.labels import text_label

_LONGEST, _CHARACTERS, _LINES = 500, 70, 10


class PieceDialog(QDialog):
    """The space bar chooses; nothing is struck before the button is pressed.

    Signals:
        chosen: The pieces, a tuple of texts.
    """

    chosen = Signal(object)

    def __init__(self, context: UiContext, pieces: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        texts, space = context.texts, context.theme.scale.space
        self._pieces = pieces
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(texts("case.surplus.title"))
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(texts("case.surplus.pieces"))
        for piece in pieces:
            item = QListWidgetItem(visible(piece, _LONGEST), self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.strike_button, self.not_button = (
            QPushButton(texts("case.surplus.yes"), self),
            QPushButton(texts("case.surplus.no"), self),
        )
        self.not_button.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.not_button)
        row.addWidget(self.strike_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(3))
        layout.addWidget(text_label(texts("case.surplus.words"), parent=self))
        layout.addWidget(self.list)
        layout.addLayout(row)
        metrics = self.fontMetrics()
        self.setMinimumWidth(metrics.averageCharWidth() * _CHARACTERS)
        self.list.setMinimumHeight(metrics.lineSpacing() * _LINES)
        self.list.itemChanged.connect(self._enable)
        self.not_button.clicked.connect(self.reject)
        self.strike_button.clicked.connect(self._on_strike)
        self._enable()
        self.list.setFocus()

    def _marked(self) -> tuple[str, ...]:
        rows = range(self.list.count())
        return tuple(self._pieces[row] for row in rows if self.list.item(row).checkState() is Qt.CheckState.Checked)

    def _enable(self) -> None:
        self.strike_button.setEnabled(bool(self._marked()))

    def _on_strike(self) -> None:
        self.chosen.emit(self._marked())
        self.accept()
