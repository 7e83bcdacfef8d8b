"""Fields for each kind of question: what is typed or chosen, nothing else. They know no form and keep no answers."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QRadioButton,
    QWidget,
)
from typing_extensions import override

from app.models.forms.filling.typing import Choice, Typed
from app.ui.kiosk.form.composing import LineField, LongField
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.ruby import RubyLabel
from app.ui.presenters.kiosk_form_fields import Standing
from app.ui.widgets.combo import QuietCombo

CURRENCIES = ("JPY", "USD", "EUR", "GBP", "CNY", "KRW", "TWD", "HKD", "AUD", "CAD", "CHF", "SGD", "THB", "PHP", "RUB")
_SHORT_CHARACTERS = 8


class Editor(QWidget):
    """Base of all fields.

    Signals:
        typed: A key changed the text.
        left: The person left the field; what stands in it is meant.
        chosen: A choice was made: its code.
    """

    typed = Signal()
    left = Signal()
    chosen = Signal(str)

    def text(self) -> Typed:
        """What stands in the field, without what an input method has under way."""
        return Typed("")

    def show_standing(self, standing: Standing) -> None:
        """Show what stands in the cell."""

    def name(self, name: str, description: str) -> None:
        """Name everything that takes the keyboard for a screen reader."""

    def finish(self) -> None:
        """Take what an input method has under way."""


class TextEditor(Editor):
    """One line or several."""

    def __init__(self, *, is_long: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field: LineField | LongField = LongField(self) if is_long else LineField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        self.setFocusProxy(self.field)
        if isinstance(self.field, LineField):
            self.field.textEdited.connect(self.typed)
        else:
            self.field.textChanged.connect(self.typed)
        self.field.left.connect(self.left)

    @override
    def text(self) -> Typed:
        if isinstance(self.field, LongField):
            return Typed(self.field.toPlainText())
        return Typed(self.field.text())

    @override
    def show_standing(self, standing: Standing) -> None:
        if isinstance(self.field, LineField):
            if self.field.text() != standing.text:
                self.field.setText(standing.text)
        elif self.field.toPlainText() != standing.text:
            self.field.blockSignals(True)
            self.field.setPlainText(standing.text)
            self.field.blockSignals(False)

    @override
    def name(self, name: str, description: str) -> None:
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(description)

    @override
    def finish(self) -> None:
        self.field.finish_composition()


class AmountEditor(TextEditor):
    """An amount and its currency."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.currency = QuietCombo(self, _SHORT_CHARACTERS)
        self.currency.addItems(CURRENCIES)
        self.currency.activated.connect(self.left)
        row = self.layout()
        if row is not None:
            row.addWidget(self.currency)

    @override
    def text(self) -> Typed:
        return Typed(super().text().text, self.currency.currentText())

    @override
    def show_standing(self, standing: Standing) -> None:
        super().show_standing(standing)
        if self.currency.findText(standing.currency) < 0:
            self.currency.addItem(standing.currency)
        self.currency.setCurrentText(standing.currency)

    @override
    def name(self, name: str, description: str) -> None:
        super().name(name, description)
        self.currency.setAccessibleName(f"{name} {self.currency.toolTip()}")


