"""The anchor: where the head of the record stood when it was last noted outside the vault, and the comparison with it.

Whoever copies yesterday's files over today's has a valid vault with a valid record. Only something outside the files
can tell: the anchor in the keyring is the first such thing, slips and partners' notes are the others.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.models.domain.errors import BugError, EnvironmentProblemError
from app.services.audit.merkle import HASH_LENGTH

_LAYOUT = struct.Struct(">BIQ32sQ")
_VERSION = 1
ANCHOR_LENGTH = _LAYOUT.size
"""53 bytes: version (1), epoch (4), size (8), root (32), seconds since 1970 (8); whole numbers big-endian."""

RootAt = Callable[[int], bytes]
"""Root of our record at an earlier size."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a record stands: its epoch, how many entries, and the root over them."""

    epoch: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head and when it was noted."""

    head: Head
    at: datetime

    def pack(self) -> bytes:
        """The bytes for the keyring.

        Raises:
            BugError: ``bug.crypto-misuse``: the root is none.
        """
        if len(self.head.root) != HASH_LENGTH:
            raise BugError("bug.crypto-misuse")
        return _LAYOUT.pack(_VERSION, self.head.epoch, self.head.size, self.head.root, int(self.at.timestamp()))

    @classmethod
    def unpack(cls, data: bytes) -> "Anchor":
        """Read what the keyring holds.

        Raises:
            EnvironmentProblemError: ``keyring.damaged``.
        """
        if len(data) != ANCHOR_LENGTH or data[0] != _VERSION:
            raise EnvironmentProblemError("keyring.damaged")
        _version, epoch, size, root, at = _LAYOUT.unpack(data)
        try:
            return cls(Head(epoch, size, root), datetime.fromtimestamp(at, UTC))
        except (OverflowError, OSError, ValueError):
            raise EnvironmentProblemError("keyring.damaged") from None


class Doubt(StrEnum):
    """Why the record may not be what it was."""

    SHORTER = "shorter"
    """It has fewer entries than were anchored: an old copy was put back, or its end was cut off."""
    OTHER_ROOT = "other-root"
    """At the anchored size it is another record: entries were changed."""
    EARLIER_EPOCH = "earlier-epoch"
    """It is a record from before a restore that has been anchored since."""
    UNREADABLE = "unreadable"
    """The keyring holds something that is no anchor."""
    INSIDE = "inside"
    """Its entries do not give its own root: found by hashing all of them."""


def compare(anchor: Anchor, head: Head, root_at: RootAt) -> Doubt | None:
    """Whether the record only appended to what was anchored.

    More entries than were anchored are normal: a power cut between commit and anchor. A later epoch is a restore,
    which is on record and which only somebody with the key of the vault can begin.
    """
    noted = anchor.head
    if head.epoch < noted.epoch:
        return Doubt.EARLIER_EPOCH
    if head.epoch > noted.epoch:
        return None
    if head.size < noted.size:
        return Doubt.SHORTER
    return None if root_at(noted.size) == noted.root else Doubt.OTHER_ROOT
