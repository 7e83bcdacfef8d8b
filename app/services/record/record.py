"""Look at the record of events and prove that nobody cut or rewrote it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.views.records import Event
from app.services.audit.anchor import Doubt
from app.services.desk import Desk
from app.services.exchange.lookout import signed_head, station_keys
from app.services.stations.anchoring import suspect

Told = Callable[[int, int], None]
"""Told how many entries of how many are hashed."""
_MOST_TOLD = 1000


@dataclass(frozen=True, slots=True)
class RecordReport:
    """The result of a verification."""

    size: int
    root: str
    damaged: tuple[int, ...]
    """Numbers of entries that do not match their hash or their place; the first thousand."""
    root_matches: bool
    """The entries give the head, and every hash that is kept for speed is theirs."""
    checkpoint: str
    """The signed head, for paper and for partners."""

    @property
    def is_sound(self) -> bool:
        """Nothing was changed, removed or put in."""
        return not self.damaged and self.root_matches


class RecordKeeping:
    """Use cases of auditors."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.last: RecordReport | None = None
        """The latest check of the whole record in this session."""

    def newest(self, actor: Actor, limit: int = 200) -> list[Event]:
        """The latest entries, newest first."""
        with self._desk.act(actor, Action.SEE_LOG) as act:
            return act.unit.record.newest_first(limit)

    def verify(self, actor: Actor, told: Told = lambda _done, _of: None) -> RecordReport:
        """Hash every entry again and compare with the tree; the work keeps nobody from writing.

        Raises:
            NotAuthorisedError: As :meth:`Desk.act`.
        """
        self._desk.require(actor, Action.VERIFY_LOG)
        report = self.examine(told)
        with self._desk.act(actor, Action.VERIFY_LOG) as act:
            act.detail.update(
                {"size": report.size, "sound": int(report.is_sound), "damaged": min(len(report.damaged), _MOST_TOLD)}
            )
        return report

    def recheck(self, told: Told = lambda _done, _of: None) -> RecordReport:
        """Check the whole record after unlocking, in the background; one that is not sound is in doubt from now on.

        It shows nobody anything, so it is no act of an officer; only a doubt goes on record.
        """
        report = self.examine(told)
        if not report.is_sound and self._desk.anchor.doubt is None:
            station = self._desk.vault.station()
            suspect(self._desk.vault, station, self._desk.anchor, self._desk.clock, Doubt.INSIDE)
        return report

    def examine(self, told: Told = lambda _done, _of: None) -> RecordReport:
        """The verification itself, without asking who wants to know."""
        with self._desk.vault.read() as unit:
            head = unit.record.head()
            damaged: list[int] = []
            matches = head.size == 0
            for step in unit.record.sweep():
                damaged += step.damaged[: _MOST_TOLD - len(damaged)]
                matches = step.nodes_match and step.tree.size == head.size and step.tree.hashes == head.hashes
                told(step.done, head.size)
            checkpoint = signed_head(unit, station_keys(unit))
        self.last = RecordReport(head.size, head.root().hex(), tuple(damaged), matches, checkpoint)
        return self.last
