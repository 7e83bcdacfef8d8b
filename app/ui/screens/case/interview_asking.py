"""One question in large type, and the answer as it is given."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.interview import InterviewQuestion
from app.ui.context import UiContext
from app.ui.presenters.case_interview import InterviewPresenter
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.interview_words import said_line, said_words
from app.ui.screens.case.parts import Column, ProseEdit, ReadOnlyProse, caption, empty_out, make_stop
from app.ui.widgets.labels import text_label


class AskingPage(Column):
    """The question in view.

    Signals:
        back_asked: A correction is over, or was given up.
    """

    back_asked = Signal()

    def __init__(self, context: UiContext, presenter: InterviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, width_chars=160)
        self._texts, self._presenter = context.texts, presenter
        self._answer_of, self._is_acting, self._is_correction = "", False, False
        self.place, self.question = text_label(role="hint"), ReadOnlyProse()
        self.question.setProperty("role", "title")
        self.said = QVBoxLayout()
        self.answer_caption, self.answer = caption(), ProseEdit(4)
        self.differs, self.hint = QCheckBox(), text_label(role="hint")
        self.previous_button, self.next_button = QPushButton(), QPushButton()
        self.write_button, self.none_button, self.back_button = QPushButton(), QPushButton(), QPushButton()
        self.write_button.setProperty("kind", "main")
        row = QHBoxLayout()
        for button in (self.write_button, self.none_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.previous_button, self.next_button, self.back_button):
            row.addWidget(button)
        self.body.addWidget(self.place)
        self.body.addWidget(self.question)
        self.body.addLayout(self.said)
        self.body.addWidget(self.answer_caption)
        self.body.addWidget(self.answer)
        self.body.addWidget(self.differs)
        self.body.addWidget(self.hint)
        self.body.addLayout(row)
        self.body.addStretch(1)
        make_stop(self.place)  # from here a long question can be read from its beginning
        self.answer.edited.connect(self._enable)
        self.answer.edited.connect(lambda: self.ensureWidgetVisible(self.answer))
        self.write_button.clicked.connect(self._on_write)
        self.none_button.clicked.connect(self._on_none)
        self.previous_button.clicked.connect(lambda: self._on_go(-1))
        self.next_button.clicked.connect(lambda: self._on_go(1))
        self.back_button.clicked.connect(self._on_back)

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.setAccessibleName(texts("case.interview.asking"))
        self.answer.setAccessibleName(texts("case.interview.answer"))
        self.differs.setText(texts("case.interview.differs"))
        for button, key in (
            (self.write_button, "case.interview.write"),
            (self.none_button, "case.interview.none"),
            (self.previous_button, "case.interview.previous"),
            (self.next_button, "case.interview.next"),
            (self.back_button, "case.interview.back"),
        ):
            button.setText(texts(key))

    def show_state(self, *, is_correction: bool) -> None:
        """Show the question in view; while it is corrected there is a way back and no other question."""
        state, texts = self._presenter.state, self._texts
        held, current = state.held, state.current
        self._is_correction = is_correction
        if held is None or current is None:
            self.question.set_untrusted(texts("case.interview.no-questions"))
            self.place.setText("")
            self._enable()
            return
        numbers = [one.number for one in held.sheet]
        at = numbers.index(current.number) + 1 if current.number in numbers else 0
        self.place.setText(texts("case.interview.place", at=at, count=len(numbers)))
        self.question.set_untrusted(current.in_language(texts.language.value))
        self.answer_caption.setText(texts("case.interview.correction" if is_correction else "case.interview.answer"))
        self._show_said(current)
        self._show_answer()
        self._enable()

    def aim(self) -> None:
        """Give the keyboard to the answer."""
        self.answer.moveCursor(QTextCursor.MoveOperation.End)
        self.answer.setFocus()

    def save_draft(self) -> None:
        """Keep the answer that is being written."""
        if self._answer_of == self._presenter.state.place and not self._is_acting:
            self._presenter.keep_answer(self.answer.text())

    def _show_said(self, question: InterviewQuestion) -> None:
        empty_out(self.said)
        for said in question.said:
            self.said.addWidget(text_label(said_line(self._texts, said), role="small"))
            self.said.addWidget(ReadOnlyProse(said_words(self._texts, said)))

    def _show_answer(self) -> None:
        """Each question has an answer of its own; it is emptied once it was recorded."""
        state = self._presenter.state
        if self._is_acting and not state.is_busy:
            self._is_acting = False
            if state.error is None:
                self.answer.show_text("")
                self.differs.setChecked(False)
                if self._is_correction:
                    self.back_asked.emit()
                elif self.next_button.isEnabled():
                    self.next_button.setFocus()
        if state.place != self._answer_of:
            self._answer_of = state.place
            self.answer.show_text(state.drafts.get(state.place, ""))
            self.differs.setChecked(False)

    def _enable(self) -> None:
        state = self._presenter.state
        current, can = state.current, state.takes_answers and not state.is_busy
        numbers = [one.number for one in state.held.sheet] if state.held is not None else []
        at = numbers.index(current.number) if current is not None and current.number in numbers else -1
        self.answer.setReadOnly(not state.takes_answers)
        self.write_button.setEnabled(can and bool(self.answer.text().strip()))
        self.none_button.setEnabled(can and not self.answer.text().strip())
        self.differs.setVisible(current is not None and bool(current.cells) and state.takes_answers)
        self.previous_button.setEnabled(at > 0)
        self.next_button.setEnabled(-1 < at < len(numbers) - 1 or (at < 0 and bool(numbers)))
        for button in (self.previous_button, self.next_button):
            button.setVisible(not self._is_correction)
        self.back_button.setVisible(self._is_correction)
        self.none_button.setVisible(not self._is_correction)
        self.hint.setText(self._texts("case.interview.differs-hint") if not self.differs.isHidden() else "")

    def _on_write(self) -> None:
        if not asks_first(self.answer):
            self._is_acting = True
            self._presenter.answer(self.answer.text().strip(), differs=self.differs.isChecked())

    def _on_none(self) -> None:
        self._is_acting = True
        self._presenter.answer("", differs=False)

    def _on_go(self, step: int) -> None:
        self.save_draft()
        self._presenter.go(step)
        self.aim()

    def _on_back(self) -> None:
        self.save_draft()
        self.back_asked.emit()
