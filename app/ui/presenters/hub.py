"""Tells every screen what a committed operation touched. Qt-free; used in the window's thread only."""

import weakref
from collections.abc import Callable
from typing import Any

from app.models.domain.changes import Changes

Listener = Callable[[Changes], None]


class ChangeHub:
    """Hands changes to subscribers, which are held weakly: a closed screen needs no farewell."""

    def __init__(self) -> None:
        self._listeners: list[weakref.WeakMethod[Any]] = []

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` at each change for as long as its object lives.

        Args:
            listener: A bound method; a plain function would have no life to follow.
        """
        self._listeners.append(weakref.WeakMethod(listener))

    def publish(self, changes: Changes) -> None:
        """Tell everybody who still lives, in the order of their subscription."""
        living = [(reference, reference()) for reference in self._listeners]
        self._listeners = [reference for reference, listener in living if listener is not None]
        for _, listener in living:
            if listener is not None:
                listener(changes)

    @property
    def listener_count(self) -> int:
        """Subscribers that still live."""
        return sum(reference() is not None for reference in self._listeners)
