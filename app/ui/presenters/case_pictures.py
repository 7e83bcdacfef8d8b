"""What the pictures of a case have in common: they can be written to a file, as drawn or as their table. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.services.container import Services
from app.services.jobs import Lane
from app.services.questionnaires.pictures import Picture, Stamp, WrittenAs
from app.services.spreadsheets.plain_table import csv_bytes, xlsx_bytes
from app.services.texts.catalogue import Language
from app.ui.files import write_chosen
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

Drawn = Callable[[WrittenAs, Stamp], bytes]
"""Draws the picture off the window's thread."""
Table = Callable[[Stamp], tuple[tuple[str, ...], ...]]
"""The lines of the table, headings first."""

R = TypeVar("R")
"""What is read of the case."""


@dataclass(frozen=True, slots=True)
class PictureState(AreaState):
    """What every picture shows: ``chosen`` is the place of the chosen line, or -1."""

    chosen: int = -1


S = TypeVar("S", bound=PictureState)


class PictureArea(CaseArea[S], Generic[S, R]):
    """An area with a picture and its table; nothing is changed here."""

    picture: ClassVar[Picture]

    def __init__(self, work: CaseWork, state: S, language: Language) -> None:
        super().__init__(work, state)
        self._language = language
        self._empty = state
        self._read_last: R | None = None

    def choose(self, place: int) -> None:
        """Choose a line; -1 for none."""
        raise NotImplementedError

    def speak(self, language: Language) -> None:
        """Say everything in another language."""
        if language is not self._language:
            self._language = language
            if self._read_last is not None:
                self._show_read(self._read_last)

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self._read_last = None
        self.state = self._empty

    def _on_read(self, read: R) -> None:
        self._read_last = read
        self._show_read(read)

    def _show_read(self, read: R) -> None:
        """Put what was read in words and show it."""
        raise NotImplementedError

    @property
    def may_write_out(self) -> bool:
        """Whether this officer may take a copy out of the vault now."""
        return self.state.is_loaded and self.work.sheet.may(Action.PRINT_PICTURE)

    def write_out(self, place: Path, written_as: WrittenAs, drawn: Drawn, table: Table, title: str) -> None:
        """Write the picture or its table to a file; each copy is numbered and on record."""
        case, picture = self.work.case, self.picture

        def make(stamp: Stamp) -> bytes:
            if written_as is WrittenAs.CSV:
                return csv_bytes(table(stamp))
            if written_as is WrittenAs.XLSX:
                return xlsx_bytes(title, table(stamp))
            return drawn(written_as, stamp)

        def act(services: Services, actor: Actor) -> None:
            write_chosen(place, services.pictures.write_out(actor, case, picture, written_as, make))

        self._do(act, "case.done.picture-saved", Lane.HEAVY)
