"""What the Export room shows: the lists, and the one export in hand with the step that it stands at."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.views.media import Medium
from app.services.bundles.filenames import bundle_name
from app.services.bundles.manifest import Kind
from app.services.exchange.outbox import Addressee, OpenExport, Signatory, SignerSlot
from app.services.exchange.preview import BundlePreview
from app.services.exchange.sendable import Sendable
from app.services.exchange.ticks import Ticks
from app.ui.presenters.working import WorkState


class Step(StrEnum):
    """Steps of one export, in order; the first is the list of what can be sent."""

    WHAT = "what"
    WHERE = "where"
    WHO = "who"
    READ = "read"
    SIGN = "sign"
    WRITE = "write"
    SLIP = "slip"


STEPS = tuple(Step)


class OnMedium(StrEnum):
    """What is on the medium: said at every step, above all when something failed."""

    NOTHING = "nothing"
    WHOLE = "whole"
    """The bundle, read back and equal to what was signed."""


@dataclass(frozen=True, slots=True)
class ExportState(WorkState):
    """What the room shows.

    Attributes:
        sendable: What the table of acts lets this office send now.
        exports: Bundles between draft and receipt.
        shows_sent: Whether what was sent before, and closed exports, are shown too.
        shows_transfers: Whether the cases that can be handed over are listed in the place of what is to be sent.
        step: Where the export in hand stands.
        kind: Its kind.
        chosen: What goes into it; empty when a draft was taken up again.
        recipients: Stations that it may go to.
        recipient: The chosen one.
        slots: Signatures that the kind needs.
        signers: The chosen person of each slot.
        preview: The bundle decoded from its packed bytes.
        missing: Who has not signed yet.
        media: Removable media that are mounted.
        place: The chosen medium or folder.
        ticks: What became of the file.
        on_medium: What is on the medium.
        slip: Where the slip was saved.
        discarded: How many drafts were given up last.
        was_declined: A signer refused just now.
    """

    sendable: tuple[Sendable, ...] = ()
    exports: tuple[OpenExport, ...] = ()
    is_read: bool = False
    shows_sent: bool = False
    shows_transfers: bool = False
    step: Step = Step.WHAT
    kind: Kind | None = None
    chosen: tuple[Sendable, ...] = ()
    recipients: tuple[Addressee, ...] = ()
    recipient: Addressee | None = None
    slots: tuple[SignerSlot, ...] = ()
    signers: tuple[PersonId | None, ...] = ()
    preview: BundlePreview | None = None
    missing: tuple[Signatory, ...] = ()
    media: tuple[Medium, ...] = ()
    place: Path | None = None
    ticks: Ticks | None = None
    on_medium: OnMedium = OnMedium.NOTHING
    slip: Path | None = None
    discarded: int = 0
    was_declined: bool = False

    @property
    def listed(self) -> tuple[Sendable, ...]:
        """What can be sent, as shown: what was sent before only on demand, a case as often as it comes back."""
        is_all = self.shows_sent or self.shows_transfers
        return tuple(one for one in self.sendable if is_all or not one.earlier)

    @property
    def bundle_id(self) -> BundleId | None:
        """The draft in hand."""
        return BundleId(self.preview.manifest.bundle_id) if self.preview is not None else None

    @property
    def file_name(self) -> str:
        """Name of the file on the medium; empty before there is a draft."""
        said = self.preview.manifest if self.preview is not None else None
        named = said.addressee(self.recipient.station) if said is not None and self.recipient is not None else None
        if said is None or self.recipient is None or named is None:
            return ""
        return bundle_name(said.origin, self.recipient.station, named.seq, said.bundle_id).text

    @property
    def has_signers(self) -> bool:
        """Whether every slot has a person, and each another one."""
        people = [person for person in self.signers if person is not None]
        return bool(self.slots) and len(people) == len(self.slots) == len(set(people))

    @property
    def signatory(self) -> Signatory | None:
        """Who signs next."""
        return self.missing[0] if self.missing else None

    @property
    def can_discard(self) -> bool:
        """Whether there is a draft that can be given up."""
        return self.preview is not None and self.ticks is None and not self.busy


@dataclass(frozen=True, slots=True)
class Sight:
    """What the lists show, as it was read."""

    sendable: tuple[Sendable, ...]
    exports: tuple[OpenExport, ...]
    media: tuple[Medium, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """To whom a kind may go, and who may sign it."""

    recipients: tuple[Addressee, ...]
    slots: tuple[SignerSlot, ...]


@dataclass(frozen=True, slots=True)
class DraftInHand:
    """A draft that was made or taken up again."""

    preview: BundlePreview
    missing: tuple[Signatory, ...]
    recipients: tuple[Addressee, ...]
    recipient: StationId


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the bundle in hand counts as written, asked after work failed or was stopped."""

    is_written: bool
    media: tuple[Medium, ...]
    error: AppError | None
