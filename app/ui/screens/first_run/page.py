"""The wizard of the first run: steps at the left, one question at a time, back and on below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.context import UiContext
from app.ui.presenters.first_run import FirstRunPresenter, FirstRunState, Step, steps_for
from app.ui.screens.first_run.closing import DoneForm, MakeForm, SummaryForm
from app.ui.screens.first_run.forms import FieldsForm, KindForm, LanguageForm, StepForm, VaultForm
from app.ui.screens.first_run.officers import OfficersForm
from app.ui.widgets.labels import text_label
from app.ui.widgets.steps import Step as ShownStep
from app.ui.widgets.steps import StepList

OFFICE_ROWS = (("name_ja",), ("name_en",), ("office_id", "station_id"))
LETTERHEAD_ROWS = (
    ("issuer_head",),
    ("contact_desk",),
    ("consultation_desk", "complaint_desk"),
    ("cabinet_office_desk",),
)
PAGE_CHARACTERS = 110


class FirstRunPage(QWidget):
    """Shows the step that the presenter is at.

    Signals:
        finished: Folder of the new vault.
        rehearsal_asked: The user wants the rehearsal office instead.
        rescue_asked: This machine takes the place of a lost one, whose vault is to be restored from a backup.
    """

    finished = Signal(object)
    rehearsal_asked = Signal()
    rescue_asked = Signal()

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts, self._presenter = context, context.texts, presenter
        self._shown: Step | None = None
        self._steps: StepList | None = None
        self.title, self.words = text_label(role="title", parent=self), text_label(parent=self)
        self.forms: dict[Step, StepForm] = {
            Step.LANGUAGE: LanguageForm(context, presenter),
            Step.KIND: KindForm(context, presenter),
            Step.OFFICE: FieldsForm(context, presenter, OFFICE_ROWS, self),
            Step.LETTERHEAD: FieldsForm(context, presenter, LETTERHEAD_ROWS, self),
            Step.OFFICERS: OfficersForm(context, presenter),
            Step.VAULT: VaultForm(context, presenter),
            Step.SUMMARY: SummaryForm(context, presenter),
            Step.MAKE: MakeForm(context, presenter),
            Step.DONE: DoneForm(context, presenter),
        }
        self.pages = QStackedWidget(self)
        for form in self.forms.values():
            self.pages.addWidget(form)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.pages)
        self.back_button, self.on_button, self.rehearsal_button, self.rescue_button = (
            QPushButton(self) for _ in range(4)
        )
        self.on_button.setProperty("kind", "main")
        for button in (self.rehearsal_button, self.rescue_button):
            button.setProperty("kind", "quiet")
        self._lay_out()
        self.back_button.clicked.connect(presenter.go_back)
        self.on_button.clicked.connect(self._on_go_on)
        self.rehearsal_button.clicked.connect(self.rehearsal_asked)
        self.rescue_button.clicked.connect(self.rescue_asked)
        context.texts.language_changed.connect(self.retranslate)
        self.retranslate()
        presenter.subscribe(self.show_state)

    def _lay_out(self) -> None:
        space = self._context.theme.scale.space
        self._side = QVBoxLayout()
        self._side.addStretch(1)
        side = QFrame(self)
        side.setObjectName("wizard-side")
        side.setLayout(self._side)
        side.setFixedWidth(self.fontMetrics().averageCharWidth() * 32)
        buttons = QHBoxLayout()
        buttons.addWidget(self.rehearsal_button)
        buttons.addWidget(self.rescue_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.on_button)
        column = QVBoxLayout()
        column.setSpacing(space(2))
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(space(3))
        column.addWidget(self.area, 1)
        column.addLayout(buttons)
        middle = QWidget(self)
        middle.setLayout(column)
        middle.setMaximumWidth(self.fontMetrics().averageCharWidth() * PAGE_CHARACTERS)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(side)
        centre = QHBoxLayout()
        centre.setContentsMargins(space(8), space(8), space(8), space(5))
        centre.addWidget(middle, 1000)
        centre.addStretch(1)
        row.addLayout(centre, 1)

    def show_state(self, state: FirstRunState) -> None:
        """Show the step, its answers and what is missing."""
        form = self.forms[state.step]
        form.show_state(state)
        if state.step is not self._shown:
            self._shown = state.step
            self.pages.setCurrentWidget(form)
            self.area.verticalScrollBar().setValue(0)
            self.retranslate()
            self._focus_form()
        is_movable = state.step not in {Step.MAKE, Step.DONE}
        self.back_button.setVisible(is_movable and state.step is not Step.LANGUAGE)
        self.on_button.setVisible(state.step is not Step.MAKE)
        for button in (self.rehearsal_button, self.rescue_button):
            button.setVisible(state.step in {Step.LANGUAGE, Step.KIND})

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, state = self._texts, self._presenter.state
        self.title.setText(texts(f"wizard.{state.step}.title"))
        self.words.setText(texts(f"wizard.{state.step}.words"))
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.words.text())
        self.back_button.setText(texts("wizard.back"))
        own = f"wizard.{state.step}.on"
        self.on_button.setText(texts(own) if own in texts else texts("wizard.on"))
        self.rehearsal_button.setText(texts("wizard.rehearsal.open"))
        self.rescue_button.setText(texts("rescue.open"))
        self._show_steps(state)
        for form in self.forms.values():
            form.retranslate()

    def _show_steps(self, state: FirstRunState) -> None:
        steps = steps_for(state.plan)
        if self._steps is None or len(self._steps.lines) != len(steps):
            if self._steps is not None:
                self._side.removeWidget(self._steps)
                self._steps.deleteLater()
            self._steps = StepList(self._texts, tuple(ShownStep(f"wizard.step.{step}") for step in steps), self)
            self._side.insertWidget(0, self._steps)
        self._steps.show_current(len(steps) if state.step is Step.DONE else steps.index(state.step))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focus_form()

    def _focus_form(self) -> None:
        (self.forms[self._presenter.state.step].first or self.on_button).setFocus()

    def _on_go_on(self) -> None:
        state = self._presenter.state
        if state.step is Step.DONE and state.made is not None:
            self.finished.emit(state.made.folder)
        else:
            self._presenter.go_on()
