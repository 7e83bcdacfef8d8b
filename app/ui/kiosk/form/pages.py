"""The form in the kiosk: one topic per screen, progress by page of the paper form, an index, steps back, saving."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.models.domain.errors import AppError
from app.models.forms.answers import Cell
from app.models.forms.filling.topics import Topic
from app.models.rules.gaps import Gap
from app.services.jobs import CancelToken, ProgressSink
from app.services.kiosk.room import Room
from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.kiosk.form.index_view import IndexView
from app.ui.kiosk.form.saving import Saver
from app.ui.kiosk.form.tools import Tools
from app.ui.kiosk.form.topic_view import TopicView
from app.ui.kiosk.look import KioskLook
from app.ui.presenters.kiosk_form import KioskForm
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label

GAPS_MS = 800
"""Rest after the last answer before gaps are looked for again."""
SHORTCUTS = {
    "next": "Alt+Right",
    "back": "Alt+Left",
    "index": "Alt+Up",
    "undo": "Alt+Z",
    "none": "Alt+N",
    "pause": "F10",
}


class FormPages(QWidget):
    """Everything between consent and reading through.

    Signals:
        finished: The person went on behind the last topic.
        pause_wanted: The person wants to go on another time.
        ended: An :class:`AppError`, ``kiosk.ended``: forget the room.
    """

    finished = Signal()
    pause_wanted = Signal()
    ended = Signal(object)

    def __init__(self, context: UiContext, room: Room, look: KioskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._room = context, room
        self.form = KioskForm(room, context.texts.catalogue)
        self._tools = Tools(context.texts, context.theme, look, self.form, context.runner, self._on_failed)
        self._gaps: tuple[Gap, ...] = ()
        self.saver = Saver(context, room, self)
        self.progress_words = text_label(role="hint", parent=self)
        self.progress_words.setWordWrap(False)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.saved_words = QLabel(self)
        self.saved_words.setProperty("role", "small")
        self.buttons = {name: QPushButton(self) for name in ("next", "back", "none", "index", "undo", "pause")}
        self.told = text_label(role="hint", parent=self)
        self.error = ErrorPanel(context.texts, self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.index = IndexView(self._tools, self)
        self.stack = QStackedWidget(self)
        self.view: TopicView | None = None
        self._gap_timer = context.timers.after(GAPS_MS, self, self._look_for_gaps)
        self._lay_out()
        self._listen()
        self.form.begin()
        self.retranslate()

    # What the window calls

    def go_to(self, cell: Cell) -> None:
        """Show the topic of a cell and put the keyboard into it.

        Raises:
            KeyError: The course of a correction does not come to the cell.
        """
        self.commit()
        self._turn_to(self.form.topic_of(cell))
        self.form.leave()  # whoever is sent to a cell is told what is missing there
        if self.view is not None:
            self.view.refresh()
            self.view.go_to(cell)

    def commit(self) -> None:
        """Hand over whatever is being typed, also what an input method has under way; before a pause or a cover."""
        if self.view is not None:
            self.view.commit()

    def begin(self) -> None:
        """Take the keyboard."""
        if self.view is not None:
            self.view.begin()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.commit()
        texts = self._context.texts
        for name, button in self.buttons.items():
            button.setText(texts(f"ui.kiosk-form.{name}"))
            button.setToolTip(texts("ui.kiosk-form.shortcut", keys=SHORTCUTS[name]))
            button.setAccessibleDescription(button.toolTip())
        self.progress.setAccessibleName(texts("ui.kiosk-form.progress.name"))
        self.saved_words.setText(texts("ui.kiosk-form.saves-itself"))
        self._rebuild()

    def dispose(self) -> None:
        """Stop saving and looking; what is being typed should have been committed before."""
        self.saver.end()
        self._gap_timer.stop()
        self._context.runner.cancel_owned_by(self)

    # Making

    def _lay_out(self) -> None:
        space = self._context.theme.scale.space
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(space(6), space(1.5), space(6), space(1))
        foot.setContentsMargins(space(6), space(1), space(6), space(1.5))
        for line in (top, foot):
            line.setSpacing(space(2.5))
        top.addWidget(self.progress_words)
        top.addWidget(self.progress, 1)
        for name in ("index", "undo", "pause"):
            top.addWidget(self.buttons[name])
        foot.addWidget(self.buttons["back"])
        foot.addWidget(self.saved_words)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.buttons["none"])
        foot.addWidget(self.buttons["next"])
        self.buttons["next"].setProperty("kind", "main")
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.index)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.error)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)

    def _listen(self) -> None:
        slots = {
            "index": self.open_index,
            "undo": self.undo,
            "pause": self._on_pause,
            "back": self.go_back,
            "none": self.say_none,
            "next": self.go_on,
        }
        for name, slot in slots.items():
            self.buttons[name].clicked.connect(slot)
            QShortcut(QKeySequence(SHORTCUTS[name]), self, slot, context=Qt.ShortcutContext.WindowShortcut)
        self.index.chosen.connect(self._on_index)
        self.index.closed.connect(self._close_index)
        self.saver.due.connect(self._on_due)
        self.saver.failed.connect(self._on_failed)
        self.saver.saved.connect(self.error.clear)
        self._context.texts.language_changed.connect(self.retranslate)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _rebuild(self) -> None:
        """Make the topic in view anew; the old one may be the sender of what is under way."""
        old = self.area.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.view = TopicView(self._tools, self.area)
        self.view.answered.connect(self._on_answered)
        self.view.typing.connect(self.saver.soon)
        self.view.removed.connect(lambda: self._tell("ui.kiosk-form.removed"))
        self.view.gap_asked.connect(self._on_gap)
        self.area.setWidget(self.view)
        self.area.verticalScrollBar().setValue(0)
        self.view.show_gaps(self._gaps)
        self._show_course()
        self._gap_timer.start()

    def _show_course(self) -> None:
        texts, topic = self._context.texts, self.form.topic
        words = texts("ui.kiosk-form.progress", page=topic.page, last=topic.last_page)
        self.progress_words.setText(words)
        self.progress.setRange(0, topic.last_page)
        self.progress.setValue(topic.page)
        self.progress.setAccessibleDescription(words)
        self.buttons["back"].setEnabled(self.form.before() is not None)
        key = "next" if self.form.after() is not None else "finish"
        self.buttons["next"].setText(texts(f"ui.kiosk-form.{key}"))
        self._show_state()

    def _show_state(self) -> None:
        self.buttons["undo"].setEnabled(self._room.can_undo)
        self.buttons["none"].setEnabled(self.form.rest_can_be_none() > 0)

    # Going

    def go_on(self) -> None:
        """To the next topic, or to reading through behind the last; never hindered by what is missing."""
        self.commit()
        following = self.form.after()
        if following is None:
            self.form.leave()
            self.saver.now()
            self.finished.emit()
            return
        self._turn_to(following)
        self.begin()

    def go_back(self) -> None:
        """To the topic before."""
        self.commit()
        before = self.form.before()
        if before is not None:
            self._turn_to(before)
            self.begin()

    def open_index(self) -> None:
        """Show all topics."""
        self.commit()
        self.stack.setCurrentWidget(self.index)
        self.index.show_marks()

    def undo(self) -> None:
        """Take the last step back and show where."""
        self.commit()
        undone = self.form.undo()
        if undone is None:
            return
        self._turn_to(undone.topic)
        if self.view is not None:
            self.view.reload(undone.table, undone.row)
        self._tell("ui.kiosk-form.undone")
        self._on_answered()

    def say_none(self) -> None:
        """The rest of this topic is なし, because the person says so."""
        self.commit()
        count = self.form.rest_can_be_none()
        if count:
            self.form.say_none()
            if self.view is not None:
                self.view.refresh()
            self._tell("ui.kiosk-form.none-said", count=count)
            self._on_answered()

    def _turn_to(self, topic: Topic) -> None:
        self.stack.setCurrentWidget(self.area)
        if topic is self.form.topic and self.view is not None and self.view.topic is topic:
            return
        self.commit()
        self.form.turn_to(topic)
        self.told.clear()
        self._rebuild()
        self.saver.soon()
        announce(self, self.progress_words.text())

    def _tell(self, key: str, **fields: int) -> None:
        sentence = self._context.texts(key, **fields)
        self.told.setText(sentence)
        announce(self, sentence)

    # Hearing

    def _on_pause(self) -> None:
        self.commit()
        self.pause_wanted.emit()

    def _on_index(self, topic: Topic) -> None:
        self._turn_to(topic)
        self.begin()

    def _close_index(self) -> None:
        self.stack.setCurrentWidget(self.area)
        self.begin()

    def _on_answered(self) -> None:
        self._show_state()
        self.saver.soon()
        self._gap_timer.start()

    def _on_due(self) -> None:
        if self.view is not None:
            self.view.commit(final=False)

    def _on_failed(self, error: AppError) -> None:
        if error.code == "kiosk.ended":
            self.dispose()
            self.ended.emit(error)
        else:
            self.error.show_error(error)

    def _on_gap(self, gap: Gap, table: str) -> None:
        self.commit()
        topic = self.form.topic_of((table, None))
        row = self.form.fill_gap(gap, table)
        self._turn_to(topic)
        if self.view is not None:
            self.view.reload(table, row)
            self.view.go_to((table, row))
        self._on_answered()

    def _look_for_gaps(self) -> None:
        if not self.form.topic.tables:
            return
        self._context.runner.submit(self._gaps_of, owner=self, then=self._on_gaps, key="gaps")

    def _gaps_of(self, token: CancelToken, progress: ProgressSink) -> tuple[Gap, ...]:
        del token, progress
        return self._room.gaps()

    def _on_gaps(self, gaps: Sequence[Gap]) -> None:
        self._gaps = tuple(gaps)
        if self.view is not None:
            self.view.show_gaps(self._gaps)

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in view."""
        del old
        if now is not None and self.view is not None and self.view.isAncestorOf(now):
            self.area.ensureWidgetVisible(now)
