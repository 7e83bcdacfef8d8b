"""Count through mutants, within bounds of memory and of time for each: a process of its own.

python -m tests.services.bundles.fuzzing.counted FIRST COUNT
"""

import resource
import signal
import sys
from collections import Counter
from types import FrameType

from tests.services.bundles.fuzzing.mutants import script
from tests.services.bundles.fuzzing.targets import ACCEPTED, TARGETS, UnnamedError, seeds

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space beyond what the process had when the seeds were made."""
SECONDS = 5
"""Of processor time for one mutant; the slowest takes some hundredths."""


def main(first: int, count: int) -> Counter[tuple[str, str]]:
    """Judge so many mutants; what came of them by target and code."""
    kept = seeds()
    for target in TARGETS:
        if any(target.feed(seed, target.honest(seed)) != ACCEPTED for seed in kept):
            raise UnnamedError(target.name)
    _limit_memory()
    signal.signal(signal.SIGVTALRM, _too_slow)
    told: Counter[tuple[str, str]] = Counter()
    for number in range(first, first + count):
        target, seed = TARGETS[number % len(TARGETS)], kept[number // len(TARGETS) % len(kept)]
        donor = kept[number // len(TARGETS) // len(kept) % len(kept)]
        data = target.mutant(seed, script(number), donor)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            told[target.name, target.judge(seed, data)] += 1
        except BaseException:
            sys.stderr.write(f"mutant {number} of {target.name}\n")
            raise
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return told


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def _limit_memory() -> None:
    pages = int(open("/proc/self/statm", encoding="ascii").read().split()[0])  # noqa: PTH123, SIM115 # of this process
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    for (name, code), times in sorted(main(int(sys.argv[1]), int(sys.argv[2])).items()):
        sys.stdout.write(f"{name} {code} {times}\n")
