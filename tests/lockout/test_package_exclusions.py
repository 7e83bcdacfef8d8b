"""The list of what is not packaged: nothing of what remains reaches a network, and nothing that is needed is on it."""

import fnmatch
from pathlib import Path

import PySide6
import pytest

from tests.contracts.source_tree import ROOT

PACKAGE = Path(PySide6.__file__).parent
NEEDED = (
    *("Qt/lib/libQt6Core.so.6", "Qt/lib/libQt6Gui.so.6", "Qt/lib/libQt6Widgets.so.6", "Qt/lib/libQt6DBus.so.6"),
    *("Qt/lib/libQt6XcbQpa.so.6", "Qt/plugins/platforms/libqxcb.so", "Qt/plugins/platforms/libqoffscreen.so"),
    *("Qt/plugins/platforms/libqwayland.so", "Qt/plugins/imageformats/libqsvg.so", "Qt/lib/libQt6PrintSupport.so.6"),
    "Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
)


def _patterns() -> list[str]:
    lines = (ROOT / "build" / "package-exclusions").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _is_excluded(name: str) -> bool:
    return any(fnmatch.fnmatch(name, one) or name.startswith(f"{one}/") for one in _patterns())


def _libraries() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.so*") if path.is_file()]


def test_what_remains_does_not_link_the_network_library() -> None:
    left = [path for path in _libraries() if not _is_excluded(str(path.relative_to(PACKAGE)))]
    assert left
    linking = [path.name for path in left if b"libQt6Network.so" in path.read_bytes()]
    assert linking == []


@pytest.mark.parametrize("name", NEEDED)
def test_what_the_window_needs_remains(name: str) -> None:
    assert (PACKAGE / name).exists()
    assert not _is_excluded(name)


def test_every_pattern_still_means_something() -> None:
    """A name that Qt gave up would hide that its successor is packaged."""
    names = [str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*")]
    stale = [one for one in _patterns() if not any(fnmatch.fnmatch(name, one) for name in names)]
    assert stale == []
