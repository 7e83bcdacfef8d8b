"""The end of the course: what is still open, reading everything through, affirmation and signature."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from app.models.forms.answers import Answer, AnswerState, AnswerValue, Cell, Response
from app.models.forms.checking import Problem, check
from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.edits import Edit, PutAnswer
from app.models.forms.filling.topics import Topic, shown_columns, shown_questions
from app.models.forms.filling.typing import KIOSK
from app.models.forms.items import DatePrecision, ItemType
from app.models.forms.reading import Line, answered_view
from app.models.forms.visibility import Visibility, settle_hidden

AFFIRMATION = ("M2.true", "M2.date", "M2.signature")
"""「以上のとおり相違ありません」, its day, and the name that is written under it: answered by signing alone."""


class ReadPage(msgspec.Struct, frozen=True):
    """One page of the paper form as it is read through: its number and its cells in reading order."""

    page: int
    lines: tuple[Line, ...]


def still_open(draft: Draft, now: datetime) -> tuple[Problem, ...]:
    """Everything that keeps the form from being signed, in the order of the form, but the affirmation itself.

    The whole form is checked; a screen asks when the person asks, never at a key.
    """
    found = [each for each in check(draft.pack, closed(draft, now)) if each.link_id not in AFFIRMATION]
    order = {item.link_id: place for place, item in enumerate(draft.pack.index)}
    return tuple(sorted({*found, *_of_empty_rows(draft)}, key=lambda each: (order.get(each.link_id, -1), each)))


def topic_open(topic: Topic, draft: Draft) -> tuple[Problem, ...]:
    """Shown cells of a topic without an answer, for the mark beside it; only the topic is looked at."""
    found: list[Cell] = []
    for table in topic.tables:
        for row in draft.rows(table):
            found += [cell for cell in shown_columns(table, row, draft) if draft.get(*cell) is None]
    asked = shown_questions(topic, draft)
    found += [cell for cell in asked if draft.get(*cell) is None and not draft.rows(cell[0])]
    return tuple(Problem(link_id, row or "", _missing(draft.pack, link_id)) for link_id, row in found)


def saying_none(topic: Topic, draft: Draft, now: datetime) -> tuple[Edit, ...]:
    """The person says 「残りはなし」: each shown cell of a topic that may be empty becomes a なし."""
    edits: list[Edit] = []
    for problem in topic_open(topic, draft):
        if problem.code == "answer.empty-cell" and draft.opens((problem.link_id, problem.row or None)):
            answer = Answer(problem.link_id, AnswerState.NONE, KIOSK, now, row=problem.row or None)
            edits.append(PutAnswer(answer))
    return tuple(edits)


def closed(draft: Draft, now: datetime) -> Response:
    """The response with hidden answers marked as not applicable since ``now``: kept, never deleted."""
    return settle_hidden(draft.pack, draft.response, now)


def affirmed(draft: Draft, name: str, today: date, now: datetime) -> Response | tuple[Problem, ...]:
    """The affirmed and signed response, or what is still open.

    Args:
        draft: The form as filled in.
        name: The name as the person writes it under the affirmation; kept exactly so.
        today: The day of the signature.
        now: The moment of the signature.
    """
    still = still_open(draft, now)
    if still:
        return still
    values: tuple[AnswerValue, ...] = (True, today.isoformat(), name)
    signed = draft
    for link_id, value in zip(AFFIRMATION, values, strict=True):
        answer = Answer(link_id, AnswerState.VALUE, KIOSK, now, value=value)
        if draft.pack.index[link_id].type is ItemType.DATE:
            answer = msgspec.structs.replace(answer, precision=DatePrecision.DAY)
        signed = signed.applied(PutAnswer(answer))
    response = closed(signed, now)
    return check(draft.pack, response) or response


def read_through(draft: Draft, language: str, removed: Iterable[Line] = ()) -> Iterator[ReadPage]:
    """The form page by page as the paper twin has it, for reading it through before signing.

    In a correction only what is attested: the open cells, and the pages with one.

    Args:
        draft: What was filled in.
        language: ``ja`` or ``en``.
        removed: What stands in rows that a correction takes out; behind the other cells of its page.
    """
    response = draft.response
    pages: dict[int, list[Line]] = {page.page: [] for page in draft.pack.layout}
    for section in draft.pack.items:
        for line in answered_view(draft.pack, response, section.link_id, language):
            if draft.opens((line.link_id, line.row)):
                pages.setdefault(line.paper.page, []).append(line)
    for line in removed:
        pages.setdefault(line.paper.page, []).append(line)
    for page, lines in sorted(pages.items()):
        if lines or draft.only is None:
            yield ReadPage(page, tuple(lines))


def _of_empty_rows(draft: Draft) -> Iterator[Problem]:
    """A row that was added and never filled in is no part of a response; it must be filled in or removed."""
    sight = Visibility(draft.pack, draft)
    for table, rows in draft.tables.items():
        for row, cells in rows.items() if sight.shown(table) else ():
            if not cells:
                columns = draft.pack.index.columns(table)
                yield Problem(columns[0].link_id, row, _missing(draft.pack, columns[0].link_id))


def _missing(pack: FormPack, link_id: str) -> str:
    return "answer.missing" if pack.index[link_id].required else "answer.empty-cell"
