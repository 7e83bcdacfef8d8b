"""Import a candidate roster: read, match, preview row by row, admit what a person has answered for."""

import hashlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.dates import PartialDate, parse_date
from app.models.domain.errors import InvalidInputError, StaleEditError
from app.models.domain.folding import fold
from app.models.domain.ids import CandidateId, OfficeId, RosterId
from app.models.domain.lifecycle import ENDED, State
from app.models.domain.match import KnownPerson, Outcome, RowMatch, match_rows
from app.models.domain.names import PersonalName
from app.models.domain.roster import Plausibility, Readiness, RosterField, RosterReading, RosterRow
from app.models.domain.roster_values import read_dispatched
from app.models.views.carried import Carried
from app.models.views.records import Candidate, Case, Roster
from app.services.desk import Act, Desk
from app.services.exchange.by_kind.rosters import WAITING, entries_of
from app.services.exchange.lookout import trust_view
from app.services.rosters.received import reading_of
from app.services.rosters.spreadsheet import read_roster_file
from app.services.vault.unit import Unit

_ITEMS = frozenset({1, 2, 3})
LONGEST_IN_NOTICE = 100
"""Characters of a name and of a section, without which nobody can be notified to the contractor (F22)."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row with what was read, what is open, and whom it resembles."""

    row: RosterRow
    match: RowMatch

    @property
    def can_be_admitted(self) -> bool:
        """Ready as it is: new, without fault or question."""
        return self.row.verdict.readiness is Readiness.READY and self.match.outcome is Outcome.NEW


