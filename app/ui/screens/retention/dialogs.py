"""The three questions of the room: mark, hold, destroy. Each title asks what the buttons answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from app.models.domain.errors import AppError
from app.models.domain.retention import Basis, Ground, Matter
from app.models.domain.text import visible
from app.models.views.retention import Expiring
from app.ui.context import UiContext
from app.ui.days import both_calendars, parse_day
from app.ui.presenters.retention import Prospect
from app.ui.screens.retention.columns import label_of
from app.ui.widgets.inputs import DateEdit, SecretEdit
from app.ui.widgets.lines import LineGrid
from app.ui.widgets.question import Question

CAPTION_CHARACTERS = 26
NAME_CHARACTERS = 60
BASES = (Basis.PERIOD_ENDED, Basis.PURPOSE_ENDED, Basis.WITHDRAWN)


class MarkDialog(Question):
    """Asks on which ground a case is marked as due.

    Signals:
        given: The ground.
    """

    given = Signal(str)

    def __init__(self, context: UiContext, thing: Expiring, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(context, "retention.mark", texts("retention.mark.question", label=label_of(thing)), parent)
        self.group = QButtonGroup(self)
        self.radios = {basis: QRadioButton(texts(f"disposal-basis.{basis}"), self) for basis in BASES}
        for radio in self.radios.values():
            self.group.addButton(radio)
            self.middle.addWidget(radio)
        self.radios[Basis.PERIOD_ENDED].setChecked(True)
        self.yes_button.clicked.connect(self._on_yes)
        self.radios[Basis.PERIOD_ENDED].setFocus()
        self.fit()

    def _on_yes(self) -> None:
        self.given.emit(next(basis.value for basis, radio in self.radios.items() if radio.isChecked()))
        self.accept()


class HoldDialog(Question):
    """Asks why and until when a case is held.

    Signals:
        given: Ground, reason, last day or None.
    """

    given = Signal(str, str, object)

    def __init__(self, context: UiContext, label: str, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(context, "retention.hold", texts("retention.hold.question", label=label), parent)
        self.ground = QComboBox(self)
        for ground in Ground:
            self.ground.addItem(texts(f"hold-ground.{ground}"), ground.value)
        self.ground.setAccessibleName(texts("retention.column.ground"))
        self.until = DateEdit(texts, parse_day, lambda day: both_calendars(texts.catalogue(), day), self)
        self.until.set_name(texts("retention.hold.until"))
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName(texts("retention.hold.reason"))
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * 4)
        form = QFormLayout()
        form.addRow(texts("retention.column.ground"), self.ground)
        form.addRow(texts("retention.hold.until"), self.until)
        form.addRow(texts("retention.hold.reason"), self.reason)
        self.middle.addLayout(form)
        self.yes_button.clicked.connect(self._on_yes)
        self.ground.setFocus()
        self.fit()

    def _on_yes(self) -> None:
        if not self.reason.toPlainText().strip():
            self.say_trouble(self.texts("retention.hold.missing"))
            self.reason.setFocus()
            return
        if not self.until.is_valid:
            self.until.setFocus()
            return
        self.given.emit(str(self.ground.currentData()), self.reason.toPlainText(), self.until.value)
        self.accept()


class DestroyDialog(Question):
    """Shows what will be gone and what stays, and lets the witness type the own passphrase.

    Signals:
        given: Witness, passphrase, ground.
    """

    given = Signal(str, str, str)

    def __init__(self, context: UiContext, prospect: Prospect, class_name: str, parent: QWidget) -> None:
        texts, thing = context.texts, prospect.thing
        stem = "retention.destroy"
        question = texts(f"{stem}.question", matter=texts(f"matter.{thing.matter}"), label=label_of(thing))
        super().__init__(context, stem, question, parent)
        self.is_working = False
        self._prospect = prospect
        self.lines = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.lines.show_lines(self._said(class_name))
        self.early = QRadioButton(texts("disposal-basis.purpose-ended"), self)
        self.regular = QRadioButton(texts("disposal-basis.period-ended"), self)
        self.regular.setChecked(prospect.is_due or thing.matter is Matter.CASE)
        self.early.setChecked(not self.regular.isChecked())
        for radio in (self.regular, self.early):
            radio.setVisible(thing.matter is Matter.RESULT)
        self.witness = QComboBox(self)
        for person, name in prospect.witnesses:
            self.witness.addItem(visible(name, NAME_CHARACTERS), person)
        self.witness.setAccessibleName(texts(f"{stem}.witness"))
        self.secret = SecretEdit(self)
        self.secret.setAccessibleName(texts(f"{stem}.passphrase"))
        form = QFormLayout()
        form.addRow(texts(f"{stem}.witness"), self.witness)
        form.addRow(texts(f"{stem}.passphrase"), self.secret)
        for part in (self.lines, self.regular, self.early):
            self.middle.addWidget(part)
        self.middle.addLayout(form)
        self.yes_button.setEnabled(False)
        self.secret.textChanged.connect(self._on_typed)
        self.yes_button.clicked.connect(self._on_yes)
        if not prospect.witnesses:
            self.say_trouble(texts(f"{stem}.nobody"))
        self.witness.setFocus()
        self.fit()

    def show_work(self) -> None:
        """The passphrase is being tried."""
        self.is_working = True
        self.trouble.hide()
        for part in (self.witness, self.secret, self.yes_button):
            part.setEnabled(False)

    def show_error(self, error: AppError) -> None:
        """Say what failed, and let the witness try again."""
        if not self.is_working:
            return
        self.is_working = False
        for part in (self.witness, self.secret):
            part.setEnabled(True)
        self.say_trouble("\n".join(self.texts.error(error).paragraphs()))
        self.secret.setFocus()

    def _said(self, class_name: str) -> Sequence[tuple[str, str]]:
        texts, thing, foreseen = self.texts, self._prospect.thing, self._prospect.foreseen
        gone = [
            texts("retention.destroy.gone.index"),
            texts("retention.destroy.gone.papers", documents=foreseen.documents, papers=foreseen.papers),
        ]
        if thing.matter is Matter.CASE:
            gone.insert(0, texts("retention.destroy.gone.key"))
        if foreseen.drafts:
            gone.append(texts("retention.destroy.gone.drafts", count=foreseen.drafts))
        stays = [texts("retention.destroy.stays.record"), texts("retention.destroy.stays.ledger")]
        if foreseen.bundles:
            stays.append(texts("retention.destroy.stays.bundles", count=len(foreseen.bundles)))
        lines = [(texts("retention.column.due"), both_calendars(texts.catalogue(), thing.due_on))]
        lines.append((texts("retention.column.class"), class_name))
        lines += [(texts("retention.destroy.gone") if not row else "", text) for row, text in enumerate(gone)]
        lines += [(texts("retention.destroy.stays") if not row else "", text) for row, text in enumerate(stays)]
        return lines

    def _on_typed(self) -> None:
        self.yes_button.setEnabled(bool(self.secret.text()) and self.witness.count() > 0 and not self.is_working)

    def _on_yes(self) -> None:
        basis = Basis.PURPOSE_ENDED if self.early.isChecked() else Basis.PERIOD_ENDED
        self.given.emit(str(self.witness.currentData()), self.secret.take().decode(), basis.value)
