"""What a person is told when something failed: what happened, what is safe, what to do, the code."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.errors import AppError
from app.services.texts.catalogue import ErrorText
from app.ui.texts import Texts
from app.ui.widgets.labels import text_label


class ErrorPanel(QFrame):
    """Shows one error in place; nothing pops up and nothing is lost.

    The copied details are code, parameters (which are never personal) and, for a fault, the redacted report.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error")
        self._texts = texts
        self._error: AppError | None = None
        self._report = ""
        self.what = text_label(role="lead", parent=self)
        self.safe_heading = text_label(role="small", parent=self)
        self.safe = text_label(parent=self)
        self.do_heading = text_label(role="small", parent=self)
        self.do = text_label(parent=self)
        self.code = text_label(role="code", parent=self)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.report_heading = text_label(role="small", parent=self)
        self.report = QPlainTextEdit(self)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.copy_button = QPushButton(self)
        self.close_button = QPushButton(self)
        self.close_button.clicked.connect(self.clear)
        self.copied = QLabel(self)
        self.copied.setProperty("role", "hint")
        self.copy_button.clicked.connect(self._on_copy)
        layout = QVBoxLayout(self)
        for part in (self.what, self.safe_heading, self.safe, self.do_heading, self.do, self.report_heading):
            layout.addWidget(part)
        layout.addWidget(self.report, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.code, 1)
        foot.addWidget(self.copied)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.close_button)
        layout.addLayout(foot)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def show_error(self, error: AppError, report: str = "") -> None:
        """Show an error, and for a fault its redacted report."""
        self._error, self._report = error, report
        self.copied.clear()
        self.retranslate()
        self.show()
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the height of the wrapped sentences: a column above may reckon with a width that it never has."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            self.setMinimumHeight(0 if self._report else layout.totalHeightForWidth(self.width()))

    def clear(self) -> None:
        """Take the error away."""
        self._error = None
        self.hide()

    def details(self) -> str:
        """What is copied: code, parameters and report."""
        if self._error is None:
            return ""
        lines = [self._error.code, *(f"{name}={value}" for name, value in sorted(self._error.params.items()))]
        return "\n".join([*lines, *([self._report] if self._report else [])])

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.safe_heading.setText(texts("ui.error.safe"))
        self.do_heading.setText(texts("ui.error.do"))
        self.report_heading.setText(texts("ui.fault.report"))
        self.report.setAccessibleName(texts("ui.fault.report"))
        self.copy_button.setText(texts("ui.copy-details"))
        self.close_button.setText(texts("ui.close"))
        self.report.setPlainText(self._report)
        for part in (self.report, self.report_heading):
            part.setVisible(bool(self._report))
        if self._error is not None:
            self._show_text(texts.error(self._error))

    def _show_text(self, text: ErrorText) -> None:
        self.what.setText(text.what)
        self.safe.setText(text.safe)
        self.do.setText(text.do)
        self.code.setText(self._texts("ui.error.code", code=text.code))
        self.setAccessibleName(text.what)
        self.setAccessibleDescription("\n".join(text.paragraphs()[1:]))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details())
        self.copied.setText(self._texts("ui.copied"))
