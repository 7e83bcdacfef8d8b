"""Confirmations for partners abroad: one word, read off the case, to the agency that speaks with the partner."""

from datetime import timedelta

import msgspec
import pytest

from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, NotAuthorisedError
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.confirming import ConfirmationAsk, read_ask
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.review.circle import joined

ASK = ConfirmationAsk("AU", "TAKAHASHI", "MISAKI")


def written(world: World) -> Target:
    matter = world.agency.services.confirming.write(world.agency.actor("decider"), world.case, ASK)
    return Target(case=world.case, matter=matter)


def test_a_clearance_that_stands_is_confirmed_to_another_agency(at: At) -> None:
    world = at("notified")
    agency, other = world.agency, joined(world)
    agency.services.results.confirm_validity(agency.actor("decider"), world.case)
    target = written(world)
    assert "TAKAHASHI" not in str(agency.rows("carried")), "it is sealed with its case"
    sendable = agency.services.outbox.sendable(agency.actor("security"))
    assert [one.target for one in sendable if one.kind is Kind.ALLY_CONFIRMATION] == [target]
    with pytest.raises(InvalidInputError, match=r"export\.recipient"):
        world.prepared(agency, Kind.ALLY_CONFIRMATION, target, world.contractor)
    inspection = world.carried(agency, Kind.ALLY_CONFIRMATION, target, other)
    assert [one.key for one in inspection.effects] == ["import.effect.confirmation"]
    (line,) = other.services.confirming.every(other.actor("decider"))
    assert (line.way, line.country, line.said.answer) == ("in", "AU", "confirmed")
    assert line.said.person.birth_date.isoformat() == "1988-04-12"
    assert world.case not in str(line.said), "the partner learns no case"
    for who in ("examiner", "auditor", "reviewer"):
        with pytest.raises(NotAuthorisedError):
            other.services.confirming.every(other.actor(who))
    again = crafting.crafted(world, Kind.ALLY_CONFIRMATION, agency, other, line.said)
    found = world.inspected(other, crafting.put(world, again))
    with pytest.raises(AppError, match=r"bundle\.confirmation-known"):
        other.services.importing.admit(other.actor("security"), found)


def test_what_is_told_is_what_the_case_says_on_the_day_of_the_sending(at: At) -> None:
    """Both answers have one length, and yesterday's does not leave."""
    world = at("notified")
    agency, other = world.agency, joined(world)
    early = written(world)
    sizes = [_size(world, early)]
    agency.services.results.confirm_validity(agency.actor("decider"), world.case)
    with pytest.raises(GateClosedError, match=r"export\.confirmation-stale"):
        world.prepared(agency, Kind.ALLY_CONFIRMATION, early, other)
    late = written(world)
    lines = agency.services.confirming.every(agency.actor("security"))
    assert sorted(one.said.answer for one in lines) == ["confirmed", "not-confirmed"]
    sizes.append(_size(world, late))
    assert len(set(sizes)) == 1
    world.clock.advance(timedelta(days=1))
    with pytest.raises(GateClosedError, match=r"export\.confirmation-stale"):
        world.prepared(agency, Kind.ALLY_CONFIRMATION, late, other)


def _size(world: World, target: Target) -> int:
    other = "SECOND1"
    agency = world.agency
    signers = [agency.person("decider"), agency.person("security")]
    made = agency.services.exporting.prepare(
        agency.actor("security"),
        Kind.ALLY_CONFIRMATION,
        target,
        other,  # type: ignore[arg-type] # a station
        signers,
    )
    return made.manifest.total


def test_only_the_deciding_officer_answers_and_only_in_the_spelling_of_a_passport(at: At) -> None:
    world = at("notified")
    confirming = world.agency.services.confirming
    for who in ("examiner", "security", "reviewer", "auditor"):
        with pytest.raises(NotAuthorisedError):
            confirming.write(world.agency.actor(who), world.case, ASK)
    decider = world.agency.actor("decider")
    for field, bad in (("surname", "髙橋"), ("country", "AUS"), ("given_names", "misaki")):
        with pytest.raises(InvalidInputError, match=r"confirmation\.unfit"):
            confirming.write(decider, world.case, msgspec.structs.replace(ASK, **{field: bad}))
    with pytest.raises(InvalidInputError, match=r"confirmation\.passport-not-asked"):
        confirming.write(decider, world.case, msgspec.structs.replace(ASK, passport_number="AA1234567"))
    with pytest.raises(InvalidInputError, match=r"confirmation\.unfit"):
        read_ask(b'{"country":"AU","surname":"TAKAHASHI","reason":"x"}')
    assert read_ask(msgspec.json.encode(ASK)) == ASK


def test_nothing_is_confirmed_before_the_subject_knows_the_result(at: At) -> None:
    world = at("decided")
    with pytest.raises(AppError, match=r"access\."):
        written(world)
