"""Two different bundles at one place of a lane. Each is an alarm, and the lane stands still."""

from dataclasses import replace

from app.services.bundles.admission import LaneState
from app.services.bundles.manifest import Purpose
from app.services.bundles.report import Axis, AxisState, BottomLine
from tests.services.bundles import network as n
from tests.services.bundles.attacks.lanes import verdict, with_seq
from tests.services.bundles.network import changed_by, report_on


def test_one_number_with_two_contents() -> None:
    """The origin restored an old backup, or somebody else has its keys."""
    lane = LaneState(last_seq=5, last_sha256="5" * 64)
    fork = ("bundle.fork", BottomLine.ALARM)
    assert verdict(with_seq(5, "4" * 64), lane) == fork
    assert verdict(with_seq(2), lane) == fork
    assert verdict(with_seq(6, "6" * 64), lane) == fork
    assert verdict(with_seq(6, "5" * 64), replace(lane, is_stopped=True)) == fork
    assert verdict(with_seq(6, "5" * 64), replace(lane, recorded="a" * 64)) == fork
    assert verdict(with_seq(6, "5" * 64), lane) == ("", BottomLine.ADMITTED)


def test_an_accepted_gap_does_not_hide_a_fork() -> None:
    """An officer accepted that bundles are missing; that is no leave to go back."""
    lane = LaneState(last_seq=5, last_sha256="5" * 64)
    assert verdict(with_seq(5, "4" * 64), lane, accept_gap=True)[0] == "bundle.fork"


def test_a_fork_is_told_beside_everything_else() -> None:
    """An expired bundle of a wrong purpose that is a fork too raises the alarm all the same."""
    report = report_on(changed_by(purpose=Purpose.OPINION), now=n.NOW + 91 * n.DAY, lane=LaneState(last_seq=5))
    failed = {line.axis: line.code for line in report.lines if line.state is AxisState.FAILED}
    assert failed == {
        Axis.PURPOSE: "bundle.purpose-refused",
        Axis.TIME: "bundle.expired",
        Axis.SEQUENCE: "bundle.fork",
    }
    assert report.bottom_line is BottomLine.ALARM
