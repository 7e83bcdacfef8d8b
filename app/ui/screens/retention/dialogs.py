"""The three questions of the room: mark, hold, destroy. Each title asks what the buttons answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QPlainTextEdit, QRadioButton, QWidget
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.retention import Basis, Ground, Matter
from app.models.views.retention import Expiring
from app.ui.context import UiContext
from app.ui.days import both_calendars, parse_day
from app.ui.presenters.retention import Prospect
from app.ui.screens.retention.columns import label_of
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.inputs import DateEdit
from app.ui.widgets.lines import LineGrid
from app.ui.widgets.second_officer import SecondOfficer

WIDTH_CHARACTERS = 76
CAPTION_CHARACTERS = 26
BASES = (Basis.PERIOD_ENDED, Basis.PURPOSE_ENDED, Basis.WITHDRAWN)


class MarkDialog(AskDialog):
    """Asks on which ground a case is marked as due.

    Signals:
        marked: The ground.
    """

    marked = Signal(str)

    def __init__(self, context: UiContext, thing: Expiring, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(texts, context.theme, "retention.mark", parent, label=label_of(thing))
        self.group = QButtonGroup(self)
        self.radios = {basis: QRadioButton(texts(f"disposal-basis.{basis}"), self.form) for basis in BASES}
        for radio in self.radios.values():
            self.group.addButton(radio)
            self.column.addWidget(radio)
        self.radios[Basis.PERIOD_ENDED].setChecked(True)
        self.radios[Basis.PERIOD_ENDED].setFocus()
        self.fit()

    @override
    def give(self) -> None:
        self.marked.emit(next(basis.value for basis, radio in self.radios.items() if radio.isChecked()))
        self.accept()


class HoldDialog(AskDialog):
    """Asks why and until when a case is held.

    Signals:
        held: Ground, reason, last day or None.
    """

    held = Signal(str, str, object)

    def __init__(self, context: UiContext, label: str, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(texts, context.theme, "retention.hold", parent, label=label)
        self.ground = QuietCombo(self.form)
        for ground in Ground:
            self.ground.addItem(texts(f"hold-ground.{ground}"), ground.value)
        self.ground.setAccessibleName(texts("retention.column.ground"))
        self.until = DateEdit(texts, parse_day, lambda day: both_calendars(texts.catalogue(), day), self.form)
        self.until.set_name(texts("retention.hold.until"))
        self.reason = QPlainTextEdit(self.form)
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName(texts("retention.hold.reason"))
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * 4)
        form = QFormLayout()
        form.addRow(texts("retention.column.ground"), self.ground)
        form.addRow(texts("retention.hold.until"), self.until)
        form.addRow(texts("retention.hold.reason"), self.reason)
        self.column.addLayout(form)
        self.is_complete = self._is_whole
        self.ground.setFocus()
        self.fit()

    def _is_whole(self) -> bool:
        if not self.reason.toPlainText().strip():
            self.say(self._texts("retention.hold.missing"))
            self.reason.setFocus()
            return False
        if not self.until.is_valid:
            self.until.setFocus()
        return self.until.is_valid

    @override
    def give(self) -> None:
        self.held.emit(str(self.ground.currentData()), self.reason.toPlainText(), self.until.value)
        self.accept()


class DestroyDialog(AskDialog):
    """Shows what will be gone and what stays, and lets the witness type the own passphrase.

    Signals:
        agreed: Witness, passphrase, ground.
    """

    agreed = Signal(str, str, str)

    def __init__(self, context: UiContext, prospect: Prospect, class_name: str, parent: QWidget) -> None:
        texts, thing = context.texts, prospect.thing
        matter, label = texts(f"matter.{thing.matter}"), label_of(thing)
        super().__init__(texts, context.theme, "retention.destroy", parent, matter=matter, label=label)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)
        self._prospect = prospect
        self.lines = LineGrid(context.theme, CAPTION_CHARACTERS, self.form)
        self.lines.show_lines(self._said(class_name))
        self.early = QRadioButton(texts("disposal-basis.purpose-ended"), self.form)
        self.regular = QRadioButton(texts("disposal-basis.period-ended"), self.form)
        self.regular.setChecked(prospect.is_due or thing.matter is Matter.CASE)
        self.early.setChecked(not self.regular.isChecked())
        for radio in (self.regular, self.early):
            radio.setVisible(thing.matter is Matter.RESULT)
        self.second = SecondOfficer(texts, self.form)
        self.second.show_people(prospect.witnesses)
        for part in (self.lines, self.regular, self.early, self.second):
            self.column.addWidget(part)
        self.second.changed.connect(self.enable)
        self.enable()
        self.second.take_keyboard()
        self.fit()

    @override
    def is_ready(self) -> bool:
        return self.second.is_complete

    @override
    def show_error(self, error: AppError) -> None:
        if self.is_working:
            super().show_error(error)
            self.second.secret.setFocus()

    def _said(self, class_name: str) -> Sequence[tuple[str, str]]:
        texts, thing, foreseen = self._texts, self._prospect.thing, self._prospect.foreseen
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

    @override
    def give(self) -> None:
        basis = Basis.PURPOSE_ENDED if self.early.isChecked() else Basis.PERIOD_ENDED
        self.agreed.emit(self.second.person, self.second.take_text(), basis.value)
