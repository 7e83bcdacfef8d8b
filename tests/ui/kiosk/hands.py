"""Hands at the kiosk: what a person types and sees."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.kiosk.form import FormPages
from app.ui.kiosk.form.field_view import FieldView
from app.ui.kiosk.form.rows_view import RowsView
from tests.ui.kiosk.paper_room import PaperRoom

Open = Callable[..., FormPages]
TWO_SECONDS_MS = 2000
T = TypeVar("T")


def as_a(kind: type[T], found: object) -> T:
    assert isinstance(found, kind)
    return found


def field(pages: FormPages, link_id: str) -> FieldView:
    assert pages.view is not None
    return pages.view.fields[link_id]


def table(pages: FormPages, link_id: str) -> RowsView:
    assert pages.view is not None
    return pages.view.tables[link_id]


def room(pages: FormPages) -> PaperRoom:
    return as_a(PaperRoom, pages.form.room)


def keyboard() -> QWidget:
    """What keys go to: an open list before what it belongs to."""
    return as_a(QWidget, QApplication.activePopupWidget() or QApplication.focusWidget())


def keys(words: str) -> None:
    """Type; what no key has comes from an input method."""
    for char in words:
        if char.isascii():
            QTest.keyClicks(keyboard(), char)
        else:
            compose("", char)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(keyboard(), key, modifier)


def compose(preedit: str, committed: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(committed)
    QApplication.sendEvent(as_a(QWidget, QApplication.focusWidget()), event)
