"""Make the vault of a workstation: the first run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.appointment import require_names_apart, require_whole
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError
from app.models.domain.ids import OfficeId, PersonId, StationId
from app.models.domain.passphrase_rules import require_unguessable
from app.models.domain.policies import PolicyName
from app.models.views.records import Letterhead, Officer, Station
from app.services.crypto.keyslot import SECRET_LENGTH, Argon2Cost, Cost, Pbkdf2Cost, Slot, SlotSecrets, make_slot
from app.services.ports import Clock, Entropy, SecretStore
from app.services.stations.anchoring import first_anchor
from app.services.stations.beginning import unfinished
from app.services.stations.signer import Signer
from app.services.vault.slots import FORMAT, SlotFile, write_slots
from app.services.vault.vault import Vault

_MARK = b"sekisho/device-secret/1\x00"
_MARK_LENGTH = 8
NO_DEVICE_SECRET = bytes(32)
"""Stands for the device secret where the machine has no keyring; the start screen says so."""


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """An officer to be appointed at the first run."""

    name: str
    roles: frozenset[Role]
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewStation:
    """What the first run asks for."""

    office_id: OfficeId
    office_kind: OfficeKind
    office_name_ja: str
    office_name_en: str
    station_id: StationId
    environment: Environment
    officers: tuple[NewOfficer, ...]
    letterhead: Letterhead
    device_bound: bool = True
    """False only when the user accepted, on a machine without a keyring, that the passphrase alone protects."""

    fips_profile: bool = False
    """Stretch passphrases by PBKDF2 in place of Argon2id, for an office that must keep to FIPS 140; for good."""

    policies: tuple[tuple[PolicyName, str], ...] = ()
    """Policies that do not keep their default."""


def set_up(
    folder: Path,
    new: NewStation,
    *,
    secrets: SecretStore,
    clock: Clock,
    entropy: Entropy,
    cost: Cost | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> Station:
    """Make a vault with its first officers.

    Args:
        folder: Where the vault will lie; must be new or empty.
        new: Office, station and officers.
        secrets: The keyring that takes the device secret.
        clock: For the time of creation.
        entropy: Source of every key.
        cost: Work factors of the passphrase; the standard ones if not given.
        progress: Told the text key of each step.

    Raises:
        InvalidInputError: ``setup.officers`` when no administrator or security officer is named,
            ``setup.officer-incomplete``, ``officers.same-name``, ``vault.passphrase-short``,
            ``vault.passphrase-guessable``.
        EnvironmentProblemError: No usable keyring, or the disk is full.
        AlreadyDoneError: The folder already holds something.
    """
    _require_officers(new.officers)
    known = (new.station_id, new.office_id, new.office_name_ja, new.office_name_en)
    for officer in new.officers:
        require_unguessable(officer.passphrase, (*known, officer.name))
    vault_id = entropy(16).hex()
    device_secret = NO_DEVICE_SECRET
    if new.device_bound:
        device_secret = new_device_secret(vault_id, secrets, entropy)
    station = Station(
        vault_id,
        new.station_id,
        new.office_id,
        new.office_kind,
        new.office_name_ja,
        new.office_name_en,
        new.environment,
        clock.now(),
        device_bound=new.device_bound,
    )
    vault_key = entropy(32)
    with unfinished(folder):
        progress("setup.step.database")
        vault = Vault.create(folder, vault_key, entropy, station, new.letterhead)
        try:
            work = cost or _cost_of(new)
            slots = _appoint(vault, station, new.officers, vault_key, device_secret, work, clock, progress)
            _decide(vault, new.policies, clock)
            first_anchor(vault, station, secrets, clock)
        finally:
            vault.close()
        write_slots(folder, slots)
    return station


def device_secret_name(vault_id: str) -> str:
    """Name of the device secret in the keyring."""
    return f"device-{vault_id}"


def new_device_secret(vault_id: str, secrets: SecretStore, entropy: Entropy) -> bytes:
    """Make a device secret and give it to the keyring.

    Raises:
        EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
    """
    made = entropy(SECRET_LENGTH)
    secrets.put(device_secret_name(vault_id), made + _mark(vault_id, made))
    return made


def device_secret(slots: SlotFile, secrets: SecretStore) -> bytes:
    """The device secret that the slots of a vault are bound to.

    Raises:
        EnvironmentProblemError: ``keyring.missing``, ``keyring.locked``; ``keyring.no-device-secret`` when this
            vault was made on another machine or under another login; ``keyring.damaged`` or ``keyring.changed`` when
            the value is not the one that was put there.
    """
    if not slots.device_bound:
        return NO_DEVICE_SECRET
    value = secrets.get(device_secret_name(slots.vault_id))
    if value is None:
        raise EnvironmentProblemError("keyring.no-device-secret")
    secret, mark = value[:SECRET_LENGTH], value[SECRET_LENGTH:]
    if len(mark) != _MARK_LENGTH:
        raise EnvironmentProblemError("keyring.damaged")
    if mark != _mark(slots.vault_id, secret):
        raise EnvironmentProblemError("keyring.changed")
    return secret


def _mark(vault_id: str, secret: bytes) -> bytes:
    """Tells a value that was changed, or put there for another vault, from a wrong passphrase. It opens nothing."""
    return sha256(_MARK + vault_id.encode() + b"\x00" + secret).digest()[:_MARK_LENGTH]


def _cost_of(new: NewStation) -> Cost:
    return Pbkdf2Cost.standard() if new.fips_profile else Argon2Cost.standard()


def _require_officers(officers: Sequence[NewOfficer]) -> None:
    roles = {role for officer in officers for role in officer.roles}
    if len(officers) < 2 or not {Role.ADMINISTRATOR, Role.SECURITY_OFFICER} <= roles:
        raise InvalidInputError("setup.officers", field="officers")
    for officer in officers:
        require_whole(officer.name, officer.roles)
    require_names_apart([officer.name for officer in officers])


def _appoint(
    vault: Vault,
    station: Station,
    officers: Sequence[NewOfficer],
    vault_key: bytes,
    device: bytes,
    cost: Cost,
    clock: Clock,
    progress: Callable[[str], None],
) -> SlotFile:
    entropy = vault.entropy
    appointed = []
    with vault.write() as unit:
        for officer in officers:
            progress("setup.step.officer")
            person = PersonId(entropy(8).hex())
            secrets = SlotSecrets(vault_key, entropy(32))
            slot = make_slot(person, officer.passphrase, device, secrets, cost, entropy, clock.now(), 1)
            signer = Signer.of(person, secrets)
            roles = tuple(sorted(role.value for role in officer.roles))
            unit.people.add_officer(
                Officer(person, officer.name, roles, signer.signing_key, signer.root_key, signer.recipient, clock.now())
            )
            appointed.append((person, slot))
        slots = _slot_file(station, officers, appointed)
        unit.keys.start(slots)
        unit.record.append(
            at=clock.now(),
            code="vault.created",
            person=PersonId("setup"),
            station=station.station_id,
            session="setup",
            subject="",
            purpose="process",
            result="done",
            detail={"officers": len(appointed)},
        )
    return slots


def _decide(vault: Vault, policies: Sequence[tuple[PolicyName, str]], clock: Clock) -> None:
    with vault.write() as unit:
        for name, value in policies:
            unit.policies.set(name, value, clock.now(), PersonId("setup"))


def _slot_file(station: Station, officers: Sequence[NewOfficer], slots: Sequence[tuple[PersonId, Slot]]) -> SlotFile:
    names = {person: officer.name for (person, _), officer in zip(slots, officers, strict=True)}
    return SlotFile(
        format=FORMAT,
        vault_id=station.vault_id,
        office_name_ja=station.office_name_ja,
        office_name_en=station.office_name_en,
        environment=station.environment.value,
        device_bound=station.device_bound,
        names={str(person): name for person, name in names.items()},
        generation=0,
        slots=tuple(slot for _, slot in slots),
        grants={},
    )
