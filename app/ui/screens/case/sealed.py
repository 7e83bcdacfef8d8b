"""What stands in the place of a sealed case: calm, and nothing of the person."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.presenters.case_statement import StatementPresenter
from app.ui.screens.case.statement import StatementRow
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.labels import centred, text_label


class SealedPage(QWidget):
    """Says that the case is sealed, what happened to the data, and whom to ask."""

    def __init__(self, context: UiContext, presenter: StatementPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._has_dropped = False
        self.badge = StateBadge(self._texts, self)
        self.title = text_label(role="title", parent=self)
        self.title.setProperty("focusable", "true")
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title.setIndent(0)
        self.dropped = text_label(parent=self)
        self.data, self.rule, self.ask = (text_label(parent=self) for _ in range(3))
        column = QVBoxLayout()
        column.setSpacing(context.theme.scale.space(3))
        column.addWidget(self.badge)
        for part in (self.title, self.dropped, self.data, self.rule, self.ask):
            column.addWidget(part)
        self.statement = StatementRow(context, presenter, self)
        column.addWidget(self.statement)
        centred(self, column)
        self.setFocusProxy(self.title)
        self.retranslate()

    def tell_dropped(self, has_dropped: bool) -> None:  # noqa: FBT001 # what happened, from one caller
        """Say whether unsaved text was dropped."""
        self._has_dropped = self._has_dropped or has_dropped
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.badge.show_state(texts("case.sealed.badge"), Tone.WARN)
        self.title.setText(texts("case.sealed.title"))
        self.dropped.setText(texts("case.sealed.dropped"))
        self.dropped.setVisible(self._has_dropped)
        self.data.setText(texts("case.sealed.data"))
        self.rule.setText(texts("case.sealed.rule"))
        self.ask.setText(texts("case.sealed.ask"))
        self.statement.retranslate()
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.data.text())
