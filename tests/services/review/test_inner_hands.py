"""What two officers signed inside a bundle, judged by what the receiver knows on the day it comes in."""

from typing import Any

import msgspec
import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import DecisionRecord, OpinionRecord, Record
from app.services.crypto import dsse
from app.services.decisions.decisions import PAYLOAD_TYPE as DECISION_TYPE
from app.services.desk import Target
from app.services.exchange import drafts
from app.services.exchange.lookout import trust_view
from app.services.exchange.preview import records_in_draft
from app.services.findings.opinions import PAYLOAD_TYPE as OPINION_TYPE
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.review.circle import reissued, with_key


def record_in(world: World, sender: Office, kind: Kind, receiver: Office) -> Record:
    """The record of the bundle that an honest office would send; the draft is given up."""
    exporting, actor = sender.services.exporting, sender.actor("security")
    bundle = world.prepared(sender, kind, Target(case=world.case), receiver)
    with sender.desk.vault.read() as unit:
        export = unit.exports.get(bundle)
        trust = trust_view(unit)
        (record,) = records_in_draft(drafts.restored(unit, export, trust))
    exporting.discard(actor, bundle)
    return record


def refused(world: World, receiver: Office, data: bytes, code: str) -> None:
    inspection = world.inspected(receiver, crafting.put(world, data))
    before = receiver.tables()
    with pytest.raises(UntrustedInputError) as refusal:
        receiver.services.importing.admit(receiver.actor("security"), inspection)
    assert refusal.value.code == code
    assert receiver.tables() == before


def enveloped(payload_type: str, payload: bytes, office: Office) -> bytes:
    hands = [office.hand("reviewer"), office.hand("decider")]
    return dsse.build(payload_type, payload, [hand.sign(payload_type, payload) for hand in hands])


def test_a_key_that_was_taken_back_signs_no_opinion(at: At) -> None:
    world = at("opined")
    name = world.sent(world.investigation, Kind.OPINION, Target(case=world.case), world.agency)
    data = (world.stick.path / name).read_bytes()
    now = int(world.clock.now().timestamp())
    reissued(world, with_key(world.investigation.person("reviewer"), revoked_at=now), world.agency)
    refused(world, world.agency, data, "bundle.signer-revoked")


def test_the_examiner_named_in_an_opinion_signs_none_of_it(at: At) -> None:
    world = at("opined")
    office = world.investigation
    honest: Any = record_in(world, office, Kind.OPINION, world.agency)
    assert isinstance(honest, OpinionRecord)
    said = msgspec.structs.replace(honest, examiner=office.person("decider"), opinion_envelope=b"")
    envelope = enveloped(OPINION_TYPE, msgspec.json.encode(said, order="sorted"), office)
    record = msgspec.structs.replace(said, opinion_envelope=envelope)
    data = crafting.crafted(world, Kind.OPINION, office, world.agency, record)
    refused(world, world.agency, data, "bundle.threshold-not-met")


def test_nothing_hides_beside_the_fields_of_a_signed_decision(at: At) -> None:
    world = at("notified")
    agency = world.agency
    honest: Any = record_in(world, agency, Kind.DECISION, world.investigation)
    assert isinstance(honest, DecisionRecord)
    sheet = msgspec.json.decode(dsse.parse(honest.decision_envelope, DECISION_TYPE).payload)
    payload = msgspec.json.encode({**sheet, "medical": "synthetic"}, order="sorted")
    record = msgspec.structs.replace(honest, decision_envelope=enveloped(DECISION_TYPE, payload, agency))
    data = crafting.crafted(world, Kind.DECISION, agency, world.investigation, record)
    refused(world, world.investigation, data, "bundle.inner-record-differs")
