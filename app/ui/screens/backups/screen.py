"""The room Backups (控え): what lies on a medium on the left; how it stands and what was found on the right."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.changes import Changes
from app.models.domain.ids import PersonId
from app.services.backups.making import DAYS, KEEP
from app.services.backups.restoring import RestoreReason, Restoring
from app.services.backups.shelf import LIMITS
from app.services.ports import BackupPlace, Files, Media
from app.ui.context import UiContext
from app.ui.presenters.backups import BackupsPresenter, BackupsState, Tools
from app.ui.screen import Screen
from app.ui.screens.backups.restore import RestoreDialog
from app.ui.screens.backups.told import HEADINGS, drill_sentence, line_of, made_sentence
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.card import Card, moment
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.medium import MediumPicker
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

PANEL_CHARACTERS = 52


class BackupsScreen(Screen):
    """Make, check, drill and restore."""

    def __init__(
        self,
        context: UiContext,
        workplace: Workplace,
        media: Media,
        place_at: Callable[[Path], BackupPlace],
        files: Files,
        restoring: Callable[[Path], Restoring],
        lock: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._lock = lock
        self._dialog_open: RestoreDialog | None = None
        self.presenter = BackupsPresenter(workplace, context.runner, Tools(media, place_at, files, restoring))
        texts, theme = context.texts, context.theme
        self.title = text_label(role="title", parent=self)
        self.strip = WorkStrip(context, "backups.busy", self.presenter, self)
        self.notice = Banner(texts, self)
        self.medium = MediumPicker(texts, self)
        self.table = LinesTable(texts, theme, HEADINGS, self)
        self.nothing = text_label(role="hint", parent=self)
        self.make, self.drill, self.restore = (QPushButton(self) for _ in range(3))
        self.make.setProperty("kind", "main")
        self.status, self.results = Card(theme, self), Card(theme, self)
        self.newest, self.due = text_label(parent=self.status), text_label(role="hint", parent=self.status)
        self.days, self.keep, self.set_button = QSpinBox(self), QSpinBox(self), QPushButton(self)
        self.days.setRange(*LIMITS[DAYS])
        self.keep.setRange(*LIMITS[KEEP])
        self.days_label, self.keep_label = text_label(parent=self.status), text_label(parent=self.status)
        self.old_kept, self.confirm = text_label(parent=self.status), QPushButton(self)
        self.found, self.save = text_label(parent=self.results), QPushButton(self)
        self._lay_out()
        self._connect()
        self.presenter.subscribe(self._on_state)
        self.retranslate()

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        buttons = QHBoxLayout()
        for button in (self.make, self.drill, self.restore):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(space(2))
        left.addWidget(self.medium)
        left.addWidget(self.table, 1)
        left.addWidget(self.nothing)
        left.addLayout(buttons)
        form = QFormLayout()
        form.addRow(self.days_label, self.days)
        form.addRow(self.keep_label, self.keep)
        self.status.body.addWidget(self.newest)
        self.status.body.addWidget(self.due)
        self.status.body.addLayout(form)
        self.status.body.addWidget(self.set_button)
        self.status.body.addWidget(self.old_kept)
        self.status.body.addWidget(self.confirm)
        self.results.body.addWidget(self.found)
        self.results.body.addWidget(self.save)
        right = QVBoxLayout()
        right.addWidget(self.status)
        right.addWidget(self.results)
        right.addStretch(1)
        side = QWidget(self)
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        in_characters(side, side.setFixedWidth, PANEL_CHARACTERS)
        row = QHBoxLayout()
        row.setSpacing(space(4))
        row.addLayout(left, 1)
        row.addWidget(side)
        body = QVBoxLayout()
        body.setContentsMargins(space(5), space(4), space(5), space(4))
        body.setSpacing(space(3))
        body.addWidget(self.title)
        body.addWidget(self.notice)
        body.addLayout(row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        presenter = self.presenter
        self.medium.place_chosen.connect(presenter.choose_place)
        self.medium.again_asked.connect(presenter.refresh)
        self.table.selection_made.connect(self._show_buttons)
        self.table.activated.connect(self._on_drill)
        self.make.clicked.connect(presenter.make)
        self.drill.clicked.connect(self._on_drill)
        self.restore.clicked.connect(self._on_restore)
        self.set_button.clicked.connect(self._on_schedule)
        self.confirm.clicked.connect(self._on_confirm)
        self.save.clicked.connect(self._on_save)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.backups"))
        self.table.setAccessibleName(texts("backups.on-medium"))
        self.make.setText(texts("backups.make"))
        self.drill.setText(texts("backups.drill"))
        self.restore.setText(texts("backups.restore"))
        self.days_label.setText(texts("backups.days"))
        self.keep_label.setText(texts("backups.keep"))
        self.days.setAccessibleName(texts("backups.days"))
        self.keep.setAccessibleName(texts("backups.keep"))
        self.set_button.setText(texts("backups.set"))
        self.old_kept.setText(texts("backups.old-kept"))
        self.confirm.setText(texts("backups.confirm"))
        self.save.setText(texts("backups.save-page"))
        self.status.set_title(texts("backups.status"))
        self.results.set_title(texts("backups.results"))
        self._on_state(self.presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        if changes.touches(frozenset({"backup", "policy"})) and self.isVisible() and not self.presenter.state.busy:
            self.presenter.refresh()

    @override
    def activate(self) -> None:
        self.presenter.refresh()
        self.medium.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.medium, self.table, self.days]

    @override
    def dispose(self) -> None:
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()

    def _on_state(self, state: BackupsState) -> None:
        texts = self.context.texts
        self.strip.show_state(state)
        self.medium.show_media(state.media, state.place)
        self.table.fill([line_of(texts, one) for one in state.lines or ()])
        is_empty = state.lines is not None and not state.lines
        self.nothing.setText(texts("backups.none" if is_empty else "backups.choose"))
        self.nothing.setVisible(not state.lines)
        self._show_status(state)
        self._show_results(state)
        self._show_buttons()
        self._show_dialog(state)
        if state.restored is not None:
            self._lock()

    def _show_status(self, state: BackupsState) -> None:
        texts, schedule = self.context.texts, state.schedule
        may_set = self.presenter.may(Action.SET_POLICY)
        for part in (self.days, self.keep, self.set_button):
            part.setEnabled(may_set and schedule is not None and not state.busy)
        is_kept = schedule is not None and schedule.is_old_kept
        self.old_kept.setVisible(is_kept)
        self.confirm.setVisible(is_kept and self.presenter.may(Action.CONFIRM_RESTORE))
        if schedule is None:
            return
        newest = schedule.newest
        self.newest.setText(
            texts("backups.newest", at=moment(newest.made_at), number=newest.number)
            if newest
            else texts("backups.never")
        )
        is_due = schedule.overdue_days is not None
        self.due.setText(texts("backups.in-time"))
        self.due.setVisible(not is_due)
        if is_due:
            self.notice.show_message(texts("backups.overdue", days=schedule.days), Tone.WARN)
        else:
            self.notice.hide()
        if not self.days.hasFocus() and not self.keep.hasFocus():
            self.days.setValue(schedule.days)
            self.keep.setValue(schedule.keep)

    def _show_results(self, state: BackupsState) -> None:
        texts = self.context.texts
        said = ""
        if state.made is not None:
            said = made_sentence(texts, state.made)
        elif state.report is not None:
            said = drill_sentence(texts, state.report)
            if state.saved_as:
                said = "\n".join((said, texts("backups.page-saved", file=state.saved_as)))
        self.found.setText(said)
        self.results.setVisible(bool(said))
        self.save.setVisible(state.report is not None)

    def _show_buttons(self) -> None:
        state = self.presenter.state
        is_free, number = not state.busy and state.place is not None, self._number()
        self.make.setEnabled(is_free and self.presenter.may(Action.BACK_UP))
        self.drill.setEnabled(is_free and number is not None)
        self.restore.setEnabled(is_free and number is not None and self.presenter.may(Action.RESTORE))

    def _number(self) -> int | None:
        chosen = self.table.selected_ids()
        return int(chosen[0]) if len(chosen) == 1 else None

    def _on_drill(self) -> None:
        number = self._number()
        if number is not None:
            self.presenter.drill(number)

    def _on_schedule(self) -> None:
        self.presenter.set_schedule(self.days.value(), self.keep.value())

    def _on_save(self) -> None:
        report = self.presenter.state.report
        if report is not None:
            name = f"{self.context.texts('backups.page-name')}-{report.number}.pdf"
            ask_target(self, self.context.texts("backups.save-page"), name, self.save_page_to)

    def save_page_to(self, name: str) -> None:
        """Write the page of the drill to the place that was chosen."""
        if name:
            self.presenter.save_page(Path(name))

    def _on_confirm(self) -> None:
        dialog = ConfirmDialog(self.context.texts, self.context.theme, "backups.confirm-old", self)
        dialog.agreed.connect(self.presenter.confirm)
        dialog.open()

    def _on_restore(self) -> None:
        number, state = self._number(), self.presenter.state
        if number is None:
            return
        dialog = RestoreDialog(self.context, number, state.officers, self)
        self._dialog_open = dialog
        dialog.asked.connect(self._on_asked)
        dialog.agreed.connect(self.presenter.restore)
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def _on_asked(self, reason: str, person: str, passphrase: str) -> None:
        number = self._number()
        if number is not None:
            self.presenter.foretell(number, RestoreReason(reason), PersonId(person), passphrase)

    def _on_dialog_closed(self, _result: int) -> None:
        self._dialog_open = None
        self.presenter.give_up()

    def _show_dialog(self, state: BackupsState) -> None:
        dialog = self._dialog_open
        if dialog is None or state.busy:
            return
        if state.error is not None:
            dialog.show_error(state.error)
        elif state.forecast is not None and dialog.area.isHidden():
            dialog.show_forecast(state.forecast)
