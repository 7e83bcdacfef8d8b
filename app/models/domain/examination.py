"""What an examination of a vault can find, and its report: files, tables, random identities, never content."""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum


class Flaw(StrEnum):
    """What is wrong with a vault; the value is the code that people see."""

    SLOTS_DAMAGED = "slots-damaged"
    SLOTS_DIFFER = "slots-differ"
    """The slots file is not what the vault says; the next unlocking puts it right."""
    FILE_MISSING = "file-missing"
    FILE_UNREADABLE = "file-unreadable"
    """It does not open under its key, or its first page is damaged."""
    PAGE_DAMAGED = "page-damaged"
    LOG_DAMAGED = "log-damaged"
    """The write-ahead log holds a finished transaction that can no longer be read."""
    STRUCTURE_DAMAGED = "structure-damaged"
    SCHEMA_DIFFERS = "schema-differs"
    VERSION_DIFFERS = "version-differs"
    REFERENCE_BROKEN = "reference-broken"
    TABLE_UNREADABLE = "table-unreadable"
    RECORD_ENTRY = "record-entry"
    RECORD_HEAD = "record-head"
    KEY_MISSING = "key-missing"
    KEY_DAMAGED = "key-damaged"
    DOCUMENT_DAMAGED = "document-damaged"
    PAPER_MISSING = "paper-missing"
    PAPER_DAMAGED = "paper-damaged"
    PAPER_DIFFERS = "paper-differs"
    """It opens, but is not what was filed by digest and length."""
    LETTER_DIFFERS = "letter-differs"
    PACK_DIFFERS = "pack-differs"
    """A form pack is not the one that was admitted."""
    QUARANTINE_DIFFERS = "quarantine-differs"
    OFFICER_WITHOUT_SLOT = "officer-without-slot"
    SLOT_WITHOUT_OFFICER = "slot-without-officer"
    LOG_TAIL = "log-tail"
    """The write-ahead log ends in pages of a transaction that never was finished."""
    KEY_WITHOUT_CASE = "key-without-case"
    FILE_WITHOUT_ROW = "file-without-row"
    FILE_LEFT_OVER = "file-left-over"


TRACES = frozenset(
    {Flaw.SLOTS_DIFFER, Flaw.LOG_TAIL, Flaw.KEY_WITHOUT_CASE, Flaw.FILE_WITHOUT_ROW, Flaw.FILE_LEFT_OVER}
)
"""What a power cut may leave behind; nothing is lost by it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: what, and where (file, table, page or random identity)."""

    flaw: Flaw
    place: str

    @property
    def is_damage(self) -> bool:
        """Whether it is more than a trace of a power cut."""
        return self.flaw not in TRACES


@dataclass(frozen=True, slots=True)
class Examined:
    """The report: all findings in the order in which they were met, and what was looked at."""

    findings: tuple[Found, ...]
    counts: tuple[tuple[str, int], ...]
    """Of pages, entries, keys, documents, papers and files in quarantine."""
    is_recorded: bool = False
    """Whether the vault could be opened, so that the examination stands in its record."""

    def recorded(self) -> "Examined":
        """The same, once it stands in the record of the vault."""
        return replace(self, is_recorded=True)

    @property
    def damages(self) -> int:
        """How many findings are damage."""
        return sum(found.is_damage for found in self.findings)

    def by_flaw(self) -> Counter[Flaw]:
        """How often each flaw was found."""
        return Counter(found.flaw for found in self.findings)
