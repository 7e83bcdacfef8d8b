"""Use cases of the queue and its views, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.domain.ties import Ties
from app.services.queue.asked import QueueFilter, QueueView

QUEUE_ASKS = """
queue.case SEE_CASE
queue.count SEE_CASES SEARCH_CASES
queue.history SEE_HISTORY
queue.officers SEE_OFFICERS
queue.page SEE_CASES SEARCH_CASES
queue.sheet SEE_CASE
queue.today SEE_TODAY
coverage.read SEE_CASE
leases.take_over TAKE_OVER
ties.keep KEEP_TIES
workload.of_office SEE_WORKLOAD
escalations.ask ESCALATE
ties.read SEE_TIES
grounds.every SEE_GROUNDS
views.drop DROP_VIEW
views.keep KEEP_VIEW
views.listed SEE_VIEWS
"""
QUEUE_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "queue.page.asked": lambda _desk: QueueFilter(words="髙橋"),
    "ties.keep.hand": lambda desk: desk.office.hand(desk.who),
    "ties.keep.ties": lambda _desk: Ties(),
    "grounds.every.hand": lambda desk: desk.office.hand(desk.who),
    "grounds.every.language": lambda _desk: "ja",
    "ties.read.hand": lambda desk: desk.office.hand(desk.who),
    "views.drop.name": lambda _desk: "synthetic",
    "views.keep.name": lambda _desk: "synthetic",
    "views.keep.view": lambda _desk: QueueView(),
}
