"""Who is who (同一人物かどうか): a subject of the bundle beside a known person, and three answers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.services.exchange.identity import AsideReason, Likeness, Verdict
from app.services.exchange.inspection import Inspection
from app.ui.context import UiContext
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.labels import text_label

ALIKE = (
    Heading("ui.import.identity.answer", 9),
    Heading("ui.import.identity.why", 12),
    Heading("ui.import.identity.came", 16),
    Heading("ui.import.identity.here", 34),
)
_TONES = {Verdict.SAME: Tone.GOOD, Verdict.OTHER: Tone.GOOD, Verdict.LATER: Tone.NEUTRAL}


class IdentityView(QWidget):
    """The questions, and the buttons that answer the chosen one.

    Signals:
        decided: Key of the question and verdict.
        aside_asked: Line of the record and reason, or None to take it in after all.
    """

    decided = Signal(str, object)
    aside_asked = Signal(int, object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._inspection: Inspection | None = None
        self._can_answer = False
        self.caption, self.left_out = text_label(role="small", parent=self), text_label(role="small", parent=self)
        self.table = LinesTable(context.texts, context.theme, ALIKE, self, wraps=True)
        self.buttons = {verdict: QPushButton(self) for verdict in Verdict}
        self.aside = {reason: QPushButton(self) for reason in (AsideReason.WRONG_DATA, AsideReason.NOT_OURS)}
        row, second = QHBoxLayout(), QHBoxLayout()
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        for button in self.aside.values():
            button.setProperty("kind", "quiet")
            second.addWidget(button)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.caption)
        column.addWidget(self.left_out)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addLayout(second)
        self.buttons[Verdict.SAME].clicked.connect(lambda: self._say(Verdict.SAME))
        self.buttons[Verdict.OTHER].clicked.connect(lambda: self._say(Verdict.OTHER))
        self.buttons[Verdict.LATER].clicked.connect(lambda: self._say(Verdict.LATER))
        self.aside[AsideReason.WRONG_DATA].clicked.connect(lambda: self._leave_out(AsideReason.WRONG_DATA))
        self.aside[AsideReason.NOT_OURS].clicked.connect(lambda: self._leave_out(AsideReason.NOT_OURS))
        self.table.selection_made.connect(self._enable)

    def show_inspection(self, inspection: Inspection | None, *, can_answer: bool) -> None:
        """Show the questions about a bundle."""
        self._inspection = inspection
        texts = self._texts
        self.table.setAccessibleName(texts("ui.import.identity.title"))
        for verdict, button in self.buttons.items():
            button.setText(texts(f"ui.import.identity.{verdict}"))
        for reason, button in self.aside.items():
            button.setText(texts(f"ui.import.aside.{reason}"))
        if inspection is None:
            return
        self.table.fill([like_line(texts, one, inspection) for one in inspection.likenesses])
        left = len(inspection.answers.open_questions(inspection.likenesses))
        key = "ui.import.identity.open" if left else "ui.import.identity.done"
        aside = len(inspection.answers.lines_aside())
        none = texts("ui.import.identity.none")
        if inspection.not_asked is not None:
            none = texts(f"import.why-not.{inspection.not_asked}")
        self.caption.setText(texts(key, count=left) if inspection.likenesses else none)
        self.left_out.setText(texts("ui.import.aside.count", count=aside))
        self.left_out.setVisible(bool(aside))
        self._can_answer = can_answer
        self._enable()

    def _chosen(self) -> Likeness | None:
        if self._inspection is None:
            return None
        here = self.table.current_id()
        return next((one for one in self._inspection.likenesses if one.key == here), None)

    def _enable(self) -> None:
        is_chosen = self._can_answer and self._chosen() is not None
        may_leave_out = self._inspection is not None and self._inspection.can_set_aside
        for button in self.buttons.values():
            button.setEnabled(is_chosen)
        for button in self.aside.values():
            button.setEnabled(is_chosen and may_leave_out)

    def _say(self, verdict: Verdict) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.decided.emit(chosen.key, verdict)

    def _leave_out(self, reason: AsideReason) -> None:
        chosen = self._chosen()
        if chosen is None or self._inspection is None:
            return
        is_out = chosen.subject.line in self._inspection.answers.aside
        self.aside_asked.emit(chosen.subject.line, None if is_out else reason)


def like_line(texts: Texts, one: Likeness, inspection: Inspection) -> Line:
    """One question: what came, who is here, why they may be one."""
    answers, line = inspection.answers, one.subject.line
    verdict = answers.identity.get(one.key)
    if line in answers.aside:
        answer, tone = texts(f"ui.import.aside.{answers.aside[line]}"), Tone.NEUTRAL
    elif verdict is None:
        answer, tone = texts("ui.import.identity.unanswered"), Tone.WARN
    else:
        answer, tone = texts(f"ui.import.identity.{verdict}"), _TONES[verdict]
    came = texts(
        "ui.import.identity.person",
        where=texts("ui.import.identity.line", line=line),
        name=one.subject.name,
        kana=one.subject.kana,
        born=one.subject.born_on.isoformat() if one.subject.born_on else texts("ui.import.identity.born-unknown"),
        section=one.subject.section,
    )
    here = texts(
        "ui.import.identity.person",
        where=one.number or texts("ui.import.identity.same-bundle"),
        name=one.name,
        kana=one.kana,
        born=one.born_on.isoformat(),
        section=one.section,
    )
    why = texts(f"roster.match.{one.why}")
    sentence = texts("ui.import.identity.sentence", answer=answer, why=why, came=came, here=here)
    return Line(one.key, (answer, why, came, here), sentence, ((0, tone),))
