"""The room of an interview (面接室): it fills the screen with large type, and no other case can be reached from it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.civil_day import JAPAN
from app.models.domain.interview import Seat, StepKind
from app.ui.context import UiContext
from app.ui.presenters.case_interview import InterviewPresenter
from app.ui.screens.case.guarded import watch
from app.ui.screens.case.interview_asking import AskingPage
from app.ui.screens.case.interview_reading import ReadingPage
from app.ui.screens.case.interview_words import STEPS, state_line
from app.ui.shell.idle import IdleWatch
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.field_guard import TextDesk
from app.ui.widgets.labels import text_label

PERCENT = 150
"""Per cent of the program's own normal size."""
_COMERS = (Seat.SECOND, Seat.INTERPRETER, Seat.COMPANION)
"""Who comes and goes; the subject and the examiner are there from the start."""


class InterviewRoom(QWidget):
    """Shows the state of the presenter of the page that opened it; nothing of the main window can be reached from here.

    Signals:
        left: The room was left.
        lock_asked: The vault is to be locked: nobody may be left alone with it, also in a break.
    """

    left = Signal()
    lock_asked = Signal()

    def __init__(self, context: UiContext, presenter: InterviewPresenter, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setObjectName("kiosk")
        self._context, self._texts, self._presenter = context, context.texts, presenter
        self._percent_before = context.theme.scale.text_percent
        self._is_over = False
        self._stood: StepKind | None = None
        self._has_sat = False
        context.theme.set_text_percent(PERCENT)
        self.idle = IdleWatch(context.timers, context.monotonic, self)
        self.idle.counting_down.connect(self._on_countdown)
        self._build()
        self._leave_key = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._leave_key.activated.connect(self.leave)
        self._lock_key = QShortcut(QKeySequence("Ctrl+L"), self)
        self._lock_key.activated.connect(self.lock_asked)
        self.retranslate()

    def _build(self) -> None:
        context, space = self._context, self._context.theme.scale.space
        self.notice, self.errors = Banner(self._texts, self), ErrorPanel(self._texts, self)
        self.errors.close_button.clicked.connect(self._presenter.clear_error)
        self.title, self.seats = text_label(role="lead", parent=self), text_label(role="hint", parent=self)
        self.leave_button, self.lock_button = QPushButton(self), QPushButton(self)
        self.lock_button.clicked.connect(self.lock_asked)
        self.leave_button.clicked.connect(self.leave)
        self.asking, self.reading = AskingPage(context, self._presenter), ReadingPage(context, self._presenter)
        self.still = text_label(role="title")
        self.still.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget(self)
        for page in (self.asking, self.reading, self.still):
            self.stack.addWidget(page)
        self.reading.correct_asked.connect(self._on_correct)
        self.asking.back_asked.connect(self._on_back)
        self._is_correcting = False
        self.steps = {kind: QPushButton(self) for kind in STEPS}
        for kind, button in self.steps.items():
            button.clicked.connect(lambda _on=False, kind=kind: self._on_step(kind))
        self.steps[StepKind.STARTED].setProperty("kind", "main")
        self.seat, self.came_button, self.went_button = QuietCombo(self, 16), QPushButton(self), QPushButton(self)
        self.came_button.clicked.connect(lambda: self._presenter.attend(Seat(self.seat.currentData()), is_there=True))
        self.went_button.clicked.connect(lambda: self._presenter.attend(Seat(self.seat.currentData()), is_there=False))
        self.seat.currentIndexChanged.connect(self._enable)
        head, foot, people = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, foot, people):
            row.setContentsMargins(space(4), space(1), space(4), space(1))
            row.setSpacing(space(2))
        head.addWidget(self.title, 1)
        head.addWidget(self.lock_button)
        head.addWidget(self.leave_button)
        for button in self.steps.values():
            foot.addWidget(button)
        foot.addStretch(1)
        people.addWidget(self.seats, 1)
        for part in (self.seat, self.came_button, self.went_button):
            people.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.errors)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
        column.addLayout(people)

    def begin(self) -> None:
        """Fill the screen and take the keyboard."""
        self.setGeometry(self.screen().geometry())  # also where no window manager does it
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self.idle.start()
        self.show_state()
        self._aim()

    def watch(self, desk: TextDesk) -> None:
        """Let the guard of the case look at what is typed."""
        watch(self, self._texts, desk)

    def leave(self) -> None:
        """Go back to the case; what is being written is kept, the course stays as it is."""
        if self._is_over:
            return
        self._is_over = True
        self.idle.stop()
        self.save_draft()
        self.hide()
        self._context.theme.set_text_percent(self._percent_before)
        self.left.emit()

    def save_draft(self) -> None:
        """Keep an answer that is being written."""
        self.asking.save_draft()

    def has_input(self) -> bool:
        """Whether an answer is being written."""
        return bool(self.asking.answer.text().strip())

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self._texts
        self.setWindowTitle(texts("ui.program.name"))
        self.leave_button.setText(texts("case.interview.leave"))
        self.lock_button.setText(texts("case.interview.lock"))
        for kind, button in self.steps.items():
            button.setText(texts(f"case.interview.do-{kind}"))
        self.seat.setAccessibleName(texts("case.interview.who"))
        chosen = self.seat.currentIndex()
        self.seat.clear()
        for seat in _COMERS:
            self.seat.addItem(texts(f"interview-seat.{seat}"), seat.value)
        self.seat.setCurrentIndex(max(0, chosen))
        self.came_button.setText(texts("case.interview.came"))
        self.went_button.setText(texts("case.interview.went"))
        self.asking.retranslate()
        self.reading.retranslate()
        self.show_state()

    def show_state(self) -> None:
        """Show the question, the page that is read back, or that it rests."""
        state, texts = self._presenter.state, self._texts
        held = state.held
        if held is None:
            return
        if state.error is not None:
            self.errors.show_error(state.error)
        else:
            self.errors.clear()
        course = held.course
        self.title.setText(state_line(texts, held))
        here = [texts(f"interview-seat.{one}") for one in course.seats]
        self.seats.setText(
            texts("case.interview.here", seats=texts("interview.paper.comma").join(here)) if here else ""
        )
        if course.state is not StepKind.READ_BACK:
            self._is_correcting = False
        self.asking.show_state(is_correction=self._is_correcting)
        self.reading.show_state()
        before, stood = self.stack.currentWidget(), self._stood
        self._stood = course.state
        if course.is_running or self._is_correcting:
            self.stack.setCurrentWidget(self.asking)
        elif course.state is StepKind.READ_BACK:
            self.stack.setCurrentWidget(self.reading)
        else:
            at = f"{course.steps[-1].at.astimezone(JAPAN):%H:%M}"
            self.still.setText(texts(f"case.interview.still-{course.state}", at=at))
            self.stack.setCurrentWidget(self.still)
        self._enable()
        has_turned = before is not self.stack.currentWidget() or stood is not course.state
        if self._has_sat and not state.is_busy:
            self._has_sat = False
            self.seat.setFocus()
        if self.isVisible() and not state.is_busy and (has_turned or not _takes_keyboard(self.focusWidget())):
            self._aim()

    def _enable(self) -> None:
        state = self._presenter.state
        for kind, button in self.steps.items():
            button.setVisible(kind in state.ways_on and not self._is_correcting)
            button.setEnabled(not state.is_busy)
        course = state.held.course if state.held is not None else None
        is_going = course is not None and course.is_open and course.state is not StepKind.PREPARED
        seat = self.seat.currentData()
        for part in (self.seat, self.came_button, self.went_button):
            part.setVisible(is_going)
        if state.is_busy and self.focusWidget() in (self.came_button, self.went_button):
            self._has_sat = True  # a button that is off for a moment gives the keyboard away
        self.came_button.setEnabled(not state.is_busy)
        self.went_button.setEnabled(not state.is_busy and course is not None and seat in course.seats)

    def _aim(self) -> None:
        """Give the keyboard to what comes next."""
        page = self.stack.currentWidget()
        if page is self.asking:
            self.asking.aim()
        elif page is self.reading:
            self.reading.aim()
        else:
            ways = (button for button in self.steps.values() if _takes_keyboard(button))
            next(ways, self.leave_button).setFocus()

    def _on_step(self, kind: StepKind) -> None:
        self.save_draft()
        self._presenter.step(kind)

    def _on_correct(self, question: int) -> None:
        self._is_correcting = True
        self._presenter.choose(question)
        self.show_state()
        self.asking.aim()

    def _on_back(self) -> None:
        self._is_correcting = False
        self.show_state()
        self.reading.aim()

    def _on_countdown(self, seconds: int) -> None:
        if seconds:
            self.notice.show_message(self._texts("ui.idle.countdown", seconds=seconds), Tone.WARN)
        else:
            self.notice.hide()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        event.accept()


def _takes_keyboard(widget: QWidget | None) -> bool:
    return widget is not None and widget.isEnabled() and widget.isVisible()
