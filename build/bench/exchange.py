"""Exchange: a bundle of requests beside raw rows, one decision export beside the age program."""

import os
import shutil
import subprocess
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
from build.bench.measure import ROUNDS, Result, compare
from build.bench.offices import BenchOffice, add_cases, make_offices

REQUESTS = 1000


def measure_import(folder: Path, requests: int = REQUESTS) -> list[Result]:
    """Admit a bundle of requests: decrypt, verify, schema, papers, commit, record."""
    agency, office, _clock = make_offices(folder)
    stick = folder / "stick"
    stick.mkdir()
    drive = FolderDrive(stick)
    # Bundles of a lane are admitted in order; they are made before, so that only the admission is in the time.
    waiting = [send_requests(agency, drive, requests) for _ in range(ROUNDS + 1)]
    rows = _rows_like(requests)

    def ours() -> None:
        admit_requests(office, drive, waiting.pop(0))

    def theirs() -> None:
        _raw_insert(folder / "raw.db", rows)

    work = f"inspect and admit a bundle of {requests} requests with scans"
    return [compare(work, ours, "raw executemany of as many rows", theirs)]


def admit_requests(office: BenchOffice, drive: FolderDrive, file_name: str) -> None:
    """Inspect and admit what was sent."""
    importing, receiver = office.services.importing, office.actor(Role.SECURITY_OFFICER)
    inspection = importing.inspect(receiver, drive, file_name)
    if inspection.likenesses:
        # So many people, and some have the same name: an officer has to say that they are others.
        others = {one.key: Verdict.OTHER for one in inspection.likenesses}
        inspection = importing.answer(receiver, inspection, Answers(identity=others))
    importing.admit(receiver, inspection)


def send_requests(agency: BenchOffice, drive: FolderDrive, count: int) -> str:
    """Requests for so many new cases, signed and written; the name of their file."""
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
