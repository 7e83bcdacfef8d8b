"""The decision bundle of a real vault, opened and verified with public programs alone."""

import json
import os
import re
import shutil
import subprocess
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange.conftest import At
from tests.services.exchange.crafting import keys_of

PROGRAMS = ("age", "tar", "openssl", "zstd", "sha256sum")
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/opt/age/usr/bin"))
SCRIPT = r"""
set -eu
age -d -i "$KEY" "$BUNDLE" > archive.tar
tar -xf archive.tar
sha256sum --check --strict sums
zstd -q -d -c records.ndjson.zst > records.ndjson
for one in 0 1; do
    openssl pkeyutl -verify -rawin -pubin -inkey "key$one.pem" -in pae -sigfile "sig$one"
done
"""


@pytest.fixture(name="path")
def _path() -> str:
    missing = [
        name for name in ("age", "tar", "openssl", "zstd", "sha256sum") if shutil.which(name, path=PLACES) is None
    ]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    said = _run("age --version", PLACES, Path.cwd())
    if (found := re.search(r"(\d+)\.(\d+)", said)) is None or (int(found[1]), int(found[2])) < (1, 3):
        pytest.skip("age before 1.3 knows no post-quantum recipients")
    return PLACES


def _run(script: str, path: str, folder: Path, **variables: str) -> str:
    done = subprocess.run(  # noqa: S603 # a fixed script
        ["/bin/sh", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": path, **variables},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_recipient_needs_no_program_of_ours(at: At, path: str, tmp_path: Path) -> None:
    world = at("notified")
    agency, office = world.agency, world.investigation
    name = world.sent(agency, Kind.DECISION, Target(case=world.case), office)
    folder = tmp_path / "by hand"
    folder.mkdir()
    key = folder / "identity.txt"
    key.write_text(keys_of(office).identity.encode() + "\n")
    # First look: the manifest says which sums to expect, and the trust document whose keys to use.
    places = {"KEY": str(key), "BUNDLE": str(world.stick.path / name)}
    _run('age -d -i "$KEY" "$BUNDLE" | tar -xf - manifest.dsse.json', path, folder, **places)
    envelope = json.loads((folder / "manifest.dsse.json").read_bytes())
    payload, kind = b64decode(envelope["payload"]), envelope["payloadType"].encode()
    (folder / "pae").write_bytes(b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload))
    said = json.loads(payload)
    (folder / "sums").write_text("".join(f"{one['sha256']}  {one['path']}\n" for one in said["entries"]))
    trust = agency.services.trust.document(agency.actor("security"))
    people = {agency.hand(who).key_id: agency.person(who) for who in ("decider", "security")}
    assert {one["keyid"] for one in envelope["signatures"]} == set(people)
    for place, one in enumerate(envelope["signatures"]):
        person = trust.person(people[one["keyid"]])
        assert person is not None
        public = Ed25519PublicKey.from_public_bytes(person.keys[0].public)
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / f"key{place}.pem").write_bytes(pem)
        (folder / f"sig{place}").write_bytes(b64decode(one["sig"]))
    told = _run(SCRIPT, path, folder, **places)
    assert told.count("Signature Verified Successfully") == 2
    assert told.count(": OK") == len(said["entries"])
    (record,) = [json.loads(line) for line in (folder / "records.ndjson").read_text(encoding="utf-8").splitlines()]
    assert (record["record"], record["outcome"], record["case_ref"]) == ("decision", "cleared", world.case)
    (letter,) = (folder / "letters").iterdir()
    assert letter.read_bytes().startswith(b"%PDF")
    assert letter.stem == sha256(letter.read_bytes()).hexdigest()
