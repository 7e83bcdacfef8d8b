"""What the pictures of a case have in common: they can be written to a file, as drawn or as their table. Qt-free."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.services.container import Services
from app.services.jobs import Lane
from app.services.questionnaires.pictures import Picture, Stamp, WrittenAs
from app.services.spreadsheets.plain_table import csv_bytes, xlsx_bytes
from app.ui.files import write_chosen
from app.ui.presenters.case_work import AreaState, CaseArea

Drawn = Callable[[WrittenAs, Stamp], bytes]
"""Draws the picture off the window's thread."""
Table = Callable[[Stamp], tuple[tuple[str, ...], ...]]
"""The lines of the table, headings first."""

S = TypeVar("S", bound=AreaState)


class PictureArea(CaseArea[S]):
    """An area with a picture and its table."""

    picture: ClassVar[Picture]

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
