"""Backups in tests: an office with two recovery sheets, a medium, and what a sound backup must answer."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.models.domain.actor import Environment
from app.models.views.records import RecoverySheet
from app.services.backups.layout import Layout
from app.services.backups.making import BackupMaking, Made
from app.services.backups.opening import Belonging, BySheets, OpenBackup, check_blobs, found_on, open_backup
from app.services.crypto.age import Identity
from app.services.ports import BackupPlace
from tests.services.exchange.offices import Office, entropy


@dataclass(frozen=True)
class Sheets:
    """The two printed keys."""

    first: Identity
    second: Identity

    @property
    def opener(self) -> BySheets:
        return BySheets(self.first, self.second)


def appointed(office: Office) -> Sheets:
    """Appoint two recovery officers."""
    sheets = Sheets(Identity.generate(entropy), Identity.generate(entropy))
    with office.desk.vault.write() as unit:
        unit.keys.appoint_recovery(
            [
                RecoverySheet(number, f"holder {number}", one.recipient.raw, office.desk.clock.now())
                for number, one in enumerate((sheets.first, sheets.second), start=1)
            ]
        )
    return sheets


def made(office: Office, place: BackupPlace) -> Made:
    return BackupMaking(office.desk).make(office.actor("administrator"), place)


def layout_of(office: Office) -> Layout:
    return Layout.of(office.station)


def numbers(office: Office, place: BackupPlace) -> list[int]:
    return [one.number for one in found_on(place, layout_of(office))]


def opened(office: Office, place: BackupPlace, number: int, sheets: Sheets) -> OpenBackup:
    """Open a backup completely, read every paper, throw it away."""
    work = office.folder.parent / "opened backup"
    work.mkdir()
    try:
        belonging = Belonging(environment=Environment.REHEARSAL)
        backup = open_backup(place, layout_of(office), number, sheets.opener, work, belonging)
        check_blobs(place, layout_of(office), backup)
    finally:
        shutil.rmtree(work)
    return backup


def files(folder: Path) -> dict[str, bytes]:
    """Everything on a medium."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}
