"""Interleaved rounds: every variant in turn, the first round thrown away, medians reported."""

import gc
import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5
_LEAST_BUSY_MS = 1.0
"""A reference that takes less says nothing in time of the processor."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table.

    Attributes:
        busy_ratio: Ours divided by the reference, in time of the processor, programs that were started counted in: what
            is left of the ratio on a machine that has other work to do. 0 where the reference took too little to tell.
        memory: MiB at most that ours took beyond what the process held before; seen in the round that is not counted.
    """

    work: str
    ours_ms: float
    reference: str
    reference_ms: float
    busy_ratio: float
    memory: float

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
    runs: list[tuple[Callable[[], object], list[tuple[float, float]]]] = [
        (run, []) for run in (ours, *references.values())
    ]
    memory = 0.0
    for number in range(rounds + 1):
        for run, times in runs if number % 2 else reversed(runs):
            gc.collect()
            start, busy = time.perf_counter(), _busy_seconds()
            if number or run is not ours:
                run()
            else:
                memory = _beyond(run)
            if number:
                times.append(((time.perf_counter() - start) * 1000, (_busy_seconds() - busy) * 1000))
    (mine, mine_busy), *others = ((_median(times, 0), _median(times, 1)) for _, times in runs)
    return [
        Result(work, mine, name, other, mine_busy / busy if busy >= _LEAST_BUSY_MS else 0, memory)
        for name, (other, busy) in zip(references, others, strict=True)
    ]


def once(work: str, ours: Callable[[], object], reference: str, theirs: Callable[[], object]) -> Result:
    """Run each a single time, for work that takes many minutes; the time is that of the run whose memory is watched."""
    taken: list[tuple[float, float]] = []

    def timed(run: Callable[[], object]) -> None:
        gc.collect()
        start, busy = time.perf_counter(), _busy_seconds()
        run()
        taken.append(((time.perf_counter() - start) * 1000, (_busy_seconds() - busy) * 1000))

    memory = _beyond(lambda: timed(ours))
    timed(theirs)
    (mine, mine_busy), (other, other_busy) = taken
    return Result(work, mine, reference, other, mine_busy / other_busy, memory)


def _median(times: list[tuple[float, float]], which: int) -> float:
    return statistics.median(one[which] for one in times)


def _busy_seconds() -> float:
    """Time of the processor that this process and those that it waited for have taken."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _beyond(run: Callable[[], object]) -> float:
    """MiB of the largest resident size during a run beyond the size before it; 0 where the system does not tell."""
    reset = Path("/proc/self/clear_refs")
    if not os.access(reset, os.W_OK):
        run()
        return 0.0
    reset.write_text("5", encoding="ascii")  # forget the largest size so far
    before = _status("VmRSS")
    run()
    return max(0.0, _status("VmHWM") - before)


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)


def peak_mebibytes() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(results: list[Result]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| Work | ours (ms) | reference | reference (ms) | ratio | of processor time | MiB |",
        "|---|---:|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.work} | {one.ours_ms:.1f} | {one.reference} | {one.reference_ms:.1f} | {one.ratio:.2f} "
        f"| {f'{one.busy_ratio:.2f}' if one.busy_ratio else '—'} | {one.memory:.0f} |"
        for one in results
    ]
    return "\n".join(lines)
