"""Encryption at rest under a key of the case: records in one piece, attachments as streams (AES-256-GCM).

A sealed record is ``01 | nonce (12) | ciphertext and tag`` of the zstd-compressed plaintext. A sealed stream is
``02 | salt (32) | chunks`` under a key of its own (HKDF-SHA256 of the case key and the salt); the nonce of a chunk is
its number and a last mark, so that chunks can be neither exchanged nor cut off.
"""

from collections.abc import Iterator
from typing import BinaryIO

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.models.domain.errors import BugError, VaultError
from app.services.crypto.entropy import Entropy, draw
from app.services.crypto.streams import Feed, Sink, write_all

KEY_LENGTH = 32
RECORD_LIMIT = 64 * 1024 * 1024
"""Bytes of one record before compression."""
CHUNK = 1024 * 1024
"""Plaintext bytes of every chunk of a stream but the last."""
_RECORD_VERSION = b"\x01"
_STREAM_VERSION = b"\x02"
_NONCE_LENGTH = 12
_SALT_LENGTH = 32
_TAG_LENGTH = 16
_LEVEL = 3
_WINDOW_LIMIT = 8 * 1024 * 1024
_STREAM_INFO = b"sekisho/sealed-stream/1\x00"


def seal(key: bytes, plaintext: bytes, context: bytes, entropy: Entropy) -> bytes:
    """Encrypt one record.

    Args:
        key: 32 bytes.
        plaintext: At most 64 MiB.
        context: What the record is and where it belongs; must be given again to open it.
        entropy: Source of the nonce.

    Raises:
        BugError: ``bug.crypto-misuse``: length of the key or of the plaintext.
    """
    if len(plaintext) > RECORD_LIMIT:
        raise BugError("bug.crypto-misuse")
    nonce = draw(entropy, _NONCE_LENGTH)
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(plaintext)
    return _RECORD_VERSION + nonce + _cipher(key).encrypt(nonce, packed, _RECORD_VERSION + context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Decrypt one record.

    Raises:
        VaultError: ``vault.record-damaged``: changed, cut, of another place, or under another key.
        BugError: ``bug.crypto-misuse``: length of the key.
    """
    cipher = _cipher(key)
    if sealed[:1] != _RECORD_VERSION or len(sealed) < 1 + _NONCE_LENGTH + _TAG_LENGTH:
        raise VaultError("vault.record-damaged")
    nonce, body = sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
    try:
        packed = cipher.decrypt(nonce, body, _RECORD_VERSION + context)
    except InvalidTag as error:
        raise VaultError("vault.record-damaged") from error
    return _unpack(packed)


def seal_stream(source: BinaryIO, destination: Sink, key: bytes, entropy: Entropy, *, context: bytes = b"") -> int:
    """Encrypt a stream of any length in constant memory.

    Args:
        source: Read to its end.
        destination: Must take all bytes of each write; is flushed at the end, not closed.
        key: 32 bytes.
        entropy: Source of the salt.
        context: What the stream is; must be given again to open it.

    Returns:
        Number of plaintext bytes.

    Raises:
        EnvironmentProblemError: ``crypto.short-write``; what was written does not open.
        OSError: Source or destination failed; what was written does not open.
    """
    salt = draw(entropy, _SALT_LENGTH)
    cipher = _stream_cipher(key, salt, context)
    write_all(destination, _STREAM_VERSION + salt)
    feed = Feed(source)
    total, counter = 0, 0
    chunk = feed.read(CHUNK)
    while True:
        following = feed.read(CHUNK)
        # Held until the next one is there: memory freed at the end of the heap would go back to the system each time.
        sealed = cipher.encrypt(_nonce(counter, is_last=not following), chunk, None)
        write_all(destination, sealed)
        total += len(chunk)
        counter += 1
        if not following:
            break
        chunk = following
    destination.flush()
    return total


def unseal_stream(source: BinaryIO, key: bytes, *, context: bytes = b"") -> Iterator[bytes]:
    """Decrypt a stream chunk by chunk; each piece given out is authentic, the whole only when no error came.

    Raises:
        VaultError: ``vault.record-damaged``: changed, cut, lengthened, of another place, or under another key.
    """
    feed = Feed(source)
    head = feed.read(1 + _SALT_LENGTH)
    if len(head) != 1 + _SALT_LENGTH or head[:1] != _STREAM_VERSION:
        raise VaultError("vault.record-damaged")
    cipher = _stream_cipher(key, head[1:], context)
    counter = 0
    sealed = feed.read(CHUNK + _TAG_LENGTH)
    while True:
        following = feed.read(CHUNK + _TAG_LENGTH)
        try:
            chunk = cipher.decrypt(_nonce(counter, is_last=not following), sealed, None)
        except InvalidTag as error:
            raise VaultError("vault.record-damaged") from error
        if chunk:
            yield chunk
        if not following:
            return
        sealed = following
        counter += 1


def _cipher(key: bytes) -> AESGCM:
    if len(key) != KEY_LENGTH:
        raise BugError("bug.crypto-misuse")
    return AESGCM(key)


def _stream_cipher(key: bytes, salt: bytes, context: bytes) -> AESGCM:
    if len(key) != KEY_LENGTH:
        raise BugError("bug.crypto-misuse")
    return AESGCM(HKDF(SHA256(), KEY_LENGTH, salt=salt, info=_STREAM_INFO + context).derive(key))


def _nonce(counter: int, *, is_last: bool) -> bytes:
    return counter.to_bytes(_NONCE_LENGTH - 1, "big") + bytes([is_last])


def _unpack(packed: bytes) -> bytes:
    """Decompress exactly one whole frame that names its length.

    The one-call decompression is not used: for a frame of length 0 it accepts anything behind the frame's head.
    """
    if packed[:4] != zstandard.FRAME_HEADER:
        raise VaultError("vault.record-damaged")
    try:
        length = zstandard.get_frame_parameters(packed).content_size
        if length > RECORD_LIMIT:
            # Also the value that stands for an unknown length.
            raise VaultError("vault.record-damaged")
        unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW_LIMIT).decompressobj()
        plaintext = unpacker.decompress(packed)
    except zstandard.ZstdError as error:
        raise VaultError("vault.record-damaged") from error
    if not unpacker.eof or unpacker.unused_data or len(plaintext) != length:
        raise VaultError("vault.record-damaged")
    return plaintext
