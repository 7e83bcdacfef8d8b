"""What a bundle is loaded with, and what it takes to load one of a kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.models.domain.acts import Action
from app.models.domain.ids import BlobId, StationId
from app.services.bundles.schemas import Record
from app.services.desk import Act
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class Cargo:
    """Contents of one bundle, before it is drafted."""

    records: tuple[Record, ...]
    retention_start: date
    letters: tuple[BlobId, ...] = ()
    blobs: tuple[BlobId, ...] = ()
    headed: Callable[[str], tuple[Record, ...]] | None = None
    """Makes the records once the head of our record is signed, where they tell it."""

    def under(self, head: str) -> "Cargo":
        """The cargo under the signed head that its manifest tells."""
        return self if self.headed is None else replace(self, records=self.headed(head))


def together(cargoes: Sequence[Cargo]) -> Cargo:
    """Several cargoes as one; the retention counts from the latest start."""
    if len(cargoes) == 1:
        return cargoes[0]
    return Cargo(
        tuple(record for cargo in cargoes for record in cargo.records),
        max(cargo.retention_start for cargo in cargoes),
        tuple(letter for cargo in cargoes for letter in cargo.letters),
        tuple(blob for cargo in cargoes for blob in cargo.blobs),
    )


@dataclass(frozen=True, slots=True)
class Departure:
    """How bundles of a kind are put together.

    Attributes:
        action: The act that prepares it.
        absent: Text keys of what the recipient must not get, shown beside the preview.
        offered: What of this kind can be sent now, for kinds that are about no case and no register entry.
    """

    action: Action
    load: Callable[[Act, PackShelf, LetterDesk], Cargo]
    absent: tuple[str, ...]
    offered: Callable[[Unit], "list[Offer]"] | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be sent and is no case: a roster, a report, the head of the record.

    Attributes:
        matter: Its identity, the subject of the act that prepares it; no blanks in it.
        name: What an officer knows it by, as written.
        section: More of the same, or empty.
        since: Since when it is here.
        only_to: The one station that it may go to, or None.
        is_new: There is more to send than was sent before.
        is_case: ``matter`` is a case.
        of_case: The case that the matter is a part of; empty for what belongs to none.
    """

    matter: str
    name: str
    section: str
    since: datetime
    only_to: StationId | None = None
    is_new: bool = False
    is_case: bool = False
    of_case: str = ""
