"""The stock programs of the oracles."""

from tests.services.crypto.conftest import age_program

__all__ = ["age_program"]
