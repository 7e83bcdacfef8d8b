"""Bundles of a format, suite, kind or schema of another time."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import envelope, manifest_json

UNKNOWN = {
    "format": lambda m: m.update(format="sekisho-bundle/2"),
    "suite": lambda m: m.update(suite="B"),
    "kind": lambda m: m.update(kind="roster-of-the-future"),
    "schema": lambda m: m["app"].update(schema=2),
    "schema-of-the-past": lambda m: m["app"].update(schema=0),
}


@pytest.mark.parametrize("change", [pytest.param(each, id=label) for label, each in UNKNOWN.items()])
def test_of_another_time(change: Callable[[Any], object]) -> None:
    """A signed manifest that names what this program does not know, to be told apart from a broken one."""
    assert n.fate(n.enveloped(envelope(payload=manifest_json(change)))) == "bundle.unknown-format"
