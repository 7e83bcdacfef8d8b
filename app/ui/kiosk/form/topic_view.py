"""One topic of the form: its words, its questions, its tables, what is missing in time, what can be added to it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.models.forms.answers import Cell
from app.models.rules.gaps import Gap
from app.ui.days import both_calendars
from app.ui.kiosk.form.field_view import FieldView
from app.ui.kiosk.form.gaps_view import GapsView
from app.ui.kiosk.form.rows_view import RowsView
from app.ui.kiosk.form.tools import Tools
from app.ui.kiosk.ruby import RubyLabel
from app.ui.presenters.kiosk_form_fields import Kind
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label

WIDEST_CHARACTERS = 150
"""A line of fields is no longer than that; on a wide screen the rest stays empty."""


class TopicView(QWidget):
    """The topic in view; made anew for each.

    Signals:
        answered: An answer was written, a row added, moved or removed.
        typing: A key changed a text.
        removed: A row was removed.
        gap_asked: A gap, and the table in which a row is to tell.
    """

    answered = Signal()
    typing = Signal()
    removed = Signal()
    gap_asked = Signal(object, str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self.topic = tools, tools.form.topic
        self.fields: dict[str, FieldView] = {}
        self.tables: dict[str, RowsView] = {}
        self.gaps = GapsView(tools, self)
        self.gaps.add_asked.connect(self.gap_asked)
        space = tools.theme.scale.space
        whole = QHBoxLayout(self)
        whole.setContentsMargins(space(6), space(2), space(6), space(4))
        sheet = QWidget(self)
        in_characters(sheet, sheet.setMaximumWidth, WIDEST_CHARACTERS)
        whole.addWidget(sheet, 1000)
        whole.addStretch(1)
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(space(2.5))
        self._head()
        self._body()
        self._column.addWidget(self.gaps)
        self._supplement()
        self._column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show what stands in the topic and what is asked now; the keyboard stays where it is."""
        self._show_asked()
        for field in self.fields.values():
            field.refresh()
        for table in self.tables.values():
            table.refresh()

    def reload(self, table: str = "", row: str = "") -> None:
        """Rows changed behind the back of the screen."""
        for each in self.tables.values():
            each.reload(row if each.table == table else "")
        self.refresh()

    def commit(self, *, final: bool = True) -> None:
        """Hand over what is being typed."""
        parts: list[FieldView | RowsView] = [*self.fields.values(), *self.tables.values()]
        for part in parts:
            if not part.isHidden():
                part.commit(final=final)

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """Show the gaps that rows of this topic would fill."""
        self.gaps.show_gaps([each for each in gaps if set(self._tools.form.tables_of(each)) & set(self.topic.tables)])

    def go_to(self, cell: Cell) -> None:
        """Put the keyboard into a cell."""
        if cell[0] in self.fields:
            self.fields[cell[0]].focus()
            return
        for table in self.tables.values():
            if cell[0] == table.table or cell[0] in table.fields:
                table.go_to(cell[0], cell[1] or "")

    def begin(self) -> None:
        """Put the keyboard into the first question."""
        first = next((each for each in self._parts() if not each.isHidden()), None)
        if isinstance(first, FieldView):
            first.focus()
        elif first is not None:
            (first.list if first.row else first.add).setFocus()

    def _parts(self) -> list[FieldView | RowsView]:
        order = [*self.topic.questions, *self.topic.tables]
        places = {item.link_id: place for place, item in enumerate(self._tools.form.pack.index)}
        order.sort(key=places.__getitem__)
        return [self.fields[each] if each in self.fields else self.tables[each] for each in order]

    def _head(self) -> None:
        tools, topic = self._tools, self.topic
        section, title = tools.form.titles(topic)
        self.section, self.title = RubyLabel(tools.look, "hint", self), RubyLabel(tools.look, "title", self)
        self.section.set_words(section)
        self.title.set_words(title)
        for part in (self.section, self.title):
            self._column.addWidget(part)
        self.setAccessibleName(title)
        for words in tools.form.explanations(topic):
            label = RubyLabel(tools.look, parent=self)
            label.set_words(words)
            self._column.addWidget(label)
        back = tools.form.lookback(topic)
        if back is not None:
            self._column.addWidget(text_label(self._back_words(*back), "hint", self))

    def _back_words(self, since: str, first: date, last: date) -> str:
        texts = self._tools.texts
        if since != "years":
            return texts(f"ui.kiosk-form.back.{since}")
        days = texts.catalogue()
        return texts("ui.kiosk-form.back.years", first=both_calendars(days, first), last=both_calendars(days, last))

    def _body(self) -> None:
        form = self._tools.form
        for link_id in sorted(
            (*self.topic.questions, *self.topic.tables),
            key={item.link_id: place for place, item in enumerate(form.pack.index)}.__getitem__,
        ):
            if form.shape(link_id).kind is Kind.TABLE:
                table = RowsView(self._tools, link_id, self, has_title=link_id != self.topic.link_id)
                table.removed.connect(self.removed)
                self.tables[link_id] = table
                self._watch(table)
            else:
                self.fields[link_id] = FieldView(self._tools, link_id, self)
                self._watch(self.fields[link_id])

    def _watch(self, part: FieldView | RowsView) -> None:
        part.answered.connect(self._on_answered)
        part.typing.connect(self.typing)
        self._column.addWidget(part)

    def _supplement(self) -> None:
        cell = self._tools.form.supplement()
        if cell is None:
            return
        frame = QFrame(self)
        frame.setProperty("card", "true")
        column = QVBoxLayout(frame)
        column.addWidget(text_label(self._tools.texts("ui.kiosk-form.supplement"), "small", frame))
        field = FieldView(self._tools, cell[0], frame)
        self.fields[cell[0]] = field
        field.answered.connect(self._on_answered)
        field.typing.connect(self.typing)
        column.addWidget(field)
        self._column.addWidget(frame)

    def _show_asked(self) -> None:
        shown = {link_id for link_id, _ in self._tools.form.cells()}
        for link_id in (*self.topic.questions, *self.topic.tables):
            part = self.fields[link_id] if link_id in self.fields else self.tables[link_id]
            if part.isHidden() is (link_id in shown):
                part.setVisible(link_id in shown)

    def _on_answered(self, link_id: str) -> None:
        if self._tools.form.changes_view(link_id):
            self._show_asked()
        self.answered.emit()
