"""Small parts that the areas of the case screen share."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.text import visible
from app.services.documents.date_text import both_calendars
from app.ui.composing import ComposedLine
from app.ui.context import UiContext
from app.ui.texts import Texts
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.guard_strip import GuardStrip
from app.ui.widgets.inputs import DateEdit
from app.ui.widgets.labels import text_label
from app.ui.widgets.wrapping import WrappingRadio

if TYPE_CHECKING:
    from app.ui.widgets.field_guard import FieldGuard

LONGEST_TEXT = 20_000
"""Longest text of a note or a finding, in characters."""
MORE_LINES = 7
"""How many lines a field grows with its text before it scrolls."""


class ProseEdit(QPlainTextEdit):
    """A plain text of several lines; Tab leaves it, the wheel does not scroll it by accident.

    Signals:
        edited: The user changed the text; not emitted by :meth:`show_text`.
    """

    edited = Signal()

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._is_showing = False
        self.guard: FieldGuard | None = None
        self._strip: GuardStrip | None = None
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_changed)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, within bounds, so that a page of fields is as short as it can be."""
        written = round(self.document().size().height()) if self.width() > 0 else 1
        lines = max(self._lines, min(written, self._lines + MORE_LINES))
        is_full = written > self._lines + MORE_LINES
        needed, never = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(needed if is_full else never)
        below = self._make_room()
        edge = self.height() - self.viewport().height() - below if self.isVisible() else 2 * self.frameWidth()
        margin = round(2 * self.document().documentMargin())
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + max(edge, 12) + margin + below)

    def text(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Show a text; the place of the cursor stays when nothing differs."""
        if text == self.toPlainText():
            return
        self._is_showing = True
        self.setPlainText(text)
        self._is_showing = False

    def take_strip(self, strip: GuardStrip) -> None:
        """Keep a strip at the lower edge, under the text."""
        self._strip = strip
        strip.setParent(self)
        strip.hide()
        strip.installEventFilter(self)

    def _make_room(self) -> int:
        """Height of the strip while there is one to show, which the text leaves free."""
        strip = self._strip
        if strip is None or strip.isHidden():
            self.setViewportMargins(0, 0, 0, 0)
            return 0
        width, edge = self.width() - 2 * self.frameWidth(), self.frameWidth()
        height = max(strip.heightForWidth(width), strip.minimumSizeHint().height())
        self.setViewportMargins(0, 0, 0, height)
        strip.setGeometry(edge, self.height() - edge - height, width, height)
        return height

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
        if watched is self._strip and event.type() in kinds:
            self.fit()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        if event.size().width() != event.oldSize().width():
            self.fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_changed(self) -> None:
        self.fit()
        if not self._is_showing:
            self.edited.emit()


class GuardedLine(ComposedLine):
    """A free text of one line; whoever lays it out puts :attr:`below` under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guard: FieldGuard | None = None
        self.below = QVBoxLayout()

    def take_strip(self, strip: GuardStrip) -> None:
        """Put a strip under the line."""
        self.below.addWidget(strip)
        strip.hide()


class Choices(QWidget):
    """Radio buttons in a row or a column, none chosen at first.

    Signals:
        chosen: Value of the button that the user chose.
    """

    chosen = Signal(str)

    def __init__(self, values: Sequence[str], parent: QWidget | None = None, *, in_row: bool = False) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons = {value: WrappingRadio(self) for value in values}
        self._words: dict[str, str] = {}
        layout: QHBoxLayout | QVBoxLayout = QHBoxLayout(self) if in_row else QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.said = text_label(parent=self)
        self.said.setWordWrap(not in_row)
        self.said.hide()
        layout.addWidget(self.said)
        for value, button in self.buttons.items():
            button.setObjectName(value)
            self._group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(self._on_clicked)
        self._is_editable = True
        if in_row:
            layout.addStretch(1)
        self._aim_tab()

    def set_texts(self, texts: dict[str, str], name: str) -> None:
        """Name each button; ``name`` is what the group asks."""
        self._words = texts
        for value, text in texts.items():
            self.buttons[value].set_words(text)
            self.buttons[value].setAccessibleDescription(name)
        self.setAccessibleName(name)
        self._show_said()

    def set_editable(self, editable: bool) -> None:  # noqa: FBT001 # from one caller
        """Offer the buttons, or only say what was chosen."""
        self._is_editable = editable
        self.said.setVisible(not editable)
        for button in self.buttons.values():
            button.setVisible(editable)
        self._show_said()

    def value(self) -> str:
        """What is chosen, or empty."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")

    def show_value(self, value: str) -> None:
        """Choose without asking; an empty value takes every choice back."""
        if value != self.value():
            self._group.setExclusive(False)
            for each, button in self.buttons.items():
                button.setChecked(each == value)
            self._group.setExclusive(True)
        self._aim_tab()
        self._show_said()

    def _aim_tab(self) -> None:
        """Let Tab stop at the chosen button, or at the first; the arrows go to the others."""
        stop = self.value() or next(iter(self.buttons))
        if not any(button.hasFocus() for button in self.buttons.values()):
            for value, button in self.buttons.items():
                here = value == stop
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def _show_said(self) -> None:
        chosen = self.value()
        self.said.setText(self._words.get(chosen, ""))

    def _on_clicked(self) -> None:
        self.chosen.emit(self.value())


def date_edit(texts: Texts, parent: QWidget | None = None) -> "DateEdit[date]":
    """A field for one whole day, in any customary way of writing."""

    def parse(typed: str) -> date:
        day = parse_date(typed, field="date").day
        if day is None:
            raise InvalidInputError("date.unreadable", field="date")
        return day

    return DateEdit(texts, parse, lambda day: both_calendars(day, texts.language), parent)


class ReadOnlyProse(QLabel):
    """A wrapping text that somebody wrote; nothing unseen, never markup, can be selected by keyboard."""

    def __init__(self, untrusted_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.set_untrusted(untrusted_text)

    def set_untrusted(self, untrusted_text: str) -> None:
        """Show another text, line by line as written."""
        self.setText("\n".join(visible(line, LONGEST_TEXT) for line in untrusted_text.splitlines()))


class Column(QScrollArea):
    """A scrolling column of readable width; what is in it takes the keyboard and keeps itself in view."""

    def __init__(self, context: UiContext, parent: QWidget | None = None, width_chars: int = 110) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        place = QWidget(self)
        self._middle = QWidget(place)
        in_characters(self._middle, self._middle.setMaximumWidth, width_chars)
        self.body = QVBoxLayout(self._middle)
        edge = context.theme.scale.space(4)
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(context.theme.scale.space(2))
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._middle, 1)
        row.addStretch(0)
        self.setWidget(place)


def make_stop(label: QLabel) -> None:
    """Let the keyboard stop at a heading, so that what is only read can be reached and scrolled."""
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    label.setProperty("focusable", "true")
    label.setIndent(0)


def caption(parent: QWidget | None = None) -> QLabel:
    """A small caption above a field."""
    return text_label(role="small", parent=parent)


def empty_out(layout: QLayout) -> None:
    """Take every part out of a layout and delete it."""
    while layout.count():
        taken: QLayoutItem | None = layout.takeAt(0)
        if taken is None:
            return
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty_out(inner)
