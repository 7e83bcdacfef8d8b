"""What was tried to reach a network, and what came of it (通信遮断の確認).

Twelve probes. Eleven of them must fail; the last one must succeed, because screen, keyring and input method are
reached through sockets of the machine itself. The proof is only as good as its weakest probe.
"""

from dataclasses import dataclass
from enum import StrEnum


class Probe(StrEnum):
    """What is tried, in the order of the sheet."""

    PYTHON_TCP = "python-tcp"
    PYTHON_UDP = "python-udp"
    LIBC_TCP = "libc-tcp"
    LIBC_UDP = "libc-udp"
    VSOCK = "vsock"
    NETLINK = "netlink"
    IO_URING = "io-uring"
    CHILD = "child"
    THREAD = "thread"
    NAMES = "names"
    QT = "qt"
    LOCAL = "local"


class Outcome(StrEnum):
    """What came of one probe."""

    BLOCKED = "blocked"
    """Refused by our own lockout."""
    ABSENT = "absent"
    """Refused or not offered by the system itself; nothing could be opened."""
    OPEN = "open"
    """It could be opened."""
    UNKNOWN = "unknown"
    """It could not be tried here."""


HARMLESS = frozenset({Outcome.BLOCKED, Outcome.ABSENT})


class Method(StrEnum):
    """What holds the network shut in this process."""

    KERNEL = "kernel"
    """A filter of the system calls (seccomp), for every thread and every child, for good."""
    INTERPRETER = "interpreter"
    """Only the audit hook of the interpreter: it finds mistakes, it stops nobody who wants to get out."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NetworkProof:
    """The twelve outcomes, and by what the network is held shut.

    Attributes:
        method: What is in force.
        outcomes: One for each probe, in the order of :class:`Probe`.
    """

    method: Method
    outcomes: tuple[Outcome, ...]

    def __post_init__(self) -> None:
        if len(self.outcomes) != len(Probe):
            raise ValueError

    def rows(self) -> tuple[tuple[Probe, Outcome], ...]:
        """Each probe with its outcome."""
        return tuple(zip(Probe, self.outcomes, strict=True))

    @property
    def failures(self) -> tuple[Probe, ...]:
        """Probes that did not come out as they must."""
        return tuple(probe for probe, outcome in self.rows() if not as_expected(probe, outcome))

    @property
    def is_shut(self) -> bool:
        """The kernel holds the network shut, and all twelve probes say so."""
        return self.method is Method.KERNEL and not self.failures


def as_expected(probe: Probe, outcome: Outcome) -> bool:
    """Whether a probe came out as it must."""
    return outcome is Outcome.OPEN if probe is Probe.LOCAL else outcome in HARMLESS


class Lockout(StrEnum):
    """One word about the network while a vault was open, for the record and for bundles."""

    PROVED = "proved"
    """All twelve probes as they must be, and no link up."""
    LINKED = "linked"
    """All twelve probes as they must be; a network was plugged in, and the policy of the office allows that."""
    UNPROVED = "unproved"
    """Not all probes as they must be, and the policy of the office allows that."""


def lockout_of(proof: NetworkProof, links: tuple[str, ...]) -> Lockout:
    """The word for a proof and the links that are up."""
    if not proof.is_shut:
        return Lockout.UNPROVED
    return Lockout.LINKED if links else Lockout.PROVED
