"""The room Media (媒体): the register and the chain of a medium on the left, the medium in hand on the right."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.views.media import DriveState
from app.services.media.formatting import Candidates
from app.services.media.recognising import Recognised, Standing
from app.services.ports import Drive, Formatter, Media
from app.ui.context import UiContext
from app.ui.presenters.media import MediaPresenter, MediaState
from app.ui.presenters.media_watcher import WATCH_MS
from app.ui.screen import Screen
from app.ui.screens.media.dialogs import HandOverDialog, RegisterDialog
from app.ui.screens.media.format_dialog import FormatDialog
from app.ui.screens.media.lists import CHAIN, REGISTER, chain_line, number_of, register_line, summary
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.badge import Banner
from app.ui.widgets.card import Card, Fact
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.labels import text_label
from app.ui.widgets.medium import MediumPicker
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

PANEL_CHARACTERS = 50
USUAL_DAYS = timedelta(days=14)
_GIGABYTE = 10**9
_BAD = frozenset({Standing.CLONED, Standing.BROKEN})
_OPEN = frozenset({Standing.UNKNOWN, Standing.BARE, Standing.PARTNERS})


class MediaScreen(Screen):
    """Register, hand over, take in, wipe."""

    def __init__(
        self,
        context: UiContext,
        workplace: Workplace,
        media: Media,
        drive_at: Callable[[Path], Drive],
        formatter: Formatter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.presenter = MediaPresenter(workplace, context.runner, media, drive_at, formatter)
        self._dialog: AskDialog | None = None
        texts, theme = context.texts, context.theme
        self.title, self.summary = text_label(role="title", parent=self), text_label(parent=self)
        self.strip = WorkStrip(context, "media.busy", self.presenter, self)
        self.notice = Banner(texts, self)
        self.table = LinesTable(texts, theme, REGISTER, self, fits=True)
        self.nothing = text_label(role="hint", parent=self)
        self.chain_title = text_label(role="lead", parent=self)
        self.chain = LinesTable(texts, theme, CHAIN, self, fits=True)
        self.lost = QPushButton(self)
        self.hand = Card(theme, self)
        self.medium = MediumPicker(texts, self.hand)
        self.medium.folder_button.hide()
        self.standing = Banner(texts, self.hand)
        self.facts = tuple(Fact(self.hand, 14) for _ in range(4))
        self.next = text_label(role="hint", parent=self.hand)
        self.register, self.hand_over, self.take_in, self.wipe = (QPushButton(self.hand) for _ in range(4))
        self.format = QPushButton(self.hand)
        self.watch = context.timers.every(WATCH_MS, self, self._on_watch)
        self._lay_out()
        self._connect()
        self.presenter.subscribe(self._on_state)
        self.retranslate()

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        below = QHBoxLayout()
        below.addWidget(self.chain_title, 1)
        below.addWidget(self.lost)
        left = QVBoxLayout()
        left.setSpacing(space(2))
        left.addWidget(self.table, 3)
        left.addWidget(self.nothing)
        left.addLayout(below)
        left.addWidget(self.chain, 2)
        for part in (self.medium, self.standing, *self.facts):
            self.hand.body.addWidget(part)
        for button in (self.register, self.hand_over, self.take_in, self.wipe, self.format):
            self.hand.body.addWidget(button)
        self.hand.body.addWidget(self.next)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.hand)
        right.addStretch(1)
        side = QWidget(self)
        side.setLayout(right)
        in_characters(side, side.setFixedWidth, PANEL_CHARACTERS)
        row = QHBoxLayout()
        row.setSpacing(space(4))
        row.addLayout(left, 1)
        row.addWidget(side)
        body = QVBoxLayout()
        body.setContentsMargins(space(5), space(4), space(5), space(4))
        body.setSpacing(space(3))
        for part in (self.title, self.summary, self.notice):
            body.addWidget(part)
        body.addLayout(row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        self.medium.place_chosen.connect(self.presenter.choose_place)
        self.medium.again_asked.connect(self.presenter.refresh)
        self.table.chosen.connect(self.presenter.choose)
        self.lost.clicked.connect(self._on_lost)
        self.register.clicked.connect(self._on_register)
        self.hand_over.clicked.connect(self._on_hand_over)
        self.take_in.clicked.connect(self.presenter.take_in)
        self.wipe.clicked.connect(self._on_wipe)
        self.format.clicked.connect(self._on_format)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.media"))
        self.hand.set_title(texts("media.in-hand"))
        self.table.setAccessibleName(texts("media.register-name"))
        self.chain.setAccessibleName(texts("media.chain"))
        self.nothing.setText(texts("media.none"))
        self.lost.setText(texts("media.report-lost"))
        self.register.setText(texts("media.register"))
        self.hand_over.setText(texts("media.hand-over"))
        self.take_in.setText(texts("media.take-in"))
        self.wipe.setText(texts("media.wipe"))
        self.format.setText(texts("media.format"))
        self._on_state(self.presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        if changes.touches(frozenset({"medium", "trust"})) and self.isVisible() and not self.presenter.state.busy:
            self.presenter.refresh()

    @override
    def activate(self) -> None:
        self.presenter.refresh()
        self.watch.start()
        self.medium.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.table, self.chain, self.medium]

    @override
    def dispose(self) -> None:
        self.watch.stop()
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()

    def _on_watch(self) -> None:
        if self.isVisible() and self._dialog is None:
            self.presenter.watch_media()

    def _on_state(self, state: MediaState) -> None:
        texts = self.context.texts
        self.strip.show_state(state)
        self.medium.show_media(state.media, state.place)
        lines = () if state.page is None else state.page.lines
        self.table.fill([register_line(texts, one) for one in lines])
        self.nothing.setVisible(state.page is not None and not lines)
        self.summary.setText("" if state.page is None else summary(texts, state.page))
        self.chain.fill([chain_line(texts, one) for one in state.chain])
        chosen = state.line
        number = "" if chosen is None else number_of(texts, chosen.medium.number)
        self.chain_title.setText(texts("media.chain.of", number=number) if number else texts("media.chain"))
        done = state.done
        if done is None:
            self.notice.hide()
        else:
            tone = Tone.WARN if done.key in {"media.done.handed-stuck", "media.done.lost"} else Tone.GOOD
            self.notice.show_message(texts(done.key, number=number_of(texts, done.number), files=done.files), tone)
        self._show_hand(state)
        self._show_dialog(state)

    def _show_hand(self, state: MediaState) -> None:
        texts, seen, presenter = self.context.texts, state.seen, self.presenter
        if seen is None or state.drive is DriveState.SEVERAL:
            key = {DriveState.SEVERAL: "media.drive.several", DriveState.NONE: "media.drive.none"}.get(state.drive, "")
            self._say(texts(key) if key else "", Tone.WARN if state.drive is DriveState.SEVERAL else Tone.NEUTRAL)
        elif seen.medium.trouble:
            self._say(texts(f"error.{seen.medium.trouble}.what"), Tone.BAD)
        else:
            custody = f".{seen.registered.state}" if seen.registered and seen.standing is Standing.KNOWN else ""
            tone = Tone.BAD if seen.standing in _BAD else Tone.WARN if seen.standing in _OPEN else Tone.GOOD
            self._say(texts(f"media.standing.{seen.standing}{custody}"), tone)
        is_one = state.drive is not DriveState.SEVERAL
        self._show_facts(seen if is_one else None)
        buttons = {
            self.register: presenter.can_register,
            self.hand_over: presenter.can_hand_over,
            self.take_in: presenter.can_take_in,
            self.wipe: presenter.can_wipe,
        }
        for button, may in buttons.items():
            button.setVisible(may and is_one)
            button.setProperty("kind", "main" if button is not self.wipe else "")
        self.format.setVisible(presenter.can_format)
        self.next.setText(texts("media.wipe.honest") if presenter.can_wipe and is_one else "")
        self.next.setVisible(bool(self.next.text()))
        self.lost.setVisible(state.line is not None)
        self.lost.setEnabled(presenter.can_report_lost)

    def _say(self, sentence: str, tone: Tone) -> None:
        if sentence:
            self.standing.show_message(sentence, tone)
        else:
            self.standing.hide()

    def _show_facts(self, seen: Recognised | None) -> None:
        texts = self.context.texts
        for fact in self.facts:
            fact.setVisible(seen is not None and seen.standing is not Standing.FOLDER)
        if seen is None:
            return
        medium, blank = seen.medium, texts("ui.table.blank")
        number = blank if seen.registered is None else number_of(texts, seen.registered.number)
        size = texts("media.fact.size", size=f"{medium.size_bytes / _GIGABYTE:.1f}", filesystem=medium.filesystem)
        values = (
            ("media.column.number", number),
            ("media.fact.serial", medium.identity.serial or texts("media.fact.no-serial")),
            ("media.fact.volume", medium.identity.volume or blank),
            ("media.fact.filesystem", size),
        )
        for fact, (caption, value) in zip(self.facts, values, strict=True):
            fact.show_fact(texts(caption), value)

    def _show_dialog(self, state: MediaState) -> None:
        dialog = self._dialog
        if dialog is None or not dialog.is_working or state.busy:
            return
        if state.error is not None:
            dialog.show_error(state.error)
            self.presenter.forget_error()
        else:
            dialog.is_working = False
            dialog.accept()

    def _open(self, dialog: AskDialog, act: Callable[[], object]) -> None:
        self._dialog = dialog

        def given() -> None:
            dialog.show_work()
            act()

        dialog.given.connect(given)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self._dialog = None

    def _on_register(self) -> None:
        dialog = RegisterDialog(self.context, self)
        self._open(
            dialog,
            lambda: self.presenter.register(dialog.seal.field.text().strip(), wipe=dialog.wipe.isChecked()),
        )

    def _on_hand_over(self) -> None:
        state = self.presenter.state
        if state.page is None or state.seen is None or state.seen.registered is None:
            return
        number = number_of(self.context.texts, state.seen.registered.number)
        dialog = HandOverDialog(self.context, number, state.page.stations, state.page.day + USUAL_DAYS, self)
        self._open(dialog, lambda: self.presenter.hand_over(*dialog.given_to()))

    def _on_format(self) -> None:
        self.presenter.find_disks(self._on_disks)

    def _on_disks(self, found: Candidates) -> None:
        if not found.disks:
            self.notice.show_message(self.context.texts("media.format.none"), Tone.WARN)
            return
        dialog = FormatDialog(self.context, found, self)
        self._open(dialog, lambda: self.presenter.format(dialog.order()))

    def _on_wipe(self) -> None:
        dialog = ConfirmDialog(self.context.texts, self.context.theme, "media.wipe", self)
        dialog.agreed.connect(self.presenter.wipe)
        dialog.open()

    def _on_lost(self) -> None:
        dialog = ConfirmDialog(self.context.texts, self.context.theme, "media.report-lost", self)
        dialog.agreed.connect(self.presenter.report_lost)
        dialog.open()
