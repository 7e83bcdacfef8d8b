"""Forwarding: a good archive in an envelope for others than its signers meant. Each is an alarm."""

import pytest

from app.services.bundles.admission import admit
from app.services.bundles.report import Axis, AxisState, BottomLine
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import longer


def test_passed_on_by_its_recipient_to_a_third_party() -> None:
    """The contractor encrypts to the investigation office what the agency signed for the contractor."""
    bundle = n.opened(n.encrypted(n.inner(longer()), (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION)
    report = admit(n.arrival(bundle, n.INVESTIGATION))
    assert (report.code, report.bottom_line) == ("bundle.wrong-recipient", BottomLine.ALARM)
    assert report.line(Axis.THRESHOLD).state is AxisState.OK
    assert report.line(Axis.SEQUENCE).state is AxisState.NOT_REACHED


@pytest.mark.parametrize("stations", [(n.CONTRACTOR,), (n.AGENCY, n.CONTRACTOR, n.INVESTIGATION)])
def test_encrypted_to_fewer_or_more_than_were_signed(stations: tuple[str, ...]) -> None:
    """Somebody reads along whom the signers did not name, or the origin can no longer open its own bundle."""
    assert n.fate(n.encrypted(n.inner(longer()), stations)) == "bundle.wrong-recipient"


def test_opened_with_a_key_that_is_not_named() -> None:
    """It names our station, but another key of ours."""
    assert admit(n.arrival(n.opened(longer()), opened_with="0" * 64)).code == "bundle.wrong-recipient"
