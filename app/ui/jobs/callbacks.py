"""Weak hold on the owner of a job and on its callbacks, so that a closed view gets no late result."""

import inspect
import weakref
from collections.abc import Callable
from typing import Generic, ParamSpec

import shiboken6
from PySide6.QtCore import QObject

P = ParamSpec("P")


class WeakOwner:
    """Whoever submitted a job; may be a presenter (plain object) or a widget."""

    def __init__(self, owner: object) -> None:
        self._ref = weakref.ref(owner)

    def get(self) -> object | None:
        """The owner, or None when it was collected or its Qt half was deleted."""
        owner = self._ref()
        if isinstance(owner, QObject) and not shiboken6.isValid(owner):
            return None
        return owner

    def is_(self, owner: object) -> bool:
        """Whether this is that owner."""
        return self._ref() is owner


class WeakCall(Generic[P]):
    """A callback that does not keep its object alive when it is a bound method.

    A plain function is kept; do not let it capture the owner.
    """

    def __init__(self, call: Callable[P, object]) -> None:
        self._method = weakref.WeakMethod(call) if inspect.ismethod(call) else None
        self._function = None if inspect.ismethod(call) else call

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call it if it still exists."""
        call = self._method() if self._method is not None else self._function
        if call is not None:
            call(*args, **kwargs)
