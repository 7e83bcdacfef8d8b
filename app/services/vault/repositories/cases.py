"""Cases and their sealed documents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, tuple_, update

from app.models.domain.actor import Role
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import InvalidInputError, StaleEditError
from app.models.domain.ids import CaseId, PersonId, RosterId
from app.models.domain.lifecycle import State
from app.models.domain.sealed_places import document_place
from app.models.domain.search_keys import first_place
from app.models.schema import tables
from app.models.schema.fairness import recusals
from app.models.schema.searching import case_places
from app.models.views.queries import CaseQuery, StageLoad
from app.models.views.records import Case, Document
from app.services.crypto.sealing import seal, unseal
from app.services.ports import Entropy
from app.services.vault.case_keys import CaseKeys
from app.services.vault.repositories.case_search import CaseSearch, grams, searched
from app.services.vault.repositories.waits import waiting_cases
from app.services.vault.rows import as_row, every, first

_CASES = tables.cases
_PLACES = case_places.c
_DOCUMENTS = tables.documents
_MANY = 500
"""Ids looked up in one statement."""


class Cases:
    """Cases (案件) and their index columns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._search = CaseSearch(connection)

    def add(self, case: Case) -> None:
        """Open a case."""
        self.add_all([case])

    def add_all(self, cases: Sequence[Case]) -> None:
        """Open cases."""
        self._connection.execute(insert(_CASES), [as_row(case) for case in cases])
        self._search.add_all(cases)

    def known(self, case_ids: Sequence[CaseId]) -> frozenset[CaseId]:
        """Which of these cases are here."""
        found: set[CaseId] = set()
        for start in range(0, len(case_ids), _MANY):
            part = case_ids[start : start + _MANY]
            rows = self._connection.execute(select(_CASES.c.case_id).where(_CASES.c.case_id.in_(part)))
            found.update(CaseId(row[0]) for row in rows)
        return frozenset(found)

    def get(self, case_id: CaseId) -> Case:
        """One case."""
        found = self.find(case_id)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def find(self, case_id: CaseId) -> Case | None:
        """One case, or None."""
        return first(self._connection, select(_CASES).where(_CASES.c.case_id == case_id), Case)

    def numbered(self, number: str) -> Case | None:
        """The case of a number, or None."""
        return first(self._connection, select(_CASES).where(_CASES.c.number == number), Case)

    def of_person(self, roster_id: RosterId, name: str) -> Case | None:
        """The case of whom a roster names so, or None."""
        query = select(_CASES).where(_CASES.c.roster_id == roster_id, _CASES.c.name == name)
        return first(self._connection, query, Case)

    def page(self, query: CaseQuery, after: tuple[str, str] | None, limit: int) -> list[Case]:
        """A page of the queue by key: in kana order, or by due date, after ``(key, case_id)`` of the last row.

        What a search finds stands in the order of the index: kana order by the first seven sounds.
        """
        if query.asked is not None and not query.by_due_date:
            return self._found(query, after, limit)
        key = func.coalesce(_CASES.c.due_on, "9999-12-31") if query.by_due_date else _CASES.c.kana_sort
        statement = _matching(query, select(_CASES))
        if after is not None:
            statement = statement.where(tuple_(key, _CASES.c.case_id) > after)
        return every(self._connection, statement.order_by(key, _CASES.c.case_id).limit(limit), Case)

    def _found(self, query: CaseQuery, after: tuple[str, str] | None, limit: int) -> list[Case]:
        statement = _matching(query, select(_CASES))
        if after is not None:
            key, case_id = after
            seen = select(_PLACES.place).where(_PLACES.case_id == case_id).scalar_subquery()
            statement = statement.where(grams.c.rowid > func.coalesce(seen, first_place(key)))
        return every(self._connection, statement.order_by(grams.c.rowid).limit(limit), Case)

    def count(self, query: CaseQuery) -> int:
        """How many cases the query shows."""
        counted = _matching(query, select(func.count()).select_from(_CASES))
        return int(self._connection.execute(counted).scalar_one())

    def load(self, states: Sequence[State], seen_by: PersonId, today: date, soon: date) -> list[StageLoad]:
        """How many unsealed cases of each stage each examiner has, without those that are kept from an officer."""
        due, day = _CASES.c.due_on, today.isoformat()
        late, near = func.sum(due < day), func.sum((due >= day) & (due <= soon.isoformat()))
        columns = (_CASES.c.assignee, _CASES.c.state, func.count(), func.coalesce(late, 0), func.coalesce(near, 0))
        query = _matching(CaseQuery(states=tuple(states), seen_by=seen_by), select(*columns))
        rows = self._connection.execute(query.where(_CASES.c.sealed == 0).group_by(_CASES.c.assignee, _CASES.c.state))
        return [StageLoad(PersonId(row[0]) if row[0] else None, State(row[1]), *row[2:]) for row in rows]

    def all_for_matching(self) -> list[Case]:
        """Every case, to be matched against a new roster."""
        return every(self._connection, select(_CASES), Case)

    def resembling(self, names_folded: Sequence[str], days: Sequence[date]) -> list[Case]:
        """Cases whose subject has one of these folded names or days of birth."""
        found: dict[CaseId, Case] = {}
        born = [day.isoformat() for day in days]
        for column, wanted in ((_CASES.c.name_folded, list(names_folded)), (_CASES.c.born_on, born)):
            for start in range(0, len(wanted), _MANY):
                query = select(_CASES).where(column.in_(wanted[start : start + _MANY]))
                found |= {case.case_id: case for case in every(self._connection, query, Case)}
        return list(found.values())

    def move(self, case_id: CaseId, to: State, at: datetime) -> None:
        """Set the state that the table of acts leads to."""
        values: dict[str, object] = {"state": to.value, "changed_at": at.isoformat()}
        if to is State.OPINION_SENT:
            values["ended_on"] = civil_day(at).isoformat()
        self._change(case_id, values)

    def touch(self, case_id: CaseId, seen_revision: int | None, at: datetime) -> None:
        """Count one more revision.

        Raises:
            StaleEditError: ``record.changed-meanwhile`` when the case is no longer at ``seen_revision``.
        """
        statement = update(_CASES).where(_CASES.c.case_id == case_id)
        if seen_revision is not None:
            statement = statement.where(_CASES.c.revision == seen_revision)
        changed = self._connection.execute(statement.values(revision=_CASES.c.revision + 1, changed_at=at.isoformat()))
        if changed.rowcount != 1:
            raise StaleEditError("record.changed-meanwhile")

    def every_id(self) -> list[CaseId]:
        """Every case, whatever its state."""
        return [CaseId(row[0]) for row in self._connection.execute(select(_CASES.c.case_id))]

    def of_state(self, state: State, after: CaseId, limit: int) -> list[Case]:
        """Unsealed cases of a state, in the order of their ids, from behind one on."""
        query = select(_CASES).where(_CASES.c.state == state.value, _CASES.c.sealed == 0, _CASES.c.case_id > after)
        return every(self._connection, query.order_by(_CASES.c.case_id).limit(limit), Case)

    def set_inquiry_consent(self, case_id: CaseId, on: date) -> None:
        """The second consent (F07) came in."""
        self._change(case_id, {"inquiries_consented_on": on.isoformat()})

    def seal_as_withdrawn(self, case_id: CaseId, on: date) -> None:
        """Close the case to every further use after a withdrawal (同意の取下げ)."""
        self._change(
            case_id,
            {
                "withdrawn_on": on.isoformat(),
                "sealed": 1,
                "assignee": None,
                "reviewer": None,
                "decider": None,
                "due_on": None,
            },
        )

    def assign(self, case_id: CaseId, to: PersonId, due_on: date | None) -> None:
        """Give the case to an examiner."""
        self._change(case_id, {"assignee": to, "due_on": due_on.isoformat() if due_on else None})

    def set_part(self, case_id: CaseId, part: Role, to: PersonId | None) -> None:
        """Who has the part of the reviewer or of the deciding officer; None for nobody."""
        column = {Role.EXAMINER: "assignee", Role.REVIEWER: "reviewer", Role.DECIDING_OFFICER: "decider"}[part]
        self._change(case_id, {column: to})

    def set_notified(self, case_id: CaseId, on: date, valid_until: date | None) -> None:
        """Day of the notification to the subject, and the last valid day computed from it."""
        self._change(
            case_id, {"notified_on": on.isoformat(), "valid_until": valid_until.isoformat() if valid_until else None}
        )

    def take_over(self, case: Case) -> None:
        """Bring every column to what came back from another station."""
        self._change(case.case_id, {name: value for name, value in as_row(case).items() if name != "case_id"})
        self._search.put(case)

    def _change(self, case_id: CaseId, values: dict[str, object]) -> None:
        self._connection.execute(update(_CASES).where(_CASES.c.case_id == case_id).values(**values))


