"""How long the archive inside a bundle is made, so that the length of the file says nothing.

Fixed lengths for kinds whose outcome must not show; Padmé for the others: it hides all but the order of magnitude of
the length and costs at most 12 per cent (Nikitin and others, PURBs, 2019).
"""

from enum import StrEnum

from app.models.domain.errors import InvalidInputError

BLOCK = 512
MEBIBYTE = 1024 * 1024
LARGEST_ARCHIVE = 2**40


class SizeClass(StrEnum):
    """Lengths that the archive of a kind may have."""

    PADDED = "padded"
    """Padmé."""
    OUTCOME = "outcome"
    """Exactly 1 MiB, else exactly 4 MiB."""
    RESULT = "result"
    """Exactly 1 MiB, whatever the outcome."""
    RECEIPT = "receipt"
    """Exactly 64 KiB."""


_FIXED = {
    SizeClass.OUTCOME: (MEBIBYTE, 4 * MEBIBYTE),
    SizeClass.RESULT: (MEBIBYTE,),
    SizeClass.RECEIPT: (64 * 1024,),
}


def padme(length: int) -> int:
    """The Padmé length for ``length`` bytes; a multiple of 512 stays one."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept = exponent.bit_length()
    mask = (1 << (exponent - kept)) - 1
    return (length + mask) & ~mask


def padded_length(size_class: SizeClass, length: int) -> int:
    """The length of an archive that needs ``length`` bytes.

    Raises:
        InvalidInputError: ``bundle.too-large``: it fits no permitted length.
    """
    if size_class is SizeClass.PADDED:
        target = padme(length)
        if target <= LARGEST_ARCHIVE:
            return target
    else:
        for target in _FIXED[size_class]:
            if length <= target:
                return target
    raise InvalidInputError("bundle.too-large", field="contents")


def is_permitted(size_class: SizeClass, total: int) -> bool:
    """Whether an archive of a kind in this class may be ``total`` bytes long."""
    if total % BLOCK or total > LARGEST_ARCHIVE:
        return False
    return padme(total) == total if size_class is SizeClass.PADDED else total in _FIXED[size_class]
