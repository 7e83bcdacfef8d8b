"""Runs jobs off the window's thread and brings their results back, in order, to whoever still wants them.

Must not know what a job does. One queued signal, owned here, carries all results; the runnable is a plain object that
holds the emit function only, so that nothing dies in the wrong thread.
"""

import itertools
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from PySide6.QtCore import QDeadlineTimer, QObject, QRunnable, Qt, QThreadPool, Signal
from typing_extensions import override

from app.models.domain.errors import AppError, BugError, CancelledError
from app.services.jobs import CancelToken, Job, Lane, Progress
from app.ui.jobs.callbacks import WeakCall, WeakOwner
from app.ui.jobs.ticket import Ticket
from app.ui.timing import QtTimers, Timers

T = TypeVar("T")

LANE_THREADS = {Lane.WRITE: 1, Lane.READ: 2, Lane.HEAVY: 1, Lane.BACKGROUND: 1}
PROGRESS_INTERVAL_MS = 100


@dataclass(slots=True, eq=False)
class _Entry:
    """What the window's thread knows about one job."""

    ticket: Ticket
    owner: WeakOwner
    key: str | None
    then: WeakCall[[object]]
    failed: WeakCall[[AppError]] | None
    progress: WeakCall[[Progress]] | None
    survives_lock: bool
    token: CancelToken = field(default_factory=CancelToken)
    latest: Progress | None = None
    shown: Progress | None = None

    def note(self, progress: Progress) -> None:
        """Remember the newest progress; called in the worker's thread, one reference assignment."""
        self.latest = progress


@dataclass(frozen=True, slots=True)
class _Outcome:
    number: int
    result: object = None
    error: AppError | None = None
    surprise: BaseException | None = None


class _Run(QRunnable):
    """Owns no Qt object: a job, its entry and the function that hands the outcome over."""

    def __init__(self, job: Job[object], entry: _Entry, hand_over: Callable[[_Outcome], None]) -> None:
        super().__init__()
        self._job, self._entry, self._hand_over = job, entry, hand_over

    @override
    def run(self) -> None:
        number, token = self._entry.ticket.number, self._entry.token
        try:
            token.raise_if_cancelled()
            outcome = _Outcome(number, result=self._job(token, self._entry.note))
        except AppError as error:
            outcome = _Outcome(number, error=error)
        except BaseException as surprise:  # noqa: BLE001 - a worker must never end without an outcome
            outcome = _Outcome(number, surprise=surprise)
        self._hand_over(outcome)


