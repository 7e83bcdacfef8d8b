"""A desk that tells which acts were asked for, beside what the table says about each, read by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Facts, Refusal, Refused, authorise
from app.models.domain.ids import CaseId
from app.services.desk import Act, Desk, Target
from app.services.facts import facts_of_case, facts_of_paper
from app.services.vault.unit import Unit


@dataclass(frozen=True)
class Asked:
    """One act that a use case asked for."""

    action: Action
    why: Refusal | None
    """What the table says against it."""


class WatchedDesk(Desk):
    """The real desk; only listens."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.asked: list[Asked] = []

    @override
    @contextmanager
    def acts(self, actor: Actor, action: Action, targets: Sequence[Target], **more: Any) -> Iterator[list[Act]]:
        with self.vault.read() as unit:
            answers = [authorise(actor, action, self._facts(unit, actor, target)) for target in targets]
        whys = [answer.why for answer in answers if isinstance(answer, Refused)]
        self.asked.append(Asked(action, whys[0] if whys else None))
        with super().acts(actor, action, targets, **more) as acts:
            yield acts

    def _facts(self, unit: Unit, actor: Actor, target: Target) -> Facts:
        at = self.clock.now()
        if target.case is not None:
            return facts_of_case(unit, unit.cases.get(CaseId(target.case)), actor, at)
        if target.candidate is not None:
            candidate = unit.candidates.get(target.candidate)
            return Facts(state=candidate.state, doers=unit.record.doers(candidate.candidate_id))
        if target.entry is not None:
            entry = unit.register.get(target.entry)
            return Facts(state=entry.state, sealed=True, doers=unit.record.doers(entry.entry_id))
        return facts_of_paper(unit, target.paper, actor, at) if target.paper is not None else Facts()
