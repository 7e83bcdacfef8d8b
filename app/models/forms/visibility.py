"""Which questions are shown (表示条件): evaluation of ``enableWhen``.

A question is shown when its conditions hold and everything around it is shown. A hidden question counts as unanswered
for others. Hidden answers are kept and marked, never deleted.
"""

from datetime import datetime
from typing import Protocol

import msgspec

from app.models.forms.answers import Answer, AnswerState, AnswerValue, Cell, Response
from app.models.forms.definition import FormPack
from app.models.forms.items import EnableWhen


class Answered(Protocol):
    """What conditions look at: a response, or a form that is being filled in."""

    def get(self, link_id: str, row: str | None = None) -> Answer | None:
        """The newest answer of a cell, or ``None`` where nothing was answered."""
        ...

    def rows_of(self, *columns: str) -> tuple[str, ...]:
        """Row ids that hold an answer in any of these columns."""
        ...


class Visibility:
    """What is shown of a pack for one response; answers are looked up once and remembered."""

    def __init__(self, pack: FormPack, response: Answered) -> None:
        self._index = pack.index
        self._response = response
        self._known: dict[Cell, bool] = {}

    def shown(self, link_id: str, row: str | None = None) -> bool:
        """Whether the cell is shown.

        Args:
            link_id: An item of the pack.
            row: The row for a column of a table, else ``None``.
        """
        cell = (link_id, row)
        if cell not in self._known:
            self._known[cell] = self._decide(link_id, row)
        return self._known[cell]

    def _decide(self, link_id: str, row: str | None) -> bool:
        item, parent = self._index[link_id], self._index.parent(link_id)
        if parent is not None:
            parent_row = row if self._index.table(parent.link_id) is not None else None
            if not self.shown(parent.link_id, parent_row):
                return False
        if not item.enable_when:
            return True
        held = (self._holds(condition, link_id, row) for condition in item.enable_when)
        return all(held) if item.enable_behavior == "all" else any(held)

    def _holds(self, condition: EnableWhen, link_id: str, row: str | None) -> bool:
        values = self._values(condition.question, link_id, row)
        if condition.operator == "exists":
            return bool(values) is condition.answer
        if condition.operator == "=":
            return any(_same(value, condition) for value in values)
        return any(not _same(value, condition) for value in values)

    def _values(self, question: str, asker: str, row: str | None) -> list[AnswerValue]:
        """Values of the question in the asker's own row, or in every row when the asker stands elsewhere."""
        table = self._index.table(question)
        rows: tuple[str | None, ...] = (None,)
        if table is not None:
            rows = (row,) if table is self._index.table(asker) else self._response.rows_of(question)
        found = []
        for each in rows:
            answer = self._response.get(question, each)
            if answer is None or answer.state is not AnswerState.VALUE or answer.value is None:
                continue
            if self.shown(question, each):
                found.append(answer.value)
        return found


def _same(value: AnswerValue, condition: EnableWhen) -> bool:
    """Equal in value and kind, so that 1 is not true."""
    return type(value) is type(condition.answer) and value == condition.answer


def settle_hidden(pack: FormPack, response: Response, now: datetime) -> Response:
    """Mark answers that are hidden now as not applicable since ``now``, and unmark those shown again.

    Answers stay as they are; earlier revisions and answers to questions the pack does not know are left alone.
    """
    sight = Visibility(pack, response)
    settled = []
    for answer in response.answers:
        marked = answer.not_applicable_since is not None
        if (
            answer.link_id not in pack.index
            or answer.struck
            or answer is not response.get(*answer.cell)
            or (hidden := not sight.shown(*answer.cell)) is marked
            or (marked and is_replaced(pack, response, answer))
        ):
            settled.append(answer)
            continue
        settled.append(msgspec.structs.replace(answer, not_applicable_since=now if hidden else None))
    return msgspec.structs.replace(response, answers=tuple(settled))


def is_replaced(pack: FormPack, response: Answered, answer: Answer) -> bool:
    """Whether an answer says 「なし」 of a table that has rows since: a correction put them in its place."""
    if not pack.index[answer.link_id].repeats:
        return False
    return bool(response.rows_of(*(each.link_id for each in pack.index.columns(answer.link_id))))
