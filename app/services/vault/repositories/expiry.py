"""What falls due when, read from the index columns: nothing is kept beside them that could grow old.

A list is put together from several queries, one for each kind of clock. A period never turns the order of two events
round, so each query is read in the order of its events and the lists are laid into each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, func, literal, null, select, tuple_

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.custody import Place
from app.models.domain.lifecycle import State
from app.models.domain.retention import Matter, Period, Start, due_day, first_event_due
from app.models.schema import tables
from app.models.schema.carried import carried
from app.models.schema.custody import custodies
from app.models.views.retention import Clocked, DueList, Expiring, Mark

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the things of one sort stand."""

    matter: Matter
    subject: ColumnElement[Any]
    label: ColumnElement[Any]
    counted: ColumnElement[Any]
    condition: ColumnElement[bool]
    state: ColumnElement[Any]
    shown: ColumnElement[Any]
    is_instant: bool = False
    is_last_day: bool = False
    """The column holds the last day itself, which the period was counted to when the thing came in."""


_COPY = custodies.c
_NEXT_PACK = select(func.min(tables.cases.c.pack_digest)).where(tables.cases.c.pack_digest > bindparam("after"))
_RELEASED = select(_COPY.case_id).where(_COPY.place == Place.RELEASED.value)
_WENT_ON = exists().where(_COPY.case_id == tables.cases.c.case_id, _COPY.place == Place.RELEASED.value)


def _of_cases(counted: ColumnElement[Any], *conditions: ColumnElement[bool]) -> _Source:
    """Cases with an event of their own; a copy whose case went on has another clock."""
    case = tables.cases.c
    condition = and_(*conditions, ~_WENT_ON)
    return _Source(Matter.CASE, case.case_id, case.number, counted, condition, case.state, counted)


def _of_copies() -> _Source:
    case = tables.cases.c
    since = select(_COPY.since).where(_COPY.case_id == case.case_id).scalar_subquery()
    is_copy = case.case_id.in_(_RELEASED)
    return _Source(Matter.CASE, case.case_id, case.number, since, is_copy, case.state, since, is_instant=True)


def _of_results(condition: ColumnElement[bool]) -> _Source:
    result = tables.received_results.c
    shown = func.coalesce(result.notified_on, result.destroy_by)
    return _Source(
        Matter.RESULT,
        result.bundle_id,
        result.issue_number,
        result.destroy_by,
        condition,
        null(),
        shown,
        is_last_day=True,
    )


_CASE, _ENTRY, _PERSON, _ROSTER = tables.cases.c, tables.register.c, tables.candidates.c, tables.rosters.c
_SENT_OR_MARKED = (State.OPINION_SENT.value, State.DISPOSAL_DUE.value)
_SOURCES: dict[Clocked, _Source] = {
    Clocked.WITHDRAWN: _of_cases(_CASE.withdrawn_on, _CASE.withdrawn_on.is_not(None)),
    Clocked.CLEARED: _of_cases(
        _CASE.notified_on,
        _CASE.withdrawn_on.is_(None),
        _CASE.notified_on.is_not(None),
        _CASE.valid_until.is_not(None),
    ),
    Clocked.NOT_CLEARED: _of_cases(
        _CASE.notified_on, _CASE.withdrawn_on.is_(None), _CASE.notified_on.is_not(None), _CASE.valid_until.is_(None)
    ),
    Clocked.INVESTIGATED: _of_cases(
        _CASE.ended_on,
        _CASE.withdrawn_on.is_(None),
        _CASE.notified_on.is_(None),
        _CASE.ended_on.is_not(None),
        _CASE.state.in_(_SENT_OR_MARKED),
    ),
    Clocked.COPY: _of_copies(),
    Clocked.REFUSAL: _Source(
        Matter.REFUSAL,
        _ENTRY.entry_id,
        literal(""),
        _ENTRY.received_on,
        and_(_ENTRY.kind == "refusal", _ENTRY.case_id.is_(None)),
        null(),
        _ENTRY.received_on,
    ),
    Clocked.SCREENED_OUT: _Source(
        Matter.CANDIDATE,
        _PERSON.candidate_id,
        literal(""),
        _PERSON.changed_at,
        _PERSON.state == State.SCREENED_OUT.value,
        null(),
        _PERSON.changed_at,
        is_instant=True,
    ),
    Clocked.ROSTER: _Source(
        Matter.ROSTER,
        _ROSTER.roster_id,
        _ROSTER.contract_ref,
        _ROSTER.imported_at,
        literal(1) == 1,
        null(),
        _ROSTER.imported_at,
        is_instant=True,
    ),
    Clocked.RESULT_CLEARED: _of_results(tables.received_results.c.outcome == "cleared"),
    Clocked.RESULT_OTHER: _of_results(tables.received_results.c.outcome != "cleared"),
    Clocked.CARRIED: _Source(
        Matter.CARRIED,
        carried.c.matter_id,
        literal(""),
        carried.c.at,
        and_(carried.c.case_id.is_(None), carried.c.roster_id.is_(None)),
        null(),
        carried.c.at,
        is_instant=True,
    ),
}


