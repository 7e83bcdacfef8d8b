"""What lies on a medium, before anything of it is believed; and what was decided about earlier bundles."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BundleId, StationId
from app.services.bundles.container import open_bundle
from app.services.bundles.manifest import Kind
from app.services.crypto.age import Identity
from app.services.desk import Act, Desk
from app.services.exchange.lookout import station_keys, trust_view
from app.services.media.recognising import require_admissible
from app.services.ports import Drive
from app.services.trust.document import TrustDocument

_NO_BUNDLE = BundleId("")
_NO_STATION = StationId("")
_MOST_DECISIONS = 10_000


class Standing(StrEnum):
    """What a file on a medium is to this station."""

    NEW = "new"
    """Opens here and was not decided on."""
    DECIDED = "decided"
    """Was admitted or refused before."""
    OWN = "own"
    """Was written by this station."""
    UNREADABLE = "unreadable"
    """Does not open here: for somebody else, or damaged."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that looks like a bundle. Everything but name and size is what the file says of itself, not verified.

    Attributes:
        code: Why it does not open, or empty.
    """

    file_name: str
    size_bytes: int
    standing: Standing
    code: str = ""
    kind: str = ""
    bundle_id: BundleId = _NO_BUNDLE
    origin: StationId = _NO_STATION
    office_ja: str = ""
    office_en: str = ""
    created_at: datetime | None = None
    signers: tuple[str, ...] = ()
    """Roles of those who say that they signed."""
    records: int = 0

    @property
    def is_receipt(self) -> bool:
        """Whether it says that it is a receipt."""
        return self.kind == Kind.RECEIPT.value

    @property
    def is_countersign(self) -> bool:
        """Whether it says that it is a draft to be signed here, or the answer to one of ours."""
        return self.kind == Kind.COUNTERSIGN.value


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on a bundle that came in."""

    bundle_id: BundleId
    kind: str
    origin: StationId
    office_ja: str
    office_en: str
    outcome: str
    code: str
    decided_at: datetime


class Survey:
    """Use cases of the look at a medium and at the decisions so far (受領)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, actor: Actor, drive: Drive) -> list[FoundFile]:
        """Every bundle on a medium, in the order of the names; nothing is copied or kept.

        Raises:
            EnvironmentProblemError: The medium is gone.
            UntrustedInputError: It says that it is another one (``media.cloned``, ``media.passport-refused``).
            GateClosedError: It is not registered, not here, or was reported lost.
        """
        names = drive.list_bundles()
        with self._desk.act(actor, Action.INSPECT_BUNDLE) as act:
            require_admissible(act.unit, drive)
            act.detail["listed"] = len(names)
            identity, trust = station_keys(act.unit).identity, _trust(act)
            us = act.unit.people.station().station_id
            decided = {one.bundle_id for one in act.unit.imports.newest_first(_MOST_DECISIONS)}
        # A slow stick must not hold the transaction.
        found = [_look(drive, name, identity) for name in names]
        return [_placed(one, trust, us, decided) for one in found]

    def decided(self, actor: Actor, limit: int = 100) -> list[Decided]:
        """The latest decisions on bundles, the newest first."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            trust = _trust(act)
            found = []
            for one in act.unit.imports.newest_first(limit):
                ja, en = _office(trust, one.origin)
                found.append(
                    Decided(one.bundle_id, one.kind, one.origin, ja, en, one.outcome, one.code, one.decided_at)
                )
            return found


def _look(drive: Drive, name: str, identity: Identity) -> FoundFile:
    try:
        opened = drive.open_bundle(name)
    except UntrustedInputError as refusal:  # a part of it is missing; what else lies there can be read all the same
        return FoundFile(name, 0, Standing.UNREADABLE, refusal.code)
    with opened as source:
        size = source.seek(0, 2)
        source.seek(0)
        empty = FoundFile(name, size, Standing.UNREADABLE)
        try:
            said = open_bundle(source, [identity]).manifest
        except UntrustedInputError as refusal:
            return replace(empty, code=refusal.code)
    return replace(
        empty,
        standing=Standing.NEW,
        kind=said.kind.value,
        bundle_id=BundleId(said.bundle_id),
        origin=StationId(said.origin),
        created_at=datetime.fromtimestamp(said.created_at, UTC),
        signers=tuple(one.role for one in said.signers),
        records=said.counts[0],
    )


def _placed(found: FoundFile, trust: TrustDocument | None, us: str, decided: set[BundleId]) -> FoundFile:
    if found.standing is Standing.UNREADABLE:
        return found
    ja, en = _office(trust, found.origin)
    standing = Standing.NEW
    if found.origin == us:
        standing = Standing.OWN
    elif found.bundle_id in decided:
        standing = Standing.DECIDED
    return replace(found, standing=standing, office_ja=ja, office_en=en)


def _trust(act: Act) -> TrustDocument | None:
    return None if act.unit.people.trust_envelope() is None else trust_view(act.unit).document


def _office(trust: TrustDocument | None, station: str) -> tuple[str, str]:
    office = trust.office_of_station(station) if trust is not None else None
    return (office.name_ja, office.name_en) if office is not None else ("", "")
