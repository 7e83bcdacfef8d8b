"""A backup, verified as it counts, beside a plain copy of the same files with a flush."""

import os
import shutil
from pathlib import Path

from app.models.domain.actor import Role
from app.models.domain.lifecycle import State
from app.models.views.records import RecoverySheet
from app.services.crypto.age import Identity
from app.services.platform.backup_folder import BackupFolder
from build.bench.measure import Result, compare
from build.bench.offices import add_cases, make_offices


def measure_backup(folder: Path, sizes: tuple[int, ...] = (100, 1_000, 10_000)) -> list[Result]:
    """At growing sizes of the vault: copy under a key, check, encrypt to the medium, read back, decrypt."""
    results = []
    for cases in sizes:
        agency, _office, clock = make_offices(folder / str(cases))
        add_cases(agency, cases, State.CONSENTED, with_consents=True)
        vault = agency.services.desk.vault
        with vault.write() as unit:
            sheets = [Identity(bytes([number]) * 32).recipient.raw for number in (1, 2)]
            unit.keys.appoint_recovery(
                [RecoverySheet(number, "", one, clock.now()) for number, one in enumerate(sheets, start=1)]
            )
        stick, copy = folder / f"stick-{cases}", folder / f"copy-{cases}"
        stick.mkdir()
        copy.mkdir()
        place, actor = BackupFolder(stick), agency.actor(Role.ADMINISTRATOR)
        files = [vault.folder / name for name in ("vault.db", "vault.db-wal", "keys.db")]
        size = sum(path.stat().st_size for path in files if path.exists())
        results.append(
            compare(
                f"backup of {cases:,} cases, {size / 2**20:.1f} MiB, verified",
                lambda place=place, actor=actor, agency=agency: agency.services.backups.make(actor, place),  # type: ignore[misc] # bound now
                "plain copy with flush",
                lambda files=files, copy=copy: _copied(files, copy),  # type: ignore[misc] # bound now
            )
        )
    return results


def _copied(files: list[Path], target: Path) -> None:
    for path in files:
        if not path.exists():
            continue
        shutil.copyfile(path, target / path.name)
        descriptor = os.open(target / path.name, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
