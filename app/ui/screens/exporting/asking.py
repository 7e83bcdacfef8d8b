"""Questions of the page of what becomes of bundles: how an incident ended, why a lane goes on and who is the second."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget
from typing_extensions import override

from app.ui.context import UiContext
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.radios import check
from app.ui.widgets.second_officer import SecondOfficer


class ChoiceDialog(AskDialog):
    """A question with radio buttons, none of them chosen."""

    def __init__(
        self, context: UiContext, stem: str, words: Sequence[tuple[str, str]], parent: QWidget, **fields: str | int
    ) -> None:
        super().__init__(context.texts, context.theme, stem, parent, **fields)
        self.group = QButtonGroup(self)
        self.radios = {word: QRadioButton(context.texts(key), self.form) for word, key in words}
        for radio in self.radios.values():
            self.group.addButton(radio)
            self.column.addWidget(radio)
        self.group.buttonClicked.connect(self.enable)
        self.enable()
        next(iter(self.radios.values())).setFocus()

    def chosen(self) -> str:
        """The chosen word; empty before a choice."""
        return next((word for word, radio in self.radios.items() if radio.isChecked()), "")

    def choose(self, word: str) -> None:
        """Choose as a person does."""
        check(self.radios[word], self.radios.values())
        self.enable()

    @override
    def is_ready(self) -> bool:
        return bool(self.chosen())


class TwoPersonDialog(ChoiceDialog):
    """The same with a second officer, who types the own passphrase."""

    def __init__(
        self,
        context: UiContext,
        stem: str,
        words: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        parent: QWidget,
        **fields: str | int,
    ) -> None:
        self.second = SecondOfficer(context.texts)
        super().__init__(context, stem, words, parent, **fields)
        self.second.show_people(people)
        self.column.addWidget(self.second)
        self.second.changed.connect(self.enable)

    @override
    def is_ready(self) -> bool:
        return bool(self.chosen()) and self.second.is_complete
