"""A width told in characters follows the size of the text."""

from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.context import UiContext
from app.ui.widgets.character_width import in_characters


def test_a_pane_stays_as_wide_as_its_text_needs(qtbot: QtBot, context: UiContext) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    pane = QWidget(place)
    row = QVBoxLayout(pane)
    row.addWidget(QPushButton("as long as forty characters of average width", pane))
    in_characters(pane, pane.setFixedWidth, 60)
    place.show()
    for percent in (200, 100):
        context.theme.set_text_percent(percent)
        QApplication.processEvents()
        assert pane.width() == pane.fontMetrics().averageCharWidth() * 60
        assert pane.width() >= row.minimumSize().width()
