"""Flows of officers and keys that may break off at any write; see :mod:`tests.services.vault.fault_server`."""

import json
from collections.abc import Callable
from pathlib import Path

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.crypto.age import Identity
from app.services.officers.recovery import Recovery
from app.services.officers.sheets import typed_identity
from app.services.stations.setup import NewOfficer
from app.services.vault.slots import read_slots
from tests.services.exchange.offices import shelf
from tests.services.stations.desks import make, person
from tests.services.stations.keyroom import FIRST, SECOND, THIRD, KeyRoom
from tests.services.vault.crash_journey import seeded
from tests.services.vault.fault_server import Flow, Say

NEW = "passphrase after it"
_SHEETS = "sheets.txt"


def vault_in(folder: Path, draws: str = "flow") -> KeyRoom:
    return KeyRoom.over(folder / "vault", seeded(draws))


def begin(folder: Path) -> None:
    """Three officers, two sheets, a wrong try, and a key that was renewed since anybody but the first came in."""
    make(folder / "vault", draws=seeded("begin"))
    # Other draws than those of the flow, or both would give the same numbers to different things.
    room = vault_in(folder, "before the flow")
    room.unlock(FIRST)
    room.third()
    sheets = Recovery(room.open.desk).appoint(room.actor, "一番　目", "二番　目")
    (folder / _SHEETS).write_text(json.dumps(["".join(sheet.groups) for sheet in sheets]), "utf-8")
    room.officers.renew_key(room.actor)
    room.unlock(FIRST)
    room.lock()


def sheets_in(folder: Path) -> tuple[Identity, Identity]:
    first, second = json.loads((folder / _SHEETS).read_text("utf-8"))
    return typed_identity(first, 1), typed_identity(second, 2)


def entered(folder: Path) -> KeyRoom:
    room = vault_in(folder)
    room.unlock(FIRST)
    return room


# The flows themselves.


def unlock(folder: Path, say: Say) -> None:
    """With a renewed key, a wrong try before, and an act in the vault after it."""
    room = vault_in(folder)
    try:
        room.unlock(SECOND, "a wrong passphrase")
    except VaultError as refusal:
        say(refusal.code)
    room.unlock(SECOND)
    say("unlocked")
    room.lock()


def change(room: KeyRoom, say: Say) -> None:
    room.officers.change_passphrase(room.actor, FIRST.passphrase, NEW)
    say("changed")
    room.lock()


def reset(room: KeyRoom, say: Say) -> None:
    room.officers.reset(room.actor, person(room.folder, THIRD), NEW)
    say("changed")
    room.lock()


def add(room: KeyRoom, say: Say) -> None:
    room.officers.add(room.actor, NewOfficer("四人目", THIRD.roles, NEW))
    say("added")
    room.lock()


def renew(room: KeyRoom, say: Say) -> None:
    room.officers.renew_key(room.actor)
    say("renewed")
    room.lock()


def end(room: KeyRoom, say: Say) -> None:
    room.officers.end(room.actor, person(room.folder, THIRD))
    say("ended")
    room.lock()


def recover(folder: Path, say: Say) -> None:
    room = vault_in(folder)
    room.door.recover(*sheets_in(folder), person(room.folder, FIRST), NEW)
    say("changed")


# What must be true afterwards.


def _opens(room: KeyRoom, who: PersonId, passphrase: str) -> bool:
    try:
        session = room.door.unlock(who, passphrase)
    except VaultError as refusal:
        if refusal.code not in {"vault.wrong-passphrase", "vault.unknown-officer"}:
            raise
        return False
    session.lock()
    return True


def _whole(folder: Path, officer: NewOfficer, passphrase: str) -> list[str]:
    """The vault is sound, everything that was begun is finished; gives the events."""
    room = vault_in(folder)
    room.unlock(officer, passphrase)
    vault = room.open.desk.vault
    with vault.read() as unit:
        assert unit.keys.renewal_due() == ""
        assert unit.keys.file() == read_slots(room.folder)
        assert len(unit.register_key) == 32
    assert Services.over(room.open.desk, shelf()).record.verify(room.actor).is_sound
    codes = room.codes()
    room.lock()
    assert not [entry.name for entry in room.folder.iterdir() if ".next" in entry.name]
    return codes


