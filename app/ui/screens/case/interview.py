"""The interview (面接): the sheet, one question in full, what this officer can do, and the door to the room."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.finding import ITEMS
from app.models.domain.interview import InterviewQuestion, Presence
from app.models.domain.text import visible
from app.services.documents.date_text import both_calendars
from app.services.interviewed import HeldInterview
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_interview import OWN, InterviewPresenter
from app.ui.screens.case.card import Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.interview_room import InterviewRoom
from app.ui.screens.case.interview_words import SHORT, grouped, purpose_line, said_line, said_words, state_line
from app.ui.screens.case.matter_list import MatterList
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, ProseEdit, ReadOnlyProse, caption, empty_out, make_stop
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.wrapping import WrappingButton


class InterviewPage(AreaPage):
    """Prepared here, held in the room, and read here afterwards."""

    def __init__(self, context: UiContext, presenter: InterviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._is_adding = self._is_restored = False
        self.room: InterviewRoom | None = None
        self.which, self.list = QuietCombo(self), MatterList(context, self)
        self.state_label, self.locked = text_label(role="hint"), text_label(role="hint")
        self.keys = text_label(role="small")
        self.detail, self.side = Column(context, self), Column(context, self)
        self.question_card, self.said_card, self.course_card = Card(context), Card(context), Card(context)
        self.sheet_card, self.own_card, self.paper_card = Card(context), Card(context), Card(context)
        self._build_detail()
        self._build_side()
        left = QWidget(self)
        column = QVBoxLayout(left)
        edge = context.theme.scale.space(2)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.state_label, self.locked, self.keys):
            label.setContentsMargins(edge, edge // 2, edge, edge // 2)
        column.addWidget(self.which)
        for part in (self.state_label, self.locked):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.keys)
        self.lay_beside(Divider.INTERVIEW, (left, 32, 380), (self.detail, 40, 490), (self.side, 28, 330))
        self.which.activated.connect(self._on_which)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.next_asked.connect(presenter.go_next)
        self.begin()

    def _build_detail(self) -> None:
        for card in (self.question_card, self.said_card, self.course_card):
            make_stop(card.title)
            self.detail.body.addWidget(card)
        self.detail.body.addStretch(1)
        self.question, self.about = ReadOnlyProse(), text_label(role="hint")
        self.question.setProperty("role", "lead")
        self.question_card.add(self.question, self.about)
        self.said, self.course = QVBoxLayout(), text_label()
        self.said_card.column.addLayout(self.said)
        self.course_card.add(self.course)

    def _build_side(self) -> None:
        self.prepare_button, self.room_button = WrappingButton(), WrappingButton()
        self.leave_button, self.sheet_button, self.record_button = (WrappingButton() for _ in range(3))
        self.room_button.setProperty("kind", "main")
        self.hint = text_label(role="hint")
        self.sheet_card.add(self.hint, self.room_button, self.prepare_button, self.leave_button)
        self.paper_card.add(self.sheet_button, self.record_button)
        self.purpose_caption, self.purpose = caption(), QuietCombo(shortest=5)
        self.text_caption, self.text = caption(), ProseEdit(3)
        self.about_box, self.about_label, self.add_button = QCheckBox(), text_label(role="small"), WrappingButton()
        self.own_card.add(self.purpose_caption, self.purpose, self.text_caption, self.text)
        self.own_card.add(self.about_box, self.about_label, self.add_button)
        for card in (self.sheet_card, self.own_card, self.paper_card):
            self.side.body.addWidget(card)
        self.side.body.addStretch(1)
        presenter = self._presenter
        self.prepare_button.clicked.connect(presenter.prepare)
        self.leave_button.clicked.connect(presenter.leave_out)
        self.room_button.clicked.connect(self.open_room)
        self.sheet_button.clicked.connect(partial(self._on_print, is_record=False))
        self.record_button.clicked.connect(partial(self._on_print, is_record=True))
        self.text.edited.connect(self._enable)
        self.purpose.activated.connect(self._enable)
        self.add_button.clicked.connect(self._on_add)

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        for part, key in (
            (self.which, "case.interview.which"),
            (self.list, "case.interview.list"),
            (self.detail, "case.interview.one"),
            (self.side, "case.interview.side"),
            (self.purpose, "case.interview.item"),
            (self.text, "case.interview.text"),
        ):
            part.setAccessibleName(texts(key))
        for label, key in (
            (self.keys, "case.interview.keys"),
            (self.question_card.title, "case.interview.question"),
            (self.said_card.title, "case.interview.said"),
            (self.course_card.title, "case.interview.course"),
            (self.sheet_card.title, "case.interview.sheet"),
            (self.own_card.title, "case.interview.own"),
            (self.paper_card.title, "case.interview.papers"),
            (self.purpose_caption, "case.interview.item"),
            (self.text_caption, "case.interview.text"),
        ):
            label.setText(texts(key))
        self.room_button.set_words(texts("case.interview.room"))
        self.sheet_button.set_words(texts("case.interview.print-sheet"))
        self.record_button.set_words(texts("case.interview.print-record"))
        self.about_box.setText(texts("case.interview.about"))
        self.add_button.set_words(texts("case.interview.add"))
        chosen = self.purpose.currentData()
        self.purpose.clear()
        self.purpose.addItem(texts("case.interview.choose-item"), "")
        for item in ITEMS:
            self.purpose.addItem(texts("case.item", number=item, name=texts(f"item.{item}")), str(item))
        self.purpose.setCurrentIndex(max(0, self.purpose.findData(chosen)))
        super().retranslate()
        if self.room is not None:
            self.room.retranslate()

    @override
    def show_state(self) -> None:
        """Show the sheet, the question in view and what can be done."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        held = state.held
        questions = held.questions if held is not None else ()
        chosen = next((at for at, one in enumerate(questions) if one.number == state.chosen), None)
        language = texts.language.value
        self.list.show_lines(
            [(visible(one.in_language(language), SHORT), self._second(one)) for one in questions], chosen
        )
        self.state_label.setText(texts("case.interview.empty") if held is None else self._counted(held))
        self.locked.setVisible(state.locked is not None)
        if state.locked is not None:
            self.locked.setText(texts("case.interview.locked", why=texts(f"refusal.{state.locked}")))
        self._show_which()
        self._show_question(state.current)
        self._show_course(held)
        self._enable()
        if self._is_adding and not state.is_busy:
            self._is_adding = False
            if state.error is None:
                self.text.show_text("")
        if state.is_loaded and not self._is_restored:
            self._is_restored = True
            self.text.show_text(state.drafts.get(OWN, ""))
        if self.room is not None:
            self.room.show_state()

    @override
    def panes(self) -> list[QWidget]:
        """List, question, side."""
        shown = [self.detail] if self._presenter.state.current is not None else []
        return [self.list, *shown, *([] if self.side.isHidden() else [self.side])]

    @override
    def save_draft(self) -> None:
        """Keep what is being written here and in the room."""
        if not self._is_adding:
            self._presenter.keep_own(self.text.text())
        if self.room is not None:
            self.room.save_draft()

    @override
    def drop(self) -> bool:
        """Forget what was typed and what was shown; the room closes."""
        had = bool(self.text.text().strip()) or (self.room is not None and self.room.has_input())
        self.let_go()
        self._presenter.drop()
        self.text.show_text("")
        self.list.clear()
        return had

    @override
    def let_go(self) -> None:
        """Leave the room: the vault is locked, or the area goes away."""
        if self.room is not None:
            self.room.leave()

    def open_room(self) -> None:
        """Fill the screen with the interview and nothing else."""
        if self.room is None and self._presenter.state.held is not None:
            self.room = InterviewRoom(self.context, self._presenter, self)
            self.room.left.connect(self._on_left)
            self.room.lock_asked.connect(self._on_lock)
            self.begin_watch(self.room)
            self.room.begin()

    def begin_watch(self, room: InterviewRoom) -> None:
        """Let the guard look at what is typed in the room."""
        room.watch(self._guard)

    def _on_lock(self) -> None:
        command = self.window().findChild(QAction, "vault.lock")
        if isinstance(command, QAction):
            command.trigger()

    def _on_left(self) -> None:
        room, self.room = self.room, None
        if room is not None:
            room.deleteLater()
        window = self.window()
        window.activateWindow()
        self.room_button.setFocus()

    def _counted(self, held: HeldInterview) -> str:
        texts = self.texts
        counted = texts("case.interview.count", count=len(held.sheet), said=sum(one.is_put for one in held.sheet))
        return "\n".join((state_line(texts, held), counted))

    def _second(self, question: InterviewQuestion) -> str:
        texts = self.texts
        if question.is_left_out:
            word, tone = "left-out", Tone.NEUTRAL
        elif question.is_put:
            word, tone = "put", Tone.GOOD
        else:
            word, tone = "open", Tone.WARN
        differs = texts("case.interview.differs-mark") if question.differs_at is not None else ""
        line = texts(
            "case.interview.second", sign=SIGNS[tone], number=question.number, state=texts(f"case.interview.{word}")
        )
        return texts("case.interview.second-differs", line=line, differs=differs) if differs else line

    def _show_which(self) -> None:
        state, texts = self._presenter.state, self.texts
        self.which.setVisible(len(state.interviews) > 1)
        self.which.clear()
        for one in state.interviews:
            self.which.addItem(state_line(texts, one), one.number)
        self.which.setCurrentIndex(max(0, self.which.findData(state.number)))

    def _show_question(self, question: InterviewQuestion | None) -> None:
        texts, language = self.texts, self.texts.language.value
        for card in (self.question_card, self.said_card):
            card.setVisible(question is not None)
        empty_out(self.said)
        if question is None:
            return
        self.question.set_untrusted(question.in_language(language))
        lines = [purpose_line(texts, question)]
        lines += [
            texts("case.points.place", page=one.page, box=one.box, item=one.label)
            for one in self._presenter.boxes(question, language)
        ]
        if question.differs_at is not None:
            lines.append(texts("case.interview.differs-why"))
        self.about.setText("\n".join(lines))
        for said in question.said:
            self.said.addWidget(text_label(said_line(texts, said), role="small"))
            self.said.addWidget(ReadOnlyProse(said_words(texts, said)))
        if not question.said:
            self.said.addWidget(text_label(texts("case.interview.nothing-said"), role="hint"))

    def _show_course(self, held: HeldInterview | None) -> None:
        texts = self.texts
        self.course_card.setVisible(held is not None)
        if held is None:
            return
        lines = []
        for step in held.course.steps:
            day, time = both_calendars(civil_day(step.at), texts.language), f"{step.at.astimezone(JAPAN):%H:%M}"
            lines.append(texts("case.interview.step", day=day, time=time, step=texts(f"interview-step.{step.kind}")))
        lines += [self._seat(one) for one in held.course.present]
        confirmation = held.course.confirmation
        if confirmation is not None:
            how = texts(f"confirmed-by.{confirmation.how}")
            lines.append(texts("case.interview.confirmation", how=how, digest=grouped(confirmation.sha256)))
        self.course.setText("\n".join(lines))

    def _seat(self, presence: Presence) -> str:
        texts, since = self.texts, f"{presence.since.astimezone(JAPAN):%H:%M}"
        seat = texts(f"interview-seat.{presence.seat}")
        if presence.until is None:
            return texts("case.interview.seat-here", seat=seat, since=since)
        return texts("case.interview.seat", seat=seat, since=since, until=f"{presence.until.astimezone(JAPAN):%H:%M}")

    def _enable(self) -> None:
        state, texts = self._presenter.state, self.texts
        held, current = state.held, state.current
        self.side.setVisible(state.may_write or state.may_print)
        self.own_card.setVisible(state.takes_questions)
        is_new = held is None or not held.course.is_open
        self.prepare_button.set_words(texts("case.interview.prepare" if is_new else "case.interview.prepare-more"))
        self.hint.setText(texts("case.interview.prepare-hint" if is_new else "case.interview.room-hint"))
        for part in (self.hint, self.prepare_button):
            part.setVisible(state.may_write)
        self.prepare_button.setEnabled(not state.is_busy and (is_new or state.takes_questions))
        self.room_button.setVisible(not is_new and state.may_write)
        is_out = current is not None and current.is_left_out
        self.leave_button.set_words(texts("case.interview.take-in" if is_out else "case.interview.leave-out"))
        self.leave_button.setVisible(state.takes_questions and current is not None and not current.is_put)
        self.paper_card.setVisible(held is not None and state.may_print)
        self.sheet_card.setVisible(state.may_write)
        if held is not None:
            self.sheet_button.setEnabled(bool(held.sheet) and not state.is_busy)
            self.record_button.setEnabled(bool(held.course.present) and not state.is_busy)
        box = None if state.cell is None else self._presenter.box(state.cell, texts.language.value)
        self.about_box.setVisible(box is not None)
        self.about_label.setVisible(box is not None)
        if box is not None:
            self.about_label.setText(texts("case.points.place", page=box.page, box=box.box, item=box.label))
        ready = bool(self.text.text().strip()) and bool(self.purpose.currentData()) and not state.is_busy
        self.add_button.setEnabled(ready)

    def _on_which(self, place: int) -> None:
        self._presenter.show_interview(int(self.which.itemData(place)))

    def _on_row(self, row: int) -> None:
        held = self._presenter.state.held
        if held is not None and 0 <= row < len(held.questions):
            self._presenter.choose(held.questions[row].number)

    def _on_add(self) -> None:
        """A question on a matter that must not be asked about is refused until it is struck."""
        if asks_first(self.text):
            return
        self._is_adding = True
        cell = self._presenter.state.cell if self.about_box.isChecked() and self.about_box.isVisible() else None
        self._presenter.add_question(str(self.purpose.currentData()), self.text.text().strip(), cell)

    def _on_print(self, _on: object = None, *, is_record: bool) -> None:
        key = "case.interview.print-record" if is_record else "case.interview.print-sheet"
        name = "case.interview.record-file" if is_record else "case.interview.sheet-file"
        ask_target(self, self.texts(key), self.texts(name), partial(self.save_to, is_record=is_record))

    def save_to(self, name: str, *, is_record: bool) -> None:
        """Write a paper to a file that somebody chose."""
        self._presenter.save_paper(Path(name), is_record=is_record)
