"""From a passphrase to the vault key: the officer's slot, and the grant where the key was renewed meanwhile."""

from dataclasses import dataclass, field

from app.models.domain.ids import PersonId
from app.services.crypto.keyslot import Slot, SlotSecrets, cost_of, make_slot, open_slot
from app.services.ports import Clock, Entropy, SecretStore
from app.services.stations.handover import taken
from app.services.stations.key_file import with_slot
from app.services.stations.setup import device_secret
from app.services.stations.signer import Signer
from app.services.vault.slots import SlotFile, slot_of
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """What an officer's passphrase opened."""

    person: PersonId
    slots: SlotFile
    signer: Signer
    _secrets: SlotSecrets = field(repr=False)
    _passphrase: str = field(repr=False)

    @property
    def vault_key(self) -> bytes:
        """The newest vault key."""
        return self._secrets.vault_key

    @property
    def user_secret(self) -> bytes:
        """The officer's secret, for a slot under another passphrase."""
        return self._secrets.user_secret

    def renewed_slot(self, secrets: SecretStore, entropy: Entropy, clock: Clock) -> Slot | None:
        """The officer's slot over the renewed key and under the same passphrase; None where it holds it already."""
        old = slot_of(self.slots, self.person)
        if self.person not in self.slots.grants:
            return None
        return remade(old, self._passphrase, device_secret(self.slots, secrets), self._secrets, entropy, clock)


def enter(slots: SlotFile, person: PersonId, passphrase: str, secrets: SecretStore) -> Entry:
    """Open an officer's slot.

    Raises:
        VaultError: ``vault.wrong-passphrase``, ``vault.unknown-officer``, ``vault.slot-parameters`` or
            ``vault.slots-damaged``.
        EnvironmentProblemError: The keyring is missing, locked or does not know this vault.
    """
    opened = open_slot(slot_of(slots, person), passphrase, device_secret(slots, secrets))
    signer = Signer.of(person, opened)
    grant = slots.grants.get(person)
    newest = opened if grant is None else SlotSecrets(taken(grant, signer.own_key), opened.user_secret)
    return Entry(person, slots, signer, newest, passphrase)


def remade(old: Slot, passphrase: str, device: bytes, protected: SlotSecrets, entropy: Entropy, clock: Clock) -> Slot:
    """The next slot of the same person, at the same cost."""
    return make_slot(old.hdr.slot, passphrase, device, protected, cost_of(old), entropy, clock.now(), old.hdr.seq + 1)


def keep_renewed(unit: Unit, entry: Entry, slot: Slot | None) -> None:
    """Put the slot that was made anew in the place of the one that was opened, if that still is in force."""
    file = unit.keys.file()
    if slot is not None and slot_of(entry.slots, entry.person) in file.slots:
        unit.keys.keep(with_slot(file, slot, file.names.get(entry.person, "")))
