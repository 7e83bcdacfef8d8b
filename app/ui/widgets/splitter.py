"""Panes beside or below each other in the sizes that somebody gave them, by mouse or by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.ui.dividers import Divider, Dividers


class Splitter(QSplitter):
    """Two or more panes, none of which can be closed by accident."""

    def __init__(
        self, dividers: Dividers, divider: Divider, orientation: Qt.Orientation, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self._dividers, self._divider = dividers, divider
        self._first: tuple[int, ...] = ()
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)
        dividers.forgotten.connect(self._on_forgotten)

    def begin(self, *first: int) -> None:
        """Take the kept sizes, or else these; called once all panes are in."""
        self._first = first
        self.setSizes(list(self._dividers.of(self._divider, self.count()) or first))

    def grow(self, place: int, by: int) -> None:
        """Let a pane take room from the next one, or from the one before where it is the last; less than 0 gives it."""
        sizes = self.sizes()
        other = place + 1 if place + 1 < len(sizes) else place - 1
        given = min(by, sizes[other] - 1) if by > 0 else -min(-by, sizes[place] - 1)
        sizes[place] += given
        sizes[other] -= given
        self.setSizes(sizes)
        self._keep()

    def _keep(self) -> None:
        self._dividers.keep(self._divider, self.sizes())

    def _on_forgotten(self) -> None:
        self.setSizes(list(self._first))


def splitter_of(widget: QWidget) -> tuple[Splitter, int] | None:
    """The nearest panes around a widget, and which of them holds it; None where nothing is divided."""
    inner: QWidget | None = widget
    while inner is not None:
        outer = inner.parentWidget()
        if isinstance(outer, Splitter):
            return outer, outer.indexOf(inner)
        inner = outer
    return None
