"""Any byte of any file of a backup flipped: named and refused, or the file's twin steps in; never a wrong vault."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.errors import AppError
from app.services.platform.backup_folder import BackupFolder
from tests.services.backups.media import appointed, layout_of, made, opened
from tests.services.exchange.world import World
from tests.services.vault.crash_journey import LARGE_SCAN
from tests.thoroughness import amount

At = Callable[[str], World]
NAMED = {
    "backup.manifest-refused",
    "backup.signature-refused",
    "backup.file-damaged",
    "backup.not-for-us",
    "backup.sheets-refused",
    "backup.vault-damaged",
    "backup.other-vault",
}
TWINS = {"backup.dsse", "newest"}


def places(size: int, number: int) -> list[int]:
    """So many bytes spread over a file by a fixed stride that fits no structure, its ends among them."""
    return sorted({0, size - 1, *((7919 * step + 131) % size for step in range(number))})


def assert_refused(at: At, tmp_path: Path, number: int) -> None:
    world = at("consented")
    office = world.agency
    consents, actor = office.services.consents, office.actor("examiner")
    consents.record_inquiry_consent(actor, world.case, world.clock.today(), LARGE_SCAN)
    sheets = appointed(office)
    stick = tmp_path / "stick"
    stick.mkdir()
    place = BackupFolder(stick)
    made(office, place)
    sound = opened(office, place, 1, sheets).inside
    for path in sorted(one for one in (stick / layout_of(office).folder).rglob("*") if one.is_file()):
        data = path.read_bytes()
        for at_byte in places(len(data), number):
            path.write_bytes(data[:at_byte] + bytes([data[at_byte] ^ 1]) + data[at_byte + 1 :])
            code = ""
            try:
                assert opened(office, place, 1, sheets).inside == sound
            except AppError as error:
                code = error.code
            has_twin = any(word in path.name for word in TWINS)
            assert code in NAMED or (has_twin and not code), (path.name, at_byte, code)
        path.write_bytes(data)
    assert opened(office, place, 1, sheets).inside == sound


def test_flipped_bytes_are_named(at: At, tmp_path: Path) -> None:
    assert_refused(at, tmp_path, 4)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_many_flipped_bytes_are_named(at: At, tmp_path: Path) -> None:
    assert_refused(at, tmp_path, amount(20, 150))
