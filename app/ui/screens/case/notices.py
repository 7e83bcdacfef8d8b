"""After the decision: tell the subject (F20), confirm the validity, keep the letters."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget
from typing_extensions import override

from app.models.domain.evaluation import Outcome
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.presenters.case_notices import NoticesPresenter
from app.ui.screens.case.card import Card
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, caption, date_edit
from app.ui.widgets.labels import text_label

MOST_LINES = 8


class NoticesPage(AreaPage):
    """Three steps from top to bottom."""

    def __init__(self, context: UiContext, presenter: NoticesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self.place = Column(context, self, 100)
        self.notify_card, self.validity_card, self.letters_card = (Card(context) for _ in range(3))
        self.outcome, self.day_caption, self.last_day = text_label(role="lead"), caption(), text_label()
        self.day = date_edit(self.texts)
        self.notify_button, self.confirm_button, self.save_button = QPushButton(), QPushButton(), QPushButton()
        for button in (self.notify_button, self.confirm_button):
            button.setProperty("kind", "main")
        self.notify_card.add(self.outcome, self.day_caption, self.day, self.last_day)
        self.notify_card.column.addWidget(self.notify_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.validity = text_label()
        self.validity_card.add(self.validity)
        self.validity_card.column.addWidget(self.confirm_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.letters, self.no_letters = QListWidget(), text_label(role="hint")
        self.letters_card.add(self.no_letters, self.letters)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.letters_card.column.addLayout(row)
        for card in (self.notify_card, self.validity_card, self.letters_card):
            self.place.body.addWidget(card)
        self.place.body.addStretch(1)
        self.column.addWidget(self.place, 1)
        self.day.field.textChanged.connect(self._on_day)
        self.notify_button.clicked.connect(presenter.notify)
        self.confirm_button.clicked.connect(presenter.confirm_validity)
        self.save_button.clicked.connect(self._on_save)
        self.letters.itemActivated.connect(self._on_save)
        self.letters.itemSelectionChanged.connect(self._enable)
        self.begin()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.notify_card.title.setText(texts("case.notices.notify"))
        self.validity_card.title.setText(texts("case.notices.validity"))
        self.letters_card.title.setText(texts("case.notices.letters"))
        self.letters.setAccessibleName(texts("case.notices.letters"))
        self.day_caption.setText(texts("case.notices.day"))
        self.day.set_name(texts("case.notices.day"))
        self.notify_button.setText(texts("case.notices.notify-button"))
        self.confirm_button.setText(texts("case.notices.confirm-button"))
        self.save_button.setText(texts("case.notices.save"))
        self.no_letters.setText(texts("case.notices.no-letters"))
        self.place.setAccessibleName(texts("case.area.notices"))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show what is to be told, the validity and the letters."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        self.notify_card.setVisible(state.outcome is not None)
        if state.outcome is not None:
            self.outcome.setText(texts(f"outcome.{state.outcome}"))
        self._show_last_day()
        self.validity_card.setVisible(state.notified_on is not None)
        if state.notified_on is not None:
            told = texts("case.header.notified", day=self._day(state.notified_on))
            until = texts("case.header.valid-until", day=self._day(state.valid_until)) if state.valid_until else ""
            self.validity.setText("\n".join([told, until] if until else [told]))
        self.confirm_button.setVisible(state.may_confirm)
        if self.letters.count() != len(state.letters):
            self.letters.clear()
            for _ in state.letters:
                QListWidgetItem(self.letters)
        for place, letter in enumerate(state.letters):
            name = texts(f"form.{letter.form}")
            line = texts("case.notices.letter", number=letter.issue_number, form=name, day=letter.issued_on.isoformat())
            self.letters.item(place).setText(line)
        line_height = self.fontMetrics().lineSpacing() + self.context.theme.scale.space(3)
        self.letters.setFixedHeight(line_height * min(max(len(state.letters), 2), MOST_LINES))
        self.letters.setVisible(bool(state.letters))
        self.save_button.setVisible(bool(state.letters))
        self.no_letters.setVisible(not state.letters)
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """The column."""
        return [self.place]

    @override
    def drop(self) -> bool:
        """Nothing of weight is typed here."""
        self.letters.clear()
        return False

    def _day(self, day: date) -> str:
        return both_calendars(day, self.texts.language)

    def _show_last_day(self) -> None:
        state = self._presenter.state
        is_cleared = state.outcome is Outcome.CLEARED
        self.last_day.setVisible(is_cleared)
        if state.last_day is not None:
            self.last_day.setText(self.texts("case.notices.last-day", day=self._day(state.last_day)))
        else:
            self.last_day.setText(self.texts("case.notices.no-day-yet"))

    def _enable(self) -> None:
        state = self._presenter.state
        is_known = state.last_day is not None or state.outcome is Outcome.NOT_CLEARED
        self.notify_button.setEnabled(state.asked_day is not None and is_known and not state.is_busy)
        self.confirm_button.setEnabled(not state.is_busy)
        self.save_button.setEnabled(bool(self.letters.selectedItems()) and not state.is_busy)

    def _on_day(self) -> None:
        if self.day.value != self._presenter.state.asked_day:
            self._presenter.ask_day(self.day.value)

    def _on_save(self) -> None:
        place = self.letters.currentRow()
        letters = self._presenter.state.letters
        if not 0 <= place < len(letters):
            return
        chosen = letters[place]
        name, _ = QFileDialog.getSaveFileName(
            self, self.texts("case.notices.save-where"), f"{chosen.issue_number}.pdf", "PDF (*.pdf)"
        )
        if name:
            self._presenter.save_letter(chosen.letter_id, Path(name))
