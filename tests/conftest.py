"""What every test stands on: no screen unless asked, repeatable properties, a shuffled order, no thread left behind."""

import gc
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, settings

from app.services.crypto.stretching import Argon2Kdf
from tests.services.exchange.kept_worlds import SHARED
from tests.thoroughness import EVERYTHING

# Before anything imports Qt. Journeys ask for a real window by setting it themselves (see build/check).
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: two busy cores make a lie of any. Repeatable: a red test stays red. No database: nothing is left behind.
settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("house"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("SEKISHO_PROPERTIES", "house"))

ORDER = os.environ.get("SEKISHO_TEST_ORDER", "sekisho")
LONGEST_WAIT_S = 5.0


def pytest_report_header() -> str:
    """Name what is needed to repeat this run."""
    return f"test order: SEKISHO_TEST_ORDER={ORDER}; properties: {os.environ.get('SEKISHO_PROPERTIES', 'house')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Shuffle the files, and the tests within each file, the same way for the same seed.

    A test that leans on another one is found the day it is written, and never by surprise. Files with slow tests come
    first, so that at the end no process waits long for the other.
    """
    if EVERYTHING:
        for item in items:
            # A run that takes everything takes its time.
            item.add_marker(pytest.mark.timeout(0), append=False)

    slow = {item.path for item in items if item.get_closest_marker("slow")}

    def place(item: pytest.Item) -> tuple[bool, bytes, bytes]:
        file = str(item.path.relative_to(item.config.rootpath))
        return item.path not in slow, _digest(file), _digest(item.nodeid)

    items.sort(key=place)


def _digest(name: str) -> bytes:
    return hashlib.blake2b(f"{ORDER}\0{name}".encode(), digest_size=8).digest()


@pytest.fixture(autouse=True, scope="session")
def _worlds_are_shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Name the folder in which the processes of this run, and those that they start, share their worlds of offices."""
    base = tmp_path_factory.getbasetemp()
    os.environ[SHARED] = str((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "worlds")


@pytest.fixture(autouse=True, scope="session")
def _a_passphrase_is_stretched_once() -> Iterator[None]:
    """Remember what Argon2id gave: the same passphrase with the same salt and cost gives the same key.

    Tests sign and unlock hundreds of times in copies of the same few vaults.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2Kdf, "stretch", cache(Argon2Kdf.stretch))
        yield


@pytest.fixture(autouse=True, scope="module")
def _what_stays_is_not_searched() -> None:
    """Take what is alive between two files out of the search for garbage.

    Code, collected tests and shared worlds make hundreds of thousands of objects; a widget test searches twice.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    """Fail a test that leaves a working thread running: the next test would meet it."""
    before = set(threading.enumerate())
    yield
    give_up_at = time.monotonic() + LONGEST_WAIT_S
    while left := [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]:
        if time.monotonic() > give_up_at:
            pytest.fail(f"threads left running: {sorted(thread.name for thread in left)}")
        time.sleep(0.01)
