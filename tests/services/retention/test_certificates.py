import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from app.models.domain.errors import AlreadyDoneError, GateClosedError, InvalidInputError
from app.models.domain.retention import Matter
from app.models.schema.keeping import backups
from tests.services.exchange.offices import Office
from tests.services.exchange.world import PEOPLE, World
from tests.services.retention.conftest import At
from tests.services.retention.ending import destroyed, marked, told_everybody, withdrawn


def backed_up(office: Office, number: int, medium: str, at: datetime) -> None:
    row = {
        "backup_id": f"b{number}",
        "number": number,
        "medium": medium,
        "made_at": at.isoformat(),
        "made_by": "x",
        "vault_sha256": "0" * 64,
        "vault_bytes": 1,
        "keys_sha256": "0" * 64,
        "epoch": 0,
        "size": 1,
        "root": bytes(32),
        "checked_at": at.isoformat(),
    }
    with office.desk.vault._writer.begin() as connection:
        connection.execute(insert(backups), row)


def removed(office: Office, number: int) -> None:
    with office.desk.vault._writer.begin() as connection:
        connection.execute(
            update(backups).where(backups.c.number == number).values(removed_at="2026-01-01T00:00:00+00:00")
        )


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "certificate.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()  # noqa: S603


@pytest.fixture
def ended(at: At) -> World:
    """A destroyed case, of which a bundle left and a backup was made."""
    world = at("answered")
    backed_up(world.agency, 1, "stick-1", world.clock.now())
    withdrawn(world)
    marked(world.agency, world.case)
    world.clock.advance(timedelta(hours=1))
    destroyed(world.agency, world.case)
    world.clock.advance(timedelta(hours=1))
    return world


def test_a_certificate_waits_until_no_medium_holds_an_older_backup_of_the_keys(ended: World) -> None:
    agency, case = ended.agency, ended.case
    certificates, actor = agency.services.certificates, agency.actor("security")
    with pytest.raises(GateClosedError) as refused:
        certificates.issue(actor, case)
    assert (refused.value.code, refused.value.params) == ("certificate.keys-backup-older", {"medium": "stick-1"})
    (line,) = certificates.page(agency.actor("auditor"))
    assert (line.obstacle, line.medium) == ("certificate.keys-backup-older", "stick-1")
    backed_up(agency, 2, "stick-1", ended.clock.now())
    assert certificates.issue(actor, case)


def test_a_medium_that_was_removed_stands_in_no_way(ended: World) -> None:
    removed(ended.agency, 1)
    assert ended.agency.services.certificates.issue(ended.agency.actor("security"), ended.case)


def test_a_certificate_names_every_place_and_no_person(ended: World, tmp_path: Path) -> None:
    agency, case = ended.agency, ended.case
    backed_up(agency, 2, "stick-1", ended.clock.now())
    certificates, actor = agency.services.certificates, agency.actor("security")
    certificates.issue(actor, case)
    said = text_of(certificates.read(agency.actor("auditor"), case), tmp_path)
    with agency.desk.vault.read() as unit:
        sent = [one for one in unit.exports.in_status(("closed", "written")) if one.bundle_id in _bundles(ended)]
    assert len(sent) == 3
    assert all(one.file_name[:20] in said for one in sent)
    assert "stick-1" in said
    assert case in said.replace("\n", "")
    assert "agency second-security" in said
    assert "agency auditor" in said
    assert PEOPLE[0][0] not in said
    with pytest.raises(AlreadyDoneError):
        certificates.issue(actor, case)


def _bundles(world: World) -> tuple[str, ...]:
    with world.agency.desk.vault.read() as unit:
        line = unit.ledger.find(world.case)
    assert line is not None
    return line.bundles


def test_a_copy_of_the_key_that_turned_up_again_stops_the_certificate(at: At) -> None:
    world = at("answered")
    agency, case = world.agency, withdrawn(world)
    with agency.desk.vault.read() as unit:
        key = unit.case_keys.get(case)
    marked(agency, case)
    destroyed(agency, case)
    keys = agency.desk.vault.case_keys
    keys._opened[case] = key  # as if it had never been forgotten
    with pytest.raises(GateClosedError) as refused:
        agency.services.certificates.issue(agency.actor("security"), case)
    assert refused.value.code == "certificate.key-exists"
    del keys._opened[case]
    keys.create([case])
    with pytest.raises(GateClosedError):
        agency.services.certificates.issue(agency.actor("security"), case)


def test_nothing_is_certified_that_was_not_destroyed(at: At) -> None:
    world = at("answered")
    with pytest.raises(InvalidInputError):
        world.agency.services.certificates.issue(world.agency.actor("security"), world.case)
    with pytest.raises(InvalidInputError):
        world.agency.services.certificates.read(world.agency.actor("security"), world.case)


def test_papers_of_no_case_are_certified_too(at: At, tmp_path: Path) -> None:
    world = at("consented")
    told_everybody(world)
    world.clock.advance(timedelta(days=3 * 366))
    agency = world.agency
    disposal, certificates = agency.services.disposal, agency.services.certificates
    disposal.destroy_paper(agency.actor("security"), agency.actor("auditor"), Matter.REFUSAL, world.refused)
    certificates.issue(agency.actor("security"), world.refused)
    said = text_of(certificates.read(agency.actor("security"), world.refused), tmp_path)
    assert "不同意の記録" in said
    assert "試験値" not in said
