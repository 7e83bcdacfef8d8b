"""Where screens stand: one for each room, made when first shown, and over them at most one open case."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.domain.ids import CaseId
from app.ui.context import UiContext
from app.ui.screen import Screen
from app.ui.shell.rooms import CaseFactory, Room


class Stage(QStackedWidget):
    """Holds the screens of an open vault.

    Signals:
        scene_changed: Another screen came into view.

    Thread:
        The window's thread.
    """

    scene_changed = Signal()

    def __init__(self, context: UiContext, rooms: tuple[Room, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._makers = {room.id: room.make for room in rooms}
        self._make_case: CaseFactory | None = None
        self._screens: dict[str, Screen] = {}
        self._case: Screen | None = None
        self._room = ""

    def furnish(self, rooms: tuple[Room, ...], make_case: CaseFactory | None) -> None:
        """Take other rooms; every screen is gone before."""
        self.drop_all()
        self._makers = {room.id: room.make for room in rooms}
        self._make_case = make_case

    @property
    def rooms(self) -> frozenset[str]:
        """Ids of the rooms."""
        return frozenset(self._makers)

    @property
    def screens(self) -> list[Screen]:
        """Every living screen."""
        return [*self._screens.values(), *([] if self._case is None else [self._case])]

    @property
    def in_view(self) -> Screen | None:
        """The open case, or the screen of the room, or None."""
        return self._case or self._screens.get(self._room)

    @property
    def is_case_open(self) -> bool:
        """Whether a case lies over its room."""
        return self._case is not None

    def enter(self, room_id: str) -> None:
        """Show a room; an open case is closed, and nothing happens when the room is in view already."""
        if room_id not in self._makers or (room_id == self._room and self._case is None):
            return
        self._drop_case()
        if room_id not in self._screens:
            screen = self._makers[room_id](self._context)
            self._screens[room_id] = screen
            self.addWidget(screen)
        self._room = room_id
        self._bring(self._screens[room_id])

    def open_case(self, case_id: CaseId) -> None:
        """Show a case over the room; another one that is open is closed."""
        if self._make_case is None:
            return
        self._drop_case()
        self._case = self._make_case(self._context, case_id)
        self.addWidget(self._case)
        self._bring(self._case)

    def screen_of(self, room_id: str) -> Screen | None:
        """The screen of a room that was shown, or None."""
        return self._screens.get(room_id)

    def drop_all(self) -> None:
        """Destroy every screen."""
        for screen in self.screens:
            self.removeWidget(screen)
            screen.deleteLater()
        self._screens.clear()
        self._case, self._room = None, ""

    def _bring(self, screen: Screen) -> None:
        self.setCurrentWidget(screen)
        self.updateGeometry()
        self.scene_changed.emit()
        screen.activate()

    def _drop_case(self) -> None:
        screen, self._case = self._case, None
        if screen is not None:
            screen.save_draft()
            screen.dispose()
            self.removeWidget(screen)
            screen.deleteLater()
