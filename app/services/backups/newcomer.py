"""A new slot for one named officer, where the slots or the device secret of the lost vault are gone."""

from dataclasses import dataclass, field, replace

from app.models.domain.errors import EnvironmentProblemError, GateClosedError
from app.models.domain.ids import PersonId
from app.models.views.records import Officer
from app.services.crypto.keyslot import Argon2Cost, SlotSecrets, make_slot
from app.services.ports import Clock, SecretStore
from app.services.stations.key_file import with_slot
from app.services.stations.setup import NO_DEVICE_SECRET, device_secret_name
from app.services.stations.signer import Signer
from app.services.vault.slots import FORMAT, SlotFile
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class NewSlot:
    """Who may unlock first. The officer's keys are new: signatures go on with the next trust document.

    Attributes:
        named: An officer of the backup by id or name: the administrator, who then gives the others new slots.
        device_bound: False where this machine has no keyring and the passphrase alone protects.
    """

    named: str
    passphrase: str = field(repr=False)
    device_bound: bool = True
    cost: Argon2Cost = field(default_factory=Argon2Cost.standard)


def first_slots(
    unit: Unit, newcomer: NewSlot, base: SlotFile | None, vault_key: bytes, secrets: SecretStore, clock: Clock
) -> tuple[PersonId, SlotFile]:
    """The officer, and the slots file with a new slot for the officer.

    Where the device secret of the old slots is gone those slots open for nobody; they are left out.

    Raises:
        GateClosedError: ``restore.newcomer``: the backup knows no such officer in office.
        EnvironmentProblemError: The keyring does not take the new device secret.
    """
    officer = _officer(unit, newcomer.named)
    device, file = _device(unit, newcomer, base, secrets)
    old = [slot.hdr.seq for slot in file.slots if slot.hdr.slot == officer.person_id]
    protected = SlotSecrets(vault_key, unit.entropy(32))
    slot = make_slot(
        officer.person_id,
        newcomer.passphrase,
        device,
        protected,
        newcomer.cost,
        unit.entropy,
        clock.now(),
        max(old, default=0) + 1,
    )
    hand = Signer.of(officer.person_id, protected)
    renewed = replace(officer, signing_key=hand.signing_key, root_key=hand.root_key, recipient=hand.recipient)
    unit.people.renew(renewed)
    return officer.person_id, with_slot(file, slot, officer.name)


def _officer(unit: Unit, named: str) -> Officer:
    found = [
        one
        for one in unit.people.officers()
        if one.ended_at is None and ("".join(one.name.split()) == "".join(named.split()) or one.person_id == named)
    ]
    if len(found) != 1:
        raise GateClosedError("restore.newcomer")
    return found[0]


def _device(unit: Unit, newcomer: NewSlot, base: SlotFile | None, secrets: SecretStore) -> tuple[bytes, SlotFile]:
    """The device secret that new slots are bound to, and the slots that it still opens."""
    station = unit.people.station()
    if base is not None:
        known = _known(base, secrets, newcomer) if base.device_bound else NO_DEVICE_SECRET
        if known is not None:
            return known, base
    device = NO_DEVICE_SECRET
    if newcomer.device_bound:
        device = unit.entropy(32)
        secrets.put(device_secret_name(station.vault_id), device)
    return device, SlotFile(
        format=FORMAT,
        vault_id=station.vault_id,
        office_name_ja=station.office_name_ja,
        office_name_en=station.office_name_en,
        environment=station.environment.value,
        device_bound=newcomer.device_bound,
        names={},
        generation=0,
        slots=(),
        grants={},
    )


def _known(base: SlotFile, secrets: SecretStore, newcomer: NewSlot) -> bytes | None:
    """The device secret of the old slots, or None where it is gone, be it with the whole keyring."""
    try:
        return secrets.get(device_secret_name(base.vault_id))
    except EnvironmentProblemError as problem:
        if newcomer.device_bound or problem.code != "keyring.missing":
            raise
        return None
