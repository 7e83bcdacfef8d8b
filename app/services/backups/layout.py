"""What lies where on a medium with backups; docs/formats/backup.md says the same for people."""

import re
from dataclasses import dataclass

_STATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_FOLDER = re.compile(r"sekisho-backup-([A-Za-z0-9][A-Za-z0-9_-]{0,63})")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_NEWEST = re.compile(r"(?:keys-|ledger-|newest-)([1-9][0-9]{0,8})\.(?:age|dsse)")
_BLOB = re.compile(r"[A-Za-z0-9]{1,64}")
PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class Layout:
    """Names below the folder of one station."""

    folder: str

    @classmethod
    def of(cls, station: str) -> "Layout":
        """The folder of a station."""
        return cls(f"sekisho-backup-{station}")

    @property
    def blobs(self) -> str:
        """Attachments, sealed as they lie in the vault."""
        return f"{self.folder}/blobs"

    def blob(self, blob_id: str) -> str:
        """One attachment."""
        return f"{self.blobs}/{blob_id}"

    def keys(self, number: int) -> str:
        """The keys of the cases; only the newest is kept."""
        return f"{self.folder}/keys-{number}.age"

    def ledger(self, number: int) -> str:
        """The destruction ledger; only the newest is kept."""
        return f"{self.folder}/ledger-{number}.age"

    def twin(self, number: int) -> str:
        """The list of the newest backup a second time: without it the newest keys would be worth nothing."""
        return f"{self.folder}/newest-{number}.dsse"

    def vault(self, number: int) -> str:
        """The database of a backup."""
        return f"{self.folder}/{number}/vault.age"

    def recovery(self, number: int) -> str:
        """The one-off identity of a backup, for both recovery officers together."""
        return f"{self.folder}/{number}/recovery.age"

    def blob_list(self, number: int) -> str:
        """Which attachments belong to a backup, with their digests."""
        return f"{self.folder}/{number}/blobs.age"

    def manifest(self, number: int) -> str:
        """The signed list of a backup; without it there is no backup."""
        return f"{self.folder}/{number}/backup.dsse"

    def numbered(self, number: int) -> str:
        """The folder of one backup."""
        return f"{self.folder}/{number}"


def station_in(name: str) -> str | None:
    """The station whose backups lie in a folder of this name; None for other folders."""
    found = _FOLDER.fullmatch(name)
    return found[1] if found else None


def number_in(name: str) -> int | None:
    """The number of a backup from the name of its folder."""
    return int(name) if _NUMBER.fullmatch(name) else None


def newest_number_in(name: str) -> int | None:
    """The number in the name of a file of which only the newest is kept: keys, ledger, second list."""
    found = _NEWEST.fullmatch(name)
    return int(found[1]) if found else None


def is_blob_name(name: str) -> bool:
    """Whether this can be the name of an attachment."""
    return _BLOB.fullmatch(name) is not None


def is_station(name: str) -> bool:
    """Whether this can be the name of a station in a folder's name."""
    return _STATION.fullmatch(name) is not None
