"""The use cases of custody, with arguments."""

from collections.abc import Callable
from typing import Any

from app.models.domain.custody import Side
from app.services.exchange.custody.custody import DecisionReason, RecallReason

CUSTODY_ASKS = """
custody.compare COMPARE_CUSTODY
custody.confirm CONFIRM_CUSTODY
custody.declare_away CONFIRM_CUSTODY
custody.decide DECIDE_CUSTODY
custody.everywhere SEE_CUSTODY
custody.of_case SEE_CASE
custody.recall RECALL_CASE
"""
CUSTODY_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "custody.confirm.cases": lambda desk: [desk.world.case],
    "custody.declare_away.cases": lambda desk: [desk.world.case],
    "custody.declare_away.to": lambda desk: desk.world.agency.station,
    "custody.decide.side": lambda _desk: Side.OURS,
    "custody.decide.reason": lambda _desk: DecisionReason.AGREED,
    "custody.recall.reason": lambda _desk: RecallReason.LOST,
}
