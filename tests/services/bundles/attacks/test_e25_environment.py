"""Practice and reality never mix."""

from app.models.domain.actor import Environment
from app.services.bundles.admission import admit
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import longer


def test_rehearsal_and_live_never_mix() -> None:
    """A practice bundle at a real station, a real one at the practice station."""
    rehearsal = n.opened(n.sealed(n.plan(environment=Environment.REHEARSAL)))
    live = n.opened(longer())
    assert admit(n.arrival(live, environment=Environment.REHEARSAL)).code == "bundle.live-in-rehearsal"
    assert admit(n.arrival(rehearsal)).code == "bundle.rehearsal-in-live"
