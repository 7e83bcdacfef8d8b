"""Where cases are (案件の所管), for the whole station: elsewhere, received, taken back, to be decided. Qt-free."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.custody import GONE, Place, Standing
from app.services.exchange.custody.custody import Whereabouts
from app.services.jobs import CancelToken, ProgressSink
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


class Group(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    OPEN = "open"
    """Somebody must do something: a conflict, a doubt, a station that must be told."""
    ELSEWHERE = "elsewhere"
    """Another station holds the right to write, or is about to."""
    CAME = "came"
    """Here, and came from another station."""
    RECALLED = "recalled"
    """Taken back by two officers."""


@dataclass(frozen=True, slots=True)
class CustodyListState(WorkState):
    """What the page shows.

    Attributes:
        cases: Every case that ever was handed over, is in conflict or in doubt, the newest first.
        group: What the list is narrowed to.
    """

    cases: tuple[Whereabouts, ...] = ()
    group: Group = Group.ALL
    is_read: bool = False

    @property
    def listed(self) -> tuple[Whereabouts, ...]:
        """The cases of the group."""
        return tuple(one for one in self.cases if belongs(one, self.group))

    @property
    def open_count(self) -> int:
        """How many need somebody."""
        return sum(belongs(one, Group.OPEN) for one in self.cases)


def belongs(one: Whereabouts, group: Group) -> bool:
    """Whether a case belongs to a group."""
    custody = one.custody
    if group is Group.OPEN:
        return custody.conflict is not None or custody.doubted or bool(custody.untold)
    if group is Group.ELSEWHERE:
        return custody.place in GONE or custody.place is Place.SENDING
    if group is Group.RECALLED:
        return custody.place is Place.RECALLED
    if group is Group.CAME:
        return custody.place is Place.RETURNED or (custody.place is Place.HERE and len(custody.chain) > 1)
    return True


def receipt_of(one: Whereabouts) -> str:
    """Word for the receipt of the bundle by which a case left: ``waits``, ``came``, or empty where none is due."""
    if one.custody.place is Place.AWAY:
        return "waits"
    return "came" if one.custody.standing is Standing.RELEASED else ""


class CustodyListPresenter(Worker[CustodyListState]):
    """Behaviour of the page; what is done about a case is done at its head."""

    def __init__(self, workplace: Workplace, runner: Submitter) -> None:
        super().__init__(CustodyListState(), runner)
        self._workplace = workplace

    @property
    def may_look(self) -> bool:
        """Whether the officer may see where cases are."""
        rule, actor = RULES[Action.SEE_CUSTODY], self._workplace.actor
        return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)

    def refresh(self) -> None:
        """Read anew where cases are."""
        if not self.may_look:
            return
        custody, actor = self._workplace.services.custody, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Whereabouts, ...]:
            return tuple(custody.everywhere(actor))

        self.work("look", job, self._seen)

    def narrow(self, group: Group) -> None:
        """Show the cases of one group."""
        self.change(group=group)

    def _seen(self, cases: tuple[Whereabouts, ...]) -> None:
        self.change(cases=cases, is_read=True)
