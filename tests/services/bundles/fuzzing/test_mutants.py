"""Mutated bundles: none that needs no key to make is admitted, none is refused without a name, all within bounds.

How many: a sample, or a million (``make thorough``).
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.services.bundles.fuzzing.mutants import SCRIPT, mutant, script
from tests.services.bundles.fuzzing.targets import ACCEPTED, TARGETS, Seed, Target, UnnamedError, cases, seeds
from tests.thoroughness import amount

ROOT = Path(__file__).resolve().parents[4]
MUTANTS = 1_000_000


def process(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 # our own modules
        [sys.executable, "-m", *words], cwd=ROOT, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize(("target", "seed"), [pytest.param(*one, id=f"{one[0].name}-{one[1].kind}") for one in cases()])
def test_the_honest_bytes_of_every_layer_are_accepted(target: Target, seed: Seed) -> None:
    assert target.feed(seed, target.honest(seed)) == ACCEPTED


def test_a_fuzzer_that_is_lied_to_would_notice() -> None:
    seed, careless = seeds()[0], Target("careless", lambda seed: seed.file, lambda _seed, _data: ACCEPTED)
    with pytest.raises(UnnamedError):
        careless.judge(seed, seed.file + b"x")


def test_a_script_always_makes_the_same_mutant_and_seldom_none() -> None:
    honest = seeds()[0].file
    made = [mutant(honest, script(number), TARGETS[0].words, honest) for number in range(200)]
    assert made == [mutant(honest, script(number), TARGETS[0].words, honest) for number in range(200)]
    assert sum(one != honest for one in made) > 180


@settings(
    max_examples=amount(250, 20_000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    target=st.sampled_from(TARGETS),
    place=st.integers(0, len(seeds()) - 1),
    donor=st.integers(0, len(seeds()) - 1),
    steps=st.binary(min_size=SCRIPT, max_size=SCRIPT),
)
@example(target=TARGETS[0], place=0, donor=1, steps=bytes(SCRIPT))
def test_no_mutant_is_admitted_or_refused_without_a_name(target: Target, place: int, donor: int, steps: bytes) -> None:
    seed = seeds()[place]
    target.judge(seed, target.mutant(seed, steps, seeds()[donor]))


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_a_million_mutants_within_bounds() -> None:
    """In processes of their own, with a limit of memory for all and of processor time for each."""
    count, step = amount(7_000, MUTANTS), amount(7_000, 50_000)
    for first in range(0, count, step):
        done = process("tests.services.bundles.fuzzing.counted", str(first), str(step))
        assert done.returncode == 0, done.stderr[-3000:]
        rows = [line.split() for line in done.stdout.splitlines()]
        assert sum(int(row[2]) for row in rows) == step
        assert {row[0] for row in rows if row[1] == ACCEPTED} <= {one.name for one in TARGETS if not one.keyless}


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.skipif(find_spec("atheris") is None, reason="the coverage-guided fuzzer has no build for this machine")
def test_a_search_by_coverage_finds_nothing(tmp_path: Path) -> None:
    limits = ("-seed=1", "-timeout=60", "-rss_limit_mb=3072", f"-artifact_prefix={tmp_path}/", "-max_len=70000")
    (tmp_path / "corpus").mkdir()
    runs = amount(4_000, MUTANTS // 2)
    done = process("tests.services.bundles.fuzzing.guided", str(tmp_path / "corpus"), f"-runs={runs}", *limits)
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Done {runs} runs" in done.stderr
