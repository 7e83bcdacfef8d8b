"""Remembers for the next start how the window of this workstation looks."""

import contextlib
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from typing_extensions import override

from app import bootstrap
from app.models.domain.errors import EnvironmentProblemError
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.ui.shell.window import MainWindow

REST_MS = 700
"""Who drags an edge makes hundreds of sizes a second; the one that stays is kept."""


class _LookFile:
    """The file, written by one thread at a time with the newest look: a job that comes late writes nothing older."""

    def __init__(self, path: Path) -> None:
        self._path, self._turn = path, threading.Lock()
        self.newest = bootstrap.Preferences()

    def write(self) -> None:
        """Replace it.

        Raises:
            EnvironmentProblemError: The disk is full or may not be written.
        """
        with self._turn:
            bootstrap.keep_preferences(self._path, self.newest)


class LookKeeper(QObject):
    """Language, colours, text size and density at once; sizes of window and panes when they have come to rest.

    Thread:
        The window's thread; the file is written by a job, at the end of the program by itself.
    """

    def __init__(self, window: MainWindow, path: Path) -> None:
        super().__init__(window)
        self._window, self._file, self._context = window, _LookFile(path), window.context
        self._is_due = False
        self._rest = self._context.timers.after(REST_MS, self, self._keep)
        self._context.texts.language_changed.connect(self._keep)
        self._context.theme.changed.connect(self._keep)
        self._context.dividers.changed.connect(self._on_moved)
        window.installEventFilter(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.flush)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.WindowStateChange} and self._window.isVisible():
            self._on_moved()
        return False

    def flush(self) -> None:
        """Keep what is not kept yet; a disk that takes nothing is no reason not to end."""
        if self._is_due:
            self._file.newest = self._chosen()
            with contextlib.suppress(EnvironmentProblemError):
                self._file.write()
            self._is_due = False

    def _on_moved(self) -> None:
        self._is_due = True
        self._rest.start()

    def _chosen(self) -> bootstrap.Preferences:
        theme, window = self._context.theme, self._window
        size = window.normalGeometry().size() if window.isMaximized() else window.size()
        return bootstrap.Preferences(
            language=self._context.texts.language.value,
            scheme=theme.scheme.value,
            text_percent=theme.scale.text_percent,
            density=theme.scale.density.value,
            window=(size.width(), size.height()),
            is_maximized=window.isMaximized(),
            dividers=self._context.dividers.kept(),
        )

    def _keep(self) -> None:
        self._rest.stop()
        self._is_due = False
        file = self._file
        file.newest = self._chosen()

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            file.write()

        self._context.runner.submit(
            job, owner=self, then=self._on_kept, lane=Lane.HEAVY, key="preferences", survives_lock=True
        )

    def _on_kept(self, _nothing: None) -> None:
        """Nobody needs to be told."""
