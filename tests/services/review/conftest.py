"""The worlds of the exchange tests, with a second agency that joins the circle."""

from tests.services.exchange.conftest import _at, live_snapshots, snapshots

__all__ = ["_at", "live_snapshots", "snapshots"]
