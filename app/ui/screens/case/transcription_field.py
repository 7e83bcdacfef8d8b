"""One field of the transcription: as written beside the value, why not, and both readings where they differ."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.models.forms.answers import AnswerState, Cell
from app.models.forms.filling.typing import Choice
from app.models.forms.transcribing import PaperMark
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.kiosk.form.composing import LineField, LongField
from app.ui.kiosk.form.editors import AmountEditor, Editor, FindEditor, TextEditor
from app.ui.kiosk.ruby import readings
from app.ui.presenters.case_transcription import TranscriptionPresenter
from app.ui.presenters.kiosk_form_fields import Kind, Shape, Standing, choices_for
from app.ui.presenters.transcription_sheet import Entered, FieldLine, Stand
from app.ui.screens.case.card import Card
from app.ui.screens.case.parts import Choices, ReadOnlyProse, caption
from app.ui.screens.case.transcription_words import TONES, name_of, visible_lines
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.field_guard import FieldGuard
from app.ui.widgets.guard_strip import GuardStrip
from app.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from collections.abc import Sequence

WITH_REASON = frozenset({AnswerState.UNKNOWN, AnswerState.DECLINED})
_SHORT = 8
"""Choices whose words are this short stand in a row."""
_FEW = 3


class FieldCard(Card):
    """The cell that is typed in.

    Signals:
        edited: What stands in the field changed.
        left: The field was left; what stands in it is meant.
        done: Enter: on to the next field.
    """

    edited = Signal()
    left = Signal()
    done = Signal()

    def __init__(self, context: UiContext, presenter: TranscriptionPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._context, self._texts, self._presenter = context, context.texts, presenter
        self._made: tuple[Cell, str] | None = None
        self._line: FieldLine | None = None
        self._is_showing = False
        self.stand = StateBadge(self._texts)
        self.name, self.hint = text_label(role="lead"), text_label(role="small")
        self.asked = ReadOnlyProse()
        self.written_label, self.value_label = caption(), caption()
        self.place = QWidget()
        self.editor: Editor | Choices | None = None
        self.value, self.note = text_label(), text_label(role="small")
        self.problem = text_label(role="invalid")
        self.way = QuietCombo()
        self.reason = LineField()
        self.words_strip: GuardStrip | None = None
        self.reason_strip = GuardStrip(self._texts)
        self.blank_button, self.illegible_button = QPushButton(), QPushButton()
        self.mine_label, self.other_label = caption(), caption()
        self.mine, self.other = ReadOnlyProse(), ReadOnlyProse()
        self.settle = text_label(role="small")
        self.beside = QWidget()
        self._lay_out()
        self.way.activated.connect(self._on_way)
        self.reason.textEdited.connect(self._on_typed)
        self.reason.left.connect(self._on_left)
        for part in (self.way, self.reason):
            part.installEventFilter(self)
        self.blank_button.clicked.connect(self.say_blank)
        self.illegible_button.clicked.connect(self.say_illegible)
        self._reason_guard = FieldGuard(self.reason, self.reason_strip, presenter.reasons)
        self._words_guard: FieldGuard | None = None

    @property
    def cell(self) -> Cell | None:
        """The cell that is typed in."""
        return None if self._line is None else self._line.cell

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self._made = None
        for label, key in (
            (self.title, "field"),
            (self.written_label, "as-written"),
            (self.value_label, "value"),
            (self.mine_label, "mine"),
            (self.other_label, "other"),
            (self.settle, "settle"),
        ):
            label.setText(texts(f"case.transcription.{key}"))
        self.blank_button.setText(texts("case.transcription.blank"))
        self.illegible_button.setText(texts("case.transcription.illegible"))
        self.reason.setPlaceholderText(texts("case.transcription.reason"))

    def show_line(self, line: FieldLine | None) -> None:
        """Show a field; what is being typed in it stays."""
        # Parts that go away lose the keyboard with this: they must not speak for the field that comes.
        self._is_showing = True
        self._show(line)
        self._is_showing = False

    def _show(self, line: FieldLine | None) -> None:
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            self._made = None
            return
        texts = self._texts
        key = (line.cell, texts.language.value)
        if self._made != key:
            self._make(line.cell)
            self._made = key
        self.name.setText(name_of(self._context, line))
        self.stand.show_state(texts(f"case.transcription.stand.{line.stand}"), TONES[line.stand])
        asked = self._presenter.question(line.cell)
        self.asked.set_untrusted(texts("case.transcription.asked", asked=visible(asked, len(asked))) if asked else "")
        self.asked.setVisible(bool(asked))
        self.set_standing(self._presenter.standing(line.cell))
        for part in (self.place, self.way, self.reason, self.blank_button, self.illegible_button):
            part.setEnabled(line.stand is not Stand.OTHERS)
        self.beside.setVisible(line.stand is Stand.DIFFERS)
        self.mine.set_untrusted(_both(line.written, line.value))
        self.other.set_untrusted(_both(line.other, line.other_value))

    def set_standing(self, typed: Entered) -> None:
        """Show what stands in the field."""
        line = self._line
        if line is None:
            return
        shape = self._presenter.shape(line.cell[0])
        place = next((at for at in range(self.way.count()) if self.way.itemData(at) == typed.state), 0)
        self.way.setCurrentIndex(place)
        self.place.setVisible(typed.state is None and shape.kind is not Kind.TABLE)
        self.reason.setVisible(typed.state in WITH_REASON)
        if self.reason.text() != typed.reason:
            self.reason.setText(typed.reason)
        if isinstance(self.editor, Choices):
            self.editor.show_value(typed.text if typed.state is None else "")
        elif self.editor is not None and typed.state is None:
            text = typed.text
            if isinstance(self.editor, FindEditor):
                text = self._words_of(line.cell[0], text)
            self.editor.show_standing(Standing(text, currency=typed.currency))
        for guard in (self._words_guard, self._reason_guard):
            if guard is not None:
                guard.look()
        self._say(typed)

    def entered(self, *, final: bool = False) -> Entered:
        """What stands in the field now.

        Args:
            final: Take what an input method has under way, and the choice that is meant.
        """
        state = self.way.currentData()
        if state is not None:
            if final:
                self.reason.finish_composition()
            return Entered(state=AnswerState(state), reason=self.reason.text() if state in WITH_REASON else "")
        editor = self.editor
        if isinstance(editor, Choices):
            return Entered(editor.value())
        if editor is None:
            return Entered()
        if final:
            editor.finish()
        typed = editor.text()
        if isinstance(editor, FindEditor):
            return Entered(editor.settled() if final and typed.text.strip() else typed.text)
        return Entered(typed.text, typed.currency)

    def take_keyboard(self) -> QWidget:
        """The part that the keyboard belongs to."""
        if self.place.isHidden():
            return self.way if self.reason.isHidden() else self.reason
        if isinstance(self.editor, Choices):
            buttons = self.editor.buttons
            return buttons[self.editor.value() or next(iter(buttons))]
        proxy = None if self.editor is None else self.editor.focusProxy()
        return proxy if isinstance(proxy, QWidget) else self.way

    def say_blank(self) -> None:
        """The box on paper is blank."""
        self._mark(PaperMark.BLANK)

    def say_illegible(self) -> None:
        """It cannot be read."""
        self._mark(PaperMark.ILLEGIBLE)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            composing = isinstance(watched, LineField) and bool(watched.composition)
            if is_enter and is_plain and not composing:
                self.done.emit()
                return True
        return super().eventFilter(watched, event)

    # Making

    def _lay_out(self) -> None:
        space = self._context.theme.scale.space
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.stand)
        self.column.addLayout(head)
        self.add(self.asked, self.hint)
        inner = QVBoxLayout(self.place)
        inner.setContentsMargins(0, 0, 0, 0)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(space(1))
        marks = QHBoxLayout()
        marks.setSpacing(space(1.5))
        for button in (self.blank_button, self.illegible_button):
            marks.addWidget(button)
        marks.addStretch(1)
        for part in (self.written_label, self.place, self.way, self.reason, self.reason_strip):
            left.addWidget(part)
        left.addLayout(marks)
        left.addStretch(1)
        for label in (self.value_label, self.value, self.problem, self.note):
            right.addWidget(label)
        right.addStretch(1)
        beside = QGridLayout(self.beside)
        beside.setContentsMargins(0, 0, 0, 0)
        for place, reading in enumerate(((self.mine_label, self.mine), (self.other_label, self.other))):
            beside.setColumnStretch(place, 1)
            for row, words in enumerate(reading):
                beside.addWidget(words, row, place, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.settle, 2, 0, 1, 2)
        sides = QHBoxLayout()
        sides.setSpacing(space(4))
        sides.addLayout(left, 3)
        sides.addLayout(right, 2)
        self.column.addLayout(sides)
        self.add(self.beside)

    def _make(self, cell: Cell) -> None:
        """Another field stands here: its editor, its states, its name."""
        shape = self._presenter.shape(cell[0])
        inner = self.place.layout()
        if self.editor is not None and inner is not None:
            inner.removeWidget(self.editor)
            for part in (self.editor, self.words_strip):
                if part is not None:
                    part.hide()
                    part.deleteLater()
        self.editor, self.words_strip, self._words_guard = self._editor(shape), None, None
        if self.editor is not None and inner is not None:
            inner.addWidget(self.editor)
            self.editor.show()  # at once: what is not shown yet takes no keyboard
            if isinstance(self.editor, TextEditor) and shape.kind in {Kind.TEXT, Kind.LONG}:
                self.words_strip = GuardStrip(self._texts)
                inner.addWidget(self.words_strip)
                self._words_guard = FieldGuard(self.editor.field, self.words_strip, self._presenter.words)
        self.way.clear()
        texts, pack = self._texts, self._presenter.pack
        is_table = shape.kind is Kind.TABLE
        self.way.addItem(texts("case.transcription.way.table" if is_table else "case.transcription.way.value"), None)
        for state in shape.states:
            self.way.addItem(pack.text(f"state.{state.value}", texts.language.value), state)
        self.hint.setText(shape.hint)
        self.hint.setVisible(bool(shape.hint))
        for before, after in zip(self._stops(), self._stops()[1:], strict=False):
            QWidget.setTabOrder(before, after)

    def _stops(self) -> list[QWidget]:
        own: Sequence[QWidget] = ()
        if isinstance(self.editor, Choices):
            own = list(self.editor.buttons.values())
        elif self.editor is not None:
            own = [*self.editor.findChildren(QLineEdit), *self.editor.findChildren(QPlainTextEdit)]
            if isinstance(self.editor, AmountEditor):
                own = [*own, self.editor.currency]
        return [*own, self.way, self.reason, self.blank_button, self.illegible_button]

    def _editor(self, shape: Shape) -> Editor | Choices | None:
        pack, language = self._presenter.pack, self._texts.language.value
        if shape.kind in {Kind.YES_NO, Kind.FEW}:
            words: Sequence[Choice] = shape.choices
            if shape.kind is Kind.YES_NO:
                words = [Choice(code, pack.text(f"value.{code}", language)) for code in ("yes", "no")]
            in_row = len(words) <= _FEW and all(len(each.label) <= _SHORT for each in words)
            choices = Choices([each.code for each in words], self.place, in_row=in_row)
            choices.set_texts({each.code: each.label for each in words}, shape.label)
            choices.chosen.connect(self._on_typed)
            for button in choices.buttons.values():
                button.installEventFilter(self)
            return choices
        if shape.kind is Kind.TABLE:
            return None
        editor: Editor
        if shape.kind is Kind.MANY:
            editor = FindEditor(lambda words: choices_for(pack, shape.link_id, words, language, readings()), self.place)
            editor.chosen.connect(self._on_found)
        elif shape.kind is Kind.AMOUNT:
            editor = AmountEditor(self.place)
            editor.currency.setToolTip(self._texts("ui.kiosk-form.currency"))
        else:
            editor = TextEditor(is_long=shape.kind is Kind.LONG, parent=self.place)
        editor.typed.connect(self._on_typed)
        editor.left.connect(self._on_left)
        for line in editor.findChildren(QLineEdit):
            line.installEventFilter(self)
        for long in editor.findChildren(LongField):
            long.setFixedHeight(long.fontMetrics().lineSpacing() * 4)
        return editor

    def _words_of(self, link_id: str, code: str) -> str:
        known = self._presenter.pack.index[link_id].answer_value_set
        texts = self._presenter.pack.texts[self._texts.language.value]
        return texts.get(f"choice.{known}.{code}", code)

    # Hearing

    def _on_left(self) -> None:
        if not self._is_showing:
            self.left.emit()

    def _on_typed(self) -> None:
        if self._is_showing:
            return
        self._say(self.entered())
        self.edited.emit()

    def _on_found(self, code: str) -> None:
        if isinstance(self.editor, FindEditor) and self._line is not None:
            self.editor.show_standing(Standing(self._words_of(self._line.cell[0], code)))
        self._on_typed()

    def _on_way(self) -> None:
        typed = self.entered()
        # Nothing is meant before the field is left: arrow keys pass over what stands between.
        self.set_standing(typed)
        self.edited.emit()

    def _mark(self, mark: PaperMark) -> None:
        words = self._texts.catalogue(Language.JAPANESE)(f"paper-mark.{mark}")
        self.set_standing(Entered(state=AnswerState.UNKNOWN, reason=words))
        self.edited.emit()
        self.done.emit()

    def _say(self, typed: Entered) -> None:
        """Say how the field is understood, or why not."""
        line = self._line
        if line is None:
            return
        texts, reading = self._texts, self._presenter.reading(line.cell, typed)
        shape = self._presenter.shape(line.cell[0])
        self.value.setText(visible_lines(reading.value) or texts("case.transcription.no-value"))
        self.problem.setText(texts(f"problem.{reading.problem}") if reading.problem else "")
        self.problem.setVisible(bool(reading.problem))
        said = typed.state is not None or shape.kind is Kind.TABLE
        self.note.setText(texts(f"case.transcription.note.{'state' if said else shape.kind}"))
        description = f"{self.value.text()}\n{self.problem.text()}\n{self.note.text()}\n{self.hint.text()}"
        name = texts("case.transcription.written-name", field=self.name.text() or line.label)
        if isinstance(self.editor, Choices):
            self.editor.setAccessibleName(name)
        elif self.editor is not None:
            self.editor.name(name, description)
        self.way.setAccessibleName(texts("case.transcription.way.name", field=line.label))
        self.way.setAccessibleDescription(description)
        self.reason.setAccessibleName(texts("case.transcription.reason-name", field=line.label))
        self.reason.setAccessibleDescription(description)


def _both(as_written: str, value: str) -> str:
    """A reading as it was written, and below it how it was understood where that is something else."""
    return as_written if as_written == value or not value else f"{as_written}\n{value}"
