"""Grab windows into a folder of pictures, for a person to look at; the folder is named by ``SEKISHO_SHOTS``.

Run it as a script to take the empty shell in both languages and both schemes.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.runner import JobRunner
from app.ui.presenters.hub import ChangeHub
from app.ui.shell.header import Place
from app.ui.shell.window import MainWindow
from app.ui.texts import Texts
from app.ui.theme.fonts import load_fonts
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Scheme
from app.ui.timing import QtTimers

FOLDER = "SEKISHO_SHOTS"
LAPTOP = QSize(1366, 768)
UHD_SCALE = 2.8
"""1366 x 768 times this is a screen of 3840 x 2160 at the usual enlargement."""


def folder() -> Path | None:
    """Where pictures go, or None when nobody wants any."""
    named = os.environ.get(FOLDER)
    if not named:
        return None
    place = Path(named)
    place.mkdir(parents=True, exist_ok=True)
    return place


def grab(widget: QWidget, name: str, scale: float = 1.0) -> Path | None:
    """Write one picture of a widget; does nothing unless a folder is named."""
    place = folder()
    if place is None:
        return None
    picture = QPixmap(widget.size() * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill()
    widget.render(picture)
    path = place / f"{name}.png"
    if not picture.save(str(path)):
        raise OSError(name)
    return path


def every_look(texts: Texts, theme: Theme) -> Iterator[str]:
    """Go through both languages and both schemes; yields a suffix for the picture's name."""
    for language in Language:
        for scheme in Scheme:
            texts.set_language(language)
            theme.set_scheme(scheme)
            QApplication.processEvents()
            yield f"{language}-{scheme}"


def shoot(widget: QWidget, name: str, texts: Texts, theme: Theme) -> None:
    """Take a widget in every look at laptop size, and once at 4K."""
    widget.resize(LAPTOP)
    for look in every_look(texts, theme):
        grab(widget, f"{name}-{look}-1366")
    grab(widget, f"{name}-4k", UHD_SCALE)


def main() -> int:
    """Take the empty shell."""
    app = QApplication(sys.argv)
    load_fonts()
    texts, theme, runner = Texts(), Theme(app), JobRunner()
    window = MainWindow(UiContext(texts, theme, runner, ChangeHub(), QtTimers(), time.monotonic), lambda: None)
    window.show()
    shoot(window, "locked", texts, theme)
    window.unlock(Place("内閣府 適性評価調査室（見本）", "調査担当 佐藤 花子", is_rehearsal=True))
    window.rail.set_count("cases", 12)
    window.show_room("cases")
    shoot(window, "rehearsal", texts, theme)
    window.unlock(Place("経済産業省 情報保全課（見本）", "情報保全責任者 鈴木 一郎", is_rehearsal=False))
    window.open_palette()
    palette = window.findChild(QWidget, "command-palette")
    QApplication.processEvents()
    if palette is not None:
        grab(palette, "palette-en-dark")
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
