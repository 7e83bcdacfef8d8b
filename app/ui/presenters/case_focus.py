"""What an officer looks at in all areas of a case at once: one span of days and one answer. Qt-free."""

import weakref
from collections.abc import Callable

from app.models.domain.validity import Window
from app.models.forms.answers import Cell


class CaseFocus:
    """Areas read it when they come into view; whoever shows the span is told when it changes.

    Attributes:
        span: Everything that is surely about other days is left out of the lists; None leaves out nothing.
        cell: The answer that was last chosen in any area.
    """

    def __init__(self) -> None:
        self.span: Window | None = None
        self.cell: Cell | None = None
        self._heard: weakref.WeakMethod[Callable[[], None]] | None = None

    def listen(self, heard: Callable[[], None]) -> None:
        """Call ``heard``, a bound method held weakly, after each change of the span."""
        self._heard = weakref.WeakMethod(heard)

    def narrow(self, span: Window | None) -> None:
        """Leave out what is about other days."""
        if span != self.span:
            self.span = span
            heard = self._heard() if self._heard is not None else None
            if heard is not None:
                heard()

    def is_at(self, cell: Cell | None) -> bool:
        """Whether a cell stands in the row of the answer that was last chosen."""
        return cell is not None and self.cell is not None and _row(cell) == _row(self.cell)

    def forget(self) -> None:
        """The case was sealed."""
        self.cell = None
        self.narrow(None)


def _row(cell: Cell) -> Cell:
    return cell[0].partition(".")[0], cell[1]
