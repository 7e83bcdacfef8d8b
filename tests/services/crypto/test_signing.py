"""Ed25519: public vectors, refused public keys, key identifiers and fingerprints."""

import json
import os
from hashlib import sha512
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.crypto.signing import ED25519, SigningKey, VerifyKey, fingerprint_digits, key_id

FIELD = 2**255 - 19


def test_known_signature() -> None:
    # RFC 8032, 7.1, test 2.
    key = SigningKey(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert key.verify_key.raw.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert key.sign(b"\x72").hex().startswith("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da")


def test_wycheproof(vectors: Path) -> None:
    groups = json.loads((vectors / "wycheproof/ed25519_test.json").read_text())["testGroups"]
    checked = 0
    for group in groups:
        key = VerifyKey(bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            is_right = key.verify(bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
            assert is_right == (case["result"] == "valid"), case["tcId"]
            checked += 1
    assert checked == 151


def test_every_flagged_key_is_refused(vectors: Path) -> None:
    cases = json.loads((vectors / "cctv/ed25519/ed25519vectors.json").read_text())
    flags = {"low_order_A", "non_canonical_A"}
    bad = {case["key"] for case in cases if flags & set(case["flags"] or ())}
    good = {case["key"] for case in cases} - bad
    assert len(bad) == 14
    assert good
    for raw in bad:
        with pytest.raises(UntrustedInputError, match=r"key\.low-order"):
            VerifyKey(bytes.fromhex(raw))
    for raw in good:
        assert VerifyKey(bytes.fromhex(raw)).raw.hex() == raw


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("excess", range(19))
def test_every_non_canonical_encoding_is_refused(excess: int, sign: int) -> None:
    raw = (FIELD + excess | sign << 255).to_bytes(32, "little")
    with pytest.raises(UntrustedInputError, match=r"key\.low-order"):
        VerifyKey(raw)


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33), (2).to_bytes(32, "little")])
def test_no_point(raw: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"key\.verify-key-invalid"):
        VerifyKey(raw)


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), place=st.integers(0, 511))
def test_a_signature_fits_its_message_and_key_only(seed: bytes, message: bytes, place: int) -> None:
    key = SigningKey(seed)
    signature = key.sign(message)
    assert key.verify_key.verify(signature, message)
    changed = bytearray(signature)
    changed[place // 8] ^= 1 << place % 8
    assert not key.verify_key.verify(bytes(changed), message)
    assert not key.verify_key.verify(signature, message + b"\0")
    assert not key.verify_key.verify(signature[:-1], message)
    assert not SigningKey(sha512(seed).digest()[:32]).verify_key.verify(signature, message)


def test_key_id_binds_the_algorithm() -> None:
    key = SigningKey.generate(os.urandom)
    assert key.key_id == key_id(ED25519, key.verify_key.raw)
    assert key_id("a", b"b") != key_id("ab", b"")
    assert len(key.key_id) == 64


def test_fingerprint_is_twelve_groups_of_five_digits() -> None:
    raw = bytes(range(32))
    groups = fingerprint_digits(ED25519, raw)
    digest = sha512(b"sekisho/keyfp/1" + b"ed25519" + raw).digest()
    assert [len(group) for group in groups] == [5] * 12
    assert all(group.isdecimal() for group in groups)
    assert int(groups[0]) == int.from_bytes(digest[:5], "big") % 100_000
    assert int(groups[11]) == int.from_bytes(digest[55:60], "big") % 100_000
    assert fingerprint_digits("mlkem768x25519", raw) != groups


def test_wrong_seed_and_silence() -> None:
    with pytest.raises(BugError):
        SigningKey(bytes(31))
    key = SigningKey(bytes(range(32)))
    assert bytes(range(32)).hex() not in repr(key)
    assert key.verify_key == VerifyKey(key.verify_key.raw)
