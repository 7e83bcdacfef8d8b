"""Corrections (補正): boxes to return with their questions, those that were returned, and revisions side by side."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.civil_day import civil_day
from app.models.domain.text import visible
from app.models.forms.correction import BoxState, TakenBack
from app.services.corrections.corrections import ShownBox
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_corrections import CorrectionsPresenter, Wanted
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Choices, Column, ReadOnlyProse, make_stop
from app.ui.screens.case.revisions import RevisionTable
from app.ui.screens.case.two_lines import TwoLineList
from app.ui.screens.case.wanted import WantedCard
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label

_TONES = {
    BoxState.OPEN: Tone.INFO,
    BoxState.ANSWERED: Tone.GOOD,
    BoxState.CONFIRMED: Tone.GOOD,
    BoxState.TAKEN_BACK: Tone.NEUTRAL,
}


class CorrectionsPage(AreaPage):
    """Left what was returned, right what is to be returned, the box in view and its revisions."""

    def __init__(self, context: UiContext, presenter: CorrectionsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self.count, self.locked = text_label(role="hint"), text_label(role="hint")
        self.list = TwoLineList(context, self)
        self.side = Column(context, self)
        self.wanted = WantedCard(context, presenter, self.side)
        self.box_card, self.revision_card, self.act_card = Card(context), Card(context), Card(context)
        self.name, self.question, self.told = text_label(), ReadOnlyProse(), text_label(role="hint")
        make_stop(self.box_card.title)
        self.box_card.add(self.name, self.question, self.told)
        self.compared, self.revisions = text_label(), RevisionTable(context)
        self.revision_card.add(self.compared, self.revisions)
        self.letter_button, self.take_back_button = QPushButton(), QPushButton()
        self.reason = Choices([one.value for one in TakenBack])
        self.act_card.add(self.letter_button, self.reason, self.take_back_button)
        for card in (self.wanted, self.box_card, self.act_card, self.revision_card):
            self.side.body.addWidget(card)
        self.side.body.addStretch(1)
        self._lay_out()
        self.list.currentRowChanged.connect(self._on_row)
        self.letter_button.clicked.connect(self._on_letter)
        self.reason.chosen.connect(self._enable)
        self.take_back_button.clicked.connect(self._on_take_back)
        self.begin()

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        edge = self.context.theme.scale.space(2)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.count, self.locked):
            label.setContentsMargins(edge, edge // 2, edge, edge // 2)
            column.addWidget(label)
        column.addWidget(self.list, 1)
        self.lay_beside(Divider.CORRECTIONS, (left, 32, 380), (self.side, 68, 820))

    def want(self, *boxes: Wanted) -> None:
        """Put boxes among those to return, and give the keyboard to the question about the first of them."""
        self._presenter.want(*boxes)
        lines, named = self._presenter.state.wanted, {one.cell for one in boxes}
        place = next((at for at, one in enumerate(lines) if one.cell in named), None)
        if place is not None:
            self.send_keyboard(self.wanted.lines[place].question)
            self.side.ensureWidgetVisible(self.wanted.lines[place])

    def compare(self, link_id: str, row: str | None) -> None:
        """Show the revisions of an answer."""
        self._presenter.compare(link_id, row)
        self.send_keyboard(self.revisions)
        self.side.ensureWidgetVisible(self.revision_card)

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.list.setAccessibleName(texts("case.corrections.list"))
        self.side.setAccessibleName(texts("case.area.corrections"))
        self.box_card.title.setText(texts("case.corrections.one"))
        self.revision_card.title.setText(texts("case.revisions.name"))
        self.act_card.title.setText(texts("case.corrections.act"))
        self.letter_button.setText(texts("case.corrections.letter"))
        self.take_back_button.setText(texts("case.corrections.take-back"))
        names = {one.value: texts(f"case.corrections.because.{one}") for one in TakenBack}
        self.reason.set_texts(names, texts("case.corrections.because"))
        self.wanted.retranslate()
        self._presenter.speak(texts.language)
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show list, wanted boxes, the one in view and its revisions."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        chosen = next((at for at, one in enumerate(state.boxes) if one.box.place == state.chosen), None)
        self.list.show_lines([(self._name(one), self._second(one)) for one in state.boxes], chosen)
        waiting = sum(one.box.state is BoxState.OPEN for one in state.boxes)
        self.count.setText(texts("case.corrections.count", count=len(state.boxes), open=waiting))
        self.locked.setVisible(state.locked is not None and bool(state.boxes))
        if state.locked is not None:
            self.locked.setText(texts("cli.correction.locked", why=texts(f"refusal.{state.locked}")))
        self.wanted.setVisible(state.may_return)
        self.wanted.show_state()
        self._show_box(state.current)
        self._show_revisions()
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """List and side."""
        return [self.list, self.side]

    @override
    def save_draft(self) -> None:
        """Keep the questions that are being written."""
        self._presenter.keep_wanted()

    @override
    def drop(self) -> bool:
        """Forget what was typed and what was shown."""
        had = self.wanted.has_input()
        self._presenter.drop()
        self.list.clear()
        self.wanted.show_state()
        self._show_box(None)
        self.revisions.show_revisions((), {})
        return had

    def _name(self, one: ShownBox) -> str:
        name = one.label
        if one.table:
            name = self.texts("correction.in-table", table=one.table, row=one.row_number, label=one.label)
        return self.texts("case.corrections.box", page=one.paper.page, box=one.paper.box, name=name)

    def _second(self, one: ShownBox) -> str:
        state = self.texts(f"box-state.{one.box.state}")
        sign = SIGNS[_TONES[one.box.state]]
        return self.texts("case.corrections.second", number=one.box.number, sign=sign, state=state)

    def _show_box(self, one: ShownBox | None) -> None:
        texts, state = self.texts, self._presenter.state
        self.box_card.setVisible(one is not None)
        if one is None:
            for label in (self.name, self.question, self.told):
                label.setText("")
            return
        self.name.setText(self._name(one))
        self.question.set_untrusted(one.box.question)
        who = visible(state.names.get(one.box.by, ""), NAME_CHARACTERS)
        lines = [texts("case.corrections.asked", name=who, day=both_calendars(civil_day(one.box.at), texts.language))]
        lines.append(texts(f"box-state.{one.box.state}"))
        if one.box.reason is not None:
            lines.append(texts(f"case.corrections.because.{one.box.reason}"))
        self.told.setText("\n".join(lines))

    def _show_revisions(self) -> None:
        state, texts = self._presenter.state, self.texts
        self.revision_card.setVisible(state.compared is not None)
        if state.compared is None:
            return
        page, box, table, label = self._presenter.label(state.compared[0])
        name = texts("case.corrections.named", table=table, label=label) if table else label
        self.compared.setText(texts("case.corrections.box", page=page, box=box, name=name))
        self.revisions.show_revisions(state.revisions, {str(person): name for person, name in state.names.items()})

    def _enable(self) -> None:
        state = self._presenter.state
        self.act_card.setVisible(state.may_return and state.is_waiting)
        self.letter_button.setEnabled(not state.is_busy)
        self.take_back_button.setEnabled(bool(self.reason.value()) and not state.is_busy)

    def _on_row(self, row: int) -> None:
        boxes = self._presenter.state.boxes
        if 0 <= row < len(boxes):
            self._presenter.choose(boxes[row].box.place)

    def _on_letter(self) -> None:
        ask_target(self, self.texts("case.corrections.letter"), self.texts("case.corrections.file"), self.save_to)

    def save_to(self, name: str) -> None:
        """Write the request to the place that was chosen."""
        self._presenter.save_letter(Path(name))

    def _on_take_back(self) -> None:
        self._presenter.take_back(TakenBack(self.reason.value()))
        self.reason.show_value("")
