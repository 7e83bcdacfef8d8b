"""Bundles that came too late, and bundles from a day that has not come."""

from app.services.bundles.admission import admit
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import longer


def test_too_late_and_too_early() -> None:
    """A bundle from a drawer; a bundle dated next year; a receiver whose clock was set back by a year."""
    bundle = n.opened(longer())
    made, ends = bundle.manifest.created_at, bundle.manifest.not_after
    for now, code in (
        (made - 600, ""),
        (made - 601, "bundle.from-the-future"),
        (made - 365 * n.DAY, "bundle.from-the-future"),
        (ends, ""),
        (ends + 1, "bundle.expired"),
    ):
        assert admit(n.arrival(bundle, now=now)).code == code
    far = n.sealed(n.plan(created_at=n.NOW + 300 * n.DAY))
    assert n.fate(far) == "bundle.from-the-future"
