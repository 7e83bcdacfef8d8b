"""What the officer decides about the chosen file, and what follows: question, buttons, receipt, ticks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.models.domain.text import visible
from app.services.bundles.report import BottomLine
from app.services.exchange.survey import Standing
from app.ui.context import UiContext
from app.ui.presenters.importing import ImportState
from app.ui.screens.importing.gap import GapReasons
from app.ui.widgets.card import Card, clock_time
from app.ui.widgets.labels import text_label
from app.ui.widgets.steps import Stage, ThreeTicks

Question = tuple[tuple[QPushButton, ...], str, str]
"""Buttons in view, key of the title, sentence below it."""


class DecisionBar(Card):
    """A question whose buttons answer it.

    Signals:
        inspect_asked, admit_asked, refuse_asked, close_asked, receipt_asked, release_asked: The officer pressed the
            button of that name.
        mini_asked, paper_asked: The receipt is wanted as a small file beside the bundle, or on paper.
        gap_accepted: The officer gave up the earlier bundles that this one waits for, for this reason.
    """

    inspect_asked = Signal()
    admit_asked = Signal()
    refuse_asked = Signal()
    close_asked = Signal()
    receipt_asked = Signal()
    release_asked = Signal()
    mini_asked = Signal()
    paper_asked = Signal()
    gap_accepted = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._texts = context.texts
        self._state = ImportState()
        self.explanation = text_label(parent=self)
        self.ticks = ThreeTicks(context.texts, self)
        self.ticks.hide()
        self.receipt_file = text_label(role="small", parent=self)
        self.gap = GapReasons(context.texts, self)
        self.accept_gap = QPushButton(self)
        self.inspect, self.close_export = QPushButton(self), QPushButton(self)
        self.admit, self.refuse = QPushButton(self), QPushButton(self)
        self.receipt, self.release = QPushButton(self), QPushButton(self)
        self.mini, self.paper = QPushButton(self), QPushButton(self)
        for button in (self.inspect, self.close_export, self.admit, self.receipt):
            button.setProperty("kind", "main")
        row = QHBoxLayout()
        for button in self._buttons():
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.explanation)
        self.body.addWidget(self.ticks)
        self.body.addWidget(self.receipt_file)
        self.body.addWidget(self.gap)
        self.body.addLayout(row)
        self.inspect.clicked.connect(self.inspect_asked)
        self.close_export.clicked.connect(self.close_asked)
        self.admit.clicked.connect(self.admit_asked)
        self.refuse.clicked.connect(self.refuse_asked)
        self.receipt.clicked.connect(self.receipt_asked)
        self.mini.clicked.connect(self.mini_asked)
        self.paper.clicked.connect(self.paper_asked)
        self.release.clicked.connect(self.release_asked)
        self.gap.changed.connect(self._enable_gap)
        self.accept_gap.clicked.connect(self._on_accept_gap)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.inspect,
            self.close_export,
            self.admit,
            self.accept_gap,
            self.refuse,
            self.receipt,
            self.mini,
            self.paper,
            self.release,
        )

    def show_state(self, state: ImportState) -> None:
        """Show the question that is next."""
        self._state = state
        self.gap.ask_about(state.inspection)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, state = self._texts, self._state
        named = (
            (self.inspect, "ui.import.inspect"),
            (self.close_export, "ui.import.close"),
            (self.admit, "ui.import.admit"),
            (self.accept_gap, "ui.import.gap.accept"),
            (self.refuse, "ui.import.refuse"),
            (self.receipt, "ui.import.receipt.write"),
            (self.mini, "ui.import.receipt.mini"),
            (self.paper, "ui.import.receipt.paper"),
            (self.release, "ui.import.release"),
        )
        is_looking = state.busy in {"", "look"}  # a button that is disabled loses the keyboard
        for button, key in named:
            button.setText(texts(key))
            button.setEnabled(is_looking)
        if state.file is not None and state.file.is_countersign:
            self.inspect.setText(texts("ui.countersign.read"))
        shown, title, explanation = self._question()
        for button in self._buttons():
            button.setVisible(button in shown)
        self.admit.setEnabled(state.can_admit)
        self.refuse.setEnabled(state.can_refuse)
        for button in (self.receipt, self.mini, self.release):
            button.setEnabled(is_looking and state.place is not None)
        self.gap.retranslate()
        self.gap.setVisible(self.accept_gap in shown)
        self._enable_gap()
        self.set_title(texts(title) if title else "")
        self.explanation.setText(explanation)
        self.explanation.setVisible(bool(explanation))
        self._show_ticks()
        self.setVisible(bool(shown or explanation or title))

    def _enable_gap(self) -> None:
        """A gap is accepted with a reason only."""
        self.gap.setEnabled(self._state.can_accept_gap)
        self.accept_gap.setEnabled(self._state.can_accept_gap and self.gap.reason is not None)

    def _on_accept_gap(self) -> None:
        if self.gap.reason is not None:
            self.gap_accepted.emit(self.gap.reason)

    def take_keyboard(self) -> bool:
        """Give the keyboard to the first button that can be pressed; never to one that decides.

        Returns:
            Whether there was one.
        """
        undecided = (self.inspect, self.close_export, self.receipt, self.release)
        target = next((button for button in undecided if button.isVisibleTo(self) and button.isEnabled()), None)
        if target is not None:
            target.setFocus()
        return target is not None

    def _question(self) -> Question:
        state = self._state
        if state.released_at is not None or state.is_folder:
            return self._after_release()
        if state.closed is not None:
            return (self.release,), "", self._texts(f"ui.import.closed.{state.closed.outcome}")
        if state.ticks is not None and state.outcome:
            return (self.release,), "", ""
        return self._after_inspection() if state.inspection is not None else self._of_file()

    def _receipts(self) -> tuple[QPushButton, ...]:
        return (self.receipt, self.mini, self.paper, self.release)

    def _after_release(self) -> Question:
        if self._state.released_at is not None:
            return (), "", self._texts("ui.import.released")
        return (self.release,), "", self._texts("ui.import.release.folder")

    def _of_file(self) -> Question:
        texts, file = self._texts, self._state.file
        if file is None:
            return (), "", ""
        if file.standing is Standing.OWN:
            return (), "", texts("ui.import.own.text")
        if file.is_countersign and file.standing is not Standing.UNREADABLE:
            is_new = file.standing is Standing.NEW
            return (self.inspect if is_new else self.receipt,), "", texts(f"ui.countersign.file.{file.standing}")
        if file.is_receipt and file.standing is Standing.NEW:
            return (self.close_export,), "ui.import.close.question", texts("ui.import.close.do")
        if file.standing is Standing.DECIDED and not file.is_receipt:
            return (self.inspect, self.receipt), "", texts("ui.import.done.duplicate")
        return (self.inspect,), "", texts("ui.import.inspect.do")

    def _after_inspection(self) -> Question:
        texts, state = self._texts, self._state
        if state.outcome:
            return self._receipts(), "ui.import.receipt.title", texts(f"ui.import.done.{state.outcome}")
        inspection = state.inspection
        if inspection is not None and inspection.report.bottom_line is BottomLine.DUPLICATE:
            return self._receipts(), "ui.import.receipt.title", texts("ui.import.done.duplicate")
        if inspection is not None and inspection.report.bottom_line is BottomLine.HELD:
            return (self.accept_gap, self.refuse), "ui.import.gap.title", texts("ui.import.gap.do")
        can = inspection is not None and inspection.can_be_admitted
        is_asked = inspection is not None and bool(inspection.answers.open_questions(inspection.likenesses))
        why_not = "ui.import.decide.identity" if is_asked else "ui.import.decide.cannot"
        if inspection is not None and inspection.is_left_for_later:
            why_not = "ui.import.decide.later"
        if inspection is not None and inspection.is_known_trust:
            why_not = "ui.import.decide.known"
        explanation = texts("ui.import.decide.can" if can else why_not)
        return (self.admit, self.refuse), "ui.import.decide.question", explanation

    def _show_ticks(self) -> None:
        ticks, state = self._state.ticks, self._state
        self.ticks.setVisible(ticks is not None)
        self.receipt_file.setVisible(ticks is not None or bool(state.saved_as))
        if state.saved_as:
            self.receipt_file.setText(self._texts("ui.import.receipt.file", file=visible(state.saved_as, 80)))
        if ticks is None:
            return
        self.receipt_file.setText(self._texts("ui.import.receipt.file", file=ticks.file_name))
        self.ticks.reset()
        self.ticks.tick(Stage.WRITTEN, clock_time(ticks.written_at))
        self.ticks.tick(Stage.READ_BACK, clock_time(ticks.verified_at))
        if state.released_at is not None:
            self.ticks.tick(Stage.SAFE, clock_time(state.released_at))
