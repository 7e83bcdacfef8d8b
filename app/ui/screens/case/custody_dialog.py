"""The questions of custody: take back, decide a conflict side by side, confirm after a restore. Two officers answer."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QRadioButton, QScrollArea, QWidget
from typing_extensions import override

from app.models.domain.civil_day import civil_day
from app.models.domain.custody import Side
from app.models.domain.errors import AppError
from app.models.domain.ids import StationId
from app.models.domain.text import visible
from app.services.exchange.custody.comparing import Compared, Sameness
from app.services.exchange.custody.custody import DecisionReason, RecallReason
from app.ui.context import UiContext
from app.ui.days import both_calendars
from app.ui.presenters.case_custody import CustodyOffer, CustodyPresenter, CustodyState
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.lines import LineGrid
from app.ui.widgets.second_officer import SecondOfficer

WIDTH_CHARACTERS = 96
CAPTION_CHARACTERS = 26
NAME_CHARACTERS = 60
LINES_HEIGHT = 9
SHORT_PLACE = 12
"""Longer places are random names that tell nobody anything."""


class CustodyDialog(AskDialog):
    """Says what follows, shows what to compare, asks for reason and witness; Escape leaves everything as it is."""

    def __init__(self, context: UiContext, presenter: CustodyPresenter, parent: QWidget) -> None:
        self._offer = presenter.state.offer
        super().__init__(context.texts, context.theme, f"case.custody.{self._offer}", parent)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)
        self._presenter = presenter
        self.lines = LineGrid(context.theme, CAPTION_CHARACTERS, self.form)
        self.area = QScrollArea(self.form)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.lines)
        self.area.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area.setFixedHeight(self.fontMetrics().lineSpacing() * LINES_HEIGHT)
        self.area.setVisible(self._offer is CustodyOffer.DECIDE)
        self.ours, self.theirs = QRadioButton(self.form), QRadioButton(self.form)
        self.station, self.reason = QuietCombo(self.form), QuietCombo(self.form)
        self.second = SecondOfficer(context.texts, self.form)
        self.rows = QFormLayout()
        self._fill()
        for part in (self.area, self.ours, self.theirs):
            self.column.addWidget(part)
        self.column.addLayout(self.rows)
        self.column.addWidget(self.second)
        self.second.changed.connect(self.enable)
        self.ours.toggled.connect(self.enable)
        self.theirs.toggled.connect(self.enable)
        self.theirs.toggled.connect(self.station.setEnabled)
        self.station.setEnabled(False)
        self.enable()
        (self.reason if self._offer is CustodyOffer.RECALL else self.ours).setFocus()
        self.fit()

    def show_state(self, state: CustodyState) -> None:
        """Show what was read; close when it is done; say what failed otherwise."""
        if state.comparison is not None and self._offer is CustodyOffer.DECIDE:
            self.lines.show_lines(self._compared(state.comparison.lines))
        if state.stations and not self.station.count():
            for one in state.stations:
                name = one.office_ja if self._texts.language.value == "ja" else one.office_en
                self.station.addItem(visible(f"{one.station}　{name}", NAME_CHARACTERS), one.station)
        self.follow(state.error, is_busy=state.is_busy)

    @override
    def show_error(self, error: AppError) -> None:
        super().show_error(error)
        self.second.secret.setFocus()

    def _fill(self) -> None:
        texts = self._texts
        reasons: tuple[RecallReason | DecisionReason, ...] = ()
        if self._offer is CustodyOffer.RECALL:
            reasons = tuple(RecallReason)
        elif self._offer is CustodyOffer.DECIDE:
            reasons = tuple(DecisionReason)
        for reason in reasons:
            self.reason.addItem(texts(f"custody-reason.{reason}"), reason.value)
        self.second.show_people(self._presenter.state.witnesses)
        is_choice = self._offer in {CustodyOffer.DECIDE, CustodyOffer.CONFIRM}
        for radio, name in ((self.ours, "ours"), (self.theirs, "theirs")):
            radio.setVisible(is_choice)
            if is_choice:
                radio.setText(texts(f"case.custody.{self._offer}.{name}"))
        rows = [
            (self.station, "station", self._offer is CustodyOffer.CONFIRM),
            (self.reason, "reason", bool(reasons)),
        ]
        for field, name, is_shown in rows:
            field.setVisible(is_shown)
            field.setAccessibleName(texts(f"case.custody.{name}"))
            if is_shown:
                self.rows.addRow(texts(f"case.custody.{name}"), field)

    def _compared(self, lines: tuple[Compared, ...]) -> list[tuple[str, str]]:
        """Both sides of every document that is not the same, and how many are."""
        texts = self._texts
        said = []
        for line in lines:
            if line.sameness is not Sameness.SAME:
                ours = self._version(line.our_revision, line.our_time)
                theirs = self._version(line.their_revision, line.their_time)
                name = texts(f"custody-document.{line.kind}")
                caption = f"{name} {line.place}" if len(line.place) <= SHORT_PLACE else name
                said.append((caption, texts("case.custody.compared.sides", ours=ours, theirs=theirs)))
        same = sum(line.sameness is Sameness.SAME for line in lines)
        return [*said, (texts("case.custody.compared.caption"), texts("case.custody.compared.same", count=same))]

    def _version(self, revision: int | None, written_at: datetime | None) -> str:
        if revision is None or written_at is None:
            return self._texts("case.custody.compared.none")
        day = both_calendars(self._texts.catalogue(), civil_day(written_at))
        return self._texts("case.custody.compared.version", revision=revision, day=day)

    @override
    def is_ready(self) -> bool:
        is_chosen = self._offer is CustodyOffer.RECALL or self.ours.isChecked() or self.theirs.isChecked()
        return self.second.is_complete and is_chosen

    @override
    def give(self) -> None:
        self.show_work()
        witness, passphrase = self.second.person, self.second.take_text()
        if self._offer is CustodyOffer.RECALL:
            self._presenter.recall(witness, passphrase, RecallReason(self.reason.currentData()))
        elif self._offer is CustodyOffer.DECIDE:
            side = Side.OURS if self.ours.isChecked() else Side.THEIRS
            self._presenter.decide(witness, passphrase, side, DecisionReason(self.reason.currentData()))
        else:
            to = StationId(str(self.station.currentData())) if self.theirs.isChecked() else None
            self._presenter.confirm(witness, passphrase, to)
