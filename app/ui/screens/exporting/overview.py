"""The first page of the Export room: what can be sent, and what is under way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.services.exchange.outbox import OpenExport
from app.services.exchange.sendable import Sendable
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.export_state import ExportState
from app.ui.presenters.exporting import ExportPresenter
from app.ui.screens.exporting.lists import OPEN, READY, open_line, ready_id, ready_line
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import text_label
from app.ui.widgets.splitter import Splitter

HINT_CHARACTERS = 30
"""The sentence between the buttons is at least so wide."""


class Overview(QWidget):
    """Two lists.

    Signals:
        discard_asked: Id of a draft that the officer wants to give up.
        countersign_asked: Id of a draft that somebody at another station is to sign.
    """

    discard_asked = Signal(str)
    countersign_asked = Signal(str)

    def __init__(self, context: UiContext, presenter: ExportPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter, self._state = context.texts, presenter, presenter.state
        self._moves_cases = presenter.moves_cases
        self.notice = Banner(context.texts, self)
        self.ready_caption, self.open_caption = (
            text_label(role="small", parent=self),
            text_label(role="small", parent=self),
        )
        self.ready = LinesTable(context.texts, context.theme, READY, self, several=True, fits=True)
        self.open = LinesTable(context.texts, context.theme, OPEN, self, wraps=True)
        self.empty = EmptyState(context.texts, "room.export", self)
        self.transfers, self.sent = QCheckBox(self), QCheckBox(self)
        self.hint = text_label(role="hint", parent=self)
        self.begin, self.resume, self.countersign, self.discard = (QPushButton(self) for _ in range(4))
        self.begin.setProperty("kind", "main")
        self._lay_out(context)
        self.ready.selection_made.connect(self._show_buttons)
        self.ready.activated.connect(self._on_begin)
        self.open.selection_made.connect(self._show_buttons)
        self.open.activated.connect(self._on_resume)
        self.sent.toggled.connect(self._on_sent)
        self.transfers.toggled.connect(self._on_transfers)
        self.begin.clicked.connect(self._on_begin)
        self.resume.clicked.connect(self._on_resume)
        self.discard.clicked.connect(self._on_discard)
        self.countersign.clicked.connect(self._on_countersign)

    def _lay_out(self, context: UiContext) -> None:
        gap = context.theme.scale.space(3)
        upper, lower = QWidget(self), QWidget(self)
        top, bottom = QVBoxLayout(upper), QVBoxLayout(lower)
        for column in (top, bottom):
            column.setContentsMargins(0, 0, 0, gap // 2)
            column.setSpacing(context.theme.scale.space(1.5))
        foot = QHBoxLayout()
        foot.addWidget(self.begin)
        in_characters(self.hint, self.hint.setMinimumWidth, HINT_CHARACTERS)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.transfers)
        foot.addWidget(self.sent)
        top.addWidget(self.ready_caption)
        top.addWidget(self.ready, 1)
        top.addWidget(self.empty, 1)
        top.addLayout(foot)
        buttons = QHBoxLayout()
        buttons.addWidget(self.resume)
        buttons.addWidget(self.countersign)
        buttons.addWidget(self.discard)
        buttons.addStretch(1)
        bottom.addWidget(self.open_caption)
        bottom.addWidget(self.open, 1)
        bottom.addLayout(buttons)
        split = Splitter(context.dividers, Divider.EXPORT, Qt.Orientation.Vertical, self)
        split.setHandleWidth(max(3, gap // 3))
        split.addWidget(upper)
        split.addWidget(lower)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.begin(330, 220)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addWidget(self.notice)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.ready)

    def show_state(self, state: ExportState) -> None:
        """Show the lists."""
        texts, self._state = self._texts, state
        listed = state.listed
        self.ready.fill([ready_line(texts, one) for one in listed])
        self.open.fill([open_line(texts, one) for one in state.exports])
        is_empty = state.is_read and not listed
        self.ready.setVisible(not is_empty)
        self.empty.setVisible(is_empty)
        ready = texts("ui.export.transfers" if state.shows_transfers else "ui.export.ready")
        self.ready_caption.setText(ready)
        self.open_caption.setText(texts("ui.export.open" if state.exports else "ui.export.open.none"))
        self.ready.setAccessibleName(ready)
        self.open.setAccessibleName(texts("ui.export.open"))
        self.transfers.setText(texts("ui.export.shows-transfers"))
        self.transfers.setChecked(state.shows_transfers)
        self.transfers.setVisible(self._moves_cases)
        self.sent.setText(texts("ui.export.shows-sent"))
        self.sent.setChecked(state.shows_sent)
        if state.discarded:
            self.notice.show_message(texts("ui.export.discarded", count=state.discarded), Tone.INFO)
        elif state.was_declined:
            self.notice.show_message(texts("ui.export.decline.done"), Tone.WARN)
        else:
            self.notice.hide()
        self._show_buttons()

    def chosen(self) -> list[Sendable]:
        """What is chosen in the upper list."""
        wanted = set(self.ready.selected_ids())
        return [one for one in self._state.listed if ready_id(one) in wanted]

    def _export(self) -> OpenExport | None:
        wanted = self.open.selected_ids()
        return next((one for one in self._state.exports if [one.bundle_id] == wanted), None)

    def _show_buttons(self) -> None:
        texts, chosen, export = self._texts, self.chosen(), self._export()
        together = not chosen or self._presenter.may_travel_together(chosen)
        count = len(chosen)
        self.begin.setText(texts("ui.export.begin", count=count) if count else texts("ui.export.begin.none"))
        self.begin.setEnabled(bool(chosen) and together and not self._state.busy)
        hint = "ui.export.transfers.hint" if self._state.shows_transfers else "ui.export.ready.hint"
        self.hint.setText(texts(hint if together else "ui.export.begin.mixed"))
        self.begin.setAccessibleDescription(self.hint.text())
        is_draft = export is not None and export.status in {"draft", "signed"} and not self._state.busy
        for button, key in ((self.resume, "ui.export.resume"), (self.discard, "ui.export.discard")):
            button.setText(texts(key))
            button.setEnabled(is_draft)
        self.countersign.setText(texts("ui.countersign.ask"))
        self.countersign.setEnabled(is_draft and export is not None and bool(export.missing))

    def _on_begin(self) -> None:
        if self.begin.isEnabled():
            self._presenter.begin(self.chosen())

    def _on_resume(self) -> None:
        export = self._export()
        if export is not None and self.resume.isEnabled():
            self._presenter.resume(export.bundle_id)

    def _on_discard(self) -> None:
        export = self._export()
        if export is not None:
            self.discard_asked.emit(export.bundle_id)

    def _on_countersign(self) -> None:
        export = self._export()
        if export is not None:
            self.countersign_asked.emit(export.bundle_id)

    def _on_transfers(self, is_shown: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._presenter.show_transfers(is_shown=is_shown)

    def _on_sent(self, is_shown: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._presenter.show_sent(is_shown=is_shown)
