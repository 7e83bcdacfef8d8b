"""What a file says to somebody without a key: its name, and to how many it is encrypted."""

from dataclasses import dataclass
from typing import BinaryIO

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import filenames
from app.services.bundles.filenames import BundleName
from app.services.crypto.age import open_reader


@dataclass(frozen=True, slots=True)
class Outside:
    """The outside of a file; nothing of it is verified.

    Attributes:
        name: Its file name, if it is that of a bundle.
        code: Why it is no bundle for anybody; empty when only a key can tell more.
    """

    name: BundleName | None
    code: str = ""


def look_outside(file_name: str, source: BinaryIO) -> Outside:
    """Read the name and the header of a file."""
    try:
        name = filenames.parse(file_name)
    except UntrustedInputError:
        name = None
    try:
        open_reader(source, [])
    except UntrustedInputError as refusal:
        # Without a key this is how every sound header ends.
        return Outside(name, "" if refusal.code == "bundle.not-for-us" else refusal.code)
    return Outside(name)
