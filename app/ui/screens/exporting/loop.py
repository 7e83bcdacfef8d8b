"""What becomes of bundles after they left (交付の追跡): receipts awaited, incidents, lanes that stopped."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.models.domain.loop import Age, Clearing, Ending
from app.services.exchange.lanes import StoppedLane
from app.services.exchange.outbox import OpenExport
from app.services.exchange.told_incident import ToldIncident
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.presenters.export_loop import LoopPresenter, LoopState
from app.ui.screens.exporting.asking import ChoiceDialog, TwoPersonDialog
from app.ui.screens.exporting.loop_lists import AWAITED, INCIDENTS, LANES, awaited_line, incident_line, lane_line
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.dialogs import ask_folder, ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.work_strip import WorkStrip


class LoopPage(QWidget):
    """Three lists, each with what can be done about its lines."""

    def __init__(self, context: UiContext, presenter: LoopPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts, self._presenter, self._state = context, context.texts, presenter, presenter.state
        self.dialog: ChoiceDialog | None = None
        self.strip = WorkStrip(context, "ui.loop.busy", presenter, self)
        self.notice = Banner(context.texts, self)
        self.captions = [text_label(role="small", parent=self) for _ in range(3)]
        self.awaited = LinesTable(context.texts, context.theme, AWAITED, self, wraps=True)
        self.incidents = LinesTable(context.texts, context.theme, INCIDENTS, self, wraps=True)
        self.lanes = LinesTable(context.texts, context.theme, LANES, self, wraps=True)
        self.remind, self.record, self.take_back = (QPushButton(self) for _ in range(3))
        self.report, self.close_it, self.clear = (QPushButton(self) for _ in range(3))
        self.closed = QCheckBox(self)
        self.typed, self.take_in = QLineEdit(self), QPushButton(self)
        self._lay_out(context)
        for table in (self.awaited, self.incidents, self.lanes):
            table.selection_made.connect(self._show_buttons)
        self.typed.textChanged.connect(self._show_buttons)
        self.typed.returnPressed.connect(self._on_take_in)
        self.closed.toggled.connect(self._on_closed)
        for button, act in (
            (self.remind, self._on_remind),
            (self.record, self._on_record),
            (self.take_back, self._on_take_back),
            (self.report, self._on_report),
            (self.close_it, self._on_close),
            (self.clear, self._on_clear),
            (self.take_in, self._on_take_in),
        ):
            button.clicked.connect(act)

    def _lay_out(self, context: UiContext) -> None:
        gap = context.theme.scale.space(3)
        rows = (
            (self.captions[0], self.awaited, (self.remind, self.record, self.take_back), (self.typed, self.take_in)),
            (self.captions[1], self.incidents, (self.report, self.close_it), (self.closed,)),
            (self.captions[2], self.lanes, (self.clear,), ()),
        )
        body = QVBoxLayout()
        body.setContentsMargins(gap, gap, gap, gap)
        body.setSpacing(context.theme.scale.space(1.5))
        body.addWidget(self.notice)
        for caption, table, buttons, rest in rows:
            line = QHBoxLayout()
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            for part in rest:
                line.addWidget(part, 2 if part is self.typed else 0)
            body.addWidget(caption)
            body.addWidget(table, 1)
            body.addLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(body, 1)
        self.setFocusProxy(self.awaited)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.awaited, self.typed, self.incidents, self.lanes]

    def show_state(self, state: LoopState) -> None:
        """Show the lists and what was done last."""
        texts, self._state = self._texts, state
        self.strip.show_state(state)
        if self.dialog is not None:
            self.dialog.follow(state.error, is_busy=bool(state.busy))
        self.awaited.fill([awaited_line(texts, one) for one in state.awaited])
        self.incidents.fill([incident_line(texts, one) for one in state.incidents])
        self.lanes.fill([lane_line(texts, one) for one in state.lanes])
        stems = (("awaited", state.awaited), ("incidents", state.incidents), ("lanes", state.lanes))
        tables = (self.awaited, self.incidents, self.lanes)
        for caption, table, (stem, lines) in zip(self.captions, tables, stems, strict=True):
            caption.setText(texts(f"ui.loop.{stem}" if lines or not state.is_read else f"ui.loop.{stem}.none"))
            table.setAccessibleName(texts(f"ui.loop.{stem}"))
        for button, key in (
            (self.remind, "ui.loop.remind"),
            (self.record, "ui.loop.record"),
            (self.take_back, "ui.loop.take-back"),
            (self.report, "ui.loop.report"),
            (self.close_it, "ui.loop.close"),
            (self.clear, "ui.loop.clear"),
            (self.take_in, "ui.loop.take-in"),
        ):
            button.setText(texts(key))
        self.closed.setText(texts("ui.loop.shows-closed"))
        self.closed.setChecked(state.shows_closed)
        self.typed.setPlaceholderText(texts("ui.loop.typed"))
        self.typed.setAccessibleName(texts("ui.loop.typed"))
        self._show_told(state)
        self._show_buttons()

    def _show_told(self, state: LoopState) -> None:
        if not state.told or state.busy:
            self.notice.hide()
            return
        values = dict(state.told_with)
        if "outcome" in values:
            values["outcome"] = self._texts(f"import-outcome.{values['outcome']}")
        self.notice.show_message(self._texts(state.told, **values), Tone.INFO)

    def _chosen_export(self) -> OpenExport | None:
        wanted = self.awaited.selected_ids()
        return next((one for one in self._state.awaited if [one.bundle_id] == wanted), None)

    def _chosen_incident(self) -> ToldIncident | None:
        wanted = self.incidents.selected_ids()
        return next((one for one in self._state.incidents if [str(one.number)] == wanted), None)

    def _chosen_lane(self) -> StoppedLane | None:
        wanted = self.lanes.selected_ids()
        return next((one for one in self._state.lanes if [f"{one.partner} {one.cause}"] == wanted), None)

    def _show_buttons(self) -> None:
        export, incident, lane = self._chosen_export(), self._chosen_incident(), self._chosen_lane()
        is_free = not self._state.busy
        self.remind.setEnabled(is_free and export is not None and export.age is not None)
        self.record.setEnabled(is_free and export is not None and export.age is Age.OVERDUE)
        self.take_back.setEnabled(is_free and export is not None and bool(export.interrupted_at))
        self.report.setEnabled(is_free and incident is not None)
        self.close_it.setEnabled(is_free and incident is not None and incident.closed_at is None)
        self.clear.setEnabled(is_free and lane is not None and lane.is_stopped)
        self.take_in.setEnabled(is_free and bool(self.typed.text().strip()))

    def _on_closed(self, is_shown: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._presenter.show_closed(is_shown=is_shown)

    def _on_take_in(self) -> None:
        if self.take_in.isEnabled():
            self._presenter.close_text(self.typed.text())
            self.typed.clear()

    def _on_remind(self) -> None:
        export = self._chosen_export()
        if export is None:
            return
        texts = self._texts.catalogue(Language.JAPANESE)

        def save(path: str) -> None:
            self._presenter.remind(export.bundle_id, Path(path), texts)

        name = f"{export.file_name.removesuffix('.age')}-reminder.pdf"
        ask_target(self, self._texts("ui.loop.remind"), name, save)

    def _on_record(self) -> None:
        export = self._chosen_export()
        if export is not None:
            self._presenter.open_incident(export.bundle_id)

    def _on_take_back(self) -> None:
        export = self._chosen_export()
        if export is None:
            return

        def take(path: str) -> None:
            self._presenter.take_back(export.bundle_id, Path(path))

        ask_folder(self, self._texts("ui.loop.take-back"), take)

    def _on_report(self) -> None:
        incident = self._chosen_incident()
        if incident is None:
            return
        texts = self._texts.catalogue(Language.JAPANESE)

        def save(path: str) -> None:
            self._presenter.report(incident.number, Path(path), texts)

        ask_target(self, self._texts("ui.loop.report"), f"incident-{incident.number}.pdf", save)

    def _on_close(self) -> None:
        incident = self._chosen_incident()
        if incident is None:
            return
        words = [(one.value, f"incident-ending.{one}") for one in Ending]
        dialog = ChoiceDialog(self._context, "ui.loop.ending", words, self, number=incident.number)

        def close() -> None:
            dialog.show_work()
            self._presenter.close_incident(incident.number, Ending(dialog.chosen()))

        self._ask(dialog, close)

    def _on_clear(self) -> None:
        lane = self._chosen_lane()
        if lane is None:
            return
        words = [(one.value, f"lane-clearing.{one}") for one in Clearing]
        people = self._state.people
        dialog = TwoPersonDialog(self._context, "ui.loop.clearing", words, people, self, partner=lane.partner)

        def clear() -> None:
            dialog.show_work()
            reason, second = Clearing(dialog.chosen()), dialog.second
            self._presenter.clear_lane(lane.partner, reason, second.person, second.take())

        self._ask(dialog, clear)

    def _ask(self, dialog: ChoiceDialog, deed: Callable[[], None]) -> None:
        self.dialog = dialog
        dialog.given.connect(deed)
        dialog.finished.connect(self._on_asked)
        dialog.open()

    def _on_asked(self) -> None:
        self.dialog = None
        self._presenter.forget_error()
