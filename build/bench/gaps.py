"""The longest time for which the window's thread does not come round while jobs run; the goal is 50 ms."""

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import packs
from app.models.domain.actor import Role
from app.models.domain.lifecycle import State
from app.services.jobs import Lane
from app.services.platform.folder_drive import FolderDrive
from app.services.queue.asked import QueueFilter
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.twin.drawing import TwinPress
from app.ui.jobs.runner import JobRunner
from build.bench.exchange import admit_requests, send_requests
from build.bench.measure import Result
from build.bench.offices import BenchOffice, add_cases, make_offices
from build.bench.twin import SUBJECT, WHO

REQUESTS = 300
CASES = 10_000
IDLE_S = 3.0
_ROUND_MS = 1


class _Watch:
    """A timer in the window's thread that notes how late it comes round."""

    def __init__(self) -> None:
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=_ROUND_MS)
        self._timer.timeout.connect(self._came)
        self._last = self.longest = 0.0

    def start(self) -> None:
        """Begin anew."""
        self._last, self.longest = time.perf_counter(), 0.0
        self._timer.start()

    def stop(self) -> float:
        """End; milliseconds of the longest gap."""
        self._timer.stop()
        return self.longest * 1000

    def _came(self) -> None:
        now = time.perf_counter()
        self._last, self.longest = now, max(self.longest, now - self._last)


def measure_gaps(folder: Path, requests: int = REQUESTS, cases: int = CASES) -> list[Result]:
    """An import, a search through the cases again and again, and a form of 35 pages, each as a job of the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication([])
    agency, office, _clock = make_offices(folder)
    add_cases(office, cases, State.UNDER_INVESTIGATION)
    gc.freeze()  # as the program does once it is loaded
    runner, watch = JobRunner(), _Watch()
    jobs: dict[str, tuple[Lane, Callable[[], object]]] = {
        f"admit {requests} requests": (Lane.WRITE, _admission(agency, office, folder / "stick", requests)),
        f"search 山﨑 among {cases:,} cases, 100 times": (Lane.READ, lambda: _search(office)),
        "questionnaire on 35 pages, 5 times": (Lane.HEAVY, _print),
    }
    try:
        idle = _gap(app, watch, lambda: _wait(app))
        return [
            Result(f"longest gap: {name}", _gap(app, watch, lambda: _run(app, runner, *job)), "idle window", idle, 0, 0)  # noqa: B023 - called now
            for name, job in jobs.items()
        ]
    finally:
        runner.stop()


def _gap(app: QApplication, watch: _Watch, work: Callable[[], None]) -> float:
    app.processEvents()
    watch.start()
    work()
    return watch.stop()


def _wait(app: QApplication) -> None:
    end = time.perf_counter() + IDLE_S
    while time.perf_counter() < end:
        app.processEvents()


def _run(app: QApplication, runner: JobRunner, lane: Lane, work: Callable[[], object]) -> None:
    owner = _Owner()
    runner.submit(lambda _token, _progress: work(), owner=owner, lane=lane, then=owner.done)
    while not owner.is_done:
        app.processEvents()


class _Owner:
    """Who waits for a job."""

    is_done = False

    def done(self, _result: object) -> None:
        """The job came back."""
        self.is_done = True


def _admission(agency: BenchOffice, office: BenchOffice, stick: Path, requests: int) -> Callable[[], None]:
    stick.mkdir()
    drive = FolderDrive(stick)
    name = send_requests(agency, drive, requests)
    return lambda: admit_requests(office, drive, name)


def _search(office: BenchOffice) -> None:
    for _ in range(100):
        office.services.queue.page(office.actor(Role.SECURITY_OFFICER), QueueFilter(words="山﨑"), None, 50)


def _print() -> None:
    loaded, texts = packs().current, Catalogue.load(TEXTS, Language.JAPANESE)
    for _ in range(5):
        TwinPress().filled(loaded.pack, loaded.golden[SUBJECT].response, WHO, texts)
