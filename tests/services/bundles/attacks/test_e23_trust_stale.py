"""Trust documents that do not fit: newer than ours, of another chain, expired."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.services.bundles.manifest import Kind, Manifest
from tests.services.bundles import network as n
from tests.services.bundles.network import changed_by, honest, report_on

VERSIONS: dict[str, tuple[Callable[[], Manifest], Callable[[], dict[str, Any]]]] = {
    "newer-than-ours": (lambda: changed_by(trust_version=2), dict),
    "same-version-other-hash": (lambda: changed_by(trust_sha256="0" * 64), dict),
    "not-on-our-chain": (lambda: changed_by(trust_sha256="0" * 64), lambda: {"trust": n.newer_trust()}),
    "version-we-never-saw": (honest, lambda: {"trust": replace(n.newer_trust(), history={})}),
    "ours-expired": (honest, lambda: {"now": n.trust_document().expires + 1}),
}


@pytest.mark.parametrize(("make", "changes"), [pytest.param(*each, id=label) for label, each in VERSIONS.items()])
def test_trust_that_does_not_fit(make: Callable[[], Manifest], changes: Callable[[], dict[str, Any]]) -> None:
    """Somebody withholds the newer document from us, or shows another; without news the old one runs out."""
    assert report_on(make(), **changes()).code == "bundle.trust-stale"


def test_older_trust_on_our_chain_is_enough() -> None:
    """Not an attack: a partner who has not heard yet."""
    assert report_on(honest(), trust=n.newer_trust()).code == ""


def test_a_trust_update_arrives_although_ours_is_old_and_expired() -> None:
    """It brings what is missing; who could keep it out could freeze us for ever."""
    late = n.trust_document().expires + 1
    plan = n.plan(Kind.TRUST_UPDATE, trust_version=2, trust_sha256="0" * 64, created_at=late)
    assert n.fate(n.sealed(plan), now=late) == "accepted"
