"""What there is once in a process: its network, shut or not."""

from functools import cache

from app.services.platform.network_probes import Network


@cache
def network() -> Network:
    """The network of this process."""
    return Network()
