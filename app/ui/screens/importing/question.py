"""The line that asks about a medium which was plugged in; it stands above every room and never takes the keyboard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from app.models.domain.text import visible
from app.services.texts.catalogue import Language
from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.presenters.media_watcher import WATCH_MS
from app.ui.presenters.medium_question import Arrived, MediumQuestionPresenter, QuestionState
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.labels import repolish, text_label

_NAME_CHARACTERS = 40


class MediumQuestion(QFrame):
    """One sentence and two answers.

    Signals:
        look_asked: The officer wants to see what lies at this place.
    """

    look_asked = Signal(object)

    def __init__(self, context: UiContext, presenter: MediumQuestionPresenter) -> None:
        super().__init__()
        self._texts, self.presenter = context.texts, presenter
        self._told: Arrived | None = None
        self.setProperty("banner", "true")
        self._sign = QLabel(self)
        self.sentence = text_label(parent=self)
        self.yes, self.later = QPushButton(self), QPushButton(self)
        self.later.setProperty("kind", "quiet")
        row = QHBoxLayout(self)
        row.addWidget(self._sign)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.yes)
        row.addWidget(self.later)
        self.yes.clicked.connect(self._on_yes)
        self.later.clicked.connect(presenter.answered)
        context.texts.language_changed.connect(self.retranslate)
        self._timer = context.timers.every(WATCH_MS, self, presenter.tick)
        presenter.subscribe(self.show_state)
        self.hide()

    def begin(self) -> None:
        """After an unlock."""
        self.presenter.begin()
        self._timer.start()

    def end(self) -> None:
        """At the lock."""
        self._timer.stop()
        self.presenter.end()

    def answer_yes(self) -> None:
        """Look at the medium, by a command of the keyboard."""
        if self.presenter.state.arrived is not None:
            self._on_yes()

    def show_state(self, state: QuestionState) -> None:
        """Ask, or be silent."""
        before, self._told = self._told, state.arrived
        self.retranslate()
        self.setVisible(state.arrived is not None)
        if state.arrived is not None and state.arrived != before:
            announce(self, self.accessibleName())

    def retranslate(self) -> None:
        """Say it in the current language."""
        arrived, texts = self._told, self._texts
        if arrived is None:
            return
        tone = Tone.WARN if arrived.error is not None else Tone.INFO
        self._sign.setText(SIGNS[tone])
        text = self._sentence(arrived)
        self.sentence.setText(text)
        self.yes.setText(texts("ui.medium-question.yes"))
        self.yes.setAccessibleDescription(text)
        self.yes.setVisible(arrived.error is None)
        self.later.setText(texts("ui.medium-question.later"))
        self.later.setAccessibleDescription(text)
        self.setAccessibleName(texts("ui.badge", tone=texts(f"ui.tone.{tone}"), text=text))
        self.setProperty("tone", tone.value)
        for part in (self, self._sign, self.sentence):
            repolish(part)

    def _sentence(self, arrived: Arrived) -> str:
        texts, label = self._texts, visible(arrived.label, _NAME_CHARACTERS)
        if arrived.error is not None:
            return texts("ui.medium-question.refused", label=label, what=texts.error(arrived.error).what)
        is_english = texts.language is Language.ENGLISH and bool(arrived.office_en)
        office = visible(arrived.office_en if is_english else arrived.office_ja, _NAME_CHARACTERS)
        if office:
            return texts("ui.medium-question.from", count=arrived.count, office=office)
        return texts("ui.medium-question.several", count=arrived.count)

    def _on_yes(self) -> None:
        arrived = self.presenter.state.arrived
        self.presenter.answered()
        if arrived is not None:
            self.look_asked.emit(arrived.place)
