"""Answers to a form (回答): five explicit states, never an empty cell, nothing overwritten.

Values are exactly as given: names and free texts are never normalised. A date is an ISO 8601 date cut to its precision
(``1988``, ``1988-04``, ``1988-04-12``). A correction after submission is a further revision of the same cell.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from app.models.forms.items import DatePrecision, LinkId, PackValue

RowId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""Name of a row that stays when rows are added, sorted or removed."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment with its offset from UTC."""

MOST_ROWS = 1_000
"""Rows of one table in a response; more than anybody has, and few enough to compare each with each."""

Cell = tuple[str, str | None]
"""Place of an answer: linkId and row id (``None`` outside tables)."""


def cell_place(cell: Cell) -> str:
    """A cell as one word: ``G4.has``, or with its row ``B2.country/r1``."""
    link_id, row = cell
    return f"{link_id}/{row}" if row else link_id


def cell_at(place: str) -> Cell:
    """The cell of a word as :func:`cell_place` writes it."""
    link_id, _, row = place.partition("/")
    return link_id, row or None


class AnswerState(StrEnum):
    """What an answer says: a value, or one of four explicit states."""

    VALUE = "value"
    NONE = "none"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    DECLINED = "declined"


class Money(PackValue, frozen=True):
    """An amount in whole units of a currency (yen as integers), as ISO 4217 code. ``on`` dates a foreign amount."""

    amount: int
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")] = "JPY"
    on: date | None = None


AnswerValue = bool | int | str | Money


class Source(PackValue, frozen=True):
    """Where an answer comes from. ``by`` and ``checked_by`` are officer ids; two persons for a transcription."""

    kind: Literal["kiosk", "imported", "transcribed"]
    by: str | None = None
    checked_by: str | None = None


class Correction(PackValue, frozen=True):
    """Who corrected an answer, when and why (訂正)."""

    by: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    at: Instant
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Answer(PackValue, frozen=True):
    """One revision of one cell (回答).

    ``reason`` explains an unknown or declined answer. ``about`` marks a date given as 頃. ``not_applicable_since``
    keeps the answer of a question that was hidden later: marked, never deleted. ``struck`` keeps what stood in a row
    that the subject removed in a correction as submitted by mistake (本人が削除した行): it is counted no more.
    """

    link_id: LinkId
    state: AnswerState
    source: Source
    answered_at: Instant
    row: RowId | None = None
    value: AnswerValue | None = None
    as_written: str | None = None
    precision: DatePrecision | None = None
    about: bool = False
    reason: str | None = None
    revision: Annotated[int, msgspec.Meta(ge=1)] = 1
    correction: Correction | None = None
    not_applicable_since: Instant | None = None
    struck: bool = False

    @property
    def cell(self) -> Cell:
        """Where the answer stands."""
        return (self.link_id, self.row)


class PackRef(PackValue, frozen=True):
    """The pack that a case is pinned to. ``digest`` is absent only in the golden subjects inside the pack itself."""

    id: str
    version: int
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")] | None = None


class Response(PackValue, frozen=True, dict=True):
    """All answers of one person, every revision included.

    ``subject`` is an id local to the case, never a name. ``as_of`` is the reference date of all look-backs (基準日).
    """

    pack: PackRef
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    as_of: date
    answers: tuple[Answer, ...]

    @cached_property
    def current(self) -> Mapping[Cell, Answer]:
        """The newest revision of every cell, in the order of first mention."""
        newest: dict[Cell, Answer] = {}
        for answer in self.answers:
            held = newest.get(answer.cell)
            if held is None or answer.revision > held.revision:
                newest[answer.cell] = answer
        return newest

    @cached_property
    def _rows(self) -> Mapping[str, tuple[str, ...]]:
        return self._rows_where(is_struck=False)

    @cached_property
    def _struck_rows(self) -> Mapping[str, tuple[str, ...]]:
        return self._rows_where(is_struck=True)

    def _rows_where(self, *, is_struck: bool) -> Mapping[str, tuple[str, ...]]:
        rows: dict[str, dict[str, None]] = {}
        for (link_id, row), answer in self.current.items():
            if row is not None and answer.struck is is_struck:
                rows.setdefault(link_id, {})[row] = None
        return {link_id: tuple(found) for link_id, found in rows.items()}

    def get(self, link_id: str, row: str | None = None) -> Answer | None:
        """The newest answer of a cell, or ``None`` where nothing was answered."""
        return self.current.get((link_id, row))

    def value(self, link_id: str, row: str | None = None) -> AnswerValue | None:
        """The value of a cell; ``None`` for the four explicit states, a hidden or struck answer, and no answer."""
        answer = self.get(link_id, row)
        if answer is None or answer.state is not AnswerState.VALUE or answer.not_applicable_since is not None:
            return None
        if answer.struck:
            return None
        return answer.value

    def rows_of(self, *columns: str) -> tuple[str, ...]:
        """Row ids that hold an answer in any of these columns, in the order of first mention; no struck row."""
        return _rows_in(self._rows, columns)

    def struck_rows(self, *columns: str) -> tuple[str, ...]:
        """The rows that the subject removed in a correction, in the order of first mention."""
        return _rows_in(self._struck_rows, columns)

    def history(self, link_id: str, row: str | None = None) -> tuple[Answer, ...]:
        """Every revision of a cell, oldest first."""
        return tuple(sorted((a for a in self.answers if a.cell == (link_id, row)), key=lambda a: a.revision))


def _rows_in(rows: Mapping[str, tuple[str, ...]], columns: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for column in columns:
        found.update(dict.fromkeys(rows.get(column, ())))
    return tuple(found)


class ExpectedFinding(PackValue, frozen=True):
    """A finding that the rules of a pack must make of a golden subject; ``places`` are cells (``B1.to r1``)."""

    rule: str
    certainty: Literal["certain", "possible"]
    places: tuple[str, ...]


class GoldenSubject(PackValue, frozen=True):
    """A synthetic person that a pack is tried on. ``label`` says who; ``covers`` says what the person is good for."""

    label: str
    covers: tuple[str, ...]
    response: Response
    findings: tuple[ExpectedFinding, ...] = ()


def encode(value: PackValue) -> bytes:
    """Canonical JSON of a response, a golden subject or a part of a pack: UTF-8, keys sorted, no white space."""
    return msgspec.json.encode(value, order="sorted")
