"""Interleaved rounds: every variant in turn, the first round thrown away, medians reported."""

import gc
import resource
import statistics
import time
from collections.abc import Callable, Mapping
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
    (result,) = compare_all(work, ours, {reference: theirs}, rounds)
    return result


def compare_all(
    work: str, ours: Callable[[], object], references: Mapping[str, Callable[[], object]], rounds: int = ROUNDS
) -> list[Result]:
    """Run ours and several references in turn, each round in the other order; one line for each reference."""
    runs: list[tuple[Callable[[], object], list[float]]] = [(run, []) for run in (ours, *references.values())]
    for number in range(rounds + 1):
        for run, times in runs if number % 2 else reversed(runs):
            gc.collect()
            start = time.perf_counter()
            run()
            if number:
                times.append((time.perf_counter() - start) * 1000)
    mine, *others = (statistics.median(times) for _, times in runs)
    return [Result(work, mine, name, other) for name, other in zip(references, others, strict=True)]


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
