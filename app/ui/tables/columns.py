"""What a table shows, as data: columns, rows and pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.ui.theme.tokens import Tone

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column.

    Attributes:
        header_key: Catalogue key of its heading.
        text: What a row shows here: plain text, finished, in the current language.
        width_chars: Wished width in average characters.
        tone: Tone of the cell, which then gets its sign in front; None for a plain cell.
        is_right_aligned: For numbers and dates.
    """

    header_key: str
    text: Callable[[R], str]
    width_chars: int = 12
    tone: Callable[[R], Tone | None] | None = None
    is_right_aligned: bool = False


@dataclass(frozen=True, slots=True)
class TableShape(Generic[R]):
    """Everything a table must know of its rows.

    Attributes:
        columns: From left to right.
        row_id: Stable id of a row.
        sentence: The row as one sentence of the catalogue, for a screen reader.
    """

    columns: tuple[Column[R], ...]
    row_id: Callable[[R], str]
    sentence: Callable[[R], str]


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows, and where to go on.

    Attributes:
        rows: In the order of the list.
        after: Key to hand to the next fetch, or None when the list ends here.
    """

    rows: Sequence[R]
    after: object | None
