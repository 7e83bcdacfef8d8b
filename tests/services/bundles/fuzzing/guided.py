"""Let a coverage-guided fuzzer look for bytes that a layer takes wrongly: a process of its own.

    python -m tests.services.bundles.fuzzing.guided CORPUS -runs=N -seed=1 -timeout=20 -rss_limit_mb=2048

The first byte of an input chooses layer and seed, the rest is what stands there. Libfuzzer stops with an error at the
first exception, at a timeout and at the limit of memory.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["app.services.bundles", "app.services.crypto", "app.services.trust"]):
    from tests.services.bundles.fuzzing.targets import Seed, Target, cases


def main() -> None:
    """Lay out the honest bytes as the first corpus, then search."""
    corpus, kept = Path(sys.argv[1]), list(cases())
    for place, (target, seed) in enumerate(kept[:256]):
        (corpus / f"{target.name}-{seed.kind}").write_bytes(bytes([place]) + target.honest(seed))

    def one(data: bytes) -> None:
        if data:
            target, seed = _chosen(kept, data[0])
            target.judge(seed, data[1:])

    atheris.Setup([sys.argv[0], *sys.argv[2:], str(corpus)], one)
    atheris.Fuzz()


def _chosen(kept: list[tuple[Target, Seed]], place: int) -> tuple[Target, Seed]:
    return kept[place % len(kept)]


if __name__ == "__main__":
    main()
