"""Worlds with real vaults."""

from tests.services.exchange.conftest import _at, live_snapshots, snapshots

__all__ = ["_at", "live_snapshots", "snapshots"]
