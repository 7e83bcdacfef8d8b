"""Who has how much to do (担当の状況): cases of each examiner by stage, and what is overdue. No case, no subject."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import State
from app.services.desk import Desk
from app.services.queue.queue import WEEK

STAGES = (State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION, State.UNDER_REVIEW, State.REVIEW_ACCEPTED)
"""The stages of the work of the investigation office, before the opinion is signed."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one examiner has to do, or what nobody has.

    Attributes:
        person: The examiner; None for cases that nobody has.
        name: Empty for nobody.
        counts: Cases by stage; a stage without any is left out.
        overdue: Cases whose due day has passed.
        due_soon: Cases that fall due within a week, today included.
        late_flags: Open flags of the examiner whose due day has passed.
    """

    person: PersonId | None
    name: str
    counts: Mapping[State, int]
    overdue: int = 0
    due_soon: int = 0
    late_flags: int = 0


class Workload:
    """Use case of whoever hands out cases."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of_office(self, actor: Actor) -> tuple[Load, ...]:
        """Every examiner of this office, whoever has cases still, and the cases of nobody last.

        Cases that are kept from the officer who asks are not counted.
        """
        today = self._desk.clock.today()
        with self._desk.act(actor, Action.SEE_WORKLOAD) as act:
            officers = {one.person_id: one for one in act.unit.people.officers()}
            names = {person: one.name for person, one in officers.items() if one.holds(Role.EXAMINER)}
            found = act.unit.cases.load(STAGES, actor.person, today, today + WEEK)
            names |= {one.assignee: officers[one.assignee].name for one in found if one.assignee in officers}
            flags = act.unit.waits.late(today, actor.person)
            people: list[PersonId | None] = [*sorted(names, key=lambda person: names[person]), None]
            loads = []
            for person in people:
                mine = [one for one in found if one.assignee == person]
                counts = {one.state: one.count for one in mine}
                overdue, soon = sum(one.overdue for one in mine), sum(one.due_soon for one in mine)
                late = flags.get(person, 0) if person is not None else 0
                loads.append(Load(person, names.get(person, "") if person else "", counts, overdue, soon, late))
            return tuple(loads)
