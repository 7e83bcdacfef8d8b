"""The origin's own record shrank or forked: an alarm, whatever else the bundle says."""

from app.services.bundles.admission import LaneState, admit
from app.services.bundles.report import Axis, AxisState, BottomLine
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import longer


def test_the_origins_record_was_cut_or_rewritten() -> None:
    """The head that came with this bundle does not go on from the one that came before."""
    report = admit(n.arrival(n.opened(longer()), record_code="bundle.record-inconsistent"))
    assert (report.code, report.bottom_line) == ("bundle.record-inconsistent", BottomLine.ALARM)


def test_nothing_is_said_of_a_bundle_out_of_its_order() -> None:
    """An older head behind a newer one is no alarm: the bundle is out of its order, and that is what is told."""
    arrival = n.arrival(n.opened(longer()), record_code="bundle.record-inconsistent", lane=LaneState(last_seq=5))
    report = admit(arrival)
    assert report.line(Axis.RECORD).state is AxisState.OK
    assert report.code == "bundle.fork"
