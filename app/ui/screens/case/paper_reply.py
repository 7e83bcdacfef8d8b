"""A reply on paper: which document it is, its lines as somebody types them, and what the second officer says."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.civil_day import civil_day
from app.models.domain.inquiry import GivenAnswer, GivenReply, Inquiry
from app.models.domain.text import visible
from app.models.views.records import Blob
from app.services.documents.date_text import both_calendars
from app.services.papers.received import PURPOSES
from app.ui.context import UiContext
from app.ui.presenters.case_inquiries import InquiriesState, ReplyDraft
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.parts import GuardedLine, ProseEdit, ReadOnlyProse, caption, date_edit, empty_out
from app.ui.texts import Texts
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label

KIBIBYTE = 1024
ANSWERS = ("facts", "no-record", "declined")


def name_of(texts: Texts, paper: Blob) -> str:
    """What a received document is called: the day on which it was filed, its purpose and its size."""
    purpose = texts(f"item.{paper.purpose}" if paper.purpose in PURPOSES else "case.papers.other-purpose")
    day = both_calendars(civil_day(paper.stored_at), texts.language)
    return texts("case.reply.document", day=day, purpose=purpose, size=-(-paper.size_bytes // KIBIBYTE))


class AnswerLines(QWidget):
    """One question of the inquiry, and what the paper says to it."""

    def __init__(self, context: UiContext, place: int, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._place = context.texts, place
        self.state, self.text = QuietCombo(self), ProseEdit(2, self)
        for answer in ("", *ANSWERS):
            self.state.addItem("", answer)
        self.retranslate()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.scale.space(1))
        for part in (ReadOnlyProse(question), self.state, self.text):
            column.addWidget(part)
        self.state.currentIndexChanged.connect(self._follow)
        self._follow()

    def retranslate(self) -> None:
        """Say it in the current language; what was chosen and typed stays."""
        texts, place = self._texts, self._place
        for row, key in enumerate(("case.inquiries.choose", *(f"inquiry-answer.{answer}" for answer in ANSWERS))):
            self.state.setItemText(row, texts(key))
        self.state.setAccessibleName(texts("case.reply.answer-to", place=place))
        self.text.setAccessibleName(texts("case.reply.words-to", place=place))

    def show_draft(self, state: str, words: str) -> None:
        """Show what was being typed."""
        self.state.setCurrentIndex(max(0, self.state.findData(state)))
        self.text.show_text(words)

    def answer(self) -> GivenAnswer | None:
        """What was chosen and typed; None while something is missing."""
        state, text = self.state.currentData(), self.text.text().strip()
        if not state or (state == ANSWERS[0]) != bool(text):
            return None
        return GivenAnswer(state, text)

    def _follow(self) -> None:
        self.text.setVisible(self.state.currentData() == ANSWERS[0])
        if self.state.currentData() != ANSWERS[0]:
            self.text.show_text("")


class PaperReplyCard(Card):
    """Gone where nothing on paper can be done to the inquiry in view.

    Signals:
        linked: A document is the reply; carries its identity.
        typed: The lines were typed; carries the reply.
        left: Another inquiry came into view; carries the one before and what was being typed about it.
        checked: The second officer compared; carries whether they are the same.
    """

    linked = Signal(str)
    typed = Signal(object)
    left = Signal(str, object)
    checked = Signal(bool)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._context, self._texts = context, context.texts
        self._shown: tuple[str, object] | None = None
        self._is_busy = False
        self.says = text_label(role="hint")
        self.paper_caption, self.paper, self.link = caption(), QuietCombo(), QPushButton()
        self.who_caption, self.who, self.day_caption = caption(), GuardedLine(), caption()
        self.day, self.lines, self.keep = date_edit(context.texts), QVBoxLayout(), QPushButton()
        self.same, self.back, self.typed_lines = QPushButton(), QPushButton(), ReadOnlyProse()
        for button in (self.keep, self.same):
            button.setProperty("kind", "main")
        self.add(self.says, self.typed_lines, self.paper_caption, self.paper)
        self.column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.who_caption, self.who)
        self.column.addLayout(self.who.below)
        self.add(self.day_caption, self.day)
        self.column.addLayout(self.lines)
        self.column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addWidget(self.same)
        row.addWidget(self.back)
        row.addStretch(1)
        self.column.addLayout(row)
        self.paper.currentIndexChanged.connect(self._enable)
        self.who.textChanged.connect(self._enable)
        self.day.field.textChanged.connect(self._enable)
        self.link.clicked.connect(lambda: self.linked.emit(str(self.paper.currentData())))
        self.keep.clicked.connect(self._on_keep)
        self.same.clicked.connect(lambda: self.checked.emit(True))
        self.back.clicked.connect(lambda: self.checked.emit(False))

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.title.setText(texts("case.reply.title"))
        for label, field, key in ((self.paper_caption, self.paper, "paper"), (self.who_caption, self.who, "who")):
            label.setText(texts(f"case.reply.{key}"))
            field.setAccessibleName(texts(f"case.reply.{key}"))
        self.day_caption.setText(texts("case.reply.day"))
        self.day.set_name(texts("case.reply.day"))
        for button, key in ((self.link, "link"), (self.keep, "keep"), (self.same, "same"), (self.back, "back")):
            button.setText(texts(f"case.reply.{key}"))
        self.paper.clear()
        for line in self._answers():
            line.retranslate()

    def show_state(self, state: InquiriesState) -> None:
        """Offer the next step of the inquiry in view."""
        one, self._is_busy = state.current, state.is_busy
        awaits = one is not None and one.awaits_reply
        can_type = awaits and state.may_type
        is_linked, is_typed = bool(one and one.papers), one is not None and one.typed is not None
        can_link = can_type and not is_typed
        can_check = awaits and is_typed and state.may_check
        self.setVisible(can_type or can_check)
        self.says.setVisible(is_linked)
        if one is not None and is_linked:
            key = "compare" if can_check else "waits" if is_typed else "linked"
            self.says.setText(self._texts(f"case.reply.{key}", count=len(one.papers)))
        self._show_papers(state.unlinked if can_link else (), shows=can_link)
        shows_lines = can_type and is_linked and not is_typed
        for part in (self.who_caption, self.who, self.day_caption, self.day, self.keep):
            part.setVisible(shows_lines)
        self.typed_lines.setVisible(can_check)
        if can_check and one is not None and one.typed is not None:
            self.typed_lines.set_untrusted(self._words(one, one.typed.reply))
        self.same.setVisible(can_check)
        self.back.setVisible(can_check)
        shown = (one.ref, one.typed) if one is not None and shows_lines else None
        if shown != self._shown:
            if self._shown is not None and (one is None or one.ref != self._shown[0]):
                self.left.emit(self._shown[0], self._typed())
            self._shown = shown
            self._show_lines(one if shown is not None else None, state.drafts)
        self._enable()

    def _words(self, one: Inquiry, reply: GivenReply) -> str:
        """Everything that was typed, to be held against the paper."""
        texts, day = self._texts, both_calendars(reply.replied_on, self._texts.language)
        lines = [texts("case.reply.typed", name=visible(reply.respondent, NAME_CHARACTERS), day=day)]
        for asked, said in zip(one.questions, reply.answers, strict=True):
            lines += [asked.text, texts("case.reply.line", state=texts(f"inquiry-answer.{said.state}"), text=said.text)]
        return "\n".join(lines)

    def draft(self) -> tuple[str, ReplyDraft] | None:
        """The inquiry whose reply is being typed, and what stands there; None where nothing is typed."""
        return None if self._shown is None else (self._shown[0], self._typed())

    def clear(self) -> bool:
        """Forget what was typed.

        Returns:
            Whether anything was.
        """
        had = bool(self.who.text().strip() or any(line.text.text().strip() for line in self._answers()))
        self._shown = None
        self._show_lines(None, {})
        return had

    def _show_papers(self, papers: tuple[Blob, ...], *, shows: bool) -> None:
        for part in (self.paper_caption, self.paper, self.link):
            part.setVisible(shows)
        wanted = [one.blob_id for one in papers]
        if [self.paper.itemData(row) for row in range(1, self.paper.count())] == wanted and self.paper.count():
            return
        self.paper.clear()
        self.paper.addItem(self._texts("case.inquiries.choose"), "")
        for one in papers:
            self.paper.addItem(visible(name_of(self._texts, one), NAME_CHARACTERS), one.blob_id)

    def _typed(self) -> ReplyDraft:
        answers = ((str(line.state.currentData()), line.text.text()) for line in self._answers())
        return ReplyDraft(self.who.text(), self.day.field.text(), tuple(answers))

    def _show_lines(self, one: Inquiry | None, drafts: Mapping[str, ReplyDraft]) -> None:
        draft = drafts.get(one.ref, ReplyDraft()) if one is not None else ReplyDraft()
        self.who.setText(draft.who)
        self.day.field.setText(draft.day)
        empty_out(self.lines)
        for place, asked in enumerate(one.questions if one is not None else (), start=1):
            line = AnswerLines(self._context, place, asked.text)
            line.state.currentIndexChanged.connect(self._enable)
            line.text.edited.connect(self._enable)
            self.lines.addWidget(line)
        for line, (state, words) in zip(self._answers(), draft.answers, strict=False):
            line.show_draft(state, words)

    def _answers(self) -> list[AnswerLines]:
        items = (self.lines.itemAt(place) for place in range(self.lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [one for one in widgets if isinstance(one, AnswerLines)]

    def _reply(self) -> GivenReply | None:
        answers = [line.answer() for line in self._answers()]
        given = tuple(one for one in answers if one is not None)
        day, who = self.day.value, self.who.text().strip()
        if not given or len(given) < len(answers) or day is None or not who:
            return None
        return GivenReply(who, day, given)

    def _enable(self) -> None:
        self.link.setEnabled(bool(self.paper.currentData()) and not self._is_busy)
        self.keep.setEnabled(self._reply() is not None and not self._is_busy)
        for button in (self.same, self.back):
            button.setEnabled(not self._is_busy)

    def _on_keep(self) -> None:
        reply = self._reply()
        if reply is not None and not asks_first(self):
            self.typed.emit(reply)
