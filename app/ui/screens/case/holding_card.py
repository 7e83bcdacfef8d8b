"""What holds the findings up: mandatory tasks and an interview that is not over, each a way to where it is settled."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.interview import Interview
from app.services.tasks.keeping import PlacedTask
from app.ui.context import UiContext
from app.ui.screens.case.card import Card
from app.ui.screens.case.parts import empty_out
from app.ui.widgets.labels import text_label
from app.ui.widgets.wrapping import WrappingButton


class HoldingCard(Card):
    """Beside the findings, for whoever submits or accepts them.

    Signals:
        task_asked: Somebody wants to see a task that is still open.
        interview_asked: Somebody wants to see the interview.
    """

    task_asked = Signal(str)
    interview_asked = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts = context.texts
        self._shown: tuple[tuple[PlacedTask, ...], Interview | None] = ((), None)
        self.tasks_hint, self.interview_hint = text_label(role="hint"), text_label(role="hint")
        self.tasks, self.interview_button = QVBoxLayout(), WrappingButton()
        self.interview_button.setProperty("kind", "line")
        self.add(self.tasks_hint)
        self.column.addLayout(self.tasks)
        self.add(self.interview_hint, self.interview_button)
        self.interview_button.clicked.connect(self.interview_asked)

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.title.setText(texts("case.findings.holding"))
        self.tasks_hint.setText(texts("case.findings.tasks-hint"))
        self.interview_hint.setText(texts("case.findings.interview-hint"))
        shown, self._shown = self._shown, ((), None)
        self.show_held(*shown)

    def show_held(self, tasks: tuple[PlacedTask, ...], interview: Interview | None) -> None:
        """Show what holds up; what is shown already is left alone, so that the keyboard stays where it is."""
        if (tasks, interview) == self._shown:
            return
        self._shown = (tasks, interview)
        texts = self._texts
        empty_out(self.tasks)
        for one in tasks:
            button = WrappingButton(one.task.in_language(texts.language.value))
            button.setProperty("kind", "line")
            button.clicked.connect(lambda _on=False, place=one.place: self.task_asked.emit(place))
            self.tasks.addWidget(button)
        self.tasks_hint.setVisible(bool(tasks))
        for part in (self.interview_hint, self.interview_button):
            part.setVisible(interview is not None)
        if interview is not None:
            state = texts(f"interview-step.{interview.state}")
            self.interview_button.set_words(texts("case.findings.interview-line", number=interview.number, state=state))
