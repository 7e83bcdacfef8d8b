"""Prove the record: check it now, compare it with a slip, print one, hand it out, anchor it anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.models.domain.acts import Action
from app.services.audit.anchor_keeper import AnchorState, AnchorStatus
from app.services.record.reanchoring import AnchorReason
from app.services.record.record import RecordReport
from app.services.record.slips import SlipAnswer, SlipOutcome
from app.ui.context import UiContext
from app.ui.presenters.audit import AuditPresenter, AuditState
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.card import Card, moment
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.second_officer import SecondOfficer

_ANSWERS = {SlipOutcome.CONTAINED: Tone.GOOD, SlipOutcome.MISTYPED: Tone.WARN, SlipOutcome.RESTORED: Tone.WARN}
_ANCHORS = {
    AnchorStatus.KEPT: Tone.GOOD,
    AnchorStatus.WAITING: Tone.GOOD,
    AnchorStatus.FAILED: Tone.WARN,
    AnchorStatus.DOUBT: Tone.BAD,
    AnchorStatus.ABSENT: Tone.WARN,
}


class ProofPage(QWidget):
    """Four areas: the check of the whole record, the comparison with a slip, what goes out, the anchor."""

    def __init__(self, context: UiContext, presenter: AuditPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._presenter = context, presenter
        theme = context.theme
        self.check, self.slip, self.out, self.anchor = (Card(theme, self) for _ in range(4))
        self._build_check()
        self._build_slip()
        self._build_out()
        self._build_anchor()
        space = theme.scale.space
        grid = QGridLayout(self)
        grid.setContentsMargins(space(5), space(3), space(5), space(4))
        grid.setSpacing(space(3))
        for place, card in enumerate((self.check, self.slip, self.out, self.anchor)):
            card.body.addStretch(1)
            grid.addWidget(card, place // 2, place % 2)
        for line in (0, 1):
            grid.setColumnStretch(line, 1)
            grid.setRowStretch(line, 1)

    def _build_check(self) -> None:
        texts = self._context.texts
        self.verify_button = QPushButton(self.check)
        self.result, self.result_words = StateBadge(texts, self.check), text_label(parent=self.check)
        self.result.hide()
        self.check.body.addLayout(_row(self.verify_button))
        self.check.body.addWidget(self.result)
        self.check.body.addWidget(self.result_words)
        self.verify_button.clicked.connect(self._presenter.verify)

    def _build_slip(self) -> None:
        texts = self._context.texts
        self.entries_label, self.entries = text_label(parent=self.slip), QLineEdit(self.slip)
        self.words_label, self.words = text_label(parent=self.slip), QPlainTextEdit(self.slip)
        self.entries_label.setBuddy(self.entries)
        self.words_label.setBuddy(self.words)
        in_characters(self.entries, self.entries.setMaximumWidth, 24)
        self.words.setTabChangesFocus(True)
        self.words.setMaximumHeight(self.fontMetrics().height() * 4)
        self.compare_button = QPushButton(self.slip)
        self.answer, self.answer_words = StateBadge(texts, self.slip), text_label(parent=self.slip)
        self.answer.hide()
        for part in (self.entries_label, self.entries, self.words_label, self.words):
            self.slip.body.addWidget(part)
        self.slip.body.addLayout(_row(self.compare_button))
        self.slip.body.addWidget(self.answer)
        self.slip.body.addWidget(self.answer_words)
        self.compare_button.clicked.connect(self._on_compare)
        self.entries.returnPressed.connect(self.words.setFocus)

    def _build_out(self) -> None:
        self.print_button, self.export_button = QPushButton(self.out), QPushButton(self.out)
        self.out_words, self.saved = text_label(role="hint", parent=self.out), text_label(parent=self.out)
        self.out.body.addWidget(self.out_words)
        self.out.body.addLayout(_row(self.print_button, self.export_button))
        self.out.body.addWidget(self.saved)
        self.print_button.clicked.connect(self._on_print)
        self.export_button.clicked.connect(self._on_export)

    def _build_anchor(self) -> None:
        texts = self._context.texts
        self.anchor_state, self.anchor_words = StateBadge(texts, self.anchor), text_label(parent=self.anchor)
        self.anew = QWidget(self.anchor)
        self.second, self.reason = SecondOfficer(texts, self.anew, in_row=True), QuietCombo(self.anew)
        self.reason_label = text_label(parent=self.anew)
        self.reason_label.setBuddy(self.reason)
        self.anew_button = QPushButton(self.anew)
        column = QVBoxLayout(self.anew)
        column.setContentsMargins(0, 0, 0, 0)
        for field in (self.reason_label, self.reason, self.second):
            column.addWidget(field)
        column.addLayout(_row(self.anew_button))
        for part in (self.anchor_state, self.anchor_words, self.anew):
            self.anchor.body.addWidget(part)
        self.anew.hide()
        self.anew_button.clicked.connect(self._on_anew)
        self.second.submitted.connect(self._on_anew)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self._context.texts
        for card, key in (
            (self.check, "audit.check"),
            (self.slip, "audit.slip"),
            (self.out, "audit.out"),
            (self.anchor, "audit.anchor"),
        ):
            card.set_title(texts(key))
        self.verify_button.setText(texts("audit.check.now"))
        self.entries_label.setText(texts("audit.slip.size"))
        self.entries.setAccessibleName(texts("audit.slip.size"))
        self.words_label.setText(texts("audit.slip.words"))
        self.words.setAccessibleName(texts("audit.slip.words"))
        self.compare_button.setText(texts("audit.slip.compare"))
        self.print_button.setText(texts("audit.out.print"))
        self.export_button.setText(texts("audit.out.export"))
        self.out_words.setText(texts("audit.out.words"))
        self.reason_label.setText(texts("audit.anchor.reason"))
        self.reason.setAccessibleName(texts("audit.anchor.reason"))
        self.anew_button.setText(texts("audit.anchor.anew"))
        chosen = max(0, self.reason.currentIndex())
        self.reason.clear()
        for reason in AnchorReason:
            self.reason.addItem(texts(f"anchor-reason.{reason}"), reason.value)
        self.reason.setCurrentIndex(chosen)
        self.show_state(self._presenter.state)

    def show_state(self, state: AuditState) -> None:
        """Show results and what may be done."""
        may = self._presenter.may
        for button, action in (
            (self.verify_button, Action.VERIFY_LOG),
            (self.compare_button, Action.VERIFY_SLIP),
            (self.print_button, Action.PRINT_SLIP),
            (self.export_button, Action.EXPORT_LOG),
        ):
            button.setEnabled(not state.busy and may(action))
        self._show_report(state.report or (state.overview.last if state.overview else None))
        self._show_answer(state.answer)
        self._show_saved(state)
        if state.overview is not None:
            self._show_anchor(state, state.overview.anchor)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.verify_button, self.entries, self.print_button, *([self.reason] if self.anew.isVisible() else [])]

    def _show_report(self, report: RecordReport | None) -> None:
        texts = self._context.texts
        self.result.setVisible(report is not None)
        if report is None:
            self.result_words.setText(texts("audit.check.before"))
        elif report.is_sound:
            self.result.show_state(texts("audit.check.sound"), Tone.GOOD)
            self.result_words.setText(texts("audit.check.sound.words", size=f"{report.size:,}"))
        else:
            self.result.show_state(texts("audit.check.unsound"), Tone.BAD)
            first = f"{report.damaged[0]:,}" if report.damaged else texts("ui.table.blank")
            self.result_words.setText(
                texts("audit.check.unsound.words", size=f"{report.size:,}", count=len(report.damaged), first=first)
            )

    def _show_answer(self, answer: SlipAnswer | None) -> None:
        texts = self._context.texts
        self.answer.setVisible(answer is not None)
        if answer is None:
            self.answer_words.setText(texts("audit.slip.before"))
            return
        self.answer.show_state(texts(f"slip-outcome.{answer.outcome}"), _ANSWERS.get(answer.outcome, Tone.BAD))
        since = answer.agrees_until
        if answer.outcome in {SlipOutcome.CONTAINED, SlipOutcome.MISTYPED}:
            words = texts(f"audit.slip.{answer.outcome}", size=f"{answer.size:,}")
        elif since is None:
            words = texts("audit.slip.missing.unknown", size=f"{answer.size:,}")
        else:
            words = texts("audit.slip.missing", size=f"{answer.size:,}", at=moment(since))
        self.answer_words.setText(words)

    def _show_saved(self, state: AuditState) -> None:
        texts = self._context.texts
        if state.saved == "export" and state.handed is not None:
            handed = state.handed
            self.saved.setText(
                texts("audit.out.exported", count=f"{handed.count:,}", digits=" ".join(handed.fingerprint))
            )
        else:
            self.saved.setText(texts("audit.out.printed") if state.saved == "slip" else "")

    def _show_anchor(self, state: AuditState, anchor: AnchorState) -> None:
        texts = self._context.texts
        self.anchor_state.show_state(texts(f"anchor.{anchor.status}"), _ANCHORS[anchor.status])
        if anchor.doubt is not None:
            self.anchor_words.setText(texts(f"doubt.{anchor.doubt}"))
        elif anchor.anchored is None:
            self.anchor_words.setText(texts("audit.anchor.none"))
        else:
            noted = anchor.anchored
            self.anchor_words.setText(texts("audit.anchor.at", size=f"{noted.head.size:,}", at=moment(noted.at)))
        self.anew.setVisible(anchor.doubt is not None and self._presenter.may(Action.REANCHOR))
        self.anew_button.setEnabled(not state.busy)
        officers = state.overview.officers if state.overview else ()
        others = [(str(person), name) for person, name in officers if name and person != self._presenter.me]
        self.second.show_people(others)

    def _on_compare(self) -> None:
        self._presenter.compare(self.entries.text(), self.words.toPlainText())

    def _on_print(self) -> None:
        name = f"record-slip-{self._presenter.station}.pdf"
        ask_target(self, self._context.texts("audit.out.print"), name, partial(_to, self._presenter.print_slip))

    def _on_export(self) -> None:
        name = f"record-{self._presenter.station}.sekisho-record"
        ask_target(self, self._context.texts("audit.out.export"), name, partial(_to, self._presenter.hand_out))

    def _on_anew(self) -> None:
        reason = self.reason.currentData()
        if isinstance(reason, str) and self.second.is_complete:
            self._presenter.reanchor(self.second.person, self.second.take_text(), AnchorReason(reason))


def _to(write: Callable[[Path], None], path: str) -> None:
    write(Path(path))


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
