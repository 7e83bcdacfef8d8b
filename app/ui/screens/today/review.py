"""The open items of emergency access, and their review by another person."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.models.domain.text import visible
from app.services.emergency.access import OpenItem, Outcome
from app.ui.context import UiContext
from app.ui.presenters.emergency import ReviewPresenter, ReviewState
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.card import moment
from app.ui.widgets.labels import text_label
from app.ui.workplace import Workplace

NAME_CHARACTERS = 60
REASON_CHARACTERS = 4_000


class ReviewDialog(QDialog):
    """A list at the left, the review at the right; Escape closes it."""

    def __init__(self, context: UiContext, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts, self._runner = context.texts, context.runner
        self._presenter = ReviewPresenter(place, context.runner)
        texts, space = context.texts, context.theme.scale.space
        self.setWindowTitle(texts("emergency.review.title"))
        self.title = text_label(texts("emergency.review.title"), "lead", self)
        self.notice = Banner(texts, self)
        self.items = QListWidget(self)
        self.items.setWordWrap(True)
        self.items.setAccessibleName(texts("emergency.review.list"))
        self.facts, self.own = text_label(parent=self), text_label(texts("emergency.review.own"), "hint", self)
        self.reason_caption, self.outcome_caption, self.note_caption = (
            text_label(role="small", parent=self) for _ in range(3)
        )
        self.reason_button = QPushButton(texts("emergency.review.show-reason"), self)
        self.reason, self.outcome, self.note = text_label(parent=self), QComboBox(self), QPlainTextEdit(self)
        self.note.setTabChangesFocus(True)
        for label, field, name in (
            (self.reason_caption, self.reason, "reason"),
            (self.outcome_caption, self.outcome, "outcome"),
            (self.note_caption, self.note, "note"),
        ):
            label.setText(texts(f"emergency.review.{name}"))
            field.setAccessibleName(texts(f"emergency.review.{name}"))
        self.outcome.addItem(texts("emergency.review.choose"), "")
        for one in Outcome:
            self.outcome.addItem(texts(f"emergency.outcome.{one}"), one.value)
        self.save_button, self.close_button = QPushButton(texts("emergency.review.save"), self), QPushButton(self)
        self.save_button.setProperty("kind", "main")
        self.close_button.setText(texts("ui.close"))
        self._lay_out(space(5), space(3))
        self.items.currentRowChanged.connect(self._on_row)
        self.reason_button.clicked.connect(self._presenter.read_reason)
        self.outcome.currentIndexChanged.connect(self._enable)
        self.note.textChanged.connect(self._enable)
        self.save_button.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)
        self._presenter.subscribe(self.show_state)
        self._presenter.refresh()

    def _lay_out(self, edge: int, gap: int) -> None:
        side = QVBoxLayout()
        side.setSpacing(gap // 2)
        for part in (
            self.facts,
            self.reason_caption,
            self.reason_button,
            self.reason,
            self.outcome_caption,
            self.outcome,
            self.note_caption,
            self.note,
            self.own,
        ):
            side.addWidget(part)
        side.addStretch(1)
        row, buttons = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(self.items, 2)
        row.addLayout(side, 3)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(gap)
        layout.addWidget(self.title)
        layout.addWidget(self.notice)
        layout.addLayout(row, 1)
        layout.addLayout(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 130, self.fontMetrics().lineSpacing() * 26)

    def show_state(self, state: ReviewState) -> None:
        """Show the list and the access in view."""
        texts, items = self._texts, state.items or ()
        self.items.blockSignals(True)
        while self.items.count() > len(items):
            self.items.takeItem(self.items.count() - 1)
        for place, item in enumerate(items):
            self._show_item(place, item)
            if item.access.access_id == state.chosen:
                self.items.setCurrentRow(place)
        self.items.blockSignals(False)
        shown = state.item
        self.facts.setText(texts("emergency.review.none") if shown is None and state.items is not None else "")
        may = shown is not None and shown.may_review
        if shown is not None:
            word = texts(f"emergency.reason.{shown.reason}")
            self.facts.setText(texts("emergency.review.facts", word=word, looks=shown.looks))
        self.own.setVisible(shown is not None and not may)
        for part in (self.reason_caption, self.outcome_caption, self.outcome, self.note_caption, self.note):
            part.setVisible(may)
        self.reason_button.setVisible(may and state.reason is None)
        self.reason.setVisible(may and state.reason is not None)
        self.reason.setText(visible(state.reason.text, REASON_CHARACTERS) if state.reason is not None else "")
        if state.error is not None:
            self.notice.show_message("\n".join(texts.error(state.error).paragraphs()), Tone.BAD)
        elif state.done:
            self.notice.show_message(texts("emergency.review.done"), Tone.GOOD)
        else:
            self.notice.hide()
        self._enable()

    def _show_item(self, place: int, item: OpenItem) -> None:
        texts = self._texts
        if place >= self.items.count():
            self.items.addItem(QListWidgetItem())
        officer, at = visible(item.officer, NAME_CHARACTERS), moment(item.access.opened_at)
        state = texts("emergency.review.running" if item.is_running else "emergency.review.over")
        name = texts("emergency.review.line", number=item.number, officer=officer)
        second = texts("emergency.review.second", at=at, state=state)
        spoken = texts("emergency.review.sentence", number=item.number, officer=officer, at=at, state=state)
        self.items.item(place).setText(f"{name}\n{second}")
        self.items.item(place).setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.items.item(place).setData(Qt.ItemDataRole.UserRole, item.access.access_id)

    def _enable(self) -> None:
        state = self._presenter.state
        is_ready = bool(self.outcome.currentData()) and bool(self.note.toPlainText().strip())
        self.save_button.setEnabled(state.item is not None and state.item.may_review and is_ready and not state.is_busy)

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.note.clear()
            self.outcome.setCurrentIndex(0)
            self._presenter.choose(str(self.items.item(row).data(Qt.ItemDataRole.UserRole)))

    def _on_save(self) -> None:
        self._presenter.review(Outcome(self.outcome.currentData()), self.note.toPlainText())
        self.note.clear()
        self.outcome.setCurrentIndex(0)

    def _on_finished(self) -> None:
        self._runner.cancel_owned_by(self._presenter)
