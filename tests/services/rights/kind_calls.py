"""Use cases of the kinds of bundles that are about no case: what they ask, and arguments for them."""

from collections.abc import Callable
from typing import Any

KIND_ASKS = """
awaited.reports SEE_EXPORTS
rosters.preview_waiting SEE_CANDIDATES
rosters.put_away IMPORT_ROSTER
rosters.waiting SEE_CANDIDATES
"""

KIND_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "rosters.preview_waiting.matter_id": lambda _desk: "none",
    "rosters.put_away.matter_id": lambda _desk: "none",
}
