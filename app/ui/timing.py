"""The only place where the window makes timers, so that tests can stop time."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer


class TimerHandle(Protocol):
    """A timer that can be started again and stopped."""

    def start(self) -> None:
        """Begin to count from zero."""
        ...

    def stop(self) -> None:
        """Count no more."""
        ...


class Timers(Protocol):
    """Makes timers."""

    def every(self, interval_ms: int, owner: QObject, slot: Callable[[], None]) -> TimerHandle:
        """A stopped timer that calls ``slot`` again and again; it dies with ``owner``."""
        ...

    def after(self, delay_ms: int, owner: QObject, slot: Callable[[], None]) -> TimerHandle:
        """A stopped timer that calls ``slot`` once after each start; it dies with ``owner``."""
        ...


class QtTimers:
    """Timers of Qt."""

    def every(self, interval_ms: int, owner: QObject, slot: Callable[[], None]) -> TimerHandle:
        """A stopped repeating timer."""
        return _make(interval_ms, owner, slot, single=False)

    def after(self, delay_ms: int, owner: QObject, slot: Callable[[], None]) -> TimerHandle:
        """A stopped single-shot timer."""
        return _make(delay_ms, owner, slot, single=True)


def _make(interval_ms: int, owner: QObject, slot: Callable[[], None], *, single: bool) -> QTimer:
    timer = QTimer(owner)
    timer.setInterval(interval_ms)
    timer.setSingleShot(single)
    timer.timeout.connect(slot)
    return timer
