"""Read and write age v1 files (C2SP age specification) as streams in constant memory.

Writing is to post-quantum recipients only. Reading refuses everything outside the profile of our bundles: armour,
passphrase stanzas, mixed or unknown stanza types. The reader gives out authenticated bytes only, and ``finish`` tells
whether the file ended where its writer ended it. The same errors come for a wrong key and for a wrong tag.
"""

import hmac
from collections.abc import Sequence
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.models.domain.errors import BugError, InvalidInputError, UntrustedInputError
from app.services.crypto.age_header import STANZA_LIMIT, Header, Stanza, covered_bytes, read_header, tag_line
from app.services.crypto.age_keys import (
    CLASSICAL,
    FILE_KEY_LENGTH,
    HYBRID,
    FileKeyOpener,
    Identity,
    Recipient,
    X25519Identity,
    check_shape,
)
from app.services.crypto.entropy import Entropy, draw
from app.services.crypto.streams import Feed, Sink, write_all

__all__ = ["AgeReader", "AgeWriter", "Identity", "Recipient", "X25519Identity", "open_reader", "open_writer"]

CHUNK = 64 * 1024
"""Plaintext bytes of every chunk but the last."""
_TAG_LENGTH = 16
_NONCE_LENGTH = 16


class AgeWriter:
    """Encrypts what is written to it. Made by ``open_writer``; as a context manager it closes itself.

    When the block is left by an exception the last chunk is not written: the file stays one that nobody accepts. The
    destination is flushed but not closed.
    """

    def __init__(self, destination: Sink, payload_key: bytes) -> None:
        self._destination = destination
        self._cipher = ChaCha20Poly1305(payload_key)
        self._pending = bytearray()
        self._counter = 0
        self._is_broken = False
        self._is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Encrypt all of ``data`` and give its length.

        Raises:
            EnvironmentProblemError: ``crypto.short-write``; nothing further can be written then.
            OSError: The destination failed; nothing further can be written then.
        """
        self._require_whole()
        if self._is_closed:
            raise BugError("bug.crypto-misuse")
        view = memoryview(data).cast("B")
        length = len(view)
        while view:
            if len(self._pending) == CHUNK:
                self._emit(self._pending, is_last=False)
                self._pending.clear()
            if not self._pending and len(view) > CHUNK:
                # More follows, so this is not the last chunk: it need not be held.
                self._emit(view[:CHUNK], is_last=False)
                view = view[CHUNK:]
                continue
            room = CHUNK - len(self._pending)
            self._pending += view[:room]
            view = view[room:]
        return length

    def close(self) -> None:
        """Write the last chunk and flush. A second call does nothing.

        Raises:
            EnvironmentProblemError: ``crypto.short-write``.
            OSError: The destination failed.
            BugError: ``bug.crypto-misuse``: an earlier failure was swallowed, so the file cannot be completed.
        """
        if self._is_closed:
            return
        self._require_whole()
        self._emit(self._pending, is_last=True)
        self._is_broken = True
        self._destination.flush()
        self._is_broken = False
        self._is_closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._is_broken = True

    def _emit(self, chunk: bytearray | memoryview, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._counter, is_last=is_last), chunk, None)
        # Broken until the bytes are known to be taken: after a failed write nothing may follow.
        self._is_broken = True
        write_all(self._destination, sealed)
        self._is_broken = False
        self._counter += 1

    def _require_whole(self) -> None:
        if self._is_broken:
            raise BugError("bug.crypto-misuse")


class AgeReader:
    """Decrypts a stream. Made by ``open_reader``. Gives out only bytes of chunks whose tag was right.

    Attributes:
        stanza_count: Number of stanzas that can hold the file key: all but the meaningless ``grease`` ones.
    """

    def __init__(self, feed: Feed, payload_key: bytes, stanza_count: int) -> None:
        self.stanza_count = stanza_count
        self._feed = feed
        self._cipher = ChaCha20Poly1305(payload_key)
        self._counter = 0
        self._sealed = feed.view(CHUNK + _TAG_LENGTH)
        self._plain = memoryview(b"")
        self._is_at_last = False
        self._is_damaged = False

    def read(self, count: int) -> bytes:
        """Give ``count`` authenticated bytes, fewer only at the end of the payload.

        Raises:
            UntrustedInputError: ``bundle.damaged``; every later call raises it again.
        """
        parts: list[memoryview] = []
        wanted = count
        while wanted > 0:
            if not self._plain and not self._open_next():
                break
            part = self._plain[:wanted]
            self._plain = self._plain[len(part) :]
            wanted -= len(part)
            parts.append(part)
        return b"".join(parts)

    def finish(self) -> None:
        """Make sure that the payload was read to its end and that nothing stands behind it.

        Raises:
            UntrustedInputError: ``bundle.damaged``: bytes are left, or the file is cut or longer than written.
        """
        if self._plain or self._open_next():
            self._is_damaged = True
            raise UntrustedInputError("bundle.damaged")

    def _open_next(self) -> bool:
        """Open the next chunk; False when the last one was opened before."""
        if self._is_damaged:
            raise UntrustedInputError("bundle.damaged")
        if self._is_at_last:
            return False
        # The next chunk is fetched first: only the end of the file tells that this one must carry the last mark.
        following = self._feed.view(CHUNK + _TAG_LENGTH)
        is_last = not following
        try:
            plain = self._cipher.decrypt(_nonce(self._counter, is_last=is_last), self._sealed, None)
        except InvalidTag as error:
            self._is_damaged = True
            raise UntrustedInputError("bundle.damaged") from error
        if not plain and self._counter > 0:
            self._is_damaged = True
            raise UntrustedInputError("bundle.damaged")
        self._counter += 1
        self._sealed, self._plain, self._is_at_last = following, memoryview(plain), is_last
        return bool(plain)


def open_writer(destination: Sink, recipients: Sequence[Recipient], entropy: Entropy) -> AgeWriter:
    """Start an encrypted file: the header is written at once.

    Args:
        destination: A binary stream, written from its present place; it must take all bytes of each write.
        recipients: 1 to 64 different keys; any of their owners can open the file.
        entropy: Source of the file key and of the nonce.

    Raises:
        InvalidInputError: ``bundle.recipients``: none, more than 64, or one of them twice.
        EnvironmentProblemError: ``crypto.short-write``, ``crypto.no-entropy``.
        OSError: The destination failed.
    """
    if not 1 <= len(recipients) <= STANZA_LIMIT or len(set(recipients)) != len(recipients):
        raise InvalidInputError("bundle.recipients", field="recipients", limit=STANZA_LIMIT)
    file_key = draw(entropy, FILE_KEY_LENGTH)
    nonce = draw(entropy, _NONCE_LENGTH)
    covered = covered_bytes([recipient.wrap(file_key) for recipient in recipients])
    write_all(destination, covered + tag_line(_header_tag(file_key, covered)) + nonce)
    return AgeWriter(destination, _payload_key(file_key, nonce))


def open_reader(
    source: BinaryIO, identities: Sequence[Identity | X25519Identity], *, allow_x25519: bool = False
) -> AgeReader:
    """Read and check the header and find the file key.

    Args:
        source: A binary stream at the first byte of the file.
        identities: Secret keys to try, in this order.
        allow_x25519: The trust document lists the classical stanza type for old media: X25519 stanzas are opened and
            unknown types skipped. Mixing both types in one file is refused even then.

    Raises:
        UntrustedInputError: ``bundle.not-a-bundle``, ``bundle.header-refused``, ``bundle.not-for-us`` or
            ``bundle.damaged``.
    """
    feed = Feed(source)
    header = read_header(feed)
    holders = _holders(header, allow_x25519=allow_x25519)
    file_key = _find_file_key(holders, identities)
    if not hmac.compare_digest(_header_tag(file_key, header.covered), header.tag):
        raise UntrustedInputError("bundle.damaged")
    nonce = feed.read(_NONCE_LENGTH)
    if len(nonce) != _NONCE_LENGTH:
        raise UntrustedInputError("bundle.damaged")
    return AgeReader(feed, _payload_key(file_key, nonce), len(holders))


def _holders(header: Header, *, allow_x25519: bool) -> list[Stanza]:
    """Stanzas that can hold the file key, each of a permitted type and shape."""
    holders = [stanza for stanza in header.stanzas if not _is_grease(stanza)]
    kinds = {stanza.kind for stanza in holders}
    known = {HYBRID, CLASSICAL} if allow_x25519 else {HYBRID}
    is_foreign = "scrypt" in kinds or (not allow_x25519 and not kinds <= known)
    if is_foreign or {HYBRID, CLASSICAL} <= kinds:
        raise UntrustedInputError("bundle.header-refused")
    for stanza in holders:
        if stanza.kind in known:
            check_shape(stanza)
    return holders


def _is_grease(stanza: Stanza) -> bool:
    """Whether the type is one of those that other programs add to keep readers tolerant."""
    return stanza.kind == "grease" or stanza.kind.endswith("-grease")


def _find_file_key(stanzas: Sequence[Stanza], identities: Sequence[FileKeyOpener]) -> bytes:
    for identity in identities:
        for stanza in stanzas:
            file_key = identity.unwrap(stanza) if stanza.kind == identity.KIND else None
            if file_key is not None:
                return file_key
    raise UntrustedInputError("bundle.not-for-us")


def _header_tag(file_key: bytes, covered: bytes) -> bytes:
    key = HKDF(SHA256(), 32, salt=None, info=b"header").derive(file_key)
    return hmac.digest(key, covered, "sha256")


def _payload_key(file_key: bytes, nonce: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=nonce, info=b"payload").derive(file_key)


def _nonce(counter: int, *, is_last: bool) -> bytes:
    return counter.to_bytes(11, "big") + bytes([is_last])
