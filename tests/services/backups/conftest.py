"""Worlds for the tests of backups; the same stages as those of the vault."""

from tests.services.vault.conftest import at, stages

__all__ = ["at", "stages"]
