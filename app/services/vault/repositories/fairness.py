"""Registers of ties, the hashes of their lines, and the cases that are kept from an officer."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.models.domain.ids import CaseId, PersonId
from app.models.schema.fairness import own_registers, recusals, tie_digests


class Fairness:
    """Nothing here says what a line of a register is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def register(self, person: PersonId) -> bytes | None:
        """The sealed register of an officer."""
        query = select(own_registers.c.sealed).where(own_registers.c.person_id == person)
        row = self._connection.execute(query).first()
        return None if row is None else bytes(row[0])

    def keep(self, person: PersonId, sealed: bytes, digests: Iterable[bytes], at: datetime) -> None:
        """Put a register and its hashes in the place of the ones before."""
        self.drop(person)
        self._connection.execute(insert(own_registers).values(person_id=person, sealed=sealed, kept_at=at.isoformat()))
        rows = [{"person_id": person, "digest": digest} for digest in digests]
        if rows:
            self._connection.execute(insert(tie_digests), rows)

    def drop(self, person: PersonId) -> None:
        """Forget the register of an officer; what was found by it stays."""
        for table in (own_registers, tie_digests):
            self._connection.execute(delete(table).where(table.c.person_id == person))

    def ties(self) -> dict[bytes, frozenset[PersonId]]:
        """The hash of every line, and whose it is."""
        found: dict[bytes, frozenset[PersonId]] = {}
        for digest, person in self._connection.execute(select(tie_digests.c.digest, tie_digests.c.person_id)):
            found[bytes(digest)] = found.get(bytes(digest), frozenset()) | {PersonId(person)}
        return found

    def recuse(self, case_id: CaseId, grounds: Mapping[PersonId, bytes | None], at: datetime) -> None:
        """Keep a case from officers, each with the sealed ground; a later ground takes the place of the one before."""
        first = {"case_id": case_id, "found_at": at.isoformat(), "declared": 0}
        put = insert(recusals)
        newest = {"ground": func.coalesce(put.excluded.ground, recusals.c.ground)}
        put = put.on_conflict_do_update(index_elements=["case_id", "person_id"], set_=newest)
        rows = [{**first, "person_id": person, "ground": ground} for person, ground in grounds.items()]
        if rows:
            self._connection.execute(put, rows)

    def recusals(self) -> list[tuple[CaseId, PersonId, datetime, bool, bytes | None]]:
        """Every case that is kept from somebody: since when, whether the officer said so, and the sealed ground."""
        columns = recusals.c
        query = select(columns.case_id, columns.person_id, columns.found_at, columns.declared, columns.ground)
        return [
            (CaseId(row[0]), PersonId(row[1]), datetime.fromisoformat(row[2]), bool(row[3]), row[4])
            for row in self._connection.execute(query.order_by(columns.found_at, columns.case_id, columns.person_id))
        ]

    def declare(self, case_id: CaseId, person: PersonId, at: datetime) -> None:
        """Keep a case from an officer who said so; no other register changes that."""
        self.recuse(case_id, {person: None}, at)
        mine = (recusals.c.case_id == case_id, recusals.c.person_id == person)
        self._connection.execute(update(recusals).where(*mine).values(declared=1))

    def admit(self, person: PersonId, cases: Iterable[CaseId]) -> None:
        """Keep these cases from an officer no longer, but for those that the officer declared."""
        for case_id in cases:
            mine = (recusals.c.case_id == case_id, recusals.c.person_id == person, recusals.c.declared == 0)
            self._connection.execute(delete(recusals).where(*mine))

    def kept_from_all(self, people: frozenset[PersonId]) -> list[CaseId]:
        """The cases that are kept from each of these officers; none where nobody is named."""
        if not people:
            return []
        query = select(recusals.c.case_id).where(recusals.c.person_id.in_(people)).group_by(recusals.c.case_id)
        rows = self._connection.execute(query.having(func.count() == len(people)))
        return [CaseId(row[0]) for row in rows]

    def recused(self, case_id: str) -> frozenset[PersonId]:
        """From whom a case is kept."""
        query = select(recusals.c.person_id).where(recusals.c.case_id == case_id)
        return frozenset(PersonId(row[0]) for row in self._connection.execute(query))
