"""Sealing and opening bundles: archive inside age, the signed manifest first.

Sealing has two steps, since officers sign the finished manifest: ``draft``, then ``write`` with their signatures.
Opening is in ``opening``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from app.models.domain.errors import BugError, EnvironmentProblemError, GateClosedError, InvalidInputError
from app.services.bundles import manifest
from app.services.bundles.archive import BLOB_INDEX, MANIFEST, RECORDS, ArchiveWriter
from app.services.bundles.drafting import Spool, draft
from app.services.bundles.opening import Attachment, Contents, OpenedBundle, open_bundle, pass_over
from app.services.bundles.plan import BundlePlan, DraftBundle, Lane, Payload
from app.services.crypto.age import open_writer
from app.services.crypto.digests import StreamDigest
from app.services.crypto.dsse import Signature, build
from app.services.crypto.entropy import Entropy
from app.services.crypto.streams import Sink

__all__ = [
    "Attachment",
    "BundlePlan",
    "Contents",
    "DraftBundle",
    "Lane",
    "OpenedBundle",
    "Payload",
    "Sealed",
    "draft",
    "open_bundle",
    "pass_over",
    "seal",
    "write",
]

_CHUNK = 64 * 1024
_PORTION = 1024 * 1024
"""Bytes of the encrypted file that are written together."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was written: the manifest's bytes and hash, archive length, and size and SHA-256 of the encrypted file."""

    manifest_bytes: bytes
    manifest_sha256: str
    total: int
    ciphertext_size: int
    ciphertext_sha256: str


def seal(
    plan: BundlePlan,
    sign: Callable[[DraftBundle], Sequence[Signature]],
    destination: Sink,
    entropy: Entropy,
    spool: Spool = BytesIO,
) -> Sealed:
    """Draft, let ``sign`` fetch the signatures, and write. Errors as in ``draft`` and ``write``."""
    drafted = draft(plan, spool)
    return write(drafted, sign(drafted), destination, entropy)


def write(drafted: DraftBundle, signatures: Sequence[Signature], destination: Sink, entropy: Entropy) -> Sealed:
    """Encrypt a signed draft.

    A failed or interrupted write leaves a file that nobody accepts; the caller deletes it.

    Args:
        drafted: From ``draft``.
        signatures: Of exactly the persons that the manifest names, over ``drafted.signing_input``.
        destination: A binary stream; flushed, not closed.
        entropy: Source of the file's key.

    Raises:
        GateClosedError: ``bundle.signature-missing``.
        InvalidInputError: ``bundle.contents-changed``: a letter or blob is not what it was, ``bundle.recipients``.
        EnvironmentProblemError: ``bundle.media-write``.
    """
    if sorted(each.keyid for each in signatures) != [each.keyid for each in drafted.manifest.signers]:
        raise GateClosedError("bundle.signature-missing")
    envelope = build(manifest.PAYLOAD_TYPE, drafted.manifest_bytes, signatures)
    medium = _Medium(destination, drafted.manifest.total)
    with open_writer(medium, [lane.key for lane in drafted.lanes], entropy) as age:
        archive = ArchiveWriter(age)
        archive.add(MANIFEST, len(envelope), [envelope])
        for name, chunks, size in _contents(drafted):
            archive.add(name, size, chunks)
        archive.close(drafted.manifest.total)
    if archive.written != drafted.manifest.total:
        raise BugError("bug.bundle-misuse")
    return Sealed(
        manifest_bytes=drafted.manifest_bytes,
        manifest_sha256=manifest.digest(drafted.manifest_bytes),
        total=drafted.manifest.total,
        ciphertext_size=medium.size,
        ciphertext_sha256=medium.sha256,
    )


def _contents(drafted: DraftBundle) -> Iterator[tuple[str, Iterable[bytes], int]]:
    for name in (RECORDS, BLOB_INDEX):
        entry = drafted.manifest.entry(name)
        if entry is not None:
            yield name, _checked(_spooled(drafted.spools[name]), entry.size, entry.sha256), entry.size
    for letter in drafted.letters:
        yield f"letters/{letter.sha256}.pdf", _checked(letter.open(), letter.size, letter.sha256), letter.size
    for blob in drafted.blobs:
        yield f"blobs/{blob.sha256}", _checked(blob.open(), blob.size, blob.sha256), blob.size


def _spooled(spool: BinaryIO) -> Iterator[bytes]:
    spool.seek(0)
    while chunk := spool.read(_CHUNK):
        yield chunk


def _checked(chunks: Iterable[bytes], size: int, expected: str) -> Iterator[bytes]:
    """Pass the bytes on; fail before the last of them when they are not what the manifest says."""
    digest, passed, held = StreamDigest(size), 0, b""
    for chunk in chunks:
        yield held
        digest.update(chunk)
        passed += len(chunk)
        if passed > size:
            break
        held = chunk
    if passed != size or digest.hexdigest() != expected:
        raise InvalidInputError("bundle.contents-changed", field="contents")
    yield held


class _Medium:
    """Gathers and measures the encrypted file and turns every failure of the medium into one error."""

    def __init__(self, destination: Sink, length: int) -> None:
        self._destination = destination
        self._hash = StreamDigest(length)
        self._held: list[bytes] = []
        self._held_length = 0
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Take all bytes; they are on their way to the medium at the latest after ``flush``.

        Raises:
            EnvironmentProblemError: ``bundle.media-write``.
        """
        self._held.append(data)
        self._held_length += len(data)
        if self._held_length >= _PORTION:
            self._hand_on()
        return len(data)

    def flush(self) -> None:
        """Hand on what is held.

        Raises:
            EnvironmentProblemError: ``bundle.media-write``.
        """
        if self._held:
            self._hand_on()
        try:
            self._destination.flush()
        except OSError as error:
            raise EnvironmentProblemError("bundle.media-write") from error

    def _hand_on(self) -> None:
        portion = b"".join(self._held)
        self._held, self._held_length = [], 0
        self._hash.update(portion)
        try:
            taken = self._destination.write(portion)
        except OSError as error:
            raise EnvironmentProblemError("bundle.media-write") from error
        if taken != len(portion):
            raise EnvironmentProblemError("bundle.media-write")
        self.size += len(portion)

    @property
    def sha256(self) -> str:
        """SHA-256 of all written bytes in hex."""
        return self._hash.hexdigest()
