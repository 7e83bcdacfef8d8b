"""What the machine says of itself for the start-of-day sheet; None where it cannot be told."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.network_proof import NetworkProof


class Swap(StrEnum):
    """Where memory goes when it is short."""

    NONE = "none"
    ENCRYPTED = "encrypted"
    PLAIN = "plain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """One look at the machine.

    Attributes:
        keyring: Name of the keyring in use, or empty.
        is_keyring_locked: It is there but did not answer.
        is_anchored: The keyring holds an anchor of the record of this vault.
        media_count: Removable media that are mounted.
        input_method: Name of the input method that the window has loaded.
        printer_count: Printers that the machine knows.
        is_closed: No core dumps, no tracing by others of the same login.
        can_hibernate: Memory can be written to disk as a whole.
        free_bytes: Space left where the vault lies.
    """

    proof: NetworkProof
    links: tuple[str, ...]
    keyring: str
    is_keyring_locked: bool
    is_anchored: bool
    media_count: int
    input_method: str | None
    printer_count: int | None
    is_closed: bool | None
    swap: Swap
    can_hibernate: bool | None
    free_bytes: int
