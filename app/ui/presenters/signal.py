"""How a presenter says that its state changed. Qt-free."""

import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

S = TypeVar("S")


class Stated(Generic[S]):
    """Holds one frozen state and tells one view about each new one; the view is held weakly."""

    def __init__(self, first: S) -> None:
        self._state = first
        self._view: weakref.WeakMethod[Any] | None = None

    @property
    def state(self) -> S:
        """What the view shows."""
        return self._state

    def subscribe(self, view: Callable[[S], None]) -> None:
        """Call ``view`` with each new state.

        Args:
            view: A bound method of the widget.
        """
        self._view = weakref.WeakMethod(view)
        view(self._state)

    def show(self, state: S) -> None:
        """Take a new state and tell the view."""
        self._state = state
        view = self._view() if self._view is not None else None
        if view is not None:
            view(state)
