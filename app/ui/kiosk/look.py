"""How the kiosk looks to the person who sits there: size of type, readings, contrast."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.ui.theme.theme import Theme


class TypeSize(StrEnum):
    """The three sizes of type that the kiosk offers."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


PERCENTS = {TypeSize.NORMAL: 130, TypeSize.LARGE: 160, TypeSize.LARGEST: 200}
"""Per cent of the program's own normal size."""


class KioskLook(QObject):
    """The person's choices; they hold for one session and are forgotten with :meth:`restore`.

    Signals:
        changed: A choice changed; whoever draws readings draws anew.

    Thread:
        The window's thread.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._percent_before = theme.scale.text_percent
        self.size = TypeSize.NORMAL
        self.has_ruby = False
        theme.set_text_percent(PERCENTS[self.size])

    @property
    def is_high_contrast(self) -> bool:
        """Whether nothing on the screen is soft."""
        return self._theme.is_high_contrast

    def set_size(self, size: TypeSize) -> None:
        """Show type in another size at once."""
        if size is not self.size:
            self.size = size
            self._theme.set_text_percent(PERCENTS[size])
            self.changed.emit()

    def set_ruby(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Show readings (振り仮名) over official words, or not."""
        if on is not self.has_ruby:
            self.has_ruby = on
            self.changed.emit()

    def set_high_contrast(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Show everything in full contrast, or as usual."""
        if on is not self._theme.is_high_contrast:
            self._theme.set_high_contrast(on)
            self.changed.emit()

    def restore(self) -> None:
        """Give the program its own look back, at the end of a session."""
        self._theme.set_high_contrast(False)
        self._theme.set_text_percent(self._percent_before)
