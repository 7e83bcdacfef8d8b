"""Attachments and letters."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BlobId, LetterId
from app.models.schema import tables
from app.models.views.records import Blob, LetterRecord
from app.services.vault.rows import as_row, every, first

_BLOB = [column for column in tables.blobs.c if column.name != "sealed"]


class Papers:
    """What is known of attachments (添付) and issued letters (発出文書); the bytes lie in the blob folder."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_blob(self, blob: Blob, sealed: bytes | None) -> None:
        """Keep what is known of an attachment; a small one with its sealed bytes, a large one lies in a file."""
        self.add_small([(blob, sealed)])

    def add_small(self, blobs: Sequence[tuple[Blob, bytes | None]]) -> None:
        """The same for many at once."""
        if blobs:
            self._connection.execute(
                insert(tables.blobs), [{**as_row(blob), "sealed": sealed} for blob, sealed in blobs]
            )

    def sealed(self, blob_id: BlobId) -> bytes | None:
        """The sealed bytes of a small attachment; None for one that lies in a file."""
        row = self._connection.execute(select(tables.blobs.c.sealed).where(tables.blobs.c.blob_id == blob_id)).one()
        return None if row[0] is None else bytes(row[0])

    def blob(self, blob_id: BlobId) -> Blob:
        """One attachment."""
        found = first(self._connection, select(*_BLOB).where(tables.blobs.c.blob_id == blob_id), Blob)
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def add_letter(self, letter: LetterRecord) -> None:
        """Keep an issued letter."""
        self._connection.execute(insert(tables.letters), as_row(letter))

    def letter(self, letter_id: LetterId) -> LetterRecord:
        """One letter."""
        found = first(
            self._connection, select(tables.letters).where(tables.letters.c.letter_id == letter_id), LetterRecord
        )
        if found is None:
            raise InvalidInputError("record.not-found")
        return found

    def letters_of(self, owner: str) -> list[LetterRecord]:
        """Letters about one candidate, case or register entry, oldest first."""
        query = select(tables.letters).where(tables.letters.c.owner == owner).order_by(tables.letters.c.made_at)
        return every(self._connection, query, LetterRecord)

    def owner_of(self, paper: str) -> str:
        """Whose a letter or attachment is; empty when there is none of this identity."""
        for column, table in ((tables.letters.c.letter_id, tables.letters), (tables.blobs.c.blob_id, tables.blobs)):
            row = self._connection.execute(select(table.c.owner).where(column == paper)).first()
            if row is not None:
                return str(row[0])
        return ""

    def blobs_of(self, owner: str) -> list[Blob]:
        """Attachments of one candidate, case or register entry, oldest first."""
        query = select(*_BLOB).where(tables.blobs.c.owner == owner)
        return every(self._connection, query.order_by(tables.blobs.c.stored_at, tables.blobs.c.blob_id), Blob)

    def repurpose(self, blob_id: BlobId, purpose: str) -> None:
        """Keep an attachment for another purpose."""
        self._connection.execute(update(tables.blobs).where(tables.blobs.c.blob_id == blob_id).values(purpose=purpose))

    def remove(self, blob_id: BlobId) -> None:
        """Forget an attachment with its sealed bytes; those of a large one lie in a file."""
        self._connection.execute(delete(tables.blobs).where(tables.blobs.c.blob_id == blob_id))

    def hand_over(self, owner: str, to: str) -> None:
        """Give the papers of one owner to another; both are sealed under the same key."""
        for table in (tables.letters, tables.blobs):
            self._connection.execute(update(table).where(table.c.owner == owner).values(owner=to))

    def blob_ids(self) -> set[str]:
        """Every attachment that the database knows."""
        return {str(row[0]) for row in self._connection.execute(select(tables.blobs.c.blob_id))}

    def file_ids(self) -> set[str]:
        """Every attachment whose bytes lie in a file of their own."""
        query = select(tables.blobs.c.blob_id).where(tables.blobs.c.sealed.is_(None))
        return {str(row[0]) for row in self._connection.execute(query)}
