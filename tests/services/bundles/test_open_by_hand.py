"""The page that opens a bundle by hand is run exactly as it is printed, over a good bundle and over bad ones."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from app.services.bundles.manifest import Kind
from build import publish_vectors as vectors
from tests.services.bundles import network as n

PAGE = Path(__file__).resolve().parents[3] / "docs/formats/open-by-hand.md"
PROGRAMS = ("age", "tar", "openssl", "sha256sum", "zstd")
PLACES = os.pathsep.join(("/opt/age/usr/bin", os.environ.get("PATH", "")))
SCAN = n.payload(b"scan of a page")
LETTER = n.payload(b"%PDF-1.7 letter")


def printed() -> str:
    """Every command of the page, in its order."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with these programs and no other."""
    found = {name: shutil.which(name, path=PLACES) for name in PROGRAMS}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    told = subprocess.run([str(found["age"]), "--version"], check=True, capture_output=True, text=True).stdout  # noqa: S603 # a fixed program
    version = re.search(r"(\d+)\.(\d+)", told)
    if version is None or (int(version[1]), int(version[2])) < (1, 3):
        pytest.skip("age before 1.3 knows no post-quantum recipients")
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, path in found.items():
        (folder / name).symlink_to(str(path))
    return folder


def by_hand(programs: Path, folder: Path, bundle: bytes) -> subprocess.CompletedProcess[str]:
    """Do what the page says, with nothing but the programs that it names."""
    folder.mkdir()
    (folder / "bundle.age").write_bytes(bundle)
    (folder / "identity.txt").write_text(n.identity_of(n.INVESTIGATION).encode() + "\n", encoding="ascii")
    (folder / "trust.dsse.json").write_bytes(vectors.trust())
    return subprocess.run(  # the commands of our own page
        ["/bin/sh"],
        input=printed(),
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": str(programs)},
    )


def decision() -> bytes:
    return n.sealed(vectors.plan(Kind.DECISION, blobs=(SCAN,), letters=(LETTER,)))


def test_a_decision_is_opened_by_hand(programs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "by hand"
    done = by_hand(programs, folder, decision())
    assert done.returncode == 0, done.stderr
    # Two root officers, a deciding officer and a security officer; records, index, letter and scan.
    assert done.stdout.count("Signature Verified Successfully") == 4
    assert done.stdout.count(": OK") == 4
    assert '"kind":"decision"' in done.stdout
    assert done.stdout.splitlines()[-1].startswith('{"case_ref":"R8-000001"')
    assert (folder / "blobs" / SCAN.sha256).read_bytes() == b"scan of a page"
    assert sha256((folder / "letters" / f"{LETTER.sha256}.pdf").read_bytes()).hexdigest() == LETTER.sha256
    assert {path.stat().st_mode & 0o077 for path in folder.glob("*.tar")} == {0}


BAD: dict[str, Callable[[], bytes]] = {
    "cut": lambda: decision()[:-1],
    "for-somebody-else": lambda: n.encrypted(n.inner(decision(), n.INVESTIGATION), (n.AGENCY, n.CONTRACTOR)),
    "signature": vectors.wrong_signature,
    "stranger": lambda: vectors.said("stranger", signers=(vectors.signer("stranger"),)),
    "scan-altered": lambda: n.encrypted(
        n.inner(decision(), n.INVESTIGATION).replace(b"scan of a page", b"scan of b page"), (n.AGENCY, n.INVESTIGATION)
    ),
}


@pytest.mark.parametrize("label", list(BAD))
def test_a_bad_bundle_stops_the_hand(programs: Path, tmp_path: Path, label: str) -> None:
    done = by_hand(programs, tmp_path / "by hand", BAD[label]())
    assert done.returncode != 0
    assert '"case_ref":"R8-000001","decided_on"' not in done.stdout
