"""A roster that came in a bundle, laid out as the sheet that it could have been: the same questions are asked of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.models.domain.dates import PartialDate
from app.models.domain.roster import (
    Plausibility,
    RosterField,
    RosterHeader,
    RosterReading,
    RosterRow,
    Written,
)
from app.models.domain.roster_rows import RowCells, read_row
from app.models.domain.sheet import EMPTY_CELL, Cell
from app.services.bundles.schemas import RosterEntry
from app.services.exchange.by_kind.rosters import read_day

_YES = "1"


def reading_of(entries: Sequence[RosterEntry], limits: Plausibility) -> RosterReading:
    """Read the rows of a roster that came."""
    head = entries[0].roster
    submitted_on = PartialDate.of_day(head.submitted_on)
    header = RosterHeader(
        submitter=Written(head.submitter, head.submitter),
        contract=Written(head.contract_ref or "", head.contract_ref),
        submitted_on=Written(head.submitted_on.isoformat(), submitted_on),
        protection_officer=Written(head.protection_officer, head.protection_officer),
    )
    return RosterReading(header, tuple(RosterField), tuple(_row(entry, limits, submitted_on) for entry in entries), ())


def _row(entry: RosterEntry, limits: Plausibility, submitted_on: PartialDate) -> RosterRow:
    cells = {column: Cell(text) if text else EMPTY_CELL for column, text in _texts(entry).items()}
    return read_row(RowCells(entry.number, cells, {}), limits, submitted_on=submitted_on)


def _texts(entry: RosterEntry) -> Mapping[RosterField, str | None]:
    return {
        RosterField.NUMBER: str(entry.number),
        RosterField.NAME: entry.name,
        RosterField.KANA: entry.kana,
        RosterField.DOB: _day(entry.birth_date_as_written, entry.birth_date),
        RosterField.SECTION: entry.section,
        RosterField.POST: entry.post,
        RosterField.DISPATCHED: _YES if entry.dispatched else None,
        RosterField.DISPATCHER: entry.dispatcher,
        RosterField.PLANNED_WORK: entry.planned_work,
        RosterField.ITEM: str(entry.item),
        RosterField.ITEM3_REASON: entry.item_3_reason,
        RosterField.AGREED_ON: entry.agreed_on.isoformat(),
        RosterField.EARLIER_CLEARANCE: entry.earlier_clearance,
        RosterField.REMARKS: entry.remarks,
    }


def _day(written: str, day: date) -> str:
    """A birthday as written where it can be read, else as the sender read it."""
    return written if read_day(written) == day else day.isoformat()
