"""A bundle at the moment of its admission, and what it takes to admit one of a kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BundleId, OfficeId
from app.services.bundles import schemas
from app.services.bundles.manifest import Manifest
from app.services.desk import OFFICE, Act, Target
from app.services.exchange.identity import Subject
from app.services.packs.shelf import PackShelf
from app.services.trust.document import TrustDocument
from app.services.vault.unit import Unit

Records = Sequence[schemas.Record]
RecordKind = TypeVar("RecordKind", bound=schemas.Record)


@dataclass(frozen=True, slots=True)
class Effect:
    """What admitting the bundle would change, as text keys with counts."""

    key: str
    count: int = 1
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or scan that came with a bundle."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A verified bundle at the moment of its admission."""

    bundle_id: BundleId
    origin_office: OfficeId
    records: tuple[schemas.Record, ...]
    trust: TrustDocument
    papers: Mapping[str, Paper]
    """What came with it, by SHA-256."""
    said: Manifest

    @property
    def record(self) -> schemas.Record:
        """The only record, in kinds that have one.

        Raises:
            UntrustedInputError: ``bundle.record-refused`` when there are more: none is dropped in silence.
        """
        if len(self.records) != 1:
            raise UntrustedInputError("bundle.record-refused", line=2)
        return self.records[0]


class WhyNot(StrEnum):
    """Why a kind has no question about identity, no record that can be left out, or no way back; shown to officers."""

    NO_PERSON = "no-person"
    """It names nobody."""
    BY_CASE = "by-case"
    """Whom it is about follows from the number of a case that is here."""
    BY_INQUIRY = "by-inquiry"
    """Whom it is about follows from the number of an inquiry that this office made."""
    BY_ROSTER = "by-roster"
    """Whom it is about follows from the number that this office gave in its own roster."""
    ROW_BY_ROW = "row-by-row"
    """It waits after the admission, and is settled row by row with a question about each."""
    ONE_RECORD = "one-record"
    """There is nothing beside its one record."""
    WHOLE = "whole"
    """Its records belong together."""
    DRAFTS_GONE = "drafts-gone"
    """A withdrawal of consent discards drafts, and only a new consent undoes it."""
    HANDED_OVER = "handed-over"
    """The right to write came with it, and goes back by a transfer."""
    WITNESSED = "witnessed"
    """What was seen of a partner's record is not forgotten."""
    TRUSTED = "trusted"
    """A trust document is followed by the next one, never by the one before."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How bundles of a kind come in."""

    action: Action
    target: Callable[[schemas.Record], Target]
    foresee: Callable[[Unit, Records], tuple[Effect, ...]]
    apply: Callable[[Act, Delivery, PackShelf], None]
    persons: Callable[[Records], tuple[Subject, ...]] | WhyNot
    """Persons whom the records bring, to be compared with those who are known."""
    apart: WhyNot | None
    """None where its records are independent of each other: some can be left out while the others come in."""
    use: frozenset[Action] | WhyNot
    """What an officer does at the office as a whole that counts as the first use of what came, beside everything but a
    look at the head of a case; or why it cannot be taken back."""
    find: Callable[[Unit, schemas.Record], Target] | None = None
    """Finds what the act is done to where the record alone does not tell; goes before ``target``."""

    def subjects(self, records: Records) -> tuple[Subject, ...]:
        """Persons to be compared with those who are known; none where that is not asked here."""
        return () if isinstance(self.persons, WhyNot) else self.persons(records)

    @property
    def can_set_aside(self) -> bool:
        """Whether some of its records can be left out."""
        return self.apart is None

    def target_in(self, unit: Unit, record: schemas.Record) -> Target:
        """What the act is done to."""
        return self.target(record) if self.find is None else self.find(unit, record)


def office_target(_record: schemas.Record) -> Target:
    """The act is about the office as a whole."""
    return OFFICE


def as_kind(record: schemas.Record, kind: type[RecordKind]) -> RecordKind:
    """The record as what its kind of bundle holds.

    Raises:
        UntrustedInputError: ``bundle.record-refused`` when it is something else.
    """
    if not isinstance(record, kind):
        raise UntrustedInputError("bundle.record-refused", line=1)
    return record
