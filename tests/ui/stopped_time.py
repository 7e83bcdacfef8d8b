"""Timers and a clock that move only when a test says so."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject


@dataclass
class StoppedTimer:
    """One timer of the stopped clock."""

    interval_ms: int
    slot: Callable[[], None]
    is_single: bool
    due_ms: int | None = None
    clock: "StoppedTime | None" = None

    def start(self) -> None:
        assert self.clock is not None
        self.due_ms = self.clock.now_ms + self.interval_ms

    def stop(self) -> None:
        self.due_ms = None


@dataclass
class StoppedTime:
    """Implements the timers of the window and its monotonic clock."""

    now_ms: int = 0
    timers: list[StoppedTimer] = field(default_factory=list)

    def every(self, interval_ms: int, owner: QObject, slot: Callable[[], None]) -> StoppedTimer:
        return self._add(interval_ms, owner, slot, is_single=False)

    def after(self, delay_ms: int, owner: QObject, slot: Callable[[], None]) -> StoppedTimer:
        return self._add(delay_ms, owner, slot, is_single=True)

    def _add(self, interval_ms: int, owner: QObject, slot: Callable[[], None], *, is_single: bool) -> StoppedTimer:
        assert isinstance(owner, QObject)
        timer = StoppedTimer(interval_ms, slot, is_single, clock=self)
        self.timers.append(timer)
        return timer

    def monotonic(self) -> float:
        return self.now_ms / 1000

    def advance(self, seconds: float) -> None:
        """Let time pass and call what falls due, in order."""
        end_ms = self.now_ms + round(seconds * 1000)
        while True:
            due = [(timer.due_ms, timer) for timer in self.timers if timer.due_ms is not None]
            ripe = sorted((at, number) for number, (at, _) in enumerate(due) if at <= end_ms)
            if not ripe:
                break
            at, number = ripe[0]
            timer = due[number][1]
            self.now_ms = at
            timer.due_ms = None if timer.is_single else at + timer.interval_ms
            timer.slot()
        self.now_ms = end_ms
