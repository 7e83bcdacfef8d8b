"""Worlds for the tests of the room Backups."""

from tests.services.vault.conftest import at, stages

__all__ = ["at", "stages"]
