"""Bundles at a place of a lane, and the verdict on them."""

from typing import Any

from app.services.bundles import container
from app.services.bundles.admission import LaneState, admit
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.report import BottomLine
from tests.services.bundles import network as n


def with_seq(seq: int, prev: str = ZERO_HASH) -> container.OpenedBundle:
    """A result with this number."""
    return n.opened(n.sealed(n.plan(lanes=(n.lane(n.AGENCY), n.lane(n.CONTRACTOR, seq, prev)))))


def verdict(bundle: container.OpenedBundle, lane: LaneState, **changes: Any) -> tuple[str, BottomLine]:
    """What the contractor is told."""
    report = admit(n.arrival(bundle, lane=lane, **changes))
    return report.code, report.bottom_line
