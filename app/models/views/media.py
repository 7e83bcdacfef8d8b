"""What is known of a removable medium before anything on it is opened."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Medium:
    """A mounted removable medium (媒体).

    Attributes:
        path: Where it is mounted.
        label: Name of the mount point, for the officer; given by whoever formatted it, so untrusted text.
        is_read_only: Nothing can be written on it.
    """

    path: Path
    label: str
    is_read_only: bool = False
