"""Days that an answer, or a row of answers, may be about: read as widely as its dates are written."""

from datetime import date, timedelta

from app.models.domain.dates import PartialDate, Precision, parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.validity import Window
from app.models.forms.answers import Answer, AnswerState, Response
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType

_ABOUT = {Precision.DAY: timedelta(days=15), Precision.MONTH: timedelta(days=31), Precision.YEAR: timedelta(days=366)}
"""How much wider a date given as 頃 is read, to each side."""
_OPEN = {AnswerState.UNKNOWN, AnswerState.DECLINED}
_FROM, _TO = ".from", ".to"


def date_of(answer: Answer) -> PartialDate | None:
    """The date of an answer; None when it holds none or none that can be read."""
    if answer.state is not AnswerState.VALUE or not isinstance(answer.value, str):
        return None
    try:
        return parse_date(answer.value, field=answer.link_id)
    except InvalidInputError:
        return None


def widest(written: PartialDate, *, about: bool) -> tuple[date, date]:
    """The first and the last day that a date may lie on; one given as 頃 is read wider."""
    if not about:
        return written.earliest, written.latest
    more = _ABOUT[written.precision]
    first = written.earliest - more if written.earliest - date.min > more else date.min
    last = written.latest + more if date.max - written.latest > more else date.max
    return first, last


def dated_items(pack: FormPack, link_id: str) -> tuple[Item, ...]:
    """The dates of the row of a table, or of the question outside tables, that an item belongs to."""
    index = pack.index
    table, around = index.table(link_id), index.parent(link_id)
    if table is not None:
        items = index.columns(table.link_id)
    elif around is None or index.parent(around.link_id) is None:
        items = (index[link_id],)
    else:
        items = around.item
    return tuple(one for one in items if one.type is ItemType.DATE)


def days_of(pack: FormPack, response: Response, link_id: str, row: str | None) -> Window | None:
    """The days that the row or question of a cell may be about.

    A period that goes on, and an end that is not known, reach as far as days go.

    Returns:
        None where nothing is dated, and where it ends before it begins.
    """
    dates = dated_items(pack, link_id)
    answers = {one.link_id: response.get(one.link_id, row) for one in dates}
    start = next((one for one in dates if one.link_id.endswith(_FROM)), None)
    end = next((one for one in dates if one.link_id.endswith(_TO)), None)
    if start is not None and end is not None:
        began, ended = _days(answers[start.link_id]), _days(answers[end.link_id])
        if answers[start.link_id] is None:
            return None
        first, last = began[0] if began else date.min, ended[1] if ended else date.max
        return Window(first, last) if first <= last else None
    known = [days for answer in answers.values() if (days := _days(answer)) is not None]
    if known:
        return Window(min(first for first, _ in known), max(last for _, last in known))
    is_open = any(answer is not None and answer.state in _OPEN for answer in answers.values())
    return Window(date.min, date.max) if is_open else None


def _days(answer: Answer | None) -> tuple[date, date] | None:
    written = date_of(answer) if answer is not None else None
    return widest(written, about=answer.about) if answer is not None and written is not None else None


def touch(left: Window | None, right: Window) -> bool:
    """Whether two windows share a day; None shares none."""
    return left is not None and left.first_day <= right.last_day and left.last_day >= right.first_day
