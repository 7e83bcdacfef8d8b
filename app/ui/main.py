"""Start the window: application, fonts, look, faults, first paint; the heavy libraries come after that.

``services_factory`` is called in a worker thread once the lock page has been painted, so that neither the database
library nor the PDF library stands between the user and the first sight of the window.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app.models.domain.errors import AppError
from app.services.jobs import CancelToken, Lane, ProgressSink, QuestionDesk
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.dividers import Dividers
from app.ui.fault import FaultDesk, FaultHook
from app.ui.jobs.runner import JobRunner
from app.ui.presenters.hub import ChangeHub
from app.ui.shell.rooms import ROOMS, Room
from app.ui.shell.window import MainWindow
from app.ui.texts import Texts
from app.ui.theme.fonts import load_fonts
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Density, Scheme
from app.ui.timing import QtTimers

S = TypeVar("S")

USUAL, SMALLEST = QSize(1366, 768), QSize(640, 400)
_LARGEST = 20_000


@dataclass(frozen=True, slots=True)
class Look:
    """What the user chose for this station; nothing personal.

    Attributes:
        language: Of everything in the window.
        scheme: Colours.
        text_percent: Size of text.
        density: How close lines and fields stand.
        window: Width and height of the window; a size that makes no sense gives the usual one.
        is_maximized: The window fills the screen.
        dividers: Sizes of panes under the names of their dividers.
    """

    language: Language = Language.JAPANESE
    scheme: Scheme = Scheme.LIGHT
    text_percent: int = 100
    density: Density = Density.NORMAL
    window: tuple[int, int] = (0, 0)
    is_maximized: bool = False
    dividers: Mapping[str, Sequence[int]] = field(default_factory=dict)


class Start(QObject, Generic[S]):
    """One run of the window; ``build`` makes it, ``window`` is what the user sees.

    Thread:
        The window's thread; ``services_factory`` runs in the heavy lane.
    """

    def __init__(
        self,
        app: QApplication,
        services_factory: Callable[[], S],
        on_ready: Callable[[MainWindow, S], None],
        on_lock: Callable[[], None],
        look: Look,
        rooms: tuple[Room, ...],
    ) -> None:
        super().__init__()
        self._factory, self._on_ready_call = services_factory, on_ready
        load_fonts()
        timers = QtTimers()
        self.context = UiContext(
            texts=Texts(look.language, parent=self),
            theme=Theme(app, look.scheme, look.text_percent, look.density),
            runner=JobRunner(self, timers),
            hub=ChangeHub(),
            timers=timers,
            monotonic=time.monotonic,
            dividers=Dividers(look.dividers),
        )
        self._look = look
        self.desk = QuestionDesk()
        self.window = MainWindow(self.context, on_lock, rooms, self.desk)
        self.hook = FaultHook(self)
        self._faults = FaultDesk(self.context.texts, self.window, self.window.lock)
        for source in (self.hook.caught, self.context.runner.surprised, self.window.lock_failed):
            source.connect(self._faults.take)
        self.window.frame.installEventFilter(self)
        self._is_painted = False

    def show(self) -> None:
        """Show the window in the size that it had, as far as this screen has room for it."""
        room = self.window.screen().availableSize()
        width, height = self._look.window
        is_sound = SMALLEST.width() <= width <= _LARGEST and SMALLEST.height() <= height <= _LARGEST
        self.window.resize(QSize(width, height).boundedTo(room) if is_sound else USUAL)
        if self._look.is_maximized:
            self.window.showMaximized()
        else:
            self.window.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            self.window.frame.removeEventFilter(self)
            self.context.timers.after(0, self, self._load).start()
        return False

    def _load(self) -> None:
        factory = self._factory

        def job(_token: CancelToken, _progress: ProgressSink) -> S:
            return factory()

        self.context.runner.submit(
            job, owner=self, then=self._on_loaded, failed=self._on_refused, lane=Lane.HEAVY, survives_lock=True
        )

    def _on_loaded(self, services: S) -> None:
        self._on_ready_call(self.window, services)

    def _on_refused(self, error: AppError) -> None:
        self.window.show_error(error)


def run_window(
    services_factory: Callable[[], S],
    *,
    on_ready: Callable[[MainWindow, S], None],
    on_lock: Callable[[], None],
    argv: Sequence[str] = ("sekisho",),
    look: Look | None = None,
    rooms: tuple[Room, ...] = ROOMS,
) -> int:
    """Show the window and stay until it is closed.

    Args:
        services_factory: Builds the services in a worker thread after the first paint; imports what is heavy.
        on_ready: Gets the window and the services in the window's thread; puts the unlock field in.
        on_lock: Closes the vault and drops the keys; must not fail when nothing is open.
        argv: Arguments for Qt; the first is the program's name.
        look: Language, colours and text size of the station.
        rooms: The rail from top to bottom.

    Returns:
        Exit code of the program.
    """
    app = QApplication(list(argv))
    app.setApplicationName("sekisho")
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    start = Start(app, services_factory, on_ready, on_lock, look or Look(), rooms)
    start.hook.install()
    try:
        start.show()
        return app.exec()
    finally:
        start.hook.remove()
        start.context.runner.stop()
