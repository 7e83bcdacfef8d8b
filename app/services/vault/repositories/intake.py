"""Rosters, candidates and the register of consents."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, tuple_, update

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CandidateId, CaseId, PersonId, RefusalId, RosterId
from app.models.domain.lifecycle import State
from app.models.schema import tables
from app.models.schema.fairness import recusals
from app.models.views.records import Candidate, RegisterEntry, Roster
from app.services.vault.rows import as_row, every, first

_CANDIDATES = tables.candidates
_REGISTER = tables.register


class Rosters:
    """Imported candidate rosters (候補者名簿)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, roster: Roster) -> None:
        """Keep a roster."""
        self._connection.execute(insert(tables.rosters), as_row(roster))

    def get(self, roster_id: RosterId) -> Roster:
        """One roster."""
        found = self.find(roster_id)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def find(self, roster_id: RosterId) -> Roster | None:
        """One roster, or None."""
        return first(self._connection, select(tables.rosters).where(tables.rosters.c.roster_id == roster_id), Roster)

    def every(self) -> list[Roster]:
        """All rosters, oldest first."""
        return every(self._connection, select(tables.rosters).order_by(tables.rosters.c.imported_at), Roster)

    def by_source(self, sha256: str) -> Roster | None:
        """The roster that was read from this very file, if it was imported before."""
        return first(self._connection, select(tables.rosters).where(tables.rosters.c.source_sha256 == sha256), Roster)


class Candidates:
    """Persons on rosters for whom no case is open (名簿登載者)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, candidates: Sequence[Candidate]) -> None:
        """Keep the rows of one roster."""
        if candidates:
            self._connection.execute(insert(_CANDIDATES), [as_row(candidate) for candidate in candidates])

    def get(self, candidate_id: CandidateId) -> Candidate:
        """One candidate."""
        found = first(
            self._connection, select(_CANDIDATES).where(_CANDIDATES.c.candidate_id == candidate_id), Candidate
        )
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def of_case(self, case_id: CaseId) -> Candidate | None:
        """The person on a roster whose consent opened a case; None where the case came from elsewhere."""
        return first(self._connection, select(_CANDIDATES).where(_CANDIDATES.c.case_id == case_id), Candidate)

    def page(
        self, states: Sequence[State], after: tuple[str, str] | None, limit: int, seen_by: PersonId
    ) -> list[Candidate]:
        """Candidates in kana order (五十音順), after ``(kana_sort, candidate_id)``, whose case is not kept from one."""
        query = select(_CANDIDATES).where(_CANDIDATES.c.state.in_([state.value for state in states]))
        query = query.where(~_is_kept(_CANDIDATES.c.case_id, seen_by))
        if after is not None:
            query = query.where(tuple_(_CANDIDATES.c.kana_sort, _CANDIDATES.c.candidate_id) > after)
        return every(
            self._connection,
            query.order_by(_CANDIDATES.c.kana_sort, _CANDIDATES.c.candidate_id).limit(limit),
            Candidate,
        )

    def of_roster(self, roster_id: RosterId) -> list[Candidate]:
        """The people whom one roster lists, in its order."""
        query = select(_CANDIDATES).where(_CANDIDATES.c.roster_id == roster_id).order_by(_CANDIDATES.c.row_number)
        return every(self._connection, query, Candidate)

    def all_for_matching(self) -> list[Candidate]:
        """Every candidate, to be matched against a new roster."""
        return every(self._connection, select(_CANDIDATES), Candidate)

    def count(self, state: State) -> int:
        """How many candidates stand in ``state``."""
        query = select(func.count()).select_from(_CANDIDATES).where(_CANDIDATES.c.state == state.value)
        return self._connection.execute(query).scalar_one()

    def move(self, candidate_id: CandidateId, to: State, at: datetime) -> None:
        """Set the state that the table of acts leads to."""
        self._connection.execute(
            update(_CANDIDATES)
            .where(_CANDIDATES.c.candidate_id == candidate_id)
            .values(state=to.value, changed_at=at.isoformat())
        )

    def set_notice(self, candidate_id: CandidateId, notified_on: date, method: str) -> None:
        """Day and way of delivery of the notice (告知)."""
        self._connection.execute(
            update(_CANDIDATES)
            .where(_CANDIDATES.c.candidate_id == candidate_id)
            .values(notified_on=notified_on.isoformat(), notice_method=method)
        )

    def set_case(self, candidate_id: CandidateId, case_id: CaseId) -> None:
        """Point to the case that the consent opened."""
        self._connection.execute(
            update(_CANDIDATES).where(_CANDIDATES.c.candidate_id == candidate_id).values(case_id=case_id)
        )

    def remove(self, candidate_id: CandidateId) -> None:
        """Take a person who refused off the list, so that nothing but the register knows of it."""
        self._connection.execute(delete(_CANDIDATES).where(_CANDIDATES.c.candidate_id == candidate_id))


class Register:
    """The register of consents, refusals and withdrawals (同意簿), apart from cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: RegisterEntry) -> None:
        """Enter a letter that came in."""
        self._connection.execute(insert(_REGISTER), as_row(entry))

    def get(self, entry_id: RefusalId) -> RegisterEntry:
        """One entry."""
        found = first(self._connection, select(_REGISTER).where(_REGISTER.c.entry_id == entry_id), RegisterEntry)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def holds(self, entry_id: RefusalId) -> bool:
        """Whether there is such an entry."""
        return (
            first(self._connection, select(_REGISTER).where(_REGISTER.c.entry_id == entry_id), RegisterEntry)
            is not None
        )

    def newest_first(self, limit: int, offset: int, seen_by: PersonId) -> list[RegisterEntry]:
        """Entries from the newest to the oldest, but for those of a case that is kept from an officer."""
        query = select(_REGISTER).where(~_is_kept(_REGISTER.c.case_id, seen_by))
        query = query.order_by(_REGISTER.c.recorded_at.desc(), _REGISTER.c.entry_id).limit(limit)
        return every(self._connection, query.offset(offset), RegisterEntry)

    def of_case(self, case_id: CaseId) -> list[RegisterEntry]:
        """The entries that belong to a case."""
        query = select(_REGISTER).where(_REGISTER.c.case_id == case_id).order_by(_REGISTER.c.recorded_at)
        return every(self._connection, query, RegisterEntry)

    def waiting_for_notice(self) -> list[RegisterEntry]:
        """Refusals and withdrawals of which the contractor was not yet told."""
        open_states = (State.NON_CONSENT.value, State.WITHDRAWN.value)
        query = select(_REGISTER).where(_REGISTER.c.state.in_(open_states), _REGISTER.c.roster_id.is_not(None))
        return every(self._connection, query.order_by(_REGISTER.c.recorded_at), RegisterEntry)

    def move(self, entry_id: RefusalId, to: State) -> None:
        """Set the state that the table of acts leads to."""
        self._connection.execute(update(_REGISTER).where(_REGISTER.c.entry_id == entry_id).values(state=to.value))


def _is_kept(case_id: ColumnElement[str | None], person: PersonId) -> ColumnElement[bool]:
    """Whether a case is kept from an officer."""
    kept = (recusals.c.case_id == case_id, recusals.c.person_id == person)
    return select(recusals.c.case_id).where(*kept).exists()
