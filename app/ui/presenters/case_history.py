"""Who did and looked at what in a case, refusals included. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from typing_extensions import override

from app.models.domain.ids import PersonId
from app.models.views.records import Event
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

REFUSED = "refused:"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the record.

    Attributes:
        seq: Number in the record.
        at: Moment, in UTC.
        event: Text key of what was done.
        officer: Name of the officer; empty for one of another time.
        purpose: Text key of what it served.
        refusal: Text key of why it was refused, or empty.
        is_look: Somebody looked; nothing changed.
    """

    seq: int
    at: datetime
    event: str
    officer: str
    purpose: str
    refusal: str
    is_look: bool


@dataclass(frozen=True, slots=True)
class HistoryState(AreaState):
    """What the area shows, newest first; looks can be left out."""

    lines: tuple[HistoryLine, ...] = ()
    with_looks: bool = True
    names: Mapping[PersonId, str] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[HistoryLine, ...]:
        """The lines in view."""
        return tuple(one for one in self.lines if self.with_looks or not one.is_look or one.refusal)


class HistoryPresenter(CaseArea[HistoryState]):
    """Reads the record of one case."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, HistoryState())

    @override
    def load(self) -> None:
        """Read the entries."""
        case = self.work.case
        self._read(lambda services, actor: services.queue.history(actor, case), self._on_read)

    def show_looks(self, with_looks: bool) -> None:  # noqa: FBT001 # the state of a check box
        """Leave looks out or take them in."""
        self._show(with_looks=with_looks)

    def _on_read(self, events: list[Event]) -> None:
        sheet = self.work.sheet
        lines = tuple(_line(event, sheet.names) for event in reversed(events))
        self._show(is_loaded=True, lines=lines, names=sheet.names)


def _line(event: Event, names: Mapping[PersonId, str]) -> HistoryLine:
    refusal = event.result.removeprefix(REFUSED) if event.result.startswith(REFUSED) else ""
    return HistoryLine(
        event.seq,
        event.at,
        f"event.{event.code}",
        names.get(event.person, ""),
        f"item.{event.purpose}",
        f"refusal.{refusal}" if refusal else "",
        event.code.endswith(".seen"),
    )
