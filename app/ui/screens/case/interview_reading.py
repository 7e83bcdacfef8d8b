"""What was said, read back to the subject, who corrects, adds, and confirms."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.interview import ConfirmedBy, InterviewQuestion, read_back
from app.ui.context import UiContext
from app.ui.presenters.case_interview import InterviewPresenter
from app.ui.screens.case.interview_words import grouped, said_line, said_words
from app.ui.screens.case.parts import Choices, Column, ReadOnlyProse, empty_out, make_stop
from app.ui.widgets.labels import text_label


class ReadingPage(Column):
    """Everything that was put, with its answers, on one page.

    Signals:
        correct_asked: Number of the question to which the subject corrects or adds something.
    """

    correct_asked = Signal(int)

    def __init__(self, context: UiContext, presenter: InterviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, width_chars=160)
        self._texts, self._presenter = context.texts, presenter
        self._shown: object = None
        self._digest = ""
        self.title, self.hint = text_label(role="title"), text_label(role="hint")
        make_stop(self.title)
        self.lines = QVBoxLayout()
        self.corrections: dict[int, QPushButton] = {}
        self.digest = text_label(role="code")
        self.how = Choices([one.value for one in ConfirmedBy], in_row=True)
        self.confirm_button, self.end_button = QPushButton(), QPushButton()
        self.confirm_button.setProperty("kind", "main")
        self.end_hint = text_label(role="hint")
        row = QHBoxLayout()
        for button in (self.confirm_button, self.end_button):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.title)
        self.body.addWidget(self.hint)
        self.body.addLayout(self.lines)
        for part in (self.digest, self.how):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.body.addWidget(self.end_hint)
        self.body.addStretch(1)
        self.how.chosen.connect(self._enable)
        self.confirm_button.clicked.connect(self._on_confirm)
        self.end_button.clicked.connect(lambda: self._presenter.conclude(self._digest, None))

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.setAccessibleName(texts("case.interview.reading"))
        self.title.setText(texts("case.interview.reading"))
        self.hint.setText(texts("case.interview.reading-hint"))
        self.how.set_texts(
            {one.value: texts(f"confirmed-by.{one}") for one in ConfirmedBy}, texts("case.interview.how")
        )
        self.confirm_button.setText(texts("case.interview.confirm"))
        self.end_button.setText(texts("case.interview.end"))
        self.end_hint.setText(texts("case.interview.end-hint"))
        self._shown = None

    def show_state(self) -> None:
        """Show what is read back now."""
        held = self._presenter.state.held
        if held is None:
            return
        is_other = held.digest != self._shown
        if is_other:
            self._shown = self._digest = held.digest
            self._show_lines(read_back(held.sheet))
            self.digest.setText(self._texts("case.interview.digest", digest=grouped(held.digest)))
        self._enable()
        if is_other and self.isVisible():
            self.aim()  # it is read again from the top

    def aim(self) -> None:
        """Give the keyboard to the top of the page."""
        self.title.setFocus()
        self.verticalScrollBar().setValue(0)

    def _show_lines(self, questions: tuple[InterviewQuestion, ...]) -> None:
        texts = self._texts
        empty_out(self.lines)
        self.corrections = {}
        before: QWidget = self.title
        for one in questions:
            question = ReadOnlyProse(one.in_language(texts.language.value))
            question.setProperty("role", "lead")
            self.lines.addWidget(text_label(texts("interview.paper.question", number=one.number), role="small"))
            self.lines.addWidget(question)
            for said in one.said:
                self.lines.addWidget(text_label(said_line(texts, said), role="small"))
                self.lines.addWidget(ReadOnlyProse(said_words(texts, said)))
            button = QPushButton(texts("case.interview.correct", number=one.number))
            button.setProperty("kind", "line")
            button.clicked.connect(lambda _on=False, number=one.number: self.correct_asked.emit(number))
            self.lines.addWidget(button)
            self.corrections[one.number] = button
            QWidget.setTabOrder(before, button)
            before = button
        if not questions:
            self.lines.addWidget(text_label(texts("case.interview.nothing-said"), role="hint"))

    def _enable(self) -> None:
        state = self._presenter.state
        self.confirm_button.setEnabled(bool(self.how.value()) and not state.is_busy)
        self.end_button.setEnabled(not state.is_busy)

    def _on_confirm(self) -> None:
        self._presenter.conclude(self._digest, ConfirmedBy(self.how.value()))
