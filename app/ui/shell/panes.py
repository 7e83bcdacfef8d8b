"""Moving the keyboard between the areas of the window (F6)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def first_focusable(pane: QWidget) -> QWidget | None:
    """The pane itself or the first part of it that takes the keyboard by Tab."""
    for widget in (pane, *pane.findChildren(QWidget)):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and widget.isVisible() and widget.isEnabled():
            return widget
    return None


def move_between(panes: Sequence[QWidget], step: int) -> None:
    """Give the keyboard to the pane that is ``step`` places from the one that has it; empty panes are passed over."""
    focused = QApplication.focusWidget()
    here = next((at for at, pane in enumerate(panes) if focused is not None and _holds(pane, focused)), None)
    for distance in range(1, len(panes) + 1):
        at = (step * distance - (step > 0) if here is None else here + step * distance) % len(panes)
        target = first_focusable(panes[at])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
