"""Walk over the widgets of a window as a keyboard user and a screen reader meet them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from typing_extensions import override

NAMELESS_ROLES = {QAccessible.Role.NoRole, QAccessible.Role.Client}


@dataclass(frozen=True)
class Met:
    """One widget that the keyboard can reach."""

    widget: QWidget
    name: str
    role: QAccessible.Role

    @override
    def __str__(self) -> str:
        return f"{type(self.widget).__name__}#{self.widget.objectName()} name={self.name!r} role={self.role.name}"


def focusable(top: QWidget) -> list[Met]:
    """Every visible, enabled widget below ``top`` that Tab can reach, with what a screen reader says of it."""
    met = []
    for widget in (top, *top.findChildren(QWidget)):
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        if not takes or not widget.isVisibleTo(top) or not widget.isEnabled():
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        met.append(Met(widget, face.text(QAccessible.Text.Name), face.role()))
    return met


def unnamed(top: QWidget) -> list[str]:
    """Focusable widgets that have no name or no role."""
    return [str(one) for one in focusable(top) if not one.name.strip() or one.role in NAMELESS_ROLES]


def tab_round(top: QWidget, limit: int = 500) -> list[QWidget]:
    """Widgets in the order in which Tab reaches them; ends where the round began, so a trap shows as a short list."""
    top.activateWindow()
    QApplication.processEvents()
    start = QApplication.focusWidget() or top
    reached: list[QWidget] = []
    for _ in range(limit):
        current = QApplication.focusWidget() or start
        if current in reached:
            break
        reached.append(current)
        if isinstance(current, QAbstractScrollArea):
            current.focusNextPrevChild(True)
        else:
            current.focusNextChild()
    return reached


def missed_by_tab(top: QWidget) -> list[str]:
    """Focusable widgets that a round with Tab does not reach."""
    reached = tab_round(top)
    return [str(one) for one in focusable(top) if one.widget not in reached]
