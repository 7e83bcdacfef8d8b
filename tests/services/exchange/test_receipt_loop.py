"""Receipts in all three forms: judged alike, closing an export once, raising an alarm when they cannot be true."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId
from app.models.domain.loop import Cause
from app.models.views.loop import Incident
from app.models.views.records import Export
from app.services.bundles.schemas import Receipt, ReceiptOutcome
from app.services.exchange import receipt_forms
from app.services.exchange.closing import ClosedExport
from app.services.typed_text import groups
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.test_receipts import NOT_COMPARED, delivered, receipt_file
from tests.services.exchange.world import World

Form = Callable[[World, bytes], ClosedExport]
TAKEN_IN = (ReceiptOutcome.IMPORTED, ReceiptOutcome.DUPLICATE)


def as_file(world: World, data: bytes) -> ClosedExport:
    office, name = world.agency, "FOUND.receipt"
    (world.stick.path / name).write_bytes(data)
    return office.services.receipts.close(office.actor("security"), world.stick, name)


def as_text(world: World, data: bytes) -> ClosedExport:
    office = world.agency
    printed = " ".join(groups(receipt_forms.to_text(data)))
    return office.services.receipts.close_text(office.actor("security"), printed)


forms = pytest.mark.parametrize("form", [as_file, as_text])


def honest(world: World) -> Receipt:
    """The receipt that the recipient gave for a request that is on its way."""
    name = receipt_file(world, delivered(world))
    record = crafting.record_in((world.stick.path / name).read_bytes(), world.agency)
    assert isinstance(record, Receipt)
    return record


def signed(receipt: Receipt, office: Office, **changes: Any) -> bytes:
    return receipt_forms.sealed(msgspec.structs.replace(receipt, **changes), crafting.keys_of(office).signing)


def export_of(world: World, receipt: Receipt) -> Export:
    with world.agency.desk.vault.read() as unit:
        return unit.exports.get(BundleId(receipt.bundle_id))


def incidents(world: World) -> list[Incident]:
    with world.agency.desk.vault.read() as unit:
        return unit.loop.incidents()


def refused(world: World, form: Form, data: bytes, code: str) -> None:
    before = world.agency.tables(NOT_COMPARED)
    with pytest.raises(AppError) as refusal:
        form(world, data)
    assert refusal.value.code == code
    assert world.agency.tables(NOT_COMPARED) == before


@forms
def test_a_small_form_closes_the_export_once(at: At, form: Form) -> None:
    world = at("consented")
    receipt = honest(world)
    assert (receipt.record_count, receipt.blob_count) == (1, 1)
    closed = form(world, signed(receipt, world.investigation))
    assert (closed.outcome, closed.is_new) == ("imported", True)
    before = world.agency.tables()
    for other in (as_file, as_text):
        assert other(world, signed(receipt, world.investigation)).is_new is False
    assert world.agency.tables() == before
    assert export_of(world, receipt).status == "closed"
    assert incidents(world) == []


LIES: list[tuple[dict[str, Any], str, Cause]] = [
    ({"bundle_id": "0123456789ab4def8123456789abcdef"}, "receipt.unknown-bundle", Cause.UNKNOWN_BUNDLE),
    ({"manifest_sha256": "ab" * 32}, "receipt.other-bundle", Cause.OTHER_CONTENT),
    ({"ciphertext_sha256": "ab" * 32}, "receipt.other-bundle", Cause.OTHER_CONTENT),
    ({"record_count": 2}, "receipt.other-counts", Cause.OTHER_COUNTS),
    ({"blob_count": 0}, "receipt.other-counts", Cause.OTHER_COUNTS),
    ({"outcome": ReceiptOutcome.REFUSED, "code": "bundle.damaged"}, "receipt.other-counts", Cause.OTHER_COUNTS),
]


@pytest.mark.parametrize(("changes", "code", "cause"), LIES)
def test_what_cannot_be_true_is_refused_and_an_alarm(at: At, changes: dict[str, Any], code: str, cause: Cause) -> None:
    world = at("consented")
    receipt = honest(world)
    lie = signed(receipt, world.investigation, **changes)
    for form in (as_file, as_text):
        refused(world, form, lie, code)
    # Shown twice, it is one incident; the lane and the honest receipt are as before.
    (incident,) = incidents(world)
    assert (incident.cause, incident.partner) == (cause.value, world.investigation.station)
    assert world.agency.events("incident.raised") == [("incident.raised", "done")]
    assert as_text(world, signed(receipt, world.investigation)).is_new


@forms
def test_only_the_station_that_the_bundle_went_to_can_acknowledge_it(at: At, form: Form) -> None:
    world = at("consented")
    receipt = honest(world)
    other = world.contractor
    refused(world, form, signed(receipt, other, station=other.station), "receipt.unknown-bundle")
    refused(world, form, signed(receipt, other), "bundle.signer-unknown")
    refused(world, form, signed(receipt, world.investigation, station="NOBODY1"), "bundle.signer-unknown")
    data = bytearray(signed(receipt, world.investigation))
    place = data.index(b'"sig":"') + 10
    data[place] = ord("A") if data[place] != ord("A") else ord("B")
    refused(world, form, bytes(data), "bundle.signature-invalid")
    assert {one.cause for one in incidents(world)} == {Cause.UNKNOWN_BUNDLE.value, Cause.FORGED.value}


@forms
def test_each_outcome_is_shown_for_what_it_is(at: At, form: Form) -> None:
    world = at("consented")
    receipt, office = honest(world), world.investigation
    nothing = {"record_count": 0, "blob_count": 0}
    # In quarantine it is not decided on: the export stays open.
    assert form(world, signed(receipt, office, outcome=ReceiptOutcome.QUARANTINED, **nothing)).is_new
    assert (export_of(world, receipt).status, export_of(world, receipt).receipt_outcome) == ("written", "quarantined")
    told = form(world, signed(receipt, office, outcome=ReceiptOutcome.REFUSED, code="bundle.expired", **nothing))
    assert (told.outcome, told.code, told.is_new) == ("refused", "bundle.expired", True)
    # Refused first and taken in later is possible, the reverse is not.
    assert form(world, signed(receipt, office)).is_new
    assert export_of(world, receipt).receipt_outcome == "imported"
    assert form(world, signed(receipt, office, outcome=ReceiptOutcome.DUPLICATE)).is_new is False
    lie = signed(receipt, office, outcome=ReceiptOutcome.REFUSED, code="bundle.expired", **nothing)
    refused(world, form, lie, "receipt.contradicts")
    assert [one.cause for one in incidents(world)] == [Cause.CONTRADICTION.value]


def test_what_is_no_receipt_at_all_is_refused_without_an_alarm(at: At) -> None:
    world = at("consented")
    honest(world)
    refused(world, as_file, b"{}", "receipt.not-a-receipt")
    office = world.agency
    with pytest.raises(AppError) as refusal:
        office.services.receipts.close_text(office.actor("security"), "ABC")
    assert refusal.value.code == "receipt.text-mistyped"
    assert incidents(world) == []
