"""Opening bundles in the order of trust: container, manifest, admission, contents, end.

``open_bundle`` reads the first entry only. Contents come out only against an admitted report about this very manifest,
and nothing that came out is final before ``finish``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.bundles import kinds, manifest
from app.services.bundles.archive import BLOB_INDEX, END, MANIFEST, PAD, RECORDS, ArchiveReader
from app.services.bundles.drafting import BLOB_DECODER, LARGEST_ENVELOPE, LARGEST_LETTER
from app.services.bundles.manifest import Entry, Manifest
from app.services.bundles.records import INDEX_LIMITS, RECORD_LIMITS, Packed, read_records
from app.services.bundles.report import VerificationReport
from app.services.bundles.schemas import BlobLine, Record
from app.services.crypto.age import AgeReader, Identity, open_reader
from app.services.crypto.digests import StreamDigest
from app.services.crypto.dsse import Envelope, parse

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """A letter or blob on its way in: path in the archive, SHA-256, bytes, declared type."""

    path: str
    sha256: str
    size: int
    media_type: str


Sink = Callable[[Attachment, Iterator[bytes]], None]
"""Takes an attachment's bytes into quarantine; they are checked while they pass and false until ``finish``."""


def pass_over(_attachment: Attachment, chunks: Iterator[bytes]) -> None:
    """A sink that keeps nothing; every byte is still read and checked."""
    for _ in chunks:
        pass


@dataclass(frozen=True, slots=True)
class Contents:
    """What a completely received bundle held."""

    record_count: int
    letter_count: int
    blob_count: int
    blob_bytes: int


class OpenedBundle:
    """A bundle whose container and envelope could be read. Nothing in it is true before the admission.

    Attributes:
        envelope: The parsed envelope; signatures not verified.
        manifest: Decoded from the envelope's payload.
        manifest_sha256: Identity of the manifest on a lane.
        stanza_count: Number of recipients that the file is encrypted to.
        opened_with: Fingerprint of our recipient key that opened it.
    """

    def __init__(self, age: AgeReader, opened_with: str) -> None:
        self._age = age
        self._archive = ArchiveReader(age)
        self._records = 0
        self._is_started = self._is_received = False
        self.envelope: Envelope = _read_envelope(self._archive)
        self.manifest: Manifest = manifest.decode(self.envelope.payload)
        self.manifest_sha256 = manifest.digest(self.envelope.payload)
        self.stanza_count = age.stanza_count
        self.opened_with = opened_with

    def entries(self, admitted: VerificationReport, sink: Sink) -> Iterator[Record]:
        """Give the records one by one, then hand letters and blobs to ``sink``.

        Raises:
            UntrustedInputError: The report's code; ``bundle.content-mismatch``, ``bundle.record-refused``,
                ``bundle.limit``, ``bundle.archive-refused``, ``bundle.damaged``.
            BugError: ``bug.bundle-misuse``: the report is about another manifest, or the contents were read before.
        """
        if admitted.manifest_sha256 != self.manifest_sha256 or self._is_started:
            raise BugError("bug.bundle-misuse")
        admitted.raise_if_refused()
        self._is_started = True
        index: list[BlobLine] = []
        for entry in self.manifest.entries:
            if entry.path == RECORDS:
                yield from self._read_records(entry)
            elif entry.path == BLOB_INDEX:
                index = self._read_index(entry)
            else:
                self._deliver(Attachment(entry.path, entry.sha256, entry.size, "application/pdf"), sink)
        for blob in index:
            self._deliver(Attachment(f"blobs/{blob.sha256}", blob.sha256, blob.size, blob.media_type), sink)
        self._is_received = True

    def finish(self) -> Contents:
        """Make sure that the bundle ends exactly where its signers said.

        Raises:
            UntrustedInputError: ``bundle.content-mismatch``, ``bundle.archive-refused``, ``bundle.damaged``.
            BugError: ``bug.bundle-misuse``: ``entries`` was not read to its end.
        """
        if not self._is_received:
            raise BugError("bug.bundle-misuse")
        header = self._archive.next()
        if header is not None:
            ends_at = self._archive.consumed + header.size + len(END)
            if header.name != PAD or ends_at != self.manifest.total:
                raise UntrustedInputError("bundle.content-mismatch")
            self._skip_zeros()
            header = self._archive.next()
        if header is not None or self._archive.consumed != self.manifest.total:
            raise UntrustedInputError("bundle.content-mismatch")
        self._age.finish()
        letters = sum(entry.path.startswith("letters/") for entry in self.manifest.entries)
        return Contents(self._records, letters, self.manifest.blob_count, self.manifest.blob_bytes)

    def _read_records(self, entry: Entry) -> Iterator[Record]:
        decoder = kinds.decoder(self.manifest.kind)
        chunks = self._expect(entry.path, entry.size, entry.sha256)
        try:
            for record in read_records(chunks, _packed(entry), decoder, RECORD_LIMITS):
                self._records += 1
                self._require_accepted(record)
                yield record
        except UntrustedInputError:
            # An entry that is not what was signed is graver than a refused record.
            _drain(chunks)
            raise

    def _require_accepted(self, record: Record) -> None:
        if not kinds.rule(self.manifest.kind).accepts(record):
            raise UntrustedInputError("bundle.record-refused", line=self._records)

    def _read_index(self, entry: Entry) -> list[BlobLine]:
        chunks = self._expect(entry.path, entry.size, entry.sha256)
        try:
            index = list(read_records(chunks, _packed(entry), BLOB_DECODER, INDEX_LIMITS))
        except UntrustedInputError:
            _drain(chunks)
            raise
        blob_bytes = sum(blob.size for blob in index)
        # Order and uniqueness follow from those of the archive, entry by entry.
        if (len(index), blob_bytes) != (self.manifest.blob_count, self.manifest.blob_bytes):
            raise UntrustedInputError("bundle.content-mismatch")
        return index

    def _deliver(self, attachment: Attachment, sink: Sink) -> None:
        if attachment.path.startswith("letters/") and attachment.size > LARGEST_LETTER:
            raise UntrustedInputError("bundle.limit")
        chunks = self._expect(attachment.path, attachment.size, attachment.sha256)
        sink(attachment, chunks)
        _drain(chunks)

    def _expect(self, path: str, size: int, digest: str) -> Iterator[bytes]:
        """The bytes of the next entry, which must be this one; the last step checks the hash."""
        header = self._archive.next()
        if header is None or (header.name, header.size) != (path, size):
            raise UntrustedInputError("bundle.content-mismatch")
        return self._hashed(size, digest)

    def _hashed(self, size: int, expected: str) -> Iterator[bytes]:
        digest = StreamDigest(size)
        while chunk := self._archive.read(_CHUNK):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != expected:
            raise UntrustedInputError("bundle.content-mismatch")

    def _skip_zeros(self) -> None:
        while chunk := self._archive.read(_CHUNK):
            if chunk != bytes(len(chunk)):
                raise UntrustedInputError("bundle.archive-refused")


