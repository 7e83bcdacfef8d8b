"""Radio buttons that are set by the program as well as by the user."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton


def check(chosen: QRadioButton, buttons: Iterable[QRadioButton]) -> None:
    """Choose one of a group, and let Tab stop there.

    WORKAROUND Qt 6.11.3: a choice made by the program leaves the Tab stop at the button that was chosen before.
    """
    chosen.setChecked(True)
    for button in buttons:
        stops = Qt.FocusPolicy.StrongFocus if button is chosen else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(stops)
