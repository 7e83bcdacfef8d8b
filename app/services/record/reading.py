"""Read the record (監査): pages with filters, who saw a case, heads outside the vault, the state of the anchor."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.event_kinds import KINDS
from app.models.domain.ids import CaseId, PersonId
from app.models.views.queries import CaseQuery, RecordQuery
from app.models.views.records import Event, Witnessed
from app.services.audit.anchor_keeper import AnchorState
from app.services.desk import Desk, Target

DONE = "done"
Place = tuple[str, int]
"""Time as it stands in an entry, and its number: where a page ended."""


class _Entry(msgspec.Struct):
    session: str
    station: str
    detail: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One entry for people: ids and words of the program, never content.

    Attributes:
        kind: Sort of event, as in the catalogue.
        result: ``done``, or ``refused:`` and the reason.
        detail: What the catalogue lets stand beside the code.
    """

    seq: int
    at: datetime
    code: str
    kind: str
    person: PersonId
    subject: str
    purpose: str
    result: str
    session: str
    detail: tuple[tuple[str, str | int], ...]

    @property
    def place(self) -> Place:
        """Where the page after this line begins."""
        return self.at.isoformat(), self.seq

    @property
    def is_refused(self) -> bool:
        """Whether the act was refused."""
        return self.result != DONE


@dataclass(frozen=True, slots=True)
class Onlooker:
    """One officer who did something with a case.

    Attributes:
        looks: How often the officer looked at, printed or exported something of it.
        others: All other entries of the officer about it.
    """

    person: PersonId
    looks: int
    others: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class CaseLooks:
    """Who saw a case."""

    case_id: CaseId
    people: tuple[Onlooker, ...]


class RecordReading:
    """Use cases of the Audit room."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, actor: Actor, asked: RecordQuery, before: Place | None, limit: int) -> list[RecordLine]:
        """A page of entries, newest first; the look is on record itself.

        Args:
            actor: Auditor or security officer.
            asked: Filters.
            before: Where the page before ended.
            limit: Most lines.
        """
        with self._desk.act(actor, Action.SEE_LOG) as act:
            return [_line(event) for event in act.unit.record.pages.page(asked, before, limit)]

    def who_saw(self, actor: Actor, number: str) -> CaseLooks:
        """Who did what with a case, by its number; the number is looked up inside the vault.

        Raises:
            InvalidInputError: ``record.not-found``: no case has the number.
        """
        with self._desk.act(actor, Action.SEE_HISTORY, Target(case=self._case(number))) as act:
            events = act.unit.record.of_subject(act.case.case_id)
            people = sorted({event.person for event in events})
            return CaseLooks(act.case.case_id, tuple(_onlooker(person, events) for person in people))

    def people(self, actor: Actor) -> list[tuple[PersonId, str]]:
        """Everybody who stands in the record or works here, with the names of officers; by name."""
        with self._desk.act(actor, Action.SEE_LOG) as act:
            names = {officer.person_id: officer.name for officer in act.unit.people.officers()}
            known = {PersonId(person): "" for person in act.unit.record.pages.people()} | names
            return sorted(known.items(), key=lambda one: (one[1] == "", one[1], one[0]))

    def partners(self, actor: Actor) -> list[Witnessed]:
        """The head of each partner's record that was noted last."""
        with self._desk.act(actor, Action.SEE_LOG) as act:
            return act.unit.heads.newest()

    @property
    def anchor(self) -> AnchorState:
        """How it stands with the anchor of our own record."""
        return self._desk.anchor.state

    def _case(self, number: str) -> CaseId:
        with self._desk.vault.read() as unit:
            found = unit.cases.page(CaseQuery(number=number.strip()), None, 1) if number.strip() else []
        if not found:
            raise InvalidInputError("record.not-found")
        return found[0].case_id


def _line(event: Event) -> RecordLine:
    entry = msgspec.json.decode(event.entry, type=_Entry)
    return RecordLine(
        event.seq,
        event.at,
        event.code,
        KINDS.get(event.code, ""),
        event.person,
        event.subject,
        event.purpose,
        event.result,
        entry.session,
        tuple(sorted(entry.detail.items())),
    )


_LOOKS = frozenset({"look", "print", "export"})


def _onlooker(person: PersonId, events: list[Event]) -> Onlooker:
    own = [event for event in events if event.person == person]
    looks = sum(KINDS.get(event.code) in _LOOKS and event.result == DONE for event in own)
    return Onlooker(person, looks, len(own) - looks, own[0].at, own[-1].at)
