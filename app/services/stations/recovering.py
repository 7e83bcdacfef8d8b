"""Open a vault with both recovery sheets when no passphrase does, and give one officer new keys.

The sheets are spent by it: the vault key is renewed, and new sheets must be made. Where the keyring no longer knows the
vault, it gets a new device secret; the slots of the other officers are bound to the old one, so each of them needs new
keys from the administrator.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.models.domain.actor import Role
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError
from app.models.domain.ids import PersonId
from app.models.domain.passphrase_rules import require_unguessable
from app.models.views.records import Officer, Station
from app.services.crypto.age import Identity
from app.services.crypto.keyslot import Slot, SlotSecrets
from app.services.ports import Clock, Entropy, SecretStore
from app.services.stations.entry import remade
from app.services.stations.handover import put_together
from app.services.stations.key_file import with_slot, write_out
from app.services.stations.renewal import Reason, complete_renewal
from app.services.stations.setup import device_secret, new_device_secret
from app.services.stations.signer import Signer
from app.services.stations.throttle import Throttle
from app.services.vault.occupancy import Occupancy
from app.services.vault.slots import RecoveryShares, SlotFile, read_slots, slot_of
from app.services.vault.unit import Unit
from app.services.vault.vault import Vault

_GONE = {"keyring.no-device-secret", "keyring.damaged", "keyring.changed"}


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery did."""

    officer_name: str
    device_renewed: bool
    """The keyring did not know the vault: all other officers need new keys from the administrator."""
    key_renewed: bool
    """False when the renewal of the vault key waits for the next unlocking, because the disk is full."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Both sheets in hand, before a locked vault.

    Attributes:
        folder: Where the vault lies.
        secrets: The keyring.
        clock: For the event.
        entropy: Source of the new keys.
    """

    folder: Path
    secrets: SecretStore
    clock: Clock
    entropy: Entropy

    def run(self, first: Identity, second: Identity, person: PersonId, passphrase: str) -> Recovered:
        """Give an officer new keys under a new passphrase; the sheets may come in either order.

        Raises:
            InvalidInputError: ``recovery.none``, ``recovery.other-sheet``, ``recovery.same-sheet``,
                ``recovery.needs-administrator``, ``vault.passphrase-short``, ``vault.passphrase-guessable``.
            VaultError: ``vault.unknown-officer``, or the vault is damaged.
            EnvironmentProblemError: The keyring is missing or locked; ``vault.busy``; the disk.
        """
        read_slots(self.folder)
        place = Occupancy.enter(self.folder)
        try:
            slots = read_slots(self.folder)
            shares, vault_key = _opened(slots, first, second)
        except BaseException:
            place.leave()
            raise
        vault = Vault.open(self.folder, vault_key, self.entropy, place)
        try:
            return self._give(vault, slots, shares, person, passphrase)
        finally:
            vault.close()

    def _give(
        self, vault: Vault, slots: SlotFile, shares: RecoveryShares, person: PersonId, passphrase: str
    ) -> Recovered:
        with vault.read() as unit:
            officer, station, file = unit.people.officer(person), unit.people.station(), unit.keys.file()
        known = (officer.name, station.station_id, station.office_id, station.office_name_ja, station.office_name_en)
        require_unguessable(passphrase, known)
        device, device_renewed = self._device(slots, officer)
        protected = SlotSecrets(vault.key, self.entropy(32))
        slot = remade(slot_of(file, person), passphrase, device, protected, self.entropy, self.clock)
        session = self.entropy(8).hex()
        with vault.write() as unit:
            self._keep(unit, officer, slot, Signer.of(person, protected))
            self._record(unit, station, person, session, shares)
        write_out(vault)
        Throttle(self.folder, slots, self.secrets, self.clock).forgive(person)
        return Recovered(officer.name, device_renewed, self._renewed(vault, person, session))

    def _keep(self, unit: Unit, officer: Officer, slot: Slot, hand: Signer) -> None:
        unit.people.change_keys(officer.person_id, hand.signing_key, hand.root_key, hand.recipient)
        if officer.until is not None and officer.until < self.clock.today():
            unit.people.set_term(officer.person_id, None)
        unit.keys.keep(msgspec.structs.replace(with_slot(unit.keys.file(), slot, officer.name), recovery=None))
        unit.keys.appoint_recovery(())
        unit.keys.set_renewal_due(Reason.RECOVERY)

    def _record(self, unit: Unit, station: Station, person: PersonId, session: str, shares: RecoveryShares) -> None:
        unit.record.append(
            at=self.clock.now(),
            code="recovery.used",
            person=person,
            station=station.station_id,
            session=session,
            subject="",
            purpose="process",
            result="done",
            detail={"officer": person, "sheet_1": shares.sheets[0], "sheet_2": shares.sheets[1]},
        )

    def _renewed(self, vault: Vault, person: PersonId, session: str) -> bool:
        try:
            return complete_renewal(vault, self.clock, person=person, session=session)
        except EnvironmentProblemError:
            # The officer has new keys; the renewal stays due and is made up for at the next unlocking.
            return False

    def _device(self, slots: SlotFile, officer: Officer) -> tuple[bytes, bool]:
        """The device secret; a new one where the keyring knows none."""
        try:
            return device_secret(slots, self.secrets), False
        except EnvironmentProblemError as problem:
            if problem.code not in _GONE:
                raise
        if Role.ADMINISTRATOR.value not in officer.roles:
            raise InvalidInputError("recovery.needs-administrator", field="officer")
        return new_device_secret(slots.vault_id, self.secrets, self.entropy), True


def _opened(slots: SlotFile, first: Identity, second: Identity) -> tuple[RecoveryShares, bytes]:
    shares = slots.recovery
    if shares is None:
        raise InvalidInputError("recovery.none", field="sheet-1")
    given = [first.recipient.fingerprint, second.recipient.fingerprint]
    for which, fingerprint in enumerate(given, start=1):
        if fingerprint not in shares.sheets:
            raise InvalidInputError("recovery.other-sheet", field=f"sheet-{which}", which=which)
    if given[0] == given[1]:
        raise InvalidInputError("recovery.same-sheet", field="sheet-2")
    ordered = (first, second) if given[0] == shares.sheets[0] else (second, first)
    return shares, put_together(shares, *ordered)
