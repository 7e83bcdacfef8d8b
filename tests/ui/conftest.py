"""Widget tests run without a screen unless somebody names a platform; leaks fail the test that makes them."""

import gc
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.runner import JobRunner
from app.ui.presenters.hub import ChangeHub
from app.ui.texts import Texts
from app.ui.theme.fonts import load_fonts
from app.ui.theme.theme import Theme
from app.ui.timing import QtTimers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The look; fonts are loaded once for all tests."""
    load_fonts()
    return Theme(qapp)


@pytest.fixture
def texts(theme: Theme) -> Iterator[Texts]:
    """Japanese sentences; the English ones are tested by switching."""
    made = Texts(Language.JAPANESE, parent=theme)
    yield made
    made.set_language(Language.ENGLISH)  # takes Qt's translator back
    made.deleteLater()


@pytest.fixture
def runner(theme: Theme) -> Iterator[JobRunner]:
    """Threads that must come to rest at the end of the test."""
    made = JobRunner(theme)
    yield made
    assert made.stop(5000), "a job did not stop"
    made.deleteLater()


@pytest.fixture
def context(texts: Texts, theme: Theme, runner: JobRunner) -> UiContext:
    """What a screen is given."""
    return UiContext(texts, theme, runner, ChangeHub(), QtTimers(), time.monotonic)


def _settle() -> None:
    app = QApplication.instance()
    if app is not None:
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()
    gc.collect()


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread, running timer or top-level widget outlives its test."""
    if not {"qtbot", "texts", "runner"} & set(request.fixturenames):
        yield
        return
    _settle()
    threads = set(threading.enumerate())
    tops = {id(widget) for widget in QApplication.topLevelWidgets()}
    yield
    qapp.closeAllWindows()
    _settle()
    assert set(threading.enumerate()) <= threads, "a thread was left behind"
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in tops and shiboken6.isValid(w)]
    assert not left, f"top-level widgets were left behind: {left}"
    running = [t for t in qapp.findChildren(QTimer) if t.isActive() and not _is_qt(t)]
    assert not running, f"timers were left running: {running}"


def _is_qt(timer: QObject) -> bool:
    parent = timer.parent()
    return parent is None or type(parent).__module__.startswith("PySide6")
