import gc
import threading
import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.models.domain.errors import AppError, InvalidInputError
from app.services.jobs import CancelToken, Job, Lane, Progress, ProgressSink
from app.ui.jobs.inline import InlineRunner
from app.ui.jobs.progress import seconds_left
from app.ui.jobs.runner import JobRunner


class Listener:
    """A presenter: a plain object that remembers what it was given."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[AppError] = []
        self.progress: list[Progress] = []
        self.threads: set[int] = set()

    def take(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.get_ident())

    def fail(self, error: AppError) -> None:
        self.errors.append(error)

    def note(self, progress: Progress) -> None:
        self.progress.append(progress)


class QtListener(QObject):
    """A widget's stand-in; what it hears goes to a list that outlives it."""

    def __init__(self, heard: list[object]) -> None:
        super().__init__()
        self._heard = heard

    def take(self, result: object) -> None:
        self._heard.append(result)


def answer(value: object) -> Job[object]:
    def job(_token: CancelToken, _progress: ProgressSink) -> object:
        return value

    return job


def patient(began: threading.Event, ended: threading.Event) -> Job[str]:
    """Works until somebody cancels it."""

    def job(token: CancelToken, _progress: ProgressSink) -> str:
        began.set()
        try:
            limit = time.monotonic() + 20
            while time.monotonic() < limit:
                token.raise_if_cancelled()
                time.sleep(0.002)
            return "never"
        finally:
            ended.set()

    return job


def until_idle(qtbot: QtBot, runner: JobRunner) -> None:
    qtbot.waitUntil(lambda: runner.active_count == 0, timeout=20_000)


def test_the_result_arrives_in_the_windows_thread(qtbot: QtBot, runner: JobRunner) -> None:
    listener, threads = Listener(), list[int]()

    def job(_token: CancelToken, _progress: ProgressSink) -> str:
        threads.append(threading.get_ident())
        return "done"

    runner.submit(job, owner=listener, then=listener.take)
    until_idle(qtbot, runner)
    assert listener.results == ["done"]
    assert listener.threads == {threading.get_ident()}
    assert threads[0] != threading.get_ident()


def test_a_cancelled_job_stops_soon_and_says_nothing(qtbot: QtBot, runner: JobRunner) -> None:
    listener, began, ended = Listener(), threading.Event(), threading.Event()
    ticket = runner.submit(patient(began, ended), owner=listener, then=listener.take, failed=listener.fail)
    assert began.wait(10)
    runner.cancel(ticket)
    assert ended.wait(2)
    until_idle(qtbot, runner)
    assert not listener.results
    assert not listener.errors


def test_a_result_that_is_already_there_is_dropped_after_cancel(qtbot: QtBot, runner: JobRunner) -> None:
    listener = Listener()
    ticket = runner.submit(answer(1), owner=listener, then=listener.take)
    time.sleep(0.2)  # the outcome waits in the queue; the loop has not run
    runner.cancel(ticket)
    until_idle(qtbot, runner)
    assert not listener.results


def test_work_of_a_destroyed_widget_is_cancelled_and_dropped(qtbot: QtBot, runner: JobRunner) -> None:
    heard: list[object] = []
    owner, began, ended = QtListener(heard), threading.Event(), threading.Event()
    runner.submit(patient(began, ended), owner=owner, then=owner.take)
    assert began.wait(10)
    owner.deleteLater()
    until_idle(qtbot, runner)
    assert ended.is_set()
    assert not heard


def test_work_of_a_collected_presenter_is_cancelled(qtbot: QtBot, runner: JobRunner) -> None:
    owner, began, ended = Listener(), threading.Event(), threading.Event()
    runner.submit(patient(began, ended), owner=owner, then=owner.take)
    assert began.wait(10)
    del owner
    gc.collect()
    until_idle(qtbot, runner)
    assert ended.is_set()


def test_the_newest_of_a_key_wins(qtbot: QtBot, runner: JobRunner) -> None:
    listener, other = Listener(), Listener()
    for number in range(50):
        runner.submit(answer(number), owner=listener, then=listener.take, key="search")
    runner.submit(answer("other"), owner=other, then=other.take, key="search")
    until_idle(qtbot, runner)
    assert listener.results[-1] == 49
    assert other.results == ["other"]


def test_a_superseded_job_is_never_delivered(qtbot: QtBot, runner: JobRunner) -> None:
    listener, began, ended = Listener(), threading.Event(), threading.Event()
    runner.submit(patient(began, ended), owner=listener, then=listener.take, key="search")
    assert began.wait(10)
    runner.submit(answer("new"), owner=listener, then=listener.take, key="search")
    until_idle(qtbot, runner)
    assert listener.results == ["new"]


def test_three_thousand_tiny_jobs_all_arrive(qtbot: QtBot, runner: JobRunner) -> None:
    listener = Listener()
    for number in range(3000):
        runner.submit(answer(number), owner=listener, then=listener.take, lane=list(Lane)[number % 3])
    until_idle(qtbot, runner)
    assert sorted(listener.results, key=str) == sorted(range(3000), key=str)


