"""The small forms of a receipt that we write close the export at its origin like the bundle does."""

from pathlib import Path

import pytest

from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange import receipt_forms
from app.services.exchange.importing import GapReason
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.retention.test_certificates import text_of

REQUEST = Kind.INVESTIGATION_REQUEST


def admitted(world: World, office: Office) -> BundleId:
    return world.admitted(office, world.sent(world.agency, REQUEST, Target(case=world.case), office)).bundle_id


def test_a_mini_file_lies_beside_the_bundle_and_closes_the_export(at: At) -> None:
    world = at("consented")
    office, agency = world.investigation, world.agency
    bundle = admitted(world, office)
    (bundle_file,) = world.stick.list_bundles()
    name = office.services.receipt_papers.mini_file(office.actor("security"), bundle, world.stick)
    assert name == receipt_forms.file_name(bundle_file)
    said = receipt_forms.read((world.stick.path / name).read_bytes()).receipt
    assert (said.bundle_id, said.outcome, said.record_count, said.blob_count) == (bundle, "imported", 1, 1)
    assert agency.services.receipts.close(agency.actor("security"), world.stick, name).bundle_id == bundle
    with pytest.raises(EnvironmentProblemError) as taken:
        office.services.receipt_papers.mini_file(office.actor("security"), bundle, world.stick)
    assert taken.value.code == "media.name-taken"
    assert not list(world.stick.path.glob("*.partial"))


def test_a_receipt_on_paper_tells_the_numbers_that_were_given_up(at: At, tmp_path: Path) -> None:
    world = at("consented")
    office, agency = world.investigation, world.agency
    world.sent(agency, REQUEST, Target(case=world.others[0]), office)
    held = world.inspected(office, world.sent(agency, REQUEST, Target(case=world.case), office))
    actor = office.actor("security")
    assert office.services.importing.accept_gap(actor, held, GapReason.LOST) == 1
    inspection = world.inspected(office, held.file_name)
    bundle = office.services.importing.admit(actor, inspection)
    pdf = office.services.receipt_papers.printed(actor, bundle)
    said = text_of(pdf, tmp_path)
    assert "記録" in said
    assert "Records" not in said
    name = office.services.receipt_papers.mini_file(actor, bundle, world.stick)
    data = (world.stick.path / name).read_bytes()
    assert receipt_forms.read(data).receipt.lanes[0].missing == (1,)
    closed = agency.services.receipts.close_text(agency.actor("security"), receipt_forms.to_text(data))
    assert (closed.bundle_id, closed.outcome) == (bundle, "imported")


def test_nothing_is_written_about_a_bundle_that_nobody_decided_on(at: At) -> None:
    world = at("consented")
    office = world.investigation
    inspection = world.inspected(office, world.sent(world.agency, REQUEST, Target(case=world.case), office))
    for who in ("security", "examiner"):
        with pytest.raises(AppError):
            office.services.receipt_papers.mini_file(office.actor(who), inspection.bundle_id, world.stick)
    with pytest.raises(GateClosedError):
        office.services.receipt_papers.printed(office.actor("security"), inspection.bundle_id)
    assert len(list(world.stick.path.iterdir())) == 1
