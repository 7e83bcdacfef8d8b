"""The room of the second reader: own readings, sections, masked answers, and the own view on each statutory item."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.sampling import READ_ITEMS
from app.models.forms.reading import SectionHead
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.masked import ADVERSE, NOT_ADVERSE, MaskedPresenter, MaskedState, Written
from app.ui.screen import Screen
from app.ui.screens.case.answer_model import AnswerModel, answer_words
from app.ui.screens.case.answer_table import AnswerTable
from app.ui.screens.case.guarded import asks_first, watch
from app.ui.screens.case.parts import Choices, ProseEdit, ReadOnlyProse, caption
from app.ui.screens.case.two_lines import TwoLineList
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.labels import text_label
from app.ui.widgets.splitter import Splitter
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

AUTOSAVE_MS = 1500
KINDS = frozenset({"second-read", "sample", "findings", "withdrawal", "bundle", "ties", "case"})
ITEMS = (Heading("masked.column.item", 20), Heading("masked.column.view", 12))


class MaskedScreen(Screen):
    """No name, number or picture of the case is in it; the case is the nth reading of this officer."""

    def __init__(self, context: UiContext, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = MaskedPresenter(place, context.runner, context.texts.language.value)
        self._shown: object = ()
        self._opened: object = None
        self._is_showing = False
        texts, theme = context.texts, context.theme
        self.title, self.hint = text_label(role="title", parent=self), text_label(role="hint", parent=self)
        self.notice = Banner(texts, self)
        self.strip = WorkStrip(context, "masked.busy", self.presenter, self)
        self.nothing = text_label(role="hint")
        self.readings, self.sections = TwoLineList(context, self), TwoLineList(context, self)
        self.model = AnswerModel(texts, lambda _line: None, lambda _line: None, self)
        self.table = AnswerTable(self.model, theme, self, is_marked=False)
        self.whole, self.keys = ReadOnlyProse(), text_label(role="small")
        self.items = LinesTable(texts, theme, ITEMS, self, fits=True)
        self.view_caption, self.text_caption = caption(), caption()
        self.view = Choices((NOT_ADVERSE, ADVERSE), in_row=True)
        self.text = ProseEdit(5)
        self.give_button, self.give_hint, self.aside_button = QPushButton(), text_label(role="hint"), QPushButton()
        self.give_button.setProperty("kind", "main")
        self._lay_out()
        self._connect()
        self._autosave = context.timers.every(AUTOSAVE_MS, self, self.presenter.keep)
        self._autosave.start()
        self.presenter.subscribe(self.show_state)
        self.retranslate()
        watch(self.right, texts, self.presenter)

    def _connect(self) -> None:
        for entries, chosen in ((self.readings, self._on_reading), (self.sections, self._on_section)):
            entries.itemActivated.connect(chosen)
            entries.itemClicked.connect(chosen)
        self.table.line_changed.connect(self._show_whole)
        self.items.chosen.connect(lambda item: self.presenter.write_on(int(item)))
        self.view.chosen.connect(self._on_written)
        self.text.edited.connect(self._on_written)
        self.give_button.clicked.connect(self._on_give)
        self.aside_button.clicked.connect(self._on_aside)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        left, middle, right = QWidget(self), QWidget(self), QWidget(self)
        columns = [QVBoxLayout(pane) for pane in (left, middle, right)]
        for column in columns:
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(space(2))
        self.readings_caption, self.sections_caption = caption(), caption()
        for part, share in ((self.readings_caption, 0), (self.readings, 3), (self.sections_caption, 0)):
            columns[0].addWidget(part, share)
        columns[0].addWidget(self.sections, 7)
        columns[1].addWidget(self.table, 1)
        columns[1].addWidget(self.whole)
        columns[1].addWidget(self.keys)
        columns[2].addWidget(self.items, 1)
        below = (self.view_caption, self.view, self.text_caption, self.text, self.give_button, self.give_hint)
        for widget in (*below, self.aside_button):
            columns[2].addWidget(widget)
        panes = Splitter(self.context.dividers, Divider.MASKED, Qt.Orientation.Horizontal, self)
        for pane, share in ((left, 20), (middle, 50), (right, 30)):
            panes.addWidget(pane)
            panes.setStretchFactor(panes.count() - 1, share)
        panes.begin(220, 600, 350)
        self.right = right
        head = QHBoxLayout()
        head.addWidget(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(2))
        column.addLayout(head)
        for above in (self.hint, self.notice, self.strip, self.nothing):
            column.addWidget(above)
        column.addWidget(panes, 1)
        column.addStretch()  # below the sentence that nothing is to be read
        self.panes_beside = panes
        self.notice.hide()

    def show_state(self, state: MaskedState) -> None:
        """Show what there is to read, what is read, and what was written."""
        texts = self.context.texts
        self.strip.show_state(state)
        if state.done:
            self.notice.show_message(texts(state.done), Tone.GOOD)
        else:
            self.notice.hide()
        readings = state.readings or ()
        self.nothing.setVisible(state.readings is not None and not readings)
        self.panes_beside.setVisible(bool(readings))
        lines = [self._reading_words(number, one.drawn_on.isoformat()) for number, one in enumerate(readings, start=1)]
        at = next((place for place, one in enumerate(readings) if one.reading_id == state.reading), None)
        if at is None and readings and self.readings.currentRow() < 0:
            at = 0
        self.readings.show_lines(lines, at)
        for place, one in enumerate(readings):
            self.readings.item(place).setData(Qt.ItemDataRole.UserRole, one.reading_id)
        self._show_sections(state)
        if state.rows is not self._shown:
            self._shown = state.rows
            self.model.show_rows(state.rows)
        self._show_views(state)

    def _reading_words(self, number: int, day: str) -> tuple[str, str]:
        return self.context.texts("masked.reading", number=number), self.context.texts("masked.drawn-on", day=day)

    def _show_sections(self, state: MaskedState) -> None:
        texts, opened = self.context.texts, state.opened
        heads = () if opened is None else opened.sections
        pack = None if opened is None else opened.pack
        lines = []
        for head in heads:
            label = pack.label(head.link_id, texts.language.value) if pack is not None else ""
            name = texts("case.answers.section", letter=head.link_id, name=label)
            lines.append((name, texts("case.answers.second", item=self._item_word(head), page=head.page)))
        at = next((place for place, head in enumerate(heads) if head.link_id == state.section), None)
        if at is None and heads and self._opened is not opened:
            at = 0
        self._opened = opened
        self.sections.show_lines(lines, at)
        for place, head in enumerate(heads):
            self.sections.item(place).setData(Qt.ItemDataRole.UserRole, head.link_id)

    def _item_word(self, head: SectionHead) -> str:
        return self.context.texts(f"item.{head.purpose}")

    def _show_views(self, state: MaskedState) -> None:
        texts, is_open = self.context.texts, state.opened is not None
        self.right.setEnabled(is_open)
        self._is_showing = True
        self.items.fill([self._item_line(item, state.views.get(item, Written())) for item in READ_ITEMS])
        self.items.choose(str(state.item))
        self.view.show_value(state.current.chosen)
        self.text.show_text(state.current.text)
        self._is_showing = False
        item = texts("case.item", number=state.item, name=texts(f"item.{state.item}"))
        self.view_caption.setText(texts("masked.view-on", item=item))
        words = {ADVERSE: texts("second.adverse"), NOT_ADVERSE: texts("second.not-adverse")}
        self.view.set_texts(words, self.view_caption.text())
        self.give_button.setEnabled(state.is_whole and not state.busy)
        self.give_hint.setText(texts("masked.hint-whole" if state.is_whole else "masked.hint-missing"))
        self.aside_button.setEnabled(is_open and not state.busy)
        self._show_whole()

    def _item_line(self, item: int, written: Written) -> Line:
        texts = self.context.texts
        name = texts("case.item", number=item, name=texts(f"item.{item}"))
        if not written.is_whole:
            word, tone = texts("masked.grounds" if written.chosen else "masked.missing"), Tone.WARN
        else:
            word, tone = texts(f"second.{written.chosen}"), Tone.BAD if written.chosen == ADVERSE else Tone.GOOD
        return Line(str(item), (name, word), texts("masked.item-sentence", item=name, view=word), ((1, tone),))

    def _show_whole(self) -> None:
        """The answer in view as a whole: the list may cut it."""
        line = self.table.line()
        self.whole.setVisible(line is not None)
        self.whole.set_untrusted("" if line is None else answer_words(line, self.context.texts))

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.masked"))
        self.hint.setText(texts("masked.note"))
        self.nothing.setText(texts("masked.nothing"))
        self.readings_caption.setText(texts("masked.readings"))
        self.readings.setAccessibleName(texts("masked.readings"))
        self.sections_caption.setText(texts("case.answers.sections"))
        self.sections.setAccessibleName(texts("case.answers.sections"))
        self.table.setAccessibleName(texts("masked.answers"))
        self.items.setAccessibleName(texts("masked.items"))
        self.keys.setText(texts("masked.keys"))
        self.text_caption.setText(texts("masked.text"))
        self.text.setAccessibleName(texts("masked.text"))
        self.give_button.setText(texts("masked.give"))
        self.aside_button.setText(texts("masked.aside"))
        self.strip.retranslate()
        self.model.refresh()
        self.presenter.speak(texts.language.value)
        self.show_state(self.presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        """A list that nobody sees is no look."""
        if changes.touches(KINDS) and self.isVisible() and not self.presenter.state.busy:
            self.presenter.refresh()

    @override
    def activate(self) -> None:
        self.presenter.refresh()
        self.readings.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.readings, self.sections, self.table, self.right]

    @override
    def save_draft(self) -> None:
        self.presenter.keep()

    @override
    def dispose(self) -> None:
        self._autosave.stop()
        self.presenter.keep()
        self.model.show_rows(())
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()

    def _on_reading(self, item: QListWidgetItem) -> None:
        self.presenter.open(str(item.data(Qt.ItemDataRole.UserRole)))
        self.sections.setFocus()

    def _on_section(self, item: QListWidgetItem) -> None:
        self.presenter.choose(str(item.data(Qt.ItemDataRole.UserRole)))
        self.table.setFocus()

    def _on_written(self) -> None:
        if not self._is_showing:
            self.presenter.write(self.view.value(), self.text.text())

    def _on_give(self) -> None:
        if self.presenter.bring_open_matter():
            asks_first(self.right)
        else:
            self.presenter.hand_in()

    def _on_aside(self) -> None:
        dialog = ConfirmDialog(self.context.texts, self.context.theme, "masked.ask-aside", self)
        dialog.agreed.connect(self.presenter.step_aside)
        dialog.open()
