"""Which fields of a page are watched, and whether one of them must be answered for before it saves."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from app.ui.screens.case.parts import GuardedLine, ProseEdit
from app.ui.texts import Texts
from app.ui.widgets.field_guard import FieldGuard, TextDesk
from app.ui.widgets.guard_strip import GuardStrip


def fields_in(*parts: QWidget) -> Iterator[ProseEdit | GuardedLine]:
    """The fields of free text in some parts of a page, in the order in which they were made."""
    for part in parts:
        if isinstance(part, ProseEdit | GuardedLine):
            yield part
        yield from part.findChildren(ProseEdit)
        yield from part.findChildren(GuardedLine)


def watch(page: QWidget, texts: Texts, desk: TextDesk) -> None:
    """Give every field that has none its strip, and look at all of them again."""
    for field in fields_in(page):
        if field.guard is None:
            strip = GuardStrip(texts)
            field.take_strip(strip)
            field.guard = FieldGuard(field, strip, desk)
        else:
            field.guard.look()


def asks_first(*parts: QWidget) -> bool:
    """Whether something in these parts must be answered for before it is saved; the keyboard is at it then."""
    shown = (field for field in fields_in(*parts) if field.isVisibleTo(field.window()))
    return any(field.guard is not None and field.guard.asks() for field in shown)
