"""From a passphrase to the vault key: the officer's slot, and the grant where the key was renewed meanwhile."""

from dataclasses import dataclass, field

from app.models.domain.ids import PersonId
from app.services.crypto.keyslot import Slot, SlotSecrets, cost_of, make_slot, open_slot
from app.services.ports import Clock, Entropy
from app.services.stations.handover import taken
from app.services.stations.key_file import with_slot
from app.services.stations.signer import Signer
from app.services.stations.tokens import BoundToken
from app.services.vault.slots import SlotFile
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """What an officer's passphrase opened."""

    slots: SlotFile
    slot: Slot
    signer: Signer
    _device: bytes = field(repr=False)
    _secrets: SlotSecrets = field(repr=False)
    _passphrase: str = field(repr=False)
    token: BoundToken | None = field(default=None, repr=False)
    """The hardware token that was needed, with its secret."""

    @property
    def person(self) -> PersonId:
        """Whose slot it was."""
        return self.signer.person

    @property
    def vault_key(self) -> bytes:
        """The newest vault key."""
        return self._secrets.vault_key

    @property
    def user_secret(self) -> bytes:
        """The officer's secret, for a slot under another passphrase."""
        return self._secrets.user_secret

    def renewed_slot(self, entropy: Entropy, clock: Clock) -> Slot | None:
        """The officer's slot over the renewed key and under the same passphrase; None where it holds it already."""
        if self.person not in self.slots.grants:
            return None
        return remade(self.slot, self._passphrase, self._device, self._secrets, entropy, clock, self.token)


def enter(slots: SlotFile, slot: Slot, passphrase: str, device: bytes, token: BoundToken | None = None) -> Entry:
    """Open an officer's slot; one that needs a hardware token with what that gave.

    Raises:
        VaultError: ``vault.wrong-passphrase``, ``vault.slot-parameters`` or ``vault.slots-damaged``.
    """
    person = PersonId(slot.hdr.slot)
    opened = open_slot(slot, passphrase, device, b"" if token is None else token[1])
    signer = Signer.of(person, opened)
    grant = slots.grants.get(person)
    newest = opened if grant is None else SlotSecrets(taken(grant, signer.own_key), opened.user_secret)
    return Entry(slots, slot, signer, device, newest, passphrase, token)


def remade(
    old: Slot,
    passphrase: str,
    device: bytes,
    protected: SlotSecrets,
    entropy: Entropy,
    clock: Clock,
    token: BoundToken | None = None,
) -> Slot:
    """The next slot of the same person, at the same cost; it needs the token that is given, or none."""
    at, seq = clock.now(), old.hdr.seq + 1
    return make_slot(old.hdr.slot, passphrase, device, protected, cost_of(old), entropy, at, seq, token)


def keep_renewed(unit: Unit, entry: Entry, slot: Slot | None) -> None:
    """Put the slot that was made anew in the place of the one that was opened, if that still is in force."""
    file = unit.keys.file()
    if slot is not None and entry.slot in file.slots:
        unit.keys.keep(with_slot(file, slot, file.names.get(entry.person, "")))
