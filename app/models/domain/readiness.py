"""The start-of-day sheet (始業点検票): what is looked at each morning, how it stands, what to do about it.

Sentences stand in the catalogue of texts: ``ready.<check>`` names the check, ``ready.<check>.<word>`` says how it is,
and ``ready.<check>.<word>.do`` what to do, for every word that is not good.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.models.domain.network_proof import NetworkProof


class Standing(StrEnum):
    """How a check came out."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"


class Check(StrEnum):
    """What is looked at, in the order of the sheet."""

    CLOCK = "clock"
    RECORD = "record"
    KEYRING = "keyring"
    NETWORK = "network"
    LINKS = "links"
    POLICY = "policy"
    MEMORY = "memory"
    SWAP = "swap"
    SLEEP = "sleep"
    DISK = "disk"
    BACKUP = "backup"
    RECOVERY = "recovery"
    MEDIA = "media"
    FONTS = "fonts"
    INPUT = "input"
    PRINTER = "printer"


WORDS: dict[Check, dict[str, Standing]] = {
    Check.CLOCK: {
        "confirmed": Standing.GOOD,
        "unconfirmed": Standing.WARN,
        "behind": Standing.BAD,
        "ahead": Standing.WARN,
    },
    Check.RECORD: {"head": Standing.GOOD, "doubt": Standing.BAD},
    Check.KEYRING: {
        "anchored": Standing.GOOD,
        "unanchored": Standing.WARN,
        "missing": Standing.WARN,
        "locked": Standing.BAD,
    },
    Check.NETWORK: {"proved": Standing.GOOD, "unproved": Standing.BAD},
    Check.LINKS: {"none": Standing.GOOD, "up": Standing.BAD},
    Check.POLICY: {"strict": Standing.GOOD, "degraded": Standing.WARN},
    Check.MEMORY: {"closed": Standing.GOOD, "open": Standing.BAD, "unknown": Standing.UNKNOWN},
    Check.SWAP: {
        "none": Standing.GOOD,
        "encrypted": Standing.GOOD,
        "plain": Standing.WARN,
        "unknown": Standing.UNKNOWN,
    },
    Check.SLEEP: {"off": Standing.GOOD, "possible": Standing.WARN, "unknown": Standing.UNKNOWN},
    Check.DISK: {"enough": Standing.GOOD, "low": Standing.WARN, "full": Standing.BAD},
    Check.BACKUP: {"recent": Standing.GOOD, "overdue": Standing.WARN, "never": Standing.WARN},
    Check.RECOVERY: {"appointed": Standing.GOOD, "none": Standing.WARN},
    Check.MEDIA: {"present": Standing.GOOD, "none": Standing.UNKNOWN},
    Check.FONTS: {"drawn": Standing.GOOD, "missing": Standing.BAD},
    Check.INPUT: {"ready": Standing.GOOD, "none": Standing.WARN, "unknown": Standing.UNKNOWN},
    Check.PRINTER: {"ready": Standing.GOOD, "none": Standing.WARN, "unknown": Standing.UNKNOWN},
}
"""Every word in which a check can come out, and how good that is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check came out.

    Attributes:
        check: What was looked at.
        word: How it stands; one of :data:`WORDS`.
        fields: Values of the sentence.
    """

    check: Check
    word: str
    fields: tuple[tuple[str, str | int], ...] = ()

    @property
    def standing(self) -> Standing:
        """How good that is."""
        return WORDS[self.check][self.word]

    @property
    def said(self) -> str:
        """Key of the sentence."""
        return f"ready.{self.check}.{self.word}"

    @property
    def advice(self) -> str:
        """Key of what to do, or empty where nothing is to be done."""
        return "" if self.standing is Standing.GOOD else f"{self.said}.do"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One start-of-day sheet.

    Attributes:
        at: When it was made.
        office_ja: Name of the office; ``office_en`` the same in English.
        officer: Name of the officer who made it.
        findings: One for each check.
        proof: The twelve probes of the network.
        epoch: How often the vault was restored.
        size: Entries of the record.
        root: Root of the record's tree in hex.
    """

    at: datetime
    office_ja: str
    office_en: str
    station: str
    is_rehearsal: bool
    officer: str
    findings: tuple[Finding, ...]
    proof: NetworkProof
    epoch: int
    size: int
    root: str

    @property
    def open_count(self) -> int:
        """Checks that are not good."""
        return sum(finding.standing is not Standing.GOOD for finding in self.findings)

    def finding(self, check: Check) -> Finding:
        """How one check came out."""
        return next(finding for finding in self.findings if finding.check is check)
