"""Record of a candidate roster (候補者名簿, F03): nothing about the seven items has a field here."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from app.services.bundles.fields import Exact, Prose, Reference
from app.services.bundles.record_types.parts import ApplicableItem, Part, Record

RosterText = Annotated[str, Meta(min_length=1, max_length=2000, extra={"text": "prose"})]
RosterName = Annotated[str, Meta(min_length=1, max_length=100)]
"""A name or section as a notice of the result can carry it."""


class RosterHead(Part, frozen=True):
    """What stands above the rows; the same in every row of a bundle."""

    roster_ref: Reference
    version: Annotated[int, Meta(ge=1, le=9999)]
    submitter: Exact
    protection_officer: Exact
    contract_ref: Exact | None
    submitted_on: date
    rows: Annotated[int, Meta(ge=1, le=5000)]
    """How many rows the roster has."""


class RosterEntry(Record, frozen=True, tag="roster"):
    """One row: a person who is expected to handle the information, and who agreed to be listed.

    ``item_3_reason`` belongs to item 3 of Art. 12(1) alone.
    """

    roster: RosterHead
    number: Annotated[int, Meta(ge=1, le=5000)]
    name: RosterName
    kana: Exact | None
    birth_date: date
    birth_date_as_written: Exact
    section: RosterName
    post: Exact | None
    dispatched: bool
    dispatcher: Exact | None
    planned_work: RosterText | None
    item: ApplicableItem
    item_3_reason: Prose | None
    agreed_on: date
    earlier_clearance: RosterText | None
    remarks: RosterText | None

    def __post_init__(self) -> None:
        is_placed = self.number <= self.roster.rows and self.agreed_on <= self.roster.submitted_on
        has_reason = self.item_3_reason is not None
        if not is_placed or has_reason != (self.item == 3):  # 法第12条第1項第3号
            raise ValueError