class DateEditor(TextEditor):
    """A date in one box, in either calendar, with two switches that write into the box."""

    def __init__(self, parent: QWidget | None = None, *, asks_day: bool = True) -> None:
        super().__init__(parent=parent)
        self.about = QCheckBox(self)
        self.no_day = QCheckBox(self)
        self.no_day.setVisible(asks_day)
        row = self.layout()
        if row is not None:
            row.setSpacing(self.fontMetrics().height() // 2)
            row.addWidget(self.about)
            row.addWidget(self.no_day)

    def replace(self, text: str) -> None:
        """Write into the box on behalf of a switch."""
        if isinstance(self.field, LineField):
            self.field.setText(text)

    @override
    def name(self, name: str, description: str) -> None:
        super().name(name, description)
        for switch in (self.about, self.no_day):
            switch.setAccessibleName(f"{name} {switch.text()}")
            switch.setAccessibleDescription(description)

    def show_switches(self, *, about: bool, no_day: bool) -> None:
        """Let the switches say what the box says."""
        self.about.setChecked(about)
        self.no_day.setChecked(no_day)


class ChoiceEditor(Editor):
    """A few choices side by side, with nothing chosen at first."""

    def __init__(
        self, look: KioskLook, choices: Sequence[Choice], parent: QWidget | None = None, columns: int = 1
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, choice in enumerate(choices):
            radio, label = QRadioButton(self), _ChoiceLabel(look, parent=self)
            label.set_words(choice.label)
            radio.setProperty("words", choice.label)
            label.pressed.connect(radio.click)
            radio.clicked.connect(lambda _, code=choice.code: self.chosen.emit(code))
            line, column = divmod(number, columns)
            grid.addWidget(radio, line, column * 2, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, line, column * 2 + 1)
            self._group.addButton(radio)
            self.radios[choice.code] = radio
        grid.setColumnStretch(columns * 2, 1)
        for column in range(columns):
            grid.setColumnStretch(column * 2 + 1, 4 // columns)
        self._stops("")

    @override
    def show_standing(self, standing: Standing) -> None:
        self._group.setExclusive(False)
        for code, radio in self.radios.items():
            radio.setChecked(code == standing.code)
        self._group.setExclusive(True)
        self._stops(standing.code)

    @override
    def name(self, name: str, description: str) -> None:
        for radio in self.radios.values():
            radio.setAccessibleName(f"{name} {radio.property('words')}")
            radio.setAccessibleDescription(description)

    def _stops(self, code: str) -> None:
        """One stop of the Tab key: what is chosen, else the first."""
        stop = code if code in self.radios else next(iter(self.radios), "")
        for each, radio in self.radios.items():
            stops = Qt.FocusPolicy.StrongFocus if each == stop else Qt.FocusPolicy.ClickFocus
            radio.setFocusPolicy(stops)
        if stop:
            self.setFocusProxy(self.radios[stop])


class _ChoiceLabel(RubyLabel):
    """The words of a choice; a press on them is a press on the choice."""

    pressed = Signal()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()


class FindField(LineField):
    """A line with a list below it; the down key opens the list."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completer().popup()
        if event.key() == Qt.Key.Key_Down and popup is not None and not popup.isVisible():
            self.textEdited.emit(self.text())
            self.completer().complete()
            return
        super().keyPressEvent(event)


class FindEditor(Editor):
    """A long list of choices that is searched by typing, in any spelling."""

    def __init__(self, find: Callable[[str], Sequence[Choice]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self.field = FindField(self)
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(10)
        self.field.setCompleter(completer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._look)
        completer.activated.connect(self._take)
        self._list: QAbstractItemView = QListView()
        completer.setPopup(self._list)  # the completer owns it, and looks at its keys after this editor
        self._list.installEventFilter(self)
        self.field.left.connect(self.left)

    def found(self) -> Sequence[str]:
        """The words of the choices that fit what was typed."""
        return self._words.stringList()

    def settled(self) -> str:
        """The code that is meant: the words in full, or all that fits; else what was typed."""
        text = self.field.text()
        found = self._find(text) if text.strip() else ()
        exact = [each.code for each in found if each.label == text]
        if exact or len(found) == 1:
            return exact[0] if exact else found[0].code
        return text

    @override
    def text(self) -> Typed:
        return Typed(self.field.text())

    @override
    def show_standing(self, standing: Standing) -> None:
        if self.field.text() != standing.text:
            self.field.setText(standing.text)

    @override
    def name(self, name: str, description: str) -> None:
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(description)

    @override
    def finish(self) -> None:
        self.field.finish_composition()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab takes what is marked in the open list and goes on, as it does without a list."""
        if watched is self._list and event.type() is QEvent.Type.Hide:
            # Where a list counts as the active window, its end would leave no window active.
            self.window().activateWindow()
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                return False
            marked = self._list.currentIndex()
            self._list.hide()
            if marked.isValid():
                self._take(str(marked.data()))
            self.field.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            return True
        return False

    def _look(self, text: str) -> None:
        self._words.setStringList([each.label for each in self._find(text)])
        self.typed.emit()

    def _take(self, words: str) -> None:
        for each in self._find(words):
            if each.label == words:
                self.chosen.emit(each.code)
                return
