"""The look that is in force, and the switch of scheme, text size and density while the window runs."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.ui.theme.fonts import font
from app.ui.theme.style import palette, stylesheet
from app.ui.theme.tokens import HIGH_CONTRAST, SCHEMES, TEXT_PERCENTS, Density, Scale, Scheme, Tokens


class Theme(QObject):
    """Current scheme, text size and density.

    Signals:
        changed: Scheme, size or density changed; views that paint for themselves repaint.

    Thread:
        The window's thread.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        scheme: Scheme = Scheme.LIGHT,
        text_percent: int = 100,
        density: Density = Density.NORMAL,
    ) -> None:
        super().__init__(app)
        self._app = app
        self.scheme = scheme
        self.scale = Scale(_nearest(text_percent), density)
        self.is_high_contrast = False
        app.setStyle("Fusion")
        self._apply()

    @property
    def tokens(self) -> Tokens:
        """Colours of the current scheme."""
        return (HIGH_CONTRAST if self.is_high_contrast else SCHEMES)[self.scheme]

    def set_scheme(self, scheme: Scheme) -> None:
        """Show another scheme at once."""
        if scheme is not self.scheme:
            self.scheme = scheme
            self._apply()

    def set_high_contrast(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Show the scheme without anything soft, or as usual, at once."""
        if on is not self.is_high_contrast:
            self.is_high_contrast = on
            self._apply()

    def set_text_percent(self, percent: int) -> None:
        """Show text in another size at once; the nearest size of the list is taken."""
        self._rescale(Scale(_nearest(percent), self.scale.density))

    def set_density(self, density: Density) -> None:
        """Let lines and fields stand closer or wider at once."""
        self._rescale(Scale(self.scale.text_percent, density))

    def step_text(self, steps: int) -> None:
        """Make text larger (positive) or smaller (negative) by places in the list of sizes."""
        place = TEXT_PERCENTS.index(self.scale.text_percent) if self.scale.text_percent in TEXT_PERCENTS else 2
        self.set_text_percent(TEXT_PERCENTS[max(0, min(len(TEXT_PERCENTS) - 1, place + steps))])

    def _rescale(self, scale: Scale) -> None:
        if scale != self.scale:
            self.scale = scale
            self._apply()

    def _apply(self) -> None:
        self._app.setFont(font(self.scale))
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens, self.scale))
        self.changed.emit()


def _nearest(percent: int) -> int:
    return min(TEXT_PERCENTS, key=lambda choice: abs(choice - percent))
