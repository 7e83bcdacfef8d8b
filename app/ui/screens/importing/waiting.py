"""Rosters that came in bundles and wait to be settled."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from app.models.domain.civil_day import civil_day
from app.models.domain.text import visible
from app.services.rosters.importing import WaitingRoster
from app.ui.context import UiContext
from app.ui.widgets.card import Card

_SHOWN = 160
_MOST_SHOWN = 6


class WaitingRosters(Card):
    """One line for each, to be opened or put away.

    Signals:
        open_asked: The roster that the officer wants to settle.
        put_away_asked: The roster that is to be put away.
    """

    open_asked = Signal(str)
    put_away_asked = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._texts = context.texts
        self.list = QListWidget(self)
        self.open_button, self.away_button = QPushButton(self), QPushButton(self)
        self.open_button.setProperty("kind", "main")
        self.away_button.setProperty("kind", "quiet")
        foot = QHBoxLayout()
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        foot.addWidget(self.away_button)
        self.body.addWidget(self.list)
        self.body.addLayout(foot)
        self.open_button.clicked.connect(self._on_open)
        self.list.itemActivated.connect(self._on_open)
        self.away_button.clicked.connect(self._on_away)

    def show_rosters(self, waiting: Sequence[WaitingRoster], *, busy: bool) -> None:
        """Show what waits; nothing is shown where nothing does."""
        texts = self._texts
        self.setVisible(bool(waiting))
        self.set_title(texts("ui.roster.waiting.title", count=len(waiting)))
        self.list.setAccessibleName(texts("ui.roster.waiting.list"))
        self.open_button.setText(texts("ui.roster.waiting.open"))
        self.away_button.setText(texts("ui.roster.waiting.put-away"))
        for button in (self.open_button, self.away_button):
            button.setEnabled(not busy)
        row = self.list.currentRow()
        self.list.clear()
        for one in waiting:
            line = texts(
                "ui.roster.waiting.line",
                submitter=one.submitter,
                contract=one.contract or texts("ui.roster.blank"),
                day=civil_day(one.came_at).isoformat(),
                count=one.rows,
            )
            item = QListWidgetItem(visible(line, _SHOWN))
            item.setData(Qt.ItemDataRole.UserRole, one.matter_id)
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(0, row), self.list.count() - 1))
        shown = min(_MOST_SHOWN, max(1, self.list.count()))
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * shown + 2 * self.list.frameWidth() + shown)

    def _on_open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.open_asked.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_away(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.put_away_asked.emit(str(item.data(Qt.ItemDataRole.UserRole)))
