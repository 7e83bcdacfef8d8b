"""Where the processes of one run of the tests share what is dear to make: closed worlds, with the keys beside them."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from itertools import count
from pathlib import Path

from app.models.domain.actor import OfficeKind
from app.models.domain.ids import PersonId
from app.services.crypto.keyslot import SlotSecrets
from app.services.stations.signer import Signer

SHARED = "SEKISHO_TEST_WORLDS"
"""Names the folder; without it a process keeps its worlds to itself."""


@dataclass(frozen=True, slots=True)
class KeptOffice:
    """What no file of a vault says about an office: who is who, and what opens it (hexadecimal)."""

    name: str
    kind: OfficeKind
    station: str
    vault_key: str
    people: dict[str, str]
    secrets: dict[str, str]

    def hands(self) -> dict[str, Signer]:
        """The officers, ready to sign."""
        vault_key = bytes.fromhex(self.vault_key)
        return {
            who: Signer.of(PersonId(self.people[who]), SlotSecrets(vault_key, bytes.fromhex(secret)))
            for who, secret in self.secrets.items()
        }


@dataclass(frozen=True, slots=True)
class KeptWorld:
    """What no file of three vaults says about the world that they are."""

    now: str
    candidates: dict[str, str]
    case: str
    others: list[str]
    refused: str
    offices: list[KeptOffice]

    def write(self, folder: Path) -> None:
        """Put it beside the vaults; a folder that has it is whole."""
        whole = folder / "world.part"
        whole.write_text(json.dumps(asdict(self)))
        whole.rename(folder / "world.json")

    @classmethod
    def read(cls, folder: Path) -> "KeptWorld | None":
        """What was written, if the world was finished."""
        try:
            told = json.loads((folder / "world.json").read_text())
        except FileNotFoundError:
            return None
        offices = [KeptOffice(**(one | {"kind": OfficeKind(one["kind"])})) for one in told.pop("offices")]
        return cls(**told, offices=offices)


def shared_folder() -> Path | None:
    """Where worlds are shared, if they are."""
    named = os.environ.get(SHARED)
    return Path(named) if named else None


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one process work below ``folder``; the lock falls when a process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def number_of_this_process() -> int:
    """A number that no other process has that shares the worlds: no two of them may draw the same."""
    shared = shared_folder()
    if shared is None:
        return 0
    for number in count(1):
        place = shared / "processes" / str(number)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.mkdir()
        except FileExistsError:
            continue
        return number
    raise AssertionError
