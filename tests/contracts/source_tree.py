"""Where the sources are, for the tests that read them."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_SOURCES = {".venv", ".git", "out", "__pycache__"}
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".json",
    ".txt",
    ".sql",
    ".yaml",
    ".yml",
    ".cfg",
    ".ini",
    ".svg",
    ".ts",
    ".qss",
    "",
}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project: tracked, or new and not ignored; relative to the root."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        command = [git, "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S603 - constant words
        files = [Path(name) for name in listed.decode("utf-8").split("\0") if name]
    else:  # an unpacked source archive
        files = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return tuple(sorted(path for path in files if (ROOT / path).is_file() and not NOT_SOURCES.intersection(path.parts)))


def text_files() -> tuple[Path, ...]:
    """Those that hold text."""
    return tuple(path for path in project_files() if path.suffix in TEXT_SUFFIXES)


def python_files(*folders: str) -> tuple[Path, ...]:
    """Python modules below some folders of the root."""
    return tuple(path for path in project_files() if path.suffix == ".py" and path.parts[0] in folders)


def read(path: Path) -> str:
    """The text of a project file."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(read(path), filename=str(path))
