"""A new office and renewed keys come into the circle: request, comparison of three groups, next document, grant."""

from datetime import timedelta

import msgspec
import pytest

from app.models.domain.actor import Environment, OfficeKind
from app.models.domain.acts import Action
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, UntrustedInputError
from app.services.bundles.words import Kind
from app.services.crypto.signing import SigningKey
from app.services.desk import Target
from app.services.exchange.lookout import trust_view
from app.services.exchange.preparing import Outgoing, make_draft
from app.services.exchange.trust_post import ReadRequest, Reason
from app.services.stations.signer import Signer
from app.services.trust import cards, comparing
from app.services.trust.comparing import Comparable
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, new_office
from tests.services.exchange.world import World


def newcomer(world: World, name: str = "second", station: str = "SECOND1") -> Office:
    """An office with a vault of its own that has adopted the circle's document but does not stand in it."""
    office = new_office(world.root, name, OfficeKind.CONTRACTOR, station, world.clock, Environment.REHEARSAL)
    agency, actor = world.agency, office.actor("security")
    envelope = agency.services.trust.envelope(agency.actor("security"))
    compare(office, comparing.of_document(envelope))
    office.services.trust.adopt(actor, envelope)
    return office


def compare(office: Office, what: Comparable) -> None:
    actor = office.actor("security")
    asked = office.services.comparisons.ask(actor, what)
    office.services.comparisons.answer(actor, what, [what.digits[place - 1] for place in asked.places])


def requested(world: World, office: Office, reason: Reason = "new") -> tuple[str, ReadRequest]:
    agency = world.agency
    written = office.services.trust_post.request(office.actor("security"), agency.station, reason, world.stick)
    name = written.ticks.file_name
    read = agency.services.trust_post.read_request(agency.actor("security"), world.stick, name)
    assert (read.card, read.what.digits) == (written.card, written.digits)
    return name, read


def roots(world: World) -> list[Signer]:
    return [world.agency.hand("administrator"), world.agency.hand("security")]


def granted(world: World, read: ReadRequest) -> str:
    agency = world.agency
    hands = [agency.hand("security"), agency.hand("administrator")]
    return agency.services.trust_post.grant(agency.actor("security"), hands, read, world.stick).file_name


def test_a_new_office_comes_in_and_is_written_to(at: At) -> None:
    world = at("trusted")
    agency, office = world.agency, newcomer(world)
    try:
        _, read = requested(world, office)
        assert not read.is_known
        keeper = agency.actor("security")
        with pytest.raises(GateClosedError, match=r"trust\.not-compared"):
            agency.services.trust.admit_cards(keeper, roots(world), [(read.card, ())])
        with pytest.raises(GateClosedError, match=r"trust\.not-granted"):
            granted(world, read)
        compare(agency, read.what)
        agency.services.trust.admit_cards(keeper, roots(world), [(read.card, ())])
        name = granted(world, read)
        seen = office.services.importing.inspect(office.actor("security"), world.stick, name)
        assert (seen.report.code, [effect.key for effect in seen.effects]) == ("", ["import.effect.trust"])
        office.services.importing.admit(office.actor("security"), seen)
        document = office.services.trust.document(office.actor("security"))
        assert document.station(office.station) is not None
        # The lanes go on from the request and the grant: a receipt comes back without a gap.
        receipt = office.services.receipts.write(office.actor("security"), seen.bundle_id, world.stick)
        assert world.inspected(agency, receipt).report.code == ""
    finally:
        office.desk.vault.close()


def test_a_request_proves_its_key_and_nothing_else(at: At) -> None:
    """Somebody else's key in the card, or a card for a station of another office, is refused by name."""
    world = at("trusted")
    agency, office = world.agency, newcomer(world)
    try:
        card = cards.decode(office.services.trust.card(office.actor("security")))
        thief = SigningKey(b"\x07" * 32).verify_key.raw
        forged = msgspec.structs.replace(card.stations[0], signing_key=thief)
        assert comparing.of_card(cards.encode(card)) != comparing.of_card(
            cards.encode(msgspec.structs.replace(card, stations=(forged,)))
        )
        with pytest.raises(UntrustedInputError):
            agency.services.trust_post.read_request(agency.actor("security"), world.stick, _opinion_like(world))
        assert agency.events("trust.request-read")[-1] == ("trust.request-read", "done")
    finally:
        office.desk.vault.close()


def _opinion_like(world: World) -> str:
    """A bundle of another kind is no request."""
    return world.investigation.services.trust_post.send(
        world.investigation.actor("security"), world.agency.station, world.stick
    ).file_name


def test_renewed_keys_of_an_office_end_the_old_ones(at: At) -> None:
    world = at("requested")
    agency, office = world.agency, world.investigation
    with office.desk.vault.write() as unit:
        person = office.person("reviewer")
        seed = SigningKey(b"\x21" * 32)
        unit.people.change_keys(person, seed.verify_key.raw, seed.verify_key.raw, b"")
    world.clock.advance(timedelta(days=1))
    _, read = requested(world, office, "renewal")
    assert read.is_known
    compare(agency, read.what)
    agency.services.trust.admit_cards(agency.actor("security"), roots(world), [(read.card, ())])
    found = agency.services.trust.document(agency.actor("security")).person(person)
    assert found is not None
    old, new = found.keys
    assert (old.until, old.revoked_at) == (int(world.clock.now().timestamp()), None)
    assert new.public == seed.verify_key.raw
    seen = world.admitted(office, granted(world, read))
    assert seen.kind == Kind.KEY_GRANT.value