@dataclass(frozen=True, slots=True)
class Resembled:
    """Somebody on a list or in a case whom a row resembles: enough to tell whether it is the same person."""

    name: str
    born_on: date
    section: str
    number: str
    """Number of the case; empty for a person who is listed only."""


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """Everything in a roster file before anything is kept."""

    source_sha256: str
    reading: RosterReading
    rows: tuple[PreviewRow, ...]
    seen_before: bool
    """The very same file was imported before; rows that were taken then are known now."""
    resembled: Mapping[str, Resembled] = field(default_factory=dict)
    """Whom rows resemble, by the ids in their matches."""
    matter_id: str = ""
    """The roster that came in a bundle; empty for a file."""


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """A person's answer for one row: take it or leave it, with values for cells that were open."""

    take: bool
    values: Mapping[RosterField, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedRoster:
    """What became of a roster."""

    roster_id: RosterId
    admitted: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class WaitingRoster:
    """A roster that came in a bundle and of which no or not all rows are on the list."""

    matter_id: str
    submitter: str
    contract: str
    came_at: datetime
    rows: int


class RosterImport:
    """Use cases of roster intake."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(self, actor: Actor, data: bytes) -> RosterPreview:
        """Read a roster file and match it with everybody known; nothing is kept.

        Raises:
            UntrustedInputError: The file is no roster (``roster.*``).
        """
        with self._desk.act(actor, Action.SEE_CANDIDATES) as act:
            reading = read_roster_file(data, Plausibility(as_of=self._desk.clock.today()))
            return _preview(act.unit, hashlib.sha256(data).hexdigest(), reading)

    def waiting(self, actor: Actor) -> list[WaitingRoster]:
        """Rosters that came in bundles and wait to be settled, oldest first."""
        with self._desk.act(actor, Action.SEE_CANDIDATES) as act:
            return [
                WaitingRoster(one.matter_id, one.name, one.section, one.at, one.content.count(b"\n"))
                for one in act.unit.carried.of_kind(*WAITING)
            ]

    def preview_waiting(self, actor: Actor, matter_id: str) -> RosterPreview:
        """As :meth:`preview`, for a roster that came in a bundle.

        Raises:
            InvalidInputError: ``record.not-found``: it was settled meanwhile.
        """
        with self._desk.act(actor, Action.SEE_CANDIDATES) as act:
            waiting = act.unit.carried.get(matter_id, *WAITING)
            reading = reading_of(entries_of(waiting), Plausibility(as_of=self._desk.clock.today()))
            digest = hashlib.sha256(waiting.content).hexdigest()
            return replace(_preview(act.unit, digest, reading), matter_id=matter_id)

    def put_away(self, actor: Actor, matter_id: str) -> int:
        """Set aside what is left of a roster that came in a bundle; it can only come again from the contractor.

        Returns:
            How many rows it had.

        Raises:
            InvalidInputError: ``record.not-found``: it was settled meanwhile.
        """
        with self._desk.act(actor, Action.IMPORT_ROSTER) as act:
            waiting = act.unit.carried.get(matter_id, *WAITING)
            act.unit.carried.remove(matter_id)
            rows = waiting.content.count(b"\n")
            act.detail.update({"roster": _named(waiting), "admitted": 0, "set_aside": rows})
            return rows

    def admit(
        self, actor: Actor, preview: RosterPreview, answers: Mapping[int, RowAnswer] | None = None
    ) -> ImportedRoster:
        """Keep the rows that are ready or were answered for; every other row is set aside and stays in the file.

        Args:
            actor: The security officer.
            preview: What was shown.
            answers: By line of the sheet.

        Raises:
            InvalidInputError: ``roster.nothing-to-admit``, or an answer does not fit (``roster.answer-unfit``).
            StaleEditError: ``record.changed-meanwhile`` when somebody whom an answered row resembles came or went.
        """
        answers = answers or {}
        with self._desk.act(actor, Action.IMPORT_ROSTER) as act:
            waiting = act.unit.carried.get(preview.matter_id, *WAITING) if preview.matter_id else None
            roster = _roster(act, preview) if waiting is None else act.unit.rosters.get(_named(waiting))
            chosen = [(one, answers.get(one.row.line)) for one in _as_of_now(act.unit, preview, answers)]
            admitted = [
                _candidate(act, roster.roster_id, one, answer) for one, answer in chosen if _is_taken(one, answer)
            ]
            if not admitted:
                raise InvalidInputError("roster.nothing-to-admit", field="rows")
            if waiting is None:
                act.unit.rosters.add(roster)
            act.unit.candidates.add_all(admitted)
            set_aside = len(preview.rows) - len(admitted)
            if waiting is not None and not set_aside:
                act.unit.carried.remove(waiting.matter_id)
            act.detail.update({"roster": roster.roster_id, "admitted": len(admitted), "set_aside": set_aside})
            return ImportedRoster(roster.roster_id, len(admitted), set_aside)


def _named(waiting: Carried) -> RosterId:
    """The roster whose rows wait; it was put on the list of rosters when they came."""
    return RosterId(waiting.roster_id or "")


def _preview(unit: Unit, digest: str, reading: RosterReading) -> RosterPreview:
    matches = match_rows(reading.rows, _known(unit))
    rows = tuple(PreviewRow(row, match) for row, match in zip(reading.rows, matches, strict=True))
    wanted = {one.person_id for match in matches for one in match.candidates if one.person_id is not None}
    seen_before = unit.rosters.by_source(digest) is not None
    return RosterPreview(digest, reading, rows, seen_before, _resembled(unit, wanted))


def _as_of_now(unit: Unit, preview: RosterPreview, answers: Mapping[int, RowAnswer]) -> list[PreviewRow]:
    """The rows matched again in the transaction: the preview may have been overtaken by another import."""
    matches = match_rows(preview.reading.rows, _known(unit))
    rows = [replace(one, match=match) for one, match in zip(preview.rows, matches, strict=True)]
    if any(new.row.line in answers and new.match != old.match for new, old in zip(rows, preview.rows, strict=True)):
        raise StaleEditError("record.changed-meanwhile")
    return rows


def _is_taken(one: PreviewRow, answer: RowAnswer | None) -> bool:
    if answer is not None:
        return answer.take
    return one.can_be_admitted


def _roster(act: Act, preview: RosterPreview) -> Roster:
    header = preview.reading.header
    submitted = header.submitted_on.value
    submitter = header.submitter.as_written.strip() or act.unit.people.station().office_name_ja
    return Roster(
        RosterId(act.new_id()),
        preview.source_sha256,
        submitter,
        header.protection_officer.as_written.strip() or submitter,
        header.contract.as_written,
        submitted.day if submitted else None,
        _submitter_office(act, header.submitter.as_written),
        act.at,
        act.actor.person,
    )


def _submitter_office(act: Act, name: str) -> OfficeId | None:
    """The office that sent the roster, when the sheet names an office of our circle by its very name.

    Notices about the people on the roster then go to that office only. Otherwise it stays open, and the officer chooses
    it when the notice is sent.
    """
    if not name.strip() or act.unit.people.trust_envelope() is None:
        return None
    named = [office for office in trust_view(act.unit).document.offices if fold(office.name_ja) == fold(name)]
    return OfficeId(named[0].id) if len(named) == 1 else None


def _candidate(act: Act, roster_id: RosterId, one: PreviewRow, answer: RowAnswer | None) -> Candidate:
    row = one.row
    given = dict(answer.values) if answer else {}
    _require_settled(row, given)

    def text(column: RosterField, written: str) -> str:
        return given.get(column, written)

    name = PersonalName(text(RosterField.NAME, row.name.as_written), text(RosterField.KANA, row.name.kana))
    item = _item(given.get(RosterField.ITEM), row.item.value, row.line)
    born = _day(given.get(RosterField.DOB), row.dob.value)
    if born is None:
        raise InvalidInputError("roster.answer-unfit", line=row.line)
    reason = text(RosterField.ITEM3_REASON, row.item3_reason.as_written)
    if not name.as_written.strip() or (item == 3 and not reason.strip()):  # 法第12条第1項第3号
        raise InvalidInputError("roster.answer-unfit", line=row.line)
    section = text(RosterField.SECTION, row.section.as_written)
    if not section.strip() or max(len(section), len(name.as_written)) > LONGEST_IN_NOTICE:
        raise InvalidInputError("roster.answer-unfit", line=row.line)
    return Candidate(
        candidate_id=CandidateId(act.new_id()),
        roster_id=roster_id,
        row_number=row.line,
        state=State.LISTED,
        name=name.as_written,
        kana=name.kana,
        name_folded=name.keys.folded,
        kana_sort=name.sort_key,
        born_on=born,
        born_as_written=row.dob.as_written,
        section=section,
        post=text(RosterField.POST, row.post.as_written),
        dispatched=_yes(given.get(RosterField.DISPATCHED), read=bool(row.dispatched.value), line=row.line),
        dispatcher=text(RosterField.DISPATCHER, row.dispatcher.as_written),
        planned_work=text(RosterField.PLANNED_WORK, row.planned_work.as_written),
        item=item,
        item_3_reason=reason,
        agreed_on=_day(given.get(RosterField.AGREED_ON), row.agreed_on.value),
        earlier_clearance=text(RosterField.EARLIER_CLEARANCE, row.earlier_clearance.as_written),
        remarks=text(RosterField.REMARKS, row.remarks.as_written),
        changed_at=act.at,
    )


def _require_settled(row: RosterRow, given: Mapping[RosterField, str]) -> None:
    """What could not be read, and 同上, come in with a person's value only."""
    unread = [issue.field for issue in row.verdict.faults]
    unread += [issue.field for issue in row.verdict.questions if issue.code == "ditto"]
    if any(column is None or column not in given for column in unread):
        raise InvalidInputError("roster.answer-unfit", line=row.line)


def _yes(given: str | None, *, read: bool, line: int) -> bool:
    value = read if given is None else read_dispatched(given)
    if value is None:
        raise InvalidInputError("roster.answer-unfit", line=line)
    return value


def _item(given: str | None, read: int | None, line: int) -> int:
    item = read
    if given is not None:
        item = int(given) if given.isdecimal() else None
    if item not in _ITEMS:
        raise InvalidInputError("roster.answer-unfit", line=line)
    return item


def _day(given: str | None, read: PartialDate | None) -> date | None:
    value = parse_date(given, field="answer") if given else read
    return value.day if value else None


def _resembled(unit: Unit, wanted: AbstractSet[str]) -> dict[str, Resembled]:
    found = {
        str(one.candidate_id): Resembled(one.name, one.born_on, one.section, "")
        for one in unit.candidates.all_for_matching()
        if one.candidate_id in wanted
    }
    for case in unit.cases.all_for_matching():
        if case.case_id in wanted:
            found[str(case.case_id)] = Resembled(case.name, case.born_on, case.section, case.number)
    return found


def _known(unit: Unit) -> list[KnownPerson]:
    """Everybody on a list or in a case. Persons who refused are not among them."""
    candidates = [
        _as_known(one, str(one.candidate_id)) for one in unit.candidates.all_for_matching() if not one.case_id
    ]
    return candidates + [_as_known(one, str(one.case_id)) for one in unit.cases.all_for_matching()]


def _as_known(one: Candidate | Case, known_id: str) -> KnownPerson:
    name = PersonalName(one.name, one.kana)
    born = PartialDate.of_day(one.born_on)
    open_items = frozenset() if one.state in ENDED else frozenset({one.item})
    return KnownPerson(known_id, name.keys, born, one.section, open_items=open_items)
