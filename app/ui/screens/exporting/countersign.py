"""Asks to which station of the office a draft goes to be signed, writes it there, and shows the three ticks."""

from PySide6.QtWidgets import QWidget

from app.models.domain.ids import StationId
from app.models.domain.text import visible
from app.services.exchange.ticks import Ticks
from app.ui.context import UiContext
from app.ui.presenters.countersign_asking import AskingPresenter, AskingState
from app.ui.screens.exporting.lists import office_name
from app.ui.theme.tokens import Tone
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.badge import Banner
from app.ui.widgets.card import Fact, clock_time
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label
from app.ui.widgets.medium import MediumPicker
from app.ui.widgets.passphrase import PassphraseField
from app.ui.widgets.steps import Stage, ThreeTicks

_SHOWN = 60


class CountersignDialog(AskDialog):
    """Station, medium and the own passphrase; afterwards what became of the file. Escape writes nothing."""

    def __init__(self, context: UiContext, presenter: AskingPresenter, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "ui.countersign.send", parent)
        texts = context.texts
        self._presenter, self._is_shown = presenter, False
        self.station = QuietCombo(self.form)
        self.station.setAccessibleName(texts("ui.countersign.station"))
        self.medium = MediumPicker(texts, self.form)
        self.secret = PassphraseField(texts, "ui.export.write.passphrase", self.form)
        for part in (text_label(texts("ui.countersign.station"), "small", self.form), self.station, self.medium):
            self.column.addWidget(part)
        self.column.addWidget(self.secret)
        self.ticks, self.file, self.stuck = ThreeTicks(texts, self), Fact(self), Banner(texts, self)
        for told in (self.ticks, self.file, self.stuck):
            told.hide()
            self.add_below_form(told)
        self.is_complete = self._is_whole
        self.given.connect(self._on_given)
        self.medium.place_chosen.connect(presenter.choose_place)
        self.medium.again_asked.connect(presenter.look_for_media)
        self.secret.edited.connect(self._enable)
        self.station.activated.connect(self._enable)
        self.station.setFocus()
        self.show_state(presenter.state)

    def show_state(self, state: AskingState) -> None:
        """Show stations and media, the work, and what became of it."""
        if state.stations and not self.station.count():
            for one in state.stations:
                office = office_name(self._texts, one.office_ja, one.office_en, one.station)
                line = self._texts("ui.export.where.line", office=office, station=one.station)
                self.station.addItem(visible(line, _SHOWN), one.station)
        self.medium.show_media(state.media, state.place)
        if state.ticks is not None:
            self._show_ticks(state.ticks)
        elif state.busy == "send" and not self.is_working:
            self.show_work()
        elif state.error is not None and not state.busy:
            self.show_error(state.error)
            self.secret.setFocus()
        elif state.is_read and not state.stations:
            self.say(self._texts("ui.countersign.no-station"))
        self._enable()

    def _show_ticks(self, ticks: Ticks) -> None:
        if self._is_shown:
            return
        self._is_shown, self.is_working = True, False
        texts = self._texts
        self.question.setText(texts("ui.countersign.sent"))
        self.words.setText(texts("ui.countersign.sent.next"))
        for part in (self.form, self.yes_button, self.trouble):
            part.hide()
        self.ticks.tick(Stage.WRITTEN, clock_time(ticks.written_at))
        self.ticks.tick(Stage.READ_BACK, clock_time(ticks.verified_at))
        if ticks.released_at is not None:
            self.ticks.tick(Stage.SAFE, clock_time(ticks.released_at))
        else:
            self.stuck.show_message(texts("ui.export.write.folder"), Tone.WARN, is_spoken=False)
        self.file.show_fact(texts("ui.export.column.file"), ticks.file_name)
        self.ticks.show()
        self.file.show()
        self.no_button.setEnabled(True)
        self.no_button.setText(texts("ui.countersign.close"))
        self.no_button.setFocus()
        self.fit()

    def _enable(self) -> None:
        is_ready = self.station.count() > 0 and self._presenter.state.place is not None and not self.secret.is_empty
        self.yes_button.setEnabled(is_ready and not self.is_working)

    def _is_whole(self) -> bool:
        return self.yes_button.isEnabled()

    def _on_given(self) -> None:
        self._presenter.send(StationId(str(self.station.currentData())), bytearray(self.secret.take(), "utf-8"))
