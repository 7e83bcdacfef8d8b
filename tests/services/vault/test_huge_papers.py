"""Attachments of several GiB go in and out in constant memory, in a process of their own whose peak is measured."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.thoroughness import amount

GIB = 1024**3
SCRIPT = """
import hashlib, json, resource, sys
from pathlib import Path
from app.models.domain.ids import BlobId
from app.services.vault.blobs import BlobFolder
from tests.services.exchange.offices import entropy
from tests.services.vault.test_blob_files import Endless

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

folder, size = Path(sys.argv[1]), int(sys.argv[2])
blobs, name, key = BlobFolder(folder, entropy), BlobId("a" * 32), bytes(range(32))
blobs.put(BlobId("b" * 32), Endless(32 * 1024 * 1024), key)
before = peak()
digest, stored = blobs.put(name, Endless(size), key)
read, again = 0, hashlib.sha256()
for piece in blobs.read(name, key):
    read += len(piece)
    again.update(piece)
json.dump({"stored": stored, "read": read, "same": again.hexdigest() == digest, "grown": peak() - before}, sys.stdout)
"""


def assert_constant_memory(folder: Path, size: int) -> None:
    done = subprocess.run(  # noqa: S603 # our own script
        [sys.executable, "-c", SCRIPT, str(folder), str(size)], capture_output=True, text=True, check=True, timeout=1500
    )
    said = json.loads(done.stdout)
    assert (said["stored"], said["read"], said["same"]) == (size, size, True)
    assert said["grown"] < 8 * 1024 * 1024, "the memory grows with the attachment"


def test_a_large_attachment_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    assert_constant_memory(tmp_path, GIB // 4)


@pytest.mark.slow
@pytest.mark.timeout(1600)
def test_gibibytes_take_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    assert_constant_memory(tmp_path, amount(1, 3) * GIB)
