"""What happens at a fault of the program: lock, tell, offer the redacted report; never a silent end."""

import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.models.domain.errors import AppError, BugError
from app.ui.report import fault_report
from app.ui.texts import Texts
from app.ui.widgets.error_panel import ErrorPanel


class FaultDialog(QDialog):
    """Shows one fault with its report."""

    def __init__(self, texts: Texts, error: AppError, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("ui.fault.title"))
        self.panel = ErrorPanel(texts, self)
        self.panel.show_error(error, report)
        self.panel.close_button.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.panel)
        wide = self.fontMetrics().averageCharWidth()
        self.resize(wide * 90, wide * 70)


class FaultHook(QObject):
    """Takes exceptions that nobody caught, in whatever thread Qt lets them surface.

    Signals:
        caught: An exception; emitted once for each.
    """

    caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: Callable[[type[BaseException], BaseException, TracebackType | None], object] | None = None

    def install(self) -> None:
        """Become ``sys.excepthook``."""
        self._before, sys.excepthook = sys.excepthook, self._hook

    def remove(self) -> None:
        """Give ``sys.excepthook`` back."""
        if self._before is not None:
            sys.excepthook, self._before = self._before, None

    def _hook(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) and self._before is not None:
            self._before(kind, fault, trace)
            return
        self.caught.emit(fault)


class FaultDesk(QObject):
    """Locks and shows the first fault; further ones while it is in view are its echo and are dropped."""

    def __init__(self, texts: Texts, window: QWidget, lock: Callable[[str], None]) -> None:
        super().__init__(window)
        self._texts, self._window, self._lock = texts, window, lock
        self._is_showing = False

    def take(self, fault: BaseException) -> None:
        """Lock the vault and show the fault."""
        if self._is_showing:
            return
        self._is_showing = True
        error = fault if isinstance(fault, AppError) else BugError("bug.unexpected")
        self._lock("lock.fault")
        dialog = FaultDialog(self._texts, error, fault_report(fault), self._window)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self._is_showing = False
