"""Use cases of the points to clear up, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.rules.life import Closing

POINT_ASKS = """
points.accept ACCEPT_POINT
points.ask ASK_POINT
points.close CLOSE_POINT
points.of_case SEE_POINTS
points.replay REPLAY_POINTS
"""
_STEP = {"key": lambda _desk: "none", "why": lambda _desk: "synthetic"}
POINT_SPECIAL: dict[str, Callable[[Any], Any]] = {
    **{f"points.{method}.{name}": source for method in ("accept", "ask", "close") for name, source in _STEP.items()},
    "points.close.closing": lambda _desk: Closing.EXPLAINED,
}
