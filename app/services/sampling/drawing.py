"""Draw a sample of cases by a seed, and say who reads them a second time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import msgspec

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal, Refused, authorise
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.ids import CaseId, PersonId
from app.models.domain.sampling import MOST_DRAWN, Figures, digest_of_list, drawn, follows, is_seed
from app.models.views.records import Officer
from app.models.views.sampling import Sample, SampledCase
from app.services.desk import Act, Desk, Target
from app.services.findings.second_reads import figures_in, keep_figures
from app.services.questionnaires.keeping import read_response
from app.services.recusing import recuse
from app.services.refusals import error_of
from app.services.vault.unit import Unit


class Progress(StrEnum):
    """How far the second reading of a case is. Whether the two readers agree is no part of it."""

    UNASSIGNED = "unassigned"
    READING = "reading"
    READ = "read"
    LEFT = "left"
    """The case went on, was sealed or left before it was read."""


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A case of a sample; named by its number alone."""

    case_id: CaseId
    number: str
    progress: Progress
    reader: PersonId | None


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """A sample as its supervisors see it; an auditor sees the same without cases.

    Attributes:
        cases: Those that are still here, not kept from who looks, and not read by that officer without a name.
        follows: The drawing was repeated: it follows from its seed, with no case that another one should stand for, and
            seed, counts and digest of the list are those on record.
        figures: None while somebody still reads.
        read: How many of the cases that are still here were read.
        left: How many of those that were drawn are still here.
    """

    sample: Sample
    cases: tuple[DrawnCase, ...]
    follows: bool
    figures: Figures | None
    read: int
    left: int


@dataclass(frozen=True, slots=True)
class SampleDesk:
    """All samples, and what is needed to draw another one.

    Attributes:
        drawable: Out of how many cases it would be drawn.
        fresh_seed: A seed at random, for whoever has none.
        readers: Examiners of this office.
    """

    samples: tuple[DrawnSample, ...]
    drawable: int
    fresh_seed: str
    readers: tuple[PersonId, ...]
    names: Mapping[PersonId, str]


