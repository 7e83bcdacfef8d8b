"""The books of the import desk: alarms, and admissions that can still be taken back. Qt-free."""

from dataclasses import dataclass

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.ids import BundleId, PersonId
from app.services.exchange.alarms import AlarmSeen, Finding
from app.services.exchange.survey import Decided
from app.services.exchange.way_back import WayBack
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Prospect:
    """What taking a bundle back would do, and who could be the second person."""

    way: WayBack
    witnesses: tuple[tuple[PersonId, str], ...]


@dataclass(frozen=True, slots=True)
class DeskState(WorkState):
    """What the page shows.

    Attributes:
        alarms: The newest first, settled ones too.
        admitted: Bundles that were admitted, the newest first.
        prospect: What taking one of them back would do.
        undone: The bundle that was taken back last.
    """

    alarms: tuple[AlarmSeen, ...] = ()
    admitted: tuple[Decided, ...] = ()
    prospect: Prospect | None = None
    undone: str = ""


class ImportDeskPresenter(Worker[DeskState]):
    """Behaviour of the page."""

    def __init__(self, workplace: Workplace, runner: Submitter) -> None:
        super().__init__(DeskState(), runner)
        self._workplace = workplace

    def refresh(self) -> None:
        """Read both books anew."""
        services, actor = self._workplace.services, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[list[AlarmSeen], list[Decided]]:
            decided = services.survey.decided(actor)
            return services.alarms.all(actor, open_only=False), [one for one in decided if one.outcome == "imported"]

        self.work("look", job, self._seen, Lane.READ)

    def settle(self, alarm_id: str, finding: Finding) -> None:
        """Say what was found about an alarm."""
        services, actor = self._workplace.services, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.alarms.settle(actor, alarm_id, finding)

        self.work("settle", job, self._done)

    def look_ahead(self, bundle_id: BundleId) -> None:
        """Find out whether a bundle can be taken back, and who could be the second person."""
        services, actor = self._workplace.services, self._workplace.actor
        roles = RULES[Action.WITNESS_TAKE_BACK].roles

        def job(_token: CancelToken, _progress: ProgressSink) -> Prospect:
            way = services.taking_back.foresee(actor, bundle_id)
            able = [
                (one.person_id, one.name)
                for one in services.queue.officers(actor)
                if one.ended_at is None and one.person_id != actor.person and roles & set(one.roles)
            ]
            return Prospect(way, tuple(able))

        self.change(prospect=None)
        self.work("look", job, self._on_prospect, Lane.READ)

    def give_up(self) -> None:
        """It is not taken back after all."""
        self.change(prospect=None, error=None)

    def take_back(self, witness: PersonId, passphrase: str) -> None:
        """Take the bundle back before a second person who has typed the own passphrase."""
        prospect = self.state.prospect
        if prospect is None:
            return
        place, services, actor = self._workplace, self._workplace.services, self._workplace.actor
        bundle_id = prospect.way.bundle_id

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            seat = place.seat(witness, passphrase)
            services.taking_back.take_back(actor, seat.actor, bundle_id)
            return bundle_id

        self.work("undo", job, self._undone, Lane.HEAVY)

    def _seen(self, seen: tuple[list[AlarmSeen], list[Decided]]) -> None:
        self.change(alarms=tuple(seen[0]), admitted=tuple(seen[1]))

    def _on_prospect(self, prospect: Prospect) -> None:
        self.change(prospect=prospect)

    def _done(self, _nothing: None) -> None:
        self.refresh()

    def _undone(self, bundle_id: str) -> None:
        self.change(prospect=None, undone=bundle_id)
        self.refresh()
