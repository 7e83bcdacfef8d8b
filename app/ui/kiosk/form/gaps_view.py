"""Times that the form does not tell of yet, asked neutrally, with a button that adds a row for them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.rules.gaps import Gap
from app.ui.days import both_calendars
from app.ui.kiosk.form.tools import Tools
from app.ui.widgets.labels import text_label

MOST_SHOWN = 20


class GapsView(QFrame):
    """The list; hidden while there is nothing to ask.

    Signals:
        add_asked: The gap and the table in which a row would tell.
    """

    add_asked = Signal(object, str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.setProperty("card", "true")
        self._column = QVBoxLayout(self)
        self._shown: list[Gap] = []
        self.hide()

    def gaps(self) -> list[Gap]:
        """What is asked now."""
        return self._shown

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """Ask other gaps; the keyboard stays where it is unless it stood on a button that goes."""
        if list(gaps) == self._shown:
            return
        self._shown = list(gaps)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        texts = self._tools.texts
        self._column.addWidget(text_label(texts("ui.kiosk-form.gaps", count=len(gaps)), "lead", self))
        for gap in self._shown[:MOST_SHOWN]:
            self._column.addWidget(self._line(gap))
        self.setAccessibleName(texts("ui.kiosk-form.gaps", count=len(gaps)))
        self.setVisible(bool(gaps))

    def _line(self, gap: Gap) -> QWidget:
        tools, line = self._tools, QWidget(self)
        days = tools.texts.catalogue()
        words = gap.question.in_language(tools.form.language).format_map(
            {"from": both_calendars(days, gap.first_day), "to": both_calendars(days, gap.last_day)}
        )
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text_label(words, parent=line), 1)
        for table in tools.form.tables_of(gap):
            title = tools.form.pack.label(tools.form.topic_of((table, None)).link_id, tools.form.language)
            button = QPushButton(tools.texts("ui.kiosk-form.gap.add", table=title), line)
            button.setAccessibleDescription(words)
            button.clicked.connect(lambda _, gap=gap, table=table: self.add_asked.emit(gap, table))
            row.addWidget(button)
        return line
