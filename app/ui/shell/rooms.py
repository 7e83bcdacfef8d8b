"""The rooms of the program as data, and the screen that stands in a room before it has one of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.ids import CaseId
from app.ui.context import UiContext
from app.ui.screen import Screen
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import text_label

ScreenFactory = Callable[[UiContext], Screen]
CaseFactory = Callable[[UiContext, CaseId], Screen]


class EmptyRoom(Screen):
    """Says what will fill the room and who does that."""

    def __init__(self, context: UiContext, room_id: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._room_id = room_id
        self.title = text_label(role="title", parent=self)
        self.state = EmptyState(context.texts, f"room.{room_id}", self)
        self.state.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.state.title)
        layout = QVBoxLayout(self)
        edge = context.theme.scale.space(5)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.addWidget(self.title)
        layout.addWidget(self.state, 1)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self.title.setText(self.context.texts(f"room.{self._room_id}"))

    @override
    def panes(self) -> list[QWidget]:
        return [self.state.title]


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the navigation rail.

    Attributes:
        id: Stable name; its text is ``room.<id>``.
        make: Builds the screen when it is first shown.
    """

    id: str
    make: ScreenFactory


def _empty(room_id: str) -> Room:
    return Room(room_id, lambda context: EmptyRoom(context, room_id))


ROOMS: tuple[Room, ...] = tuple(_empty(room_id) for room_id in ("today", "cases", "consents", "import", "export"))
"""Rooms in the order of the rail; whoever builds a screen replaces its entry with :func:`with_screen`."""


def with_screen(rooms: tuple[Room, ...], room_id: str, make: ScreenFactory) -> tuple[Room, ...]:
    """The same rooms with the screen of one of them exchanged."""
    return tuple(Room(room.id, make) if room.id == room_id else room for room in rooms)