class Expiry:
    """Lists of what falls due (廃棄予定)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def packs(self) -> list[str]:
        """Digests of the packs that cases here are run under."""
        found: list[str] = []
        while True:  # one step for each pack, however many cases there are
            after = {"after": found[-1] if found else ""}
            digest = self._connection.execute(_NEXT_PACK, after).scalar_one()
            if digest is None:
                return found
            found.append(str(digest))

    def page(
        self, clocks: Sequence[DueList], after: Mark | None, limit: int, *, first: date | None, last: date | None
    ) -> list[Expiring]:
        """What falls due from ``first`` to ``last``, in the order of the days, after the thing with a mark."""
        found: list[Expiring] = []
        for place, clock in enumerate(clocks):
            source = _SOURCES[clock.things]
            query = _bounded(_select(source, clock), source, clock, first, last)
            if after is not None:
                query = query.where(_after(source, clock, place, after))
            query = query.order_by(source.counted, source.subject).limit(limit)
            found += [_expiring(row, place, clock) for row in self._connection.execute(query)]
        return sorted(found, key=_order)[:limit]

    def count(self, clocks: Sequence[DueList], first: date | None, last: date | None) -> int:
        """How much falls due from ``first`` to ``last``."""
        total = 0
        for clock in clocks:
            source = _SOURCES[clock.things]
            query = _bounded(select(func.count()), source, clock, first, last).where(*_conditions(source, clock))
            total += int(self._connection.execute(query).scalar_one())
        return total

    def one(self, clocks: Iterable[DueList], matter: Matter, subject: str) -> Expiring | None:
        """The clock of one thing; None while it has none."""
        for place, clock in enumerate(clocks):
            source = _SOURCES[clock.things]
            if source.matter is matter:
                row = self._connection.execute(_select(source, clock).where(source.subject == subject)).first()
                if row is not None:
                    return _expiring(row, place, clock)
        return None


def _select(source: _Source, clock: DueList) -> Select[Any]:
    columns = (
        source.subject.label("subject"),
        source.label.label("label"),
        source.counted.label("counted"),
        source.state.label("state"),
        source.shown.label("shown"),
    )
    return select(*columns).where(*_conditions(source, clock))


def _conditions(source: _Source, clock: DueList) -> list[ColumnElement[bool]]:
    pinned = [] if clock.pack_digest is None else [_CASE.pack_digest == clock.pack_digest]
    return [source.condition, *pinned]


def _bounded(query: Select[Any], source: _Source, clock: DueList, first: date | None, last: date | None) -> Select[Any]:
    if first is not None:
        query = query.where(source.counted >= _bound(source, clock, first))
    if last is not None and last < date.max:
        query = query.where(source.counted < _bound(source, clock, last + _ONE_DAY))
    return query


def _after(source: _Source, clock: DueList, place: int, after: Mark) -> ColumnElement[bool]:
    """Where this list goes on: on one day the lists follow each other in their order."""
    if place == after.place:
        return tuple_(source.counted, source.subject) > (after.counted_from, after.subject)
    first = after.due_on if place > after.place else after.due_on + _ONE_DAY
    return source.counted >= _bound(source, clock, first)


def _bound(source: _Source, clock: DueList, due: date) -> str:
    """The earliest event that is due then, as it stands in the column."""
    day = first_event_due(_period(source.is_last_day, clock.period), due)
    if not source.is_instant or day.year == 1:
        return day.isoformat()
    return datetime.combine(day, time(), JAPAN).astimezone(UTC).isoformat()


def _period(is_last_day: bool, period: Period) -> Period:  # noqa: FBT001 - of a private function
    return Period(period.code, 0, Start.EVENT, period.established) if is_last_day else period


def _expiring(row: Any, place: int, clock: DueList) -> Expiring:
    source = _SOURCES[clock.things]
    counted = _day(row.counted, is_instant=source.is_instant)
    due = due_day(_period(source.is_last_day, clock.period), counted)
    return Expiring(
        matter=source.matter,
        subject=row.subject,
        label=row.label,
        retention_class=clock.period.code,
        established=clock.period.established,
        counted_from=_day(row.shown, is_instant=source.is_instant),
        due_on=due,
        mark=Mark(due, place, row.counted, row.subject),
        state=None if row.state is None else State(row.state),
    )


def _day(text: str, *, is_instant: bool) -> date:
    return civil_day(datetime.fromisoformat(text)) if is_instant else date.fromisoformat(text)


def _order(thing: Expiring) -> tuple[date, int, str, str]:
    return thing.mark.due_on, thing.mark.place, thing.mark.counted_from, thing.mark.subject
