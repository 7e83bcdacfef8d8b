"""How far the slow tests go: a sample that `make test` can afford, or everything (`make thorough`, hours).

What is sampled is the same each time, so that a failure comes back; the whole run takes every write of every flow and
every byte that the numbers beside the tests promise.
"""

import os

from tests.services.vault.fault_server import spread

EVERYTHING = os.environ.get("SEKISHO_THOROUGH") == "1"


def amount(sample: int, everything: int) -> int:
    """How many to try."""
    return everything if EVERYTHING else sample


def places(writes: int, sample: int) -> list[int]:
    """At which of the writes of a flow a fault is tried: all, or so many spread over them with both ends."""
    return spread(writes, amount(sample, writes))
