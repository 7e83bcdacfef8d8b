"""Counts the time without use and asks for the lock; the last seconds are counted down aloud."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication
from typing_extensions import override

from app.ui.timing import Timers

USE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TabletPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
LIMIT_S = 300
WARN_S = 30


class IdleWatch(QObject):
    """Watches the window and the field that have the keyboard.

    Only these two are watched: a filter over the whole program would see every paint and every timer. The field is
    needed because an input method (IME) takes the keys before the window sees them.

    Signals:
        counting_down: Seconds until the lock, once a second during the last ones; 0 when use took it back.
        expired: The time is over.
    """

    counting_down = Signal(int)
    expired = Signal()

    def __init__(self, timers: Timers, monotonic: Callable[[], float], parent: QObject, limit_s: int = LIMIT_S) -> None:
        super().__init__(parent)
        self._monotonic, self.limit_s = monotonic, limit_s
        self._last_use_s = monotonic()
        self._warned = False
        self._is_on = False
        self._watched: list[QObject] = []
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_moved)
            app.focusObjectChanged.connect(self._on_focus_moved)
        self._timer = timers.every(1000, self, self._on_second)

    def start(self) -> None:
        """Watch, from now on; after the unlock."""
        self._last_use_s, self._warned = self._monotonic(), False
        self._is_on = True
        self._watch()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more; after the lock."""
        self._is_on = False
        self._unwatch()
        self._timer.stop()
        self._take_back()

    @property
    def is_watching(self) -> bool:
        """Whether time counts."""
        return self._is_on

    def note_use(self) -> None:
        """Somebody is there."""
        self._last_use_s = self._monotonic()
        self._take_back()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in USE:
            self.note_use()
        return False

    def _watch(self) -> None:
        self._unwatch()
        for candidate in (QGuiApplication.focusWindow(), QGuiApplication.focusObject()):
            if candidate is not None:
                candidate.installEventFilter(self)
                self._watched.append(candidate)

    def _unwatch(self) -> None:
        for one in self._watched:
            if shiboken6.isValid(one):
                one.removeEventFilter(self)
        self._watched.clear()

    def _on_focus_moved(self) -> None:
        if self._is_on:
            self.note_use()
            self._watch()

    def _take_back(self) -> None:
        if self._warned:
            self._warned = False
            self.counting_down.emit(0)

    def _on_second(self) -> None:
        left_s = self.limit_s - (self._monotonic() - self._last_use_s)
        if left_s <= 0:
            self._timer.stop()
            self.expired.emit()
        elif left_s <= min(WARN_S, self.limit_s):
            self._warned = True
            self.counting_down.emit(max(1, round(left_s)))
