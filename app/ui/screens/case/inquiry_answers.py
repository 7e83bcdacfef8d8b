"""The questions of an inquiry with what was answered, and under an answer what may have to be struck from it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.models.domain.inquiry import GivenReply, Inquiry
from app.models.forms.guards.answering import WhyNot
from app.models.forms.guards.finding import Hit, clauses_of
from app.services.inquiries.replies import Open, said_in
from app.ui.context import UiContext
from app.ui.screens.case.card import Card
from app.ui.screens.case.parts import ReadOnlyProse, empty_out
from app.ui.screens.case.piece_dialog import PieceDialog
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.guard_strip import GuardStrip
from app.ui.widgets.labels import text_label


class InquiryAnswers(Card):
    """One card.

    Signals:
        strike_asked: Something in the reply is to be struck for good: number of the answer (0 for who replied), what.
        stay_asked: It may stay: number of the answer, what, why.
        surplus_asked: Pieces of an answer say more than was asked: its number, the pieces.
    """

    strike_asked = Signal(int, object)
    stay_asked = Signal(int, object, object)
    surplus_asked = Signal(int, object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._context, self._texts = context, context.texts
        self.lines = QVBoxLayout()
        self.column.addLayout(self.lines)

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.title.setText(self._texts("case.inquiries.answers"))

    def show_inquiry(self, inquiry: Inquiry | None, found: Open, *, may_strike: bool) -> None:
        """Show an inquiry, or nothing.

        Args:
            inquiry: The inquiry in view.
            found: What this officer has to answer for in its reply; empty where there is nothing, or no right to.
            may_strike: This officer may strike what says more than was asked.
        """
        self.setVisible(inquiry is not None)
        empty_out(self.lines)
        if inquiry is None:
            return
        reply = inquiry.reply or (inquiry.typed.reply if inquiry.typed is not None else None)
        if reply is not None:
            self._show_strip(0, reply, found)
        for number, asked in enumerate(inquiry.questions, start=1):
            self.lines.addWidget(ReadOnlyProse(asked.text))
            if reply is not None:
                self._show_answer(number, reply)
                self._show_strip(number, reply, found)
            if may_strike and inquiry.reply is not None:
                self._offer_surplus(number, inquiry.reply.answers[number - 1].text)

    def _offer_surplus(self, number: int, text: str) -> None:
        pieces = clauses_of(text)
        if pieces:
            button = QPushButton(self._texts("case.surplus.open"))
            button.clicked.connect(lambda _on=False, number=number, pieces=pieces: self._on_surplus(number, pieces))
            self.lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_surplus(self, number: int, pieces: tuple[str, ...]) -> None:
        dialog = PieceDialog(self._context, pieces, self)
        dialog.chosen.connect(partial(self.surplus_asked.emit, number))
        dialog.open()

    def _show_answer(self, number: int, reply: GivenReply) -> None:
        one, texts = reply.answers[number - 1], self._texts
        self.lines.addWidget(text_label(texts(f"inquiry-answer.{one.state}"), role="small"))
        if one.text:
            self.lines.addWidget(ReadOnlyProse(one.text))
        if one.papers:
            self.lines.addWidget(text_label(texts("case.inquiries.papers", count=len(one.papers)), role="hint"))

    def _show_strip(self, number: int, reply: GivenReply, found: Open) -> None:
        hits = found[number] if found else ()
        if not hits:
            return
        strip = GuardStrip(self._texts)
        self.lines.addWidget(strip)
        strip.show_hits(said_in(reply)[number], hits)
        strip.strike_asked.connect(partial(self._on_strike, number))
        strip.stay_asked.connect(partial(self._on_stay, number))

    def _on_strike(self, number: int, hit: Hit) -> None:
        dialog = ConfirmDialog(self._texts, self._context.theme, "case.points.strike-sure", self)
        dialog.agreed.connect(lambda: self.strike_asked.emit(number, hit))
        dialog.open()

    def _on_stay(self, number: int, hit: Hit, why: WhyNot) -> None:
        self.stay_asked.emit(number, hit, why)
