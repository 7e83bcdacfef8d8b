"""The primitives of the library that we build on, held to Wycheproof so that an upgrade that changes one is seen."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def read_cases(vectors: Path, name: str) -> list[dict[str, Any]]:
    """Give every case with the fields of its group mixed in, hexadecimal values as they are."""
    groups = json.loads((vectors / "wycheproof" / name).read_text())["testGroups"]
    return [
        {key: value for key, value in group.items() if key != "tests"} | case
        for group in groups
        for case in group["tests"]
    ]


def from_hex(case: dict[str, Any], *names: str) -> list[bytes]:
    return [bytes.fromhex(case[name]) for name in names]


@pytest.mark.parametrize(
    ("name", "cipher", "at_least"),
    [("aes_gcm_test.json", AESGCM, 60), ("chacha20_poly1305_test.json", ChaCha20Poly1305, 290)],
)
def test_authenticated_encryption(
    vectors: Path, name: str, cipher: type[AESGCM | ChaCha20Poly1305], at_least: int
) -> None:
    checked = 0
    for case in read_cases(vectors, name):
        key, nonce, aad, plain, sealed, tag = from_hex(case, "key", "iv", "aad", "msg", "ct", "tag")
        if len(key) != 32 or len(nonce) != 12:
            continue  # never used by us
        checked += 1
        if case["result"] == "valid":
            assert cipher(key).encrypt(nonce, plain, aad) == sealed + tag, case["tcId"]
            assert cipher(key).decrypt(nonce, sealed + tag, aad) == plain, case["tcId"]
        else:
            with pytest.raises(InvalidTag):
                cipher(key).decrypt(nonce, sealed + tag, aad)
    assert checked >= at_least


def test_hkdf(vectors: Path) -> None:
    for case in read_cases(vectors, "hkdf_sha256_test.json"):
        ikm, salt, info, okm = from_hex(case, "ikm", "salt", "info", "okm")
        if case["result"] == "valid":
            assert HKDF(SHA256(), case["size"], salt=salt, info=info).derive(ikm) == okm, case["tcId"]
        else:
            with pytest.raises(ValueError, match="larger than"):
                HKDF(SHA256(), case["size"], salt=salt, info=info)


def test_x25519(vectors: Path) -> None:
    zero_results = 0
    for case in read_cases(vectors, "x25519_test.json"):
        private, public, shared = from_hex(case, "private", "public", "shared")
        key, other = X25519PrivateKey.from_private_bytes(private), X25519PublicKey.from_public_bytes(public)
        if shared == bytes(32):
            zero_results += 1
            with pytest.raises(ValueError, match="shared key"):
                key.exchange(other)
        else:
            assert key.exchange(other) == shared, case["tcId"]
    assert zero_results


def test_mlkem(vectors: Path) -> None:
    checked = 0
    for case in read_cases(vectors, "mlkem_768_test.json"):
        if case["result"] != "valid" or "c" not in case or "K" not in case:
            continue
        seed, sealed, shared = from_hex(case, "seed", "c", "K")
        key = MLKEM768PrivateKey.from_seed_bytes(seed)
        assert key.public_key().public_bytes_raw() == bytes.fromhex(case["ek"]), case["tcId"]
        assert key.decapsulate(sealed) == shared, case["tcId"]
        checked += 1
    assert checked > 50


def test_mlkem_refuses_ciphertexts_of_another_length(vectors: Path) -> None:
    """A changed ciphertext of the right length gives another secret, silently; what is built on it must notice."""
    refused = 0
    for case in read_cases(vectors, "mlkem_768_test.json"):
        if case["result"] != "invalid" or "c" not in case or len(case.get("seed", "")) != 128:
            continue
        seed, sealed = from_hex(case, "seed", "c")
        with pytest.raises(ValueError, match="ciphertext"):
            MLKEM768PrivateKey.from_seed_bytes(seed).decapsulate(sealed)
        refused += 1
    assert refused


def test_ed25519(vectors: Path) -> None:
    """The library itself; what we refuse beyond it stands in ``test_signing.py``."""
    results = {"valid": 0, "invalid": 0}
    for case in read_cases(vectors, "ed25519_test.json"):
        message, signature = from_hex(case, "msg", "sig")
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(case["publicKey"]["pk"]))
        results[case["result"]] += 1
        if case["result"] == "valid":
            key.verify(signature, message)
        else:
            with pytest.raises(InvalidSignature):
                key.verify(signature, message)
    assert min(results.values()) > 30


def test_argon2id_of_the_rfc() -> None:
    """RFC 9106, 5.3; with secret and associated data, which the slots do without."""
    function = Argon2id(
        salt=bytes([2]) * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        secret=bytes([3]) * 8,
        ad=bytes([4]) * 12,
    )
    tag = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert function.derive(bytes([1]) * 32).hex() == tag
