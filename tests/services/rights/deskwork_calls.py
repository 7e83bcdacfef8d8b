"""Use cases of flags, queries and tasks, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.domain.case_task import TaskState

DESKWORK_ASKS = """
queries.answer ANSWER_QUERY
queries.ask ASK_QUERY
queries.ask_again ASK_QUERY
queries.close CLOSE_QUERY
queries.withdraw WITHDRAW_QUERY
review.flag FLAG_ANSWER
review.resolve_flag RESOLVE_FLAG RESOLVE_ANOTHERS_FLAG
review.take_back_flag RESOLVE_FLAG
tasks.add ADD_TASKS
tasks.settle SETTLE_TASK
"""
_TEXT = {f"queries.{method}.text": "synthetic" for method in ("answer", "ask", "ask_again")}
_NAMES = {f"queries.{method}.query_id": "none" for method in ("answer", "ask_again", "close", "withdraw")}
_PLAIN = {"tasks.add.template": "stay-abroad", "tasks.settle.place": "passport", "tasks.settle.state": TaskState.DONE}


def _always(given: object) -> Callable[[Any], Any]:
    return lambda _desk: given


DESKWORK_SPECIAL: dict[str, Callable[[Any], Any]] = {
    **{name: _always(given) for name, given in (_TEXT | _NAMES | _PLAIN).items()},
    "queries.ask.to": lambda desk: desk.office.person("reviewer" if desk.who != "reviewer" else "examiner"),
}
