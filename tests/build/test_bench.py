"""The benchmarks run: each on so little that only a use case that refuses them can fail it."""

from pathlib import Path

import pytest

from build.bench.__main__ import measure_export, measure_import, measure_queue
from build.bench.measure import table


@pytest.mark.slow
def test_every_work_is_measured_beside_its_reference(tmp_path: Path) -> None:
    results = [
        *measure_import(tmp_path / "import", requests=3),
        *measure_queue(tmp_path / "queue", sizes=(3, 5)),
        *measure_export(tmp_path / "export"),
    ]
    assert [one.work.split()[0] for one in results] == ["inspect", "first", "search", "one"]
    assert table(results).count("\n") == len(results) + 1
