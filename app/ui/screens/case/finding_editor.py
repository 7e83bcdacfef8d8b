"""The finding (所見) on one statutory item: summary, facts, the subject's side, mitigation, what was not learned."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.models.domain.citing import Revisions
from app.models.domain.finding import HearingState
from app.ui.context import UiContext
from app.ui.presenters.finding_editing import EditedFact, EditedFinding, with_fact
from app.ui.screens.case.fact_editor import FactEditor, Name
from app.ui.screens.case.parts import Choices, Column, ProseEdit, caption, date_edit
from app.ui.widgets.labels import text_label

YES, NO = "adverse", "not-adverse"
UNCAPTIONED = frozenset({"title", "add", "explained"})


class FindingEditor(Column):
    """Fields of one finding.

    Signals:
        edited: An :class:`EditedFinding`.
        held: Number of the fact, from 0, that has the keyboard.
        pick_asked: Number of the fact, from 0, for which an answer is to be chosen.
        explained_asked: What the subject said in interviews is to be taken over.
    """

    edited = Signal(object)
    held = Signal(int)
    pick_asked = Signal(int)
    explained_asked = Signal()

    def __init__(self, context: UiContext, name_of: Name, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._context, self._texts, self._name_of = context, context.texts, name_of
        self._finding = EditedFinding(1)
        self._is_editable = False
        self.title = text_label(role="lead")
        self.adverse = Choices((NO, YES), in_row=True)
        self.summary, self.mitigation, self.absence, self.hearing_text = (ProseEdit(n) for n in (3, 2, 2, 2))
        self.hearing = Choices([state.value for state in HearingState])
        self.hearing_on = date_edit(self._texts)
        self.facts = QVBoxLayout()
        self.add_button, self.explained_button = QPushButton(), QPushButton()
        self.captions = {name: caption() for name in self._parts() if name not in UNCAPTIONED}
        for name, part in self._parts().items():
            if name in self.captions:
                self.body.addWidget(self.captions[name])
            if isinstance(part, QVBoxLayout):
                self.body.addLayout(part)
            else:
                self.body.addWidget(part)
        self.body.addStretch(1)
        self.adverse.chosen.connect(self._on_edited)
        self.hearing.chosen.connect(self._on_edited)
        for field in (self.summary, self.mitigation, self.absence, self.hearing_text):
            field.edited.connect(self._on_edited)
        self.hearing_on.field.textEdited.connect(self._on_edited)
        self.add_button.clicked.connect(self._on_add)
        self.explained_button.clicked.connect(self.explained_asked)

    def _parts(self) -> dict[str, QWidget | QVBoxLayout]:
        return {
            "title": self.title,
            "adverse": self.adverse,
            "summary": self.summary,
            "facts": self.facts,
            "add": self.add_button,
            "hearing": self.hearing,
            "explained": self.explained_button,
            "hearing-text": self.hearing_text,
            "hearing-on": self.hearing_on,
            "mitigation": self.mitigation,
            "absence": self.absence,
        }

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        for name, label in self.captions.items():
            label.setText(texts(f"case.finding.{name}"))
        for name, field in self._parts().items():
            if isinstance(field, ProseEdit):
                field.setAccessibleName(texts(f"case.finding.{name}"))
        self.hearing_on.set_name(texts("case.finding.hearing-on"))
        self.adverse.set_texts(
            {NO: texts("case.finding.is-not-adverse"), YES: texts("case.finding.is-adverse")},
            texts("case.finding.adverse"),
        )
        self.hearing.set_texts(
            {state.value: texts(f"hearing.{state}") for state in HearingState}, texts("case.finding.hearing")
        )
        self.add_button.setText(texts("case.fact.add"))
        self.explained_button.setText(texts("case.finding.take-explained"))
        for editor in self._editors():
            editor.retranslate()
        self.setAccessibleName(texts("case.finding.name"))
        self._show_title()

    def show_finding(self, finding: EditedFinding, revisions: Revisions, *, is_editable: bool) -> None:
        """Show a finding; fields that already say the same are left alone, so that typing is never disturbed."""
        if finding.item != self._finding.item:
            self.verticalScrollBar().setValue(0)
        self._finding, self._is_editable = finding, is_editable
        self._show_title()
        self.adverse.show_value("" if finding.adverse is None else YES if finding.adverse else NO)
        self.summary.show_text(finding.summary)
        self.hearing.show_value(finding.hearing.value)
        self.hearing_text.show_text(finding.hearing_text)
        if self.hearing_on.value != finding.hearing_on:
            self.hearing_on.field.setText(finding.hearing_on.isoformat() if finding.hearing_on else "")
        self.mitigation.show_text(finding.mitigation)
        self.absence.show_text(finding.absence)
        self._show_facts(finding.facts, revisions)
        self._show_hearing()
        for choice in (self.adverse, self.hearing):
            choice.set_editable(is_editable)
        for field in (self.summary, self.mitigation, self.absence, self.hearing_text):
            field.setReadOnly(not is_editable)
            field.setPlaceholderText("" if is_editable else self._texts("case.answer.unanswered"))
        self.hearing_on.field.setReadOnly(not is_editable)
        self.add_button.setVisible(is_editable)

    def show_heard(self, heard_of: Callable[[EditedFact], tuple[str, ...] | None]) -> None:
        """Show under each fact what the subject said about it."""
        for editor, fact in zip(self._editors(), self._finding.facts, strict=True):
            editor.show_heard(heard_of(fact))

    def offer_explained(self, is_there: bool) -> None:  # noqa: FBT001 # from one caller
        """Offer to take over what the subject said in interviews, or not."""
        self.explained_button.setVisible(is_there and self._is_editable)

    def _show_title(self) -> None:
        item = self._finding.item
        self.title.setText(self._texts("case.item", number=item, name=self._texts(f"item.{item}")))

    def _show_facts(self, facts: tuple[EditedFact, ...], revisions: Revisions) -> None:
        editors = self._editors()
        for editor in editors[len(facts) :]:
            self.facts.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        is_longer = len(facts) > len(editors)
        for number in range(len(editors) + 1, len(facts) + 1):
            editor = FactEditor(self._context, number, self._name_of)
            editor.held.connect(lambda place=number - 1: self.held.emit(place))
            editor.pick_asked.connect(lambda place=number - 1: self.pick_asked.emit(place))
            editor.edited.connect(self._on_edited)
            editor.removed.connect(self._on_removed)
            self.facts.addWidget(editor)
        for editor, fact in zip(self._editors(), facts, strict=True):
            editor.show_fact(fact, revisions)
            editor.set_editable(self._is_editable)
        if is_longer:
            self._order_tabs()

    def _order_tabs(self) -> None:
        """A new fact stands behind the one before it also for Tab, not at the end of the window."""
        before: QWidget = self.summary
        for editor in self._editors():
            before = editor.follow(before)
        QWidget.setTabOrder(before, self.add_button)

    def _show_hearing(self) -> None:
        state = self._finding.hearing
        parts = (self.captions["hearing-text"], self.hearing_text, self.captions["hearing-on"], self.hearing_on)
        for part in parts:
            part.setVisible(state is not HearingState.NOT_NEEDED)

    def _editors(self) -> list[FactEditor]:
        items = (self.facts.itemAt(place) for place in range(self.facts.count()))
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, FactEditor)]

    def _on_edited(self) -> None:
        adverse = self.adverse.value()
        self._finding = replace(
            self._finding,
            adverse=None if not adverse else adverse == YES,
            summary=self.summary.text(),
            facts=tuple(editor.fact() for editor in self._editors()),
            hearing=HearingState(self.hearing.value()),
            hearing_text=self.hearing_text.text(),
            hearing_on=self.hearing_on.value,
            mitigation=self.mitigation.text(),
            absence=self.absence.text(),
        )
        self.edited.emit(self._finding)

    def _on_add(self) -> None:
        self.edited.emit(with_fact(self._finding, len(self._finding.facts), EditedFact()))
        if editors := self._editors():
            editors[-1].text.setFocus()
            self.ensureWidgetVisible(editors[-1])

    def _on_removed(self) -> None:
        editors = self._editors()
        sender = self.sender()
        place = next((at for at, editor in enumerate(editors) if editor is sender), None)
        if place is not None:
            self.edited.emit(with_fact(self._finding, place, None))
            self.add_button.setFocus()
