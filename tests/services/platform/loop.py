"""Media that are file systems of their own: images in loop devices, where the machine allows it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SIZE = 24 * 2**20
MAKERS = {"ext4": ["-q", "-L", "STICK", "-m", "0"], "vfat": ["-n", "STICK"], "exfat": ["-n", "STICK"]}
"""Arguments of ``mkfs`` for each file system that bundles are written to."""


@dataclass
class Image:
    """A mounted image."""

    kind: str
    file: Path
    place: Path

    def mount(self) -> subprocess.CompletedProcess[bytes]:
        return run("mount", "-o", "loop", self.file, self.place)


def run(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(word) for word in words], check=False, capture_output=True)  # noqa: S603 # fixed programs


def tool(name: str) -> str:
    """A program of the system; skipped where it is not installed."""
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def mounted_image(kind: str, root: Path) -> Iterator[Image]:
    """A medium of 24 MiB; skipped where this user or this kernel cannot mount one."""
    if os.geteuid() != 0:
        pytest.skip("only the superuser mounts an image")
    image = Image(kind, root / "stick.img", root / "STICK")
    with image.file.open("wb") as whole:
        whole.truncate(SIZE)
    image.place.mkdir()
    assert run(tool(f"mkfs.{kind}"), *MAKERS[kind], image.file).returncode == 0
    mounted = image.mount()
    if mounted.returncode != 0:
        pytest.skip(f"this kernel does not mount {kind} images: {mounted.stderr.decode().strip()}")
    try:
        shutil.rmtree(image.place / "lost+found", ignore_errors=True)
        yield image
    finally:
        run("umount", image.place)