def _matching(query: CaseQuery, statement: Select[Any]) -> Select[Any]:
    """What the query asks of a case; with words the index stands beside the cases."""
    if query.states:
        statement = statement.where(_CASES.c.state.in_([state.value for state in query.states]))
    if query.assignee is not None:
        statement = statement.where(_CASES.c.assignee == query.assignee)
    if query.is_unassigned:
        statement = statement.where(_CASES.c.assignee.is_(None))
    if query.seen_by is not None:
        kept = (recusals.c.case_id == _CASES.c.case_id, recusals.c.person_id == query.seen_by)
        statement = statement.where(~select(recusals.c.case_id).where(*kept).exists())
    if query.waits_for is not None:
        statement = statement.where(_CASES.c.case_id.in_(waiting_cases(*query.waits_for)))
    if query.due_until is not None:
        statement = statement.where(_CASES.c.due_on <= query.due_until.isoformat())
    if query.number:
        statement = statement.where(_CASES.c.number == query.number)
    if query.asked is not None:
        statement = searched(statement, query.asked)
    return statement


class Documents:
    """Sealed documents of cases; every change is a new revision, nothing but a draft and struck text is overwritten."""

    def __init__(self, connection: Connection, keys: CaseKeys, entropy: Entropy) -> None:
        self._connection = connection
        self._keys = keys
        self._entropy = entropy

    def add(self, document: Document) -> None:
        """Seal a new revision under the key of its case."""
        columns = as_row(document)
        content = columns.pop("content")
        columns["sealed"] = seal(self._keys.get(document.case_id), content, _context(document), self._entropy)
        self._connection.execute(insert(_DOCUMENTS), columns)

    def rewrite(self, document: Document) -> None:
        """Seal a document anew in its place: a draft, or one out of which text was struck that must not be kept."""
        sealed = seal(self._keys.get(document.case_id), document.content, _context(document), self._entropy)
        columns = {name: as_row(document)[name] for name in ("purpose", "status", "written_at")}
        statement = update(_DOCUMENTS).where(_DOCUMENTS.c.document_id == document.document_id)
        self._connection.execute(statement.values(sealed=sealed, **columns))

    def newest(self, case_id: CaseId, kind: str, place: str) -> Document | None:
        """The newest revision of one document, opened; None when there is none."""
        found = self._opened(case_id, (_DOCUMENTS.c.kind == kind, _DOCUMENTS.c.place == place))
        return found[-1] if found else None

    def newest_of_kind(self, case_id: CaseId, kind: str) -> list[Document]:
        """The newest revision of every document of a kind, in the order of their places."""
        newest = {document.place: document for document in self._opened(case_id, (_DOCUMENTS.c.kind == kind,))}
        return [newest[place] for place in sorted(newest)]

    def of_kind(self, case_id: CaseId, kind: str) -> list[Document]:
        """Every revision of every document of a kind."""
        return self._opened(case_id, (_DOCUMENTS.c.kind == kind,))

    def every(self, case_id: CaseId) -> list[Document]:
        """Every revision of every document of a case."""
        return self._opened(case_id, [])

    def case_of(self, kind: str, place: str) -> CaseId | None:
        """The case that holds a document whose place names it for ever; None when there is none."""
        query = select(_DOCUMENTS.c.case_id).where(_DOCUMENTS.c.kind == kind, _DOCUMENTS.c.place == place)
        row = self._connection.execute(query.limit(1)).first()
        return None if row is None else CaseId(row[0])

    def cases_with(self, kind: str) -> list[CaseId]:
        """The cases that hold documents of a kind."""
        query = select(_DOCUMENTS.c.case_id).where(_DOCUMENTS.c.kind == kind).distinct()
        return [CaseId(row[0]) for row in self._connection.execute(query.order_by(_DOCUMENTS.c.case_id))]

    def next_revision(self, case_id: CaseId, kind: str, place: str) -> int:
        """The number that a new revision gets, from 1."""
        query = select(func.coalesce(func.max(_DOCUMENTS.c.revision), 0)).where(
            _DOCUMENTS.c.case_id == case_id, _DOCUMENTS.c.kind == kind, _DOCUMENTS.c.place == place
        )
        return int(self._connection.execute(query).scalar_one()) + 1

    def _opened(self, case_id: CaseId, conditions: Sequence[ColumnElement[bool]]) -> list[Document]:
        statement = (
            select(_DOCUMENTS)
            .where(_DOCUMENTS.c.case_id == case_id, *conditions)
            .order_by(_DOCUMENTS.c.place, _DOCUMENTS.c.revision)
        )
        key = self._keys.get(case_id)
        opened = []
        for row in self._connection.execute(statement):
            columns = {str(name): column for name, column in row._mapping.items()}  # noqa: SLF001 # SQLAlchemy's public name for it
            sealed = columns.pop("sealed")
            columns["content"] = b""
            document = msgspec.convert(columns, Document, strict=False, builtin_types=(bytes,))
            opened.append(replace(document, content=unseal(key, sealed, _context(document))))
        return opened


def _context(document: Document) -> bytes:
    """What binds a sealed document to its place: it cannot be moved to another case, kind or revision."""
    return document_place(document.case_id, document.kind, document.place, document.revision)
