"""The officer's side of the kiosk in the case window: the session, a lost slip, the end of the session."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from typing_extensions import override

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.kiosk import IdentityCheck
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.presenters.case_kiosk import CaseKioskPresenter
from app.ui.screens.case.card import Card
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Choices, Column
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label


class KioskDeskPage(AreaPage):
    """Tells whether a session is open, never what was filled in nor how far.

    Signals:
        seat_asked: The subject is here; the kiosk is to be opened at this place.
    """

    seat_asked = Signal()

    def __init__(self, context: UiContext, presenter: CaseKioskPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._file_dialog: QFileDialog | None = None
        self.place = Column(context, self, 100)
        self.session_card, self.lost_card, self.end_card = (Card(context) for _ in range(3))
        self.standing, self.told = text_label(role="lead"), text_label()
        self.issue_button, self.again_button, self.seat_button = QPushButton(), QPushButton(), QPushButton()
        self.replace_button, self.end_button = QPushButton(), QPushButton()
        for button in (self.issue_button, self.again_button, self.seat_button):
            button.setProperty("kind", "main")
        self.session_card.add(self.standing, self.told)
        self.lost_words, self.end_words = text_label(), text_label()
        self.checked = Choices([each.value for each in IdentityCheck])
        self.lost_card.add(self.lost_words, self.checked)
        self.end_card.add(self.end_words)
        left = Qt.AlignmentFlag.AlignLeft
        for card, buttons in (
            (self.session_card, (self.issue_button, self.again_button, self.seat_button)),
            (self.lost_card, (self.replace_button,)),
            (self.end_card, (self.end_button,)),
        ):
            for button in buttons:
                card.column.addWidget(button, 0, left)
            self.place.body.addWidget(card)
        self.place.body.addStretch(1)
        self.column.addWidget(self.place, 1)
        self.issue_button.clicked.connect(self._on_issue)
        self.again_button.clicked.connect(self._on_again)
        self.replace_button.clicked.connect(self._on_replace)
        self.seat_button.clicked.connect(self.seat_asked)
        self.end_button.clicked.connect(self._on_end)
        self.checked.chosen.connect(self._enable)
        self.can_seat = False
        """Whether this window leads to a kiosk at all."""
        self.begin()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.session_card.title.setText(texts("case.kiosk.session"))
        self.lost_card.title.setText(texts("case.kiosk.lost"))
        self.end_card.title.setText(texts("case.kiosk.end"))
        self.lost_words.setText(texts("case.kiosk.lost-words"))
        self.end_words.setText(texts("case.kiosk.end-words"))
        self.issue_button.setText(texts("case.kiosk.issue"))
        self.again_button.setText(texts("case.kiosk.save-again"))
        self.seat_button.setText(texts("case.kiosk.seat"))
        self.replace_button.setText(texts("case.kiosk.replace"))
        self.end_button.setText(texts("case.kiosk.end-button"))
        names = {each.value: texts(f"case.kiosk.checked.{each}") for each in IdentityCheck}
        self.checked.set_texts(names, texts("case.kiosk.checked"))
        self.place.setAccessibleName(texts("case.area.kiosk"))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show the standing and what may be done."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        held = state.standing
        if not state.is_loaded:
            self.standing.setText("")
            self.told.setText("")
        elif held is None:
            self.standing.setText(texts("case.kiosk.none"))
            self.told.setText(texts("case.kiosk.none-words" if state.asks else "case.kiosk.nothing-asked"))
        else:
            self.standing.setText(texts("case.kiosk.open", number=held.slip, moment=self._moment(held.opened_at)))
            lines = [texts("case.kiosk.has-pin" if held.has_pin else "case.kiosk.no-pin")]
            if held.entered_at is not None:
                lines.append(texts("case.kiosk.last-here", moment=self._moment(held.entered_at)))
            if held.tries:
                lines.append(texts("case.kiosk.tries", count=held.tries))
            if held.wait_until is not None:
                lines.append(texts("case.kiosk.wait", moment=self._moment(held.wait_until)))
            self.told.setText("\n".join([*lines, texts("case.kiosk.unseen")]))
        self.issue_button.setVisible(state.may_issue)
        self.again_button.setVisible(state.unsaved is not None)
        self.seat_button.setVisible(state.may_seat and self.can_seat)
        self.lost_card.setVisible(state.may_replace)
        self.end_card.setVisible(state.may_end)
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """The column."""
        return [self.place]

    @override
    def drop(self) -> bool:
        """A slip that was not written is of no use any more."""
        self._presenter.forget()
        return False

    def _enable(self) -> None:
        is_free = not self._presenter.state.is_busy
        for button in (self.issue_button, self.again_button, self.seat_button, self.end_button):
            button.setEnabled(is_free)
        self.replace_button.setEnabled(is_free and bool(self.checked.value()))

    def _moment(self, at: datetime) -> str:
        day = both_calendars(civil_day(at), self.texts.language)
        return self.texts("case.kiosk.moment", day=day, time=f"{at.astimezone(JAPAN):%H:%M}")

    def _ask_where(self, then: Callable[[str], None]) -> None:
        title, name = self.texts("case.kiosk.where"), self.texts("case.kiosk.file")
        self._file_dialog = ask_target(self, title, name, then)

    def _on_issue(self) -> None:
        self._ask_where(self._on_issue_place)

    def _on_again(self) -> None:
        self._ask_where(self._on_again_place)

    def _on_replace(self) -> None:
        self._ask_where(self._on_replace_place)

    def _on_issue_place(self, place: str) -> None:
        self._presenter.issue(Path(place))

    def _on_again_place(self, place: str) -> None:
        self._presenter.save_again(Path(place))

    def _on_replace_place(self, place: str) -> None:
        self._presenter.replace(IdentityCheck(self.checked.value()), Path(place))
        self.checked.show_value("")

    def _on_end(self) -> None:
        dialog = ConfirmDialog(self.texts, self.context.theme, "case.kiosk.ending", self)
        dialog.agreed.connect(self._presenter.end)
        dialog.open()
