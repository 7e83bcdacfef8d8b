"""A table without an end to its rows: a list of them, and one set of fields for the row that is chosen."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.ui.kiosk.form.field_view import FieldView
from app.ui.kiosk.form.row_model import RowModel
from app.ui.kiosk.form.tools import Tools
from app.ui.kiosk.ruby import RubyLabel
from app.ui.widgets.labels import text_label

LINES_SHOWN = 6


class RowsView(QWidget):
    """One table.

    Signals:
        answered: The linkId of a column, or of the table.
        typing: A key changed a text.
        removed: A row was removed; a step back brings it again.
    """

    answered = Signal(str)
    typing = Signal()
    removed = Signal()

    def __init__(self, tools: Tools, table: str, parent: QWidget | None = None, *, has_title: bool = True) -> None:
        super().__init__(parent)
        self._tools, self.table, self._has_title = tools, table, has_title
        self.row = ""
        self.fields: dict[str, FieldView] = {}
        self.title = RubyLabel(tools.look, "lead", self)
        self.title.set_words(tools.form.pack.label(table, tools.form.language))
        self.add = self._button("add")
        self.model = RowModel(tools.texts, tools.form, table)
        self.model.setParent(self)
        self.list = QListView(self)
        self.list.setUniformItemSizes(True)
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.title.text())
        self.list.setAccessibleDescription(tools.texts("ui.kiosk-form.rows.hint"))
        self.state = FieldView(tools, table, self)
        self.card = QFrame(self)
        self.card.setProperty("card", "true")
        self.heading = text_label(role="lead", parent=self.card)
        self.up, self.down = self._button("up"), self._button("down")
        self.remove = self._button("remove")
        self._lay_out()
        self._listen()
        self.reload()

    # Showing

    def reload(self, row: str = "") -> None:
        """Show the rows as they are now, with one of them chosen."""
        self.model.reload()
        rows = self.model.rows
        self.add.setEnabled(self._tools.form.may_add(self.table))
        self.list.setVisible(bool(rows))
        self.card.setVisible(bool(rows))
        self.state.setVisible(not rows)
        self.state.refresh()
        self._fit()
        self._choose(row if row in rows else self.row if self.row in rows else rows[0] if rows else "")

    def refresh(self) -> None:
        """Show what stands in the row that is chosen."""
        if not self.row:
            self.state.refresh()
            return
        shown = {link_id for link_id, _ in self._tools.form.columns(self.table, self.row)}
        for link_id, field in self.fields.items():
            field.setVisible(link_id in shown)
            field.refresh()
        self._head()

    def commit(self, *, final: bool = True) -> None:
        """Hand over what is being typed."""
        for field in self.fields.values() if self.row else [self.state]:
            field.commit(final=final)

    def go_to(self, link_id: str, row: str) -> None:
        """Choose a row and put the keyboard into one of its fields."""
        if row in self.model.rows and row != self.row:
            self._choose(row)
        if not self.row:
            self.state.focus()
            return
        field = self.fields.get(link_id)
        (self._first() if field is None or field.isHidden() else field).focus()

    def _first(self) -> FieldView:
        return next(field for field in self.fields.values() if not field.isHidden())

    # Making

    def _button(self, name: str) -> QPushButton:
        return QPushButton(self._tools.texts(f"ui.kiosk-form.row.{name}"), self)

    def _lay_out(self) -> None:
        space = self._tools.theme.scale.space
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(space(3), space(2), space(3), space(2))
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
        inner.addLayout(head)
        for item in self._tools.form.pack.index.columns(self.table):
            field = FieldView(self._tools, item.link_id, self.card)
            self.fields[item.link_id] = field
            inner.addWidget(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1.5))
        head.setSpacing(space(2))
        top = QHBoxLayout()
        if self._has_title:
            top.addWidget(self.title, 1)
        top.addWidget(self.add)
        if not self._has_title:
            top.addStretch(1)
        self.title.setVisible(self._has_title)
        asked = self._tools.form.question((self.table, None))
        if asked:
            column.addWidget(
                text_label(self._tools.texts("ui.kiosk-form.asked", asked=visible(asked, len(asked))), "now")
            )
        column.addLayout(top)
        for part in (self.list, self.state, self.card):
            column.addWidget(part)

    def _listen(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.installEventFilter(self)
        self.add.clicked.connect(self.add_row)
        self.remove.clicked.connect(self._on_remove)
        self.up.clicked.connect(lambda: self._on_move(-1))
        self.down.clicked.connect(lambda: self._on_move(1))
        for field in (self.state, *self.fields.values()):
            field.answered.connect(self._on_answered)
            field.typing.connect(self.typing)

    def _fit(self) -> None:
        line = max(self.list.sizeHintForRow(0), self.fontMetrics().lineSpacing())
        lines = min(LINES_SHOWN, max(1, len(self.model.rows)))
        self.list.setFixedHeight(line * lines + 2 * self.list.frameWidth() + 4)
        many = len(self.model.rows) > LINES_SHOWN
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.list.setVerticalScrollBarPolicy(policy)

    def _choose(self, row: str) -> None:
        if self.row != row and self.row in self.model.rows:
            for field in self.fields.values():
                field.commit(stays=False)
        self.row = row
        if not row:
            return
        place = self.model.rows.index(row)
        index = self.model.index(place)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)
        for field in self.fields.values():
            field.bind(row)
        self.refresh()

    def _head(self) -> None:
        rows = self.model.rows
        place = rows.index(self.row)
        self.heading.setText(self._tools.texts("ui.kiosk-form.row.heading", number=place + 1, total=f"{len(rows):,}"))
        self.card.setAccessibleName(self.heading.text())
        may_change = self._tools.form.may_add(self.table)
        self.up.setEnabled(may_change and place > 0)
        self.down.setEnabled(may_change and place < len(rows) - 1)
        self.remove.setEnabled(may_change)

    # Hearing

    def add_row(self) -> None:
        """Add a row behind the last one and put the keyboard into it."""
        self.commit()
        row = self._tools.form.add_row(self.table)
        self.reload(row)
        self._first().focus()
        self.answered.emit(self.table)

    def _on_remove(self) -> None:
        rows, place = self.model.rows, self.model.rows.index(self.row)
        others = [*rows[place + 1 : place + 2], *rows[max(0, place - 1) : place]]
        self._tools.form.remove_row(self.table, self.row)
        self.row = ""
        self.reload(others[0] if others else "")
        (self.list if others else self.add).setFocus()
        self.answered.emit(self.table)
        self.removed.emit()

    def _on_move(self, by: int) -> None:
        self.commit()
        if self._tools.form.move_row(self.table, self.row, by):
            self.reload(self.row)
            self.answered.emit(self.table)

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid() and self.model.rows[current.row()] != self.row:
            self._choose(self.model.rows[current.row()])

    def _on_answered(self, link_id: str) -> None:
        if self.row:
            self.model.refresh(self.row)
            if self._tools.form.changes_view(link_id):
                self.refresh()
        self.answered.emit(link_id)

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.list and event.type() is QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined] # a key event by its type
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.row:
                self._first().focus()
                return True
            if key == Qt.Key.Key_Delete and self.row and self.remove.isEnabled():
                self._on_remove()
                return True
        return False
