"""Unlock a vault for an officer, and open an officer's hand for one signature."""

from dataclasses import dataclass
from pathlib import Path

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.models.views.records import Officer, Station
from app.services.crypto.keyslot import open_slot
from app.services.desk import Desk
from app.services.ports import Clock, Entropy, SecretStore
from app.services.stations.setup import device_secret
from app.services.stations.signer import Signer
from app.services.vault.slots import SlotFile, read_slots, slot_of
from app.services.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Session:
    """An unlocked vault and the officer who unlocked it."""

    desk: Desk
    actor: Actor
    station: Station
    officer_name: str

    def lock(self) -> None:
        """Close the vault and forget its keys; asks nothing and never fails for a full disk."""
        self.desk.vault.close()


@dataclass(frozen=True, slots=True)
class Seat:
    """An officer who has just typed the passphrase: who acts, and the hand that signs."""

    actor: Actor
    signer: Signer


def _actor(station: Station, officer: Officer, session: str) -> Actor:
    roles = frozenset(Role(role) for role in officer.roles)
    return Actor(officer.person_id, roles, station.office_kind, station.station_id, session)


class Door:
    """The locked vault in a folder: who may unlock it, and how."""

    def __init__(self, folder: Path, *, secrets: SecretStore, clock: Clock, entropy: Entropy) -> None:
        self.folder = folder
        self._secrets = secrets
        self._clock = clock
        self._entropy = entropy

    def slots(self) -> SlotFile:
        """What the unlock screen shows: office and officers. Nothing of it is secret.

        Raises:
            VaultError: ``vault.missing`` or ``vault.slots-damaged``.
        """
        return read_slots(self.folder)

    def unlock(self, person: PersonId, passphrase: str) -> Session:
        """Open the vault for an officer.

        Raises:
            VaultError: ``vault.wrong-passphrase``, ``vault.unknown-officer`` or the vault is damaged or newer.
            EnvironmentProblemError: The keyring is missing, locked or does not know this vault.
        """
        slots = self.slots()
        opened = open_slot(slot_of(slots, person), passphrase, device_secret(slots, self._secrets))
        vault = Vault.open(self.folder, opened.vault_key, self._entropy)
        try:
            return self._session(vault, person, slots)
        except BaseException:
            vault.close()
            raise

    def signer(self, person: PersonId, passphrase: str) -> Signer:
        """Open an officer's hand for one act; the passphrase is asked every time.

        Raises:
            VaultError: ``vault.wrong-passphrase`` or ``vault.unknown-officer``.
        """
        slots = self.slots()
        return Signer.of(person, open_slot(slot_of(slots, person), passphrase, device_secret(slots, self._secrets)))

    def seat(self, desk: Desk, person: PersonId, passphrase: str) -> "Seat":
        """Open an own seat for a second officer at an unlocked vault, for one act with the own passphrase.

        Raises:
            VaultError: ``vault.wrong-passphrase`` or ``vault.unknown-officer``.
        """
        signer = self.signer(person, passphrase)
        with desk.vault.read() as unit:
            station, officer = unit.people.station(), unit.people.officer(person)
        return Seat(_actor(station, officer, self._entropy(8).hex()), signer)

    def _session(self, vault: Vault, person: PersonId, slots: SlotFile) -> Session:
        with vault.read() as unit:
            station = unit.people.station()
            officer = unit.people.officer(person)
        if slots.environment != station.environment:
            # The frame of the rehearsal and its clock went by the open file; the inside of the vault decides.
            raise VaultError("vault.slots-damaged")
        actor = _actor(station, officer, self._entropy(8).hex())
        desk = Desk(vault, self._clock, self._entropy)
        with desk.act(actor, Action.UNLOCK):
            pass
        vault.sweep()
        return Session(desk, actor, station, officer.name)
