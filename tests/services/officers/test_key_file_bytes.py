"""Every byte of a slots file with grants and shares turned once: found by name, or without any effect."""

from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.services.crypto.keyslot import SlotSecrets, open_slot
from app.services.stations.handover import put_together, taken
from app.services.stations.setup import NO_DEVICE_SECRET
from app.services.stations.signer import Signer
from app.services.vault.slots import SlotFile, encoded, read_slots, slot_of
from tests.services.officers.key_flows import begin, sheets_in, vault_in
from tests.services.stations.desks import person
from tests.services.stations.keyroom import FIRST, SECOND, THIRD

TURNS = (0x01, 0x20, 0x80)
"""Another digit, another case, no ASCII any more."""


class Opened:
    """One vault with grants and shares, and what its slots file gave before anything was turned."""

    def __init__(self, folder: Path) -> None:
        begin(folder)
        self.folder = folder / "vault"
        self.room = vault_in(folder)
        self.sheets = sheets_in(folder)
        self.file = read_slots(self.folder)
        self.who = person(self.folder, SECOND)
        secrets: SlotSecrets = open_slot(slot_of(self.file, self.who), SECOND.passphrase, NO_DEVICE_SECRET)
        self.own = Signer.of(self.who, secrets).own_key
        self.vault_key = taken(self.file.grants[self.who], self.own)

    def outcome(self, file: SlotFile) -> str:
        """What becomes of the second officer and of the sheets with this file."""
        if file.recovery is None or self.who not in file.grants:
            return "another form"
        first, second = self.sheets
        if file.recovery.sheets != (first.recipient.fingerprint, second.recipient.fingerprint):
            return "recovery.other-sheet"
        try:
            keys = {taken(file.grants[self.who], self.own), put_together(file.recovery, first, second)}
        except VaultError as refusal:
            return refusal.code
        assert keys == {self.vault_key}, "a turned byte gave another key"
        return "harmless"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(tmp_path_factory.mktemp("bytes"))


def test_no_turned_byte_gives_another_key(opened: Opened) -> None:
    data = bytearray(encoded(opened.file))
    path = opened.folder / "keyslots.json"
    seen: dict[str, int] = {}
    for place in range(len(data)):
        turn = TURNS[place % len(TURNS)]
        data[place] ^= turn
        path.write_bytes(data)
        try:
            outcome = opened.outcome(read_slots(opened.folder))
        except VaultError as refusal:
            outcome = refusal.code
        seen[outcome] = seen.get(outcome, 0) + 1
        data[place] ^= turn
    path.write_bytes(data)
    assert set(seen) <= {"vault.slots-damaged", "recovery.other-sheet", "another form", "harmless"}
    assert seen["vault.slots-damaged"] > len(data) // 2
    assert seen["recovery.other-sheet"] > 30


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda file, _who: {"grants": {**file.grants, "nobody": "-"}}, ""),
        (lambda file, _who: {"names": dict.fromkeys(file.names, "誰か")}, ""),
        (lambda file, _who: {"generation": file.generation + 1}, ""),
        (lambda _file, _who: {"office_name_ja": "別の省"}, ""),
        (lambda _file, _who: {"recovery": None}, ""),
        (lambda file, who: {"grants": {**file.grants, who: ""}}, "vault.slots-damaged"),
        (lambda file, who: {"grants": {**file.grants, who: "あ"}}, "vault.slots-damaged"),
        (lambda _file, _who: {"grants": {}}, "vault.wrong-key"),
        (lambda _file, _who: {"environment": "live"}, "vault.slots-damaged"),
        (lambda file, _who: {"slots": (*file.slots, file.slots[0])}, "vault.slots-damaged"),
    ],
)
def test_a_changed_field_is_named_or_set_right(opened: Opened, change: object, code: str) -> None:
    """What is not secret and not bound is taken back from the vault at the next unlocking."""
    path = opened.folder / "keyslots.json"
    before = read_slots(opened.folder)
    changed = msgspec.structs.replace(before, **change(before, opened.who))  # type: ignore[operator] # from the list
    path.write_bytes(encoded(changed))
    room = opened.room
    if not code:
        room.session = room.door.unlock(person_of_third(before), THIRD.passphrase)
        with room.open.desk.vault.read() as unit:
            assert read_slots(opened.folder) == unit.keys.file()
        room.lock()
        after = read_slots(opened.folder)
        assert (after.names, after.recovery, after.generation) == (before.names, before.recovery, before.generation)
        return
    with pytest.raises(VaultError, match=f"^{code}$"):
        room.door.unlock(opened.who, SECOND.passphrase)
    path.write_bytes(encoded(before))


def person_of_third(file: SlotFile) -> PersonId:
    return next(PersonId(who) for who, name in file.names.items() if name == THIRD.name)


def test_the_first_officer_still_comes_in(opened: Opened) -> None:
    opened.room.unlock(FIRST)
    opened.room.lock()
