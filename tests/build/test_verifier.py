"""The verifier: what it says, how it ends, what it cannot do; and the folder that it is built into."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from app.models.domain import errors
from app.services.bundles.refusals import refusal_of
from app.services.platform.time import FixedClock
from app.verifier.command import USAGE, run
from build.make_verifier import LISTING, listing, make, modules
from build.publish_vectors import FOLDER
from tests.services.bundles import network as n

KNOWN: dict[str, Any] = json.loads((FOLDER / "vectors.json").read_text(encoding="utf-8"))
HERE = [one for one in KNOWN["vectors"] if one["station"] == n.INVESTIGATION]
FOREIGN = ("PySide6", "sqlalchemy", "sqlcipher3", "keyring", "typer", "app.services.vault", "app.bootstrap")


@pytest.fixture(name="identity")
def _identity(tmp_path: Path) -> Path:
    path = tmp_path / "identity.txt"
    path.write_text(f"# station key\n{KNOWN['identities'][n.INVESTIGATION]}\n", encoding="ascii")
    path.chmod(0o600)
    return path


def words(identity: Path, file: str, **changes: str) -> list[str]:
    given = {
        "identity": str(identity),
        "trust": str(FOLDER / "trust.dsse.json"),
        "root": " ".join(KNOWN["root_fingerprint"]),
        "station": n.INVESTIGATION,
    } | changes
    options = [word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", value)]
    return [str(FOLDER / file), *options]


def said(arguments: list[str]) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    clock = FixedClock(datetime.fromtimestamp(n.NOW, UTC))
    return run(arguments, environment={}, clock=clock, out=out, err=err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_good_bundle_ends_with_zero_and_shows_nothing_of_its_content(identity: Path, lang: str) -> None:
    code, out, err = said([*words(identity, "valid-scans.age"), "--lang", lang])
    assert (code, err) == (0, "")
    assert "scan one" not in out
    assert len(out.splitlines()) == 15


@pytest.mark.parametrize("one", HERE[::4], ids=lambda one: one["file"])
def test_every_reason_has_its_exit_code(identity: Path, one: dict[str, Any]) -> None:
    lane = {"last_number": str(one["lane"]["last_seq"]), "last_manifest": one["lane"]["last_sha256"]}
    code, _, err = said(words(identity, one["file"], at=str(one["at"]), **lane))
    row = refusal_of(one["expect"])
    assert code == (0 if row is None else row.exit_code)
    assert row is None or row.code in err


def test_without_a_list_of_numbers_the_order_is_not_judged(identity: Path) -> None:
    assert said(words(identity, "e13-gap.age"))[0] == 0
    code, _, err = said(words(identity, "e13-gap.age", last_number="1"))
    assert (code, "bundle.gap" in err) == (53, True)


def test_what_is_wrong_around_the_bundle(identity: Path, tmp_path: Path) -> None:
    good = "valid-withdrawal.age"
    assert said(words(identity, good, root="1" * 60))[0] == errors.UntrustedInputError.exit_code
    assert said(words(identity, good, environment="rehearsal"))[0] == errors.UntrustedInputError.exit_code
    assert said(words(identity, "no-such.age"))[0] == errors.EnvironmentProblemError.exit_code
    assert said(words(tmp_path / "none", good))[0] == errors.EnvironmentProblemError.exit_code
    assert said(words(identity, good, station="CON1"))[0] == 51
    assert said([str(FOLDER / good)])[0] == said(words(identity, good, nothing="x"))[0] == USAGE
    identity.chmod(0o644)
    code, _, err = said(words(identity, good))
    assert (code, "verifier.identity-open" in err) == (errors.RefusedError.exit_code, True)


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "sekisho-verify"
    make(folder)
    return folder


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 # our own program
        [sys.executable, "-I", *arguments], cwd=folder, check=False, capture_output=True, text=True
    )


def test_the_folder_verifies_alone(built: Path, identity: Path) -> None:
    given = words(identity, "valid-withdrawal.age", at=str(n.NOW))
    done = alone(built, "app/verifier/__main__.py", *given)
    assert (done.returncode, done.stderr) == (0, "")
    done = alone(built, "app/verifier/__main__.py", *words(identity, "e05-cut.age", at=str(n.NOW)))
    assert (done.returncode, "bundle.damaged" in done.stderr) == (45, True)


SCRIPT = """
import sys
sys.path.insert(0, ".")
sys.argv = ["sekisho-verify", "--help"]
from app.verifier.__main__ import main
assert main() == 0
import _socket
try:
    _socket.socket(2, 1)
except PermissionError:
    print("SHUT")
print(*sorted(sys.modules))
"""


def test_it_has_no_network_and_nothing_foreign(built: Path) -> None:
    done = alone(built, "-X", "sekisho-clean", "-c", SCRIPT)
    assert done.returncode == 0, done.stderr
    *_, shut, loaded = done.stdout.splitlines()
    assert shut == "SHUT"
    assert not set(loaded.split()) & set(FOREIGN)


def test_the_list_names_every_file_and_nothing_foreign(built: Path) -> None:
    assert (built / LISTING).read_text(encoding="utf-8") == listing(built)
    assert "app.verifier.command" in modules()
    assert not [name for name in modules() if name.startswith(("app.ui", "app.services.vault", "app.models.schema"))]
    packages = {line.split("==")[0] for line in (built / "requirements.txt").read_text().splitlines() if "==" in line}
    assert packages == {"cffi", "cryptography", "msgspec", "pycparser", "typing-extensions", "zstandard"}
    make(built)
    (built / LISTING).unlink()
    with pytest.raises(FileExistsError):
        make(built)
