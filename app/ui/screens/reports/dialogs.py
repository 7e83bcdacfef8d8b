"""The three forms of the room: a change of circumstances, a complaint, what came of one."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QGridLayout, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.text import visible
from app.services.bundles.record_types.reports import Circumstance
from app.services.bundles.schemas import Complaint
from app.services.exchange.reporting import Reportable
from app.ui.context import UiContext
from app.ui.days import both_calendars, parse_day
from app.ui.presenters.reports import ChangeWords, ComplaintWords, ReplyWords
from app.ui.widgets.inputs import DateEdit
from app.ui.widgets.question import Question

REPORTERS = ("subject", "superior", "contractor")
MEASURES = ("none", "explanation", "correction", "re-evaluation")
LONGEST_LINE = 1000
NAME_CHARACTERS = 60
_COLUMNS = 2
_WIDE = 112
"""Characters of a form with two columns of boxes."""
_Field = TypeVar("_Field", bound=QWidget)


class FormDialog(Question):
    """A form that stays open until what it holds was kept."""

    def __init__(self, context: UiContext, stem: str, question: str, parent: QWidget) -> None:
        super().__init__(context, stem, question, parent)
        self.stem, self.context = stem, context
        self.form = QFormLayout()
        self.middle.addLayout(self.form)
        self.yes_button.clicked.connect(self.try_it)

    def add_line(self, name: str) -> QLineEdit:
        """A field of one line."""
        field = QLineEdit(self)
        field.setMaxLength(LONGEST_LINE)
        return self._named(field, name)

    def add_text(self, name: str, lines: int) -> QPlainTextEdit:
        """A field of several lines; Tab leaves it."""
        field = QPlainTextEdit(self)
        field.setTabChangesFocus(True)
        field.setFixedHeight(self.fontMetrics().lineSpacing() * (lines + 1))
        return self._named(field, name)

    def add_choice(self, name: str, words: Sequence[tuple[str, str]]) -> QComboBox:
        """A choice of words and their texts."""
        field = QComboBox(self)
        for word, text in words:
            field.addItem(text, word)
        return self._named(field, name)

    def add_day(self, name: str, day: date | None = None) -> DateEdit[date]:
        """A day."""
        texts = self.texts
        field = DateEdit(texts, parse_day, lambda day: both_calendars(texts.catalogue(), day), self)
        field.set_name(texts(f"{self.stem}.{name}"))
        if day is not None:
            field.field.setText(day.isoformat())
        self.form.addRow(texts(f"{self.stem}.{name}"), field)
        return field

    def miss(self, field: QWidget, name: str) -> None:
        """Say what is missing, and go there."""
        self.say_trouble(self.texts("reports.form.missing", field=self.texts(f"{self.stem}.{name}")))
        field.setFocus()

    def show_error(self, error: AppError) -> None:
        """Say why it was not kept."""
        self.yes_button.setEnabled(True)
        self.say_trouble("\n".join(self.texts.error(error).paragraphs()))

    def try_it(self) -> None:
        """Hand over what was filled in, if it is whole."""
        raise NotImplementedError

    def _named(self, field: _Field, name: str) -> _Field:
        field.setAccessibleName(self.texts(f"{self.stem}.{name}"))
        self.form.addRow(self.texts(f"{self.stem}.{name}"), field)
        return field


class ChangeDialog(FormDialog):
    """A change of circumstances (F28).

    Signals:
        given: What was filled in.
    """

    given = Signal(object)

    def __init__(self, context: UiContext, subjects: Sequence[Reportable] | None, today: date, parent: QWidget) -> None:
        """Make the form.

        Args:
            context: What a screen is given.
            subjects: Whom it can be about; None where the person is named by the number of the case.
            today: Day of the report, until another one is typed.
            parent: Qt parent.
        """
        texts = context.texts
        super().__init__(context, "reports.change", texts("reports.change.question"), parent)
        self.subjects = subjects
        if subjects is None:
            self.number: QLineEdit | None = self.add_line("number")
            self.person: QComboBox | None = None
        else:
            self.number = None
            names = [texts("reports.change.person.line", name=one.name, section=one.section) for one in subjects]
            lines = [(str(place), visible(name, NAME_CHARACTERS)) for place, name in enumerate(names)]
            self.person = self.add_choice("person", lines)
        self.reporter = self.add_choice("reporter", [(word, texts(f"reporter.{word}")) for word in REPORTERS])
        self.day = self.add_day("day", today)
        self.boxes = {one: QCheckBox(texts(f"circumstance.{one}"), self) for one in Circumstance}
        grid = QGridLayout()
        for place, box in enumerate(self.boxes.values()):
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
        self.form.addRow(texts("reports.change.circumstances"), grid)
        self.happened = self.add_line("happened")
        self.details = self.add_text("details", 4)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDE)
        (self.number or self.person or self.reporter).setFocus()
        self.fit()

    @override
    def try_it(self) -> None:
        chosen = tuple(one.value for one, box in self.boxes.items() if box.isChecked())
        if self.number is not None and not self.number.text().strip():
            self.miss(self.number, "number")
        elif self.person is not None and self.person.currentIndex() < 0:
            self.miss(self.person, "person")
        elif self.day.value is None:
            self.miss(self.day, "day")
        elif not chosen:
            self.miss(self.boxes[Circumstance.FOREIGN_RELATION], "circumstances")
        elif not self.details.toPlainText().strip():
            self.miss(self.details, "details")
        else:
            self.yes_button.setEnabled(False)
            subject = self.subjects[self.person.currentIndex()] if self.person is not None and self.subjects else None
            number = self.number.text().strip() if self.number is not None else ""
            reporter, happened = str(self.reporter.currentData()), self.happened.text()
            self.given.emit(
                ChangeWords(subject, number, reporter, self.day.value, chosen, happened, self.details.toPlainText())
            )


class ComplaintDialog(FormDialog):
    """A complaint (F26) about a case.

    Signals:
        given: What was filled in.
    """

    given = Signal(object)

    def __init__(self, context: UiContext, number: str, today: date, parent: QWidget) -> None:
        super().__init__(
            context, "reports.complaint", context.texts("reports.complaint.question", number=number), parent
        )
        self.complainant = self.add_line("complainant")
        self.received, self.notice = self.add_day("received", today), self.add_day("notice")
        self.content, self.wish = self.add_text("content", 5), self.add_text("wish", 2)
        self.complainant.setFocus()
        self.fit()

    @override
    def try_it(self) -> None:
        if not self.complainant.text().strip():
            self.miss(self.complainant, "complainant")
        elif self.received.value is None:
            self.miss(self.received, "received")
        elif not self.notice.is_valid:
            self.miss(self.notice, "notice")
        elif not self.content.toPlainText().strip():
            self.miss(self.content, "content")
        else:
            self.yes_button.setEnabled(False)
            self.given.emit(
                ComplaintWords(
                    self.complainant.text(),
                    self.received.value,
                    self.notice.value,
                    self.content.toPlainText(),
                    self.wish.toPlainText(),
                )
            )


class ReplyDialog(FormDialog):
    """What came of a complaint (F27).

    Signals:
        given: The complaint, and what was filled in.
    """

    given = Signal(object, object)

    def __init__(self, context: UiContext, open_ones: Sequence[Complaint], today: date, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(context, "reports.reply", texts("reports.reply.question"), parent)
        self.open_ones = open_ones
        lines = [
            texts("reports.reply.complaint.line", ref=one.complaint_ref, day=one.received_on.isoformat())
            for one in open_ones
        ]
        self.complaint = self.add_choice("complaint", [(one, one) for one in lines])
        self.facts, self.conclusion = self.add_text("facts", 4), self.add_text("conclusion", 4)
        self.measure = self.add_choice("measure", [(one, texts(f"complaint-measure.{one}")) for one in MEASURES])
        self.day = self.add_day("day", today)
        self.complaint.setFocus()
        self.fit()

    @override
    def try_it(self) -> None:
        if not self.facts.toPlainText().strip():
            self.miss(self.facts, "facts")
        elif not self.conclusion.toPlainText().strip():
            self.miss(self.conclusion, "conclusion")
        elif self.day.value is None:
            self.miss(self.day, "day")
        else:
            self.yes_button.setEnabled(False)
            words = ReplyWords(
                self.facts.toPlainText(),
                self.conclusion.toPlainText(),
                str(self.measure.currentData()),
                self.day.value,
            )
            self.given.emit(self.open_ones[self.complaint.currentIndex()], words)
