"""Beside the answers: the answer in full, its flag, notes and the finding on the statutory item."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.models.forms.reading import Line
from app.ui.context import UiContext
from app.ui.presenters.case_answer_rows import FlagDraft, NoteDraft
from app.ui.presenters.case_answers import PURPOSES, AnswersPresenter
from app.ui.screens.case.answer_model import answer_words, lookback_words
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.parts import (
    Column,
    ProseEdit,
    ReadOnlyProse,
    caption,
    date_edit,
    empty_out,
    make_stop,
)
from app.ui.screens.case.query_card import QueryCard
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label


class AnswerSide(Column):
    """The third pane.

    Signals:
        left: The user finished or gave up writing; the keyboard belongs to the list again.
        return_asked: The answer in view is to be returned for correction.
        revisions_asked: Its revisions are to be compared.
        cite_asked: It is to be cited by a finding.
    """

    left = Signal()
    return_asked = Signal()
    revisions_asked = Signal()
    cite_asked = Signal()

    def __init__(self, context: UiContext, presenter: AnswersPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts, self._presenter, self._context = context.texts, presenter, context
        self._line: Line | None = None
        self._section = self._pending = ""
        self._draft: NoteDraft | None = None
        self.answer_card, self.flag_card = Card(context), Card(context)
        self.note_card, self.finding_card = Card(context), Card(context)
        self.query_card = QueryCard(context, presenter)
        self.query_card.left.connect(self.left)
        for card in (self.answer_card, self.flag_card, self.query_card, self.note_card, self.finding_card):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self._build_answer()
        self._build_flag()
        self._build_note()
        self.finding = ReadOnlyProse()
        self.finding_card.add(self.finding)

    def _build_answer(self) -> None:
        make_stop(self.answer_card.title)
        self.label, self.answer = text_label(), ReadOnlyProse()
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.where = text_label(role="small")
        self.return_button, self.revisions_button = QPushButton(), QPushButton()
        self.return_button.clicked.connect(self.return_asked)
        self.revisions_button.clicked.connect(self.revisions_asked)
        self.mark_button, self.query_button, self.cite_button = QPushButton(), QPushButton(), QPushButton()
        self.cite_button.clicked.connect(self.cite_asked)
        self.mark_button.clicked.connect(self.begin_flag)
        self.query_button.clicked.connect(self.begin_query)
        row = QHBoxLayout()
        row.addWidget(self.mark_button)
        row.addWidget(self.query_button)
        row.addStretch(1)
        self.answer_card.add(self.label, self.answer, self.where)
        self.answer_card.column.addLayout(row)
        self.answer_card.add(self.cite_button, self.return_button, self.revisions_button)

    def _build_flag(self) -> None:
        self.flag_text = ReadOnlyProse()
        self.reason_caption, self.due_caption = caption(), caption()
        self.reason, self.due = ProseEdit(2), date_edit(self._texts)
        self.owner_caption, self.owner = caption(), QuietCombo()
        self.flag_button, self.flag_cancel = QPushButton(), QPushButton()
        self.flag_button.setProperty("kind", "main")
        row = QHBoxLayout()
        row.addWidget(self.flag_button)
        row.addWidget(self.flag_cancel)
        row.addStretch(1)
        self.flag_card.add(self.flag_text, self.reason_caption, self.reason, self.due_caption, self.due)
        self.flag_card.add(self.owner_caption, self.owner)
        self.flag_card.column.addLayout(row)
        self.flag_button.clicked.connect(self._on_flag)
        self.flag_cancel.clicked.connect(self.close_flag)
        self.reason.edited.connect(self._enable)
        self.due.field.textChanged.connect(self._enable)
        self._flag_parts = (
            self.reason_caption,
            self.reason,
            self.due_caption,
            self.due,
            self.owner_caption,
            self.owner,
            self.flag_button,
            self.flag_cancel,
        )
        self._is_flagging = False

    def _build_note(self) -> None:
        self.purpose_caption, self.note_caption = caption(), caption()
        self.purpose, self.note = QuietCombo(), ProseEdit(4)
        self.note_hint = text_label(role="hint")
        self.note_button = QPushButton()
        self.note_button.setProperty("kind", "main")
        row = QHBoxLayout()
        row.addWidget(self.note_button)
        row.addWidget(self.note_hint, 1)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(self._context.theme.scale.space(1))
        self.note_card.add(self.purpose_caption, self.purpose, self.note_caption, self.note)
        self.note_card.column.addLayout(row)
        self.note_card.column.addLayout(self.notes)
        self.note_button.clicked.connect(self._on_note)
        self.note.edited.connect(self._enable)
        self.purpose.currentIndexChanged.connect(self._enable)
        self._note_parts = (self.purpose_caption, self.purpose, self.note_caption, self.note, self.note_button)

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        for card, name in (
            (self.answer_card, "answer"),
            (self.flag_card, "flag"),
            (self.note_card, "notes"),
            (self.finding_card, "finding"),
        ):
            card.title.setText(texts(f"case.side.{name}"))
        for label, field, name in (
            (self.reason_caption, self.reason, "case.flag.reason"),
            (self.due_caption, self.due.field, "case.flag.due"),
            (self.owner_caption, self.owner, "case.flag.owner"),
            (self.purpose_caption, self.purpose, "case.note.purpose"),
            (self.note_caption, self.note, "case.note.text"),
        ):
            label.setText(texts(name))
            field.setAccessibleName(texts(name))
        self.query_card.retranslate()
        self.mark_button.setText(texts("case.answers.put-flag"))
        self.query_button.setText(texts("case.answers.put-query"))
        self.cite_button.setText(texts("case.answers.put-cite"))
        self.return_button.setText(texts("case.answers.return"))
        self.revisions_button.setText(texts("case.answers.compare"))
        self.flag_cancel.setText(texts("ui.cancel"))
        self.note_button.setText(texts("case.note.save"))
        chosen = self.purpose.currentData()
        self.purpose.blockSignals(True)
        self.purpose.clear()
        self.purpose.addItem(texts("case.note.choose-purpose"), "")
        for purpose in PURPOSES:
            self.purpose.addItem(texts("case.item", number=int(purpose), name=texts(f"item.{purpose}")), purpose)
        self.purpose.setCurrentIndex(max(0, self.purpose.findData(chosen)))
        self.purpose.blockSignals(False)
        self.setAccessibleName(texts("case.side.name"))

    def show_line(self, line: Line | None) -> None:
        """Show another answer."""
        if line != self._line:
            self.keep_flag()
            self._line = line
            draft = self._presenter.flag_draft(line) if line is not None else None
            self._is_flagging = draft is not None and line is not None and self._presenter.may_flag(line)
            self.reason.show_text(draft.reason if draft is not None else "")
            self.due.field.setText(draft.due if draft is not None else "")
            self._fill_owner(draft.owner if draft is not None else "")
        self.query_card.show_line(line)
        self.show_state()

    def show_state(self) -> None:
        """Show flags, notes and finding from the presenter."""
        self._settle()
        state = self._presenter.state
        if state.draft is not None and self._draft is None:
            self._draft = state.draft
            self.note.show_text(state.draft.text)
            self.purpose.setCurrentIndex(max(0, self.purpose.findData(state.draft.purpose)))
        elif state.chosen != self._section and not self.note.text().strip():
            self.purpose.setCurrentIndex(max(0, self.purpose.findData(str(state.item or ""))))
        self._section = state.chosen
        self._show_answer()
        self._show_flag()
        self._show_notes()
        self.finding_card.setVisible(state.item is not None)
        finding = state.finding
        self.finding.set_untrusted(finding.summary if finding else self._texts("case.side.no-finding"))
        self._enable()

    def show_whole(self) -> None:
        """Bring the whole answer into view and let a screen reader speak it."""
        self.ensureWidgetVisible(self.answer_card)
        self.answer_card.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_flag(self) -> None:
        """Write a flag, or what came of the one that is there."""
        if self._line is not None and self._presenter.may_flag(self._line):
            self._is_flagging = True
            if self.owner.count() == 0:
                self._fill_owner("")
            self._show_flag()
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(self.flag_card)

    def keep_flag(self) -> None:
        """Keep a flag that is being written."""
        if self._line is None or not self._is_flagging or self._pending:
            return
        draft = self._flag_draft()
        is_empty = not (draft.reason or draft.due)
        if not is_empty or self._presenter.flag_draft(self._line) is not None:
            self._presenter.keep_flag(self._line, None if is_empty else draft)

    def close_flag(self) -> None:
        """Give up writing a flag."""
        if self._line is not None:
            self._presenter.give_up_flag(self._line, self._flag_draft())
        self._is_flagging = False
        self.reason.show_text("")
        self._show_flag()
        self.left.emit()

    def begin_query(self) -> None:
        """Ask a colleague about the answer, or say what can be said to the query that is there."""
        self.query_card.begin()
        self.ensureWidgetVisible(self.query_card)

    def restore(self) -> None:
        """Show a flag or query that was given up and came back."""
        draft = self._presenter.flag_draft(self._line) if self._line is not None else None
        if draft is not None and not self.reason.text().strip():
            self._is_flagging = True
            self.reason.show_text(draft.reason)
            self.due.field.setText(draft.due)
            self._fill_owner(draft.owner)
        self.query_card.restore()
        self.show_state()

    def begin_note(self) -> None:
        """Write a note."""
        if self._presenter.state.may_write:
            self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(self.note_card)

    def has_input(self) -> bool:
        """Whether something was written and not saved."""
        return bool(self.note.text().strip() or self.reason.text().strip() or self.query_card.text.text().strip())

    def drop(self) -> None:
        """Forget what was written."""
        self.note.show_text("")
        self.reason.show_text("")
        self.query_card.drop()

    def _flag_draft(self) -> FlagDraft:
        return FlagDraft(self.reason.text(), self.due.field.text(), str(self.owner.currentData() or ""))

    def _fill_owner(self, chosen: str) -> None:
        self.owner.clear()
        names = self._presenter.state.names or {}
        for person in self._presenter.owners:
            self.owner.addItem(visible(names.get(person, ""), NAME_CHARACTERS), person)
        self.owner.setCurrentIndex(max(0, self.owner.findData(chosen)))

    def _show_answer(self) -> None:
        line, texts = self._line, self._texts
        self.answer_card.setVisible(line is not None)
        if line is None:
            return
        self.mark_button.setVisible(self._presenter.may_flag(line) and not self._is_flagging)
        self.query_button.setVisible(bool(self._presenter.query_steps(line)))
        self.cite_button.setVisible(self._presenter.may_cite(line))
        self.return_button.setVisible(self._presenter.may_return(line))
        self.revisions_button.setVisible(line.revision > 1)
        self.label.setText(line.label)
        self.answer.set_untrusted(answer_words(line, texts))
        words = [texts("case.answers.page-box", page=line.paper.page, box=line.paper.box)]
        words += [words_back] if (words_back := lookback_words(line, texts)) else []
        words.append(texts("case.answers.revision-number", number=line.revision))
        words.append(texts(f"case.sensitivity.{line.sensitivity}"))
        self.where.setText("　".join(words))

    def _show_flag(self) -> None:
        line, texts = self._line, self._texts
        flag = self._presenter.state.flag_on(line) if line is not None else None
        self.flag_card.setVisible(flag is not None or self._is_flagging)
        self.flag_text.setVisible(flag is not None)
        closes = flag is not None and flag.is_open
        if flag is not None:
            day = flag.flag.due_on.isoformat() if flag.flag.due_on else texts("case.flag.no-due")
            owner = visible((self._presenter.state.names or {}).get(flag.owner, ""), NAME_CHARACTERS)
            said = texts("case.flag.line", reason=flag.flag.reason, due=day, owner=owner)
            done = texts("case.flag.resolution", text=flag.flag.resolution) if flag.flag.resolution else ""
            self.flag_text.set_untrusted("\n".join([said, done] if done else [said]))
        for part in self._flag_parts:
            part.setVisible(self._is_flagging)
        for part in (self.due_caption, self.due, self.owner_caption, self.owner):
            part.setVisible(self._is_flagging and not closes)
        self.reason_caption.setText(texts("case.flag.came-of-it" if closes else "case.flag.reason"))
        self.reason.setAccessibleName(self.reason_caption.text())
        self.flag_button.setText(texts("case.flag.close" if closes else "case.flag.save"))

    def _show_notes(self) -> None:
        state, texts = self._presenter.state, self._texts
        for part in self._note_parts:
            part.setVisible(state.may_write)
        empty_out(self.notes)
        for note in reversed(state.notes):
            name = visible((state.names or {}).get(note.written_by, ""), NAME_CHARACTERS)
            head = text_label(
                texts("case.note.line", item=texts(f"item.{note.purpose}"), day=note.written_on.isoformat(), name=name),
                role="small",
            )
            self.notes.addWidget(head)
            self.notes.addWidget(ReadOnlyProse(note.text))
        if not state.notes:
            self.notes.addWidget(text_label(texts("case.note.none"), role="hint"))

    def _enable(self) -> None:
        state = self._presenter.state
        has_purpose, has_text = bool(self.purpose.currentData()), bool(self.note.text().strip())
        self.note_button.setEnabled(state.may_write and has_purpose and has_text and not state.is_busy)
        self.note_hint.setText("" if has_purpose or not state.may_write else self._texts("case.note.needs-purpose"))
        self.flag_button.setEnabled(bool(self.reason.text().strip()) and self.due.is_valid and not state.is_busy)

    def _on_flag(self) -> None:
        line = self._line
        if line is None or asks_first(self.reason):
            return
        flag = self._presenter.state.flag_on(line)
        self._pending = "flag"
        if flag is not None and flag.is_open:
            self._presenter.resolve(line, self.reason.text())
        else:
            owner = self.owner.currentData()
            self._presenter.flag(line, self.reason.text(), self.due.value, PersonId(owner) if owner else None)

    def _on_note(self) -> None:
        if asks_first(self.note):
            return
        self._pending = "note"
        self._presenter.note(str(self.purpose.currentData()), self.note.text())

    def _settle(self) -> None:
        """Empty the field of what was saved; what was refused stays for another try."""
        state, pending = self._presenter.state, self._pending
        if not pending or state.is_busy:
            return
        self._pending = ""
        if state.error is not None:
            return
        if pending == "note":
            self.note.show_text("")
        else:
            self._is_flagging = False
            self.reason.show_text("")
            self.due.field.clear()
        self.left.emit()
