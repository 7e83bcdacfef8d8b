"""Checkpoints: the text of the standard, one spelling, signature bound to name and key."""

import subprocess
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.audit.checkpoint import Checkpoint, key_hash, parse, verifier_text, verify, write
from app.services.crypto.signing import SigningKey, VerifyKey

NAME = "sekisho/station-1"
KEY = SigningKey(bytes(range(32)))
CHECKPOINT = Checkpoint(NAME, 1234, sha256(b"root").digest())
TEXT = write(CHECKPOINT, NAME, KEY)
ROOT = b64encode(CHECKPOINT.root)
# The key of the signed-note package's own example and the note that it signs (C2SP signed-note, golang.org/x/mod).
GO_NAME = "PeterNeumann"
GO_KEY = VerifyKey(b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:])
GO_BODY = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_BLOB = b64decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")


def test_form_of_the_text() -> None:
    lines = TEXT.decode().split("\n")
    assert lines[:4] == [NAME, "1234", ROOT.decode(), ""]
    assert lines[4].startswith(f"— {NAME} ")
    assert lines[5:] == [""]
    blob = b64decode(lines[4].rsplit(" ", 1)[1])
    assert blob[:4] == sha256(NAME.encode() + b"\n\x01" + KEY.verify_key.raw).digest()[:4]
    assert len(blob) == 68


def test_key_hash_and_signature_of_the_published_example() -> None:
    assert key_hash(GO_NAME, GO_KEY) == GO_BLOB[:4]
    assert GO_KEY.verify(GO_BLOB[4:], GO_BODY)
    assert verifier_text(GO_NAME, GO_KEY) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@given(size=st.integers(0, 2**63 - 1), root=st.binary(min_size=32, max_size=32))
def test_round_trip(size: int, root: bytes) -> None:
    checkpoint = Checkpoint("sekisho/station-1/2", size, root)
    text = write(checkpoint, NAME, KEY)
    assert verify(parse(text), NAME, KEY.verify_key) == checkpoint


@given(place=st.integers(0, len(TEXT) - 1), bit=st.integers(0, 7))
def test_no_changed_byte_is_believed(place: int, bit: int) -> None:
    changed = bytearray(TEXT)
    changed[place] ^= 1 << bit
    with pytest.raises(UntrustedInputError, match=r"log\.checkpoint-refused"):
        verify(parse(bytes(changed)), NAME, KEY.verify_key)


def test_other_name_or_key() -> None:
    signed = parse(TEXT)
    for name, key in ((NAME + "x", KEY.verify_key), (NAME, SigningKey(bytes(32)).verify_key)):
        with pytest.raises(UntrustedInputError, match=r"log\.checkpoint-refused"):
            verify(signed, name, key)


SIGNATURE_LINE = TEXT[TEXT.index("—".encode()) :]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        TEXT[:-1],
        TEXT + b"\n",
        TEXT + SIGNATURE_LINE,
        TEXT.replace(b"\n\n", b"\n"),
        TEXT.replace(b"\n\n", b"\nextension line\n\n"),
        TEXT.replace(b"\n\n", b"\n\n\n"),
        TEXT.replace(b"\n\n", b"\nnot empty\n"),
        TEXT.replace(b"1234", b"01234"),
        TEXT.replace(b"1234", b"+1234"),
        TEXT.replace(b"1234", b"-1"),
        TEXT.replace(b"1234", b""),
        TEXT.replace(b"1234", "１２３４".encode()),
        TEXT.replace(b"1234", b"1_234"),
        TEXT.replace(b"1234", str(2**63).encode()),
        TEXT.replace(b"1234", b"9" * 3000),
        TEXT.replace(b"\n", b"\r\n"),
        TEXT.replace(b"station-1\n", b"station-1\x00\n"),
        TEXT.replace(b"station-1\n", b"station-1\x1b[2J\n"),
        TEXT.replace(b"station-1\n", "station-1\u202e\n".encode()),
        TEXT.replace(b"station-1\n", b"station 1\n"),
        TEXT.replace(b"station-1\n", b"\xff\n"),
        TEXT.replace(NAME.encode() + b"\n", b"\n"),
        TEXT.replace("— ".encode(), b"- "),
        TEXT.replace("— ".encode() + NAME.encode(), "— ".encode()),
        TEXT.replace(ROOT, ROOT.rstrip(b"=")),
        TEXT.replace(ROOT, b64encode(bytes(31))),
        TEXT.replace(ROOT, ROOT[:-2] + bytes([ROOT[-2] + 1]) + b"="),
        SIGNATURE_LINE,
        b"x" * 5000,
    ],
)
def test_any_other_spelling_is_refused(text: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"log\.checkpoint-refused"):
        parse(text)


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 1, bytes(32)),
        Checkpoint("two words", 1, bytes(32)),
        Checkpoint("line\nfeed", 1, bytes(32)),
        Checkpoint("plus+sign", 1, bytes(32)),
        Checkpoint(NAME, -1, bytes(32)),
        Checkpoint(NAME, 2**63, bytes(32)),
        Checkpoint(NAME, 1, bytes(31)),
    ],
)
def test_what_cannot_be_written(checkpoint: Checkpoint) -> None:
    with pytest.raises(BugError):
        write(checkpoint, NAME, KEY)


def test_openssl_agrees(tmp_path: Path) -> None:
    public, body, signature = tmp_path / "key.der", tmp_path / "body", tmp_path / "signature"
    public.write_bytes(bytes.fromhex("302a300506032b6570032100") + KEY.verify_key.raw)
    body.write_bytes(CHECKPOINT.body())
    signature.write_bytes(parse(TEXT).signature)
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", str(public)]
    command += ["-in", str(body), "-sigfile", str(signature)]
    assert subprocess.run(command, capture_output=True, check=False, timeout=30).returncode == 0  # noqa: S603 - the oracle
