"""Names of bundle files on media: origin, destination, number and eight digits of the id; nothing about a person."""

import re
from dataclasses import dataclass

from app.models.domain.errors import UntrustedInputError

PARTIAL_SUFFIX = ".partial"
PART_SIZE = 2**31
"""Bytes of every part but the last on media that cannot hold large files."""
MOST_PARTS = 999

_NAME = re.compile(r"([A-Z0-9]{2,12})-([A-Z0-9]{2,12})-([0-9]{10})-([0-9a-f]{8})\.age(?:\.p([0-9]{3}))?")


@dataclass(frozen=True, slots=True)
class BundleName:
    """A parsed file name. ``part`` counts from 1; ``None`` for a whole file."""

    origin: str
    destination: str
    seq: int
    short_id: str
    part: int | None = None

    @property
    def text(self) -> str:
        """The name as it stands on the medium."""
        suffix = "" if self.part is None else f".p{self.part:03d}"
        return f"{self.origin}-{self.destination}-{self.seq:010d}-{self.short_id}.age{suffix}"


def bundle_name(origin: str, destination: str, seq: int, bundle_id: str) -> BundleName:
    """The file name of a bundle for one destination."""
    return BundleName(origin, destination, seq, bundle_id[:8])


def parse(name: str) -> BundleName:
    """Read a file name; it is only a label, the manifest decides.

    Raises:
        UntrustedInputError: ``bundle.not-a-bundle``.
    """
    found = _NAME.fullmatch(name)
    if found is None or found[3] == "0" * 10 or found[5] == "000":
        raise UntrustedInputError("bundle.not-a-bundle")
    return BundleName(found[1], found[2], int(found[3]), found[4], None if found[5] is None else int(found[5]))
