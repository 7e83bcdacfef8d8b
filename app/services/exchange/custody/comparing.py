"""Two files of one case, document by document: what is the same, what only one side has. No content is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.models.domain.ids import CaseId
from app.services.exchange.custody.files import RivalFile
from app.services.exchange.custody.packing import STAYS, stored_content
from app.services.vault.unit import Unit

Place = tuple[str, str]


class Sameness(StrEnum):
    """What a document is on the two sides."""

    SAME = "same"
    OURS = "ours"
    THEIRS = "theirs"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Version:
    """The newest revision of a document on one side."""

    revision: int
    written_at: datetime
    written_by: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """One document: its kind and place, and when its newest revision was written on each side."""

    kind: str
    place: str
    sameness: Sameness
    our_revision: int | None
    our_time: datetime | None
    their_revision: int | None
    their_time: datetime | None


def compared(unit: Unit, case_id: CaseId, rival: RivalFile | None) -> tuple[Compared, ...]:
    """Every document of the case on both sides; nothing where no other file came."""
    if rival is None:
        return ()
    ours: dict[Place, Version] = {}
    for one in unit.documents.every(case_id):
        if one.kind not in STAYS:
            version = Version(one.revision, one.written_at, one.written_by, one.content)
            ours[one.kind, one.place] = _newer(ours.get((one.kind, one.place)), version)
    theirs: dict[Place, Version] = {}
    for filed in rival.documents:
        version = Version(filed.revision, filed.written_at, filed.written_by, stored_content(filed))
        theirs[filed.kind, filed.place] = _newer(theirs.get((filed.kind, filed.place)), version)
    return tuple(_line(place, ours.get(place), theirs.get(place)) for place in sorted({*ours, *theirs}))


def _newer(one: Version | None, other: Version) -> Version:
    return other if one is None or other.revision > one.revision else one


def _line(place: Place, ours: Version | None, theirs: Version | None) -> Compared:
    if ours is None:
        sameness = Sameness.THEIRS
    elif theirs is None:
        sameness = Sameness.OURS
    else:
        sameness = Sameness.SAME if ours.content == theirs.content else Sameness.DIFFERS
    return Compared(
        *place,
        sameness,
        None if ours is None else ours.revision,
        None if ours is None else ours.written_at,
        None if theirs is None else theirs.revision,
        None if theirs is None else theirs.written_at,
    )
