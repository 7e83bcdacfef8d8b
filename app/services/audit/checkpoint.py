"""Checkpoints of the audit log: a tree's size and root as signed text (C2SP tlog-checkpoint and signed-note).

The text has three lines (origin, size, root in base64), an empty line and exactly one Ed25519 signature line. Any
implementation of signed notes can check it.
"""

import unicodedata
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass
from hashlib import sha256

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.audit.merkle import HASH_LENGTH
from app.services.crypto.signing import SIGNATURE_LENGTH, SigningKey, VerifyKey

TEXT_LIMIT = 4096
"""Bytes of the whole text."""
_NAME_LIMIT = 255
_SIZE_LIMIT = 2**63
_PROGRAM = "sekisho"
_EPOCH_DIGITS = 9
_DASH = "— "
_KEY_HASH_LENGTH = 4
_ED25519_TYPE = b"\x01"


def name_of(station: str) -> str:
    """Name of a station's key on its checkpoints; it stays the same over all epochs."""
    return f"{_PROGRAM}/{station}"


def origin_of(station: str, epoch: int) -> str:
    """Whose log: ``sekisho/<station>``, and ``sekisho/<station>/<epoch>`` once the station was restored."""
    return f"{name_of(station)}/{epoch}" if epoch else name_of(station)


def epoch_in(origin: str, station: str) -> int | None:
    """The epoch that an origin line of this station names; None when it is another's or none of ours."""
    name = name_of(station)
    if origin == name:
        return 0
    head, _, tail = origin.rpartition("/")
    is_epoch = head == name and tail.isascii() and tail.isdigit() and tail[0] != "0" and len(tail) <= _EPOCH_DIGITS
    return int(tail) if is_epoch else None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """State of a log: whose it is (``origin_of``), how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> bytes:
        """The three signed lines."""
        return f"{self.origin}\n{self.size}\n{_encode_base64(self.root)}\n".encode()


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A read checkpoint with its signature. Nothing in it is true before ``verify``."""

    checkpoint: Checkpoint
    key_name: str
    key_hash: bytes
    signature: bytes


def key_hash(name: str, key: VerifyKey) -> bytes:
    """The four bytes by which a signature line names its key."""
    return sha256(name.encode("utf-8") + b"\n" + _ED25519_TYPE + key.raw).digest()[:_KEY_HASH_LENGTH]


def verifier_text(name: str, key: VerifyKey) -> str:
    """The key as other signed-note programs take it: ``name+hash+base64``."""
    return f"{name}+{key_hash(name, key).hex()}+{_encode_base64(_ED25519_TYPE + key.raw)}"


def write(checkpoint: Checkpoint, key_name: str, key: SigningKey) -> bytes:
    """Sign a checkpoint and write its text (UTF-8).

    Raises:
        BugError: ``bug.crypto-misuse``: origin, name, size or root cannot stand in such a text.
    """
    is_sound = _is_name(checkpoint.origin) and _is_name(key_name) and len(checkpoint.root) == HASH_LENGTH
    if not is_sound or not 0 <= checkpoint.size < _SIZE_LIMIT:
        raise BugError("bug.crypto-misuse")
    body = checkpoint.body()
    blob = _encode_base64(key_hash(key_name, key.verify_key) + key.sign(body))
    return body + f"\n{_DASH}{key_name} {blob}\n".encode()


def parse(data: bytes) -> SignedCheckpoint:
    """Read the text of a checkpoint; its signature is not checked: see ``verify``.

    Raises:
        UntrustedInputError: ``log.checkpoint-refused``: not in its one spelling, extension lines, other than one
            signature, control characters, or a size or root that is none.
    """
    if len(data) > TEXT_LIMIT:
        raise UntrustedInputError("log.checkpoint-refused")
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UntrustedInputError("log.checkpoint-refused") from error
    if len(lines) != 6 or lines[3] or lines[5] or not lines[4].startswith(_DASH):
        raise UntrustedInputError("log.checkpoint-refused")
    origin, size, root = lines[:3]
    key_name, _, blob = lines[4].removeprefix(_DASH).partition(" ")
    if not _is_name(origin) or not _is_name(key_name):
        raise UntrustedInputError("log.checkpoint-refused")
    signed = _decode_base64(blob, _KEY_HASH_LENGTH + SIGNATURE_LENGTH)
    checkpoint = Checkpoint(origin, _read_size(size), _decode_base64(root, HASH_LENGTH))
    return SignedCheckpoint(checkpoint, key_name, signed[:_KEY_HASH_LENGTH], signed[_KEY_HASH_LENGTH:])


def verify(signed: SignedCheckpoint, key_name: str, key: VerifyKey) -> Checkpoint:
    """Check the signature and give the checkpoint that may now be believed to be the key owner's.

    Raises:
        UntrustedInputError: ``log.checkpoint-refused``: other key name, other key, or wrong signature.
    """
    is_named = signed.key_name == key_name and signed.key_hash == key_hash(key_name, key)
    # The parser accepts one spelling only, so these are the very bytes that were read.
    if not is_named or not key.verify(signed.signature, signed.checkpoint.body()):
        raise UntrustedInputError("log.checkpoint-refused")
    return signed.checkpoint


def _is_name(text: str) -> bool:
    """Whether the text can stand as origin or key name: no white space, plus sign or control character."""
    return 1 <= len(text) <= _NAME_LIMIT and not any(
        letter == "+" or letter.isspace() or unicodedata.category(letter).startswith("C") for letter in text
    )


def _read_size(text: str) -> int:
    """Read a decimal number without sign or leading zeros."""
    is_plain = 1 <= len(text) <= 19 and text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
    if not is_plain or int(text) >= _SIZE_LIMIT:
        raise UntrustedInputError("log.checkpoint-refused")
    return int(text)


def _encode_base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode("ascii")


def _decode_base64(text: str, length: int) -> bytes:
    """Read standard padded base64 in its only spelling, of a known length."""
    try:
        data = a2b_base64(text.encode("utf-8"), strict_mode=True)
    except Base64Error as error:
        raise UntrustedInputError("log.checkpoint-refused") from error
    if len(data) != length or _encode_base64(data) != text:
        raise UntrustedInputError("log.checkpoint-refused")
    return data
