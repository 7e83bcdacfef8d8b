"""A bundle that comes before the one before it."""

from app.services.bundles.admission import LaneState
from app.services.bundles.report import BottomLine
from tests.services.bundles import network as n
from tests.services.bundles.attacks.lanes import verdict, with_seq


def test_the_fifth_before_the_fourth() -> None:
    """Held until the fourth comes, or until an officer accepts that it never will; then both in order."""
    fourth = with_seq(4, "3" * 64)
    fifth = with_seq(5, fourth.manifest_sha256)
    before = LaneState(last_seq=3, last_sha256="3" * 64)
    assert verdict(fifth, before) == ("bundle.gap", BottomLine.HELD)
    assert verdict(fifth, before, accept_gap=True) == ("", BottomLine.ADMITTED)
    assert verdict(fourth, before) == ("", BottomLine.ADMITTED)
    assert verdict(fifth, LaneState(last_seq=4, last_sha256=fourth.manifest_sha256)) == ("", BottomLine.ADMITTED)


def test_a_gap_beside_another_failure() -> None:
    """An expired bundle out of its order is refused, not merely held until somebody accepts the gap."""
    assert verdict(with_seq(3), LaneState(), now=n.NOW + 91 * n.DAY) == ("bundle.expired", BottomLine.REFUSED)
