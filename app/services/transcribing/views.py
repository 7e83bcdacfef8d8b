"""What the transcription takes from an officer, and what it shows to one."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from app.models.domain.ids import BlobId
from app.models.forms.answers import Answer, Cell
from app.models.forms.definition import FormPack
from app.models.forms.filling.opening import Opened
from app.models.forms.filling.typing import Said, Typed
from app.models.forms.transcribing import FieldState


class Entry(msgspec.Struct, frozen=True):
    """A field as somebody reads it from paper."""

    link_id: str
    row: str | None
    given: Typed | Said | bool

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return (self.link_id, self.row)


@dataclass(frozen=True, slots=True)
class FiledPage:
    """A page that was filed: its number on paper, and its picture.

    Attributes:
        number: Page of the form that it begins with.
        blob_id: Its scan.
        leafed: Pages of the form, each with the sheet of the scan, from 0, that this officer leafed to for it.
    """

    number: int
    blob_id: BlobId
    leafed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field as one officer may see it.

    Attributes:
        cell: Where it stands.
        state: Between the two persons.
        is_mine: This officer typed it first, so another one checks it.
        mine: What this officer typed; None before.
        other: What the other one typed; None while this officer has still to type it without knowing.
    """

    cell: Cell
    state: FieldState
    is_mine: bool
    mine: Answer | None
    other: Answer | None


@dataclass(frozen=True, slots=True)
class Desktop:
    """What lies before an officer who transcribes.

    Attributes:
        pack: The form.
        fields: Every field that was typed, as this officer may see it.
        pages: The scans that were filed.
        only: In a correction the cells that are open, else None.
        rows: In a correction the rows that stand in the tables with open cells.
        questions: In a correction what is asked about each returned box.
        drafts: By their cell, what this officer typed that is no reading yet.
        covers: Kinds of questions that this officer may not see are left out.
        refused: Code of the error that typing would meet now, or empty.
    """

    pack: FormPack
    fields: tuple[ShownField, ...]
    pages: tuple[FiledPage, ...]
    only: Opened | None
    rows: Mapping[str, tuple[str, ...]]
    questions: Mapping[Cell, str]
    drafts: Mapping[Cell, str]
    covers: bool
    refused: str = ""
