"""Key slots: the vault's key and a person's secret, locked by a passphrase, a secret of this device, perhaps a token.

A slot is not secret. Its key is ``HKDF-SHA256(stretched passphrase, salt = device secret [|| token secret],
info = header)``; half of the result must equal the stored commitment before anything is decrypted, because AES-GCM
alone does not tie a ciphertext to one key. The header is bound in twice, so that it cannot be weakened. What a slots
file claims is checked against bounds before any work is done for it.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal
from unicodedata import normalize

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.models.domain.errors import BugError, InvalidInputError, VaultError
from app.models.domain.tokens import TokenBinding
from app.services.crypto.entropy import Entropy, draw
from app.services.crypto.stretching import Argon2Cost, Cost, Pbkdf2Cost, SlotKdf, is_within_bounds, kdf_at
from app.services.crypto.token_secret import TOKEN_SECRET_LENGTH, is_binding_within_bounds

__all__ = [
    "PASSPHRASE_MINIMUM",
    "SECRET_LENGTH",
    "Argon2Cost",
    "Cost",
    "Pbkdf2Cost",
    "Slot",
    "SlotHeader",
    "SlotSecrets",
    "cost_of",
    "derive",
    "make_slot",
    "open_slot",
]

SECRET_LENGTH = 32
"""Bytes of the vault key, of the user secret and of the device secret."""
PASSPHRASE_MINIMUM = 8
"""Characters; the offered passphrases are far longer."""
_NONCE_LENGTH = 12
_COMMIT_LENGTH = 32
_SEALED_LENGTH = 2 * SECRET_LENGTH + 16
_PERSON_LIMIT = 128
_INFO = b"keyslot/1"
_DERIVE_INFO = b"sekisho/user-secret/1\x00"


@dataclass(frozen=True, slots=True)
class SlotSecrets:
    """What a slot protects: 32 bytes each."""

    vault_key: bytes = field(repr=False)
    user_secret: bytes = field(repr=False)


class SlotHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The open part of a slot. ``slot`` names the person; ``seq`` grows when the slot is made anew."""

    v: Literal[1]
    slot: str
    kind: Literal["passphrase", "token"]
    """``token``: passphrase *and* token."""
    kdf: SlotKdf
    aead: Literal["aes-256-gcm"]
    binds: Literal["device"]
    created: Annotated[datetime, msgspec.Meta(tz=True)]
    seq: int
    token: TokenBinding | None = None


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person's slot as it stands in the slots file; byte strings are in lower-case hexadecimal."""

    hdr: SlotHeader
    commit: str
    nonce: str
    ct: str


_encoder = msgspec.json.Encoder(order="sorted")


def make_slot(
    person_id: str,
    passphrase: str,
    device_secret: bytes,
    secrets: SlotSecrets,
    cost: Cost,
    entropy: Entropy,
    created_at: datetime,
    seq: int,
    token: tuple[TokenBinding, bytes] | None = None,
) -> Slot:
    """Lock the secrets for one person on one device.

    Args:
        person_id: Stable identifier of the person.
        passphrase: As typed; only Unicode-normalised (NFC), never trimmed.
        device_secret: 32 bytes from the keyring of the operating system.
        secrets: What to protect.
        cost: Work factors.
        entropy: Source of salt and nonce.
        created_at: Now, with its time zone.
        seq: Number of this slot among the person's slots, from 1.
        token: What the token is known by and its secret; None for a slot that the passphrase alone opens.

    Raises:
        InvalidInputError: ``vault.passphrase-short``.
        BugError: ``bug.crypto-misuse``: lengths or bounds of the other arguments.
        EnvironmentProblemError: ``vault.memory-short``.
    """
    if len(passphrase) < PASSPHRASE_MINIMUM:
        raise InvalidInputError("vault.passphrase-short", field="passphrase", minimum=PASSPHRASE_MINIMUM)
    lengths = {len(device_secret), len(secrets.vault_key), len(secrets.user_secret)}
    kdf = kdf_at(cost, entropy)
    binding, token_secret = (None, b"") if token is None else token
    kind: Literal["passphrase", "token"] = "passphrase" if binding is None else "token"
    header = SlotHeader(1, person_id, kind, kdf, "aes-256-gcm", "device", created_at, seq, binding)
    if lengths != {SECRET_LENGTH} or created_at.tzinfo is None or not _is_header_within_bounds(header):
        raise BugError("bug.crypto-misuse")
    key, commit = _stretch(header, passphrase, device_secret, token_secret)
    nonce = draw(entropy, _NONCE_LENGTH)
    sealed = AESGCM(key).encrypt(nonce, secrets.vault_key + secrets.user_secret, _encoder.encode(header))
    return Slot(header, commit.hex(), nonce.hex(), sealed.hex())


