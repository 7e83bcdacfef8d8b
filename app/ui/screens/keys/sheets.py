"""The two recovery sheets: to whom they are given, and the moment at which they can be saved, once."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.views.records import RecoverySheet
from app.ui.context import UiContext
from app.ui.presenters.keys import KeysPresenter, KeysState
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.card import Card, moment
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.fields import NamedField
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import LineGrid

CAPTION_CHARACTERS = 16
NUMBERS = (1, 2)
DIGEST_SHOWN = 32


class SheetCard(Card):
    """Who keeps which sheet, since when, and by which digest it is known."""

    def __init__(self, context: UiContext, presenter: KeysPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._texts, self._presenter = context.texts, presenter
        self.none = text_label(role="invalid", parent=self)
        self.facts = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.appoint_button = QPushButton(self)
        for part in (self.none, self.facts, self.appoint_button):
            self.body.addWidget(part)

    def show_state(self, state: KeysState) -> None:
        """Show what is known."""
        texts, sheets = self._texts, state.keys.recovery if state.keys is not None else ()
        self.set_title(texts("keys.sheets"))
        self.none.setText(texts("keys.sheets.none"))
        self.none.setVisible(state.keys is not None and not sheets)
        self.facts.setVisible(bool(sheets))
        self.facts.show_lines(
            [
                line
                for sheet in sheets
                for line in (
                    (texts("keys.sheets.number", number=sheet.number), sheet.holder),
                    (texts("keys.sheets.since"), moment(sheet.appointed_at)),
                    (texts("keys.sheets.digest"), _digest(sheet)),
                )
            ]
        )
        self.appoint_button.setText(texts("keys.sheets.appoint"))
        self.appoint_button.setVisible(self._presenter.may(Action.APPOINT_RECOVERY))
        self.appoint_button.setEnabled(state.keys is not None and not state.busy)


def _digest(sheet: RecoverySheet) -> str:
    """As it stands on the sheet: half of the digest, in groups of four."""
    digest = sha256(sheet.recipient).hexdigest()[:DIGEST_SHOWN]
    return " ".join(digest[at : at + 4] for at in range(0, DIGEST_SHOWN, 4))


class AppointDialog(AskDialog):
    """Asks for the names of both recovery officers."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "keys.appoint", parent)
        self.holders = tuple(NamedField(context.texts, "keys.appoint", name, self.form) for name in ("first", "second"))
        for field in self.holders:
            self.column.addWidget(field)
        self.holders[0].setFocus()

    def names(self) -> tuple[str, str]:
        """What was typed."""
        first, second = self.holders
        return first.field.text(), second.field.text()


class PapersDialog(AskDialog):
    """Lets each sheet be saved, one after the other; it stays until both are."""

    def __init__(self, context: UiContext, save: Callable[[int, Path], object], parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "keys.papers", parent)
        self._save = save
        self.saved: frozenset[int] = frozenset()
        self.no_button.hide()
        self.buttons = {number: QPushButton(self.form) for number in NUMBERS}
        self.lines = {number: text_label(role="hint", parent=self.form) for number in NUMBERS}
        for number, button in self.buttons.items():
            self.column.addWidget(button)
            self.column.addWidget(self.lines[number])
        self.buttons[1].clicked.connect(lambda: self._ask(1))
        self.buttons[2].clicked.connect(lambda: self._ask(2))
        self.show_saved({})
        self.buttons[1].setFocus()

    def show_saved(self, saved: dict[int, str]) -> None:
        """Show which sheets were saved, and as what."""
        self.saved = frozenset(saved)
        for number, button in self.buttons.items():
            button.setText(self._texts("keys.papers.save", number=number))
            is_saved = number in saved
            said = self._texts("keys.papers.saved", file=saved[number]) if is_saved else self._texts("keys.papers.open")
            self.lines[number].setText(said)
        self.buttons[2].setEnabled(1 in saved)
        self.yes_button.setEnabled(set(NUMBERS) <= set(saved))
        if 1 in saved and 2 not in saved:
            self.buttons[2].setFocus()

    @override
    def reject(self) -> None:
        if set(NUMBERS) <= self.saved:
            super().reject()

    def _ask(self, number: int) -> None:
        title, name = self._texts("keys.papers.save", number=number), f"recovery-sheet-{number}.pdf"
        ask_target(self, title, name, lambda path: self._save(number, Path(path)))
