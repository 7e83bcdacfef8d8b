"""Holds, and the destruction ledger."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, LetterId, PersonId
from app.models.schema import keeping
from app.models.views.retention import Destruction, Hold
from app.services.vault.rows import as_row, every, first

_HOLDS = keeping.holds
_LEDGER = keeping.destructions


class Holds:
    """Holds (廃棄の停止) of cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hold: Hold) -> None:
        """Set a hold."""
        self._connection.execute(insert(_HOLDS), as_row(hold))

    def get(self, hold_id: str) -> Hold:
        """One hold."""
        found = first(self._connection, select(_HOLDS).where(_HOLDS.c.hold_id == hold_id), Hold)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def end(self, hold_id: str, by: PersonId, at: datetime) -> None:
        """End a hold before its day."""
        statement = update(_HOLDS).where(_HOLDS.c.hold_id == hold_id)
        self._connection.execute(statement.values(ended_at=at.isoformat(), ended_by=by))

    def of_case(self, case_id: CaseId) -> list[Hold]:
        """All holds of a case, those that ended too, oldest first."""
        query = select(_HOLDS).where(_HOLDS.c.case_id == case_id).order_by(_HOLDS.c.set_at, _HOLDS.c.hold_id)
        return every(self._connection, query, Hold)

    def in_force(self, case_ids: Sequence[str], as_of: date) -> dict[str, Hold]:
        """Which of these cases are held on a day, each with the hold that lasts longest."""
        query = select(_HOLDS).where(_HOLDS.c.case_id.in_(case_ids), *_in_force(as_of))
        longest: dict[str, Hold] = {}
        for hold in every(self._connection, query.order_by(func.coalesce(_HOLDS.c.until, "9999-12-31")), Hold):
            longest[hold.case_id] = hold
        return longest

    def ending(self, first: date, last: date, set_by: PersonId | None = None) -> int:
        """How many holds in force, of everybody or of one officer, have their last day in a span of days."""
        query = select(func.count()).select_from(_HOLDS).where(_HOLDS.c.ended_at.is_(None))
        query = query.where(_HOLDS.c.until.between(first.isoformat(), last.isoformat()))
        if set_by is not None:
            query = query.where(_HOLDS.c.set_by == set_by)
        return int(self._connection.execute(query).scalar_one())

    def page(self, after: tuple[str, str] | None, limit: int) -> list[Hold]:
        """Holds from the newest to the oldest, after ``(set_at, hold_id)``."""
        query = select(_HOLDS)
        if after is not None:
            query = query.where(tuple_(_HOLDS.c.set_at, _HOLDS.c.hold_id) < after)
        query = query.order_by(_HOLDS.c.set_at.desc(), _HOLDS.c.hold_id.desc()).limit(limit)
        return every(self._connection, query, Hold)


def _in_force(as_of: date) -> tuple[ColumnElement[bool], ...]:
    return _HOLDS.c.ended_at.is_(None), or_(_HOLDS.c.until.is_(None), _HOLDS.c.until >= as_of.isoformat())


class Ledger:
    """The destruction ledger (廃棄台帳); nothing is ever taken out of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, destruction: Destruction) -> None:
        """Enter a destruction; what stands there already stays as it is."""
        statement = upsert(_LEDGER).values(as_row(destruction)).on_conflict_do_nothing()
        self._connection.execute(statement)

    def find(self, subject: str) -> Destruction | None:
        """The line of one thing, or None."""
        return first(self._connection, select(_LEDGER).where(_LEDGER.c.subject == subject), Destruction)

    def known(self, subjects: Iterable[str]) -> frozenset[str]:
        """Which of these were destroyed here."""
        query = select(_LEDGER.c.subject).where(_LEDGER.c.subject.in_(list(subjects)))
        return frozenset(str(row[0]) for row in self._connection.execute(query))

    def everything(self) -> list[Destruction]:
        """Every line, oldest first."""
        query = select(_LEDGER).order_by(_LEDGER.c.destroyed_at, _LEDGER.c.subject)
        return every(self._connection, query, Destruction)

    def page(self, after: tuple[str, str] | None, limit: int) -> list[Destruction]:
        """Lines from the newest to the oldest, after ``(destroyed_at, subject)``."""
        query = select(_LEDGER)
        if after is not None:
            query = query.where(tuple_(_LEDGER.c.destroyed_at, _LEDGER.c.subject) < after)
        query = query.order_by(_LEDGER.c.destroyed_at.desc(), _LEDGER.c.subject.desc()).limit(limit)
        return every(self._connection, query, Destruction)

    def unfinished(self) -> list[str]:
        """What is destroyed on record while its key and files have yet to go."""
        query = select(_LEDGER.c.subject).where(_LEDGER.c.finished_at.is_(None)).order_by(_LEDGER.c.subject)
        return [str(row[0]) for row in self._connection.execute(query)]

    def set_finished(self, subjects: Sequence[str], at: datetime) -> None:
        """Key and files are gone."""
        statement = update(_LEDGER).where(_LEDGER.c.subject.in_(subjects))
        self._connection.execute(statement.values(finished_at=at.isoformat()))

    def reopen(self, subjects: Sequence[str]) -> None:
        """Key and files may have come back: they must go once more."""
        for subject in subjects:
            self._connection.execute(update(_LEDGER).where(_LEDGER.c.subject == subject).values(finished_at=None))

    def set_certificate(self, subject: str, letter: LetterId) -> None:
        """The certificate was issued."""
        self._connection.execute(update(_LEDGER).where(_LEDGER.c.subject == subject).values(certificate=letter))