def open_slot(slot: Slot, passphrase: str, device_secret: bytes, token_secret: bytes = b"") -> SlotSecrets:
    """Unlock a slot.

    Args:
        slot: As it stands in the file.
        passphrase: As typed.
        device_secret: 32 bytes.
        token_secret: 32 bytes for a slot that needs a token, otherwise empty.

    Raises:
        VaultError: ``vault.slot-parameters``: the slot asks for more or less than is permitted, or is malformed;
            ``vault.wrong-passphrase``: wrong passphrase, other device or changed slot, told apart by nobody.
        EnvironmentProblemError: ``vault.memory-short``.
    """
    lengths = {"commit": _COMMIT_LENGTH, "nonce": _NONCE_LENGTH, "ct": _SEALED_LENGTH}
    if not _is_header_within_bounds(slot.hdr) or not all(
        _is_hex(getattr(slot, name), length) for name, length in lengths.items()
    ):
        raise VaultError("vault.slot-parameters")
    key, commit = _stretch(slot.hdr, passphrase, device_secret, token_secret)
    if not hmac.compare_digest(commit, bytes.fromhex(slot.commit)):
        raise VaultError("vault.wrong-passphrase")
    try:
        opened = AESGCM(key).decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.ct), _encoder.encode(slot.hdr))
    except InvalidTag as error:
        raise VaultError("vault.wrong-passphrase") from error
    return SlotSecrets(opened[:SECRET_LENGTH], opened[SECRET_LENGTH:])


def cost_of(slot: Slot) -> Cost:
    """How a slot stretches, and the work factors that it was made with."""
    return slot.hdr.kdf.cost


def derive(user_secret: bytes, purpose: str) -> bytes:
    """Derive a key of 32 bytes for one purpose, for example the seed of the signing key.

    Raises:
        BugError: ``bug.crypto-misuse``: the secret has not 32 bytes or the purpose is empty.
    """
    if len(user_secret) != SECRET_LENGTH or not purpose:
        raise BugError("bug.crypto-misuse")
    return HKDF(SHA256(), SECRET_LENGTH, salt=None, info=_DERIVE_INFO + purpose.encode("utf-8")).derive(user_secret)


def _stretch(header: SlotHeader, passphrase: str, device_secret: bytes, token_secret: bytes) -> tuple[bytes, bytes]:
    """Give the key and the commitment."""
    if len(token_secret) != (0 if header.token is None else TOKEN_SECRET_LENGTH):
        raise BugError("bug.crypto-misuse")
    # What a keyboard can hand over may be no valid text; it is then simply a wrong passphrase.
    typed = normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    stretched = header.kdf.stretch(typed)
    material = HKDF(SHA256(), 64, salt=device_secret + token_secret, info=_INFO + _encoder.encode(header)).derive(
        stretched
    )
    return material[:32], material[32:]


def _is_header_within_bounds(header: SlotHeader) -> bool:
    return (
        is_within_bounds(header.kdf)
        and 1 <= len(header.slot) <= _PERSON_LIMIT
        and header.seq >= 1
        and (header.kind == "token") is (header.token is not None)
        and (header.token is None or is_binding_within_bounds(header.token))
    )


def _is_hex(text: str, length: int) -> bool:
    return len(text) == 2 * length and set(text) <= set("0123456789abcdef")
