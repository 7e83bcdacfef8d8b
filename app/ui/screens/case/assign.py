"""Assignment: who examines the case, until when, with which tasks; or the request for another examiner."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import State
from app.models.domain.text import visible
from app.services.documents.date_text import both_calendars
from app.services.tasks.templates import task_templates
from app.ui.context import UiContext
from app.ui.presenters.case_assign import AssignPresenter
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, caption, date_edit
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label


class AssignPage(AreaPage):
    """One form; where nobody is left to choose, the way on in its place."""

    def __init__(self, context: UiContext, presenter: AssignPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._shown: object = None
        self.card, self.nobody_card = Card(context), Card(context)
        self.title = self.card.title
        self.now = text_label()
        self.officer_caption, self.due_caption, self.template_caption = caption(), caption(), caption()
        self.officer, self.due, self.template = QuietCombo(), date_edit(self.texts), QuietCombo()
        self.button, self.escalate_button = QPushButton(), QPushButton()
        for button in (self.button, self.escalate_button):
            button.setProperty("kind", "main")
        self.card.add(self.now, self.officer_caption, self.officer, self.due_caption, self.due)
        self.card.add(self.template_caption, self.template)
        self.card.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.nobody, self.asked = text_label(), text_label(role="hint")
        self.nobody_card.add(self.nobody, self.asked)
        self.nobody_card.column.addWidget(self.escalate_button, 0, Qt.AlignmentFlag.AlignLeft)
        place = Column(context, self, 96)
        for card in (self.nobody_card, self.card):
            place.body.addWidget(card)
        place.body.addStretch(1)
        self.column.addWidget(place, 1)
        self.officer.currentIndexChanged.connect(self._enable)
        self.due.field.textChanged.connect(self._enable)
        self.button.clicked.connect(self._on_assign)
        self.escalate_button.clicked.connect(self._on_escalate)
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
        self.template_caption.setText(texts("case.assign.template"))
        self.template.setAccessibleName(texts("case.assign.template"))
        self.button.setText(texts("case.assign.button"))
        self.nobody_card.title.setText(texts("case.assign.nobody-left"))
        self.nobody.setText(texts("case.assign.nobody-left-why"))
        self.escalate_button.setText(texts("case.assign.escalate"))
        chosen = self.template.currentData()
        self.template.clear()
        self.template.addItem(texts("case.assign.no-template"), "")
        for one in task_templates():
            name = one.name.in_language(texts.language.value)
            self.template.addItem(texts("case.desk.template-line", name=name, count=len(one.tasks)), one.id)
        self.template.setCurrentIndex(max(0, self.template.findData(chosen)))
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
        shown = (state.examiners, state.loads, state.assignee, state.due_on, texts.language)
        if shown != self._shown:
            self._shown = shown
            self.officer.clear()
            self.officer.addItem(texts("case.assign.choose"), "")
            for person, _name in state.examiners:
                self.officer.addItem(self._words(person, _name), person)
            self.officer.setCurrentIndex(max(0, self.officer.findData(state.assignee)))
            self.due.field.setText(state.due_on.isoformat() if state.due_on else "")
        for part in (self.template_caption, self.template):
            part.setVisible(state.may_add_tasks)
        self.nobody_card.setVisible(state.is_nobody_left)
        self.card.setVisible(state.is_loaded and not state.is_nobody_left)
        asked = state.escalated
        self.asked.setVisible(asked is not None)
        if asked is not None:
            day = both_calendars(asked.asked_on, texts.language)
            self.asked.setText(texts("case.assign.escalated", number=asked.number, day=day))
        self._enable()

    def _words(self, person: PersonId, name: str) -> str:
        """An examiner, with how much there is to do already."""
        load = self._presenter.state.loads.get(person)
        counts = load.counts if load is not None else {}
        return self.texts(
            "case.assign.line",
            name=visible(name, NAME_CHARACTERS),
            reading=counts.get(State.UNDER_INVESTIGATION, 0),
            review=counts.get(State.UNDER_REVIEW, 0),
            overdue=load.overdue if load is not None else 0,
        )

    def _enable(self) -> None:
        is_ready = bool(self.officer.currentData()) and self.due.is_valid
        self.button.setEnabled(is_ready and not self._presenter.state.is_busy)
        self.escalate_button.setEnabled(not self._presenter.state.is_busy)

    def _on_assign(self) -> None:
        template = str(self.template.currentData() or "") if self._presenter.state.may_add_tasks else ""
        self._presenter.assign(PersonId(str(self.officer.currentData())), self.due.value, template)
        self.template.setCurrentIndex(0)

    def _on_escalate(self) -> None:
        ask_target(self, self.texts("case.assign.escalate"), self.texts("case.assign.file"), self.escalate_to)

    def escalate_to(self, name: str) -> None:
        """Ask for another examiner, and write the paper to the place that was chosen."""
        self._presenter.escalate(Path(name))
