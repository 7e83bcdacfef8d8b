"""A bundle can be opened and its signatures checked with public programs alone: age, tar, openssl, zstd."""

import json
import shutil
import subprocess
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.services.bundles.manifest import Kind
from tests.services.bundles import network as n

PROGRAMS = ("age", "tar", "openssl", "zstd")


def run(*command: str | Path, data: bytes = b"") -> bytes:
    done = subprocess.run([str(part) for part in command], input=data, check=True, capture_output=True)  # noqa: S603 (fixed programs)
    return done.stdout


@pytest.fixture
def programs() -> dict[str, str]:
    found = {name: shutil.which(name) or shutil.which(name, path="/opt/age/usr/bin") for name in PROGRAMS}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    return {name: path for name, path in found.items() if path is not None}


def test_an_officer_can_do_without_the_program(programs: dict[str, str], tmp_path: Path) -> None:
    scan = n.payload(b"scan of a page")
    file, key = tmp_path / "bundle.age", tmp_path / "key.txt"
    file.write_bytes(n.sealed(n.plan(Kind.DECISION, blobs=(scan,))))
    key.write_text(n.identity_of(n.INVESTIGATION).encode() + "\n")
    archive = run(programs["age"], "-d", "-i", key, file)
    run(programs["tar"], "-x", "-C", tmp_path, data=archive)

    envelope = json.loads((tmp_path / "manifest.dsse.json").read_bytes())
    payload, kind = b64decode(envelope["payload"]), envelope["payloadType"].encode()
    (tmp_path / "pae").write_bytes(b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload))
    people = {n.key_of(name).key_id: n.key_of(name).verify_key.raw for name in n.WAYS[Kind.DECISION][2]}
    assert {each["keyid"] for each in envelope["signatures"]} == set(people)
    for each in envelope["signatures"]:
        public = Ed25519PublicKey.from_public_bytes(people[each["keyid"]])
        (tmp_path / "pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        (tmp_path / "sig").write_bytes(b64decode(each["sig"]))
        verify = ("pkeyutl", "-verify", "-pubin", "-rawin", "-inkey", tmp_path / "pem")
        told = run(programs["openssl"], *verify, "-in", tmp_path / "pae", "-sigfile", tmp_path / "sig")
        assert b"Verified Successfully" in told

    for entry in json.loads(payload)["entries"]:
        assert sha256((tmp_path / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert (tmp_path / "blobs" / scan.sha256).read_bytes() == b"scan of a page"
    records = run(programs["zstd"], "-dc", tmp_path / "records.ndjson.zst").splitlines()
    assert [json.loads(line)["record"] for line in records] == ["decision"]