def _one_opens(folder: Path, officer: NewOfficer, said: list[str]) -> str:
    """Exactly one of the passphrases opens from now on; the new one, if that was said."""
    room = vault_in(folder)
    who = person(room.folder, officer)
    if not _opens(room, who, NEW):
        assert "changed" not in said
        # The old one opens; where the change was in the vault already, for this last time.
        assert _opens(room, who, officer.passphrase)
    opening = [word for word in (NEW, officer.passphrase) if _opens(room, who, word)]
    assert len(opening) == 1, opening
    return opening[0]


def check_unlock(folder: Path, said: list[str]) -> None:
    assert _opens(vault_in(folder), person(folder / "vault", FIRST), FIRST.passphrase)
    codes = _whole(folder, SECOND, SECOND.passphrase)
    # What was tried is on record, and on record once where the unlocking was said to be done.
    assert ("vault.unlock-failed" in codes) or "vault.wrong-passphrase" not in said
    assert "unlocked" not in said or codes.count("vault.unlocked") > 1


def check_change(folder: Path, said: list[str]) -> None:
    opening = _one_opens(folder, FIRST, said)
    codes = _whole(folder, FIRST, opening)
    assert ("officer.passphrase-changed" in codes) == (opening == NEW)
    _whole(folder, FIRST, opening)


def check_reset(folder: Path, said: list[str]) -> None:
    assert "officer.passphrase-reset" in _whole(folder, FIRST, FIRST.passphrase) or "changed" not in said
    opening = _one_opens(folder, THIRD, said)
    room = vault_in(folder)
    hand = room.door.signer(person(room.folder, THIRD), opening)
    room.unlock(FIRST)
    with room.open.desk.vault.read() as unit:
        assert unit.people.officer(hand.person).signing_key == hand.signing_key
    room.lock()


def check_add(folder: Path, said: list[str]) -> None:
    codes = _whole(folder, FIRST, FIRST.passphrase)
    names = read_slots(folder / "vault").names
    fourth = [PersonId(who) for who, name in names.items() if name == "四人目"]
    assert len(fourth) == codes.count("officer.added") - 1
    assert fourth or "added" not in said
    assert all(_opens(vault_in(folder), who, NEW) for who in fourth)


def check_renew(folder: Path, said: list[str]) -> None:
    codes = _whole(folder, SECOND, SECOND.passphrase)
    assert codes.count("vault.rekeyed") == 1 + codes.count("vault.renewal-ordered") - 1
    assert codes.count("vault.rekeyed") == 2 or "renewed" not in said
    for officer in (FIRST, THIRD):
        assert _opens(vault_in(folder), person(folder / "vault", officer), officer.passphrase)


def check_end(folder: Path, said: list[str]) -> None:
    codes = _whole(folder, SECOND, SECOND.passphrase)
    is_ended = "officer.ended" in codes
    assert is_ended or "ended" not in said
    assert codes.count("vault.rekeyed") == 1 + is_ended
    names = set(read_slots(folder / "vault").names.values())
    assert names == {FIRST.name, SECOND.name} | (set() if is_ended else {THIRD.name})


def check_recover(folder: Path, said: list[str]) -> None:
    opening = _one_opens(folder, FIRST, said)
    codes = _whole(folder, FIRST, opening)
    assert ("recovery.used" in codes) == (opening == NEW)
    assert (read_slots(folder / "vault").recovery is None) == (opening == NEW)
    assert _opens(vault_in(folder), person(folder / "vault", SECOND), SECOND.passphrase)


UNLOCK = Flow(begin, unlock, check_unlock)
CHANGE = Flow(begin, change, check_change, entered)
RESET = Flow(begin, reset, check_reset, entered)
ADD = Flow(begin, add, check_add, entered)
RENEW = Flow(begin, renew, check_renew, entered)
END = Flow(begin, end, check_end, entered)
RECOVER = Flow(begin, recover, check_recover)

FLOWS: dict[str, Callable[..., object]] = {
    "UNLOCK": unlock,
    "CHANGE": change,
    "RESET": reset,
    "ADD": add,
    "RENEW": renew,
    "END": end,
    "RECOVER": recover,
}
