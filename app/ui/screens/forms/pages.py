"""The three parts of the room of forms: the packs of this station, what one of them assumes, and a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.pack_admission.looking import FormFile, LookedAt
from app.ui.context import UiContext
from app.ui.presenters.forms import FormsPresenter, FormsState
from app.ui.screens.forms.lists import (
    CHANGES,
    FACTS,
    PACKS,
    REFUSALS,
    change_lines,
    held_facts,
    looked_facts,
    pack_line,
    refusal_lines,
    with_words,
)
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.dialogs import ask_file
from app.ui.widgets.labels import text_label
from app.ui.widgets.pack_points import POINTS, point_lines

TYPING_MS = 150
"""So long after the last key a list is searched, in milliseconds."""
MOST_LINES = 500
"""So many are drawn at a time, because the height of each has to be found; the others come by searching."""
REFUSAL_ROWS = 3
FIELD_CHARACTERS = 32


class SearchedTable(QWidget):
    """A table with a field that keeps only the lines that hold what was typed."""

    def __init__(self, context: UiContext, headings: tuple[Heading, ...], stem: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts, self._stem, self._lines = context.texts, stem, list[Line]()
        self.caption, self.field = text_label(parent=self), QLineEdit(self)
        self.field.setClearButtonEnabled(True)
        in_characters(self.field, self.field.setFixedWidth, FIELD_CHARACTERS)
        self.table = LinesTable(context.texts, context.theme, headings, self, wraps=True)
        space = context.theme.scale.space
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.setSpacing(space(3))
        head.addWidget(self.caption, 1)
        head.addWidget(self.field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self._typed = context.timers.after(TYPING_MS, self, self._show)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        self.field.returnPressed.connect(self.table.setFocus)

    def fill(self, caption: str, lines: list[Line]) -> None:
        """Show other lines, as far as they hold what was typed."""
        self.caption.setText(caption)
        self._lines = lines
        self._show()

    def retranslate(self) -> None:
        """Name the field and the table."""
        for part, key in ((self.field, "search"), (self.table, "table")):
            part.setAccessibleName(self._texts(f"{self._stem}.{key}"))
        self.field.setPlaceholderText(self._texts(f"{self._stem}.search"))

    def stop(self) -> None:
        """Search no more."""
        self._typed.stop()

    def _show(self) -> None:
        self.table.fill(with_words(self._lines, self.field.text())[:MOST_LINES])


class FormsPage(QWidget):
    """One part."""

    def __init__(self, context: UiContext, presenter: FormsPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self.context, self.texts, self.presenter = context, context.texts, presenter
        space = context.theme.scale.space
        self.note = text_label(role="hint", parent=self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, space(3), 0, 0)
        self.column.setSpacing(space(2))
        self.column.addWidget(self.note)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return []

    def show_state(self, state: FormsState) -> None:
        """Show what was read."""

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.show_state(self.presenter.state)

    def dispose(self) -> None:
        """Stop what still waits."""


class HeldPage(FormsPage):
    """The packs of this station, and all that is known of the chosen one."""

    def __init__(self, context: UiContext, presenter: FormsPresenter, parent: QWidget) -> None:
        super().__init__(context, presenter, parent)
        self.table = LinesTable(self.texts, context.theme, PACKS, self, wraps=True)
        self.facts = LinesTable(self.texts, context.theme, FACTS, self, wraps=True)
        lists = QHBoxLayout()
        lists.setSpacing(context.theme.scale.space(3))
        lists.addWidget(self.table, 8)
        lists.addWidget(self.facts, 5)
        self.column.addLayout(lists, 1)
        self.table.chosen.connect(presenter.choose)

    @override
    def panes(self) -> list[QWidget]:
        return [self.table, self.facts]

    @override
    def show_state(self, state: FormsState) -> None:
        self.table.fill([pack_line(self.texts, one) for one in state.packs or ()])
        self.table.choose(state.chosen)
        self.facts.fill(held_facts(self.texts, state.line))

    @override
    def retranslate(self) -> None:
        self.note.setText(self.texts("forms.held.note"))
        self.table.setAccessibleName(self.texts("forms.tab.held"))
        self.facts.setAccessibleName(self.texts("forms.held.facts"))
        super().retranslate()


class PointsPage(FormsPage):
    """What the chosen pack assumes where no published text says it."""

    def __init__(self, context: UiContext, presenter: FormsPresenter, parent: QWidget) -> None:
        super().__init__(context, presenter, parent)
        self.list = SearchedTable(context, POINTS, "forms.points", self)
        self.column.addWidget(self.list, 1)
        self._shown: object = None

    @override
    def panes(self) -> list[QWidget]:
        return [self.list.field, self.list.table]

    @override
    def show_state(self, state: FormsState) -> None:
        shown = (state.shown, self.texts.language)
        if shown == self._shown:
            return
        self._shown = shown
        if state.shown is None:
            self.list.fill("", [])
            return
        meta, points = state.shown.meta, state.shown.defaults
        title = meta.title.in_language(self.texts.language.value)
        caption = self.texts("forms.points.caption", title=title, version=meta.version, count=len(points))
        self.list.fill(caption, point_lines(self.texts, points))

    @override
    def retranslate(self) -> None:
        self.note.setText(self.texts("forms.points.note"))
        self.list.retranslate()
        super().retranslate()

    @override
    def dispose(self) -> None:
        self.list.stop()


class NewPage(FormsPage):
    """A form that was chosen: what it is, what keeps it out, what it changes; and the button that admits it.

    Signals:
        chosen: Path of a file that the officer chose.
    """

    chosen = Signal(str)

    def __init__(self, context: UiContext, presenter: FormsPresenter, parent: QWidget) -> None:
        super().__init__(context, presenter, parent)
        texts, theme = self.texts, context.theme
        self.verdict = Banner(texts, self)
        self.facts = LinesTable(texts, theme, FACTS, self, wraps=True)
        self.refusals = LinesTable(texts, theme, REFUSALS, self, wraps=True)
        self.changes = SearchedTable(context, CHANGES, "forms.changes", self)
        self.why_not = text_label(role="hint", parent=self)
        self.choose_button, self.admit_button = QPushButton(self), QPushButton(self)
        self.admit_button.setProperty("kind", "main")
        self._shown: object = None
        self._lay_out()
        self.choose_button.clicked.connect(self.choose_file)
        self.admit_button.clicked.connect(self._on_admit)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        right, lists, bar = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self.refusals.setFixedHeight((self.fontMetrics().height() + space(3)) * (REFUSAL_ROWS + 2))
        right.setSpacing(space(2))
        right.addWidget(self.refusals)
        right.addWidget(self.changes, 1)
        lists.setSpacing(space(3))
        lists.addWidget(self.facts, 5)
        lists.addLayout(right, 9)
        bar.setSpacing(space(2))
        bar.addWidget(self.choose_button)
        bar.addWidget(self.why_not, 1)
        bar.addWidget(self.admit_button)
        self.column.addWidget(self.verdict)
        self.column.addLayout(lists, 1)
        self.column.addLayout(bar)

    @override
    def panes(self) -> list[QWidget]:
        refused = [self.refusals] if self.refusals.isVisibleTo(self) else []
        return [self.choose_button, self.facts, *refused, self.changes.table]

    def choose_file(self) -> None:
        """Ask for a form."""
        ask_file(self, self.texts("forms.choose"), self.texts("forms.filter"), self.chosen.emit)

    @override
    def show_state(self, state: FormsState) -> None:
        looked = state.looked
        self.choose_button.setEnabled(not state.busy)
        self._show_admission(state)
        shown = (looked, state.file_name, self.texts.language)
        if shown == self._shown:
            return
        self._shown = shown
        self._show_verdict(looked)
        self.facts.fill(looked_facts(self.texts, state.file_name, looked))
        self.refusals.fill(refusal_lines(self.texts, looked))
        self.refusals.setVisible(looked is not None and bool(looked.refusals))
        self._show_changes(looked, state.words.get(self.texts.language, ()))

    def _show_verdict(self, looked: LookedAt | None) -> None:
        if looked is None:
            self.verdict.hide()
        elif looked.refusals:
            key = f"forms.verdict.{looked.file}-refused"
            self.verdict.show_message(self.texts(key, count=len(looked.refusals)), Tone.BAD)
        else:
            self.verdict.show_message(self.texts(f"forms.verdict.{looked.file}"), Tone.GOOD)

    def _show_changes(self, looked: LookedAt | None, words: Sequence[str]) -> None:
        texts = self.texts
        if looked is None or looked.comparison is None:
            caption = texts("forms.changes.nothing-chosen" if looked is None else "forms.changes.unread")
            self.changes.fill(caption, [])
            return
        count, before = len(looked.comparison.changes), looked.comparison.before.pack.meta
        key = "none" if not count else "some" if count > MOST_LINES else "all"
        caption = texts(f"forms.changes.{key}", count=count, most=MOST_LINES, pack=before.id, version=before.version)
        self.changes.fill(caption, change_lines(words))

    def _show_admission(self, state: FormsState) -> None:
        """A button that may not be pressed says why."""
        why = self._why_not(state.looked)
        self.admit_button.setEnabled(not why and not state.busy)
        self.why_not.setText(why)
        self.admit_button.setToolTip(why)
        self.admit_button.setAccessibleDescription(why)

    def _why_not(self, looked: LookedAt | None) -> str:
        texts, refusal = self.texts, self.presenter.why_not_admit
        if refusal is not None:
            return texts("forms.why-not.rights", why=texts(f"refusal.{refusal}"))
        if looked is None:
            return texts("forms.why-not.nothing")
        if looked.file is FormFile.SHEET:
            return texts("forms.why-not.sheet")
        return texts("forms.why-not.refused") if looked.refusals else ""

    def _on_admit(self) -> None:
        dialog = ConfirmDialog(self.texts, self.context.theme, "forms.admit", self)
        dialog.agreed.connect(self.presenter.admit)
        dialog.open()

    @override
    def retranslate(self) -> None:
        texts = self.texts
        self.note.setText(texts("forms.new.note"))
        self.choose_button.setText(texts("forms.choose"))
        self.admit_button.setText(texts("forms.admit"))
        self.facts.setAccessibleName(texts("forms.new.facts"))
        self.refusals.setAccessibleName(texts("forms.new.refusals"))
        self.changes.retranslate()
        super().retranslate()

    @override
    def dispose(self) -> None:
        self.changes.stop()
