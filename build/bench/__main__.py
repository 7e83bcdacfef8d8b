"""``make bench``: everything that has a goal, each beside a reference of the same run."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from build.bench.backups import measure_backup
from build.bench.containers import DECISIONS, MEBIBYTES, measure_containers
from build.bench.desk import measure_desk
from build.bench.exchange import REQUESTS, measure_export, measure_import
from build.bench.gaps import measure_gaps
from build.bench.guards import measure_guards
from build.bench.kiosk_form import measure_kiosk_form
from build.bench.measure import Result, peak_mebibytes, table
from build.bench.queue import SIZES, measure_queue
from build.bench.record import measure_append, measure_verify
from build.bench.responses import SIZES as RESPONSES
from build.bench.responses import measure_responses
from build.bench.rules import measure_rules
from build.bench.twin import measure_twin
from build.bench.vault import measure_case_keys, measure_paper, measure_unlock


def main(words: Sequence[str] = ()) -> None:
    """Measure everything, or the parts that are named, and print one table."""
    asked = _asked(words)
    parts: dict[str, Callable[[Path], list[Result]]] = {
        "import": lambda folder: measure_import(folder, asked.cases),
        "queue": lambda folder: measure_queue(asked.folder or folder, tuple(asked.sizes)),
        "desk": lambda folder: measure_desk(asked.folder or folder, tuple(asked.sizes)),
        "export": measure_export,
        "containers": lambda folder: measure_containers(folder, asked.mebibytes, asked.decisions),
        "append": measure_append,
        "verify": measure_verify,
        "unlock": measure_unlock,
        "keys": measure_case_keys,
        "paper": measure_paper,
        "backup": measure_backup,
        "rules": measure_rules,
        "guards": measure_guards,
        "responses": lambda folder: measure_responses(folder, tuple(asked.responses)),
        "twin": measure_twin,
        "kiosk": measure_kiosk_form,
        "gaps": measure_gaps,
    }
    with tempfile.TemporaryDirectory() as folder:
        names = asked.parts or list(parts)
        print(table([result for name in names for result in parts[name](Path(folder) / name)]))
        print(f"\nPeak memory of the whole run: {peak_mebibytes():.0f} MiB")


def _asked(words: Sequence[str]) -> argparse.Namespace:
    """What to measure, and how much of it: the goals name more than a short run should do."""
    parser = argparse.ArgumentParser(prog="build.bench")
    parser.add_argument("parts", nargs="*", help="import, queue, export, containers, ... (all)")
    parser.add_argument("--cases", type=int, default=REQUESTS, help="requests that are admitted (goal: 5000)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="of the queue (goal: 100 to 1000000 cases)")
    parser.add_argument("--folder", type=Path, help="keep the offices of the queue here, and open them again next time")
    parser.add_argument("--responses", type=int, nargs="+", default=RESPONSES, help="checked (goal: 100000)")
    parser.add_argument("--mebibytes", type=int, default=MEBIBYTES, help="of attachments (goal: 1024)")
    parser.add_argument("--decisions", type=int, default=DECISIONS, help="decision bundles (goal: 5000)")
    return parser.parse_args(list(words))


if __name__ == "__main__":
    main(sys.argv[1:])
