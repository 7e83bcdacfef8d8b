"""Let nobody guess at the door: after five wrong tries each further one must wait, longer and longer.

A try is counted on disk before its work is done and taken back when it was right, so that ending the program gains
nothing. The count stands in a file beside the vault and, its worst line, in the keyring; the larger one holds. Whoever
takes the file away leaves the keyring's count, and that then holds for every officer. Against an attacker who runs a
program of his own only the cost of the passphrase helps.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.services.desk import Act
from app.services.ports import Clock, SecretStore
from app.services.vault.faults import translated
from app.services.vault.slots import SlotFile, write_whole

FILE = "tries.json"
FREE = 5
"""Wrong tries without a wait."""
FIRST_WAIT = 15
"""Seconds after the fifth; each further wrong try doubles them."""
LONGEST_WAIT = 3600
_MAX_BYTES = 64 * 1024
_COUNT_BYTES, _TIME_BYTES = 4, 8
_MOST = 2**31


class Tries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tries of one officer that were not right."""

    count: int = 0
    """Since the last right one."""
    last: int = 0
    """Seconds of the epoch."""
    unrecorded: int = 0
    """Of which the record does not know yet; also those before the last right one."""


def name_in_keyring(vault_id: str) -> str:
    """Where the keyring keeps the worst count."""
    return f"tries-{vault_id}"


def wait_after(count: int) -> int:
    """Seconds between a wrong try and the next one, when so many were wrong."""
    if count < FREE:
        return 0
    return min(FIRST_WAIT << min(count - FREE, 16), LONGEST_WAIT)


class Throttle:
    """The counts of one vault."""

    def __init__(self, folder: Path, slots: SlotFile, secrets: SecretStore, clock: Clock) -> None:
        self._path = folder / FILE
        self._secrets = secrets if slots.device_bound else None
        self._name = name_in_keyring(slots.vault_id)
        self._clock = clock

    @contextmanager
    def attempt(self, person: PersonId) -> Iterator[None]:
        """Count the try of the block; it is taken back when the block ends, or fails for another reason.

        Raises:
            VaultError: ``vault.wait``: too early; nothing was tried.
            EnvironmentProblemError: The count cannot be kept: the disk is full or read-only, the keyring is locked.
        """
        people = self._read()
        before = people.get(person, Tries())
        counted = self._require_turn(people, person, before)
        people[person] = Tries(counted.count + 1, self._now(), before.unrecorded + 1)
        self._write(people)
        try:
            yield
        except VaultError as refusal:
            if refusal.code != "vault.wrong-passphrase":
                self._write(people | {person: before})
            raise
        except BaseException:
            self._write(people | {person: before})
            raise
        self._write(people | {person: Tries(0, 0, before.unrecorded)})

    def unrecorded(self) -> dict[PersonId, int]:
        """Wrong tries by officer that the record does not know."""
        return {PersonId(person): tries.unrecorded for person, tries in self._read().items() if tries.unrecorded}

    def recorded(self) -> None:
        """The record knows them all now."""
        people = self._read()
        if any(tries.unrecorded for tries in people.values()):
            self._write({person: msgspec.structs.replace(tries, unrecorded=0) for person, tries in people.items()})

    def forgive(self, person: PersonId) -> None:
        """An officer who was given new keys need not wait; the record still hears of the tries."""
        people = self._read()
        if person in people:
            self._write({**people, person: Tries(0, 0, people[person].unrecorded)})

    def _require_turn(self, people: dict[str, Tries], person: PersonId, own: Tries) -> Tries:
        """The count that holds for an officer; waits are counted from its last wrong try."""
        kept = self._in_keyring()
        counted = kept if kept.count > _worst(people).count else own
        wait, now = wait_after(counted.count), self._now()
        passed = now - counted.last
        if wait and passed < 0:
            # The clock was set back: the wait begins anew, and cannot be shortened by doing so.
            people[person] = Tries(counted.count, now, own.unrecorded)
            self._write(people)
            passed = 0
        if passed < wait:
            raise VaultError("vault.wait", seconds=wait - passed)
        return counted

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _read(self) -> dict[str, Tries]:
        with translated():
            if not self._path.is_file() or self._path.stat().st_size > _MAX_BYTES:
                return {}
            data = self._path.read_bytes()
        try:
            people = msgspec.json.decode(data, type=dict[str, Tries])
        except msgspec.DecodeError:
            return {}
        sound = all(0 <= one.count < _MOST and 0 <= one.unrecorded < _MOST for one in people.values())
        return people if sound else {}

    def _write(self, people: dict[str, Tries]) -> None:
        kept = {person: tries for person, tries in people.items() if tries.count or tries.unrecorded}
        if kept:
            write_whole(self._path, msgspec.json.encode(kept, order="sorted"))
        else:
            with translated():
                self._path.unlink(missing_ok=True)
        if self._secrets is not None:
            worst = _worst(kept)
            self._secrets.put(
                self._name, worst.count.to_bytes(_COUNT_BYTES, "big") + worst.last.to_bytes(_TIME_BYTES, "big")
            )

    def _in_keyring(self) -> Tries:
        value = None if self._secrets is None else self._secrets.get(self._name)
        if value is None or len(value) != _COUNT_BYTES + _TIME_BYTES:
            return Tries()
        return Tries(int.from_bytes(value[:_COUNT_BYTES], "big"), int.from_bytes(value[_COUNT_BYTES:], "big"))


def record_tries(act: Act, throttle: Throttle) -> None:
    """Put the wrong tries since the last unlocking on record, in the transaction of this one."""
    for person, tries in throttle.unrecorded().items():
        act.unit.record.append(
            at=act.at,
            code="vault.unlock-failed",
            person=act.actor.person,
            station=act.actor.station,
            session=act.actor.session,
            subject="",
            purpose="process",
            result="done",
            detail={"tries": tries, "officer": person},
        )


def _worst(people: dict[str, Tries]) -> Tries:
    return max(people.values(), key=lambda tries: (tries.count, tries.last), default=Tries())
