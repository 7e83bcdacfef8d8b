"""Opinion and decision carry the envelope of the two officers who signed them; whoever receives it verifies it."""

from collections.abc import Sequence

import msgspec
import pytest

from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.services.bundles import schemas
from app.services.bundles.container import Lane
from app.services.bundles.manifest import Kind
from app.services.crypto import dsse
from app.services.decisions.decisions import PAYLOAD_TYPE as DECISION_TYPE
from app.services.desk import Target
from app.services.findings.opinions import PAYLOAD_TYPE as OPINION_TYPE
from app.services.stations.signer import Signer
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World


def envelope(payload: bytes, payload_type: str, hands: Sequence[Signer]) -> bytes:
    return dsse.build(payload_type, payload, [hand.sign(payload_type, payload) for hand in hands])


def refused(world: World, receiver: Office, data: bytes, *codes: str) -> None:
    """The bundle itself is sound; the record in it is found out when it is admitted, and nothing is kept."""
    before, blobs = receiver.tables(), receiver.blobs()
    inspection = world.inspected(receiver, crafting.put(world, data))
    with pytest.raises(UntrustedInputError) as refusal:
        receiver.services.importing.admit(receiver.actor("security"), inspection)
    assert refusal.value.code in codes
    assert (receiver.tables(), receiver.blobs()) == (before, blobs)


class Opinion:
    """An honest opinion and what can be made of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.office = world.investigation
        data = crafting.sealed_honestly(world, self.office, Kind.OPINION, Target(case=world.case), world.agency)
        record = crafting.record_in(data, self.office)
        assert isinstance(record, schemas.OpinionRecord)
        self.record = record
        self.payload = dsse.parse(record.opinion_envelope, OPINION_TYPE).payload
        self.data = data

    def with_envelope(self, made: bytes) -> bytes:
        return self.crafted(msgspec.structs.replace(self.record, opinion_envelope=made))

    def crafted(self, record: schemas.Record) -> bytes:
        """In the place of the honest one, which does not arrive."""
        world = self.world
        whole = crafting.plan(world, Kind.OPINION, self.office, world.agency, record)
        lane, own = whole.lanes
        with world.agency.desk.vault.read() as unit:
            arrived = unit.lanes.get("in", self.office.station)
        there = Lane(lane.station, lane.key, arrived.last_seq + 1, arrived.last_manifest_sha256)
        return crafting.crafted(world, Kind.OPINION, self.office, world.agency, record, lanes=(there, own))


@pytest.fixture(name="opinion")
def _opinion(at: At) -> Opinion:
    return Opinion(at("opined"))


def test_an_honest_opinion_and_a_rebuilt_one_are_admitted(opinion: Opinion, at: At) -> None:
    hands = [opinion.office.hand("reviewer"), opinion.office.hand("decider")]
    rebuilt = opinion.with_envelope(envelope(opinion.payload, OPINION_TYPE, hands))
    opinion.world.admitted(opinion.world.agency, crafting.put(opinion.world, rebuilt))
    other = Opinion(at("opined"))
    other.world.admitted(other.world.agency, crafting.put(other.world, other.data))


@pytest.mark.parametrize(
    "who",
    [
        ("reviewer",),
        ("decider",),
        ("reviewer", "examiner"),
        ("reviewer", "security"),
        ("many",),
    ],
)
def test_an_opinion_without_its_two_officers(opinion: Opinion, who: tuple[str, ...]) -> None:
    made = envelope(opinion.payload, OPINION_TYPE, [opinion.office.hand(one) for one in who])
    refused(opinion.world, opinion.world.agency, opinion.with_envelope(made), "bundle.threshold-not-met")


def test_an_opinion_signed_by_officers_of_the_agency(opinion: Opinion) -> None:
    agency = opinion.world.agency
    made = envelope(opinion.payload, OPINION_TYPE, [agency.hand("reviewer"), agency.hand("decider")])
    refused(
        opinion.world,
        agency,
        opinion.with_envelope(made),
        "bundle.threshold-not-met",
        "bundle.signer-unknown",
        "bundle.signature-invalid",
    )


def test_an_opinion_that_says_otherwise_than_was_signed(opinion: Opinion) -> None:
    changed = msgspec.structs.replace(opinion.record, opinion=schemas.OpinionCode.RISK_FOUND)
    refused(opinion.world, opinion.world.agency, opinion.crafted(changed), "bundle.inner-record-differs")
    changed = msgspec.structs.replace(opinion.record, opinion_text="別の意見")
    refused(opinion.world, opinion.world.agency, opinion.crafted(changed), "bundle.inner-record-differs")


def test_an_opinion_with_a_broken_envelope(opinion: Opinion) -> None:
    hands = [opinion.office.hand("reviewer"), opinion.office.hand("decider")]
    wrong = [
        envelope(opinion.payload, DECISION_TYPE, hands),
        envelope(opinion.payload.replace(b"\xe3\x80\x82", b"\xe3\x80\x81", 1), OPINION_TYPE, hands),
        opinion.record.opinion_envelope[:-1],
        b"",
        b"{}",
    ]
    for made in wrong:
        codes = ("bundle.inner-record-differs", "bundle.manifest-refused", "bundle.signature-invalid")
        refused(opinion.world, opinion.world.agency, opinion.with_envelope(made), *codes)


def test_an_opinion_on_another_case(at: At) -> None:
    """The honest opinion on one case, told of another."""
    world = at("opined")
    opinion = Opinion(world)
    other = msgspec.structs.replace(opinion.record, case_ref=world.others[0])
    inspection = world.inspected(world.agency, crafting.put(world, opinion.crafted(other)))
    before = world.agency.tables()
    with pytest.raises(GateClosedError):
        world.agency.services.importing.admit(world.agency.actor("security"), inspection)
    assert world.agency.tables() == before


def test_a_decision_is_verified_by_the_investigation_office(at: At) -> None:
    world = at("notified")
    agency, office = world.agency, world.investigation
    data = crafting.sealed_honestly(world, agency, Kind.DECISION, Target(case=world.case), office)
    record = crafting.record_in(data, agency)
    assert isinstance(record, schemas.DecisionRecord)
    payload = dsse.parse(record.decision_envelope, DECISION_TYPE).payload
    with office.desk.vault.read() as unit:
        arrived = unit.lanes.get("in", agency.station)

    def crafted(changed: schemas.DecisionRecord) -> bytes:
        lane, own = crafting.plan(world, Kind.DECISION, agency, office, changed).lanes
        there = Lane(lane.station, lane.key, arrived.last_seq + 1, arrived.last_manifest_sha256)
        return crafting.crafted(world, Kind.DECISION, agency, office, changed, lanes=(there, own))

    for who in (("reviewer",), ("decider",), ("many",), ("examiner", "decider")):
        made = envelope(payload, DECISION_TYPE, [agency.hand(one) for one in who])
        changed = msgspec.structs.replace(record, decision_envelope=made)
        refused(world, office, crafted(changed), "bundle.threshold-not-met")
    for changed in (
        msgspec.structs.replace(record, outcome=schemas.DecisionOutcome.NOT_CLEARED, valid_until=None),
        msgspec.structs.replace(record, viewpoints=("別の評価",) * 7),
    ):
        refused(world, office, crafted(changed), "bundle.inner-record-differs")
    world.admitted(office, crafting.put(world, crafted(record)))
