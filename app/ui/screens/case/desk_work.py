"""What is to be done on a case: the list, one matter in full, and beside it what this officer can do about tasks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.case_query import QueryStep
from app.models.domain.case_task import TaskState
from app.models.domain.civil_day import civil_day
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.services.documents.date_text import both_calendars
from app.services.findings.written import PlacedFlag
from app.services.queries.keeping import PlacedQuery
from app.services.tasks.keeping import PlacedTask
from app.services.tasks.templates import task_templates
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_desk import DeskLine, DeskPresenter
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.matter_list import MatterList
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, ProseEdit, ReadOnlyProse, caption, empty_out, make_stop
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label

_SHORT = 300


class DeskWorkPage(AreaPage):
    """Flags and queries lead to their answer, tasks are settled here.

    Signals:
        answer_asked: Somebody wants to see an answer: its item, and its row or an empty text.
    """

    answer_asked = Signal(str, str)

    def __init__(self, context: UiContext, presenter: DeskPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._reason_of = ""
        self._is_acting = False
        self.list = MatterList(context, self)
        self.count, self.locked, self.keys = text_label(role="hint"), text_label(role="hint"), text_label(role="small")
        self.detail, self.side = Column(context, self), Column(context, self)
        self.one_card, self.life_card = Card(context), Card(context)
        self.task_card, self.add_card = Card(context), Card(context)
        self._build()
        left = QWidget(self)
        column = QVBoxLayout(left)
        edge = context.theme.scale.space(2)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.count, self.locked, self.keys):
            label.setContentsMargins(edge, edge // 2, edge, edge // 2)
        column.addWidget(self.count)
        column.addWidget(self.locked)
        column.addWidget(self.list, 1)
        column.addWidget(self.keys)
        self.lay_beside(Divider.DESK, (left, 34, 400), (self.detail, 38, 470), (self.side, 28, 330))
        self.list.currentRowChanged.connect(self._on_row)
        self.list.next_asked.connect(presenter.go_next)
        self.list.answer_asked.connect(self._on_answer)
        self.list.itemDoubleClicked.connect(self._on_answer)
        self.begin()

    def _build(self) -> None:
        make_stop(self.one_card.title)
        self.what, self.about = ReadOnlyProse(), text_label(role="hint")
        self.answer_button = QPushButton()
        self.answer_button.clicked.connect(self._on_answer)
        self.one_card.add(self.what, self.about)
        self.one_card.column.addWidget(self.answer_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.steps = QVBoxLayout()
        self.life_card.column.addLayout(self.steps)
        for card in (self.one_card, self.life_card):
            self.detail.body.addWidget(card)
        self.detail.body.addStretch(1)
        self.why_caption, self.why, self.hint = caption(), ProseEdit(3), text_label(role="hint")
        self.settle_buttons = {state: QPushButton() for state in (TaskState.DONE, TaskState.NOT_NEEDED, TaskState.OPEN)}
        self.settle_buttons[TaskState.DONE].setProperty("kind", "main")
        self.task_card.add(self.why_caption, self.why, self.hint, *self.settle_buttons.values())
        self.template_caption, self.template, self.add_button = caption(), QuietCombo(), QPushButton()
        self.add_card.add(self.template_caption, self.template, self.add_button)
        for card in (self.task_card, self.add_card):
            self.side.body.addWidget(card)
        self.side.body.addStretch(1)
        self.why.edited.connect(self._enable)
        self.template.activated.connect(self._enable)
        self.add_button.clicked.connect(self._on_add)
        for state, button in self.settle_buttons.items():
            button.clicked.connect(lambda _on=False, state=state: self._on_settle(state))

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.list.setAccessibleName(texts("case.desk.list"))
        self.detail.setAccessibleName(texts("case.desk.one"))
        self.side.setAccessibleName(texts("case.desk.side"))
        self.keys.setText(texts("case.desk.keys"))
        self.life_card.title.setText(texts("case.desk.life"))
        self.task_card.title.setText(texts("case.desk.settle"))
        self.add_card.title.setText(texts("case.desk.add"))
        self.hint.setText(texts("case.desk.why-hint"))
        self.answer_button.setText(texts("case.desk.go"))
        self.add_button.setText(texts("case.desk.add-button"))
        for label, part, key in (
            (self.why_caption, self.why, "case.desk.why"),
            (self.template_caption, self.template, "case.desk.template"),
        ):
            label.setText(texts(key))
            part.setAccessibleName(texts(key))
        for state, button in self.settle_buttons.items():
            button.setText(texts(f"case.desk.set-{state}"))
        chosen = self.template.currentData()
        self.template.clear()
        self.template.addItem(texts("case.desk.choose"), "")
        for one in task_templates():
            name = one.name.in_language(texts.language.value)
            self.template.addItem(texts("case.desk.template-line", name=name, count=len(one.tasks)), one.id)
        self.template.setCurrentIndex(max(0, self.template.findData(chosen)))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show the list, the matter in view and what can be done."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        chosen = next((at for at, line in enumerate(state.lines) if line.key == state.chosen), None)
        self.list.show_lines([(self._name(line), self._second(line)) for line in state.lines], chosen)
        count = texts("case.desk.count", open=state.open_count, blocking=state.blocking_count)
        if state.left_out:
            count = texts("case.span.left-out", counted=count, left_out=state.left_out)
        self.count.setText(count if state.lines or state.left_out else texts("case.desk.empty"))
        self.locked.setVisible(state.locked is not None)
        if state.locked is not None:
            self.locked.setText(texts("case.desk.locked", why=texts(f"refusal.{state.locked}")))
        self._show_one(state.current)
        self._show_reason()
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """List, matter, side."""
        shown = [self.detail] if self._presenter.state.current is not None else []
        return [self.list, *shown, *([self.side] if self._presenter.state.may_settle else [])]

    @override
    def save_draft(self) -> None:
        """Keep a reason that is being written."""
        if self._reason_of:
            self._presenter.keep_reason(self._reason_of, self.why.text())

    @override
    def drop(self) -> bool:
        """Forget what was typed and what was shown."""
        had = bool(self.why.text().strip())
        self._presenter.drop()
        self._reason_of = ""
        self.why.show_text("")
        self.list.clear()
        self._show_one(None)
        return had

    def want(self, place: str) -> None:
        """Bring a task into view."""
        self._presenter.want(place)
        self.send_keyboard(self.list)

    def _person(self, person: str) -> str:
        return visible(self._presenter.state.names.get(PersonId(person), ""), NAME_CHARACTERS)

    def _name(self, line: DeskLine) -> str:
        item = line.item
        if isinstance(item, PlacedTask):
            return item.task.in_language(self.texts.language.value)
        if isinstance(item, PlacedQuery):
            return visible(next(one.text for one in reversed(item.query.steps) if one.text), _SHORT)
        return visible(item.flag.reason, _SHORT)

    def _second(self, line: DeskLine) -> str:
        texts = self.texts
        sort, tone = texts(f"case.desk.sort-{line.sort}"), Tone.WARN if line.is_open else Tone.GOOD
        return texts("case.desk.second", sign=SIGNS[tone], sort=sort, words=self._words(line))

    def _words(self, line: DeskLine) -> str:
        item, texts = line.item, self.texts
        if isinstance(item, PlacedTask):
            kind = texts("task.mandatory" if item.task.mandatory else "task.optional")
            return texts("case.desk.task-words", state=texts(f"task-state.{item.task.state}"), kind=kind)
        if isinstance(item, PlacedQuery):
            state = texts(f"query-state.{item.query.state}")
            return texts("case.desk.query-words", state=state, to=self._person(item.query.to))
        due = item.flag.due_on.isoformat() if item.flag.due_on else texts("case.flag.no-due")
        state = texts("case.flag.open" if item.is_open else "case.flag.closed")
        return texts("case.desk.flag-words", state=state, owner=self._person(item.owner), due=due)

    def _show_one(self, line: DeskLine | None) -> None:
        texts = self.texts
        self.one_card.setVisible(line is not None)
        empty_out(self.steps)
        if line is None:
            self.life_card.hide()
            self.what.setText("")
            return
        self.one_card.title.setText(texts(f"case.desk.sort-{line.sort}"))
        self.what.set_untrusted(self._name(line))
        place = self._presenter.place_of(line.item, texts.language.value)
        words = [self._words(line)]
        if place is not None:
            words.append(texts("case.points.place", page=place.page, box=place.box, item=place.label))
        elif isinstance(line.item, PlacedTask) and line.item.purpose != "process":
            number = int(line.item.purpose)
            words.append(texts("case.item", number=number, name=texts(f"item.{number}")))
        self.about.setText("\n".join(words))
        self.answer_button.setVisible(place is not None)
        self._show_steps(line)
        self.life_card.setVisible(self.steps.count() > 0)

    def _show_steps(self, line: DeskLine) -> None:
        item, texts = line.item, self.texts
        if isinstance(item, PlacedFlag):
            if item.flag.resolution:
                self.steps.addWidget(ReadOnlyProse(texts("case.flag.resolution", text=item.flag.resolution)))
            return
        said = item.query.steps if isinstance(item, PlacedQuery) else item.task.steps
        for step in said:
            is_said = isinstance(step, QueryStep)
            word = texts(f"case.query.step-{step.state}" if is_said else f"task-state.{step.state}")
            day = both_calendars(civil_day(step.at), texts.language)
            head = texts("case.query.step", day=day, name=self._person(step.by), step=word)
            self.steps.addWidget(text_label(head, role="small"))
            if text := step.text if isinstance(step, QueryStep) else step.why:
                self.steps.addWidget(ReadOnlyProse(text))

    def _show_reason(self) -> None:
        """Each task has a reason of its own; it is emptied once it was recorded."""
        state = self._presenter.state
        if self._is_acting and not state.is_busy:
            self._is_acting = False
            if state.error is None:
                self.why.show_text("")
        if state.chosen != self._reason_of:
            if self._reason_of:
                self._presenter.keep_reason(self._reason_of, self.why.text())
            self._reason_of = state.chosen
            self.why.show_text(state.drafts.get(state.chosen, ""))

    def _enable(self) -> None:
        state = self._presenter.state
        placed = state.task
        self.side.setVisible(state.may_settle)
        self.task_card.setVisible(state.may_settle and placed is not None)
        if placed is not None:
            is_open = placed.task.state is TaskState.OPEN
            for part in (self.why_caption, self.why, self.hint):
                part.setVisible(is_open)
            for one, button in self.settle_buttons.items():
                button.setVisible((one is TaskState.OPEN) != is_open)
                needs_why = one is TaskState.NOT_NEEDED
                button.setEnabled(not state.is_busy and (not needs_why or bool(self.why.text().strip())))
        self.add_button.setEnabled(bool(self.template.currentData()) and not state.is_busy)

    def _on_settle(self, state: TaskState) -> None:
        if state is not TaskState.OPEN and asks_first(self.why):
            return
        self._is_acting = True
        self._presenter.settle(state, "" if state is TaskState.OPEN else self.why.text().strip())

    def _on_add(self) -> None:
        self._presenter.add(str(self.template.currentData()))
        self.template.setCurrentIndex(0)

    def _on_row(self, row: int) -> None:
        lines = self._presenter.state.lines
        if 0 <= row < len(lines):
            self._presenter.choose(lines[row].key)

    def _on_answer(self) -> None:
        line = self._presenter.state.current
        cell = self._presenter.answer_of(line.item) if line is not None else None
        if cell is not None:
            self.answer_asked.emit(cell[0], cell[1] or "")
