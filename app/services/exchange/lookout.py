"""What both directions need to know: our station's keys, the trust document, the head of our record."""

from dataclasses import dataclass, field

from app.models.domain.ids import StationId
from app.services.audit import checkpoint
from app.services.audit.merkle import Frontier
from app.services.bundles.admission import TrustView
from app.services.bundles.manifest import ExportEvent, Manifest
from app.services.crypto.age import Identity
from app.services.crypto.signing import SigningKey
from app.services.desk import Act
from app.services.ports import Entropy
from app.services.trust.standing import current, effective, grace_of, note_version
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class StationKeys:
    """The keys of this workstation."""

    signing: SigningKey = field(repr=False)
    identity: Identity = field(repr=False)


def station_keys(unit: Unit) -> StationKeys:
    """The station's signing key and the identity that opens bundles to it."""
    signing_seed, recipient_seed = unit.people.station_seeds()
    return StationKeys(SigningKey(signing_seed), Identity(recipient_seed))


def trust_view(unit: Unit) -> TrustView:
    """The newest adopted trust document with its history, and with all that paper orders revoked.

    Raises:
        GateClosedError: ``trust.none`` before the first one was adopted.
    """
    adopted = current(unit)
    adopted_at = {version: int(at.timestamp()) for version, at in unit.trust.adopted_at().items()}
    news = unit.trust.news()
    return TrustView(
        effective(unit, adopted.document),
        adopted.sha256,
        unit.people.trust_history(),
        {version - 1: at for version, at in adopted_at.items()},
        int(news.learned_at.timestamp()) if news is not None and news.version > adopted.document.version else None,
        grace_of(unit),
    )


def note_trust(act: Act, said: Manifest) -> None:
    """Note which trust document the signers of a sound bundle that was decided on looked at."""
    note_version(act.unit, act.at, StationId(said.origin), said.trust_version)


def signed_head(unit: Unit, keys: StationKeys) -> str:
    """The head of our record as a signed note (C2SP checkpoint)."""
    head, station = unit.record.head(), unit.people.station().station_id
    origin = checkpoint.origin_of(station, unit.record.epoch())
    said = checkpoint.Checkpoint(origin, head.size, head.root())
    return checkpoint.write(said, checkpoint.name_of(station), keys.signing).decode()


def newest_event(before: Frontier, index: int) -> ExportEvent:
    """Proof that the newest entry stands in the record.

    The audit path of the last leaf is made of the complete subtrees before it, smallest first, so it costs nothing.
    """
    return ExportEvent(index=index, proof=tuple(reversed(before.hashes)))


def new_bundle_id(entropy: Entropy) -> str:
    """A version 4 UUID (RFC 9562) as 32 hex digits."""
    octets = bytearray(entropy(16))
    octets[6] = octets[6] & 0x0F | 0x40
    octets[8] = octets[8] & 0x3F | 0x80
    return octets.hex()
