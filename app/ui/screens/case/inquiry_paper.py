"""The paper in which a reply came, beside the lines that are typed from it or compared with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.models.views.records import Blob
from app.ui.context import UiContext
from app.ui.presenters.case_papers import PapersPresenter
from app.ui.screens.case.paper_view import PaperView


class InquiryPaper(QWidget):
    """One document at a time; each that is opened is a look on record.

    Signals:
        left: The inquiry is to be seen again.
    """

    left = Signal()

    def __init__(self, context: UiContext, presenter: PapersPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self.back, self.view = QPushButton(self), PaperView(context, presenter, self, is_narrow=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.view, 1)
        self.back.clicked.connect(self.left)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        presenter.listen(self._on_state)
        self.view.show_state()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.back.setText(self._texts("case.reply.to-inquiry"))
        self.view.retranslate()
        self.view.show_state()

    def show_paper(self, paper: Blob) -> None:
        """Open a document."""
        self._presenter.show(paper)

    def _on_state(self) -> None:
        self.view.show_state()
