"""What use cases need of the machine, as protocols; the adapters stand in :mod:`app.services.platform`."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from app.models.domain.formatting import DiskFacts, Layout
from app.models.domain.network_proof import NetworkProof
from app.models.domain.tokens import TokenBinding, TokenKey, TokenSeen
from app.models.views.media import Erased, Medium

Entropy = Callable[[int], bytes]
"""Gives so many random bytes."""


class Clock(Protocol):
    """The time of the workstation."""

    def now(self) -> datetime:
        """The present instant, aware, UTC, whole seconds."""
        ...

    def today(self) -> date:
        """The civil day in Japan (UTC+9)."""
        ...


class SecretStore(Protocol):
    """The keyring of the operating system. It holds a device secret and the anchor of the record, never a key."""

    def get(self, name: str) -> bytes | None:
        """The value of ``name``, or None when there is none.

        Raises:
            EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
        """
        ...

    def put(self, name: str, value: bytes) -> None:
        """Store at most 64 bytes under ``name``.

        Raises:
            EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
        """
        ...

    def describe(self) -> str:
        """Name of the backend for the check sheet, for example ``Secret Service``."""
        ...


class Network(Protocol):
    """Whether a network could be reached from here."""

    def proof(self) -> NetworkProof:
        """The twelve probes of this process; slow at the first call only."""
        ...

    def links(self) -> tuple[str, ...]:
        """Names of the network links that are up now."""
        ...


class Drive(Protocol):
    """A removable medium (媒体) for bundles.

    Names are plain names, never paths, and nothing is ever followed through a symbolic link. A bundle that the file
    system of the medium cannot hold as one file lies there in parts; here it has one name all the same.
    """

    @property
    def path(self) -> Path:
        """Where the medium is, for showing to the officer."""
        ...

    def medium(self) -> Medium:
        """What the machine tells of it now.

        Raises:
            EnvironmentProblemError: ``media.missing``, here and everywhere below: it is gone, or another one is there.
        """
        ...

    def free_bytes(self) -> int:
        """Space left on the medium."""
        ...

    def list_bundles(self) -> list[str]:
        """Names on the medium that look like bundles, sorted; symbolic links and folders are left out."""
        ...

    def list_files(self, suffix: str) -> list[str]:
        """Names of plain files with this ending, sorted."""
        ...

    def entries(self) -> list[str]:
        """Names of everything at its top, sorted, but for what a file system makes for itself."""
        ...

    def open_bundle(self, name: str) -> BinaryIO:
        """Open one bundle, or another plain file, for reading; never through a symbolic link.

        Raises:
            UntrustedInputError: ``bundle.not-a-bundle``, or ``bundle.damaged`` where a part is missing.
        """
        ...

    def create(self, name: str) -> BinaryIO:
        """Open ``<name>.partial`` for writing, readable by the owner only; what an interrupted write left is replaced.

        Raises:
            EnvironmentProblemError: ``media.name-taken``.
        """
        ...

    def reopen(self, name: str) -> BinaryIO:
        """Read ``<name>.partial`` back through a fresh descriptor, past what the kernel remembers of the write."""
        ...

    def finish(self, name: str) -> None:
        """Rename ``<name>.partial`` to its final name and flush the folder."""
        ...

    def discard(self, name: str) -> None:
        """Remove ``<name>.partial`` if it is there."""
        ...

    def remove(self, name: str) -> None:
        """Remove a finished bundle that this station wrote but could not put on record."""
        ...

    def erase(self) -> Erased:
        """Overwrite and remove everything on it.

        Raises:
            EnvironmentProblemError: ``media.not-a-medium``: a plain folder of this machine is never emptied.
        """
        ...

    def release(self) -> bool:
        """Flush and unmount. False when it is still there: in use, or a plain folder, which cannot be unmounted."""
        ...


class BackupPlace(Protocol):
    """A folder, usually on a medium, that takes backups (控え).

    Names are relative paths of at most three parts in the alphabet of :mod:`app.services.backups.layout`; nothing is
    ever followed through a symbolic link. Every method may raise ``EnvironmentProblemError``: ``disk.full``,
    ``disk.read-only`` or ``disk.failed``.
    """

    @property
    def path(self) -> Path:
        """Where it is, for showing to the officer."""
        ...

    def free_bytes(self) -> int:
        """Space left."""
        ...

    def names(self, folder: str = "") -> list[str]:
        """Names of plain files and folders in a folder, sorted; nothing when there is no such folder.

        Raises:
            EnvironmentProblemError: ``media.missing`` when the place itself is gone.
        """
        ...

    def size(self, name: str) -> int:
        """Bytes of a file.

        Raises:
            EnvironmentProblemError: ``media.missing``.
        """
        ...

    def open(self, name: str) -> BinaryIO:
        """Read a finished file.

        Raises:
            EnvironmentProblemError: ``media.missing``.
        """
        ...

    def create(self, name: str) -> BinaryIO:
        """Open ``<name>.partial`` for writing, readable by the owner only; folders above it are made."""
        ...

    def reopen(self, name: str) -> BinaryIO:
        """Read ``<name>.partial`` back through a fresh descriptor."""
        ...

    def finish(self, name: str) -> None:
        """Rename ``<name>.partial`` to its final name, in place of an older file; lasts from :meth:`flush` on."""
        ...

    def flush(self, folder: str) -> None:
        """Let the names in a folder outlast a loss of power."""
        ...

    def discard(self, name: str) -> None:
        """Remove ``<name>.partial`` if it is there."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file, and the folder that it leaves empty."""
        ...


