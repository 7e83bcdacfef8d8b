"""The kiosk's window: it fills the screen, has no frame, no menu and no way out but back to the lock screen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.ids import CaseId
from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.kiosk.bars import ChoiceBar, SwitchBar
from app.ui.kiosk.entry_page import EntryPage
from app.ui.kiosk.form.pages import FormPages
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.open_page import OpenPage
from app.ui.kiosk.read_page import ReadPage
from app.ui.kiosk.sign_page import SignPage
from app.ui.kiosk.words_page import WordsPage
from app.ui.presenters.kiosk import KioskPresenter
from app.ui.presenters.kiosk_course import OUTSIDE, Choice, KioskState, Note, Stage
from app.ui.presenters.kiosk_words import words_of
from app.ui.shell.idle import IdleWatch
from app.ui.shell.lock import clear_clipboard
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.workplace import Workplace

_NEXT = {
    Stage.HERE: "ui.kiosk.next",
    Stage.NOTICE: "ui.kiosk.next",
    Stage.READ: "ui.kiosk.next-page",
}
_ROUNDS = 12
"""So many idle times in a row with nobody in a room, and the station locks."""
_BACK = frozenset({Stage.NOTICE, Stage.OWN, Stage.INQUIRIES, Stage.STOP, Stage.READ, Stage.OPEN, Stage.SIGN})
_WORDS = frozenset(Stage) - {Stage.ENTRY, Stage.FORM, Stage.READ, Stage.OPEN, Stage.SIGN}


class KioskWindow(QWidget):
    """Shows the stages of :class:`KioskPresenter`; nothing of the main window can be reached from here.

    Signals:
        left: The officer is to take over: the program locks.
    """

    left = Signal()

    def __init__(self, context: UiContext, place: Workplace, case: CaseId) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setObjectName("kiosk")
        self._context, self._texts = context, context.texts
        self._first_language = context.texts.language
        self._may_close = False
        self._seen: tuple[object, ...] = ()
        self._rounds = 0
        self.look = KioskLook(context.theme, self)
        self.presenter = KioskPresenter(place, context.runner, case, context.texts.language.value)
        self.form: FormPages | None = None
        self.idle = IdleWatch(context.timers, context.monotonic, self)
        self._build()
        self._connect()
        self.presenter.subscribe(self._on_state)
        self.retranslate()
        self.presenter.look()

    def begin(self) -> None:
        """Fill the screen and take the keyboard."""
        self.setGeometry(self.screen().geometry())  # also where no window manager does it
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self.idle.start()
        self.entry.begin()

    def restore(self) -> None:
        """Give the program its look and its language back, and let go of everything; the window is over."""
        self._may_close = True
        self.idle.stop()
        self._drop_form()
        self._wipe()
        self._context.runner.cancel_owned_by(self.presenter)
        self.look.restore()
        self._texts.set_language(self._first_language)
        self.hide()

    def _build(self) -> None:
        context, look = self._context, self.look
        self.switches, self.choices = SwitchBar(context, look, self), ChoiceBar(context, self)
        self.notice, self.errors = Banner(self._texts, self), ErrorPanel(self._texts, self)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("pages")
        self.entry = EntryPage(context, look)
        self.words = WordsPage(context, look)
        self.stop_button = QPushButton(self.words)
        self.stop_button.setProperty("kind", "main")
        self.words.below.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.read, self.sign = ReadPage(context, look), SignPage(context, look, self.presenter)
        self.open = OpenPage(context, look, self.presenter)
        for page in (self.entry, self.words, self.read, self.open, self.sign):
            self.stack.addWidget(page)
        self.back_button, self.pause_button, self.next_button = (QPushButton(self) for _ in range(3))
        self.next_button.setProperty("kind", "main")
        space = context.theme.scale.space
        foot = QHBoxLayout()
        foot.setContentsMargins(space(6), space(1), space(6), space(1))
        foot.setSpacing(space(3))
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.pause_button)
        foot.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.switches, self.notice, self.errors):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
        column.addWidget(self.choices)

    def _connect(self) -> None:
        presenter = self.presenter
        self.switches.leave_asked.connect(self._on_leave)
        self.choices.chosen.connect(self._on_choice)
        self.entry.given.connect(presenter.enter)
        self.stop_button.clicked.connect(presenter.stop)
        self.open.jump_asked.connect(presenter.jump)
        self.sign.signed.connect(presenter.sign)
        self.back_button.clicked.connect(presenter.go_back)
        self.next_button.clicked.connect(presenter.go_on)
        self.pause_button.clicked.connect(self._on_pause)
        self.errors.close_button.clicked.connect(presenter.clear_error)
        self.idle.expired.connect(self._on_idle)
        self.idle.counting_down.connect(self._on_countdown)
        self.notice.button.clicked.connect(self.idle.note_use)
        self._texts.language_changed.connect(self.retranslate)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self._texts
        self.setWindowTitle(texts("ui.program.name"))
        self.switches.retranslate()
        self.back_button.setText(texts("ui.kiosk.back"))
        self.pause_button.setText(texts("ui.kiosk.pause"))
        self.stop_button.setText(texts("ui.kiosk.stop.button"))
        self.presenter.speak(texts.language.value)
        self._show(self.presenter.state)

    # Showing

    def _on_state(self, state: KioskState) -> None:
        self._show(state)

    def _show(self, state: KioskState) -> None:
        here = (state.stage, state.place, state.target)
        is_new = here != self._seen
        if is_new:
            self._seen, self._rounds = here, 0
            self._on_turned(state)
        if state.error is not None:
            self.errors.show_error(state.error)
        else:
            self.errors.clear()
        self._show_page(state)
        self._show_bars(state)
        if is_new:
            self._begin(state)

    def _on_turned(self, state: KioskState) -> None:
        """Another page: what belongs to a room that is gone is wiped, the form is made when it is first shown."""
        if state.stage in OUTSIDE:
            self._drop_form()
            self._wipe()
        if state.stage is Stage.FORM and self.form is None and self.presenter.room is not None:
            self.form = FormPages(self._context, self.presenter.room, self.look, self)
            self.form.finished.connect(self.presenter.read)
            self.form.pause_wanted.connect(self._on_pause)
            self.form.ended.connect(self.presenter.fail)
            self.stack.addWidget(self.form)

    def _show_page(self, state: KioskState) -> None:
        if state.stage in _WORDS:
            catalogue = self._texts.catalogue()
            self.words.show_words(words_of(state, catalogue, self.presenter.notice, self.presenter.room))
            is_here = state.told is not None and state.told.may_withdraw_here
            self.stop_button.setVisible(state.stage is Stage.STOP and is_here)
            self.stop_button.setEnabled(not state.is_busy)
        if state.stage is Stage.FORM and self.form is not None:
            self.stack.setCurrentWidget(self.form)
            return
        pages: dict[Stage, EntryPage | ReadPage | OpenPage | SignPage] = {
            Stage.ENTRY: self.entry,
            Stage.READ: self.read,
            Stage.OPEN: self.open,
            Stage.SIGN: self.sign,
        }
        page = pages.get(state.stage)
        if page is not None:
            page.show_state(state)
        self.stack.setCurrentWidget(page or self.words)

    def _show_bars(self, state: KioskState) -> None:
        texts, stage = self._texts, state.stage
        is_inside = stage not in OUTSIDE
        self.switches.leave_button.setVisible(not is_inside)
        self.switches.leave_button.setEnabled(not state.is_busy)
        self.choices.setVisible(is_inside)
        asks = stage in {Stage.OWN, Stage.INQUIRIES}
        self.choices.show_texts(f"ui.kiosk.choice-{stage}" if asks else "ui.kiosk.choice")
        self.back_button.setVisible(stage in _BACK)
        is_at_start = stage is Stage.NOTICE and state.place == 0 and state.came_from is not Stage.FORM
        self.back_button.setEnabled(not is_at_start and not state.is_busy)
        self.next_button.setVisible(stage in _NEXT)
        if stage in _NEXT:
            is_last = stage is Stage.READ and state.place + 1 >= len(state.sheets)
            self.next_button.setText(texts("ui.kiosk.read.finish" if is_last else _NEXT[stage]))
        self.next_button.setEnabled(not state.is_busy)
        self.pause_button.setVisible(is_inside and stage is not Stage.FORM)
        self.pause_button.setEnabled(not state.is_busy)

    def _begin(self, state: KioskState) -> None:
        """Give the keyboard to what the person came for, and let a screen reader say where that is."""
        match state.stage:
            case Stage.ENTRY:
                self.entry.begin()
            case Stage.READ:
                self.read.begin()
            case Stage.OPEN:
                self.open.begin()
            case Stage.SIGN:
                self.sign.begin()
            case Stage.FORM if self.form is not None:
                if state.target is not None:
                    self.form.go_to(state.target)
                else:
                    self.form.begin()
            case _:
                self.words.begin()
        announce(self, self.words.accessibleName() if state.stage in _WORDS else self._texts("ui.kiosk.title"))

    # Hearing

    def _on_choice(self, choice: Choice) -> None:
        if self.form is not None:
            self.form.commit()
        self.presenter.choose(choice)

    def _on_pause(self) -> None:
        self._cover(Note.PAUSED)

    def _on_idle(self) -> None:
        """Cover the page; a station that nobody comes back to locks itself in the end."""
        self._cover(Note.COVERED)
        self._rounds += 1
        if self._rounds >= _ROUNDS:
            self.left.emit()
        else:
            self.idle.start()

    def _cover(self, note: Note) -> None:
        """Take what is being typed, seal it and cover the page; nothing of it stays in view."""
        QGuiApplication.inputMethod().commit()
        if self.form is not None:
            self.form.commit()
        clear_clipboard()
        if self.presenter.room is not None:
            self.presenter.pause(note)
        else:
            self.entry.wipe()

    def _on_countdown(self, seconds: int) -> None:
        if seconds and self.presenter.room is not None:
            sentence = self._texts("ui.kiosk.idle", seconds=seconds)
            self.notice.show_message(sentence, Tone.WARN, self._texts("ui.kiosk.stay"), is_spoken=seconds % 10 == 0)
        else:
            self.notice.hide()

    def _on_leave(self) -> None:
        self.left.emit()

    def _drop_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.dispose()
            self.stack.removeWidget(form)
            form.hide()
            form.deleteLater()

    def _wipe(self) -> None:
        for page in (self.entry, self.read, self.sign):
            page.wipe()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """The window manager's key closes nothing; only the officer ends the kiosk."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
