"""The commands of the window that change how it looks and speaks."""

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.theme.tokens import Scheme


class LookCommands:
    """Part of the window; every method is the handler of a command."""

    context: UiContext

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
