"""Attachments as sealed files beside the database."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from typing_extensions import override

from app.models.domain.ids import BlobId
from app.services.crypto.sealing import seal_stream, unseal_stream
from app.services.ports import Entropy
from app.services.vault.faults import translated
from app.services.vault.slots import flush_folder

_PIECE = 64 * 1024


class Readable(Protocol):
    """A stream that can be read once from beginning to end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        ...


class BlobFolder:
    """``blobs/``: one file per attachment, named by its random id, in constant memory whatever its size.

    A file is complete on disk before the row that names it is committed, and is bound to its name. An act that fails
    takes its files with it; a crash in between leaves a file without a row, which the next unlocking removes.
    """

    def __init__(self, folder: Path, entropy: Entropy) -> None:
        self._folder = folder
        self._entropy = entropy
        self._new: list[BlobId] = []

    def put(self, blob_id: BlobId, source: Readable, key: bytes) -> tuple[str, int]:
        """Seal a stream into a file.

        Returns:
            SHA-256 in hex and length in bytes of what was read.

        Raises:
            EnvironmentProblemError: The disk is full or fails; nothing is left behind.
        """
        final = self._folder / blob_id
        partial = final.with_suffix(".partial")
        counted = _Counted(source)
        try:
            with translated():
                with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as destination:
                    context = blob_id.encode()
                    seal_stream(cast("BinaryIO", counted), destination, key, self._entropy, context=context)
                    destination.flush()
                    os.fsync(destination.fileno())
                self._new.append(blob_id)
                partial.rename(final)
                flush_folder(self._folder)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        return counted.digest.hexdigest(), counted.size

    def read(self, blob_id: BlobId, key: bytes) -> Iterator[bytes]:
        """The attachment in authenticated pieces.

        Raises:
            VaultError: ``vault.record-damaged``.
        """
        with translated(), (self._folder / blob_id).open("rb") as source:
            yield from unseal_stream(source, key, context=blob_id.encode())

    def remove(self, blob_id: BlobId) -> None:
        """Delete the file of an attachment."""
        with translated():
            (self._folder / blob_id).unlink(missing_ok=True)

    def on_trial(self) -> "TrialBlobs":
        """The same folder for a transaction that is never committed."""
        return TrialBlobs(self._folder, self._entropy)

    def settle(self, *, kept: bool) -> None:
        """End a transaction: forget which files are new, and remove them if it is rolled back."""
        new, self._new = self._new, []
        if kept:
            return
        for blob_id in new:
            with suppress(OSError):
                (self._folder / blob_id).unlink(missing_ok=True)

    def sweep(self, known: set[str]) -> int:
        """Remove every file that no row names.

        Returns:
            How many were removed.
        """
        strange = self.strangers(known)
        with translated():
            for name in strange:
                (self._folder / name).unlink(missing_ok=True)
        return len(strange)

    def holds_any(self) -> bool:
        """Whether there is any file."""
        with translated(), os.scandir(self._folder) as entries:
            return next(entries, None) is not None

    def strangers(self, known: set[str]) -> list[str]:
        """Names of the files that no row names."""
        with translated():
            return [entry.name for entry in self._folder.iterdir() if entry.name not in known]


class TrialBlobs(BlobFolder):
    """The folder during a trial (試行): what would be sealed is read to its end and not kept; nothing is removed."""

    @override
    def put(self, blob_id: BlobId, source: Readable, key: bytes) -> tuple[str, int]:
        counted = _Counted(source)
        while counted.read(_PIECE):
            pass
        return counted.digest.hexdigest(), counted.size

    @override
    def remove(self, blob_id: BlobId) -> None:
        pass


class _Counted:
    """A stream that hashes what is read from it."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        self.size += len(piece)
        return piece
