"""Form packs (様式パック) that were admitted here, as they were signed."""

import hashlib

from sqlalchemy import Connection, func, insert, select

from app.models.domain.errors import VaultError
from app.models.schema import tables
from app.models.schema.form_packs import form_packs
from app.models.views.form_packs import KeptPack
from app.services.vault.rows import as_row, every

_PACKS = form_packs.c
_CASES = tables.cases.c
_HEAD = [column for column in form_packs.columns if column.name != "file"]


class FormPacks:
    """One row for each pack; none is changed or taken away, since cases are pinned to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, pack: KeptPack, file: bytes) -> None:
        """Keep a pack."""
        self._connection.execute(insert(form_packs), as_row(pack) | {"file": file})

    def all(self) -> list[KeptPack]:
        """Every pack, in the order of names and versions."""
        return every(self._connection, select(*_HEAD).order_by(_PACKS.pack_id, _PACKS.version), KeptPack)

    def cases(self) -> dict[str, int]:
        """How many cases are pinned to each pack, by its digest; whether it was admitted or shipped."""
        counted = select(_CASES.pack_digest, func.count()).group_by(_CASES.pack_digest)
        return {str(digest): int(count) for digest, count in self._connection.execute(counted)}

    def file(self, digest: str) -> bytes | None:
        """The signed file of a pack; None when it is not kept here.

        Raises:
            VaultError: ``vault.damaged``: it is not the one that was admitted.
        """
        row = self._connection.execute(select(_PACKS.sha256, _PACKS.file).where(_PACKS.digest == digest)).first()
        if row is None:
            return None
        content = bytes(row.file)
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise VaultError("vault.damaged")
        return content
