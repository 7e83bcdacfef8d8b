"""What stands in a vault: the root is changed, ends are told in time, a partner that stays behind is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.models.domain.errors import GateClosedError, InvalidInputError, UntrustedInputError
from app.services.bundles.admission import TrustView
from app.services.trust.overview import nags
from app.services.trust.standing import require_clock
from tests.services.bundles import network as n
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office

DAY = n.DAY


def waiting(office: Office) -> dict[str, int]:
    with office.desk.vault.read() as unit:
        return {nag.key: nag.count for nag in nags(unit, office.desk.clock.now())}


def test_the_root_goes_to_others_by_both(at: At) -> None:
    world = at("trusted")
    agency, actor = world.agency, world.agency.actor("security")
    old = [agency.hand(who) for who in ("administrator", "security")]
    new = [agency.hand(who) for who in ("decider", "reviewer")]
    chosen = [agency.person(who) for who in ("decider", "reviewer", "auditor")]
    rotate = agency.services.trust_issuing.rotate_root
    for hands, code in (
        (old, "trust.not-signed"),
        (new, "trust.not-signed-by-old-root"),
        ([old[0], *new], "trust.not-signed-by-old-root"),
        ([*old, new[0]], "trust.not-signed"),
    ):
        with pytest.raises(UntrustedInputError, match=rf"^{code}$"):
            rotate(actor, hands, chosen)
    for people, threshold in (
        (chosen[:1], 2),
        (chosen, 1),
        (chosen, 4),
        ([*chosen, world.contractor.person("auditor")], 2),
    ):
        with pytest.raises(InvalidInputError, match=r"trust\.roots"):
            rotate(actor, [*old, *new], people, threshold)
    envelope = rotate(actor, [*old, *new], chosen)
    look = agency.services.trust_looking.look(actor)
    assert (look.threshold, {person for person, _ in look.roots}, look.spare) == (2, set(chosen), 1)
    assert agency.events("trust.root-changed")[-1] == ("trust.root-changed", "done")
    assert world.contractor.services.trust.adopt(world.contractor.actor("security"), envelope) == 3
    with pytest.raises(UntrustedInputError, match=r"trust\.not-signed-by-old-root"):
        agency.services.trust_issuing.renew(actor, old)


def test_ends_are_told_in_steps(at: At) -> None:
    world = at("trusted")
    office, clock = world.contractor, world.clock
    assert waiting(office) == {}
    clock.advance(timedelta(days=345))
    assert waiting(office) == {"today.trust.expires-two-months": 55}
    clock.advance(timedelta(days=30))
    assert waiting(office) == {"today.trust.expires-month": 25}
    clock.advance(timedelta(days=20))
    assert waiting(office) == {"today.trust.expires-week": 5}
    clock.advance(timedelta(days=300))
    told = waiting(office)
    assert told["today.trust.expired"] == 1
    assert told["today.trust.keys-two-months"] > 1
    look = office.services.trust_looking.look(office.actor("security"))
    assert look.is_stale
    assert {one.state(int(clock.now().timestamp())) for one in look.holders} == {"soon", "valid"}


def test_a_clock_that_is_behind_must_be_answered_for(at: At) -> None:
    world = at("trusted")
    office = world.contractor
    world.clock.advance(timedelta(days=10))
    office.services.trust.document(office.actor("security"))  # the record knows this day
    before = world.clock.now() - timedelta(days=3)
    with office.desk.vault.read() as unit:
        with pytest.raises(GateClosedError, match=r"trust\.clock-behind"):
            require_clock(unit, before, confirmed=False)
        require_clock(unit, before, confirmed=True)
        require_clock(unit, world.clock.now() - timedelta(hours=23), confirmed=False)


def test_attack_31_freeze() -> None:
    """A partner that keeps naming an old version is refused a grace after the next one was adopted here."""
    ours = n.trust_document(version=3, prev_sha256="2" * 64)
    view = TrustView(ours, "3" * 64, {2: "2" * 64}, {2: n.NOW - 40 * DAY}, None, 30 * DAY)
    assert view.accepts(2, "2" * 64, n.NOW - 11 * DAY, n.NOW)
    assert not view.accepts(2, "2" * 64, n.NOW - 9 * DAY, n.NOW)
    assert not view.accepts(2, "f" * 64, n.NOW - 11 * DAY, n.NOW)
    assert not view.accepts(1, "1" * 64, n.NOW - 11 * DAY, n.NOW)
    # Of a later version we only know that it exists: for the grace, no longer, and not without one.
    assert view.accepts(4, "4" * 64, n.NOW, n.NOW)
    late = replace(view, newer_since=n.NOW - 31 * DAY)
    assert late.is_stale(n.NOW)
    assert not late.accepts(3, "3" * 64, n.NOW, n.NOW)
    assert not replace(view, grace=0).accepts(4, "4" * 64, n.NOW, n.NOW)
