"""The queries on the answer in view: what was said, and what this officer can say next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.case_query import Query, QueryState
from app.models.domain.civil_day import civil_day
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.models.forms.reading import Line
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.presenters.case_answer_rows import QueryDraft
from app.ui.presenters.case_answers import AnswersPresenter
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.parts import ProseEdit, ReadOnlyProse, caption, empty_out
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label

_WITH_TEXT = frozenset({QueryState.ASKED, QueryState.ANSWERED})


class QueryCard(Card):
    """Gone where nothing was asked and nobody writes.

    Signals:
        left: The user gave up writing; the keyboard belongs to the list again.
    """

    left = Signal()

    def __init__(self, context: UiContext, presenter: AnswersPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts, self._presenter = context.texts, presenter
        self._line: Line | None = None
        self._is_writing = self._is_sending = False
        self.said = QVBoxLayout()
        self.column.addLayout(self.said)
        self.to_caption, self.text_caption = caption(), caption()
        self.to, self.text = QuietCombo(), ProseEdit(2)
        self.send_button, self.cancel_button = QPushButton(), QPushButton()
        self.send_button.setProperty("kind", "main")
        self.hint = text_label(role="hint")
        row = QHBoxLayout()
        for button in (self.send_button, self.cancel_button):
            row.addWidget(button)
        row.addStretch(1)
        self.add(self.to_caption, self.to, self.text_caption, self.text)
        self.column.addLayout(row)
        self.add(self.hint)
        self.send_button.clicked.connect(self._on_send)
        self.cancel_button.clicked.connect(self.give_up)
        self.text.edited.connect(self._enable)
        self.to.activated.connect(self._enable)

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.title.setText(texts("case.side.query"))
        self.to_caption.setText(texts("case.query.to"))
        self.to.setAccessibleName(texts("case.query.to"))
        self.cancel_button.setText(texts("ui.cancel"))

    def show_line(self, line: Line | None) -> None:
        """Show another answer, with what was being written about it."""
        if line != self._line:
            self.keep()
            self._line = line
            draft = self._presenter.query_draft(line) if line is not None else None
            self._is_writing = draft is not None
            self.text.show_text(draft.text if draft is not None else "")
            self._fill_to(draft.to if draft is not None else "")
        self.show_state()

    def show_state(self) -> None:
        """Show what was said and what can be said."""
        self._settle()
        line, texts = self._line, self._texts
        found = self._presenter.state.queries_on(line) if line is not None else ()
        step = self._step()
        empty_out(self.said)
        for one in found:
            self._show_query(one.query)
        is_new = line is not None and self._presenter.query_on(line) is None
        writes = step in _WITH_TEXT and (self._is_writing or not is_new)
        self.setVisible(bool(found) or writes)
        for part in (self.to_caption, self.to):
            part.setVisible(writes and is_new)
        self.text_caption.setVisible(writes)
        self.text.setVisible(writes)
        self.cancel_button.setVisible(writes and self._is_writing)
        self.send_button.setVisible(writes or (step is not None and not is_new))
        waits = step is None and any(one.query.is_open for one in found)
        self.hint.setVisible(waits)
        if waits:
            self.hint.setText(texts("case.query.waits"))
        if step is not None:
            words = f"case.query.{'ask' if is_new else 'again'}" if step is QueryState.ASKED else f"case.query.{step}"
            self.send_button.setText(texts(words))
            said = texts("case.query.answer" if step is QueryState.ANSWERED else "case.query.question")
            self.text_caption.setText(said)
            self.text.setAccessibleName(said)
        self._enable()

    def begin(self) -> None:
        """Write a query, or what can be said to the one that is there."""
        step = self._step()
        if step is None:
            if not self.isHidden():
                self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._is_writing = step in _WITH_TEXT
        if self.to.count() == 0:
            self._fill_to("")
        self.show_state()
        first = self.send_button if step not in _WITH_TEXT else self.text if self.to.isHidden() else self.to
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep(self) -> None:
        """Keep what is being written."""
        line = self._line
        if line is None or self._is_sending or not self._presenter.state.may_ask:
            return
        text = self.text.text()
        if text.strip():
            draft = QueryDraft(str(self.to.currentData() or ""), text)
            if draft != self._presenter.query_draft(line):
                self._presenter.keep_query(line, draft)
        elif self._presenter.query_draft(line) is not None:
            self._presenter.keep_query(line, None)

    def give_up(self) -> None:
        """Give up writing."""
        if self._line is not None:
            self._presenter.give_up_query(self._line, QueryDraft(str(self.to.currentData() or ""), self.text.text()))
        self._is_writing = False
        self.text.show_text("")
        self.show_state()
        self.left.emit()

    def restore(self) -> None:
        """Show what was given up and came back."""
        line = self._line
        draft = self._presenter.query_draft(line) if line is not None else None
        if draft is not None and not self.text.text().strip():
            self._is_writing = True
            self.text.show_text(draft.text)
            self._fill_to(draft.to)

    def drop(self) -> bool:
        """Forget what was written; whether there was anything."""
        had = bool(self.text.text().strip())
        self.text.show_text("")
        empty_out(self.said)
        return had

    def _step(self) -> QueryState | None:
        return next(iter(self._presenter.query_steps(self._line)), None) if self._line is not None else None

    def _fill_to(self, chosen: str) -> None:
        self.to.clear()
        if self._line is None or not self._presenter.state.may_ask:
            return
        self.to.addItem(self._texts("case.query.choose"), "")
        names = self._presenter.state.names or {}
        for person in self._presenter.addressees(self._line):
            self.to.addItem(visible(names.get(person, ""), NAME_CHARACTERS), person)
        self.to.setCurrentIndex(max(0, self.to.findData(chosen)))

    def _show_query(self, query: Query) -> None:
        texts, names = self._texts, self._presenter.state.names or {}
        to = visible(names.get(PersonId(query.to), ""), NAME_CHARACTERS)
        self.said.addWidget(text_label(texts("case.query.head", state=texts(f"query-state.{query.state}"), to=to)))
        for step in query.steps:
            name = visible(names.get(PersonId(step.by), ""), NAME_CHARACTERS)
            day = both_calendars(civil_day(step.at), texts.language)
            line = texts("case.query.step", day=day, name=name, step=texts(f"case.query.step-{step.state}"))
            self.said.addWidget(text_label(line, role="small"))
            if step.text:
                self.said.addWidget(ReadOnlyProse(step.text))

    def _enable(self) -> None:
        step, is_busy = self._step(), self._presenter.state.is_busy
        has_text = step not in _WITH_TEXT or bool(self.text.text().strip())
        has_to = self.to.isHidden() or bool(self.to.currentData())
        self.send_button.setEnabled(step is not None and has_text and has_to and not is_busy)

    def _on_send(self) -> None:
        step, line = self._step(), self._line
        if step is None or line is None or asks_first(self.text):
            return
        self._is_sending = True
        to = self.to.currentData()
        self._presenter.say(line, step, self.text.text(), PersonId(to) if to else None)

    def _settle(self) -> None:
        state = self._presenter.state
        if not self._is_sending or state.is_busy:
            return
        self._is_sending = False
        if state.error is None:
            self._is_writing = False
            self.text.show_text("")
            self.left.emit()
