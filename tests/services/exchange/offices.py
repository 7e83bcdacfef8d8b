"""Offices with real vaults: how tests make them, open them again, and look into them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256, shake_256
from itertools import count
from pathlib import Path

from app.bootstrap import packs
from app.models.domain.actor import Actor, Environment, OfficeKind, Role
from app.models.domain.ids import (
    OfficeId,
    PersonId,
    StationId,
)
from app.models.schema.keeping import metadata
from app.models.views.records import Letterhead
from app.services.container import Services
from app.services.crypto.keyslot import Argon2Cost, SlotSecrets, open_slot
from app.services.desk import Desk
from app.services.packs.shelf import PackShelf
from app.services.platform.time import FixedClock
from app.services.ports import Clock
from app.services.stations.setup import NO_DEVICE_SECRET, NewOfficer, NewStation, set_up
from app.services.stations.signer import Signer
from app.services.vault.slots import read_slots, slot_of
from app.services.vault.vault import Vault
from tests.services.exchange.kept_worlds import KeptOffice, number_of_this_process

START = datetime(2025, 6, 10, 1, 0, tzinfo=UTC)

OFFICERS: dict[str, frozenset[Role]] = {
    "administrator": frozenset({Role.ADMINISTRATOR}),
    "security": frozenset({Role.SECURITY_OFFICER}),
    "examiner": frozenset({Role.EXAMINER}),
    "reviewer": frozenset({Role.REVIEWER}),
    "decider": frozenset({Role.DECIDING_OFFICER}),
    "auditor": frozenset({Role.AUDITOR}),
    "many": frozenset({Role.EXAMINER, Role.REVIEWER, Role.DECIDING_OFFICER}),
    "complaint": frozenset({Role.COMPLAINT_OFFICER}),
    "second-security": frozenset({Role.SECURITY_OFFICER}),
}
"""Officers of each office by the name that tests use; ``many`` holds all three roles of the case work."""

_DRAWS = count()


def entropy(length: int) -> bytes:
    """Repeatable randomness; no two draws of a run are the same."""
    return shake_256(b"offices %d %d" % (number_of_this_process(), next(_DRAWS))).digest(length)


@cache
def shelf() -> PackShelf:
    """The packs that ship with the program, read once."""
    return packs()


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a vault again without the work of a passphrase."""

    vault_key: bytes = field(repr=False)
    people: dict[str, PersonId]
    hands: dict[str, Signer] = field(repr=False)
    secrets: dict[str, bytes] = field(default_factory=dict, repr=False)


NO_CONTENT = ("events", "log_state", "log_nodes", "waiting_bundles", "alarms")
"""The record, and the list of files in quarantine or under suspicion: none of them is what an act changes."""
GAPS = ("lane_stops",)
"""What tells which numbers are missing on a lane: a look at a bundle that came too early notes that."""
STOPPING = ("lanes", "lane_stops")
"""What tells that a lane is stopped: a look at a bundle that forks it notes that."""


@dataclass
class Office:
    """One office with its vault open."""

    name: str
    kind: OfficeKind
    station: StationId
    folder: Path
    keys: Keys
    desk: Desk
    services: Services

    def actor(self, who: str) -> Actor:
        return Actor(self.keys.people[who], OFFICERS[who], self.kind, self.station, f"session-{who}")

    def hand(self, who: str) -> Signer:
        return self.keys.hands[who]

    def person(self, who: str) -> PersonId:
        return self.keys.people[who]

    def tables(self, leave_out: Iterable[str] = NO_CONTENT) -> dict[str, str]:
        """A digest of the content of each table."""
        return {name: sha256(repr(self.rows(name)).encode()).hexdigest() for name in self.names(leave_out)}

    def names(self, leave_out: Iterable[str] = ()) -> list[str]:
        return sorted(set(metadata.tables) - set(leave_out))

    def rows(self, table: str) -> list[tuple[object, ...]]:
        with self.desk.vault._reader.begin() as connection:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 # a name from our own metadata
            return sorted((tuple(row) for row in rows), key=repr)

    def named_rows(self, table: str) -> list[dict[str, object]]:
        """The rows of a table with the names of their columns."""
        with self.desk.vault._reader.begin() as connection:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 # a name from our own metadata
            return [dict(row) for row in rows.mappings()]

    def events(self, code: str = "") -> list[tuple[str, str]]:
        """Code and result of each entry of the record, oldest first."""
        with self.desk.vault._reader.begin() as connection:
            rows = connection.exec_driver_sql("SELECT code, result FROM events ORDER BY seq")
            return [(str(row[0]), str(row[1])) for row in rows if not code or row[0] == code]

    def quarantine(self) -> list[str]:
        return self.desk.vault.quarantine.names()

    def blobs(self) -> list[str]:
        return sorted(entry.name for entry in (self.folder / "blobs").iterdir())


