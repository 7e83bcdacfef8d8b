"""Try a new rule pack on closed cases (点検規則の試算): coarse numbers come out, one case is in memory at a time."""

from collections.abc import Callable, Iterator

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.custody import Standing
from app.models.domain.errors import VaultError
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.forms.answers import Response
from app.models.forms.carrying import carry
from app.models.forms.migration import starts_from
from app.models.rules.trial import Tally, Trial
from app.models.views.queries import CaseQuery
from app.models.views.records import Case
from app.services.desk import Desk
from app.services.jobs import CancelToken, Progress, ProgressSink
from app.services.packs.loader import LoadedPack
from app.services.packs.shelf import PackShelf
from app.services.points.deriving import derived_in
from app.services.questionnaires.keeping import response_in
from app.services.vault.unit import Unit

CLOSED = State.OPINION_SENT
"""With its opinion sent, the investigation office is done with a case."""
_PAGE = 20
"""Cases between two looks at whether the result is still wanted; each page is a transaction of its own."""


class RuleTrials:
    """Use cases of whoever weighs a change of the rules."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def run(
        self,
        actor: Actor,
        on_trial: LoadedPack,
        token: CancelToken | None = None,
        progress: ProgressSink | None = None,
    ) -> Trial:
        """Run the rules of a pack over every closed case that is here and not sealed, beside those it was closed with.

        It goes on record before the first case is read. The cases stay as they are, and nothing is kept.

        Args:
            actor: Who asks.
            on_trial: The pack, loaded and so checked; answers to an earlier pack go over along its migration.
            token: Breaks the trial off.
            progress: Hears how far it is.

        Raises:
            CancelledError: The token was cancelled; no number is given then.
        """
        with self._desk.act(actor, Action.TRY_RULES) as act:
            total = act.unit.cases.count(CaseQuery(states=(CLOSED,)))
            act.detail |= {"cases": total, "sha256": on_trial.pack.digest}
        tally, done = Tally(), 0
        tally.name(rule.id for rule in on_trial.rules.rules)
        for page in self._pages(lambda unit, case: self._try(unit, case, on_trial, tally)):
            done += page
            if token is not None:
                token.raise_if_cancelled()
            if progress is not None:
                progress(Progress(done, total))
        return tally.told()

    def _pages(self, each: Callable[[Unit, Case], None]) -> Iterator[int]:
        """Go through the cases; gives the size of every page that is done."""
        after = CaseId("")
        while True:
            with self._desk.vault.read() as unit:
                cases = unit.cases.of_state(CLOSED, after, _PAGE)
                for case in cases:
                    each(unit, case)
            if not cases:
                return
            after = cases[-1].case_id
            yield len(cases)

    def _try(self, unit: Unit, case: Case, on_trial: LoadedPack, tally: Tally) -> None:
        custody = unit.custody.find(case.case_id)
        if case.withdrawn_on is not None or (custody is not None and custody.standing is not Standing.HERE):
            return
        response = response_in(unit, case.case_id)
        if response is None:
            return
        pinned = self._pinned(case)
        moved = None if pinned is None else _under(on_trial, pinned, response)
        if pinned is None or moved is None:
            tally.pass_over()
            return
        day = case.ended_on or response.as_of
        before, after = (
            frozenset(one.rule for one in derived_in(unit, case, loaded, answers, day))
            for loaded, answers in ((pinned, response), (on_trial, moved))
        )
        tally.add(before, after)

    def _pinned(self, case: Case) -> LoadedPack | None:
        try:
            return self._packs.by_digest(case.pack_digest)
        except VaultError:
            return None


def _under(on_trial: LoadedPack, pinned: LoadedPack, response: Response) -> Response | None:
    """The answers as the pack on trial reads them; None where nothing says how."""
    old, new = pinned.pack, on_trial.pack
    if (old.items, old.choices) == (new.items, new.choices):
        return response
    if on_trial.migration is not None and starts_from(on_trial.migration, old):
        return carry(old, new, on_trial.migration, response).response
    return None
