"""The way of the Tab key over parts that were made later than their neighbours."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_in_order(widgets: Sequence[QWidget]) -> None:
    """Let Tab go over these one after the other."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def reached_by_tab(place: QWidget) -> list[QWidget]:
    """Parts below ``place`` that Tab stops at, in the order in which they were made."""
    return [
        widget
        for widget in place.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]
