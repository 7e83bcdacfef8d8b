"""Slots that need a token beside the passphrase, and the secret that the token gives."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import BugError, UntrustedInputError, VaultError
from app.models.domain.tokens import TokenBinding, TokenKey
from app.services.crypto.keyslot import Argon2Cost, Slot, SlotSecrets, make_slot, open_slot
from app.services.crypto.token_secret import bind_token, is_binding_within_bounds, point_key, rsa_key, token_secret

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
DEVICE = bytes(range(32))
SECRETS = SlotSecrets(bytes([1]) * 32, bytes([2]) * 32)
PASSPHRASE = "kashu-remi-tono-gyobu-nyako"
CURVE = ec.SECP256R1()


@dataclass(frozen=True)
class Bound:
    """A slot, the token's secret and what the header says of it."""

    slot: Slot
    secret: bytes


@pytest.fixture(scope="module")
def bound() -> Bound:
    point = ec.generate_private_key(CURVE).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    binding, secret = bind_token(point_key(point), "officer", "0123456789abcdef", os.urandom)
    cost = Argon2Cost.rehearsal()
    slot = make_slot("officer-1", PASSPHRASE, DEVICE, SECRETS, cost, os.urandom, NOW, 1, (binding, secret))
    return Bound(slot, secret)


def code(slot: Slot, passphrase: str, device: bytes, secret: bytes) -> str:
    with pytest.raises(VaultError) as refused:
        open_slot(slot, passphrase, device, secret)
    return refused.value.code


def with_binding(slot: Slot, **changes: str) -> Slot:
    assert slot.hdr.token is not None
    token = msgspec.structs.replace(slot.hdr.token, **changes)
    return msgspec.structs.replace(slot, hdr=msgspec.structs.replace(slot.hdr, token=token))


def test_it_opens_with_passphrase_device_and_token_together(bound: Bound) -> None:
    kept = msgspec.json.decode(msgspec.json.encode(bound.slot), type=Slot)
    assert kept.hdr.kind == "token"
    assert open_slot(kept, PASSPHRASE, DEVICE, bound.secret) == SECRETS


def test_none_of_the_three_can_be_left_out(bound: Bound) -> None:
    for passphrase, device, secret in (
        (PASSPHRASE + "x", DEVICE, bound.secret),
        (PASSPHRASE, bytes(32), bound.secret),
        (PASSPHRASE, DEVICE, bytes(32)),
        (PASSPHRASE, bound.secret, DEVICE),
    ):
        assert code(bound.slot, passphrase, device, secret) == "vault.wrong-passphrase"
    with pytest.raises(BugError, match=r"^bug.crypto-misuse$"):
        open_slot(bound.slot, PASSPHRASE, DEVICE)


def test_a_slot_does_not_become_one_without_token_by_a_change_of_the_file(bound: Bound) -> None:
    bare = msgspec.structs.replace(bound.slot.hdr, kind="passphrase", token=None)
    assert code(msgspec.structs.replace(bound.slot, hdr=bare), PASSPHRASE, DEVICE, b"") == "vault.wrong-passphrase"
    for half in ({"kind": "passphrase"}, {"token": None}):
        torn = msgspec.structs.replace(bound.slot, hdr=msgspec.structs.replace(bound.slot.hdr, **half))
        assert code(torn, PASSPHRASE, DEVICE, bound.secret) == "vault.slot-parameters"


@pytest.mark.parametrize(
    "change", [{"label": "other"}, {"serial": "1"}, {"key": "0" * 64}, {"wrapped": "04" + "11" * 64}]
)
def test_every_word_about_the_token_is_bound_in(bound: Bound, change: dict[str, str]) -> None:
    assert code(with_binding(bound.slot, **change), PASSPHRASE, DEVICE, bound.secret) == "vault.wrong-passphrase"


@pytest.mark.parametrize(
    "change",
    [
        {"label": ""},
        {"label": "x" * 65},
        {"serial": ""},
        {"key": "0" * 63},
        {"key": "G" * 64},
        {"wrapped": ""},
        {"wrapped": "04" * 64},
        {"wrapped": "0" * 200_000},
        {"alg": "rsa-oaep"},
    ],
)
def test_words_of_another_form_are_refused_before_any_work(bound: Bound, change: dict[str, str]) -> None:
    assert code(with_binding(bound.slot, **change), PASSPHRASE, DEVICE, bound.secret) == "vault.slot-parameters"


def test_a_slot_without_token_looks_as_it_always_did() -> None:
    slot = make_slot("officer-1", PASSPHRASE, DEVICE, SECRETS, Argon2Cost.rehearsal(), os.urandom, NOW, 1)
    assert b"token" not in msgspec.json.encode(slot)


@pytest.mark.parametrize(
    "point", [b"", bytes(65), b"\x04" + bytes(64), b"\x04" + b"\x11" * 64, b"\x00", b"\x04" + b"\xff" * 64]
)
def test_a_point_off_the_curve_is_no_key(point: bytes) -> None:
    for act in (lambda: point_key(point), lambda: bind_token(TokenKey("ecdh-p256", point), "a", "b", os.urandom)):
        with pytest.raises(UntrustedInputError, match=r"^token.key-unusable$"):
            act()


@pytest.mark.parametrize(
    ("modulus", "exponent"), [(2**1023 + 1, 65537), (0, 65537), (2**2047 + 1, 2), (2**9000 + 1, 3)]
)
def test_rsa_that_is_too_short_or_no_key_is_refused(modulus: int, exponent: int) -> None:
    with pytest.raises(UntrustedInputError, match=r"^token.key-unusable$"):
        rsa_key(modulus, exponent)


def test_rsa_gives_the_same_secret_to_its_owner_only() -> None:
    private, other = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    numbers = private.public_key().public_numbers()
    key = rsa_key(numbers.n, numbers.e)
    binding, secret = bind_token(key, "officer", "1", os.urandom)
    oaep = padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)  # noqa: S303 # what tokens have
    wrapped = bytes.fromhex(binding.wrapped)
    assert token_secret(binding, private.decrypt(wrapped, oaep)) == secret
    with pytest.raises(ValueError, match="Decryption"):
        other.decrypt(wrapped, oaep)
    assert is_binding_within_bounds(binding)


@given(st.binary(min_size=40, max_size=40))
def test_whatever_is_drawn_the_owner_of_the_point_gets_the_same_secret(drawn: bytes) -> None:
    private = ec.derive_private_key(7, CURVE)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    binding, secret = bind_token(point_key(point), "officer", "1", lambda _length: drawn)
    once = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes.fromhex(binding.wrapped))
    assert token_secret(binding, private.exchange(ec.ECDH(), once)) == secret


def test_the_secret_is_bound_to_the_key_and_to_what_is_kept() -> None:
    binding = TokenBinding("ecdh-p256", "officer", "1", "0" * 64, "04" * 65)
    secrets = {
        token_secret(one, bytes(32))
        for one in (
            binding,
            msgspec.structs.replace(binding, key="1" * 64),
            msgspec.structs.replace(binding, wrapped="05" * 65),
        )
    }
    assert len(secrets) == 3
