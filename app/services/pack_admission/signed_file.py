"""The file of a signed pack (署名済み様式パック): the archive of its files behind the envelope that signs their digest.

Every byte of the archive follows from names and contents, nothing in it is compressed, and no path is ever made from a
name: what is read stays in memory until somebody asks for it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.bundles import canonical
from app.services.bundles.archive import END, ArchiveReader, ArchiveWriter
from app.services.bundles.fields import Hex64, Identifier, Seconds, Serial
from app.services.bundles.manifest import SigningPolicy
from app.services.crypto import dsse
from app.services.packs import files as pack_files

PAYLOAD_TYPE = "application/vnd.sekisho.form-pack.v1+json"
ENVELOPE = "pack.dsse.json"
LARGEST = 64 * 1024 * 1024
"""Bytes of a whole file; the standard form takes one."""
_LARGEST_ENVELOPE = 16 * 1024
_NAMES = re.compile(rb"(pack\.dsse\.json)|((?:(?:golden|letters)/)?[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.json)")


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What both signers say.

    ``digest`` is the canonical one over all files; ``office`` is the one whose officers sign; ``signed_at`` is when the
    first of them did.
    """

    format: Literal["sekisho-pack/1"]
    environment: Environment
    pack: Annotated[str, Meta(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
    version: Serial
    digest: Hex64
    effective_from: date
    office: Identifier
    signed_at: Seconds
    signing: SigningPolicy


_DECODER = msgspec.json.Decoder(Statement)


@dataclass(frozen=True, slots=True)
class SignedPack:
    """A read file. Nothing in it is true before its signatures hold; then its files are those that were signed."""

    statement: Statement
    envelope: dsse.Envelope
    files: Mapping[str, bytes]


def encode(statement: Statement) -> bytes:
    """The bytes that are signed."""
    return canonical.encode(statement)


def write(payload: bytes, signatures: Sequence[dsse.Signature], files: Mapping[str, bytes]) -> bytes:
    """The one file of a statement, its signatures and the files of a pack.

    Raises:
        UntrustedInputError: ``pack.file-unexpected``: a file name that is too long; ``pack.signed-too-large``.
    """
    target = BytesIO()
    archive = ArchiveWriter(target, _NAMES)
    envelope = dsse.build(PAYLOAD_TYPE, payload, signatures)
    archive.add(ENVELOPE, len(envelope), (envelope,))
    for name, content in sorted(files.items()):
        if _NAMES.fullmatch(name.encode()) is None:
            raise UntrustedInputError("pack.file-unexpected", file=name)
        archive.add(name, len(content), (content,))
    archive.close(archive.written + len(END))
    if archive.written > LARGEST:
        raise UntrustedInputError("pack.signed-too-large", limit=LARGEST)
    return target.getvalue()


def read(content: bytes) -> SignedPack:
    """Read a file strictly; its signatures are judged elsewhere.

    Raises:
        UntrustedInputError: ``pack.signed-too-large``, ``pack.signed-refused`` where it is not the one spelling,
            ``pack.other-content`` where the digest is not that of the files, and as
            :func:`app.services.packs.files.read_files`.
    """
    if len(content) > LARGEST:
        raise UntrustedInputError("pack.signed-too-large", limit=LARGEST)
    try:
        raw, files = _entries(content)
        envelope = dsse.parse(raw, PAYLOAD_TYPE)
    except UntrustedInputError as wrong:
        if wrong.code.startswith("pack."):
            raise
        raise UntrustedInputError("pack.signed-refused") from None
    statement = canonical.decode(envelope.payload, _DECODER, "pack.signed-refused")
    pack_files.require_all(files)
    if pack_files.digest(files) != statement.digest:
        raise UntrustedInputError("pack.other-content")
    return SignedPack(statement, envelope, files)


def _entries(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The envelope and the files, in the limits of a pack."""
    archive = ArchiveReader(BytesIO(content), _NAMES)
    first = archive.next()
    if first is None or first.name != ENVELOPE or first.size > _LARGEST_ENVELOPE:
        raise UntrustedInputError("pack.signed-refused")
    raw = archive.read(first.size)
    files: dict[str, bytes] = {}
    while (entry := archive.next()) is not None:
        if not pack_files.may_hold(entry.name):
            raise UntrustedInputError("pack.file-unexpected", file=entry.name)
        if entry.size > pack_files.MAX_FILE_BYTES:
            raise UntrustedInputError("pack.file-too-large", file=entry.name, limit=pack_files.MAX_FILE_BYTES)
        if len(files) >= pack_files.MAX_FILES:
            raise UntrustedInputError("pack.too-many-files", limit=pack_files.MAX_FILES)
        files[entry.name] = archive.read(entry.size)
    return raw, files
