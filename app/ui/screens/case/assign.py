"""Assignment: who examines the case, until when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.case_assign import AssignPresenter
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, caption, date_edit
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label


class AssignPage(AreaPage):
    """One form."""

    def __init__(self, context: UiContext, presenter: AssignPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._shown: object = None
        card = Card(context)
        self.title = card.title
        self.now = text_label()
        self.officer_caption, self.due_caption = caption(), caption()
        self.officer, self.due = QuietCombo(), date_edit(self.texts)
        self.button = QPushButton()
        self.button.setProperty("kind", "main")
        card.add(self.now, self.officer_caption, self.officer, self.due_caption, self.due)
        card.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        place = Column(context, self, 70)
        place.body.addWidget(card)
        place.body.addStretch(1)
        self.column.addWidget(place, 1)
        self.officer.currentIndexChanged.connect(self._enable)
        self.due.field.textChanged.connect(self._enable)
        self.button.clicked.connect(self._on_assign)
        self.begin()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.title.setText(texts("case.area.assign"))
        self.officer_caption.setText(texts("case.assign.officer"))
        self.officer.setAccessibleName(texts("case.assign.officer"))
        self.due_caption.setText(texts("case.assign.due"))
        self.due.set_name(texts("case.assign.due"))
        self.button.setText(texts("case.assign.button"))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show who has the case and who can be chosen."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        name = next(
            (visible(name, NAME_CHARACTERS) for person, name in state.examiners if person == state.assignee), ""
        )
        self.now.setText(texts("case.assign.now", name=name) if name else texts("case.assign.nobody"))
        shown = (state.examiners, state.assignee, state.due_on, texts.language)
        if shown != self._shown:
            self._shown = shown
            self.officer.clear()
            self.officer.addItem(texts("case.assign.choose"), "")
            for person, examiner in state.examiners:
                self.officer.addItem(visible(examiner, NAME_CHARACTERS), person)
            self.officer.setCurrentIndex(max(0, self.officer.findData(state.assignee)))
            self.due.field.setText(state.due_on.isoformat() if state.due_on else "")
        self._enable()

    def _enable(self) -> None:
        is_ready = bool(self.officer.currentData()) and self.due.is_valid
        self.button.setEnabled(is_ready and not self._presenter.state.is_busy)

    def _on_assign(self) -> None:
        self._presenter.assign(PersonId(str(self.officer.currentData())), self.due.value)
