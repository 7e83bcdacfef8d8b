"""From the officer's window into the kiosk and back: the way back always ends at the lock screen."""

from PySide6.QtCore import QObject

from app.models.domain.ids import CaseId
from app.ui.kiosk.window import KioskWindow
from app.ui.shell.window import MainWindow
from app.ui.workplace import Workplace


class KioskDoor(QObject):
    """Opens at most one kiosk.

    Thread:
        The window's thread.
    """

    def __init__(self, window: MainWindow, place: Workplace) -> None:
        super().__init__(window)
        self._window, self._place = window, place
        self.kiosk: KioskWindow | None = None
        window.locked.connect(self._on_locked)

    def open(self, case: CaseId) -> None:
        """Hide the officer's window and show the kiosk of a case; the officer's own idle time no longer counts."""
        if self.kiosk is not None or self._window.is_locked:
            return
        window = self._window
        for screen in window.stack.screens:
            screen.save_draft()
        window.idle.stop()
        self.kiosk = KioskWindow(window.context, self._place, case)
        self.kiosk.left.connect(self._on_left)
        self.kiosk.begin()
        window.hide()

    def _on_left(self) -> None:
        self._window.lock("lock.kiosk")

    def _on_locked(self) -> None:
        """Whatever locked the program: the officer's lock screen comes back before the kiosk goes."""
        kiosk, self.kiosk = self.kiosk, None
        if kiosk is None:
            return
        self._window.show()
        self._window.activateWindow()
        kiosk.restore()
        kiosk.deleteLater()