class JobRunner(QObject):
    """Lanes of background work.

    Signals:
        activity_changed: Number of jobs that wait or run.
        failed_unheard: An :class:`AppError` for which the submitter named no handler.
        surprised: An exception that is no :class:`AppError`; a fault of the program.

    Thread:
        Everything here belongs to the window's thread; only jobs run elsewhere.
    """

    activity_changed = Signal(int)
    failed_unheard = Signal(object)
    surprised = Signal(object)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None, timers: Timers | None = None) -> None:
        super().__init__(parent)
        self._pools = {lane: self._pool(threads) for lane, threads in LANE_THREADS.items()}
        self._numbers = itertools.count(1)
        self._entries: dict[int, _Entry] = {}
        self._outcomes: deque[_Outcome] = deque()
        self._signalled = threading.Event()
        self._delivering = False
        self._accepting = True
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._progress_timer = (timers or QtTimers()).every(PROGRESS_INTERVAL_MS, self, self._show_progress)

    def _pool(self, threads: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(threads)
        return pool

    @property
    def active_count(self) -> int:
        """Jobs that wait, run or have a result to deliver."""
        return len(self._entries)

    def submit(
        self,
        job: Job[T],
        *,
        owner: object,
        then: Callable[[T], object],
        failed: Callable[[AppError], object] | None = None,
        progress: Callable[[Progress], object] | None = None,
        lane: Lane = Lane.READ,
        key: str | None = None,
        survives_lock: bool = False,
    ) -> Ticket:
        """Run a job in a lane and deliver its result in the window's thread.

        Args:
            job: The work.
            owner: Held weakly; when it is gone the job is cancelled and the result dropped.
            then: Gets the result. Pass a bound method of the owner, never a function that captures it.
            failed: Gets an expected error; a cancellation is silent.
            progress: Gets the newest progress, at most ten times a second.
            lane: Which threads.
            key: A newer job of the same owner and key supersedes this one.
            survives_lock: Saving a draft is not cancelled by the lock but waited for.

        Returns:
            A ticket, also when the runner is shut down and the job will never run.
        """
        self.deliver_pending()
        ticket = Ticket(next(self._numbers), lane)
        if not self._accepting and not survives_lock:
            return ticket
        if key is not None:
            self._supersede(owner, key)
        entry = _Entry(
            ticket,
            WeakOwner(owner),
            key,
            WeakCall(cast("Callable[[object], object]", then)),
            WeakCall(failed) if failed else None,
            WeakCall(progress) if progress else None,
            survives_lock,
        )
        self._entries[ticket.number] = entry
        self._progress_timer.start()
        self._pools[lane].start(_Run(job, entry, self._hand_over))
        self.activity_changed.emit(len(self._entries))
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """Stop one job; nothing of it is delivered any more."""
        entry = self._entries.get(ticket.number)
        if entry is not None:
            entry.token.cancel()

    def cancel_owned_by(self, owner: object) -> None:
        """Stop every job of one view."""
        for entry in list(self._entries.values()):
            if entry.owner.is_(owner):
                entry.token.cancel()

    def cancel_all(self) -> None:
        """Stop every job but those that save drafts."""
        for entry in list(self._entries.values()):
            if not entry.survives_lock:
                entry.token.cancel()

    def stop(self, timeout_ms: int = 3000) -> bool:
        """Accept nothing, cancel everything, wait; used by the lock and at the end.

        Returns:
            Whether every thread came to rest within the limit.
        """
        self._accepting = False
        self.cancel_all()
        limit = QDeadlineTimer(timeout_ms)
        rested = [pool.waitForDone(limit) for pool in self._pools.values()]
        self.deliver_pending()
        return all(rested)

    def resume(self) -> None:
        """Accept jobs again, after the unlock."""
        self._accepting = True

    def deliver_pending(self) -> None:
        """Deliver what has arrived; done before each new job so that results keep their order."""
        if self._delivering:
            return
        self._delivering = True
        try:
            while self._outcomes:
                self._deliver(self._outcomes.popleft())
        finally:
            self._delivering = False
            if self._outcomes:
                self._wake()

    def _hand_over(self, outcome: _Outcome) -> None:
        """Queue an outcome; called in the worker's thread."""
        self._outcomes.append(outcome)
        self._wake()

    def _wake(self) -> None:
        if not self._signalled.is_set():
            self._signalled.set()
            self._arrived.emit()

    def _on_arrived(self) -> None:
        self._signalled.clear()
        self.deliver_pending()

    def _deliver(self, outcome: _Outcome) -> None:
        entry = self._entries.pop(outcome.number)
        if not self._entries:
            self._progress_timer.stop()
        self.activity_changed.emit(len(self._entries))
        if outcome.surprise is not None:
            self.surprised.emit(outcome.surprise)
        if entry.owner.get() is None or entry.token.is_cancelled:
            return
        if outcome.surprise is not None:
            self._fail(entry, BugError("bug.unexpected"))
        elif outcome.error is not None:
            self._fail(entry, outcome.error)
        else:
            entry.then(outcome.result)

    def _fail(self, entry: _Entry, error: AppError) -> None:
        if isinstance(error, CancelledError):
            return
        if entry.failed is not None:
            entry.failed(error)
        elif not isinstance(error, BugError):
            self.failed_unheard.emit(error)

    def _supersede(self, owner: object, key: str) -> None:
        for entry in self._entries.values():
            if entry.key == key and entry.owner.is_(owner):
                entry.token.cancel()

    def _show_progress(self) -> None:
        """Show the newest counts, and cancel the work of owners that are gone."""
        for entry in list(self._entries.values()):
            latest = entry.latest
            if entry.owner.get() is None:
                entry.token.cancel()
            elif entry.progress is not None and latest is not None and latest is not entry.shown:
                entry.shown = latest
                if not entry.token.is_cancelled:
                    entry.progress(latest)