def test_a_trust_update_carries_all_versions_that_a_partner_lacks(at: At) -> None:
    world = at("trusted")
    agency, office = world.agency, world.contractor
    for _ in range(3):
        world.clock.advance(timedelta(days=300))  # the versions between have expired when they come
        agency.services.trust_issuing.renew(agency.actor("security"), roots(world))
    sent = agency.services.trust_post.send(agency.actor("security"), office.station, world.stick)
    seen = world.admitted(office, sent.file_name)
    assert [effect.count for effect in seen.effects] == [3]
    assert office.services.trust.document(office.actor("security")).version == 5
    # Relayed by somebody else, it is nothing new and changes nothing.
    relayed = world.investigation.services.trust_post.send(
        world.investigation.actor("security"), office.station, world.stick
    )
    known = world.inspected(office, relayed.file_name)
    assert not known.can_be_admitted
    assert known.is_known_trust
    with pytest.raises(GateClosedError, match=r"^trust\.already-adopted$"):
        office.services.importing.admit(office.actor("security"), known)


# ---- the comparison ------------------------------------------------------------------------------------------------


def answer(office: Office, what: Comparable, typed: list[str]) -> str:
    try:
        office.services.comparisons.answer(office.actor("security"), what, typed)
    except AppError as refused:
        return refused.code
    return "same"


def test_wrong_groups_are_counted_and_stop_the_comparison(at: At) -> None:
    world = at("trusted")
    agency = world.agency
    actor, ask = agency.actor("security"), agency.services.comparisons.ask
    what = Comparable("ab" * 32, tuple(f"{place:05d}" for place in range(12)))
    assert answer(agency, what, ["00000"] * 3) == "trust.not-asked"
    asked = ask(actor, what)
    assert len(set(asked.places)) == 3
    assert set(asked.places) <= set(range(1, 13))
    for _ in range(2):
        assert answer(agency, what, ["99999"] * 3) == "trust.groups-differ"
        assert answer(agency, what, ["99999"] * 3) == "trust.not-asked"  # other groups must be asked for first
        asked = ask(actor, what)
    assert answer(agency, what, ["99999"] * 3) == "trust.compare-wait"
    with pytest.raises(GateClosedError, match=r"trust\.compare-wait"):
        ask(actor, what)
    world.clock.advance(timedelta(minutes=16))
    asked = ask(actor, what)
    wide = [
        what.digits[place - 1].translate(str.maketrans("0123456789", "０１２３４５６７８９")) for place in asked.places
    ]
    assert answer(agency, what, wide) == "same"
    assert [detail for _, detail in agency.events("trust.compared")].count("done") > 5


def test_a_comparison_counts_for_a_day(at: At) -> None:
    world = at("trusted")
    agency, office = world.agency, newcomer(world)
    try:
        _, read = requested(world, office)
        compare(agency, read.what)
        world.clock.advance(timedelta(days=2))
        with pytest.raises(GateClosedError, match=r"trust\.not-compared"):
            agency.services.trust.admit_cards(agency.actor("security"), roots(world), [(read.card, ())])
    finally:
        office.desk.vault.close()


def test_the_first_document_needs_a_comparison_or_the_whole_paper(at: At) -> None:
    world = at("trusted")
    office = new_office(world.root, "third", OfficeKind.CONTRACTOR, "THIRD1", world.clock, Environment.REHEARSAL)
    try:
        envelope = world.agency.services.trust.envelope(world.agency.actor("security"))
        with pytest.raises(InvalidInputError, match=r"trust\.root-needed"):
            office.services.trust.adopt(office.actor("security"), envelope)
        compare(office, comparing.of_document(envelope))
        assert office.services.trust.adopt(office.actor("security"), envelope) == 2
    finally:
        office.desk.vault.close()


# ---- out of date ---------------------------------------------------------------------------------------------------


def test_a_later_document_is_news_then_blocks(at: At) -> None:
    world = at("consented")
    agency, office = world.agency, world.investigation
    agency.services.trust_issuing.renew(agency.actor("security"), roots(world))
    world.clock.advance(timedelta(days=1))
    world.requested()
    with office.desk.vault.read() as unit:
        news = unit.trust.news()
    assert news is not None
    assert news.version == 3
    world.clock.advance(timedelta(days=29))
    name = world.sent(agency, Kind.INVESTIGATION_REQUEST, Target(case=world.others[0]), office)
    assert world.inspected(office, name).report.code == ""
    world.clock.advance(timedelta(days=2))
    assert world.inspected(office, name).report.code == "bundle.trust-stale"  # E23
    with office.desk.act(office.actor("security"), Action.WRITE_RECEIPT) as act:
        outgoing = Outgoing(Kind.RECEIPT, "0" * 32, agency.station, (), lambda _head: pytest.fail("drafted"))
        with pytest.raises(GateClosedError, match=r"trust\.stale"):
            make_draft((act,), trust_view(act.unit), outgoing)
    office.services.trust.adopt(office.actor("security"), agency.services.trust.envelope(agency.actor("security")))
    assert world.inspected(office, name).report.code == ""
