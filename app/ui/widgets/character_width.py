"""Widths that are told in characters, and follow the size of the text while the window runs."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class _CharacterWidth(QObject):
    def __init__(self, widget: QWidget, set_width: Callable[[int], None], characters: int) -> None:
        super().__init__(widget)
        self._widget, self._set_width, self._characters = widget, set_width, characters
        widget.installEventFilter(self)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FontChange:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self._set_width(self._widget.fontMetrics().averageCharWidth() * self._characters)


def in_characters(widget: QWidget, set_width: Callable[[int], None], characters: int) -> None:
    """Give a widget a width of so many characters, now and whenever its text changes its size.

    Args:
        widget: The widget whose text is measured.
        set_width: What takes the width in pixels, for example ``widget.setFixedWidth``.
        characters: Width in characters of average width.
    """
    _CharacterWidth(widget, set_width, characters)
