"""Numbers for the yearly figures, read from days that stand in the tables; no name is read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from app.models.domain.civil_day import civil_day
from app.models.domain.statistics import Cell, Group, Measure, Period
from app.models.schema import tables
from app.models.schema.carried import carried

_ITEMS = {1: Group.ITEM_1, 2: Group.ITEM_2, 3: Group.ITEM_3}


def _within(period: Period, column: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a day, or the day of a moment, lies in it. Moments are compared by their first ten characters."""
    return func.substr(column, 1, 10).between(period.since.isoformat(), period.until.isoformat())


class Figures:
    """How many people, by measure and group."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def exact(self, period: Period, contractors: Iterable[str]) -> dict[Cell, int]:
        """The figures of a period as they are.

        Args:
            period: Which.
            contractors: Ids of offices that are contractors; people on their rosters, or on one under a contract, are
                counted as workers of a contractor.
        """
        found = dict[Cell, int]()
        theirs = self._rosters_of(contractors)
        case, entry, person = tables.cases.c, tables.register.c, tables.candidates.c
        by_case = {
            Measure.CONSENTED: (_within(period, case.consented_on),),
            Measure.WITHDRAWN: (_within(period, case.withdrawn_on),),
            Measure.CARRIED_OUT: (_within(period, case.notified_on), case.withdrawn_on.is_(None)),
            Measure.CLEARED: (
                _within(period, case.notified_on),
                case.withdrawn_on.is_(None),
                case.valid_until.is_not(None),
            ),
            Measure.NOT_CLEARED: (
                _within(period, case.notified_on),
                case.withdrawn_on.is_(None),
                case.valid_until.is_(None),
            ),
            Measure.HOLDERS: (
                case.notified_on <= period.until.isoformat(),
                case.valid_until >= period.until.isoformat(),
                case.withdrawn_on.is_(None),
            ),
        }
        for measure, conditions in by_case.items():
            rows = [
                (row[0], row[1])
                for row in self._connection.execute(select(case.item, case.roster_id).where(*conditions))
            ]
            self._count(found, measure, [roster for _, roster in rows], theirs)
            for item, group in _ITEMS.items():
                found[measure, group] = sum(one == item for one, _ in rows)
        refused = self._rosters(
            select(entry.roster_id).where(entry.kind == "refusal", _within(period, entry.received_on))
        )
        told = self._rosters(select(case.roster_id).where(_within(period, case.notified_of_assessment_on)))
        told += self._rosters(
            select(person.roster_id).where(person.case_id.is_(None), _within(period, person.notified_on))
        )
        # Who refused is off the list of candidates, and stands in the register only.
        self._count(found, Measure.NON_CONSENT, refused, theirs)
        self._count(found, Measure.NOTIFIED, told + refused, theirs)
        came = _within(period, tables.rosters.c.imported_at)
        of_list = person.roster_id == tables.rosters.c.roster_id
        of_entry = (entry.roster_id == tables.rosters.c.roster_id, entry.kind == "refusal")
        listed = self._rosters(select(person.roster_id).where(of_list, came))
        listed += self._rosters(select(entry.roster_id).where(*of_entry, came))
        self._count(found, Measure.LISTED, listed, theirs)
        found |= self._counted(period)
        return found

    def years_end(self) -> int:
        """The year of the newest entry of the record: those before it are over."""
        at = self._connection.execute(select(func.max(tables.events.c.at))).scalar_one()
        return 0 if at is None else civil_day(datetime.fromisoformat(at)).year

    def _counted(self, period: Period) -> dict[Cell, int]:
        """What is counted and not told apart: reports that came, and complaints by the record."""
        reports = select(func.count()).where(
            carried.c.kind == "change-report", carried.c.way == "in", _within(period, carried.c.at)
        )
        found = {(Measure.CHANGE_REPORTS, Group.ALL): int(self._connection.execute(reports).scalar_one())}
        event = tables.events.c
        for measure, code in ((Measure.COMPLAINTS, "opened"), (Measure.COMPLAINTS_HANDLED, "closed")):
            said = select(func.count(func.distinct(event.subject))).where(
                event.code == f"complaint.{code}", event.result == "done", _within(period, event.at)
            )
            found[measure, Group.ALL] = int(self._connection.execute(said).scalar_one())
        return found

    def _rosters_of(self, contractors: Iterable[str]) -> set[str]:
        roster = tables.rosters.c
        query = select(roster.roster_id).where(
            roster.submitter_office_id.in_(list(contractors)) | (roster.contract_ref != "")
        )
        return {str(row[0]) for row in self._connection.execute(query)}

    @staticmethod
    def _count(found: dict[Cell, int], measure: Measure, rosters: list[str | None], theirs: set[str]) -> None:
        found[measure, Group.ALL] = len(rosters)
        found[measure, Group.CONTRACTOR] = sum(one in theirs for one in rosters)
        found[measure, Group.STAFF] = len(rosters) - found[measure, Group.CONTRACTOR]

    def _rosters(self, query: Select[Any]) -> list[str | None]:
        return [row[0] for row in self._connection.execute(query)]
