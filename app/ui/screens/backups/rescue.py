"""Restores a vault with both recovery sheets: what and by whom; then what is lost; then the restore."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.services.backups.candidates import Candidate
from app.ui.accessibility import announce
from app.ui.context import UiContext
from app.ui.presenters.rescue import Rescue, RescuePresenter, RescueState, RescueTools
from app.ui.screens.backups.newcomer import NewcomerForm
from app.ui.screens.backups.told import told
from app.ui.widgets.card import moment
from app.ui.widgets.labels import text_label
from app.ui.widgets.medium import MediumPicker
from app.ui.widgets.passphrase import PassphraseField
from app.ui.widgets.work_strip import WorkStrip

NAME_CHARACTERS = 40
WIDTH_CHARACTERS = 92
TOLD_LINES = 17
MOST_HEIGHT = 720
"""A dialog of a laptop's screen, in device-independent pixels."""
FINGERPRINT_CHARACTERS = 16


class RescueDialog(QDialog):
    """Escape leaves it, except while the vault is being replaced.

    Signals:
        restored: The restored vault is in force and the dialog was closed.
    """

    restored = Signal()

    def __init__(self, context: UiContext, folder: Path, tools: RescueTools, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._context, self._texts = context, context.texts
        self._lines: tuple[Candidate, ...] | None = None
        self._rescue: Rescue | None = None
        self._busy = ""
        self.presenter = RescuePresenter(folder, context.runner, tools)
        texts = context.texts
        self.setWindowTitle(texts("ui.program.name"))
        self.question = text_label(texts("rescue.question"), "lead", self)
        self.words = text_label(texts("rescue.words"), "hint", self)
        self.strip = WorkStrip(context, "rescue.busy", self.presenter, self)
        self.choosing = QWidget(self)
        self.medium = MediumPicker(texts, self.choosing)
        self.backup_label = text_label(texts("rescue.backup"), parent=self.choosing)
        self.backups = QComboBox(self.choosing)
        self.backups.setAccessibleName(texts("rescue.backup"))
        self.backup_label.setBuddy(self.backups)
        self.nothing = text_label(role="hint", parent=self.choosing)
        self.first, self.second = (
            PassphraseField(texts, f"recover.sheet.{number}", self.choosing) for number in ("first", "second")
        )
        self.hint = text_label(texts("recover.sheet.hint"), "small", self.choosing)
        self.told = text_label(parent=self)
        self.told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setAccessibleName(texts("rescue.told"))
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.told)
        self.newcomer = NewcomerForm(context, self)
        self.notice = text_label(role="invalid", parent=self)
        self.look_button, self.do_button, self.back_button, self.close_button = (
            QPushButton(texts(key), self) for key in ("rescue.look", "rescue.do", "rescue.back", "ui.cancel")
        )
        for button in (self.look_button, self.do_button):
            button.setProperty("kind", "main")
        for button in (self.do_button, self.back_button, self.close_button):
            button.setAutoDefault(False)
        self.look_button.setDefault(True)
        self.setAccessibleName(self.question.text())
        self.setAccessibleDescription(self.words.text())
        self._lay_out()
        self._connect()
        self.presenter.subscribe(self.show_state)
        self.presenter.refresh()
        self.medium.setFocus()

    def _lay_out(self) -> None:
        space = self._context.theme.scale.space
        column = QVBoxLayout(self.choosing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        sheets: tuple[QWidget, ...] = (self.first, self.second, self.hint)
        for part in (self.medium, self.backup_label, self.backups, self.nothing, *sheets):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        for button in (self.close_button, self.look_button, self.do_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(3))
        parts: tuple[QWidget, ...] = (self.question, self.words, self.choosing, self.area, self.newcomer)
        for widget in (*parts, self.notice, self.strip):
            layout.addWidget(widget, 1 if widget is self.area else 0)
        layout.addLayout(buttons)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)
        self.area.setMinimumHeight(self.fontMetrics().lineSpacing() * TOLD_LINES)

    def _connect(self) -> None:
        self.medium.place_chosen.connect(self.presenter.choose_place)
        self.medium.again_asked.connect(self.presenter.refresh)
        self.backups.currentIndexChanged.connect(self._show_buttons)
        for field in (self.first, self.second):
            field.field.textChanged.connect(self._show_buttons)
        self.newcomer.secret.offered.toggled.connect(self._fit)
        self.newcomer.officers.currentIndexChanged.connect(self._fit)
        self.look_button.clicked.connect(self._on_look)
        self.do_button.clicked.connect(self._on_do)
        self.back_button.clicked.connect(self.presenter.give_up)
        self.close_button.clicked.connect(self.reject)

    def show_state(self, state: RescueState) -> None:
        """Show what lies on the medium, what would be lost, or what came of it."""
        self.strip.show_state(state)
        self.medium.show_media(state.media, state.place)
        if state.lines != self._lines:
            self._lines = state.lines
            self._fill(state.lines or ())
        self.nothing.setText(self._texts("rescue.choose" if state.lines is None else "rescue.none"))
        self.nothing.setVisible(not state.lines)
        for part in (self.choosing, self.newcomer):
            part.setEnabled(not state.busy)
        if state.restored is not None:
            self._show_done(state.restored.epoch)
        elif state.rescue is not self._rescue:
            self._rescue = state.rescue
            self._show_rescue(state.rescue)
        self._say("rescue.stopped" if state.is_stopped else "")
        self._show_pages(state)
        self._show_buttons()
        was_busy, self._busy = self._busy, state.busy
        if was_busy and not state.busy and self.choosing.isVisibleTo(self):
            # What had the keyboard was out of use meanwhile.
            (self.first if self.backups.count() else self.medium).setFocus()

    def _show_pages(self, state: RescueState) -> None:
        is_done = state.restored is not None
        is_choosing = state.rescue is None and not is_done
        self.words.setVisible(is_choosing)
        self.choosing.setVisible(is_choosing)
        self.area.setVisible(not is_choosing)
        self.newcomer.setVisible(not is_choosing and not is_done)
        self.look_button.setVisible(is_choosing)
        self.do_button.setVisible(not is_choosing and not is_done)
        self.back_button.setVisible(not is_choosing and not is_done)
        self.close_button.setText(self._texts("ui.close" if is_done else "ui.cancel"))
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            # Wrapped sentences take more height than the size hint reckons with.
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), min(needed, MOST_HEIGHT)))

    def _show_rescue(self, rescue: Rescue | None) -> None:
        if rescue is None:
            self.look_button.setDefault(True)
            self.first.setFocus()
            return
        texts = self._texts
        first, second = (one[:FINGERPRINT_CHARACTERS] for one in rescue.fingerprints)
        reason = texts(f"backups.reason.{rescue.reason.value}")
        sentences = told(texts, rescue.forecast)
        sentences.append(texts("rescue.told.recorded", reason=reason, first=first, second=second))
        if rescue.reason.value == "damaged":
            sentences.append(texts("rescue.told.aside"))
        self.told.setText("\n\n".join(sentences))
        self.newcomer.offer(rescue)
        # Enter must not restore by accident: it was just used to look.
        self.close_button.setDefault(True)
        self.told.setFocus()
        announce(self, texts("rescue.told"))

    def _show_done(self, epoch: int) -> None:
        self.told.setText("\n\n".join((self._texts("rescue.done", epoch=epoch), self._texts("rescue.done.next"))))
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        announce(self, self._texts("rescue.done", epoch=epoch))

    def _fill(self, lines: tuple[Candidate, ...]) -> None:
        texts = self._texts
        self.backups.clear()
        for one in lines:
            station = visible(one.station, NAME_CHARACTERS)
            if one.problem or one.made_at is None:
                self.backups.addItem(texts("rescue.backup.bad", station=station, number=one.number), one)
            else:
                made, entries = moment(one.made_at), f"{one.entries:,}"
                line = texts("rescue.backup.line", station=station, number=one.number, made=made, entries=entries)
                self.backups.addItem(line, one)

    def _show_buttons(self) -> None:
        state, chosen = self.presenter.state, self._chosen()
        is_whole = not self.first.is_empty and not self.second.is_empty
        self.look_button.setEnabled(not state.busy and chosen is not None and is_whole)
        self.backups.setEnabled(self.backups.count() > 0)
        for button in (self.do_button, self.back_button):
            button.setEnabled(not state.busy)
        self.do_button.setEnabled(not state.busy and self.newcomer.is_possible)
        self.close_button.setEnabled(state.busy != "restore")

    def _chosen(self) -> Candidate | None:
        chosen = self.backups.currentData()
        return chosen if isinstance(chosen, Candidate) else None

    def _on_look(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.presenter.foretell(chosen.station, chosen.number, self.first.take(), self.second.take())

    def _on_do(self) -> None:
        is_whole = self.newcomer.is_whole()
        self._say("rescue.unbound.missing" if self.newcomer.must_accept else "")
        if is_whole:
            person = self.newcomer.person
            self.presenter.restore(person, "" if person is None else self.newcomer.secret.take())

    def _say(self, key: str) -> None:
        sentence = self._texts(key) if key else ""
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))
        announce(self, sentence)

    @override
    def reject(self) -> None:
        state = self.presenter.state
        if state.restored is not None:
            self.accept()
            self.restored.emit()
        elif state.busy != "restore":
            self.presenter.cancel()
            self.presenter.give_up()
            super().reject()
