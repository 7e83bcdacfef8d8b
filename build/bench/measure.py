"""Interleaved rounds: every variant in turn, the first round thrown away, medians reported."""

import gc
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table."""

    work: str
    ours_ms: float
    reference: str
    reference_ms: float

    @property
    def ratio(self) -> float:
        """Ours divided by the reference."""
        return self.ours_ms / self.reference_ms


def compare(
    work: str, ours: Callable[[], object], reference: str, theirs: Callable[[], object], rounds: int = ROUNDS
) -> Result:
    """Run both in turn and compare the medians."""
    mine: list[float] = []
    other: list[float] = []
    for number in range(rounds + 1):
        order = ((ours, mine), (theirs, other)) if number % 2 else ((theirs, other), (ours, mine))
        for run, times in order:
            gc.collect()
            start = time.perf_counter()
            run()
            if number:
                times.append((time.perf_counter() - start) * 1000)
    return Result(work, statistics.median(mine), reference, statistics.median(other))


def peak_mebibytes() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(results: list[Result]) -> str:
    """The results as a Markdown table."""
    lines = ["| Work | ours (ms) | reference | reference (ms) | ratio |", "|---|---:|---|---:|---:|"]
    lines += [
        f"| {one.work} | {one.ours_ms:.1f} | {one.reference} | {one.reference_ms:.1f} | {one.ratio:.2f} |"
        for one in results
    ]
    return "\n".join(lines)
