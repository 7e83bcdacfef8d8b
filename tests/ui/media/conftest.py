"""One circle of offices for the tests of the room Media."""

from tests.services.media.conftest import stick, trusted, world

__all__ = ["stick", "trusted", "world"]
