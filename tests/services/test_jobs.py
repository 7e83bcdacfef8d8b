import threading
import time

import pytest

from app.models.domain.errors import CancelledError
from app.services.jobs import CANCEL, CancelToken, Question, QuestionDesk


def test_token_stops_a_job_and_runs_its_hooks_once() -> None:
    token, heard = CancelToken(), list[str]()
    token.raise_if_cancelled()
    token.on_cancel(lambda: heard.append("kept"))
    token.on_cancel(lambda: heard.append("forgotten"))()
    token.cancel()
    token.cancel()
    assert heard == ["kept"]
    with pytest.raises(CancelledError):
        token.raise_if_cancelled()


def test_a_hook_that_comes_late_runs_at_once() -> None:
    token, heard = CancelToken(), list[str]()
    token.cancel()
    token.on_cancel(lambda: heard.append("late"))()
    assert heard == ["late"]


def test_the_first_answer_counts() -> None:
    question = Question("q", ("keep", "drop"))
    with pytest.raises(ValueError, match="other"):
        question.answer("other")
    assert question.answer("keep")
    assert not question.answer("drop")
    assert question.wait(0) == "keep"


def test_a_question_nobody_answers_is_cancelled() -> None:
    question = Question("q", ("keep",))
    assert question.wait(0.01) == CANCEL
    assert not question.answer("keep")


def _ask_in_thread(desk: QuestionDesk, token: CancelToken) -> tuple[threading.Thread, list[str]]:
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(desk.ask(Question("q", ("yes",)), token, 30)))
    thread.start()
    return thread, answers


def _wait_for(heard: list[Question]) -> Question:
    limit = time.monotonic() + 10
    while not heard and time.monotonic() < limit:
        time.sleep(0.001)
    return heard[0]


def test_the_lock_answers_open_questions_and_takes_no_new_ones() -> None:
    desk, heard = QuestionDesk(), list[Question]()
    desk.listen(heard.append)
    thread, answers = _ask_in_thread(desk, CancelToken())
    _wait_for(heard)
    desk.close()
    thread.join(10)
    assert answers == [CANCEL]
    assert desk.ask(Question("q", ("yes",)), CancelToken(), 30) == CANCEL
    desk.reopen()
    thread, answers = _ask_in_thread(desk, CancelToken())
    while len(heard) < 2:
        time.sleep(0.001)
    heard[1].answer("yes")
    thread.join(10)
    assert answers == ["yes"]


def test_cancelling_the_job_answers_its_question() -> None:
    desk, heard, token = QuestionDesk(), list[Question](), CancelToken()
    desk.listen(heard.append)
    thread, answers = _ask_in_thread(desk, token)
    _wait_for(heard)
    token.cancel()
    thread.join(10)
    assert answers == [CANCEL]


def test_without_a_listener_the_answer_is_cancel() -> None:
    assert QuestionDesk().ask(Question("q", ("yes",)), CancelToken(), 30) == CANCEL
