"""A new epoch of the record: what a restore from a backup begins."""

from hashlib import sha256

from app.services.audit.checkpoint import Checkpoint, origin_of
from app.services.vault.unit import Unit


def begin_epoch(unit: Unit) -> dict[str, str | int]:
    """Begin a new epoch, before anything is appended to a restored record.

    The tree goes on: earlier entries stay provable. Checkpoints are signed for ``sekisho/<station>/<epoch>`` from now
    on, so that partners see a restore and not a fork. The first entry of the epoch is ``vault.restored``.

    Args:
        unit: A transaction of the restored vault.

    Returns:
        What that entry says of it: the new epoch, and size and hash of the head that was restored.
    """
    head, station = unit.record.head(), unit.people.station().station_id
    old = Checkpoint(origin_of(station, unit.record.epoch()), head.size, head.root())
    return {"epoch": unit.record.begin_epoch(), "size": head.size, "checkpoint": sha256(old.body()).hexdigest()}
