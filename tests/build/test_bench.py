"""The benchmarks run: each on so little that only a use case that refuses them can fail it."""

from pathlib import Path

import pytest

from build.bench.backups import measure_backup
from build.bench.containers import measure_containers
from build.bench.desk import measure_desk
from build.bench.exchange import measure_export, measure_import
from build.bench.gaps import measure_gaps
from build.bench.measure import table
from build.bench.queue import measure_queue
from build.bench.record import measure_append, measure_verify
from build.bench.vault import measure_case_keys, measure_paper, measure_unlock


@pytest.mark.slow
def test_every_work_is_measured_beside_its_reference(tmp_path: Path) -> None:
    results = [
        *measure_import(tmp_path / "import", requests=3),
        *measure_queue(tmp_path / "queue", sizes=(3, 5)),
        *measure_desk(tmp_path / "desk", sizes=(3, 5)),
        *measure_gaps(tmp_path / "gaps", requests=2, cases=3),
        *measure_export(tmp_path / "export"),
        *measure_containers(tmp_path / "containers", mebibytes=1, decisions=1),
        *measure_append(tmp_path / "append", acts=2),
        *measure_verify(tmp_path / "verify", entries=600),
        *measure_unlock(tmp_path / "unlock", sizes=(3,)),
        *measure_case_keys(tmp_path / "keys", documents=2),
        *measure_paper(tmp_path / "paper", mebibytes=1),
        *measure_backup(tmp_path / "backup", sizes=(3,)),
    ]
    # On a machine without the stock program some references are missing, and no more.
    assert list(dict.fromkeys(one.work.split()[0] for one in results if not one.work[0].isdigit())) == [
        "inspect",
        "first",
        "search",
        "index:",
        "open",
        "longest",
        "one",
        "export",
        "read",
        "copy",
        "append",
        "verify",
        "root",
        "unlock",
        "write",
        "seal,",
        "backup",
    ]
    assert table(results).count("\n") == len(results) + 1
