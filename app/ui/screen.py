"""What the window expects of a screen."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.models.domain.changes import Changes
from app.models.domain.lifecycle import State
from app.services.queue.asked import Whose
from app.ui.context import UiContext


@dataclass(frozen=True, slots=True)
class Destination:
    """A place inside a screen that the palette leads to.

    Attributes:
        name: What is shown.
        words: Under what it is found: names in both languages and readings.
        go: Goes there.
    """

    name: str
    words: tuple[str, ...]
    go: Callable[[], None]


class Screen(QWidget):
    """Base of all screens; made when first shown, destroyed by the lock.

    A screen holds no case data that outlives :meth:`dispose`.
    """

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def retranslate(self) -> None:
        """Say everything in the current language; called when the language changes."""

    def changes(self, changes: Changes) -> None:
        """Hear of a committed change; refresh if in view, else remember to refresh in :meth:`activate`."""

    def activate(self) -> None:
        """Come into view: refresh what became old and take the keyboard."""
        self.setFocus()

    def aim(self, states: tuple[State, ...], whose: Whose = Whose.ANYBODY) -> None:
        """Show what somebody followed from a line of another room: some states, or some cases; most rooms show all."""

    @property
    def shown_area(self) -> str:
        """The area in view, where a screen has areas."""
        return ""

    @property
    def open_areas(self) -> frozenset[str]:
        """The areas that can be brought into view."""
        return frozenset()

    @property
    def is_undoable(self) -> bool:
        """Whether the last own step can be taken back."""
        return False

    def destinations(self) -> list[Destination]:
        """Places inside this screen."""
        return []

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves, in reading order."""
        return [self]

    def save_draft(self) -> None:
        """Hand unsaved input to the write lane with ``survives_lock=True``; called at once by the lock."""

    def dispose(self) -> None:
        """Stop own work and let go of everything; the widget is deleted right after."""
        self.context.runner.cancel_owned_by(self)
