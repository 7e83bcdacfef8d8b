"""The same bundle again: acknowledged again, and nothing else."""

import pytest

from app.services.bundles.admission import LaneState
from app.services.bundles.report import BottomLine
from tests.services.bundles import network as n
from tests.services.bundles.attacks.lanes import verdict, with_seq


@pytest.mark.parametrize("later", [0, 365 * n.DAY], ids=["same-minute", "after-a-year"])
def test_the_same_bundle_twice(later: int) -> None:
    """It comes again at once, or from a drawer after a year, when it has long expired."""
    bundle = with_seq(1)
    seen = LaneState(last_seq=1, last_sha256=bundle.manifest_sha256)
    recorded = LaneState(last_seq=9, last_sha256="9" * 64, recorded=bundle.manifest_sha256)
    for lane in (seen, recorded):
        assert verdict(bundle, lane, now=n.NOW + later) == ("bundle.replay", BottomLine.DUPLICATE)


def test_the_same_bundle_after_its_signer_was_revoked() -> None:
    """What we have already is a duplicate, whoever signed it."""
    bundle = with_seq(1)
    revoked = n.person("agency-security", n.person_key("agency-security", revoked_at=n.NOW))
    whole = n.newer_trust(persons=n.with_person(revoked).persons)
    lane = LaneState(last_seq=1, last_sha256=bundle.manifest_sha256)
    assert verdict(bundle, lane, trust=whole) == ("bundle.replay", BottomLine.DUPLICATE)
