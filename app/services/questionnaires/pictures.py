"""Pictures that leave the vault (図表の書出し): an act of its own, numbered and on record with the items it serves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.models.domain.actor import Actor, Environment
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId
from app.models.forms.definition import FormPack
from app.models.forms.items import Item
from app.models.rules.ties import family_table, tie_tables
from app.models.rules.timeline import dated_tables
from app.services.desk import Desk, Target
from app.services.packs.shelf import PackShelf


class Picture(StrEnum):
    """What is written out."""

    TIMELINE = "timeline"
    TIES = "ties"


class WrittenAs(StrEnum):
    """As which kind of file."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def is_table(self) -> bool:
        """Whether it is the table, not the drawing."""
        return self in {WrittenAs.XLSX, WrittenAs.CSV}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands at the foot of each copy.

    Attributes:
        number: Number of the case; never a name.
        copy: Number of the copy of this picture, from 1, whatever kind of file it is.
        on: Day of the act.
        rehearsal: It tells of nobody real.
    """

    number: str
    copy: int
    on: date
    rehearsal: bool


class Pictures:
    """Use case of the investigation office."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def write_out(
        self, actor: Actor, case: CaseId, picture: Picture, written_as: WrittenAs, make: Callable[[Stamp], bytes]
    ) -> bytes:
        """A picture or its table as a file.

        Each statutory item whose answers are drawn is a look on record beside the act.

        Args:
            actor: Who takes it out.
            case: Whose picture it is.
            picture: Which one.
            written_as: Kind of file.
            make: Draws it; where that fails, nothing was numbered or recorded.

        Raises:
            NotAuthorisedError: The table of rights does not grant it.
            GateClosedError: ``access.sealed`` and the like.
        """
        with self._desk.act(actor, Action.PRINT_PICTURE, Target(case=case)) as act:
            pack = self._packs.by_digest(act.case.pack_digest).pack
            for purpose in dict.fromkeys(str(one.ext.purpose) for one in _drawn(pack, picture)):
                act.look_also(Action.SEE_ANSWERS, purpose, section=picture.value)
            copy = act.unit.counters.next(f"copies-{picture}-{act.case.case_id}")
            act.detail.update({"picture": picture.value, "written_as": written_as.value, "copy": copy})
            rehearsal = act.unit.people.station().environment is Environment.REHEARSAL
            return make(Stamp(act.case.number, copy, act.at.date(), rehearsal))


def _drawn(pack: FormPack, picture: Picture) -> tuple[Item, ...]:
    if picture is Picture.TIMELINE:
        return tuple(dated_tables(pack))
    family = family_table(pack)
    return (*([family] if family is not None else []), *tie_tables(pack))
