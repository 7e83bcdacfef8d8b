"""Judge what was found: one function for each check, all pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.models.domain.errors import AppError
from app.models.domain.network_proof import Probe
from app.models.domain.policies import NetworkPolicy
from app.models.domain.readiness import Check, Finding
from app.models.views.machine import MachineFacts
from app.services.documents.fonts import Typefaces
from app.services.documents.tree import Face

LONGEST_PAUSE = timedelta(days=31)
"""A machine that says it slept longer than this has more likely a wrong clock."""
LOW_BYTES, FULL_BYTES = 5 * 10**9, 5 * 10**8
_GIGABYTE = 10**9
HARD_NAMES = "".join(map(chr, (0x845B, 0xE0100, 0x20BB7, 0x9AD9)))
"""A variant of a character, one above U+FFFF, and one outside the common sets: as in real names."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What the vault says of itself.

    Attributes:
        latest: Time of the newest entry of the record, or None while it is empty.
        backup_days: Whole days since the newest backup, or None when there is none.
        is_backup_overdue: The policy asks for a newer one.
        recovery_count: Recovery sheets in force.
        policy: Value of the policy ``network``.
        words: The eight words of the head (照合語), as on a slip.
        is_in_doubt: The record disagrees with its anchor.
    """

    now: datetime
    latest: datetime | None
    epoch: int
    size: int
    root: str
    backup_days: int | None
    is_backup_overdue: bool
    recovery_count: int
    policy: str
    words: tuple[str, ...]
    is_in_doubt: bool


def findings_of(facts: MachineFacts, inside: Inside, shelf: Typefaces, *, clock_confirmed: bool) -> tuple[Finding, ...]:
    """Every check in the order of the sheet."""
    found = (
        _clock(inside, confirmed=clock_confirmed),
        _record(inside),
        _keyring(facts),
        _network(facts),
        Finding(Check.LINKS, "up", (("links", ", ".join(facts.links)),))
        if facts.links
        else Finding(Check.LINKS, "none"),
        Finding(Check.POLICY, "strict" if inside.policy == NetworkPolicy.STRICT else "degraded"),
        Finding(Check.MEMORY, _either(facts.is_closed, "closed", "open")),
        Finding(Check.SWAP, facts.swap.value),
        Finding(Check.SLEEP, _either(facts.can_hibernate, "possible", "off")),
        _disk(facts.free_bytes),
        _backup(inside),
        Finding(Check.RECOVERY, "appointed" if inside.recovery_count == 2 else "none"),
        _counted(Check.MEDIA, facts.media_count, "present", "none"),
        _fonts(shelf),
        _input(facts.input_method),
        _printer(facts.printer_count),
    )
    return tuple(sorted(found, key=lambda one: list(Check).index(one.check)))


def _either(answer: bool | None, yes: str, no: str) -> str:  # noqa: FBT001 - an answer of the machine
    return "unknown" if answer is None else yes if answer else no


def _counted(check: Check, count: int, some: str, none: str) -> Finding:
    return Finding(check, some, (("count", count),)) if count else Finding(check, none)


def _clock(inside: Inside, *, confirmed: bool) -> Finding:
    latest = inside.latest
    if latest is not None and inside.now < latest:
        return Finding(Check.CLOCK, "behind", (("minutes", max(1, (latest - inside.now) // timedelta(minutes=1))),))
    if latest is not None and inside.now - latest > LONGEST_PAUSE:
        return Finding(Check.CLOCK, "ahead", (("days", (inside.now - latest).days),))
    return Finding(Check.CLOCK, "confirmed" if confirmed else "unconfirmed")


def _record(inside: Inside) -> Finding:
    word = "doubt" if inside.is_in_doubt else "head"
    return Finding(Check.RECORD, word, (("size", inside.size), ("words", " ".join(inside.words))))


def _keyring(facts: MachineFacts) -> Finding:
    if not facts.keyring:
        return Finding(Check.KEYRING, "missing")
    word = "locked" if facts.is_keyring_locked else "anchored" if facts.is_anchored else "unanchored"
    return Finding(Check.KEYRING, word, (("name", facts.keyring),))


def _network(facts: MachineFacts) -> Finding:
    if facts.proof.is_shut:
        return Finding(Check.NETWORK, "proved", (("count", len(Probe)),))
    return Finding(Check.NETWORK, "unproved", (("count", len(facts.proof.failures)),))


def _disk(free: int) -> Finding:
    word = "full" if free < FULL_BYTES else "low" if free < LOW_BYTES else "enough"
    return Finding(Check.DISK, word, (("free", f"{free / _GIGABYTE:.1f}"),))


def _backup(inside: Inside) -> Finding:
    if inside.backup_days is None:
        return Finding(Check.BACKUP, "never")
    return Finding(Check.BACKUP, "overdue" if inside.is_backup_overdue else "recent", (("days", inside.backup_days),))


def _fonts(shelf: Typefaces) -> Finding:
    try:
        for face in Face:
            shelf.choose(HARD_NAMES, face)
    except AppError:
        return Finding(Check.FONTS, "missing")
    return Finding(Check.FONTS, "drawn")


def _input(name: str | None) -> Finding:
    if name is None:
        return Finding(Check.INPUT, "unknown")
    return Finding(Check.INPUT, "ready", (("name", name),)) if name else Finding(Check.INPUT, "none")


def _printer(count: int | None) -> Finding:
    return Finding(Check.PRINTER, "unknown") if count is None else _counted(Check.PRINTER, count, "ready", "none")
