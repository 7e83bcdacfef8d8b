"""Does a response fit its form pack? Every misfit is a located problem, never an exception.

The check is about form alone (書式の確認): what an answer means, whether periods have gaps or two answers contradict
each other, is the business of the rule pack.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec

from app.models.forms.answers import MOST_ROWS, Answer, AnswerState, Response
from app.models.forms.cell_values import value_problem
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType
from app.models.forms.my_number import holds_my_number
from app.models.forms.visibility import Visibility, is_replaced


class Problem(msgspec.Struct, frozen=True, order=True):
    """One misfit. ``code`` has a sentence under ``problem.<code>``; the place is linkId and row, never a value."""

    link_id: str
    row: str
    code: str

    @classmethod
    def at(cls, answer: Answer, code: str) -> "Problem":
        """A problem in the cell of an answer."""
        return cls(answer.link_id, answer.row or "", code)


def check(pack: FormPack, response: Response) -> tuple[Problem, ...]:
    """All problems of a response, in the order of the form.

    Args:
        pack: The pack that the response belongs to.
        response: Every revision of every answer.

    Returns:
        An empty tuple when the response is complete and well-formed.
    """
    if (response.pack.id, response.pack.version) != (pack.meta.id, pack.meta.version) or (
        response.pack.digest is not None and response.pack.digest != pack.digest
    ):
        return (Problem("", "", "response.other-pack"),)
    sight = Visibility(pack, response)
    found = {*_revision_problems(response), *_struck_problems(pack, response)}
    for answer in response.answers:
        found.update(Problem.at(answer, code) for code in _answer_codes(pack, answer))
    for answer in response.current.values():
        found.update(Problem.at(answer, code) for code in _hiding_codes(pack, response, sight, answer))
    found.update(_empty_cells(pack, response, sight))
    order = {item.link_id: place for place, item in enumerate(pack.index)}
    return tuple(sorted(found, key=lambda problem: (order.get(problem.link_id, -1), problem)))


def _revision_problems(response: Response) -> Iterator[Problem]:
    """Revisions of a cell run 1, 2, 3 without repetition, and each after the first says who, when and why.

    The first says so too where a correction opened the cell.
    """
    held: dict[tuple[str, str | None], list[int]] = {}
    for answer in response.answers:
        held.setdefault(answer.cell, []).append(answer.revision)
        if answer.revision > 1 and answer.correction is None:
            yield Problem.at(answer, "answer.correction-unexplained")
    for (link_id, row), revisions in held.items():
        if sorted(revisions) != list(range(1, len(revisions) + 1)):
            twice = max(Counter(revisions).values()) > 1
            yield Problem(link_id, row or "", "answer.twice" if twice else "answer.revision-gap")


def _struck_problems(pack: FormPack, response: Response) -> Iterator[Problem]:
    """A row is struck as a whole, by a correction; nothing outside tables is."""
    for answer in response.answers:
        table = pack.index.table(answer.link_id) if answer.struck and answer.link_id in pack.index else None
        if not answer.struck:
            continue
        columns = () if table is None else pack.index.columns(table.link_id)
        is_newest = answer is response.get(*answer.cell)
        in_part = is_newest and answer.row in response.rows_of(*(each.link_id for each in columns))
        if table is None or answer.correction is None or in_part:
            yield Problem.at(answer, "answer.struck-in-part")


def _answer_codes(pack: FormPack, answer: Answer) -> Iterator[str]:
    item = pack.index.get(answer.link_id)
    if item is None:
        yield "answer.unknown-item"
        return
    if misplaced := _row_code(pack, item, answer):
        yield misplaced
        return
    yield from _state_codes(item, answer)
    if answer.value is not None and item.type is not ItemType.GROUP:
        wrong = value_problem(pack, item, answer)
        if wrong:
            yield wrong
    texts = (answer.value if isinstance(answer.value, str) else None, answer.as_written, answer.reason)
    if item.type is not ItemType.ATTACHMENT and any(text and holds_my_number(text) for text in texts):
        yield "answer.my-number"
    source = answer.source
    if source.kind == "transcribed" and (not source.by or not source.checked_by or source.by == source.checked_by):
        yield "answer.transcription-unchecked"


def _row_code(pack: FormPack, item: Item, answer: Answer) -> str | None:
    """Columns of a table need a row, all else must have none; sections and notes take no answer."""
    if item.type is ItemType.DISPLAY or (item.type is ItemType.GROUP and not item.repeats):
        return "answer.not-a-question"
    in_table = pack.index.table(item.link_id) is not None
    if in_table and answer.row is None:
        return "answer.row-missing"
    if not in_table and answer.row is not None:
        return "answer.row-unexpected"
    return None


def _hiding_codes(pack: FormPack, response: Response, sight: Visibility, answer: Answer) -> Iterator[str]:
    """The newest revision of a cell is marked when it is hidden; 「なし」 of a table also when rows replaced it."""
    item = pack.index.get(answer.link_id)
    if item is None or answer.struck or _row_code(pack, item, answer):
        return
    shown = sight.shown(*answer.cell)
    if shown and answer.not_applicable_since is not None and not is_replaced(pack, response, answer):
        yield "answer.marked-but-shown"
    kept = answer.state is not AnswerState.NOT_APPLICABLE
    if not shown and kept and answer.not_applicable_since is None:
        yield "answer.hidden-unmarked"


def _state_codes(item: Item, answer: Answer) -> Iterator[str]:
    """A value stands only with the state ``value``; unknown needs a reason; a table itself has no value."""
    if answer.state is AnswerState.VALUE:
        if item.type is ItemType.GROUP:
            yield "answer.table-value"
        elif answer.value is None or (isinstance(answer.value, str) and not answer.value.strip()):
            yield "answer.blank"
        return
    if answer.value is not None:
        yield "answer.value-beside-state"
    if answer.state is AnswerState.UNKNOWN and not (answer.reason or "").strip():
        yield "answer.reason-missing"
    absent = answer.state in {AnswerState.NONE, AnswerState.NOT_APPLICABLE}
    if absent and item.required and item.type is not ItemType.GROUP and answer.not_applicable_since is None:
        yield "answer.required"


def _empty_cells(pack: FormPack, response: Response, sight: Visibility) -> Iterator[Problem]:
    """Every shown cell is answered: there is no empty cell, only explicit states."""
    rows_of = {item.link_id: _rows(pack, response, item) for item in pack.index if item.repeats}
    for name, rows in rows_of.items():
        if len(rows) > MOST_ROWS:
            yield Problem(name, rows[MOST_ROWS], "answer.too-many-rows")
    for item in pack.index:
        if item.type is ItemType.DISPLAY:
            continue
        table = pack.index.table(item.link_id)
        if item.type is ItemType.GROUP:
            if item.repeats and sight.shown(item.link_id):
                yield from _table_problems(pack, response, item)
            continue
        for row in rows_of[table.link_id] if table is not None else (None,):
            if response.get(item.link_id, row) is None and sight.shown(item.link_id, row):
                yield Problem(item.link_id, row or "", "answer.missing" if item.required else "answer.empty-cell")


def _rows(pack: FormPack, response: Response, table: Item) -> tuple[str, ...]:
    return response.rows_of(*(each.link_id for each in pack.index.columns(table.link_id)))


def _table_problems(pack: FormPack, response: Response, table: Item) -> Iterator[Problem]:
    """A shown table has rows or one explicit state, not both and not neither."""
    stated = response.get(table.link_id)
    rows = _rows(pack, response, table)
    if stated is None and not rows:
        yield Problem(table.link_id, "", "answer.missing" if table.required else "answer.empty-cell")
    if stated is not None and rows and stated.not_applicable_since is None:
        yield Problem(table.link_id, "", "answer.rows-beside-state")
