"""The files of a pack folder: which may be there, how large, how they are read, and the digest over all of them."""

import hashlib
import json
import re
from collections.abc import Container, Mapping
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from app.models.domain.errors import UntrustedInputError

REQUIRED = ("pack.json", "items.json", "choices.json", "layout.json", "text.ja.json", "text.en.json")
OPTIONAL = ("rules.json", "holidays.json", "forbidden_phrases.json", "inquiries.json", "migrate.json")
FOLDERS = ("letters", "golden")
MAX_FILE_BYTES = 4 << 20
MAX_FILES = 500
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.json")
_PLACE = re.compile(r" - at `(?P<place>[^`]{0,200})`$")
DEEPEST_NESTING = 200
LONGEST_PLACE = 80
_NEW_LINE = b"\n"
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+"|[][{}]', re.DOTALL)
_DIGEST_HEAD = b"sekisho-pack/1\n"

T = TypeVar("T")


def read_files(folder: Traversable) -> dict[str, bytes]:
    """Every file of a pack folder by its path, for example ``golden/01.json``.

    Args:
        folder: The folder of one pack; only it and its two known sub-folders are read.

    Raises:
        UntrustedInputError: ``pack.file-missing``, ``pack.file-unexpected``, ``pack.file-too-large`` or
            ``pack.too-many-files``.
    """
    found: dict[str, bytes] = {}
    _collect(folder, "", found)
    require_all(found)
    return dict(sorted(found.items()))


def require_all(found: Container[str]) -> None:
    """Refuse a pack that lacks a file.

    Raises:
        UntrustedInputError: ``pack.file-missing``.
    """
    for name in REQUIRED:
        if name not in found:
            raise UntrustedInputError("pack.file-missing", file=name)


def may_hold(path: str) -> bool:
    """Whether a file of this path may be in a pack."""
    folder, _, name = path.rpartition("/")
    return name in {*REQUIRED, *OPTIONAL} if not folder else folder in FOLDERS and _NAME.fullmatch(name) is not None


def _collect(folder: Traversable, prefix: str, found: dict[str, bytes]) -> None:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        path = prefix + entry.name
        if entry.is_dir() and not prefix and entry.name in FOLDERS:
            _collect(entry, f"{entry.name}/", found)
            continue
        if not may_hold(path) or not entry.is_file():
            raise UntrustedInputError("pack.file-unexpected", file=path)
        if len(found) >= MAX_FILES:
            raise UntrustedInputError("pack.too-many-files", limit=MAX_FILES)
        found[path] = _read(entry, path)


def _read(entry: Traversable, path: str) -> bytes:
    with entry.open("rb") as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise UntrustedInputError("pack.file-too-large", file=path, limit=MAX_FILE_BYTES)
    return content


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 in hex over the canonical listing: a head line, then hash, size and path of each file, by path."""
    listing = hashlib.sha256(_DIGEST_HEAD)
    for path in sorted(files):
        line = f"{hashlib.sha256(files[path]).hexdigest()} {len(files[path])} {path}\n"
        listing.update(line.encode("ascii"))
    return listing.hexdigest()


def decode(files: Mapping[str, bytes], file: str, kind: type[T]) -> T:
    """One file as a value of a kind.

    Raises:
        UntrustedInputError: ``pack.not-json``, ``pack.key-twice`` or ``pack.shape``, with file and place.
    """
    require_json(file, files[file])
    try:
        return msgspec.json.decode(files[file], type=kind)
    except msgspec.ValidationError as wrong:
        match = _PLACE.search(str(wrong))
        place = match["place"] if match else "$"
        raise UntrustedInputError("pack.shape", file=file, place=place) from wrong
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise UntrustedInputError("pack.not-json", file=file, place="$") from wrong


def require_json(file: str, content: bytes) -> None:
    """Refuse anything that is not one JSON text in UTF-8, or that names a key twice in an object.

    Raises:
        UntrustedInputError: ``pack.not-json`` or ``pack.key-twice``.
    """

    def unique(pairs: list[tuple[str, object]]) -> None:
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            twice = next(name for place, name in enumerate(names) if name in names[:place])
            raise UntrustedInputError("pack.key-twice", file=file, place=shortened(twice))

    try:
        json.loads(content.decode("utf-8"), object_pairs_hook=unique, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as wrong:
        raise UntrustedInputError("pack.not-json", file=file, place=_place_of(wrong, content)) from wrong


def shortened(place: str) -> str:
    """A place that somebody else named, no longer than it can be read."""
    return place if len(place) <= LONGEST_PLACE else f"{place[:LONGEST_PLACE]}…"


def _place_of(wrong: ValueError | RecursionError, content: bytes) -> str:
    """Line and column where a text is no JSON any more, or where it is nested too deeply to be read."""
    match wrong:
        case json.JSONDecodeError():
            return f"{wrong.lineno}:{wrong.colno}"
        case UnicodeDecodeError():
            at = wrong.start
        case RecursionError():
            at = _too_deep_at(content)
        case _:
            return "$"
    line, before = content.count(_NEW_LINE, 0, at) + 1, content.rfind(_NEW_LINE, 0, at)
    return f"{line}:{at - before}"


def _too_deep_at(content: bytes) -> int:
    """Where the nesting passes what no pack needs; brackets inside of strings do not count."""
    depth = 0
    for found in _STRUCTURE.finditer(content):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(found[0], 0)
        if depth > DEEPEST_NESTING:
            return found.start()
    return 0


def _refuse_constant(name: str) -> None:
    """NaN and the infinities are not JSON."""
    raise ValueError(name)
