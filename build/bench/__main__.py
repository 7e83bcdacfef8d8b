"""``make bench``: import of requests, the queue, one decision export, each beside a reference of the same run."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from app.models.domain.actor import Role
from app.models.domain.evaluation import Evaluation, Outcome, Viewpoint
from app.models.domain.ids import BundleId, CaseId, StationId
from app.models.domain.lifecycle import State
from app.models.schema import tables
from app.services.bundles.manifest import Kind
from app.services.crypto.age import Recipient
from app.services.desk import Target
from app.services.exchange.identity import Answers, Verdict
from app.services.platform.folder_drive import FolderDrive
from app.services.vault.engine import connect
from build.bench.backups import measure_backup
from build.bench.containers import DECISIONS, MEBIBYTES, measure_containers
from build.bench.desk import measure_desk
from build.bench.guards import measure_guards
from build.bench.kiosk_form import measure_kiosk_form
from build.bench.measure import ROUNDS, Result, compare, peak_mebibytes, table
from build.bench.offices import BenchOffice, add_cases, make_offices
from build.bench.queue import SIZES, measure_queue
from build.bench.record import measure_append, measure_verify
from build.bench.responses import SIZES as RESPONSES
from build.bench.responses import measure_responses
from build.bench.rules import measure_rules
from build.bench.twin import measure_twin
from build.bench.vault import measure_case_keys, measure_paper, measure_unlock

REQUESTS = 1000


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


def measure_import(folder: Path, requests: int = REQUESTS) -> list[Result]:
    """Admit a bundle of requests: decrypt, verify, schema, papers, commit, record."""
    agency, office, _clock = make_offices(folder)
    stick = folder / "stick"
    stick.mkdir()
    drive = FolderDrive(stick)
    receiver = office.actor(Role.SECURITY_OFFICER)
    # Bundles of a lane are admitted in order; they are made before, so that only the admission is in the time.
    waiting = [_send_requests(agency, drive, requests) for _ in range(ROUNDS + 1)]
    rows = _rows_like(requests)

    def ours() -> None:
        importing = office.services.importing
        inspection = importing.inspect(receiver, drive, waiting.pop(0))
        if inspection.likenesses:
            # So many people, and some have the same name: an officer has to say that they are others.
            others = {one.key: Verdict.OTHER for one in inspection.likenesses}
            inspection = importing.answer(receiver, inspection, Answers(identity=others))
        importing.admit(receiver, inspection)

    def theirs() -> None:
        _raw_insert(folder / "raw.db", rows)

    work = f"inspect and admit a bundle of {requests} requests with scans"
    return [compare(work, ours, "raw executemany of as many rows", theirs)]


def _send_requests(agency: BenchOffice, drive: FolderDrive, count: int) -> str:
    cases = add_cases(agency, count, State.CONSENTED, with_consents=True)
    sender = agency.seats[Role.SECURITY_OFFICER]
    preview = agency.services.exporting.prepare_many(
        sender.actor,
        Kind.INVESTIGATION_REQUEST,
        [Target(case=case) for case in cases],
        StationId("INVEST1"),
        [sender.actor.person],
    )
    return _sign_and_write(agency, preview.manifest.bundle_id, [Role.SECURITY_OFFICER], drive)


def _sign_and_write(office: BenchOffice, bundle: str, roles: list[Role], drive: FolderDrive) -> str:
    for role in roles:
        seat = office.seats[role]
        office.services.exporting.sign(seat.actor, seat.signer, BundleId(bundle))
    sender = office.seats[Role.SECURITY_OFFICER]
    ticks = office.services.exporting.write(sender.actor, sender.signer, BundleId(bundle), drive)
    return ticks.file_name


def _rows_like(count: int) -> dict[str, list[tuple[object, ...]]]:
    """As many rows of the same tables and sizes as an admitted bundle writes."""
    case = tuple("x" * 24 for _ in tables.cases.columns)
    blob = (*("x" * 24 for _ in range(len(tables.blobs.columns) - 1)), b"x" * 120)
    return {"cases": [case] * count, "blobs": [blob] * count}


def _raw_insert(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> None:
    path.unlink(missing_ok=True)
    connection = connect(path, bytes(32))
    for name, values in rows.items():
        columns = len(values[0])
        connection.execute(
            f"CREATE TABLE {name} ({', '.join(f'c{number}' for number in range(columns))})"
        )  # names of our own
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * columns)})", values)  # noqa: S608 # as above
        connection.execute("COMMIT")
    connection.close()


def measure_export(folder: Path) -> list[Result]:
    """One decision bundle: prepare, two signatures, write, flush, read back, decrypt."""
    agency, _office, _clock = make_offices(folder)
    stick, plain = folder / "stick", folder / "plain"
    stick.mkdir()
    plain.write_bytes(os.urandom(1024 * 1024))
    drive = FolderDrive(stick)
    cases = _decided_cases(agency, ROUNDS + 1, drive)
    age = shutil.which("age") or "/opt/age/usr/bin/age"

    def ours() -> None:
        signers = [agency.seats[role] for role in (Role.DECIDING_OFFICER, Role.SECURITY_OFFICER)]
        preview = agency.services.exporting.prepare(
            agency.actor(Role.SECURITY_OFFICER),
            Kind.DECISION,
            Target(case=cases.pop()),
            StationId("INVEST1"),
            [seat.actor.person for seat in signers],
        )
        _sign_and_write(agency, preview.manifest.bundle_id, [Role.DECIDING_OFFICER, Role.SECURITY_OFFICER], drive)

    if not Path(age).exists():
        return [compare("one decision export", ours, "copy and flush of 1 MiB", lambda: _copy(plain, folder / "copy"))]
    recipient = folder / "recipient.txt"
    seat = agency.services.trust.document(agency.actor(Role.SECURITY_OFFICER)).stations[0]
    recipient.write_text(Recipient(seat.recipient_key).encode() + "\n", encoding="ascii")

    def theirs() -> None:
        subprocess.run([age, "-R", str(recipient), "-o", str(folder / "out.age"), str(plain)], check=True)  # noqa: S603 # a fixed program on our own files

    return [compare("one decision export with read-back", ours, "age program over 1 MiB", theirs)]


def _copy(source: Path, destination: Path) -> None:
    shutil.copyfile(source, destination)
    descriptor = os.open(destination, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _decided_cases(agency: BenchOffice, count: int, drive: FolderDrive) -> list[CaseId]:
    """Cases whose investigation was requested and whose decision was signed and notified."""
    cases = add_cases(agency, count, State.CONSENTED, with_consents=True)
    sender = agency.seats[Role.SECURITY_OFFICER]
    preview = agency.services.exporting.prepare_many(
        sender.actor,
        Kind.INVESTIGATION_REQUEST,
        [Target(case=case) for case in cases],
        StationId("INVEST1"),
        [sender.actor.person],
    )
    _sign_and_write(agency, preview.manifest.bundle_id, [Role.SECURITY_OFFICER], drive)
    with agency.services.desk.vault.write() as unit:
        for case in cases:
            unit.cases.move(case, State.UNDER_EVALUATION, agency.services.desk.clock.now())
    for case in cases:
        _decide(agency, case)
    return cases


def _decide(agency: BenchOffice, case: CaseId) -> None:
    decisions, day = agency.services.decisions, date(2025, 6, 10)
    viewpoints = tuple(Viewpoint("特に問題は認められない。") for _ in range(7))
    decisions.write(agency.actor(Role.EXAMINER), case, Evaluation(viewpoints, "総合的に判断した。", Outcome.CLEARED))  # type: ignore[arg-type] # seven by construction
    reviewer, decider = agency.seats[Role.REVIEWER], agency.seats[Role.DECIDING_OFFICER]
    decisions.sign(reviewer.actor, reviewer.signer, case, day)
    decisions.confirm(decider.actor, decider.signer, case, Outcome.CLEARED)
    agency.services.results.notify_subject(agency.actor(Role.EXAMINER), case, Outcome.CLEARED, day)


if __name__ == "__main__":
    main(sys.argv[1:])