class Media(Protocol):
    """The removable media of this machine (媒体)."""

    def mounted(self) -> tuple[Medium, ...]:
        """What is mounted now, in the order of the mount points."""
        ...


class Formatter(Protocol):
    """Formats what is plugged in as a medium (初期化).

    Every method raises ``EnvironmentProblemError``: ``format.no-service`` where the machine has no service for disks,
    ``format.failed``.
    """

    def disks(self) -> tuple[DiskFacts, ...]:
        """Every whole disk that the machine tells of, by its number."""
        ...

    def layouts(self) -> tuple[Layout, ...]:
        """The file systems that can be made here."""
        ...

    def format(self, disk: DiskFacts, layout: Layout, label: str, kept: Sequence[str]) -> Path:
        """Replace everything on a disk by one partition with one empty file system, and mount that.

        The disk is looked at anew and must still be the same and still be one that may be formatted.

        Args:
            disk: What :meth:`disks` told of it.
            layout: The file system.
            label: Its name, in the alphabet of :func:`~app.models.domain.formatting.label_of`.
            kept: Absolute paths without links that must survive.

        Returns:
            Where it is mounted.

        Raises:
            EnvironmentProblemError: Any code of :func:`~app.models.domain.formatting.refusal`; ``format.changed``,
                ``format.not-authorised``, ``format.in-use``, ``format.no-tool``, ``media.missing``.
        """
        ...


class Files(Protocol):
    """Plain files that an officer chose in a dialog."""

    def read(self, path: Path, limit_bytes: int) -> bytes:
        """The content, at most ``limit_bytes`` and one more.

        Raises:
            EnvironmentProblemError: ``file.unreadable``.
        """
        ...

    def write(self, path: Path, content: bytes) -> None:
        """Write a whole file.

        Raises:
            EnvironmentProblemError: ``disk.full``, ``disk.read-only`` or ``disk.failed``.
        """
        ...

    def create(self, path: Path) -> AbstractContextManager[BinaryIO]:
        """A new file for a long content; it has its name only when the block ended well.

        Raises:
            EnvironmentProblemError: As :meth:`write`.
        """
        ...

    def open(self, path: Path) -> BinaryIO:
        """A plain file for reading, however long.

        Raises:
            EnvironmentProblemError: ``file.unreadable``.
        """
        ...


class Token(Protocol):
    """The hardware tokens (ハードウェアトークン) that are plugged into this machine.

    A key that the program uses can neither be read nor copied off its token; a PIN is used for one call and kept by
    nobody.
    """

    def present(self) -> tuple[TokenSeen, ...]:
        """The tokens that are plugged in, in the order of their readers.

        Raises:
            EnvironmentProblemError: ``token.no-module`` or ``token.module-refused``.
        """
        ...

    def enrol(self, label: str, serial: str, pin: str) -> TokenKey:
        """The key of this program on a token; one is made there if there is none yet.

        Raises:
            EnvironmentProblemError: ``token.no-module``, ``token.module-refused``, ``token.missing``,
                ``token.locked``, ``token.pulled`` or ``token.failed``.
            InvalidInputError: ``token.wrong-pin``.
            UntrustedInputError: ``token.key-unusable``: the key could be read out, or is of another kind.
        """
        ...

    def open(self, binding: TokenBinding, pin: str) -> bytes:
        """Let the private key work on what a slot keeps: the value for :func:`~app.services.crypto.token_secret`.

        Raises:
            EnvironmentProblemError: As :meth:`enrol`.
            InvalidInputError: ``token.wrong-pin``.
            VaultError: ``token.other-key``: a token of this label is there, but it is another one.
        """
        ...
