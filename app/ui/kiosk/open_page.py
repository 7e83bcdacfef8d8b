"""What is still to be answered, in neutral words, each with a way to it."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QPushButton, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.ruby import RubyLabel
from app.ui.presenters.kiosk import KioskPresenter
from app.ui.presenters.kiosk_course import KioskState


class OpenPage(QWidget):
    """A list; Enter or the button leads to the cell.

    Signals:
        jump_asked: The problem of a cell.
    """

    jump_asked = Signal(object)

    def __init__(
        self, context: UiContext, look: KioskLook, presenter: KioskPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._problems = KioskState().open_cells
        self.title, self.hint = RubyLabel(look, "title", self), RubyLabel(look, "", self)
        self.list = QListView(self)
        self.list.setWordWrap(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "main")
        space = context.theme.scale.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(3), space(6), space(2))
        column.setSpacing(space(2))
        for part in (self.title, self.hint):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.button)
        self.list.activated.connect(self._on_activated)
        self.button.clicked.connect(self._on_button)

    def show_state(self, state: KioskState) -> None:
        """Show the list."""
        texts = self._texts
        count = len(state.open_cells)
        self.title.set_words(texts("ui.kiosk.open.title", count=count))
        self.hint.set_words(texts("ui.kiosk.open.hint"))
        self.list.setAccessibleName(self.title.text())
        self.list.setAccessibleDescription(self.hint.text())
        self.button.setText(texts("ui.kiosk.open.button"))
        self._problems = state.open_cells
        self._model.clear()
        for problem in state.open_cells:
            label = self._presenter.label(problem.link_id)
            what = texts(f"problem.{problem.code}")
            key = "ui.kiosk.open.row" if problem.row else "ui.kiosk.open.line"
            fields = {"row": self._presenter.row(problem)} if problem.row else {}
            item = problem.link_id.partition(".")[0]
            self._model.appendRow(QStandardItem(texts(key, item=item, label=label, what=what, **fields)))
        if count:
            self.list.setCurrentIndex(self._model.index(0, 0))

    def begin(self) -> None:
        """Take the keyboard."""
        self.list.setFocus()

    def _on_activated(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._problems):
            self.jump_asked.emit(self._problems[index.row()])

    def _on_button(self) -> None:
        self._on_activated(self.list.currentIndex())
