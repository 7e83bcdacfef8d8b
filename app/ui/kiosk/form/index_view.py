"""All topics of the form, with what is still open in each."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from app.ui.kiosk.form.tools import Tools
from app.ui.presenters.kiosk_form import Mark
from app.ui.widgets.labels import text_label


class IndexView(QWidget):
    """The list of topics.

    Signals:
        chosen: A topic.
        closed: Back to where the person was.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._marks: tuple[Mark, ...] = ()
        self.title = text_label(role="title", parent=self)
        self.hint = text_label(role="hint", parent=self)
        self.list = QListView(self)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.back = QPushButton(self)
        self.back.clicked.connect(self.closed)
        self.list.activated.connect(self._on_activated)
        space = tools.theme.scale.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(3), space(6), space(3))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)

    def show_marks(self) -> None:
        """Show the topics as they are now, with the one in view chosen, and take the keyboard."""
        texts, form = self._tools.texts, self._tools.form
        self._marks = form.marks()
        self.title.setText(texts("ui.kiosk-form.index"))
        self.hint.setText(texts("ui.kiosk-form.index.hint"))
        self.back.setText(texts("ui.kiosk-form.index.back"))
        self.list.setAccessibleName(self.title.text())
        self.list.setAccessibleDescription(self.hint.text())
        self._model.clear()
        for mark in self._marks:
            self._model.appendRow(QStandardItem(self._words(mark)))
        places = [place for place, mark in enumerate(self._marks) if mark.topic is form.topic]
        self.list.setCurrentIndex(self._model.index(places[0] if places else 0, 0))
        self.list.setFocus()

    def _words(self, mark: Mark) -> str:
        texts, (section, title) = self._tools.texts, self._tools.form.titles(mark.topic)
        key = "new" if not mark.seen else "open" if mark.open_cells else "whole"
        return texts(
            f"ui.kiosk-form.index.{key}",
            letter=mark.topic.link_id,
            section=section,
            title=title,
            page=mark.topic.page,
            **({"count": mark.open_cells} if key == "open" else {}),
        )

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self._marks[index.row()].topic)
