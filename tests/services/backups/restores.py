"""Restores in tests: who restores what, and what a restored office must answer."""

from pathlib import Path

from app.models.domain.ids import BlobId
from app.services.backups.newcomer import NewSlot
from app.services.backups.opening import BySheets
from app.services.backups.restoring import Plan, Present, RestoreReason, Restoring
from app.services.crypto.keyslot import Argon2Cost
from app.services.papers.filing import read_paper
from app.services.ports import SecretStore
from app.services.stations.unlocking import Door, Session
from tests.fakes.network import FakeNetwork
from tests.services.exchange.offices import Office, entropy
from tests.services.stations.desks import NoKeyring

NEW_PASSPHRASE = "passphrase after the loss"


def restoring(office: Office, folder: Path | None = None, secrets: SecretStore | None = None) -> Restoring:
    clock = office.desk.clock
    return Restoring(folder or office.folder, secrets=secrets or NoKeyring(), clock=clock, entropy=entropy)


def by_station(office: Office, number: int, *, witness: str = "security", actor: str = "administrator") -> Plan:
    present = Present(office.desk, office.actor(actor), office.actor(witness))
    return Plan(office.station, number, RestoreReason.MISTAKE, present=present)


def by_sheets(office: Office, number: int, sheets: BySheets, *, bound: bool = False) -> Plan:
    newcomer = NewSlot("agency administrator", NEW_PASSPHRASE, device_bound=bound, cost=Argon2Cost.rehearsal())
    return Plan(office.station, number, RestoreReason.LOST, sheets=sheets, newcomer=newcomer)


def unlocked(office: Office, who: str, *, passphrase: str = "", folder: Path | None = None) -> Session:
    place, clock = folder or office.folder, office.desk.clock
    door = Door(place, secrets=NoKeyring(), clock=clock, entropy=entropy, network=FakeNetwork())
    return door.unlock(office.person(who), passphrase or f"passphrase of {who}")


def assert_papers_open(session: Session) -> int:
    """Every filed paper opens; gives their number."""
    with session.desk.vault.read() as unit:
        blobs = sorted(unit.papers.blob_ids())
        for name in blobs:
            blob = unit.papers.blob(BlobId(name))
            assert len(b"".join(read_paper(unit, blob))) == blob.size_bytes
    return len(blobs)
