"""What on the cases waits for whom: flags, queries, mandatory tasks."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, delete, func, or_, select, union, update
from sqlalchemy.dialects.sqlite import insert

from app.models.domain.ids import CaseId, PersonId
from app.models.domain.lifecycle import State
from app.models.schema.fairness import recusals
from app.models.schema.tables import cases
from app.models.schema.waiting import case_waits

INQUIRY = "inquiry"
"""Kind of an inquiry that is asked and not answered; it is due the day after its last day."""
_WAITS = case_waits.c
_CASES = cases.alias("held")
_HELD = _CASES.c
_STATES = (State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION, State.UNDER_REVIEW, State.REVIEW_ACCEPTED)


class Waits:
    """One row for each thing that waits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, case_id: CaseId, kind: str, place: str, person: str | None, due_on: date | None = None) -> None:
        """Let something wait, or let it wait for somebody else; nobody stands for the examiner of the case."""
        row = {
            "case_id": case_id,
            "kind": kind,
            "place": place,
            "person_id": person,
            "due_on": due_on.isoformat() if due_on else None,
        }
        put = insert(case_waits).values(row)
        self._connection.execute(put.on_conflict_do_update(index_elements=["case_id", "kind", "place"], set_=row))

    def drop(self, case_id: CaseId, kind: str, place: str) -> None:
        """It waits no more."""
        self._connection.execute(delete(case_waits).where(*_at(case_id, kind, place)))

    def rest(self, case_id: CaseId, kind: str, place: str) -> None:
        """It waits for nobody on any day; the row stays, so that what came in a bundle can be taken back."""
        self._connection.execute(update(case_waits).where(*_at(case_id, kind, place)).values(due_on=None))

    def drop_kind(self, case_id: CaseId, kind: str) -> None:
        """Nothing of a kind waits on a case any more."""
        self._connection.execute(delete(case_waits).where(_WAITS.case_id == case_id, _WAITS.kind == kind))

    def person(self, case_id: CaseId, kind: str, place: str) -> PersonId | None:
        """For whom it waits; None for nobody by name."""
        found = self._connection.execute(select(_WAITS.person_id).where(*_at(case_id, kind, place))).first()
        return PersonId(found[0]) if found is not None and found[0] is not None else None

    def hand_over(self, case_id: CaseId, old: PersonId, new: PersonId) -> None:
        """What waited for one officer on a case waits for another."""
        mine = (_WAITS.case_id == case_id, _WAITS.person_id == old)
        self._connection.execute(update(case_waits).where(*mine).values(person_id=new))

    def counts(self, person: PersonId, today: date) -> Counter[str]:
        """How many things of each kind wait for an officer on cases that are worked on."""
        found: Counter[str] = Counter()
        for waiting in _waiting_for(person, today):
            query = waiting.add_columns(_WAITS.kind, func.count()).group_by(_WAITS.kind)
            for kind, count in self._connection.execute(query):
                found[str(kind)] += int(count)
        return found

    def late(self, today: date, seen_by: PersonId) -> dict[PersonId, int]:
        """How many flags are past their day, by owner, on cases that are worked on and not kept from an officer."""
        query = _worked_on(seen_by).add_columns(_WAITS.person_id, func.count()).group_by(_WAITS.person_id)
        query = query.where(_WAITS.person_id.is_not(None), _WAITS.due_on < today.isoformat())
        return {PersonId(person): int(count) for person, count in self._connection.execute(query)}


def waiting_cases(person: PersonId, today: date) -> CompoundSelect[Any]:
    """The ids of the cases that are worked on and on which something waits for an officer."""
    return union(*(waiting.add_columns(_WAITS.case_id) for waiting in _waiting_for(person, today)))


def _waiting_for(person: PersonId, today: date) -> tuple[Select[Any], Select[Any]]:
    """What waits for an officer by name, and what waits for the examiner of the officer's own cases.

    An inquiry waits for others until its last day is over, and only then for the examiner.
    """
    waiting = _worked_on(person).where(or_(_WAITS.kind != INQUIRY, _WAITS.due_on < today.isoformat()))
    by_name = waiting.where(_WAITS.person_id == person)
    return by_name, waiting.where(_WAITS.person_id.is_(None), _HELD.assignee == person)


def _worked_on(person: PersonId) -> Select[Any]:
    """What waits on cases that are worked on and are not kept from an officer."""
    worked_on = (_HELD.case_id == _WAITS.case_id, _HELD.sealed == 0, _HELD.state.in_([one.value for one in _STATES]))
    kept = (recusals.c.case_id == _WAITS.case_id, recusals.c.person_id == person)
    away = select(recusals.c.case_id).where(*kept).exists()
    return select().select_from(case_waits, _CASES).where(*worked_on, ~away)


def _at(case_id: CaseId, kind: str, place: str) -> tuple[ColumnElement[bool], ...]:
    return (_WAITS.case_id == case_id, _WAITS.kind == kind, _WAITS.place == place)
