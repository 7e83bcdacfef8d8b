"""Queries as documents of the case: one for each, under the item that its answer serves."""

from dataclasses import dataclass

import msgspec

from app.models.domain.case_query import Query, QueryState
from app.models.domain.ids import CaseId, PersonId
from app.models.forms.answers import cell_place
from app.models.views.records import Case
from app.services.vault.unit import Unit

QUERY = "query"
_ASKED, _ANSWERED = "query-asked", "query-answered"


@dataclass(frozen=True, slots=True)
class PlacedQuery:
    """A query and its name inside the case."""

    query_id: str
    query: Query

    @property
    def place(self) -> str:
        """The place of the answer that it is about."""
        return cell_place((self.query.link_id, self.query.row))


def queries_in(unit: Unit, case_id: CaseId) -> tuple[PlacedQuery, ...]:
    """Every query of a case: open ones first, the oldest at the top."""
    found = [
        PlacedQuery(one.place, msgspec.json.decode(one.content, type=Query))
        for one in unit.documents.newest_of_kind(case_id, QUERY)
    ]
    return tuple(sorted(found, key=lambda one: (not one.query.is_open, one.query.steps[0].at, one.query_id)))


def list_query(unit: Unit, case: Case, query_id: str, query: Query) -> None:
    """Bring the list of what waits to a query: it waits for who was asked, then for somebody who may close it."""
    for kind in (_ASKED, _ANSWERED):
        unit.waits.drop(case.case_id, kind, query_id)
    if query.state is QueryState.ASKED:
        unit.waits.put(case.case_id, _ASKED, query_id, query.to)
    if query.state is QueryState.ANSWERED and (closer := _closer(case, query)) is not None:
        unit.waits.put(case.case_id, _ANSWERED, query_id, closer)


def _closer(case: Case, query: Query) -> PersonId | None:
    """Who of those who have a part in the case neither asked nor answered."""
    parts = (case.reviewer, case.assignee, case.decider)
    return next((one for one in parts if one is not None and one not in query.sayers), None)
