"""The keyring of a machine, in memory: it can refuse to take anything, and be looked into."""

from app.models.domain.errors import EnvironmentProblemError


class FakeKeyring:
    """A keyring that is open, until a test locks it."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self.is_locked = False
        self.puts: list[tuple[str, bytes]] = []

    def get(self, name: str) -> bytes | None:
        self._require_open()
        return self.values.get(name)

    def put(self, name: str, value: bytes) -> None:
        self._require_open()
        assert len(value) <= 64
        self.values[name] = value
        self.puts.append((name, value))

    def describe(self) -> str:
        return "fake"

    def _require_open(self) -> None:
        if self.is_locked:
            raise EnvironmentProblemError("keyring.locked")
