"""Records of what is kept elsewhere: a backup."""

from typing import Annotated, Literal

from msgspec import Meta

from app.services.bundles.fields import Count, Hex64, Identifier, Seconds
from app.services.bundles.record_types.parts import Part, Record


class BackupPiece(Part, frozen=True):
    """One file of a backup set, which travels as a blob."""

    name: Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9._-]{0,99}\Z")]
    size: Count
    sha256: Hex64


class BackupSet(Record, frozen=True, tag="backup"):
    """A backup in its own format, sealed to the recovery sheets of its office."""

    backup_id: Identifier
    vault_id: Identifier
    made_at: Seconds
    format: Literal["sekisho-backup/1"]
    pieces: Annotated[tuple[BackupPiece, ...], Meta(min_length=1, max_length=1000)]
