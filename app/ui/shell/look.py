"""The commands of the window that change how it looks and speaks, and how its panes are divided."""

from PySide6.QtWidgets import QWidget

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.theme.tokens import Density, Scheme, Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.splitter import splitter_of

PANE_STEP = 10
"""How much further a pane reaches by one key, in distances of the current text size."""


class LookCommands:
    """Part of the window; every method is the handler of a command."""

    context: UiContext
    notice: Banner

    def speak_japanese(self) -> None:
        """Show in Japanese."""
        self.context.texts.set_language(Language.JAPANESE)

    def speak_english(self) -> None:
        """Show in English."""
        self.context.texts.set_language(Language.ENGLISH)

    def show_light(self) -> None:
        """Use light colours."""
        self.context.theme.set_scheme(Scheme.LIGHT)

    def show_dark(self) -> None:
        """Use dark colours."""
        self.context.theme.set_scheme(Scheme.DARK)

    def larger_text(self) -> None:
        """Make text one size larger."""
        self.context.theme.step_text(1)

    def smaller_text(self) -> None:
        """Make text one size smaller."""
        self.context.theme.step_text(-1)

    def normal_text(self) -> None:
        """Show text in its normal size."""
        self.context.theme.set_text_percent(100)

    def dense_lines(self) -> None:
        """Let lines and fields stand close."""
        self.context.theme.set_density(Density.DENSE)

    def normal_lines(self) -> None:
        """Let lines and fields stand as usual."""
        self.context.theme.set_density(Density.NORMAL)

    def roomy_lines(self) -> None:
        """Let lines and fields stand wide."""
        self.context.theme.set_density(Density.ROOMY)

    def larger_pane(self) -> None:
        """Give the pane that has the keyboard more room."""
        self._resize_pane(1)

    def smaller_pane(self) -> None:
        """Give the pane that has the keyboard less room."""
        self._resize_pane(-1)

    def first_panes(self) -> None:
        """Give every pane its first size again."""
        self.context.dividers.forget()

    def _resize_pane(self, steps: int) -> None:
        held = self.focusWidget() if isinstance(self, QWidget) else None  # also while the palette lies over it
        found = splitter_of(held) if held is not None else None
        if found is None:
            self.notice.show_message(self.context.texts("reason.no-divider"), Tone.INFO)
            return
        splitter, place = found
        splitter.grow(place, steps * self.context.theme.scale.side(PANE_STEP))
