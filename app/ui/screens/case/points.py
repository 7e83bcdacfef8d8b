"""Points to clear up (確認事項): the list, one in full, and what this officer can record about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.rules.life import Closing, PointState
from app.services.points.differing import SAID_OTHERWISE
from app.services.points.points import Point
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_corrections import Wanted
from app.ui.presenters.case_points import PointsPresenter
from app.ui.screens.case.card import Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.matter_list import MatterList
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, ProseEdit, caption
from app.ui.screens.case.point_detail import PointDetail
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.labels import text_label


class PointList(MatterList):
    """The points to clear up.

    Signals:
        reason_asked: R, to the reason.
    """

    reason_asked = Signal()

    @override
    def commands(self) -> dict[Qt.Key, SignalInstance]:
        """Keys and what they ask for."""
        return super().commands() | {Qt.Key.Key_R: self.reason_asked}


class PointsPage(AreaPage):
    """Left the list, in the middle the point in view, right what can be recorded.

    Signals:
        answer_asked: Somebody wants to see an answer: its item, and its row or an empty text.
        return_asked: Boxes are to be returned for the point in view.
    """

    answer_asked = Signal(str, str)
    return_asked = Signal()

    def __init__(self, context: UiContext, presenter: PointsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._shown: object = None
        self._reason_of = ""
        self._is_acting = False
        self.list = PointList(context, self)
        self.count, self.locked, self.keys = text_label(role="hint"), text_label(role="hint"), text_label(role="small")
        self.detail, self.side = PointDetail(context, self), Column(context, self)
        self.card = Card(context)
        self.reason_caption, self.reason = caption(), ProseEdit(4)
        self.ask_button, self.accept_button, self.answer_button = QPushButton(), QPushButton(), QPushButton()
        self.return_button = QPushButton()
        self.return_button.clicked.connect(self.return_asked)
        self.accept_button.setProperty("kind", "main")
        self.strike_button = QPushButton()
        self.closings = {closing: QPushButton() for closing in Closing}
        self.hint = text_label(role="hint")
        buttons = (self.ask_button, *self.closings.values(), self.accept_button, self.strike_button)
        self.card.add(self.reason_caption, self.reason, self.hint, *buttons)
        self.side.body.addWidget(self.card)
        self.side.body.addStretch(1)
        self._lay_out()
        self.list.currentRowChanged.connect(self._on_row)
        self.list.next_asked.connect(presenter.go_next)
        self.list.reason_asked.connect(self._on_reason_asked)
        self.list.answer_asked.connect(self._on_answer)
        self.list.itemDoubleClicked.connect(self._on_answer)
        self.answer_button.clicked.connect(self._on_answer)
        self.reason.edited.connect(self._enable)
        self.ask_button.clicked.connect(lambda: self._do(lambda: presenter.ask(self.reason.text())))
        self.accept_button.clicked.connect(lambda: self._do(lambda: presenter.accept(self.reason.text())))
        for closing, button in self.closings.items():
            button.clicked.connect(
                lambda _on=False, closing=closing: self._do(lambda: presenter.close(closing, self.reason.text()))
            )
        self.strike_button.clicked.connect(self._on_strike)
        self.begin()

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        edge = self.context.theme.scale.space(2)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.count, self.locked, self.keys):
            label.setContentsMargins(edge, edge // 2, edge, edge // 2)
        for part in (self.count, self.locked):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.keys)
        for place, button in enumerate((self.answer_button, self.return_button), start=1):
            self.detail.body.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignLeft)
        self.lay_beside(Divider.POINTS, (left, 30, 360), (self.detail, 42, 510), (self.side, 28, 330))

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.list.setAccessibleName(texts("case.points.list"))
        self.side.setAccessibleName(texts("case.points.side"))
        self.card.title.setText(texts("case.points.record"))
        self.keys.setText(texts("case.points.keys"))
        self.reason_caption.setText(texts("case.points.reason"))
        self.reason.setAccessibleName(texts("case.points.reason"))
        self.answer_button.setText(texts("case.points.go"))
        self.return_button.setText(texts("case.points.return"))
        self.ask_button.setText(texts("case.points.ask"))
        self.accept_button.setText(texts("case.points.accept"))
        self.strike_button.setText(texts("case.points.strike"))
        for closing, button in self.closings.items():
            button.setText(texts(f"case.points.close-{closing}"))
        self.detail.retranslate()
        self._shown = None
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show list, point and what can be done."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        chosen = next((at for at, point in enumerate(state.points) if point.key == state.chosen), None)
        questions = (self._presenter.words(point, texts.language).question for point in state.points)
        self.list.show_lines(list(zip(questions, map(self._second, state.points), strict=True)), chosen)
        counted = texts("case.points.count", count=len(state.points), open=state.open_count)
        if state.left_out:
            counted = texts("case.span.left-out", counted=counted, left_out=state.left_out)
        self.count.setText(counted)
        self.locked.setVisible(state.locked is not None)
        if state.locked is not None:
            self.locked.setText(texts("case.points.locked", why=texts(f"refusal.{state.locked}")))
        current = state.current
        if (current, texts.language) != self._shown:
            self._shown = (current, texts.language)
            words = self._presenter.words(current, texts.language) if current is not None else None
            self.detail.show_point(current, words, state.names)
        self._show_reason()
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """List, point, side."""
        return [self.list, self.detail, *([self.side] if self._can_act() else [])]

    @override
    def save_draft(self) -> None:
        """Keep a reason that is being written."""
        if self._reason_of:
            self._presenter.keep_reason(self._reason_of, self.reason.text())

    @override
    def drop(self) -> bool:
        """Forget what was typed and what was shown."""
        had = bool(self.reason.text().strip())
        self._presenter.drop()
        self._reason_of = ""
        self.reason.show_text("")
        self.list.clear()
        self.detail.show_point(None, None, {})
        return had

    def go_next(self) -> None:
        """Bring the next point that needs work into view, with the keyboard at the list."""
        self._presenter.go_next()
        self.send_keyboard(self.list)

    def boxes(self, language: Language) -> list[Wanted]:
        """The boxes that the point in view names, with its neutral question."""
        point = self._presenter.state.current
        if point is None:
            return []
        question = self._presenter.words(point, language).question
        places = dict(zip(point.finding.places, point.rows, strict=True))
        return [Wanted(one.link_id, one.row, row, question, point.key) for one, row in places.items()]

    def _second(self, point: Point) -> str:
        texts = self.texts
        if point.is_settled:
            state, tone = texts("point.settled"), Tone.GOOD
        elif point.has_changed:
            state, tone = texts("case.points.changed"), Tone.WARN
        elif point.awaits_second:
            state, tone = texts("case.points.awaits"), Tone.WARN
        else:
            state, tone = texts(f"point-state.{point.state}"), _TONES.get(point.state, Tone.GOOD)
        is_told = point.finding.rule == SAID_OTHERWISE
        certainty = texts("case.points.interview" if is_told else f"case.points.{point.finding.certainty}")
        second = texts("case.points.second", sign=SIGNS[tone], state=state, certainty=certainty)
        if point.returned is None:
            return second
        return texts("case.points.second-returned", second=second, box=texts(f"box-state.{point.returned}"))

    def _can_act(self) -> bool:
        state = self._presenter.state
        return state.current is not None and (state.may_work or state.can_accept or self._presenter.can_strike)

    def _show_reason(self) -> None:
        """Each point has a reason of its own; it is emptied once it was recorded."""
        state = self._presenter.state
        if self._is_acting and not state.is_busy:
            self._is_acting = False
            if state.error is None:
                self.reason.show_text("")
        if state.chosen != self._reason_of:
            if self._reason_of:
                self._presenter.keep_reason(self._reason_of, self.reason.text())
            self._reason_of = state.chosen
            self.reason.show_text(state.drafts.get(state.chosen, ""))

    def _enable(self) -> None:
        state = self._presenter.state
        self.side.setVisible(self._can_act())
        is_ready = bool(self.reason.text().strip()) and not state.is_busy
        for button in (self.ask_button, *self.closings.values()):
            button.setVisible(state.may_work)
            button.setEnabled(is_ready)
        self.accept_button.setVisible(state.can_accept)
        self.accept_button.setEnabled(is_ready)
        self.strike_button.setVisible(self._presenter.can_strike)
        self.strike_button.setEnabled(not state.is_busy)
        rule = state.current.rule if state.current is not None else None
        asks_second = rule is not None and rule.second_person
        self.hint.setText(self.texts("case.points.second-person" if asks_second else "case.points.why"))
        has_places = bool(state.current is not None and state.current.finding.places)
        self.answer_button.setVisible(has_places)
        self.return_button.setVisible(has_places and state.may_return and not state.is_settled)

    def _do(self, act: Callable[[], None]) -> None:
        if asks_first(self.reason):
            return
        self._is_acting = True
        act()

    def _on_strike(self) -> None:
        dialog = ConfirmDialog(self.texts, self.context.theme, "case.points.strike-sure", self)
        dialog.agreed.connect(self._presenter.strike)
        dialog.open()

    def _on_row(self, row: int) -> None:
        points = self._presenter.state.points
        if 0 <= row < len(points):
            self._presenter.choose(points[row].key)

    def _on_reason_asked(self) -> None:
        if self._can_act():
            self.send_keyboard(self.reason)

    def _on_answer(self) -> None:
        point = self._presenter.state.current
        if point is not None and point.finding.places:
            first = point.finding.places[0]
            self.answer_asked.emit(first.link_id, first.row or "")


_TONES = {PointState.OPEN: Tone.NEUTRAL, PointState.ASKED: Tone.INFO}
