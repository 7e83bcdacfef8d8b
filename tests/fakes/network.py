"""A network that is as the test says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.models.domain.network_proof import Method, NetworkProof, Outcome, Probe


def proof_with(odd: Mapping[Probe, Outcome] = {}, method: Method = Method.KERNEL) -> NetworkProof:
    """All probes as they must be, but for those named."""
    usual = {probe: Outcome.OPEN if probe is Probe.LOCAL else Outcome.BLOCKED for probe in Probe}
    return NetworkProof(method, tuple({**usual, **odd}[probe] for probe in Probe))


@dataclass(slots=True)
class FakeNetwork:
    """Shut and unplugged, unless a test changes it."""

    proved: NetworkProof = field(default_factory=proof_with)
    up: tuple[str, ...] = ()

    def proof(self) -> NetworkProof:
        return self.proved

    def links(self) -> tuple[str, ...]:
        return self.up
