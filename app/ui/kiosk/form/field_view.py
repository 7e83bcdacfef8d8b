"""One question on the screen: its words, its field, how it can be answered otherwise, what is wrong with it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.models.forms.answers import AnswerState, Cell
from app.models.forms.filling.typing import Choice
from app.ui.accessibility import announce
from app.ui.kiosk.form.composing import LineField
from app.ui.kiosk.form.editors import (
    AmountEditor,
    ChoiceEditor,
    DateEditor,
    Editor,
    FindEditor,
    TextEditor,
)
from app.ui.kiosk.form.field_guard import FieldGuard
from app.ui.kiosk.form.tools import Tools
from app.ui.kiosk.ruby import RubyLabel, readings
from app.ui.presenters import kiosk_form_fields as fields
from app.ui.presenters.kiosk_form_fields import Kind, Shape, Standing
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.guard_strip import GuardStrip
from app.ui.widgets.labels import text_label

WITH_REASON = frozenset({AnswerState.UNKNOWN, AnswerState.DECLINED})
WITHOUT_FIELD = frozenset({Kind.TABLE, Kind.PAPER})
_SHORT_LABEL = 8
"""Choices whose words are this short stand in two columns."""


class FieldView(QWidget):
    """Shows one cell; :meth:`bind` shows the same question of another row.

    Signals:
        answered: The linkId; an answer was written or taken away.
        typing: A key changed the text; nothing is written yet.
    """

    answered = Signal(str)
    typing = Signal()

    def __init__(self, tools: Tools, link_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.shape: Shape = tools.form.shape(link_id)
        self.cell: Cell = (link_id, None)
        self.label = RubyLabel(tools.look, parent=self)
        self.asked = text_label(role="now", parent=self)
        self.hint = RubyLabel(tools.look, "hint", self)
        self.editor = self._editor()
        self.way = QuietCombo(self)
        self.way.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.echo = text_label(role="small", parent=self)
        self.reason_label = text_label(role="small", parent=self)
        self.reason = LineField(self)
        self.reason_label.setBuddy(self.reason)
        self.problem = text_label(role="invalid", parent=self)
        self.guard: FieldGuard | None = None
        self.setFocusProxy(self.editor)
        self._lay_out()
        self._listen()
        self._say()

    def bind(self, row: str | None) -> None:
        """Stand for the cell of another row; :meth:`refresh` shows it."""
        self.cell = (self.shape.link_id, row)

    def refresh(self) -> None:
        """Show what stands in the cell."""
        standing = self._tools.form.standing(self.cell)
        self._show_opening()
        self.editor.show_standing(standing)
        self._show_way(standing)
        self._show_echo()
        self._show_problem(standing)
        self._show_guard()

    def written(self) -> tuple[str, bool]:
        """The free text in view, and whether it is the reason for an answer rather than the answer."""
        standing = self._tools.form.standing(self.cell)
        if standing.state in WITH_REASON:
            return self.reason.text(), True
        free = self.shape.kind in {Kind.TEXT, Kind.LONG} and not self.editor.isHidden()
        return (self.editor.text().text if free else ""), False

    def rewrite(self, text: str) -> None:
        """Put another text in the place of the one that is typed; no step back leads to the old one."""
        self.editor.show_standing(Standing(text))
        self.commit()

    def commit(self, *, final: bool = True, stays: bool = True) -> None:
        """Hand over what was typed.

        Args:
            final: The person left the field; else what an input method has under way is not touched.
            stays: The cell stays in view and shows what became of it.
        """
        form, before = self._tools.form, self._tools.form.standing(self.cell)
        if not form.opens(self.cell):
            return
        if final:
            self.editor.finish()
            self.reason.finish_composition()
        draft = form.draft
        if before.state is not None and before.state is not AnswerState.VALUE:
            if before.state in WITH_REASON and self.reason.text() != before.reason:
                form.say(self.cell, before.state, self.reason.text())
        elif isinstance(self.editor, FindEditor):
            self._commit_found(before, final=final)
        elif isinstance(self.editor, TextEditor):
            form.type_in(self.cell, self.editor.text(), final=final)
        if final and stays:
            self.refresh()
        elif stays:
            self._show_guard()
        if form.draft is not draft:
            self.answered.emit(self.shape.link_id)

    def focus(self) -> None:
        """Take the keyboard."""
        (self.way if self.editor.isHidden() else self.editor).setFocus()

    # Making

    def _editor(self) -> Editor:
        shape, form, look = self.shape, self._tools.form, self._tools.look
        made: Editor
        match shape.kind:
            case Kind.YES_NO:
                words = [Choice(code, form.pack.text(f"value.{code}", form.language)) for code in ("yes", "no")]
                made = ChoiceEditor(look, words, self, columns=2)
            case Kind.FEW:
                short = all(len(each.label) <= _SHORT_LABEL for each in shape.choices)
                made = ChoiceEditor(look, shape.choices, self, columns=2 if short else 1)
            case Kind.MANY:
                made = FindEditor(self._find, self)
            case Kind.DATE:
                made = DateEditor(self, asks_day=shape.wants_day)
            case Kind.AMOUNT:
                made = AmountEditor(self)
            case Kind.TEXT | Kind.LONG | Kind.NUMBER:
                made = TextEditor(is_long=shape.kind is Kind.LONG, parent=self)
            case Kind.TABLE | Kind.PAPER:
                made = Editor(self)
        return made

    def _find(self, words: str) -> tuple[Choice, ...]:
        form = self._tools.form
        return fields.choices_for(form.pack, self.shape.link_id, words, form.language, readings())

    def _lay_out(self) -> None:
        space = self._tools.theme.scale.space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, space(2))
        column.setSpacing(space(0.75))
        line = QHBoxLayout()
        line.setSpacing(space(2.5))
        line.addWidget(self.editor, 1)
        line.addWidget(self.way)
        line.addStretch(0)
        for part in (self.label, self.asked, self.hint):
            column.addWidget(part)
        column.addLayout(line)
        for each in (self.echo, self.reason_label, self.reason, self.problem):
            column.addWidget(each)

    def _listen(self) -> None:
        self.editor.typed.connect(self._on_typed)
        self.editor.left.connect(self.commit)
        self.editor.chosen.connect(self._on_chosen)
        self.way.activated.connect(self._on_way)
        self.reason.textEdited.connect(self.typing)
        self.reason.left.connect(self.commit)
        if isinstance(self.editor, DateEditor):
            self.editor.about.clicked.connect(self._on_about)
            self.editor.no_day.clicked.connect(self._on_no_day)

    def _say(self) -> None:
        texts, form = self._tools.texts, self._tools.form
        is_table = self.shape.kind is Kind.TABLE
        self.label.set_words(texts("ui.kiosk-form.no-rows") if is_table else self.shape.label)
        self.hint.set_words("" if is_table else self.shape.hint)
        self.hint.setVisible(bool(self.hint.text()))
        self.way.addItem(texts("ui.kiosk-form.way.table" if is_table else "ui.kiosk-form.way.value"), None)
        for state in self.shape.states:
            self.way.addItem(form.pack.text(f"state.{state.value}", form.language), state)
        if isinstance(self.editor, DateEditor):
            self.editor.about.setText(texts("ui.kiosk-form.about"))
            self.editor.no_day.setText(texts("ui.kiosk-form.no-day"))
            self.editor.field.setPlaceholderText(texts("ui.kiosk-form.date.example"))
        if isinstance(self.editor, AmountEditor):
            self.editor.currency.setToolTip(texts("ui.kiosk-form.currency"))
            self.editor.field.setPlaceholderText(texts("ui.kiosk-form.amount.example"))
        if isinstance(self.editor, FindEditor):
            self.editor.field.setPlaceholderText(texts("ui.kiosk-form.find.example"))
        if self.shape.kind is Kind.PAPER:
            self.hint.set_words(texts("ui.kiosk-form.paper"))
            self.hint.show()

    # Showing

    def _show_opening(self) -> None:
        """In a correction most cells are read only, and some have a question of an officer over them."""
        form = self._tools.form
        asked, is_open = form.question(self.cell) if self.shape.kind is not Kind.TABLE else "", form.opens(self.cell)
        words = self._tools.texts("ui.kiosk-form.asked", asked=visible(asked, len(asked))) if asked else ""
        self.asked.setText(words if is_open else self._tools.texts("ui.kiosk-form.closed"))
        self.asked.setVisible(bool(words) or not is_open)
        for part in (self.editor, self.way, self.reason):
            part.setEnabled(is_open)

    def _show_way(self, standing: Standing) -> None:
        explicit = standing.state is not None and standing.state is not AnswerState.VALUE
        places = [place for place in range(self.way.count()) if explicit and self.way.itemData(place) == standing.state]
        self.way.setCurrentIndex(places[0] if places else 0)
        self.editor.setVisible(not explicit and self.shape.kind not in WITHOUT_FIELD)
        wants_reason = standing.state in WITH_REASON
        for part in (self.reason, self.reason_label):
            part.setVisible(wants_reason)
        if wants_reason:
            key = (
                "ui.kiosk-form.reason.needed" if standing.state is AnswerState.UNKNOWN else "ui.kiosk-form.reason.free"
            )
            self.reason_label.setText(self._tools.texts(key))
            if self.reason.text() != standing.reason:
                self.reason.setText(standing.reason)

    def _show_echo(self) -> None:
        words, editor = "", self.editor
        if isinstance(editor, TextEditor) and not editor.isHidden():
            typed = editor.text()
            words = fields.understood(self._tools.form.pack, self.cell, typed, self._tools.texts.catalogue())
            if isinstance(editor, DateEditor):
                words = self._show_date(editor, typed.text, words)
        self.echo.setText(words)
        self.echo.setVisible(bool(words))

    def _show_date(self, editor: DateEditor, text: str, words: str) -> str:
        pack, link_id = self._tools.form.pack, self.shape.link_id
        knows_day = fields.knows_day(pack, link_id, text) if text.strip() else None
        lacks_day = knows_day is False and self.shape.wants_day
        editor.show_switches(about=bool(text.strip()) and fields.has_about(pack, link_id, text), no_day=lacks_day)
        return f"{words}\n{self._tools.texts('ui.kiosk-form.no-day-said')}" if lacks_day else words

    def _show_guard(self) -> None:
        """Ask below the field about what no question asks for; the strip is made when it is first needed."""
        text, is_reason = self.written()
        hits = self._tools.form.found(self.cell, text, is_reason=is_reason) if text else ()
        if hits and self.guard is None:
            self.guard = FieldGuard(self._tools, self)
            column = self.layout()
            if column is not None:
                column.addWidget(self.guard.strip)
            self._order(self.guard.strip)
        if self.guard is not None:
            self.guard.show_hits(text, hits)

    def _order(self, strip: GuardStrip) -> None:
        """Tab leads from the field into the strip below it."""
        before: QWidget = self.reason
        for button in (strip.strike_button, strip.stay_button):
            QWidget.setTabOrder(before, button)
            before = button

    def _show_problem(self, standing: Standing) -> None:
        code = standing.problem
        if not code and self._tools.form.is_missing(self.cell):
            code = "answer.missing" if self.shape.required else "answer.empty-cell"
        sentence = self._tools.texts(f"problem.{code}") if code else ""
        is_new = bool(sentence) and sentence != self.problem.text()
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if is_new and self.isVisible():
            announce(self, sentence)
        self._name(sentence)

    def _name(self, problem: str) -> None:
        texts = self._tools.texts
        parts = (
            texts("ui.kiosk-form.must") if self.shape.required else "",
            self.hint.text(),
            self.echo.text(),
            problem,
        )
        description = "\n".join(each for each in parts if each)
        name = self.label.text()
        self.editor.name(name, description)
        self.way.setAccessibleName(texts("ui.kiosk-form.way.name", field=name))
        self.way.setAccessibleDescription(description)
        self.reason.setAccessibleName(texts("ui.kiosk-form.reason.name", field=name))
        self.reason.setAccessibleDescription(f"{self.reason_label.text()}\n{problem}".strip())

    # Hearing

    def _on_typed(self) -> None:
        if self.shape.kind in {Kind.DATE, Kind.AMOUNT}:
            self._show_echo()
        self.typing.emit()

    def _on_chosen(self, code: str) -> None:
        draft = self._tools.form.draft
        self._tools.form.choose(self.cell, code)
        self.refresh()
        if self._tools.form.draft is not draft:
            self.answered.emit(self.shape.link_id)

    def _commit_found(self, before: Standing, *, final: bool) -> None:
        editor, form = self.editor, self._tools.form
        if not isinstance(editor, FindEditor) or editor.text().text == before.text:
            return
        settled = editor.settled() if final else editor.text().text
        if settled != editor.text().text and form.choose(self.cell, settled) == "":
            return
        form.type_in(self.cell, editor.text(), final=final)

    def _on_way(self) -> None:
        form, state = self._tools.form, self.way.currentData()
        draft, before = form.draft, form.standing(self.cell)
        if state is None:
            if before.state is not AnswerState.VALUE:
                form.clear(self.cell)
        elif state is not before.state:
            form.say(self.cell, AnswerState(state), self.reason.text() if state in WITH_REASON else "")
        self.refresh()
        if form.draft is not draft:
            self.answered.emit(self.shape.link_id)

    def _on_about(self) -> None:
        self._rewrite(
            lambda text, language: (
                fields.with_about(text, language)
                if not fields.has_about(self._tools.form.pack, self.shape.link_id, text)
                else fields.without_about(text)
            )
        )

    def _on_no_day(self) -> None:
        pack, link_id = self._tools.form.pack, self.shape.link_id
        self._rewrite(lambda text, language: fields.without_day(pack, link_id, text, language))

    def _rewrite(self, change: Callable[[str, str], str]) -> None:
        if isinstance(self.editor, DateEditor):
            self.editor.finish()
            text = self.editor.text().text
            if text.strip():
                self.editor.replace(change(text, self._tools.form.language))
            self.commit()
