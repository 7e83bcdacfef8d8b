"""A row is about the days that its dates may mean, and about none where nothing is dated."""

from datetime import date

import msgspec
import pytest

from app.models.domain.validity import Window
from app.models.forms.answers import Answer, AnswerState, Response
from app.models.forms.days import days_of, touch
from tests.services.exchange.offices import shelf
from tests.services.points.golden import golden

PACK = shelf().current.pack
EVER = Window(date.min, date.max)


def response(**answers: str | AnswerState) -> Response:
    """One row of D1 and the question F3, by the last parts of their names."""
    start = golden("g01")
    like = start.answers[0]

    def answer(name: str, said: str | AnswerState) -> Answer:
        link_id = name.replace("_", ".", 1)
        is_value = not isinstance(said, AnswerState)
        state = AnswerState.VALUE if is_value else AnswerState(said)
        value = said if is_value else None
        return msgspec.structs.replace(like, link_id=link_id, row="r1", state=state, value=value, as_written=None)

    return msgspec.structs.replace(start, answers=tuple(answer(*one) for one in answers.items()))


@pytest.mark.parametrize(
    ("answers", "link_id", "days"),
    [
        ({"D1_from": "2018-04", "D1_to": "2019"}, "D1.employer", Window(date(2018, 4, 1), date(2019, 12, 31))),
        ({"D1_from": "2018-04-02", "D1_to": AnswerState.NONE}, "D1.from", Window(date(2018, 4, 2), date.max)),
        ({"D1_from": AnswerState.UNKNOWN, "D1_to": "2019"}, "D1.to", Window(date.min, date(2019, 12, 31))),
        ({"D1_from": "2020", "D1_to": "2018"}, "D1.to", None),
        ({"D1_employer": "見本"}, "D1.employer", None),
        ({"F3_when": "2021-02"}, "F3.who", Window(date(2021, 2, 1), date(2021, 2, 28))),
        ({"F3_when": AnswerState.DECLINED}, "F3.who", EVER),
        ({"F5_name": "見本"}, "F5.name", None),
    ],
)
def test_days_of_a_row(answers: dict[str, str | AnswerState], link_id: str, days: Window | None) -> None:
    assert days_of(PACK, response(**answers), link_id, "r1") == days


def test_one_shared_day_is_enough() -> None:
    first, second = Window(date(2018, 1, 1), date(2018, 6, 1)), Window(date(2018, 6, 1), date(2019, 1, 1))
    assert touch(first, second)
    assert touch(second, first)
    assert not touch(Window(date(2018, 1, 1), date(2018, 5, 31)), second)
    assert not touch(None, second)
