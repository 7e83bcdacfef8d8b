"""Bundles as files: written and read with every check, beside the stock `age` program and pyrage."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import pyrage

from app.services.bundles import container
from app.services.bundles.admission import admit
from app.services.bundles.container import pass_over
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.manifest import Kind
from app.services.crypto.age import Identity
from app.services.exchange.ticks import WatchedSource, flush_to_medium
from app.services.platform.folder_drive import FolderDrive
from app.services.vault.quarantine import Quarantine
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

    def loop(self, folders: list[Path], target: Path, *, flushed: bool) -> None:
        """A shell that packs and encrypts one folder after another, each to the keys that lie in it."""
        script = (
            'for one in "$@"; do tar -C "$one" -c records | "$AGE" -R "$one/keys" -o "$TO/${one##*/}.age"; '
            'if [ "$FLUSHED" ]; then sync "$TO/${one##*/}.age"; fi; done'
        )
        environment = {"AGE": self.path, "TO": str(target), "PATH": os.environ["PATH"], "FLUSHED": "1" * flushed}
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
        while chunk := source.read(_MIB):
            yield chunk


def _exports(
    folder: Path, program: _Program, scans: list[container.Payload], plain: Path, bundle: Path
) -> list[Result]:
    drive = FolderDrive(folder)

    def written() -> str:
        bundle.unlink(missing_ok=True)
        with drive.create(bundle.name) as target:
            made = n.plan(Kind.QUESTIONNAIRE, blobs=tuple(scans))
            sealed = container.seal(made, lambda draft: n.signatures(draft, n.WAYS[made.kind][2]), target, os.urandom)
            flush_to_medium(target)
        return sealed.ciphertext_sha256

    def alone() -> None:
        written()
        drive.finish(bundle.name)

    def read_back() -> None:
        """As it is done when a bundle is written to a medium: from the medium, hashed and opened in one reading."""
        sha256_written = written()
        with drive.reopen(bundle.name) as source:
            watched = WatchedSource(source)
            _receive(cast("BinaryIO", watched), n.AGENCY)
            if watched.sha256 != sha256_written:
                raise ValueError(watched.sha256)
        drive.finish(bundle.name)

    def classical(path: Path) -> None:
        pyrage.encrypt_file(str(plain), str(path), [_CLASSICAL.to_public()])

    references = _references(
        program,
        lambda: _flushed(folder / "theirs.out", lambda path: program.encrypt(plain, path)),
        lambda: _flushed(folder / "pyrage.out", classical),
    )
    size = plain.stat().st_size // _MIB
    return [
        *compare_all(f"export {size} MiB: hash, sign, encrypt, flush", alone, references),
        *compare_all(f"export {size} MiB with read-back and every check", read_back, references),
    ]


def _imports(folder: Path, program: _Program, plain: Path, bundle: Path) -> list[Result]:
    classical = folder / "classical.age"
    pyrage.encrypt_file(str(plain), str(classical), [_CLASSICAL.to_public()])

    def ours() -> None:
        with bundle.open("rb") as source:
            _receive(source, n.INVESTIGATION)

    def taken_in() -> None:
        """As a bundle comes in: copied from the medium to where it is safe, then read there."""
        quarantine = Quarantine(folder / "quarantine")
        with bundle.open("rb") as source:
            name = quarantine.put(source)
        with quarantine.open(name) as source:
            _receive(source, n.INVESTIGATION)
        quarantine.forget(name)

    references = _references(
        program,
        lambda: program.decrypt(bundle, Path("/dev/null")),
        lambda: pyrage.decrypt_file(str(classical), "/dev/null", [_CLASSICAL]),
    )
    size = plain.stat().st_size // _MIB
    return [
        *compare_all(f"read {size} MiB: decrypt, verify, schema, hash", ours, references),
        *compare_all(f"copy {size} MiB to quarantine, flush, and read it there", taken_in, references),
    ]


def _decisions(folder: Path, program: _Program, count: int) -> list[Result]:
    """Many bundles of 1 MiB beside a loop of the shell."""
    if not program.path:
        return []
    ours_at, theirs_at, folders, lanes = folder / "ours", folder / "theirs", [], []
    for place in (ours_at, theirs_at):
        place.mkdir()
    origin = n.identity_of(n.AGENCY).recipient
    for number in range(count):
        case = folder / f"case-{number}"
        case.mkdir()
        (case / "records").write_bytes(os.urandom(_MIB))
        receiver = Identity(os.urandom(32)).recipient
        (case / "keys").write_text(f"{origin.encode()}\n{receiver.encode()}\n")
        lanes.append((n.lane(n.AGENCY), container.Lane(n.INVESTIGATION, receiver, 1, ZERO_HASH)))
        folders.append(case)

    def ours() -> None:
        for number, both in enumerate(lanes):
            _write(n.plan(Kind.DECISION, lanes=both), ours_at / f"{number}.age")

    references = {
        "tar and age in a loop": lambda: program.loop(folders, theirs_at, flushed=False),
        "tar and age in a loop, each flushed as ours": lambda: program.loop(folders, theirs_at, flushed=True),
    }
    return compare_all(
        f"{count} decision bundles of 1 MiB, each its own recipient and two signatures", ours, references
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
