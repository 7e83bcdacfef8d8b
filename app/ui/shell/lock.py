"""The page that covers everything while the vault is locked, and the steps of locking."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.shell.reach import Reach
from app.ui.widgets.labels import centred, text_label


class LockPage(QWidget):
    """Says that the vault is locked and why; the field for the passphrase is put in by :meth:`set_unlock_widget`."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._reason, self._fields = "lock.start", dict[str, str | int]()
        self._unlock: QWidget | None = None
        self.title = text_label(role="title", parent=self)
        self.why = text_label(parent=self)
        self.hint = text_label(role="hint", parent=self)
        self._column = QVBoxLayout()
        self._column.setSpacing(context.theme.scale.space(3))
        for part in (self.title, self.why, self.hint):
            self._column.addWidget(part)
        # With large text on a small screen it needs more height than there is.
        inner = QWidget()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Reach(inner, self))
        centred(inner, self._column)
        context.texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def set_unlock_widget(self, widget: QWidget) -> None:
        """Put in what opens the vault; an earlier one is destroyed."""
        if self._unlock is not None:
            self._column.removeWidget(self._unlock)
            self._unlock.deleteLater()
        self._unlock = widget
        self._column.addWidget(widget)
        self.hint.hide()

    def show_reason(self, reason_key: str, **fields: str | int) -> None:
        """Say why it is locked."""
        self._reason, self._fields = reason_key, fields
        self.retranslate()
        announce(self, self.why.text())
        if self._unlock is not None:
            self._unlock.setFocus()

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.title.setText(self._texts("ui.lock.title"))
        self.why.setText(self._texts(self._reason, **self._fields))
        self.hint.setText(self._texts("ui.lock.do"))
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.why.text())


def close_dialogs(window: QWidget) -> None:
    """Close every dialog, menu and pop-up, whatever they would like to ask first."""
    for widget in QApplication.topLevelWidgets():
        if widget is window or not widget.isVisible():
            continue
        if isinstance(widget, QDialog):
            widget.done(QDialog.DialogCode.Rejected)
        else:
            widget.close()
        widget.hide()


def clear_clipboard() -> None:
    """Empty the clipboard and, where the desktop has one, the selection."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


def run_all(steps: Sequence[Callable[[], object]]) -> list[Exception]:
    """Run every step in order; a step that fails does not keep the next one from running.

    Returns:
        What failed, for the fault report after the lock.
    """
    failures: list[Exception] = []
    for step in steps:
        try:
            step()
        except Exception as failure:  # noqa: BLE001 - the lock is unconditional
            failures.append(failure)
    return failures
