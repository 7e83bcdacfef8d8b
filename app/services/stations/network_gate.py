"""A vault opens only where the network is proved to be shut, or where its office decided otherwise."""

from datetime import datetime

from app.models.domain.actor import Actor
from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.network_proof import Lockout, lockout_of
from app.models.domain.policies import NetworkPolicy, PolicyName
from app.services.ports import Network
from app.services.vault.vault import Vault

_REFUSED = "network.refused"


def lockout_now(network: Network) -> Lockout:
    """The word for the network as it is now."""
    return lockout_of(network.proof(), network.links())


def require_shut(vault: Vault, actor: Actor, network: Network, at: datetime) -> None:
    """Refuse where the policy is strict and something could reach a network; the refusal is put on record.

    Raises:
        EnvironmentProblemError: ``network.not-locked`` or ``network.link-active``.
    """
    proof, links = network.proof(), network.links()
    if proof.is_shut and not links:
        return
    with vault.read() as unit:
        if unit.policies.value(PolicyName.NETWORK) != NetworkPolicy.STRICT:
            return
    with vault.write() as unit:
        unit.record.append(
            at=at,
            code=_REFUSED,
            person=actor.person,
            station=actor.station,
            session=actor.session,
            subject="",
            purpose="process",
            result="refused:network",
            detail={"probes": len(proof.failures), "links": len(links), "method": proof.method.value},
        )
    if not proof.is_shut:
        raise EnvironmentProblemError("network.not-locked", count=len(proof.failures))
    raise EnvironmentProblemError("network.link-active", links=", ".join(links))
