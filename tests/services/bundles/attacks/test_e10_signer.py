"""Signers and stations that the trust document does not know, or no longer."""

import msgspec
import pytest

from app.services.bundles.manifest import Kind
from tests.services.bundles import network as n
from tests.services.bundles.attacks.test_e09_threshold_not_met import DECIDING, SECURITY, signed_by
from tests.services.bundles.network import changed_by, report_on

LIVES = {
    "revoked-later": {"revoked_at": n.NOW},
    "revoked-before": {"revoked_at": n.NOW - 90 * n.DAY},
    "not-yet-valid": {"since": n.NOW - n.DAY + 1},
    "expired": {"until": n.NOW - n.DAY - 1},
}


@pytest.mark.parametrize("changes", [pytest.param(each, id=label) for label, each in LIVES.items()])
def test_a_key_outside_its_life(changes: dict[str, int]) -> None:
    """A thief with a revoked key can write any date: it counts for nothing that we have not seen before."""
    whole = n.with_person(n.person("agency-security", n.person_key("agency-security", **changes)))
    changed = changed_by(trust_sha256=n.view(whole).sha256)
    assert report_on(changed, trust=n.view(whole)).code == "bundle.signer-revoked"


def test_a_station_that_was_revoked() -> None:
    """The machine was stolen; its officers' keys were not."""
    stations = n.trust_document().stations
    revoked = n.trust_document(stations=tuple(msgspec.structs.replace(each, revoked_at=n.NOW) for each in stations))
    changed = changed_by(trust_sha256=n.view(revoked).sha256)
    assert report_on(changed, trust=n.view(revoked)).code == "bundle.signer-revoked"


def test_a_station_that_nobody_knows() -> None:
    """A bundle from nowhere, signed by known officers."""
    assert report_on(changed_by(origin="NOBODY")).code == "bundle.signer-unknown"


def test_one_key_under_an_invented_id() -> None:
    """One key is listed under two ids, so that one signature shall count for two persons."""
    alias = msgspec.structs.replace(SECURITY, keyid="f" * 64)
    assert report_on(signed_by(DECIDING, alias)).code == "bundle.signer-unknown"


@pytest.mark.parametrize("how", ["another-station", "another-name"])
def test_a_station_that_signs_for_another(how: str) -> None:
    """The second desk of the office signs in the name of the first, or the first as the second."""
    own, other = n.signer(n.AGENCY), n.signer(n.OTHER_DESK)
    foreign = other if how == "another-station" else msgspec.structs.replace(own, person=n.OTHER_DESK)
    names = [n.OTHER_DESK] if how == "another-station" else [n.AGENCY]
    assert report_on(signed_by(foreign, kind=Kind.TRUST_UPDATE), names).code == "bundle.signer-unknown"
