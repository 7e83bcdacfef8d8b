"""The button that issues the statement to the subject, with what came of it beside it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from app.ui.context import UiContext
from app.ui.presenters.case_statement import StatementPresenter
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label


class StatementRow(QWidget):
    """Hidden from whoever may not issue it."""

    def __init__(self, context: UiContext, presenter: StatementPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self.presenter = context.texts, presenter
        self._dialog: QFileDialog | None = None
        self.button = QPushButton(self)
        self.told = text_label(role="hint", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.told, 1)
        self.button.clicked.connect(self._on_asked)
        presenter.listen(self.show_state)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.button.setText(self._texts("case.statement.issue"))
        self.show_state()

    def show_state(self) -> None:
        """Show what came of it."""
        state = self.presenter.state
        self.setVisible(self.presenter.may_issue)
        self.button.setEnabled(not state.is_busy)
        said = self._texts(state.done) if state.done else ""
        if state.error is not None:
            said = "\n".join(self._texts.error(state.error).paragraphs())
        self.told.setText(said)

    def _on_asked(self) -> None:
        title, name = self._texts("case.statement.where"), self._texts("case.statement.file")
        self._dialog = ask_target(self, title, name, self._on_place)

    def _on_place(self, place: str) -> None:
        self.presenter.issue(Path(place))
