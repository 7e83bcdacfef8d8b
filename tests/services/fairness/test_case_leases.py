"""Two windows on one case: the second reads, takes over with the drafts, and overwrites nothing silently."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import GateClosedError, StaleEditError
from app.models.domain.lease import IDLE
from tests.services.exchange.conftest import At
from tests.services.exchange.world import CLEARED, plain


def test_the_second_window_reads_until_it_takes_over_or_the_first_is_idle(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    services, first = office.services, office.actor("examiner")
    second = replace(first, session="another")
    assert services.queue.sheet(first, case).leased_by is None
    shown = services.queue.sheet(second, case)
    assert (shown.leased_by, shown.refusals[Action.WRITE_FINDING]) == (first.person, Refusal.LEASED)
    assert services.queue.sheet(office.actor("reviewer"), case).leased_by == first.person
    with pytest.raises(GateClosedError, match=r"access\.case-leased"):
        services.review.note(second, case, "1", "二つめの窓")
    with pytest.raises(GateClosedError, match=r"access\.case-leased"):
        services.drafts.keep(second, case, Action.WRITE_NOTE, {"note": ("1", "二つめの窓")})
    world.clock.advance(IDLE - timedelta(seconds=1))
    services.drafts.keep(first, case, Action.WRITE_NOTE, {"note": ("1", "一つめの窓")})
    world.clock.advance(timedelta(minutes=9))
    assert services.queue.sheet(second, case).leased_by == first.person  # the draft was work
    services.leases.take_over(second, case)
    assert services.drafts.read(second, case) == {"note": "一つめの窓"}
    with pytest.raises(GateClosedError, match=r"access\.case-leased"):
        services.review.note(first, case, "1", "一つめの窓")
    world.clock.advance(IDLE)
    assert services.queue.sheet(first, case).leased_by is None  # idle: free for whoever comes
    services.leases.leave(first, case)
    assert services.queue.sheet(second, case).leased_by is None


def test_a_colleague_of_the_agency_takes_over_with_the_drafts(at: At) -> None:
    world = at("received")
    office, case = world.agency, world.case
    services, first, second = office.services, office.actor("examiner"), office.actor("many")
    services.decisions.open(first, case)
    services.queue.sheet(first, case)
    services.drafts.keep(first, case, Action.WRITE_EVALUATION, {"evaluation": ("process", "途中")})
    with pytest.raises(GateClosedError, match=r"access\.case-leased"):
        services.decisions.write(second, case, CLEARED)
    services.leases.take_over(second, case)
    assert services.drafts.read(second, case) == {"evaluation": "途中"}
    assert services.drafts.read(first, case) == {}
    services.decisions.write(second, case, CLEARED)


def test_a_finding_that_was_kept_elsewhere_is_not_overwritten(at: At) -> None:
    world = at("assigned")
    services, actor = world.investigation.services, world.investigation.actor("examiner")
    assert services.review.write_finding(actor, world.case, plain(3), 0) == 1
    with pytest.raises(StaleEditError, match=r"finding\.changed-meanwhile"):
        services.review.write_finding(actor, world.case, plain(3), 0)
    assert services.review.write_finding(actor, world.case, plain(3), 1) == 2
    assert services.review.detail(actor, world.case).kept[3].revision == 2
