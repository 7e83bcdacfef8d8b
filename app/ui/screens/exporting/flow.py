"""One export, step by step: the steps to the left, the step in hand to the right, what is on the medium below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.models.domain.loop import Objecting
from app.ui.context import UiContext
from app.ui.presenters.export_state import ExportState, OnMedium, Step
from app.ui.presenters.exporting import ExportPresenter
from app.ui.screens.exporting.circle import WherePage, WhoPage
from app.ui.screens.exporting.lists import office_name
from app.ui.screens.exporting.reading import ReadPage
from app.ui.screens.exporting.writing import SlipPage, WritePage
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.labels import repolish, text_label
from app.ui.widgets.order import tab_in_order
from app.ui.widgets.steps import Step as ListedStep
from app.ui.widgets.steps import StepList

_STEPS = (*(ListedStep(f"ui.export.steps.{step}") for step in Step), ListedStep("ui.export.steps.receipt"))


class Flow(QWidget):
    """The export in hand.

    Signals:
        discard_asked: The officer wants to give up the draft.
        countersign_asked: A signer sits at another station.
    """

    discard_asked = Signal()
    countersign_asked = Signal()

    def __init__(self, context: UiContext, presenter: ExportPresenter, us: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter, self._us = context.texts, presenter, us
        self._step = Step.WHAT
        self._signed = 0
        self.title = text_label(role="title", parent=self)
        self.steps = StepList(context.texts, _STEPS, self)
        self.where, self.who = WherePage(context, presenter, self), WhoPage(context, presenter, self)
        self.read, self.write = ReadPage(context, self), WritePage(context, presenter, self)
        self.slip = SlipPage(context, presenter, self)
        self.pages = QStackedWidget(self)
        for page in (self.where, self.who, self.read, self.write, self.slip):
            self.pages.addWidget(page)
        self.on_medium = text_label(parent=self)
        self.forward, self.back, self.leave, self.discard = (QPushButton(self) for _ in range(4))
        self.forward.setProperty("kind", "main")
        self.leave.setProperty("kind", "quiet")
        self.discard.setProperty("kind", "quiet")
        self._lay_out(context)
        self.forward.clicked.connect(self._on_forward)
        self.back.clicked.connect(presenter.back)
        self.leave.clicked.connect(presenter.leave)
        self.discard.clicked.connect(self.discard_asked)
        self.read.sign.given.connect(self._on_given)
        self.read.sign.declined.connect(self._on_declined)
        self.read.sign.elsewhere_asked.connect(self.countersign_asked)

    def _lay_out(self, context: UiContext) -> None:
        gap = context.theme.scale.space(3)
        aside = QFrame(self)
        aside.setProperty("card", "true")
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.steps)
        aside.setFixedWidth(context.theme.scale.side(52))
        foot = QHBoxLayout()
        for button in (self.forward, self.back):
            foot.addWidget(button)
        foot.addSpacing(gap)
        foot.addWidget(self.on_medium, 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.leave)
        main = QVBoxLayout()
        main.setSpacing(context.theme.scale.space(2))
        main.addWidget(self.title)
        main.addWidget(self.pages, 1)
        main.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.setSpacing(gap)
        layout.addWidget(aside)
        layout.addLayout(main, 1)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        if self.pages.currentWidget() is self.read:
            return [self.read.fields, self.read.absent, self.read.sign, self.forward]
        return [self.pages, self.forward]

    def take_keyboard(self) -> None:
        """Give the keyboard to the step in view."""
        self._target(self._step).setFocus()

    def _target(self, step: Step) -> QWidget:
        """What takes the keyboard when a step comes into view."""
        targets: dict[Step, QWidget] = {
            Step.WHERE: self.where.stations,
            Step.WHO: self.who.choices[0] if self.who.choices else self.forward,
            Step.READ: self.read.fields,
            Step.SIGN: self.read.sign.secret,
            Step.WRITE: self.write.medium.media,
            Step.SLIP: self.slip.save,
        }
        return targets.get(step, self.leave)

    def show_state(self, state: ExportState) -> None:
        """Show the step in hand."""
        if state.kind is None or state.step is Step.WHAT:
            self._step, self._signed = Step.WHAT, 0
            return
        texts = self._texts
        self.title.setText(texts("ui.export.flow.title", kind=texts(f"kind.{state.kind}")))
        self.steps.show_current(tuple(Step).index(state.step) + (state.slip is not None))
        pages: dict[Step, QWidget] = {
            Step.WHERE: self.where,
            Step.WHO: self.who,
            Step.READ: self.read,
            Step.SIGN: self.read,
            Step.WRITE: self.write,
            Step.SLIP: self.slip,
        }
        self.where.show_state(state)
        if self.who.show_state(state):
            tab_in_order([self.where.fingerprint, *self.who.choices, self.read.fields])
        self.read.show_state(state, self._us, self._recipient(state))
        self.write.show_state(state)
        self.slip.show_state(state)
        self.pages.setCurrentWidget(pages[state.step])
        self._show_buttons(state)
        self._show_medium(state)
        self._move_keyboard(state)

    def _recipient(self, state: ExportState) -> str:
        one = state.recipient
        if one is None:
            return ""
        office = office_name(self._texts, one.office_ja, one.office_en, one.station)
        return self._texts("ui.export.where.line", office=office, station=one.station)

    def _show_buttons(self, state: ExportState) -> None:
        texts = self._texts
        key = {
            Step.WHO: "ui.export.forward.prepare",
            Step.READ: "ui.export.forward.sign" if state.missing else "ui.export.forward.write",
            Step.SLIP: "ui.export.finish",
        }.get(state.step, "ui.export.forward")
        self.forward.setText(texts(key))
        self.back.setText(texts("ui.export.back"))
        self.leave.setText(texts("ui.export.leave"))
        self.discard.setText(texts("ui.export.discard"))
        is_ready = {
            Step.WHERE: state.recipient is not None,
            Step.WHO: state.has_signers,
            Step.READ: True,
            Step.SLIP: True,
        }.get(state.step, False)
        self.forward.setVisible(state.step not in {Step.SIGN, Step.WRITE})
        self.forward.setEnabled(is_ready and not state.busy)
        self.back.setVisible(state.step not in {Step.READ, Step.SLIP})
        self.discard.setVisible(state.preview is not None and state.ticks is None)
        self.leave.setVisible(state.step is not Step.SLIP)
        self.back.setEnabled(not state.busy)
        self.leave.setEnabled(not state.busy)
        self.discard.setEnabled(state.can_discard)

    def _show_medium(self, state: ExportState) -> None:
        tone = Tone.GOOD if state.on_medium is OnMedium.WHOLE else Tone.NEUTRAL
        sentence = self._texts(f"ui.export.medium.{state.on_medium}")
        self.on_medium.setText(f"{SIGNS[tone]} {sentence}")
        self.on_medium.setAccessibleName(sentence)
        self.on_medium.setProperty("tick", tone.value)
        repolish(self.on_medium)

    def _move_keyboard(self, state: ExportState) -> None:
        """Give the keyboard to the next step, and to the seat of the next signer."""
        if (state.step, len(state.missing)) == (self._step, self._signed) or state.busy:
            return
        self._step, self._signed = state.step, len(state.missing)
        self.take_keyboard()

    def _on_forward(self) -> None:
        if self._presenter.state.step is Step.SLIP:
            self._presenter.leave()
        else:
            self._presenter.forward()

    def _on_given(self) -> None:
        self._presenter.sign(self.read.sign.take_secret())

    def _on_declined(self, reason: str) -> None:
        self._presenter.decline(Objecting(reason), self.read.sign.take_secret())
