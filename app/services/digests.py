"""Digests of what an act changed, for its entry in the record."""

import hashlib
import hmac


def salted(key: bytes, content: bytes) -> bytes:
    """A digest that tells nothing without the key of the case, and nothing at all once that is destroyed."""
    return hmac.digest(key, content, "sha256")


def digests_of(kept: list[tuple[bytes, bytes]]) -> dict[str, str | int]:
    """Digests of what an act changed: of the one document, or of all of them in their order."""
    if not kept:
        return {}
    sides = {"before": [before for before, _ in kept], "after": [after for _, after in kept]}
    return {
        name: (side[0] if len(side) == 1 else hashlib.sha256(b"".join(one or bytes(32) for one in side)).digest()).hex()
        for name, side in sides.items()
        if any(side)
    }
