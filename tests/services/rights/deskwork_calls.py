"""Use cases of flags, queries, tasks, interviews and the writing of an opinion, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.domain.case_task import TaskState
from app.models.domain.interview import Seat, StepKind

DESKWORK_ASKS = """
interviews.add_question PREPARE_INTERVIEW
interviews.answer WRITE_INTERVIEW
interviews.attend HOLD_INTERVIEW
interviews.conclude CONFIRM_INTERVIEW
interviews.leave_out PREPARE_INTERVIEW
interviews.of_case SEE_FINDINGS
interviews.prepare PREPARE_INTERVIEW
interviews.print_record PRINT_INTERVIEW
interviews.print_sheet PRINT_INTERVIEW
interviews.step HOLD_INTERVIEW
opinion_papers.write PRINT_OPINION
opinions.findings SEE_FINDINGS SEE_MEDICAL_FINDINGS
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
_INTERVIEWS = {
    "interviews.add_question.purpose": "1",
    "interviews.add_question.text": "synthetic",
    "interviews.answer.question": 1,
    "interviews.answer.text": "synthetic",
    "interviews.attend.seat": Seat.COMPANION,
    "interviews.conclude.digest": "0" * 64,
    "interviews.conclude.how": None,
    "interviews.attend.is_there": True,
    "interviews.leave_out.question": 1,
    "interviews.leave_out.is_left_out": True,
    "interviews.step.kind": StepKind.STARTED,
}
_PLAIN = {"tasks.add.template": "stay-abroad", "tasks.settle.place": "passport", "tasks.settle.state": TaskState.DONE}


def _always(given: object) -> Callable[[Any], Any]:
    return lambda _desk: given


DESKWORK_SPECIAL: dict[str, Callable[[Any], Any]] = {
    **{name: _always(given) for name, given in (_TEXT | _NAMES | _PLAIN | _INTERVIEWS).items()},
    "queries.ask.to": lambda desk: desk.office.person("reviewer" if desk.who != "reviewer" else "examiner"),
}
