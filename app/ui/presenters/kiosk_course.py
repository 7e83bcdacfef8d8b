"""The stages of the kiosk, and what each of them shows. Qt-free; acts and jobs are in ``kiosk``."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from app.models.domain.errors import AppError
from app.models.forms.answers import Cell
from app.models.forms.checking import Problem
from app.models.forms.filling.closing import ReadPage
from app.models.forms.filling.draft import Draft
from app.services.kiosk.room import Signed
from app.services.kiosk.sessions import KioskStanding
from app.services.kiosk.telling import Passage, Rank, Told
from app.services.twin.picture import SheetPicture

PAGE_CHARACTERS = {"ja": 300, "en": 800}
"""A page of the notice takes a further heading until it has so many characters."""


class Stage(StrEnum):
    """Where the person is."""

    ENTRY = "entry"
    """Slip and PIN."""
    HERE = "here"
    """Which slip it is, and when the last entry was."""
    NOTICE = "notice"
    """The notice, and what happens without consent."""
    OWN = "own"
    """Consent to the own questions."""
    INQUIRIES = "inquiries"
    """Consent to inquiries to others."""
    STOP = "stop"
    """What not consenting or withdrawing brings about, before it is done."""
    FORM = "form"
    READ = "read"
    OPEN = "open"
    """What is still to be answered."""
    SIGN = "sign"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    """The session is over for a reason from outside."""


OUTSIDE = frozenset({Stage.ENTRY, Stage.DONE, Stage.WITHDRAWN, Stage.ENDED})
"""Nobody has a room: the kiosk can be left, and no consent can be declared without slip and PIN."""


class Choice(StrEnum):
    """What is offered on every page, in equal size."""

    CONSENT = "consent"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class Note(StrEnum):
    """Why slip and PIN are asked for."""

    BEGIN = "begin"
    PAUSED = "paused"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A page of the form as it is read through: pictures of its sheets, and the same as text."""

    page: ReadPage
    pictures: tuple[SheetPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class KioskState:
    """What the kiosk shows.

    Attributes:
        stage: Which page.
        note: Why slip and PIN are asked for.
        standing: The session from outside; None before it was read.
        told: Notice, standing of the consents, desks.
        place: Which page of the notice or of the form, from 0.
        wish: Decline or withdraw, at :attr:`Stage.STOP`.
        came_from: The stage to go back to from a choice.
        is_busy: Something is under way.
        error: What failed last.
        sheets: The form to read through.
        has_pictures: The pages could be drawn; otherwise only their text is shown.
        open_cells: What keeps the form from being signed.
        target: The cell to jump to.
        signed: The receipt.
        is_declined: Inquiries to others were not consented to, this time.
        is_correction: Only boxes that were returned are answered, and only they are attested.
    """

    stage: Stage = Stage.ENTRY
    note: Note = Note.BEGIN
    standing: KioskStanding | None = None
    told: Told | None = None
    place: int = 0
    wish: Choice = Choice.WITHDRAW
    came_from: Stage = Stage.NOTICE
    is_busy: bool = False
    error: AppError | None = None
    sheets: tuple[ReadSheet, ...] = field(default=(), repr=False)
    has_pictures: bool = True
    open_cells: tuple[Problem, ...] = field(default=(), repr=False)
    target: Cell | None = None
    signed: Signed | None = None
    is_declined: bool = False
    is_correction: bool = False

    @property
    def is_first(self) -> bool:
        """Whether the PIN is chosen now."""
        return self.standing is not None and not self.standing.has_pin


def notice_pages(told: Told, language: str) -> tuple[tuple[Passage, ...], ...]:
    """The notice in pages of large type; no heading is parted from what it heads."""
    pages: list[list[Passage]] = [[]]
    for part in _parts(told.notice):
        length = sum(len(passage.text) for passage in (*pages[-1], *part))
        if pages[-1] and length > PAGE_CHARACTERS[language]:
            pages.append([])
        pages[-1] += part
    return tuple(tuple(page) for page in pages if page)


def read_sheets(pages: Iterator[ReadPage], pictures: tuple[SheetPicture, ...], draft: Draft) -> tuple[ReadSheet, ...]:
    """Each page with the sheets that show it, continuation sheets behind; rows are counted as on paper."""
    found = []
    for page in pages:
        lines = tuple(
            msgspec.structs.replace(line, row=row_number(draft, line.link_id, line.row))
            if line.row and not line.struck
            else line
            for line in page.lines
        )
        shown = tuple(one for one in pictures if one.page == page.page)
        found.append(ReadSheet(ReadPage(page.page, lines), shown))
    return tuple(found)


def row_number(draft: Draft, link_id: str, row: str) -> str:
    """The place of a row in its table, from 1; its id means nothing to anybody."""
    table = draft.pack.index.table(link_id)
    rows = [] if table is None else list(draft.rows(table.link_id))
    return str(rows.index(row) + 1) if row in rows else row


def _parts(passages: tuple[Passage, ...]) -> Iterator[list[Passage]]:
    part: list[Passage] = []
    for passage in passages:
        if passage.rank is Rank.HEADING and part:
            yield part
            part = []
        part.append(passage)
    if part:
        yield part
