"""The yearly figures: those of this office, exact, and those that other offices sent."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import OfficeId
from app.models.domain.statistics import Cell
from app.services.bundles.schemas import Statistics
from app.services.desk import Desk
from app.services.exchange.by_kind.figures import FIGURES, exact, figures_in, year


@dataclass(frozen=True, slots=True)
class ReceivedFigures:
    """Figures of one office for one period."""

    office: OfficeId
    came_at: datetime
    figures: Statistics


class Counting:
    """Use cases of the yearly figures."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def own(self, actor: Actor, number: int) -> dict[Cell, int]:
        """The exact figures of this office for a calendar year; they leave only without small numbers."""
        with self._desk.act(actor, Action.SEE_FIGURES) as act:
            return exact(act.unit, year(number))

    def received(self, actor: Actor) -> list[ReceivedFigures]:
        """Figures that other offices sent, oldest first."""
        with self._desk.act(actor, Action.SEE_FIGURES) as act:
            return [
                ReceivedFigures(one.office_id or OfficeId(""), one.at, figures_in(one))
                for one in act.unit.carried.of_kind(FIGURES, "in")
            ]