def test_writes_are_strictly_serial_and_in_order(qtbot: QtBot, runner: JobRunner) -> None:
    listener, inside, most, order = Listener(), 0, 0, list[int]()

    def write(number: int) -> Job[object]:
        def job(_token: CancelToken, _progress: ProgressSink) -> object:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            time.sleep(0.003)
            order.append(number)
            inside -= 1
            return number

        return job

    for number in range(20):
        runner.submit(write(number), owner=listener, then=listener.take, lane=Lane.WRITE)
    until_idle(qtbot, runner)
    assert most == 1
    assert order == list(range(20))


def test_a_slow_heavy_job_does_not_hold_up_reading(qtbot: QtBot, runner: JobRunner) -> None:
    listener, began, ended = Listener(), threading.Event(), threading.Event()
    ticket = runner.submit(patient(began, ended), owner=listener, then=listener.take, lane=Lane.HEAVY)
    runner.submit(answer("read"), owner=listener, then=listener.take, lane=Lane.READ)
    qtbot.waitUntil(lambda: listener.results == ["read"])
    runner.cancel(ticket)
    until_idle(qtbot, runner)


def test_expected_errors_go_to_the_submitter_or_to_the_window(qtbot: QtBot, runner: JobRunner) -> None:
    listener, unheard = Listener(), list[object]()
    runner.failed_unheard.connect(unheard.append)

    def job(_token: CancelToken, _progress: ProgressSink) -> object:
        raise InvalidInputError("form.empty", field="name")

    runner.submit(job, owner=listener, then=listener.take, failed=listener.fail)
    runner.submit(job, owner=listener, then=listener.take)
    until_idle(qtbot, runner)
    assert [error.code for error in listener.errors] == ["form.empty"]
    assert len(unheard) == 1


def test_a_surprise_is_told_even_when_nobody_waits_for_the_result(qtbot: QtBot, runner: JobRunner) -> None:
    listener, surprises = Listener(), list[object]()
    runner.surprised.connect(surprises.append)

    def job(_token: CancelToken, _progress: ProgressSink) -> object:
        raise ZeroDivisionError

    runner.submit(job, owner=listener, then=listener.take, failed=listener.fail)
    until_idle(qtbot, runner)
    assert isinstance(surprises[0], ZeroDivisionError)
    assert [error.code for error in listener.errors] == ["bug.unexpected"]


def test_progress_is_thinned_out_and_the_worker_is_never_held_up(qtbot: QtBot, runner: JobRunner) -> None:
    listener = Listener()

    def job(_token: CancelToken, progress: ProgressSink) -> object:
        limit, done = time.monotonic() + 0.55, 0
        while time.monotonic() < limit:
            done += 1
            progress(Progress(done, 1_000_000_000))
        return done

    runner.submit(job, owner=listener, then=listener.take, progress=listener.note)
    until_idle(qtbot, runner)
    assert 2 <= len(listener.progress) <= 8
    assert listener.results[0] > 1000  # type: ignore[operator]  # the job counts


def test_stop_cancels_waits_and_refuses_new_work(qtbot: QtBot, runner: JobRunner) -> None:
    listener, began, ended = Listener(), threading.Event(), threading.Event()
    runner.submit(patient(began, ended), owner=listener, then=listener.take)
    assert began.wait(10)
    assert runner.stop(5000)
    assert ended.is_set()
    runner.submit(answer("late"), owner=listener, then=listener.take)
    assert runner.active_count == 0
    runner.resume()
    runner.submit(answer("again"), owner=listener, then=listener.take)
    until_idle(qtbot, runner)
    assert listener.results == ["again"]


def test_drafts_survive_the_stop(runner: JobRunner) -> None:
    listener = Listener()

    def save(token: CancelToken, _progress: ProgressSink) -> object:
        time.sleep(0.05)
        token.raise_if_cancelled()
        return "saved"

    runner.submit(save, owner=listener, then=listener.take, lane=Lane.WRITE, survives_lock=True)
    assert runner.stop(5000)
    assert listener.results == ["saved"]


def test_results_come_before_the_next_job_is_submitted(runner: JobRunner) -> None:
    listener, later = Listener(), Listener()
    runner.submit(answer("first"), owner=listener, then=listener.take)
    limit = time.monotonic() + 10
    while not listener.results and time.monotonic() < limit:
        time.sleep(0.002)
        runner.submit(answer("next"), owner=later, then=later.take)
    assert listener.results == ["first"]


@pytest.mark.parametrize("failed", [None, "listener"])
def test_the_inline_runner_answers_at_once(failed: str | None) -> None:
    inline, listener = InlineRunner(), Listener()
    inline.submit(answer(1), owner=listener, then=listener.take, lane=Lane.WRITE)
    assert listener.results == [1]
    assert inline.lanes == [Lane.WRITE]

    def refuse(_token: CancelToken, _progress: ProgressSink) -> object:
        raise InvalidInputError("form.empty", field="name")

    fail = listener.fail if failed else None
    if fail is None:
        with pytest.raises(InvalidInputError):
            inline.submit(refuse, owner=listener, then=listener.take)
    else:
        inline.submit(refuse, owner=listener, then=listener.take, failed=fail)
        assert len(listener.errors) == 1


@pytest.mark.parametrize(
    ("done", "total", "elapsed_s", "left"),
    [(0, 10, 5.0, None), (5, None, 5.0, None), (5, 10, 0.5, None), (5, 10, 5.0, 5), (10, 10, 5.0, 0)],
)
def test_time_left(done: int, total: int | None, elapsed_s: float, left: int | None) -> None:
    assert seconds_left(done, total, elapsed_s) == left