def new_office(
    root: Path, name: str, kind: OfficeKind, station: str, clock: FixedClock, environment: Environment
) -> Office:
    folder = root / name
    officers = tuple(NewOfficer(f"{name} {who}", roles, f"passphrase of {who}") for who, roles in OFFICERS.items())
    new = NewStation(
        OfficeId(name.upper()),
        kind,
        f"試験{name}",
        f"Test {name}",
        StationId(station),
        environment,
        officers,
        Letterhead("試験大臣", "担当窓口", "相談窓口", "苦情窓口", "内閣府窓口"),
        device_bound=False,
    )
    set_up(folder, new, secrets=_NoKeyring(), clock=clock, entropy=entropy, cost=Argon2Cost.rehearsal())
    keys = _keys(folder)
    desk, services = _opened(folder, keys, clock)
    return Office(name, kind, StationId(station), folder, keys, desk, services)


class _NoKeyring:
    """A machine without a keyring: nobody may ask it for anything."""

    def get(self, name: str) -> bytes | None:
        raise AssertionError(name)

    def put(self, name: str, value: bytes) -> None:
        raise AssertionError(name, len(value))

    def describe(self) -> str:
        return "none"


def _keys(folder: Path) -> Keys:
    slots = read_slots(folder)
    vault_key, people, hands, own = b"", {}, {}, {}
    for person, display in slots.names.items():
        who = display.split(" ", 1)[1]
        secrets: SlotSecrets = open_slot(slot_of(slots, PersonId(person)), f"passphrase of {who}", NO_DEVICE_SECRET)
        vault_key = secrets.vault_key
        people[who], hands[who] = PersonId(person), Signer.of(PersonId(person), secrets)
        own[who] = secrets.user_secret
    return Keys(vault_key, people, hands, own)


def _opened(folder: Path, keys: Keys, clock: Clock) -> tuple[Desk, Services]:
    desk = Desk(Vault.open(folder, keys.vault_key, entropy), clock, entropy)
    return desk, Services.over(desk, shelf())


def reopened(office: Office, folder: Path, clock: Clock) -> Office:
    desk, services = _opened(folder, office.keys, clock)
    return replace(office, folder=folder, desk=desk, services=services)


def kept(office: Office) -> KeptOffice:
    """What another process needs to open the office."""
    keys = office.keys
    secrets = {who: secret.hex() for who, secret in keys.secrets.items()}
    return KeptOffice(office.name, office.kind, office.station, keys.vault_key.hex(), dict(keys.people), secrets)


def taken_over(one: KeptOffice, root: Path, clock: FixedClock) -> Office:
    """An office that another process made; it is open."""
    people = {who: PersonId(person) for who, person in one.people.items()}
    secrets = {who: bytes.fromhex(secret) for who, secret in one.secrets.items()}
    keys = Keys(bytes.fromhex(one.vault_key), people, one.hands(), secrets)
    desk, services = _opened(root / one.name, keys, clock)
    return Office(one.name, one.kind, StationId(one.station), root / one.name, keys, desk, services)
