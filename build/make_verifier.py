"""Put the verifier into a folder of its own: the modules that it reaches, its sentences, its packages, and a list.

    python build/make_verifier.py FOLDER

The folder runs anywhere with Python and the packages of its ``requirements.txt``:

    python -I app/verifier/__main__.py FILE ...
"""

import ast
import json
import re
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START = "app.verifier.__main__"
PACKAGES = ("cffi", "cryptography", "msgspec", "pycparser", "typing-extensions", "zstandard")
LISTING = "LISTING"
_SENTENCES = re.compile(
    r"(axis|axis-state|bottom-line|kind|verifier)\..*|cli\.(usage|error\.code|param\.file|bundle\.result)"
)
_ERRORS = re.compile(r"error\.(bundle|trust|key|verifier|file|bug|crypto)\..*")


def modules() -> tuple[str, ...]:
    """Every module that the verifier can reach, packages above it included."""
    found, waiting = set[str](), [START]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting += [".".join(name.split(".")[:depth]) for depth in range(1, name.count(".") + 1)]
        waiting += [one for one in _imports(ast.parse(_file(name).read_text(encoding="utf-8"))) if _is_module(one)]
    return tuple(sorted(found))


def _file(name: str) -> Path:
    path = ROOT.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _is_module(name: str) -> bool:
    return name.startswith("app.") and _file(name).is_file()


def _imports(node: ast.AST) -> Iterator[str]:
    """Names that may be modules, wherever they are imported; not what only the check of types reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (one.name for one in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module is not None:
            yield child.module
            yield from (f"{child.module}.{one.name}" for one in child.names)
        else:
            yield from _imports(child)


def _sentences(language: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for area in sorted((ROOT / "resources/texts" / language).glob("*.json")):
        kept |= json.loads(area.read_text(encoding="utf-8"))
    return {key: kept[key] for key in sorted(kept) if _SENTENCES.fullmatch(key) or _ERRORS.fullmatch(key)}


def _requirements() -> str:
    """The pinned lines of the few packages, with their hashes."""
    lines, kept = (ROOT / "build/requirements/run.txt").read_text(encoding="utf-8").splitlines(), []
    keeps = False
    for line in lines:
        if not line.startswith((" ", "#")):
            keeps = re.split(r"[=<>;\[ ]", line, maxsplit=1)[0] in PACKAGES
        if keeps:
            kept.append(line)
    return "\n".join(kept) + "\n"


def make(folder: Path) -> None:
    """Write the folder anew; it must not exist, or be one that this made.

    Raises:
        FileExistsError: Something else is there.
    """
    if folder.exists():
        if not (folder / LISTING).is_file():
            raise FileExistsError(folder)
        shutil.rmtree(folder)
    for name in modules():
        target = folder / _file(name).relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_file(name), target)
    for language in ("ja", "en"):
        target = folder / "resources/texts" / language / "verifier.json"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(_sentences(language), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "requirements.txt").write_text(_requirements(), encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    (folder / LISTING).write_text(listing(folder), encoding="utf-8")


def listing(folder: Path) -> str:
    """SHA-256 and name of every file but the list itself, for ``sha256sum --check``."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / LISTING)
    return "".join(f"{sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder).as_posix()}\n" for one in files)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
