"""What the questionnaire is shown as: sections, headings, rows of tables, what is being written. Qt-free."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.models.domain.validity import Window
from app.models.forms.days import touch
from app.models.forms.definition import FormPack
from app.models.forms.items import Purpose
from app.models.forms.reading import Line


@dataclass(frozen=True, slots=True)
class Question:
    """A section, or a question or table in it: as it is shown now, and its names in every language."""

    link_id: str
    shown: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of the list of sections."""

    link_id: str
    name: str
    purpose: Purpose
    page: int
    open_flags: int


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note that is not saved yet; its purpose may still be missing."""

    purpose: str
    text: str


@dataclass(frozen=True, slots=True)
class FlagDraft:
    """A flag, or what came of one, that is not saved yet."""

    reason: str
    due: str
    """As typed."""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class QueryDraft:
    """A question, or an answer to one, that is not sent yet; whom it goes to may still be missing."""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading in the list of answers: a question of the form, and which row of its table."""

    box: str
    label: str
    number: int
    """Row of the table from 1; 0 outside tables."""


def with_headings(pack: FormPack, lines: tuple[Line, ...], language: str) -> Iterator[Block | Line]:
    """A heading before each question of the form and each row of its table."""
    before: tuple[str, str | None] | None = None
    numbers: dict[tuple[str, str], int] = {}
    for line in lines:
        around = pack.index.ancestors(line.link_id)
        question = around[-2].link_id if len(around) > 1 else line.link_id
        here = (question, line.row)
        if here != before:
            number = 0
            if line.row is not None:
                rows = [row for asked, row in numbers if asked == question]
                number = numbers.setdefault((question, line.row), len(rows) + 1)
            box = pack.index[question].ext.paper_ref.box
            yield Block(box, pack.label(question, language) if question != line.link_id else "", number)
            before = here
        yield line


def within(rows: tuple[Block | Line, ...], span: Window | None) -> tuple[tuple[Block | Line, ...], int]:
    """Questions and rows of tables that may be about the days of a span, and how many others there are."""
    if span is None:
        return rows, 0
    kept: list[Block | Line] = []
    heading: Block | None = None
    left_out = 0
    for row in rows:
        if isinstance(row, Block):
            heading, left_out = row, left_out + 1
        elif touch(row.days, span):
            if heading is not None:
                kept.append(heading)
                heading, left_out = None, left_out - 1
            kept.append(row)
    return tuple(kept), left_out
