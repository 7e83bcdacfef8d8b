"""What stands in the place of the passphrase while the keyring of this login cannot be asked."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.errors import AppError
from app.ui.context import UiContext
from app.ui.widgets.labels import text_label


class KeyringPanel(QFrame):
    """Says what happened, that nothing took the keyring's place, and what can be done.

    Signals:
        retry_asked: The keyring was unlocked or set up, and may be asked again.
        sheets_asked: Somebody has both recovery sheets.
    """

    retry_asked = Signal()
    sheets_asked = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error")
        self._texts = context.texts
        self._error: AppError | None = None
        space = context.theme.scale.space
        self.what = text_label(role="lead", parent=self)
        self.safe_heading, self.do_heading = (text_label(role="small", parent=self) for _ in range(2))
        self.safe, self.do = text_label(parent=self), text_label(parent=self)
        self.why = text_label(role="hint", parent=self)
        self.code = text_label(role="code", parent=self)
        self.retry_button, self.sheets_button = QPushButton(self), QPushButton(self)
        self.retry_button.setProperty("kind", "main")
        buttons = QHBoxLayout()
        buttons.addWidget(self.retry_button)
        buttons.addWidget(self.sheets_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(space(1.5))
        for part in (self.what, self.safe_heading, self.safe, self.do_heading, self.do, self.why):
            layout.addWidget(part)
        layout.addSpacing(space(2))
        layout.addLayout(buttons)
        layout.addWidget(self.code)
        self.setFocusProxy(self.retry_button)
        self.retry_button.clicked.connect(self.retry_asked)
        self.sheets_button.clicked.connect(self.sheets_asked)
        context.texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_trouble(self, error: AppError | None, *, has_sheets: bool, is_busy: bool) -> None:
        """Show what is wrong with the keyring, or nothing."""
        self._error = error
        self.setVisible(error is not None)
        self.sheets_button.setVisible(has_sheets)
        for button in (self.retry_button, self.sheets_button):
            button.setEnabled(not is_busy)
        self.retranslate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the height of the wrapped sentences: the column above reckons with a width that the form never has."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.safe_heading.setText(texts("ui.error.safe"))
        self.do_heading.setText(texts("ui.error.do"))
        self.why.setText(texts("unlock.keyring.why"))
        self.retry_button.setText(texts("unlock.keyring.retry"))
        self.sheets_button.setText(texts("unlock.sheets"))
        if self._error is None:
            return
        said = texts.error(self._error)
        self.what.setText(said.what)
        self.safe.setText(said.safe)
        self.do.setText(said.do)
        self.code.setText(texts("ui.error.code", code=said.code))
        self.setAccessibleName(said.what)
        self.setAccessibleDescription("\n".join((*said.paragraphs()[1:], self.why.text())))
        self._fit()
