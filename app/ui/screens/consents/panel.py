"""The panel beside the candidates: who it is, and the papers that can be recorded now."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.models.views.records import Candidate
from app.ui.context import UiContext
from app.ui.days import both_calendars, parse_day
from app.ui.jobs.progress import JobProgress
from app.ui.presenters.consents import GRAVE, ConsentsPresenter, ConsentsState, Record
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner, StateBadge
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.inputs import DateEdit
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import Line, LineGrid
from app.ui.widgets.radios import check
from app.ui.widgets.untrusted import UntrustedLabel

CAPTION_CHARACTERS = 22
METHODS = ("handed-over", "electromagnetic")
LETTER_NAME = "F05.pdf"
SCANS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff"


class ConsentPanel(QFrame):
    """Records papers for the chosen candidate; consent and refusal stand side by side in equal size."""

    def __init__(self, context: UiContext, presenter: ConsentsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._context, self._texts, self._presenter = context, context.texts, presenter
        self._state = ConsentsState()
        self._scan: Path | None = None
        self.nobody = text_label(role="hint", parent=self)
        self.facts = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.name, self.kana = UntrustedLabel(parent=self), UntrustedLabel(parent=self)
        self.name.setProperty("role", "lead")
        self.kana.setProperty("role", "small")
        self.badge = StateBadge(context.texts, self)
        self.done, self.errors = Banner(context.texts, self), ErrorPanel(context.texts, self)
        self.errors.hide()
        self.form_title = text_label(role="lead", parent=self)
        self.day_label = text_label(parent=self)
        self.day = DateEdit(context.texts, parse_day, lambda day: both_calendars(context.texts.catalogue(), day), self)
        self.method_label = text_label(parent=self)
        self.methods = {name: QRadioButton(self) for name in METHODS}
        self._group = QButtonGroup(self)
        self.scan_label, self.scan_name = text_label(parent=self), UntrustedLabel(parent=self)
        self.scan_button, self.letter_button = QPushButton(self), QPushButton(self)
        self.buttons = {record: QPushButton(self) for record in Record}
        self.missing = text_label(role="invalid", parent=self)
        self.no_right = text_label(role="hint", parent=self)
        self.progress = JobProgress(context.texts, context.monotonic, self)
        self.progress.stop_button.hide()
        self.progress.hide()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        space = self._context.theme.scale.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(4), space(4), space(4))
        column.setSpacing(space(1.5))
        name_row = QHBoxLayout()
        name_row.addWidget(self.name, 1)
        name_row.addWidget(self.badge)
        column.addWidget(self.done)
        column.addLayout(name_row)
        for part in (self.kana, self.facts):
            column.addWidget(part)
        column.addWidget(self.letter_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.nobody)
        column.addSpacing(space(2))
        column.addWidget(self.form_title)
        column.addWidget(self.day_label)
        column.addWidget(self.day)
        column.addWidget(self.method_label)
        for button in self.methods.values():
            self._group.addButton(button)
            column.addWidget(button)
        column.addWidget(self.scan_label)
        scan_row = QHBoxLayout()
        scan_row.addWidget(self.scan_name, 1)
        scan_row.addWidget(self.scan_button)
        column.addLayout(scan_row)
        column.addWidget(self.missing)
        column.addSpacing(space(1))
        answers = QHBoxLayout()
        answers.setSpacing(space(2))
        for record in (Record.NOTICE, Record.CONSENT, Record.REFUSAL, Record.INQUIRIES, Record.WITHDRAWAL):
            # Every answer has the same weight: none is the main button, none is smaller.
            self.buttons[record].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            answers.addWidget(self.buttons[record], 1)
        column.addLayout(answers)
        for rest in (self.no_right, self.progress, self.errors):
            column.addWidget(rest)
        column.addStretch(1)

    def _connect(self) -> None:
        self._context.texts.language_changed.connect(self.retranslate)
        self.scan_button.clicked.connect(self._on_choose_scan)
        self.letter_button.clicked.connect(self._on_save_letter)
        self.buttons[Record.NOTICE].clicked.connect(self._on_notice)
        self.buttons[Record.CONSENT].clicked.connect(self._on_consent)
        self.buttons[Record.REFUSAL].clicked.connect(self._on_refusal)
        self.buttons[Record.INQUIRIES].clicked.connect(self._on_inquiries)
        self.buttons[Record.WITHDRAWAL].clicked.connect(self._on_withdrawal)

    def show_state(self, state: ConsentsState) -> None:
        """Show the chosen candidate and what can be done."""
        before, self._state = self._state, state
        if state.chosen != before.chosen:
            self._scan = None
            self.day.field.clear()
            check(self.methods[METHODS[0]], self.methods.values())
            self.missing.clear()
        if state.error is None:
            self.errors.clear()
        elif state.error is not before.error:
            self.errors.show_error(state.error)
        if state.is_busy:
            self.progress.begin()
        else:
            self.progress.end()
        self.progress.stop_button.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        state = self._state
        self._say_done(state)
        self._say_person(state.chosen)
        self._say_form(state)
        self.letter_button.setText(self._texts("consents.letter.save"))
        self.letter_button.setVisible(state.notice is not None)

    def _say_done(self, state: ConsentsState) -> None:
        if state.saved_as:
            self.done.show_message(self._texts("consents.saved", file=state.saved_as), Tone.GOOD)
        elif state.done is not None:
            self.done.show_message(self._texts(f"consents.done.{state.done}"), Tone.GOOD)
        else:
            self.done.hide()

    def _say_person(self, person: Candidate | None) -> None:
        texts = self._texts
        self.nobody.setVisible(person is None)
        self.nobody.setText(texts("consents.nobody"))
        for part in (self.name, self.kana, self.badge, self.facts):
            part.setVisible(person is not None)
        if person is None:
            return
        self.name.set_untrusted(person.name)
        self.kana.set_untrusted(person.kana)
        self.badge.show_state(texts(f"state.{person.state}"), Tone.INFO)
        self.facts.show_lines(self._facts(person))

    def _facts(self, person: Candidate) -> list[Line]:
        texts, case = self._texts, self._state.case
        facts = [(texts("consents.column.section"), person.section), (texts("consents.fact.post"), person.post)]
        facts = [(caption, value) for caption, value in facts if value.strip()]
        facts.append((texts("consents.fact.item"), texts("consents.fact.item.value", item=person.item)))
        if person.notified_on is not None:
            facts.append((texts("consents.column.told"), both_calendars(texts.catalogue(), person.notified_on)))
        if person.notice_method:
            facts.append((texts("consents.method"), texts(f"notice-method.{person.notice_method}")))
        if case is not None:
            facts.append((texts("consents.fact.case"), case.number))
            facts.append((texts("consents.fact.case-state"), texts(f"state.{case.state}")))
            inquiries = case.inquiries_consented_on
            day = both_calendars(texts.catalogue(), inquiries) if inquiries else texts("consents.fact.not-yet")
            facts.append((texts("register-kind.inquiry-consent"), day))
        return facts

    def _say_form(self, state: ConsentsState) -> None:
        texts, possible = self._texts, self._presenter.possible()
        permitted = tuple(record for record in possible if self._presenter.may(record))
        is_notice = permitted == (Record.NOTICE,)
        has_form = bool(permitted)
        self.form_title.setVisible(has_form)
        self.form_title.setText(texts("consents.form.notice" if is_notice else "consents.form.paper"))
        day_name = texts("consents.day.told" if is_notice else "consents.day.received")
        self.day_label.setText(day_name)
        self.day.set_name(day_name)
        self.method_label.setText(texts("consents.method"))
        for name, radio in self.methods.items():
            radio.setText(texts(f"notice-method.{name}"))
        self.scan_label.setText(texts("consents.scan"))
        self.scan_name.set_untrusted(self._scan.name if self._scan else texts("consents.scan.none"))
        self.scan_button.setText(texts("consents.scan.choose"))
        self.day.setVisible(has_form)
        self.day_label.setVisible(has_form)
        for part in (self.method_label, *self.methods.values()):
            part.setVisible(is_notice)
        for part in (self.scan_label, self.scan_name, self.scan_button):
            part.setVisible(has_form and not is_notice)
        for record, button in self.buttons.items():
            button.setText(texts(f"consents.record.{record}"))
            button.setVisible(record in permitted)
            button.setEnabled(not state.is_busy)
        self.no_right.setText(texts("consents.no-right"))
        self.no_right.setVisible(bool(possible) and not has_form)
        self.missing.setVisible(bool(self.missing.text()))

    def _on_choose_scan(self) -> None:
        dialog = QFileDialog(self, self._texts("consents.scan.choose"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setNameFilter(self._texts("consents.scan.filter", patterns=SCANS))
        dialog.fileSelected.connect(self.take_scan)
        dialog.open()

    def take_scan(self, name: str) -> None:
        """Take the file that was chosen."""
        self._scan = Path(name)
        self.missing.clear()
        self.retranslate()

    def _on_save_letter(self) -> None:
        dialog = QFileDialog(self, self._texts("consents.letter.save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.selectFile(LETTER_NAME)
        dialog.fileSelected.connect(self.save_letter_to)
        dialog.open()

    def save_letter_to(self, name: str) -> None:
        """Write the letter to the place that was chosen."""
        if self._state.notice is not None:
            self._presenter.save_letter(self._state.notice, Path(name))

    def _on_notice(self) -> None:
        day = self.day.value
        if day is None:
            self._say_missing("consents.missing.day")
            return
        method = next(name for name, radio in self.methods.items() if radio.isChecked())
        self._presenter.issue_notice(day, method)

    def _on_consent(self) -> None:
        self._ask(Record.CONSENT)

    def _on_refusal(self) -> None:
        self._ask(Record.REFUSAL)

    def _on_inquiries(self) -> None:
        self._ask(Record.INQUIRIES)

    def _on_withdrawal(self) -> None:
        self._ask(Record.WITHDRAWAL)

    def _ask(self, record: Record) -> None:
        if self.day.value is None:
            self._say_missing("consents.missing.day")
        elif self._scan is None:
            self._say_missing("consents.missing.scan")
        elif record in GRAVE:
            dialog = ConfirmDialog(self._texts, self._context.theme, f"consents.confirm.{record}", self)
            dialog.agreed.connect(self._on_refusal_agreed if record is Record.REFUSAL else self._on_withdrawal_agreed)
            dialog.open()
        else:
            self._record(record)

    def _on_refusal_agreed(self) -> None:
        self._record(Record.REFUSAL)

    def _on_withdrawal_agreed(self) -> None:
        self._record(Record.WITHDRAWAL)

    def _record(self, record: Record) -> None:
        day, scan = self.day.value, self._scan
        if day is not None and scan is not None:
            self._presenter.record(record, day, scan)

    def _say_missing(self, key: str) -> None:
        self.missing.setText(self._texts(key))
        self.missing.show()
        (self.day if key.endswith("day") else self.scan_button).setFocus()
