"""Where cases are (案件の所管), and who worked on them elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, func, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from app.models.domain.acts import Action
from app.models.domain.custody import Chain, Conflict, Custody, Place
from app.models.domain.ids import CaseId, PersonId
from app.models.schema import tables
from app.models.schema.custody import carried_doers, custodies
from app.models.views.placed import PlacedCase

_LINES = custodies.c
_ONE = select(custodies).where(_LINES.case_id == bindparam("case_id"))
_DOERS = select(carried_doers.c.action, carried_doers.c.person).where(carried_doers.c.case_id == bindparam("case_id"))


class Custodies:
    """One line for each case that ever was handed over or is in doubt."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, case_id: CaseId) -> Custody | None:
        """What is known of where a case is; None when it never left or never was here."""
        row = self._connection.execute(_ONE, {"case_id": case_id}).first()
        return None if row is None else _custody(row)

    def since(self, case_id: CaseId) -> datetime | None:
        """When that was noted."""
        row = self._connection.execute(select(_LINES.since).where(_LINES.case_id == case_id)).first()
        return None if row is None else datetime.fromisoformat(row[0])

    def keep(self, case_id: CaseId, custody: Custody, at: datetime) -> None:
        """Note where a case is; the time is that since which it is there."""
        columns = {
            "case_id": case_id,
            "number": custody.number,
            "place": custody.place.value,
            "partner": custody.partner,
            "bundle": custody.bundle,
            "chain": msgspec.json.encode(custody.chain).decode(),
            "outstanding": " ".join(custody.outstanding),
            "untold": " ".join(custody.untold),
            "doubted": int(custody.doubted),
            "conflict": "" if custody.conflict is None else msgspec.json.encode(custody.conflict).decode(),
            "since": at.isoformat(),
        }
        statement = upsert(custodies).values(columns)
        changed = {**columns, "since": case((_LINES.place == custody.place.value, _LINES.since), else_=at.isoformat())}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["case_id"], set_=changed))

    def every(self) -> list[PlacedCase]:
        """Every line, the newest first."""
        rows = self._connection.execute(select(custodies).order_by(_LINES.since.desc(), _LINES.case_id))
        return [PlacedCase(CaseId(row.case_id), _custody(row), datetime.fromisoformat(row.since)) for row in rows]

    def count(self, *places: Place) -> int:
        """How many cases are in one of these places."""
        return self._count(_LINES.place.in_([place.value for place in places]))

    def count_to_decide(self) -> int:
        """How many conflicts wait for a decision."""
        return self._count(_LINES.conflict != "")

    def count_doubted(self) -> int:
        """Of how many cases nobody knows since a restore whether they are here."""
        return self._count(_LINES.doubted == 1)

    def count_untold(self) -> int:
        """Of how many cases another station must still be told."""
        return self._count(_LINES.untold != "")

    def unlisted_cases(self) -> list[CaseId]:
        """Cases that were opened here and never left, as far as this vault knows."""
        listed = select(_LINES.case_id)
        rows = self._connection.execute(select(tables.cases.c.case_id).where(tables.cases.c.case_id.not_in(listed)))
        return [CaseId(row[0]) for row in rows]

    def carry_doers(self, case_id: CaseId, doers: Iterable[tuple[str, str]]) -> None:
        """Keep who did what elsewhere; what is kept already stays."""
        rows = [{"case_id": case_id, "action": action, "person": person} for action, person in doers]
        if rows:
            self._connection.execute(insert(carried_doers).prefix_with("OR IGNORE"), rows)

    def doers(self, case_id: CaseId) -> Mapping[Action, frozenset[PersonId]]:
        """Who did what in the case at other stations."""
        found: dict[Action, frozenset[PersonId]] = {}
        for action, person in self._connection.execute(_DOERS, {"case_id": case_id}):
            found[Action(action)] = found.get(Action(action), frozenset()) | {PersonId(person)}
        return found

    def _count(self, *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(custodies).where(or_(*conditions))
        return int(self._connection.execute(query).scalar_one())


def _custody(row: Row[Any]) -> Custody:
    return Custody(
        chain=msgspec.json.decode(row.chain, type=Chain),
        place=Place(row.place),
        partner=row.partner,
        bundle=row.bundle,
        outstanding=tuple(row.outstanding.split()),
        untold=tuple(row.untold.split()),
        doubted=bool(row.doubted),
        conflict=msgspec.json.decode(row.conflict, type=Conflict) if row.conflict else None,
    )
