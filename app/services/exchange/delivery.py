"""A bundle at the moment of its admission, and what it takes to admit one of a kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


def _nobody(_records: Records) -> tuple[Subject, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """How bundles of a kind come in."""

    action: Action
    target: Callable[[schemas.Record], Target]
    foresee: Callable[[Unit, Records], tuple[Effect, ...]]
    apply: Callable[[Act, Delivery, PackShelf], None]
    subjects: Callable[[Records], tuple[Subject, ...]] = _nobody
    """Persons whom the records bring, to be compared with those who are known."""
    can_set_aside: bool = False
    """Its records are independent of each other: some can be left out while the others come in."""
    use: frozenset[Action] | None = None
    """What an officer does at the office as a whole that counts as the first use of what came, beside everything but a
    look at the head of a case; None for what cannot be taken back."""


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
