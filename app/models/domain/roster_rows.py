"""Reading of one candidate row: each cell becomes a value, a question or a fault; no other row is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.models.domain import roster_values as values
from app.models.domain.dates import PartialDate, Precision, parse_date
from app.models.domain.eras import ERAS, Era
from app.models.domain.errors import InvalidInputError
from app.models.domain.folding import is_kana_text
from app.models.domain.names import PersonalName
from app.models.domain.roster import (
    EarlierClearance,
    Plausibility,
    RosterField,
    RosterRow,
    RowIssue,
    RowVerdict,
    Written,
)
from app.models.domain.sheet import EMPTY_CELL, Cell, CellKind
from app.models.domain.text import has_unseen, is_drawable_concern
from app.models.domain.validity import age_on

MAX_NAME = 200
"""Longest name or reading, in characters."""
MAX_TEXT = 2000
"""Longest other cell, in characters."""

_NAMES = frozenset({RosterField.NAME, RosterField.KANA})
_LINE_BREAKS = str.maketrans("", "", "\r\n\t\u00a0")
_ORDER = {column: place for place, column in enumerate(RosterField)}


@dataclass(frozen=True, slots=True)
class RowCells:
    """What the sheet holds for one row.

    Attributes:
        line: Row number in the sheet, from 1.
        cells: Cells under known headings.
        above: Text of the nearest cell above that is not itself 同上, by field.
        extra: Cells under other headings, with the heading.
    """

    line: int
    cells: Mapping[RosterField, Cell]
    above: Mapping[RosterField, str]
    extra: tuple[tuple[str, Cell], ...] = ()


@dataclass(slots=True)
class _Reader:
    """Collects what is open while the cells of one row are read."""

    row: RowCells
    limits: Plausibility
    eras: Sequence[Era] = ERAS
    submitted_on: PartialDate | None = None
    questions: list[RowIssue] = field(default_factory=list)
    faults: list[RowIssue] = field(default_factory=list)
    closed: set[RosterField] = field(default_factory=set)

    def ask(self, code: str, column: RosterField | None) -> None:
        self.questions.append(RowIssue(code, column))

    def fault(self, code: str, column: RosterField | None) -> None:
        self.faults.append(RowIssue(code, column))

    def text(self, column: RosterField) -> str:
        return self.row.cells.get(column, EMPTY_CELL).text

    def examine(self) -> None:
        """Settle the cells whose meaning must not be read: formulas, errors, 同上, overlong text."""
        for column, cell in self.row.cells.items():
            fault = cell_fault(cell, MAX_NAME if column in _NAMES else MAX_TEXT)
            if fault:
                self.fault(fault, column)
                self.closed.add(column)
            elif values.is_ditto(cell.text):
                self.questions.append(RowIssue("ditto", column, self.row.above.get(column)))
                self.closed.add(column)
            elif is_drawable_concern(cell.text):
                self.ask("not-drawable", column)
            elif has_unseen(cell.text if column in _NAMES else cell.text.translate(_LINE_BREAKS)):
                self.ask("hidden-characters", column)
        for heading, cell in self.row.extra:
            if fault := cell_fault(cell, MAX_TEXT):
                self.fault(fault, None)
            elif not heading.strip():
                self.ask("extra-cell", None)

    def name(self) -> PersonalName:
        written, kana = self.text(RosterField.NAME), self.text(RosterField.KANA)
        if RosterField.NAME not in self.closed and values.is_nothing(written):
            self.fault("name-missing", RosterField.NAME)
        if RosterField.KANA not in self.closed:
            if values.is_nothing(kana):
                self.ask("kana-missing", RosterField.KANA)
            elif not is_kana_text(kana):
                self.ask("kana-not-kana", RosterField.KANA)
        return PersonalName(written, kana)

    def plain(self, column: RosterField) -> Written[str]:
        written = self.text(column)
        is_open = column in self.closed or values.is_nothing(written)
        return Written(written, None if is_open else written.strip())

    def section(self) -> Written[str]:
        section = self.plain(RosterField.SECTION)
        if section.value is None and RosterField.SECTION not in self.closed:
            self.ask("section-missing", RosterField.SECTION)
        return section

    def day(self, column: RosterField) -> Written[PartialDate]:
        written = self.text(column)
        if column in self.closed or not written.strip():
            return Written(written)
        try:
            value = parse_date(written, field=column.value, eras=self.eras)
        except InvalidInputError as error:
            self.fault(error.code.replace(".", "-"), column)
            return Written(written)
        self.ask_about_day(value, column)
        return Written(written, value)

    def ask_about_day(self, value: PartialDate, column: RosterField) -> None:
        if value.is_outside_era:
            self.ask("date-outside-era", column)
        if value.precision is not Precision.DAY:
            self.ask("date-not-a-day", column)

    def dob(self) -> Written[PartialDate]:
        dob = self.day(RosterField.DOB)
        if dob.value is not None:
            youngest = age_on(dob.value.latest, self.limits.as_of)
            oldest = age_on(dob.value.earliest, self.limits.as_of)
            if youngest < self.limits.min_age or oldest >= self.limits.max_age:
                self.ask("dob-implausible", RosterField.DOB)
        elif not dob.as_written.strip() and RosterField.DOB not in self.closed:
            self.fault("dob-missing", RosterField.DOB)
        return dob

    def agreed_on(self) -> Written[PartialDate]:
        agreed = self.day(RosterField.AGREED_ON)
        if agreed.value is not None:
            if agreed.value.latest > self.limits.as_of:
                self.ask("agreement-in-future", RosterField.AGREED_ON)
            elif self.submitted_on is not None and self.submitted_on.is_certainly_before(agreed.value):
                self.ask("agreement-after-submission", RosterField.AGREED_ON)
        elif not agreed.as_written.strip() and RosterField.AGREED_ON not in self.closed:
            self.ask("agreement-missing", RosterField.AGREED_ON)
        return agreed

    def item(self) -> Written[int]:
        written = self.text(RosterField.ITEM)
        if RosterField.ITEM in self.closed:
            return Written(written)
        if values.is_nothing(written):
            self.ask("item-missing", RosterField.ITEM)
            return Written(written)
        value = values.read_item(written)
        if value is None:
            self.fault("item-unreadable", RosterField.ITEM)
        return Written(written, value)

    def item3_reason(self, item: int | None) -> Written[str]:
        reason = self.plain(RosterField.ITEM3_REASON)
        if RosterField.ITEM3_REASON not in self.closed:
            if item == 3 and reason.value is None:
                self.ask("item3-no-reason", RosterField.ITEM3_REASON)
            if item in (1, 2) and reason.value is not None:
                self.ask("reason-not-item3", RosterField.ITEM3_REASON)
        return reason

    def dispatched(self) -> Written[bool]:
        written = self.text(RosterField.DISPATCHED)
        if RosterField.DISPATCHED in self.closed:
            return Written(written)
        value = values.read_dispatched(written)
        if value is None:
            self.ask("dispatched-unclear", RosterField.DISPATCHED)
        return Written(written, value)

    def dispatcher(self, dispatched: bool | None) -> Written[str]:  # noqa: FBT001 - one cell of the form
        dispatcher = self.plain(RosterField.DISPATCHER)
        if RosterField.DISPATCHER not in self.closed and dispatched is not None:
            if dispatched and dispatcher.value is None:
                self.ask("dispatcher-missing", RosterField.DISPATCHER)
            if not dispatched and dispatcher.value is not None:
                self.ask("dispatcher-without-dispatch", RosterField.DISPATCHER)
        return dispatcher

    def planned_work(self, dispatched: bool | None) -> Written[str]:  # noqa: FBT001 - one cell of the form
        work = self.plain(RosterField.PLANNED_WORK)
        if dispatched and work.value is None and RosterField.PLANNED_WORK not in self.closed:
            self.ask("work-missing", RosterField.PLANNED_WORK)
        return work

    def clearance(self, item: int | None) -> Written[EarlierClearance]:
        column = RosterField.EARLIER_CLEARANCE
        written = self.text(column)
        if column in self.closed:
            return Written(written)
        if values.is_nothing(written):
            if item == 2:
                self.ask("clearance-missing", column)
            return Written(written)
        value = values.read_clearance(written, field=column.value, eras=self.eras)
        if value is None:
            self.ask("clearance-unclear", column)
            return Written(written)
        self.ask_about_day(value.notified_on, column)
        if value.notified_on.earliest < dict(self.limits.first_notice)[value.regime]:
            self.ask("clearance-before-act", column)
        if value.notified_on.latest > self.limits.as_of:
            self.ask("clearance-in-future", column)
        return Written(written, value)

    def verdict(self) -> RowVerdict:
        def place(issue: RowIssue) -> int:
            return len(_ORDER) if issue.field is None else _ORDER[issue.field]

        return RowVerdict(tuple(sorted(self.questions, key=place)), tuple(sorted(self.faults, key=place)))


def cell_fault(cell: Cell, limit: int) -> str | None:
    """The fault that any cell can have: ``formula``, ``error-cell`` or ``too-long``."""
    if cell.kind is CellKind.FORMULA:
        return "formula"
    if cell.kind is CellKind.ERROR:
        return "error-cell"
    return "too-long" if len(cell.text) > limit else None


def read_row(
    row: RowCells, limits: Plausibility, *, submitted_on: PartialDate | None, eras: Sequence[Era] = ERAS
) -> RosterRow:
    """Read one candidate.

    Args:
        row: Its cells.
        limits: What is asked about.
        submitted_on: Day of submission from above the table, if it was readable.
        eras: The era table.
    """
    reader = _Reader(row, limits, eras, submitted_on)
    reader.examine()
    item, dispatched = reader.item(), reader.dispatched()
    remarks = reader.plain(RosterField.REMARKS)
    return RosterRow(
        line=row.line,
        number=reader.text(RosterField.NUMBER),
        name=reader.name(),
        dob=reader.dob(),
        section=reader.section(),
        post=reader.plain(RosterField.POST),
        dispatched=dispatched,
        dispatcher=reader.dispatcher(dispatched.value),
        planned_work=reader.planned_work(dispatched.value),
        item=item,
        item3_reason=reader.item3_reason(item.value),
        agreed_on=reader.agreed_on(),
        earlier_clearance=reader.clearance(item.value),
        remarks=remarks,
        former_surnames=values.read_former_surnames(remarks.value or ""),
        extra=tuple((heading, cell.text) for heading, cell in row.extra),
        verdict=reader.verdict(),
    )
