"""How much a bundle may bring: its papers are held in memory until the vault has taken them all (設計上の上限)."""

from collections.abc import Iterator

from app.models.domain.errors import UntrustedInputError
from app.services.bundles.container import Attachment, pass_over
from app.services.bundles.manifest import Manifest
from app.services.papers.filing import LARGEST_SCAN

HEAVIEST = 512 * 1024 * 1024
"""Bytes of all letters and blobs of one bundle."""


def weight(said: Manifest) -> int:
    """Bytes of all letters and blobs."""
    return said.blob_bytes + sum(entry.size for entry in said.entries if entry.path.startswith("letters/"))


def require_bearable(said: Manifest) -> None:
    """Refuse a bundle before anything of it is read.

    Raises:
        UntrustedInputError: ``bundle.limit``.
    """
    if weight(said) > HEAVIEST:
        raise UntrustedInputError("bundle.limit")


def require_paper(attachment: Attachment) -> None:
    """Refuse a single paper that no office here could have filed.

    Raises:
        UntrustedInputError: ``bundle.limit``.
    """
    if attachment.size > LARGEST_SCAN:
        raise UntrustedInputError("bundle.limit")


def weigh_and_pass_over(attachment: Attachment, chunks: Iterator[bytes]) -> None:
    """A sink that keeps nothing and refuses what could not be kept."""
    require_paper(attachment)
    pass_over(attachment, chunks)
