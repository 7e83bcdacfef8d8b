"""Take everything about one case, person or paper out of the tables. What left this office stays named."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, delete, func, or_, select, update

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BundleId
from app.models.domain.retention import Matter
from app.models.schema import arriving, tables
from app.models.schema.carried import carried
from app.models.schema.columns import metadata
from app.models.views.retention import Foreseen
from app.services.vault.repositories.case_search import CaseSearch

_SENT = ("written", "closed")
_OPEN = ("draft", "signed")


class Erasure:
    """Removes rows; the key and the files go afterwards, when the removal stands."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def foresee(self, matter: Matter, subject: str) -> Foreseen:
        """What removing one thing takes away, and what lies where it does not reach.

        Raises:
            InvalidInputError: ``record.not-found``.
        """
        since = self._since(matter, subject)
        if since is None:
            raise InvalidInputError("record.not-found")
        owners = self.owners(matter, subject)
        exports = self._exports_about(owners)
        sent = tuple(BundleId(bundle_id) for bundle_id, _, status in exports if status in _SENT)
        return Foreseen(
            documents=self._count(tables.documents.c.case_id, [subject]),
            papers=self._count(tables.blobs.c.owner, owners),
            drafts=sum(status in _OPEN for _, _, status in exports),
            bundles=sent,
            existed_since=since,
        )

    def owners(self, matter: Matter, subject: str) -> list[str]:
        """Under which ids papers and bundles of one thing are kept."""
        return [subject, *self._belonging(matter, subject)]

    def erase(self, matter: Matter, subject: str) -> None:
        """Remove one thing with all its papers; nothing happens where it is gone already."""
        owners = self.owners(matter, subject)
        self._forget_in_exports(owners)
        for owner in owners:  # 取消しの道筋も、対象が無くなれば残さない
            gone = func.instr(arriving.admissions.c.subjects, owner) > 0
            self._connection.execute(delete(arriving.admissions).where(gone))
        self._remove(tables.received_results.c.bundle_id, owners)
        self._remove(carried.c.matter_id, owners)
        self._remove(tables.letters.c.owner, owners)
        self._remove(tables.blobs.c.owner, owners)
        self._remove(tables.register.c.entry_id, owners)
        self._remove(tables.candidates.c.candidate_id, owners)
        if matter is Matter.CASE:
            for table in reversed(metadata.sorted_tables):
                if "case_id" in table.c and table is not tables.cases:
                    self._remove(table.c.case_id, [subject])
                if "other_case_id" in table.c:
                    self._remove(table.c.other_case_id, [subject])
            self._remove(tables.cases.c.case_id, [subject])
            CaseSearch(self._connection).leave_nothing()
        if matter is Matter.ROSTER:
            self._remove_roster(subject)

    def cases_on_roster(self, roster_id: str) -> int:
        """How many cases and register entries still point to a roster."""
        cases = self._count(tables.cases.c.roster_id, [roster_id])
        return cases + self._count(tables.register.c.roster_id, [roster_id])

    def exists(self, matter: Matter, subject: str) -> bool:
        """Whether the thing is here."""
        return self._since(matter, subject) is not None

    def _since(self, matter: Matter, subject: str) -> datetime | None:
        """Since when it is in this vault, or None; a candidate is here since the roster came."""
        people, lists = tables.candidates.c, tables.rosters.c
        query = {
            Matter.CASE: select(tables.cases.c.opened_at).where(tables.cases.c.case_id == subject),
            Matter.REFUSAL: select(tables.register.c.recorded_at).where(tables.register.c.entry_id == subject),
            Matter.CANDIDATE: select(lists.imported_at).where(
                lists.roster_id == people.roster_id, people.candidate_id == subject
            ),
            Matter.ROSTER: select(lists.imported_at).where(lists.roster_id == subject),
            Matter.RESULT: select(tables.received_results.c.received_at).where(
                tables.received_results.c.bundle_id == subject
            ),
            Matter.CARRIED: select(carried.c.at).where(carried.c.matter_id == subject),
        }[matter]
        row = self._connection.execute(query).first()
        return None if row is None else datetime.fromisoformat(row[0])

    def _belonging(self, matter: Matter, subject: str) -> list[str]:
        """What goes with it: the candidate and the register entries of a case, the silent candidates of a roster."""
        people, entries = tables.candidates.c, tables.register.c
        queries = {
            Matter.CASE: (
                select(people.candidate_id).where(people.case_id == subject),
                select(entries.entry_id).where(entries.case_id == subject),
            ),
            Matter.ROSTER: (select(people.candidate_id).where(people.roster_id == subject, people.case_id.is_(None)),),
        }.get(matter, ())
        return [str(row[0]) for query in queries for row in self._connection.execute(query)]

    def _exports_about(self, owners: Sequence[str]) -> list[tuple[str, str, str]]:
        """Id, owners and status of every bundle about one of the owners."""
        exports = tables.exports.c
        concerned = or_(*(func.instr(exports.owner, owner) > 0 for owner in owners))
        query = select(exports.bundle_id, exports.owner, exports.status).where(concerned).order_by(exports.prepared_at)
        return [(row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def _forget_in_exports(self, owners: Sequence[str]) -> None:
        """Take the ids out of the list of bundles; what was sent stays on it, with its name, day and recipient."""
        for bundle_id, owner, status in self._exports_about(owners):
            values: dict[str, object] = {"owner": " ".join(word for word in owner.split() if word not in owners)}
            if status in _OPEN:
                values |= {"draft": None, "status": "discarded"}
            self._connection.execute(
                update(tables.exports).where(tables.exports.c.bundle_id == bundle_id).values(values)
            )

    def _remove_roster(self, roster_id: str) -> None:
        """Remove a roster; where something still points to it only the row stays, empty."""
        self._remove(carried.c.roster_id, [roster_id])
        pointing = self.cases_on_roster(roster_id)
        pointing += self._count(tables.candidates.c.roster_id, [roster_id])
        if not pointing:
            self._remove(tables.rosters.c.roster_id, [roster_id])
            return
        empty = {"submitter": "", "submitter_person": "", "contract_ref": ""}
        self._connection.execute(update(tables.rosters).where(tables.rosters.c.roster_id == roster_id).values(empty))

    def _count(self, column: Column[str], values: Sequence[str]) -> int:
        query = select(func.count()).select_from(column.table).where(column.in_(values))
        return int(self._connection.execute(query).scalar_one())

    def _remove(self, column: Column[str], values: Sequence[str]) -> None:
        self._connection.execute(delete(column.table).where(column.in_(values)))
