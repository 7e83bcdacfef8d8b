"""The questions of custody: take back, decide a conflict side by side, confirm after a restore. Two officers answer."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.models.domain.civil_day import civil_day
from app.models.domain.custody import Side
from app.models.domain.ids import PersonId, StationId
from app.models.domain.text import visible
from app.services.exchange.custody.comparing import Compared, Sameness
from app.services.exchange.custody.custody import DecisionReason, RecallReason
from app.ui.context import UiContext
from app.ui.days import both_calendars
from app.ui.presenters.case_custody import CustodyOffer, CustodyPresenter, CustodyState
from app.ui.widgets.inputs import SecretEdit
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import LineGrid

WIDTH_CHARACTERS = 96
CAPTION_CHARACTERS = 26
NAME_CHARACTERS = 60
LINES_HEIGHT = 9
SHORT_PLACE = 12
"""Longer places are random names that tell nobody anything."""


class CustodyDialog(QDialog):
    """Says what follows, shows what to compare, asks for reason and witness; Escape leaves everything as it is."""

    def __init__(self, context: UiContext, presenter: CustodyPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._texts, self._presenter = context.texts, presenter
        self._offer, self._is_working = presenter.state.offer, False
        texts, space, stem = context.texts, context.theme.scale.space, f"case.custody.{presenter.state.offer}"
        self.setWindowTitle(texts("ui.program.name"))
        self.question = text_label(texts(f"{stem}.question"), "lead", self)
        self.words = text_label(texts(f"{stem}.words"), "hint", self)
        self.trouble = text_label(role="invalid", parent=self)
        self.trouble.hide()
        self.lines = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.lines)
        self.area.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area.setFixedHeight(self.fontMetrics().lineSpacing() * LINES_HEIGHT)
        self.area.setVisible(self._offer is CustodyOffer.DECIDE)
        self.ours, self.theirs = QRadioButton(self), QRadioButton(self)
        self.station, self.reason, self.witness = QComboBox(self), QComboBox(self), QComboBox(self)
        self.secret = SecretEdit(self)
        self.yes_button, self.no_button = QPushButton(texts(f"{stem}.yes"), self), QPushButton(texts("ui.cancel"), self)
        self.no_button.setAutoDefault(False)
        self.form = QFormLayout()
        self._fill()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.no_button)
        buttons.addWidget(self.yes_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(3))
        for part in (self.question, self.words, self.area, self.ours, self.theirs):
            layout.addWidget(part)
        layout.addLayout(self.form)
        layout.addWidget(self.trouble)
        layout.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)
        self.setAccessibleName(self.question.text())
        self.secret.textChanged.connect(self._enable)
        self.yes_button.clicked.connect(self._on_yes)
        self.no_button.clicked.connect(self.reject)
        self.ours.toggled.connect(self._enable)
        self.theirs.toggled.connect(self._enable)
        self._enable()

    def show_state(self, state: CustodyState) -> None:
        """Show what was read; close when it is done; say what failed otherwise."""
        if state.comparison is not None and self._offer is CustodyOffer.DECIDE:
            self.lines.show_lines(self._compared(state.comparison.lines))
        if state.stations and not self.station.count():
            for one in state.stations:
                name = one.office_ja if self._texts.language.value == "ja" else one.office_en
                self.station.addItem(visible(f"{one.station}　{name}", NAME_CHARACTERS), one.station)
        if state.error is not None and self._is_working:
            self._is_working = False
            self.trouble.setText("\n".join(self._texts.error(state.error).paragraphs()))
            self.trouble.show()
            self._enable()
            self.secret.setFocus()
        elif state.done and self._is_working:
            self.accept()

    def _fill(self) -> None:
        texts = self._texts
        reasons: tuple[RecallReason | DecisionReason, ...] = ()
        if self._offer is CustodyOffer.RECALL:
            reasons = tuple(RecallReason)
        elif self._offer is CustodyOffer.DECIDE:
            reasons = tuple(DecisionReason)
        for reason in reasons:
            self.reason.addItem(texts(f"custody-reason.{reason}"), reason.value)
        for person, name in self._presenter.state.witnesses:
            self.witness.addItem(visible(name, NAME_CHARACTERS), person)
        is_choice = self._offer in {CustodyOffer.DECIDE, CustodyOffer.CONFIRM}
        for radio, name in ((self.ours, "ours"), (self.theirs, "theirs")):
            radio.setVisible(is_choice)
            if is_choice:
                radio.setText(texts(f"case.custody.{self._offer}.{name}"))
        rows = [
            (self.station, "station", self._offer is CustodyOffer.CONFIRM),
            (self.reason, "reason", bool(reasons)),
            (self.witness, "witness", True),
            (self.secret, "passphrase", True),
        ]
        for field, name, is_shown in rows:
            field.setVisible(is_shown)
            field.setAccessibleName(texts(f"case.custody.{name}"))
            if is_shown:
                self.form.addRow(texts(f"case.custody.{name}"), field)
        if not self._presenter.state.witnesses:
            self.trouble.setText(texts("case.custody.nobody"))
            self.trouble.show()

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

    def _enable(self) -> None:
        is_chosen = self._offer is CustodyOffer.RECALL or self.ours.isChecked() or self.theirs.isChecked()
        is_ready = bool(self.secret.text()) and self.witness.count() > 0 and is_chosen
        self.yes_button.setEnabled(is_ready and not self._is_working)
        self.station.setEnabled(self.theirs.isChecked())

    def _on_yes(self) -> None:
        self._is_working = True
        self.trouble.hide()
        witness, passphrase = PersonId(str(self.witness.currentData())), self.secret.take().decode()
        self.yes_button.setEnabled(False)
        if self._offer is CustodyOffer.RECALL:
            self._presenter.recall(witness, passphrase, RecallReason(self.reason.currentData()))
        elif self._offer is CustodyOffer.DECIDE:
            side = Side.OURS if self.ours.isChecked() else Side.THEIRS
            self._presenter.decide(witness, passphrase, side, DecisionReason(self.reason.currentData()))
        else:
            to = StationId(str(self.station.currentData())) if self.theirs.isChecked() else None
            self._presenter.confirm(witness, passphrase, to)