class SampleDrawing:
    """Use cases of reviewers and deciding officers of the investigation office; auditors look."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def overview(self, actor: Actor) -> SampleDesk:
        """Every sample with who reads what, and the figures of those that are read."""
        with self._desk.act(actor, Action.SEE_SAMPLES) as act:
            for sample in act.unit.sampling.every():
                if sample.figures is None:
                    keep_figures(act.unit, sample.sample_id)
            samples = act.unit.sampling.every()
            act.detail["samples"] = len(samples)
            officers, draws = act.unit.people.officers(), act.may(Action.DRAW_SAMPLE) is None
            drawings = act.unit.record.with_codes([Action.DRAW_SAMPLE.value])
            on_record = [msgspec.json.decode(one.entry)["detail"] for one in drawings if one.result == "done"]
            return SampleDesk(
                tuple(_shown(act, sample, on_record, names_cases=draws) for sample in samples),
                len(act.unit.sampling.drawable(actor.person)) if draws else 0,
                self._desk.entropy(8).hex(),
                tuple(one.person_id for one in officers if one.holds(Role.EXAMINER)) if draws else (),
                {one.person_id: one.name for one in officers},
            )

    def draw(self, actor: Actor, seed: str, count: int) -> str:
        """Draw cases whose findings were handed in and that were never drawn before.

        Returns:
            The id of the sample.

        Raises:
            InvalidInputError: ``sample.seed``, ``sample.count``.
            GateClosedError: ``sample.seed-known``: nobody draws twice by one seed; ``sample.too-few``.
        """
        seed = seed.strip().lower()
        if not is_seed(seed):
            raise InvalidInputError("sample.seed", field="seed")
        if not 1 <= count <= MOST_DRAWN:
            raise InvalidInputError("sample.count", field="count", most=MOST_DRAWN)
        with self._desk.act(actor, Action.DRAW_SAMPLE) as act:
            if act.unit.sampling.has_seed(seed):
                raise GateClosedError("sample.seed-known")
            population = act.unit.sampling.drawable(actor.person)
            if len(population) < count:
                raise GateClosedError("sample.too-few", count=len(population))
            digest = digest_of_list(population)
            sample = Sample(act.new_id(), seed, act.at, actor.person, len(population), count, digest)
            act.unit.sampling.add(sample, population, drawn(seed, population, count))
            act.detail |= {"seed": seed, "population": len(population), "cases": count, "sha256": digest}
            return sample.sample_id

    def assign(self, actor: Actor, case: CaseId, to: PersonId) -> None:
        """Give a drawn case to a second reader, under a name that says nothing about it.

        Raises:
            InvalidInputError: ``review.not-an-examiner``; ``record.not-found`` for a case that was not drawn.
            GateClosedError: ``second-read.given``; ``second-read.same-person`` for whoever works on the case or read
                it with its name; ``review.somebody-else``, and nobody is told why.
        """
        with self._desk.act(actor, Action.ASSIGN_SECOND_READER, Target(case=case)) as act:
            officer = next((one for one in act.unit.people.officers() if one.person_id == to), None)
            if officer is None or not officer.holds(Role.EXAMINER):
                raise InvalidInputError("review.not-an-examiner", field="reader")
            _require_open(act.unit.sampling.of_case(case))
            act.detail["to"] = to
            recuse(act, read_response(act))
            why = Refusal.SAME_PERSON if to == actor.person else _against(act, officer)
            if why is None:
                act.unit.sampling.assign(case, to, act.new_id())
            else:
                act.record_event(f"refused:{why}")
        if why is Refusal.RECUSED:  # only now, so that what was found stands
            raise GateClosedError("review.somebody-else")
        if why is not None:
            raise GateClosedError("second-read.same-person") if why is Refusal.SAME_PERSON else error_of(why, "")


def _require_open(row: SampledCase | None) -> None:
    if row is None:
        raise InvalidInputError("record.not-found")
    if row.given_at is not None:
        raise GateClosedError("second-read.given")


def _against(act: Act, officer: Officer) -> Refusal | None:
    """Why an officer cannot read the case a second time."""
    recused = act.unit.fairness.recused(act.case.case_id)
    facts = replace(act.facts, second_reader=officer.person_id, recused=recused, emergency=False, has_left=False)
    answer = authorise(officer.beside(act.actor), Action.GIVE_SECOND_READ, facts)
    return answer.why if isinstance(answer, Refused) else None


def _shown(act: Act, sample: Sample, on_record: list[dict[str, object]], *, names_cases: bool) -> DrawnSample:
    rows, unit = act.unit.sampling.cases_of(sample.sample_id), act.unit
    chosen = [row for row in rows if row.is_drawn]
    # What the officer reads without a name is not named here either.
    named = [row for row in chosen if names_cases and (row.given_at is not None or row.reader != act.actor.person)]
    mine = [row for row in named if act.actor.person not in unit.fairness.recused(row.case_id)]
    figures = figures_in(sample.figures) if sample.figures is not None else None
    cases = sorted((_drawn(unit, row) for row in mine), key=lambda one: one.number)
    repeats, read = _repeats(sample, rows, on_record), sum(row.given_at is not None for row in chosen)
    return DrawnSample(sample, tuple(cases), repeats, figures, read, len(chosen))


def _repeats(sample: Sample, rows: list[SampledCase], on_record: list[dict[str, object]]) -> bool:
    """Whether the drawing is that of its seed, as far as its cases are still here, and the one that was recorded."""
    chosen = [row.case_id for row in rows if row.is_drawn]
    others = [row.case_id for row in rows if not row.is_drawn]
    told = {"seed": sample.seed, "population": sample.population, "cases": sample.wanted, "sha256": sample.list_sha256}
    if len(rows) == sample.population and (
        len(chosen) != sample.wanted or digest_of_list([*chosen, *others]) != sample.list_sha256
    ):
        return False
    return follows(sample.seed, chosen, others) and told in on_record


def _drawn(unit: Unit, row: SampledCase) -> DrawnCase:
    if row.given_at is not None:
        progress = Progress.READ
    elif not unit.sampling.can_be_read(row.case_id):
        progress = Progress.LEFT
    else:
        progress = Progress.UNASSIGNED if row.reader is None else Progress.READING
    return DrawnCase(row.case_id, unit.cases.get(row.case_id).number, progress, row.reader)
