"""What a contractor was told (届いた結果): each notice as its bundle carries it, and nothing beside that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BundleId, RosterId
from app.models.views.records import Import, ReceivedResult
from app.services.bundles.filenames import bundle_name
from app.services.desk import Act, Desk, Target
from app.services.documents.copies import numbered_copy
from app.services.exchange.lookout import trust_view
from app.services.papers.filing import PrintedLetter, read_paper
from app.services.vault.unit import Unit


class Answered(StrEnum):
    """Whether a receipt went back."""

    NOT_YET = "not-yet"
    BUNDLE = "bundle"
    SMALL = "small"
    """As a small file beside the bundle, or on paper."""


@dataclass(frozen=True, slots=True)
class ToldResult:
    """One notice.

    Attributes:
        outcome: ``cleared``, ``not-cleared`` or ``not-carried-out``; a contractor is told no reason.
        notified_on: The day that the notice names.
        destroy_by: Last day on which this office may hold it.
        roster_id: The roster that the notice names.
        roster_row: Row of our own roster that bears this name and section; None where there is no such roster or row,
            or more than one.
        later: Later notices about the same name and section of the same roster, oldest first.
        letters: How many letters came with it: one or none.
    """

    bundle_id: BundleId
    issue_number: str
    name: str
    section: str
    outcome: str
    notified_on: date | None
    received_at: datetime
    destroy_by: date
    office_ja: str
    office_en: str
    file_name: str
    roster_id: RosterId
    roster_row: int | None
    answered: Answered
    later: tuple[BundleId, ...]
    letters: int

    @property
    def is_newest(self) -> bool:
        """Whether nothing later was told about the same name."""
        return not self.later


class ToldResults:
    """Use cases of the security officer of a contractor."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def every(self, actor: Actor) -> list[ToldResult]:
        """Every notice that is here, the newest first."""
        with self._desk.act(actor, Action.SEE_RESULTS) as act:
            found = _told(act, act.unit.imports.results())
            act.detail["found"] = len(found)
            return found

    def one(self, actor: Actor, bundle_id: BundleId) -> ToldResult:
        """One notice.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.SEE_RESULTS) as act:
            found = next((one for one in _told(act, act.unit.imports.results()) if one.bundle_id == bundle_id), None)
            if found is None:
                raise InvalidInputError("record.not-found")
            act.subject = bundle_id
            act.detail["found"] = 1
            return found

    def printed(self, actor: Actor, bundle_id: BundleId) -> PrintedLetter:
        """A numbered copy of the letter that came with a notice.

        Raises:
            InvalidInputError: ``record.not-found``: there is no such notice, or it came without a letter.
        """
        with self._desk.act(actor, Action.PRINT_LETTER, Target(paper=bundle_id)) as act:
            notice = next((one for one in act.unit.imports.results() if one.bundle_id == bundle_id), None)
            if notice is None or notice.letter_blob_id is None:
                raise InvalidInputError("record.not-found")
            copy = act.unit.counters.next(f"copies-{notice.letter_blob_id}")
            act.detail.update({"letter": notice.letter_blob_id, "copy": copy})
            pdf = b"".join(read_paper(act.unit, act.unit.papers.blob(notice.letter_blob_id)))
            return PrintedLetter(numbered_copy(pdf, copy, notice.issue_number), copy)


def _told(act: Act, notices: Sequence[ReceivedResult]) -> list[ToldResult]:
    unit, answers = act.unit, _answers(act.unit)
    trust = None if unit.people.trust_envelope() is None else trust_view(unit).document
    us = unit.people.station().station_id
    found = []
    for place, one in enumerate(notices):
        came = unit.imports.find(one.bundle_id)
        office = trust.office_of_station(came.origin) if trust is not None and came is not None else None
        found.append(
            ToldResult(
                one.bundle_id,
                one.issue_number,
                one.name,
                one.section,
                one.outcome,
                one.notified_on,
                one.received_at,
                one.destroy_by,
                office.name_ja if office is not None else "",
                office.name_en if office is not None else "",
                "" if came is None else bundle_name(came.origin, us, came.seq, came.bundle_id).text,
                one.roster_id,
                _row(unit, one),
                _answered(came, answers),
                tuple(other.bundle_id for other in notices[place + 1 :] if _names_the_same(one, other)),
                int(one.letter_blob_id is not None),
            )
        )
    return found[::-1]


def _names_the_same(one: ReceivedResult, other: ReceivedResult) -> bool:
    return (one.roster_id, one.name, one.section) == (other.roster_id, other.name, other.section)


def _row(unit: Unit, notice: ReceivedResult) -> int | None:
    listed = unit.candidates.of_roster(notice.roster_id) if unit.rosters.find(notice.roster_id) is not None else []
    rows = [one.row_number for one in listed if (one.name, one.section) == (notice.name, notice.section)]
    return rows[0] if len(rows) == 1 else None


def _answered(came: Import | None, answers: Mapping[str, Answered]) -> Answered:
    return Answered.NOT_YET if came is None else answers.get(came.bundle_id, Answered.NOT_YET)


def _answers(unit: Unit) -> dict[str, Answered]:
    """In which form a receipt for a bundle was written last, as the record has it."""
    written = unit.record.with_codes([Action.WRITE_RECEIPT.value])
    details = (msgspec.json.decode(one.entry)["detail"] for one in written if one.result == "done")
    return {
        str(detail.get("answers", "")): Answered.BUNDLE if "receipt" in detail else Answered.SMALL for detail in details
    }
