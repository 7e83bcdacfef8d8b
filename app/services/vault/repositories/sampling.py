"""Samples for second readings, and who reads what."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from app.models.domain.act_rows.sampling import READABLE
from app.models.domain.custody import HOLDING
from app.models.domain.ids import CaseId, PersonId
from app.models.domain.lifecycle import State
from app.models.schema.custody import custodies
from app.models.schema.fairness import recusals
from app.models.schema.sampling import sampled_cases, samples
from app.models.schema.tables import cases
from app.models.views.sampling import Sample, SampledCase
from app.services.vault.rows import as_row, every, first

_ROWS = sampled_cases.c
_DRAWABLE = (State.UNDER_REVIEW, State.REVIEW_ACCEPTED)
"""States in which the findings were handed in and nothing was signed yet."""
_NONE = {"reader": None, "reading_id": None}


class Sampling:
    """Nothing here says what a reader found."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has_seed(self, seed: str) -> bool:
        """Whether a sample was drawn by a seed before."""
        return self._connection.execute(select(samples.c.sample_id).where(samples.c.seed == seed)).first() is not None

    def drawable(self, person: PersonId) -> list[CaseId]:
        """What an officer can draw from: cases here, findings handed in, never drawn, not kept from the officer."""
        kept = (recusals.c.case_id == cases.c.case_id, recusals.c.person_id == person)
        drawn = (_ROWS.case_id == cases.c.case_id, _ROWS.is_drawn == 1)
        query = select(cases.c.case_id).where(
            _are_here(_DRAWABLE),
            ~select(recusals.c.case_id).where(*kept).exists(),
            ~select(_ROWS.case_id).where(*drawn).exists(),
        )
        return [CaseId(row[0]) for row in self._connection.execute(query.order_by(cases.c.case_id))]

    def add(self, sample: Sample, population: Iterable[CaseId], drawn: Sequence[CaseId]) -> None:
        """Keep a drawing with the list out of which it was made."""
        self._connection.execute(insert(samples), as_row(sample))
        rows = [as_row(SampledCase(sample.sample_id, one, is_drawn=one in drawn)) for one in population]
        self._connection.execute(insert(sampled_cases), [row | {"is_drawn": int(row["is_drawn"])} for row in rows])

    def every(self) -> list[Sample]:
        """All samples, the newest first."""
        return every(self._connection, select(samples).order_by(samples.c.drawn_at.desc(), samples.c.seed), Sample)

    def cases_of(self, sample_id: str) -> list[SampledCase]:
        """The cases out of which a sample was drawn, as far as they are still here."""
        query = select(sampled_cases).where(_ROWS.sample_id == sample_id)
        return every(self._connection, query.order_by(_ROWS.case_id), SampledCase)

    def of_case(self, case_id: str) -> SampledCase | None:
        """The second reading of a case; None where it was never drawn."""
        query = select(sampled_cases).where(_ROWS.case_id == case_id, _ROWS.is_drawn == 1)
        return first(self._connection, query, SampledCase)

    def reading(self, reading_id: str) -> SampledCase | None:
        """What a reader knows by this name."""
        query = select(sampled_cases).where(_ROWS.reading_id == reading_id)
        return first(self._connection, query, SampledCase)

    def of_reader(self, person: PersonId) -> list[SampledCase]:
        """What an officer has yet to read, in an order that says nothing about the cases."""
        query = (
            select(sampled_cases)
            .join(cases, cases.c.case_id == _ROWS.case_id)
            .where(_ROWS.reader == person, _ROWS.given_at.is_(None), _are_here(READABLE))
        )
        return every(self._connection, query.order_by(_ROWS.reading_id), SampledCase)

    def assign(self, case_id: CaseId, reader: PersonId, reading_id: str) -> None:
        """Give a drawn case to a reader, under a new name."""
        self._change(case_id, {"reader": reader, "reading_id": reading_id})

    def free(self, case_id: CaseId, people: Iterable[PersonId]) -> None:
        """Take a reading that was not handed in from officers."""
        mine = (_ROWS.case_id == case_id, _ROWS.reader.in_(list(people)), _ROWS.given_at.is_(None))
        self._connection.execute(update(sampled_cases).where(*mine).values(_NONE))

    def give(self, case_id: CaseId, at: datetime) -> None:
        """The reading was handed in."""
        self._change(case_id, {"given_at": at.isoformat()})

    def settle(self, case_id: CaseId, at: datetime) -> None:
        """Nothing of it is open any more."""
        self._change(case_id, {"settled_at": at.isoformat()})

    def is_read(self, sample_id: str) -> bool:
        """Whether nobody will read in a sample any more: each case was read, or can be read no longer."""
        open_ones = (
            select(func.count())
            .select_from(sampled_cases.join(cases, cases.c.case_id == _ROWS.case_id))
            .where(_ROWS.sample_id == sample_id, _ROWS.is_drawn == 1, _ROWS.given_at.is_(None), _are_here(READABLE))
        )
        return not self._connection.execute(open_ones).scalar_one()

    def can_be_read(self, case_id: CaseId) -> bool:
        """Whether a case is worked on here, in a state in which a second reader reads."""
        query = select(cases.c.case_id).where(cases.c.case_id == case_id, _are_here(READABLE))
        return self._connection.execute(query).first() is not None

    def keep_figures(self, sample_id: str, figures: str) -> None:
        """Keep what may be told of a sample."""
        self._connection.execute(update(samples).where(samples.c.sample_id == sample_id).values(figures=figures))

    def _change(self, case_id: CaseId, values: dict[str, str]) -> None:
        drawn = (_ROWS.case_id == case_id, _ROWS.is_drawn == 1)
        self._connection.execute(update(sampled_cases).where(*drawn).values(values))


def _are_here(states: Iterable[State]) -> ColumnElement[bool]:
    """Cases that are worked on at this station in one of the states."""
    elsewhere = (custodies.c.case_id == cases.c.case_id, custodies.c.place.not_in([one.value for one in HOLDING]))
    return (
        (cases.c.sealed == 0)
        & cases.c.state.in_([one.value for one in states])
        & ~select(custodies.c.case_id).where(*elsewhere).exists()
    )
