import errno
import os
from pathlib import Path, PurePosixPath

import pytest

from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.paths import VAULT_VARIABLE, find_places
from app.services.platform.preferences import Preferences, keep_preferences, read_preferences

HOME = Path("/srv/somebody")


@pytest.mark.parametrize(
    ("system", "variables", "base"),
    [
        ("linux", {}, HOME / ".local/share/sekisho"),
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/sekisho")),
        ("linux", {"XDG_DATA_HOME": "relative"}, HOME / ".local/share/sekisho"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, HOME / "Library/Application Support/Sekisho"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/Sekisho")),
        ("win32", {}, HOME / "AppData/Local/Sekisho"),
    ],
)
def test_each_system_has_its_own_custom(system: str, variables: dict[str, str], base: Path) -> None:
    places = find_places(system, HOME, variables)
    assert places.vault == base / "vault"
    assert places.rehearsal == base / "rehearsal"
    assert places.preferences == base / "station.json"


def test_the_vault_alone_can_be_put_elsewhere() -> None:
    places = find_places("linux", HOME, {VAULT_VARIABLE: "/elsewhere", "XDG_DATA_HOME": "/data"})
    assert PurePosixPath(places.vault) == PurePosixPath("/elsewhere")
    assert places.preferences == Path("/data/sekisho/station.json")


def test_preferences_come_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "station.json"
    chosen = Preferences("en", "dark", 150)
    keep_preferences(path, chosen)
    assert read_preferences(path) == chosen
    assert [entry.name for entry in path.parent.iterdir()] == ["station.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"text_percent": "big"}', b"{" + b" " * 5000 + b"}", b"\xff"])
def test_a_file_that_makes_no_sense_is_no_reason_not_to_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.json"
    path.write_bytes(content)
    assert read_preferences(path) == Preferences()


def test_what_a_newer_program_kept_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "station.json"
    path.write_bytes(b'{"language": "en", "later": 1}')
    assert read_preferences(path) == Preferences("en")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentProblemError, match=r"^disk\.failed$"):
        keep_preferences(tmp_path / "file" / "station.json", Preferences())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")  # noqa: PTH110
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    (tmp_path / "station.json.partial").symlink_to("/dev/full")
    with pytest.raises(EnvironmentProblemError, match=r"^disk\.full$"):
        keep_preferences(tmp_path / "station.json", Preferences())
    assert errno.ENOSPC
