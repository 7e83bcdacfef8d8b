"""Bundles as files: written and read with every check, beside the stock `age` program and pyrage."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pyrage

from app.services.bundles import container
from app.services.bundles.admission import admit
from app.services.bundles.container import pass_over
from app.services.bundles.manifest import Kind
from build.bench.measure import Result, compare_all
from tests.services.bundles import network as n

MEBIBYTES = 256
"""Of attachments. The ratios do not depend on it: all of them read and write in chunks."""
DECISIONS = 40
_MIB = 1024 * 1024
_SCAN = 16 * _MIB
_CLASSICAL = pyrage.x25519.Identity.generate()


class _Program:
    """The stock program with the keys of the receiving station; absent where it is not installed."""

    def __init__(self, folder: Path) -> None:
        self.path = shutil.which("age") or shutil.which("age", path="/opt/age/usr/bin") or ""
        self._recipients, self._identity = folder / "recipients.txt", folder / "identity.txt"
        both = (n.AGENCY, n.INVESTIGATION)
        self._recipients.write_text("".join(f"{n.identity_of(one).recipient.encode()}\n" for one in both))
        self._identity.write_text(n.identity_of(n.INVESTIGATION).encode() + "\n")

    def encrypt(self, source: Path, target: Path) -> None:
        """One file to both stations."""
        self._run("-R", self._recipients, "-o", target, source)

    def decrypt(self, source: Path, target: Path) -> None:
        """One file of the receiving station."""
        self._run("-d", "-i", self._identity, "-o", target, source)

    def loop(self, folders: list[Path], target: Path) -> None:
        """A shell that packs and encrypts one folder after another."""
        script = 'for one in "$@"; do tar -C "$one" -c . | "$AGE" -R "$KEYS" -o "$TO/${one##*/}.age"; done'
        environment = {"AGE": self.path, "KEYS": str(self._recipients), "TO": str(target), "PATH": os.environ["PATH"]}
        subprocess.run(["/bin/sh", "-c", script, "sh", *map(str, folders)], check=True, env=environment)  # noqa: S603 # a fixed script

    def _run(self, *words: str | Path) -> None:
        subprocess.run([self.path, *map(str, words)], check=True)  # noqa: S603 # a fixed program on our own files


def measure_containers(folder: Path, mebibytes: int = MEBIBYTES, decisions: int = DECISIONS) -> list[Result]:
    """Export, export with read-back and import of a large bundle; many small ones, each of its own recipient."""
    folder.mkdir(parents=True)
    program = _Program(folder)
    scans = [_scan(folder / f"scan-{number}") for number in range(max(1, mebibytes * _MIB // _SCAN))]
    plain, bundle = folder / "plain", folder / "bundle.age"
    with plain.open("wb") as target:
        for scan in scans:
            target.write(b"".join(scan.open()))
    results = [*_exports(folder, program, scans, plain, bundle), *_imports(folder, program, plain, bundle)]
    return results + _decisions(folder, program, decisions)


def _scan(path: Path) -> container.Payload:
    with path.open("wb") as file:
        for _ in range(_SCAN // _MIB):
            file.write(os.urandom(_MIB))
    return container.Payload(sha256(path.read_bytes()).hexdigest(), _SCAN, lambda: _chunks(path), "image/png")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(256 * 1024):
            yield chunk


def _exports(
    folder: Path, program: _Program, scans: list[container.Payload], plain: Path, bundle: Path
) -> list[Result]:
    def written() -> None:
        _write(n.plan(Kind.QUESTIONNAIRE, blobs=tuple(scans)), bundle)

    def read_back() -> None:
        written()
        with bundle.open("rb") as source:
            _receive(source, n.AGENCY)

    def classical(path: Path) -> None:
        pyrage.encrypt_file(str(plain), str(path), [_CLASSICAL.to_public()])

    references = _references(
        program,
        lambda: _flushed(folder / "theirs.age", lambda path: program.encrypt(plain, path)),
        lambda: _flushed(folder / "pyrage.age", classical),
    )
    size = plain.stat().st_size // _MIB
    return [
        *compare_all(f"export {size} MiB: hash, sign, encrypt, flush", written, references),
        *compare_all(f"export {size} MiB with read-back and every check", read_back, references),
    ]


def _imports(folder: Path, program: _Program, plain: Path, bundle: Path) -> list[Result]:
    classical = folder / "classical.age"
    pyrage.encrypt_file(str(plain), str(classical), [_CLASSICAL.to_public()])

    def ours() -> None:
        with bundle.open("rb") as source:
            _receive(source, n.INVESTIGATION)

    references = _references(
        program,
        lambda: program.decrypt(bundle, Path("/dev/null")),
        lambda: pyrage.decrypt_file(str(classical), "/dev/null", [_CLASSICAL]),
    )
    return compare_all(f"read {plain.stat().st_size // _MIB} MiB: decrypt, verify, schema, hash", ours, references)


def _decisions(folder: Path, program: _Program, count: int) -> list[Result]:
    """Many bundles of 1 MiB beside a loop of the shell."""
    if not program.path:
        return []
    ours_at, theirs_at, folders = folder / "ours", folder / "theirs", []
    for place in (ours_at, theirs_at):
        place.mkdir()
    for number in range(count):
        case = folder / f"case-{number}"
        case.mkdir()
        (case / "records").write_bytes(os.urandom(_MIB))
        folders.append(case)

    def ours() -> None:
        for number in range(count):
            _write(n.plan(Kind.DECISION), ours_at / f"{number}.age")

    def theirs() -> None:
        program.loop(folders, theirs_at)

    return compare_all(
        f"{count} decision bundles of 1 MiB, two signatures each", ours, {"tar and age in a loop": theirs}
    )


def _references(program: _Program, age: Callable[[], None], other: Callable[[], None]) -> dict[str, Callable[[], None]]:
    found = {"age over the same bytes": age} if program.path else {}
    return found | {"pyrage over the same bytes, classical": other}


def _write(plan: container.BundlePlan, path: Path) -> None:
    with path.open("wb") as target:
        container.seal(plan, lambda made: n.signatures(made, n.WAYS[plan.kind][2]), target, os.urandom)
        os.fsync(target.fileno())


def _flushed(path: Path, write: Callable[[Path], object]) -> None:
    path.unlink(missing_ok=True)
    write(path)
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _receive(source: BinaryIO, station: str) -> None:
    opened = container.open_bundle(source, [n.identity_of(station)])
    for _ in opened.entries(admit(n.arrival(opened, station)), pass_over):
        pass
    opened.finish()
