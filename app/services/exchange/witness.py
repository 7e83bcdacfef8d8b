"""Witness of partners' records: does the head that comes with a bundle only append to the one before?

Every bundle and receipt carries the signed head of its origin's record. Whoever rolls a record back or rewrites it
cannot also change what the partners have noted.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BundleId, StationId
from app.models.views.records import Witnessed
from app.services.audit import checkpoint
from app.services.audit.anchor import Head
from app.services.audit.merkle import verify_consistency
from app.services.bundles import manifest
from app.services.bundles.manifest import Consistency, Manifest
from app.services.crypto.signing import VerifyKey
from app.services.trust.document import TrustDocument
from app.services.vault.unit import Unit

INCONSISTENT = "bundle.record-inconsistent"


class Growth(StrEnum):
    """What a partner's head is beside the ones that we noted before."""

    FIRST = "first"
    """Nothing was noted before."""
    SAME = "same"
    GROWN = "grown"
    """It has more entries; nothing proves that the earlier ones are still in it."""
    PROVED = "proved"
    """It has more entries, and a proof that the earlier ones are still in it."""
    NEW_EPOCH = "new-epoch"
    """The partner restored its vault; entries after the backup are lost there. Ask the partner."""
    SHRUNK = "shrunk"
    """It has fewer entries than before."""
    FORKED = "forked"
    """As many entries as before, but others."""
    NOT_CONSISTENT = "not-consistent"
    """The proof that came with it does not hold."""
    EARLIER_EPOCH = "earlier-epoch"
    """A head from before a restore, after one from behind it."""
    NOT_SIGNED = "not-signed"
    """It is not signed by the partner's station, or not readable."""


ALARMS = frozenset({Growth.SHRUNK, Growth.FORKED, Growth.NOT_CONSISTENT, Growth.EARLIER_EPOCH, Growth.NOT_SIGNED})
"""A record that was cut, forked or rolled back: nothing more is taken from there until it is cleared."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A partner's head and what it is. Of an unreadable head only the hash of its text is kept, at size 0."""

    head: Head
    growth: Growth

    @property
    def code(self) -> str:
        """Code for the report on the bundle; empty when nothing speaks against it."""
        return INCONSISTENT if self.growth in ALARMS else ""


def judge(unit: Unit, trust: TrustDocument, said: Manifest) -> Judged:
    """Compare the head in a manifest, whose signatures hold, with what we noted of its origin."""
    station = trust.station(said.origin)
    if station is None:
        return _unreadable(said)
    try:
        signed = checkpoint.parse(said.origin_checkpoint.encode())
        told = checkpoint.verify(signed, checkpoint.name_of(said.origin), VerifyKey(station.signing_key))
    except UntrustedInputError:
        return _unreadable(said)
    epoch = checkpoint.epoch_in(told.origin, said.origin)
    if epoch is None or said.export_event.index >= told.size:
        return _unreadable(said)
    head = Head(epoch, told.size, told.root)
    return Judged(head, _growth(unit, said, head))


def keep(unit: Unit, at: datetime, said: Manifest, judged: Judged) -> None:
    """Note the head with what it is; a head that was noted before is not noted twice."""
    head = judged.head
    seen = Witnessed(
        StationId(said.origin),
        head.epoch,
        head.size,
        head.root,
        said.origin_checkpoint,
        BundleId(said.bundle_id),
        at,
        judged.growth.value,
        judged.growth in ALARMS,
    )
    if not unit.heads.note(seen):
        return
    detail: dict[str, str | int] = {
        "origin": checkpoint.origin_of(said.origin, head.epoch),
        "size": head.size,
        "root": head.root.hex(),
        "outcome": judged.growth.value,
    }
    unit.record.note(at, "checkpoint.witnessed", unit.people.station().station_id, detail)


def proof_for(unit: Unit, recipient: StationId) -> tuple[Consistency, ...] | None:
    """Proof that our record only grew since the head that the recipient last acknowledged with a receipt."""
    earlier = unit.exports.acknowledged_manifest(recipient)
    if earlier is None:
        return None
    told = checkpoint.parse(manifest.decode(earlier).origin_checkpoint.encode()).checkpoint
    size = unit.record.head().size
    if not 1 <= told.size <= size:
        return None
    return (Consistency(station=recipient, from_size=told.size, hashes=unit.record.tree.consistency(told.size, size)),)


def _unreadable(said: Manifest) -> Judged:
    return Judged(Head(0, 0, sha256(said.origin_checkpoint.encode()).digest()), Growth.NOT_SIGNED)


def _growth(unit: Unit, said: Manifest, head: Head) -> Growth:
    before = unit.heads.furthest(StationId(said.origin))
    if before is None:
        return Growth.FIRST
    if (head.epoch, head.size) <= (before.epoch, before.size):
        return _not_grown(before, head)
    is_proved = _proof_holds(unit, said, head)
    if is_proved is False:
        return Growth.NOT_CONSISTENT
    if head.epoch > before.epoch:
        return Growth.NEW_EPOCH
    return Growth.PROVED if is_proved else Growth.GROWN


def _not_grown(before: Witnessed, head: Head) -> Growth:
    if head.epoch < before.epoch:
        return Growth.EARLIER_EPOCH
    if head.size < before.size:
        return Growth.SHRUNK
    return Growth.SAME if head.root == before.root else Growth.FORKED


def _proof_holds(unit: Unit, said: Manifest, head: Head) -> bool | None:
    """Whether the proof for us holds; None when there is none, or none that begins at a head that we noted."""
    ours = unit.people.station().station_id
    proof = next((one for one in said.consistency or () if one.station == ours), None)
    known = None if proof is None else unit.heads.at(StationId(said.origin), proof.from_size)
    if proof is None or known is None:
        return None
    return verify_consistency(known.size, known.root, head.size, head.root, proof.hashes)
