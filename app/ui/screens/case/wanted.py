"""The boxes that are to be returned, each with the question about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.presenters.case_corrections import CorrectionsPresenter, Wanted
from app.ui.screens.case.card import Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.parts import ProseEdit, empty_out
from app.ui.widgets.labels import text_label


class WantedLine(QWidget):
    """One box: where it stands, its question, and two ways to change one's mind.

    Signals:
        edited: The question was typed in.
    """

    edited = Signal()

    def __init__(self, context: UiContext, presenter: CorrectionsPresenter, place: int, wanted: Wanted) -> None:
        super().__init__()
        texts = context.texts
        page, box, table, label = presenter.label(wanted.link_id)
        name = label
        if table:
            name = texts("correction.in-table", table=table, row=wanted.row_number, label=label)
        self.name = text_label(texts("case.corrections.box", page=page, box=box, name=name))
        self.question = ProseEdit(2)
        self.question.show_text(wanted.question)
        self.question.setAccessibleName(texts("case.corrections.question-about", name=name))
        self.question.edited.connect(self.edited)
        self.whole_button, self.remove_button = QPushButton(texts("case.corrections.whole")), QPushButton()
        self.remove_button.setText(texts("case.corrections.remove"))
        self.whole_button.clicked.connect(lambda: presenter.widen(place))
        self.remove_button.clicked.connect(lambda: presenter.unwant(place))
        buttons = QHBoxLayout()
        for button in (self.whole_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, context.theme.scale.space(2))
        column.addWidget(self.name)
        column.addWidget(self.question)
        column.addLayout(buttons)
        # Only now: a button without a parent would be shown as a window.
        self.whole_button.setVisible(bool(presenter.table_of(wanted.link_id)))


class WantedCard(Card):
    """Everything that is to be returned, and the button that does it."""

    def __init__(self, context: UiContext, presenter: CorrectionsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._context, self._texts, self._presenter = context, context.texts, presenter
        self._shown: object = None
        self.hint, self.return_button = text_label(role="hint"), QPushButton()
        self.return_button.setProperty("kind", "main")
        self.return_button.clicked.connect(self._on_return)
        self.lines: list[WantedLine] = []
        self._column = QVBoxLayout()
        self.add(self.hint)
        self.column.addLayout(self._column)
        self.add(self.return_button)

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.title.setText(self._texts("case.corrections.wanted"))
        self._shown = None

    def show_state(self) -> None:
        """Show the boxes; fields stay while only their text changes."""
        state = self._presenter.state
        cells = (self._texts.language, tuple(one.cell for one in state.wanted))
        if cells != self._shown:
            self._shown = cells
            empty_out(self._column)
            self.lines = [
                WantedLine(self._context, self._presenter, place, one) for place, one in enumerate(state.wanted)
            ]
            for line in self.lines:
                self._column.addWidget(line)
                line.edited.connect(self._on_edited)
        self.hint.setText(self._texts("case.corrections.neutral" if state.wanted else "case.corrections.how"))
        self.return_button.setText(self._texts("case.corrections.return", count=len(state.wanted)))
        self.return_button.setVisible(bool(state.wanted))
        self.enable()

    def enable(self) -> None:
        """Every box needs its question."""
        state = self._presenter.state
        self.return_button.setEnabled(state.is_complete and not state.is_busy)

    def has_input(self) -> bool:
        """Whether a question was typed and not sent."""
        return any(line.question.text().strip() for line in self.lines)

    def _on_return(self) -> None:
        if not asks_first(*(line.question for line in self.lines)):
            self._presenter.return_boxes()

    def _on_edited(self) -> None:
        for place, line in enumerate(self.lines):
            self._presenter.ask(place, line.question.text())
        self.enable()