def open_bundle(source: BinaryIO, identities: Sequence[Identity]) -> OpenedBundle:
    """Open the container and read the manifest, nothing behind it.

    Args:
        source: The encrypted file in quarantine, seekable.
        identities: Our secret keys, newest first.

    Raises:
        UntrustedInputError: ``bundle.not-a-bundle``, ``bundle.header-refused``, ``bundle.not-for-us``,
            ``bundle.damaged``, ``bundle.archive-refused``, ``bundle.manifest-refused``, ``bundle.unknown-format``.
    """
    refusal = UntrustedInputError("bundle.not-for-us")
    # One key at a time, so that it is known which of them opened the file: the manifest must name that one.
    for identity in identities:
        source.seek(0)
        try:
            reader = open_reader(source, [identity])
        except UntrustedInputError as error:
            if error.code != refusal.code:
                raise
            continue
        return OpenedBundle(reader, identity.recipient.fingerprint)
    raise refusal


def _read_envelope(archive: ArchiveReader) -> Envelope:
    header = archive.next()
    if header is None or header.name != MANIFEST or header.size > LARGEST_ENVELOPE:
        raise UntrustedInputError("bundle.archive-refused")
    return parse(archive.read(header.size), manifest.PAYLOAD_TYPE)


def _packed(entry: Entry) -> Packed:
    if entry.content_size is None or entry.content_sha256 is None or entry.count is None:
        raise UntrustedInputError("bundle.manifest-refused")
    return Packed(entry.size, entry.sha256, entry.content_size, entry.content_sha256, entry.count)


def _drain(chunks: Iterator[bytes]) -> None:
    """Read what is left of an entry, so that its hash is checked even when its contents were refused."""
    for _ in chunks:
        pass
