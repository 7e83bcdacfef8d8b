"""Look at the record of events and prove that nobody cut or rewrote it."""

from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.views.records import Event
from app.services.audit.merkle import root_of
from app.services.desk import Desk
from app.services.exchange.lookout import signed_head, station_keys


@dataclass(frozen=True, slots=True)
class RecordReport:
    """The result of a verification."""

    size: int
    root: str
    damaged: tuple[int, ...]
    """Numbers of entries that do not match their hash or their place."""
    root_matches: bool
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

    def newest(self, actor: Actor, limit: int = 200) -> list[Event]:
        """The latest entries, newest first."""
        with self._desk.act(actor, Action.SEE_LOG) as act:
            return act.unit.record.newest_first(limit)

    def verify(self, actor: Actor) -> RecordReport:
        """Hash every entry again and compare with the tree."""
        with self._desk.act(actor, Action.VERIFY_LOG) as act:
            head = act.unit.record.head()
            leaves = act.unit.record.leaves()
            root = head.root()
            matches = len(leaves) == head.size and root_of(leaves) == root
            report = RecordReport(
                head.size,
                root.hex(),
                tuple(act.unit.record.damaged_entries()),
                matches,
                signed_head(act.unit, station_keys(act.unit)),
            )
            act.detail.update({"size": head.size, "sound": int(report.is_sound)})
            return report
