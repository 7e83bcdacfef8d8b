"""The worlds of the exchange tests."""

from tests.services.exchange.conftest import _at, live_snapshots, snapshots

__all__ = ["_at", "live_snapshots", "snapshots"]
